"""Which rows of a sheet are items, and which are blank, totals, repeated headings or shifted."""

from __future__ import annotations

from dataclasses import dataclass, field

from intake.context import Place
from intake.grids import Grid
from intake.layout import Layout
from intake.vocabulary import total_line
from schemas.findings import Finding

_NUMBERS = ("money", "price", "quantity", "ratio", "count")


@dataclass(frozen=True)
class Rows:
    """The rows below the headings, sorted out.

    Attributes:
        items: indexes in the grid of the rows that are items.
        shifted: numbers of the rows with more or fewer cells than the heading; they cannot be read.
        skipped: how many rows are no items: blank, total, repeated headings.
        findings: about rows that are not items.
    """

    items: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    shifted: list[int] = field(default_factory=list)
    skipped: int = 0


def sort_rows(grid: Grid, layout: Layout, place: Place) -> Rows:
    """Sort the rows below the headings into items and others; every other row is named."""
    items: list[int] = []
    findings: list[Finding] = []
    shifted: list[int] = []
    skipped = 0
    headings = [cell.strip() for cell in grid.rows[layout.start]]
    last_named = max(layout.used, default=0)
    totals = _TotalLines(layout)
    for index in range(layout.start + 1, len(grid.rows)):
        row, number = grid.rows[index], grid.numbers[index]
        if grid.is_blank(index):
            skipped += 1
        elif total := totals.found_in(row):
            skipped += 1
            findings.append(place.finding("ROW-03", row=number, found=total))
        elif row[0].strip() == headings[0] and [cell.strip() for cell in row] == headings:
            skipped += 1
            findings.append(place.finding("ROW-06", row=number))
        elif not grid.kinds and (len(row) <= last_named or any(row[layout.width :])):
            shifted.append(number)
            findings.append(
                place.finding("ROW-04", row=number, found=len(row), expected=layout.width)
            )
        else:
            items.append(index)
    return Rows(items, findings, shifted, skipped)


class _TotalLines:
    """Recognises lines that sum up others.

    A total line has no item number (or a word such as "Summe" in its place), no other words than
    such a one, and a number or such a word at all.
    """

    def __init__(self, layout: Layout) -> None:
        kinds = {
            index: layout.table.by_extract[name].kind
            for name, index in layout.columns.items()
            if name in layout.table.by_extract
        }
        self._key = layout.columns.get(layout.table.columns[0].extract)
        self._words = [
            index for index, kind in kinds.items() if kind not in (*_NUMBERS, "currency")
        ]
        self._numbers = [index for index, kind in kinds.items() if kind in _NUMBERS]
        self._starts = total_line()

    def found_in(self, row: list[str]) -> str:
        """What makes the row a total line, "" if it is none."""
        key = row[self._key].strip() if self._key is not None and self._key < len(row) else ""
        if key and not (key[0].isalpha() and self._starts.match(key)):
            return ""
        words = [row[index].strip() for index in self._words if index < len(row)]
        if any(word and not self._starts.match(word) for word in words):
            return ""
        # The word may also stand in a column of its own that the contract does not know.
        everywhere = [cell.strip() for cell in row if self._starts.match(cell)]
        numbers = [row[index].strip() for index in self._numbers if index < len(row)]
        return next((found for found in (*everywhere, *numbers) if found), "")
