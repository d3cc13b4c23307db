"""Which sheets of a file hold extracts, and what a workbook hides in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from intake.context import Place
from intake.grids import Grid, column_letters
from intake.heading_rows import tables_of, with_headings_in_one_row
from intake.layout import Layout, find_headings, headings_suffice
from intake.own_layout import GROWN, HEADING_ROWS, Match, find_match
from intake.own_sheets import mark_of
from intake.vocabulary import TABLES, comparison_key, headings
from schemas.findings import Finding
from schemas.mapping import ColumnMapping

_SHOWN = 8
"""So many hidden or merged places are named; the rest is counted by the dots after them."""


@dataclass(frozen=True)
class Chosen:
    """A sheet that holds an extract, or one of several tables on it.

    Attributes:
        grid: the rows of the table; its headings say all in one row.
        table: its kind.
        start: index of the heading row.
        match: the remembered mapping by which it is to be read, if any.
        sheet: the whole sheet as it is in the file, where ``grid`` is not that.
    """

    grid: Grid
    table: str
    start: int
    match: Match | None = None
    sheet: Grid | None = None

    @property
    def source(self) -> Grid:
        """The whole sheet as it is in the file."""
        return self.sheet or self.grid

    @property
    def has_rows(self) -> bool:
        """Whether anything stands below the headings."""
        return not self.grid.blank[self.start + 1 :].all()


def choose_sheets(
    grids: Sequence[Grid], place: Place, mappings: Sequence[ColumnMapping] = ()
) -> tuple[list[Chosen], list[Finding]]:
    """Choose the sheets to read.

    Sheets named as in the contract, or of a layout that was remembered, are read, the others left
    aside; where there is none of them, those with the headings of an extract are. Empty sheets say
    nothing, nor do those of our own making.

    Args:
        grids: the sheets of the file.
        place: for the findings.
        mappings: those remembered of the partner, the newest first.

    Returns:
        The sheets in the order of the file, and findings about those that cannot be used.
    """
    filled = [grid for grid in grids if not grid.is_empty and mark_of(grid) is None]
    known = headings().sheets
    matches = {id(grid): find_match(grid, mappings) for grid in filled} if mappings else {}
    named = [
        grid
        for grid in filled
        if comparison_key(grid.sheet) in known
        or ((match := matches.get(id(grid))) and match.nearness >= GROWN)
    ]
    chosen: list[Chosen] = []
    findings: list[Finding] = []
    for grid in named or filled:
        table = known.get(comparison_key(grid.sheet), "")
        # The headings decide; the sheet's name does where they fit two tables alike.
        first = (table,) if table else ()
        told = with_headings_in_one_row(grid, (*first, *TABLES))
        found = find_headings(told, (*first, *TABLES))
        match = matches.get(id(grid))
        if match and (match.nearness >= GROWN or not headings_suffice(grid, found)):
            chosen.append(Chosen(grid, match.mapping.table, match.start, match))
        elif found:
            parts = tables_of(told, *found)
            chosen.extend(Chosen(*part, sheet=grid) for part in parts)
        elif named:
            findings.append(_unrecognised(place.on(grid.sheet, table)))
    if not chosen and not findings:
        return [], [_unrecognised(place)]
    looked_at = {id(grid) for grid in (*named, *(entry.source for entry in chosen))}
    findings.extend(
        place.on(grid.sheet, "").finding("FILE-07") for grid in filled if id(grid) not in looked_at
    )
    for table in TABLES:
        alike = [entry for entry in chosen if entry.table == table]
        if len(alike) > 1:
            findings.append(_doubled(alike, place))
            chosen = [entry for entry in chosen if entry.table != table]
    return chosen, findings


def _doubled(alike: Sequence[Chosen], place: Place) -> Finding:
    """Several tables of one kind: nobody can tell which of them counts."""
    expected = TABLES[alike[0].table].sheet
    if len({id(entry.source) for entry in alike}) == 1:
        again = alike[1].grid.numbers[alike[1].start]
        here = place.on(alike[0].grid.sheet, alike[0].table)
        return here.finding("FILE-01-TABLES", row=again, expected=expected)
    sheets = ", ".join(dict.fromkeys(entry.grid.sheet for entry in alike))
    return place.finding("FILE-01-SHEETS", found=sheets, expected=expected)


def _unrecognised(place: Place) -> Finding:
    return place.finding("FILE-01-HEADINGS", expected=HEADING_ROWS)


def hidden_things(
    grid: Grid, layout: Layout, items: Iterable[int], place: Place
) -> Iterator[Finding]:
    """What a partner may not see in its own sheet, though it is read: each kind once."""
    marks = grid.marks
    if marks.hidden:
        yield place.finding("FILE-08-SHEET")
    rows = sorted(
        marks.hidden_rows & {grid.numbers[item] for item in items} if marks.hidden_rows else ()
    )
    if rows:
        yield place.finding("FILE-08-ROWS", row=rows[0], found=_listed(map(str, rows)))
    columns = sorted(marks.hidden_columns & {index + 1 for index in layout.used})
    if columns:
        yield place.finding("FILE-08-COLUMNS", found=_listed(map(column_letters, columns)))
    heading = grid.numbers[layout.start]
    # Headings that reach up into the row above, as forms have them, are no matter.
    merged = [
        _range(*places)
        for places in sorted(marks.merged)
        if places[2] > heading or places[0] == heading
    ]
    if merged:
        yield place.finding("FILE-08-MERGED", found=_listed(merged))


def _range(top: int, left: int, bottom: int, right: int) -> str:
    """Name a range of cells.

    >>> _range(2, 1, 4, 1)
    'A2:A4'
    """
    return f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"


def _listed(places: Iterable[str]) -> str:
    named = list(places)
    return ", ".join(named[:_SHOWN]) + (" ..." if len(named) > _SHOWN else "")
