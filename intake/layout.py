"""Where the headings of a sheet stand, and which column means what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from intake.context import Place
from intake.grids import Grid, column_letters
from intake.own_layout import HEADING_ROWS, Match
from intake.vocabulary import READABLE, TABLES, headings, preferred_heading
from intake.words import CURRENCY_WRITTEN, currency_of
from schemas.columns import PLACE, Table
from schemas.findings import Finding, Severity

_IN_CURRENCY = re.compile(
    rf"(.+?)[\s,]*[\[(]?\s*(?:\b(?:in|w|v)\s)?({CURRENCY_WRITTEN})\s*[\])]?\s*"
)
_LEAST_RECOGNISED = 2


@dataclass(frozen=True)
class Layout:
    """The columns of one sheet.

    Attributes:
        table: what the sheet holds.
        start: index of the heading row in the grid.
        width: how many cells the heading row has, to the last that is filled or used.
        columns: contract name (or one of ``PLACE``) and index of its column.
        headings: contract name and its heading as the partner wrote it.
        currencies: contract name and the currency that its heading states.
        match: the remembered mapping by which the sheet is read, None where its headings are known.
        findings: about the headings.
    """

    table: Table
    start: int
    width: int
    columns: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    currencies: dict[str, str] = field(default_factory=dict)
    match: Match | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether the sheet cannot be used as it is headed."""
        return any(finding.severity is Severity.BLOCKING for finding in self.findings)

    @property
    def is_forbidden(self) -> bool:
        """Whether it holds personal data that may not even be read."""
        return any(finding.code == "COL-04" for finding in self.findings)

    @property
    def used(self) -> set[int]:
        """The indexes of all columns whose cells are used."""
        mapped = self.match.positions.values() if self.match else ()
        return {*self.columns.values(), *mapped}

    def against(self, column: str) -> list[int]:
        """The indexes of columns that count against an amount (credit beside debit)."""
        source = self.match.mapping.columns.get(column) if self.match else None
        if self.match and source and source.less and self.match.has([source.less]):
            return [self.match.index(source.less)]
        return []

    @property
    def joined(self) -> set[int]:
        """The indexes of columns whose texts are joined with those of another one."""
        if not self.match:
            return set()
        sources = self.match.mapping.columns.values()
        labels = [label for source in sources for label in source.headings[1:]]
        return {self.match.index(label) for label in labels if self.match.has([label])}

    def heading(self, column: str) -> str:
        """The heading over a column, or its contract name where there is none."""
        return self.headings.get(column, column)


def find_headings(grid: Grid, tables: Iterable[str] = TABLES) -> tuple[str, int] | None:
    """Find the table that a sheet holds and the index of its heading row.

    Args:
        grid: the sheet.
        tables: those that come into question.

    Returns:
        The row, among the first of the sheet, with most headings of one table; None where no row
        has two of them beside those that say where a file belongs, which covers have as well.
    """
    best: tuple[int, str, int] | None = None
    for index, number in enumerate(grid.numbers):
        if number > HEADING_ROWS:
            break
        for table in tables:
            known = set(meanings_of(table, grid.rows[index])) - {""}
            enough = len(known.difference(PLACE)) >= _LEAST_RECOGNISED
            if enough and (best is None or len(known) > best[0]):
                best = (len(known), table, index)
    return best[1:] if best else None


def meanings_of(table: str, row: Iterable[str]) -> list[str]:
    """The column that each heading of a row means in a table, "" where it is none of them."""
    return [_meaning(table, cell)[0] if cell else "" for cell in row]


def headings_suffice(grid: Grid, found: tuple[str, int] | None) -> bool:
    """Whether a heading row that was found names every column that its table must have."""
    if found is None:
        return False
    table, start = found
    known = set(meanings_of(table, grid.rows[start]))
    return known.issuperset(READABLE[table].required)


def width_of(grid: Grid, start: int, used: Iterable[int] = ()) -> int:
    """How many cells the headings take, to the last that is filled or used.

    In a workbook every row is as wide as the sheet; in a CSV file it is as wide as it was written.
    """
    row = grid.rows[start]
    if grid.letters is None:
        return len(row)
    filled = (index for index, cell in enumerate(row) if cell.strip())
    return max((*filled, *used), default=len(row) - 1) + 1


