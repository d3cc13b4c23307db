"""Headings in more than one row, and more than one table on a sheet.

Forms head their columns in two rows ("Invoice" above "number" and "date"), and some partners put
one table below another. Either is made plain here, before columns are named: the lower of two
heading rows says all, and every table is a grid of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow.compute as pc

from intake.grids import Grid
from intake.layout import find_headings, meanings_of
from intake.own_layout import HEADING_ROWS
from intake.vocabulary import READABLE, TABLES

_LEAST_BELOW = 3
"""Headings of one table that must be recognised in a row far below the first."""
_MOST_BELOW = 500
"""So many rows that may be headings are looked at."""


def with_headings_in_one_row(grid: Grid, tables: Iterable[str] = TABLES) -> Grid:
    """The sheet with two rows of headings told in the lower of them, if that says more.

    Rows keep their places and numbers.
    """
    candidates = tuple(tables)
    best = _recognised(grid, candidates)
    result = grid
    for lower in range(1, len(grid.numbers)):
        if grid.numbers[lower] > HEADING_ROWS:
            break
        if not _may_be_headings(grid.rows[lower]):
            continue
        joined = grid.with_record(lower, _joined(grid, lower, candidates))
        count = _recognised(joined, candidates)
        if count > best:
            best, result = count, joined
    return result


def tables_of(grid: Grid, table: str, start: int) -> Iterator[tuple[Grid, str, int]]:
    """Every table of a sheet: its rows, its kind, and the index of its headings among them.

    Args:
        grid: the sheet.
        table: kind of the first table.
        start: index of its headings.
    """
    first, begun = 0, start
    for index, other in _further_headings(grid, table, start):
        yield grid.between(first, index), table, begun - first
        table, first, begun = other, index, index
    yield grid.between(first, len(grid.numbers)), table, begun - first


def _recognised(grid: Grid, tables: Iterable[str]) -> int:
    found = find_headings(grid, tables)
    if found is None:
        return 0
    return len(set(meanings_of(found[0], grid.rows[found[1]])) - {""})


def _may_be_headings(row: list[str]) -> bool:
    """Whether a row has words only; rows of items have numbers."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) > 1 and not any(character.isdigit() for character in "".join(filled))


def _joined(grid: Grid, lower: int, tables: Iterable[str]) -> list[str]:
    """The headings of two rows as one: those above stand over all columns up to the next one."""
    below = [cell.strip() for cell in grid.rows[lower]]
    above = [cell.strip() for cell in grid.rows[lower - 1]]
    above += [""] * (len(below) - len(above))
    together, over, alone = [], "", True
    for index, cell in enumerate(below):
        if above[index]:
            over = above[index]
            alone = index + 1 >= len(above) or bool(above[index + 1]) or not below[index + 1 :]
        elif not cell:
            over = ""
        choices = [f"{over} {cell}".strip(), cell, above[index] if alone or not cell else ""]
        known = (
            choice
            for choice in choices
            if choice and any(meanings_of(table, [choice]) != [""] for table in tables)
        )
        together.append(next(known, cell or above[index]))
    return together


def _further_headings(grid: Grid, table: str, start: int) -> Iterator[tuple[int, str]]:
    """Rows below the first headings that are headings of a table too, with its kind.

    The headings of the first table once more, in the same columns, are none of them: so they stand
    at the top of every printed page.
    """
    rows = np.arange(start + 1, len(grid.numbers))
    rows = rows[~grid.blank[rows]]
    for index in grid.used:
        if not len(rows):
            return
        digits = pc.match_substring_regex(grid.columns[index].take(rows), "[0-9]")
        rows = rows[~digits.to_numpy(zero_copy_only=False)]
    first = meanings_of(table, grid.rows[start])
    for index in rows[:_MOST_BELOW].tolist():
        row = grid.rows[index]
        filled = sum(bool(cell.strip()) for cell in row)
        if _repeats(meanings_of(table, row), first):
            continue
        known = {name: set(meanings_of(name, row)) - {""} for name in TABLES}
        best = max(known, key=lambda name: len(known[name]))
        needed = set(READABLE[best].required)
        if (
            len(known[best]) >= _LEAST_BELOW
            and 2 * len(known[best]) >= filled
            and 2 * len(known[best] & needed) >= len(needed)
        ):
            yield index, best
            table, first = best, meanings_of(best, row)


def _repeats(again: list[str], first: list[str]) -> bool:
    """Whether headings stand in the same columns as the first ones."""
    named = [place for place, name in enumerate(again) if name]
    return len(named) > 1 and all(
        place < len(first) and again[place] == first[place] for place in named
    )
