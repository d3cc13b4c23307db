"""A partner's file once more, sheet by sheet, for the workbook that goes back with corrections."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pandas as pd

from intake.context import Context, Place
from intake.delivery import FileRead, grids_of, layout_of
from intake.files import Refusal
from intake.grids import Grid, visible
from intake.layout import Layout
from intake.own_sheets import mark_of
from intake.sheets import choose_sheets
from intake.tables import TableRead
from intake.vocabulary import preferred_sheet
from schemas.columns import Column
from schemas.pages import Page

_SCALES = {"money": 100, "price": 1_000_000, "quantity": 1_000_000, "ratio": 1_000_000, "count": 1}
_PLAIN_NUMBER = re.compile(r"[-+(]?[0-9.,' \u00a0\u202f\u2019\u2212]+[-)]?")
_FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_TITLE = 31


def pages_of(raw: bytes, read: FileRead, context: Context) -> list[Page]:
    """The sheets of a file in their order, but for those of our own making.

    Args:
        raw: its bytes.
        read: what was read of them.
        context: for which they were read.

    Returns:
        Nothing where the file cannot be opened.
    """
    grids = grids_of(raw, read.file, context)
    if isinstance(grids, Refusal):
        return []
    own = [grid for grid in grids if mark_of(grid) is None]
    place = Place(context.partner, read.file)
    # Of several tables on one sheet the first is looked at; rows keep their places in it.
    entries = reversed(choose_sheets(own, place, context.mappings)[0])
    chosen = {id(entry.source): entry for entry in entries}
    tables = {table.sheet: table for table in reversed(read.tables)}
    pages = []
    for grid in own:
        entry = chosen.get(id(grid))
        layout = layout_of(entry, place.on(grid.sheet, entry.table), context) if entry else None
        pages.append(_page(grid, layout, tables.get(grid.sheet), read, context))
    return pages


def same_content(page: Page, other: Page) -> bool:
    """Whether two sheets hold the same cells in the same places.

    A formula with its result and a bare value of the same kind count as the same.
    """
    return (page.hidden, _cells(page)) == (other.hidden, _cells(other))


def agrees(raw: bytes, pages: Sequence[Page], read: FileRead, context: Context) -> bool:
    """Whether a copy of a workbook holds what the workbook held."""
    again = pages_of(raw, read, context)
    return len(again) == len(pages) and all(map(same_content, again, pages))


def _cells(page: Page) -> dict[tuple[int, int], tuple[str, str]]:
    cells = {}
    for row, (number, texts) in enumerate(zip(page.numbers, page.rows, strict=True)):
        kinds = page.kinds[row].lower() if page.kinds else "t" * len(texts)
        for index, text in enumerate(texts):
            if kinds[index] != " ":
                cells[number, index] = (kinds[index], text)
    return cells


def _page(
    grid: Grid, layout: Layout | None, table: TableRead | None, read: FileRead, context: Context
) -> Page:
    title = grid.sheet
    if not title and layout:
        title = preferred_sheet(layout.table.name, context.owner.languages)
    columns = dict(layout.columns) if layout else {}
    values: dict[int, Mapping[int, Fraction | date]] = {}
    # What a mapping makes of a cell is not what stands in it.
    if layout and table and not layout.match and not grid.kinds:
        values = _values(grid, layout, table)
    return Page(
        file=read.file,
        sheet=grid.sheet,
        title=_title(title or Path(read.file).stem),
        rows=list(grid.rows),
        numbers=list(grid.numbers),
        kinds=list(grid.kinds),
        hidden=grid.marks.hidden,
        hidden_rows=grid.marks.hidden_rows,
        hidden_columns=grid.marks.hidden_columns,
        merged=grid.marks.merged,
        table=layout.table.name if layout else "",
        heading=grid.numbers[layout.start] if layout else 0,
        headings=tuple(visible(cell) for cell in grid.rows[layout.start]) if layout else (),
        columns=columns,
        key=columns.get(layout.table.columns[0].extract, 0) if layout else 0,
        words=_words(layout) if layout else frozenset(),
        aside=frozenset(
            finding.row
            for finding in read.findings
            if finding.code == "ROW-04" and finding.sheet == grid.sheet
        ),
        width=_width(grid, layout) if layout else 0,
        values=values,
    )


def _width(grid: Grid, layout: Layout) -> int:
    filled = (index for index, cell in enumerate(grid.rows[layout.start]) if cell.strip())
    return max((*filled, *layout.used), default=-1) + 1


def _words(layout: Layout) -> frozenset[int]:
    """The columns known to hold words rather than numbers or days."""
    return frozenset(
        index
        for name, index in layout.columns.items()
        if (column := layout.table.by_extract.get(name))
        if column.kind not in (*_SCALES, "date")
    )


def _title(name: str) -> str:
    """A name that a sheet can have in every spreadsheet program."""
    plain = _FORBIDDEN_IN_TITLES.sub(" ", name).strip(" '")[:_LONGEST_TITLE].rstrip(" '")
    return plain or "1"


def _values(
    grid: Grid, layout: Layout, table: TableRead
) -> dict[int, Mapping[int, Fraction | date]]:
    """What the cells of a CSV file mean, for columns that can be written as numbers or days.

    The style of a column is decided from all its cells, and of one that does not tell from the
    other columns. So either all columns of numbers become numbers, or none does: a cell that was
    refused for its style could else be read in the workbook.
    """
    named = {
        name: column for name in layout.columns if (column := layout.table.by_extract.get(name))
    }
    numbers = [column for column in named.values() if column.kind in _SCALES]
    days = [column for column in named.values() if column.kind == "date"]
    texts = dict(zip(grid.numbers, grid.rows, strict=True))
    values: dict[int, Mapping[int, Fraction | date]] = {}
    for group in (numbers, days):
        read = {layout.columns[column.extract]: _column(table.frame, column) for column in group}
        if all(
            _is_complete(index, cells, texts, table, plain=group is numbers)
            for index, cells in read.items()
        ):
            values.update(read)
    return values


def _column(frame: pd.DataFrame, column: Column) -> dict[int, Fraction | date]:
    """Row number and meaning of every cell of a column that has one."""
    cells = frame[column.frame]
    filled = cells.notna()
    rows = frame["row"][filled].tolist()
    if column.kind == "date":
        return dict(zip(rows, (day.date() for day in cells[filled]), strict=True))
    scale = _SCALES[column.kind]
    return dict(zip(rows, (Fraction(int(value), scale) for value in cells[filled]), strict=True))


def _is_complete(
    index: int,
    cells: Mapping[int, Fraction | date],
    texts: Mapping[int, list[str]],
    table: TableRead,
    *,
    plain: bool,
) -> bool:
    """Whether every filled cell of a column below the headings has a meaning.

    Numbers that state more than themselves (a currency, a percent sign) stay texts.
    """
    if len(table.frame) < table.rows:
        return False
    items = set(table.frame["row"].tolist())
    return all(
        row in cells and (not plain or bool(_PLAIN_NUMBER.fullmatch(cell)))
        for row in items
        if (cell := texts[row][index].strip() if index < len(texts[row]) else "")
    )