def lay_out(grid: Grid, table: str, start: int, place: Place, languages: Iterable[str]) -> Layout:
    """Name the columns of a sheet by its headings.

    Args:
        grid: the sheet.
        table: what it holds.
        start: index of the heading row.
        place: for the findings.
        languages: the partner's, for suggestions.
    """
    row = [cell.strip() for cell in grid.rows[start]]
    layout = Layout(READABLE[table], start, width_of(grid, start))
    meanings: dict[str, list[int]] = defaultdict(list)
    for index, heading in enumerate(row):
        if not heading:
            continue
        column, currency = _meaning(table, heading)
        if is_forbidden(table, heading):
            layout.findings.append(place.finding("COL-04", found=heading))
        elif column:
            meanings[column].append(index)
            layout.currencies[column] = currency
        else:
            layout.findings.append(_unknown(table, heading, place))
    for column, indexes in meanings.items():
        layout.headings[column] = row[indexes[0]]
        if len(indexes) == 1:
            layout.columns[column] = indexes[0]
        else:
            both = " / ".join(row[index] for index in indexes)
            layout.findings.append(place.finding("COL-03", column=column, found=both))
    layout.findings.extend(_missing(layout, place, languages))
    layout.findings.extend(_unnamed(grid, layout, row, place))
    return layout


def _meaning(table: str, heading: str) -> tuple[str, str]:
    """The column that a heading means, and the currency that it states; "" for none."""
    known = headings()
    column = known.column(table, heading)
    described = READABLE[table].by_extract.get(column or "")
    if column and not (described and described.kind == "money" and "%" in heading):
        # A percentage ("VAT %") is no amount, though its sign says nothing in a comparison.
        return column, ""
    plain, currency = in_currency(heading)
    if currency:
        described = READABLE[table].by_extract.get(known.column(table, plain) or "")
        if described and described.kind in ("money", "price"):
            return described.extract, currency
    return "", ""


def in_currency(heading: str) -> tuple[str, str]:
    """A heading without the currency that it states, and that currency, "" where it states none.

    >>> in_currency("Kwota brutto (PLN)"), in_currency("Opis")
    (('Kwota brutto', 'PLN'), ('Opis', ''))
    """
    match = _IN_CURRENCY.fullmatch(heading.strip())
    currency = currency_of(match[2]) if match else ""
    return (match[1], currency) if match and currency else (heading, "")


def is_forbidden(table: str, heading: str) -> bool:
    """Whether a heading announces personal data, whatever its column may be taken for."""
    known = headings()
    return not known.column(table, heading) and known.is_personal(
        heading, among_persons=table == "participants"
    )


def _unknown(table: str, heading: str, place: Place) -> Finding:
    alike = headings().looks_like(table, heading)
    if alike:
        column, letters = alike
        return place.finding(
            "COL-05", column=column, found=heading, expected=column, words={"letters": letters}
        )
    return place.finding("COL-02", found=heading)


def _missing(layout: Layout, place: Place, languages: Iterable[str]) -> Iterator[Finding]:
    for column in layout.table.required:
        # A heading that only looks right, or stands there twice, is already named as such.
        named = {finding.column for finding in layout.findings}
        if column not in layout.headings and column not in named:
            suggested = preferred_heading(layout.table.name, column, languages)
            yield place.finding("COL-01", column=column, expected=suggested)


def _unnamed(grid: Grid, layout: Layout, row: list[str], place: Place) -> Iterator[Finding]:
    """Columns without a heading that have cells all the same: they are not used, nor silently."""
    # In a CSV file a longer row is shifted; a workbook places every cell.
    width = layout.width if grid.letters is None else len(grid.columns)
    unnamed = [
        index
        for index in grid.used
        if index < width and not (index < len(row) and row[index])
        if grid.filled(index)[layout.start + 1 :].any()
    ]
    if not unnamed:
        return
    # A row that has nothing under the headings is named as a whole.
    rows = np.any([grid.filled(index) for index in range(layout.width)], axis=0)
    rows[: layout.start + 1] = False
    for index in unnamed:
        if (grid.filled(index) & rows).any():
            yield place.finding("COL-02-UNNAMED", column=column_letters(index + 1))
