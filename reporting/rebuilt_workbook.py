"""A partner's file as a workbook of ours: the same sheets, rows and columns, marked in red.

For CSV and the older and rarer kinds of workbook, and for XLSX that the library cannot write again.
Every cell stands in its own row and column and is read again as what it was read before: text stays
text and never becomes a formula, numbers and days become such only where all of their column could
be read.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from reporting.correction_sheet import sheet_of
from reporting.corrections import SIGNATURE, Corrections, Mark
from reporting.rebuilt_cells import CellWriter, Styles, first_column
from reporting.rebuilt_corrections import write_corrections
from schemas.pages import Page

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTH_ROWS = 500
_NARROWEST, _WIDEST = 8, 46
_LETTERS_IN_A_LINE = 52
_MANY_CELLS = 1_000_000
_A4 = 9


def rebuilt_workbook(pages: Sequence[Page], corrections: Corrections, created: date) -> bytes:
    """Write pages as a new workbook with the sheet of corrections before them.

    Args:
        pages: the sheets, in their order.
        corrections: what is to be corrected in them.
        created: the day that the workbook bears; nothing tells when it was really made.
    """
    import xlsxwriter

    held = io.BytesIO()
    many = sum(len(row) for page in pages for row in page.rows) > _MANY_CELLS
    options = {
        "in_memory": not many,
        "constant_memory": many,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = xlsxwriter.Workbook(held, options)
    moment = datetime(created.year, created.month, created.day, 12, tzinfo=UTC)
    workbook.set_properties({"created": moment, "author": SIGNATURE})
    titles = _titles(pages)
    told = sheet_of(corrections, titles)
    first = workbook.add_worksheet(told["name"])
    styles = Styles(workbook, corrections.words.language)
    write_corrections(first, told, pages, styles)
    for index, (page, title) in enumerate(zip(pages, titles, strict=True)):
        marks = [mark for mark in corrections.marks if mark.spot.page == index]
        _PageWriter(workbook.add_worksheet(title), page, marks, styles).write()
    first.activate()
    workbook.close()
    return held.getvalue()


def _titles(pages: Sequence[Page]) -> list[str]:
    """The names of the sheets; none stands there twice."""
    titles: list[str] = []
    for page in pages:
        title, number = page.title, 2
        while title.casefold() in {taken.casefold() for taken in titles}:
            title, number = f"{page.title[:26]} ({number})", number + 1
        titles.append(title)
    return titles


class _PageWriter:
    """Writes one sheet of the partner's."""

    def __init__(self, sheet: Worksheet, page: Page, marks: Sequence[Mark], styles: Styles) -> None:
        self._sheet = sheet
        self._page = page
        self._marks = {(mark.spot.row, mark.spot.column): mark for mark in marks}
        self._marked: dict[int, list[int]] = {}
        for row, column in self._marks:
            self._marked.setdefault(row, []).append(column)
        self._cells = CellWriter(sheet, page, styles)
        self._styles = styles

    def write(self) -> None:
        """Write cells, comments and what goes for the sheet as a whole."""
        page = self._page
        for places in page.merged:
            self._merge(*places)
        for position, number in enumerate(page.numbers):
            if number in page.hidden_rows:
                self._sheet.set_row(number - 1, None, None, {"hidden": True})
            self._write_row(position, number)
        for (number, column), mark in self._marks.items():
            self._sheet.write_comment(number - 1, column, mark.comment, _box(mark.comment))
        self._fit_columns()
        self._set_up()

    def _write_row(self, position: int, number: int) -> None:
        """One row; marks beside its cells stand on blank ones."""
        width = len(self._page.rows[position])
        start = first_column(self._page, number)
        for index in range(width):
            place = (number, start + index)
            fill = self._marks[place].fill if place in self._marks else ""
            self._cells.write((number - 1, start + index), position, index, fill)
        for column in self._marked.get(number, ()):
            if not start <= column < start + width:
                fill_only = self._styles(bg_color=f"#{self._marks[number, column].fill}")
                self._sheet.write_blank(number - 1, column, None, fill_only)

    def _fit_columns(self) -> None:
        widths: dict[int, int] = {}
        for number, row in zip(self._page.numbers[:_WIDTH_ROWS], self._page.rows, strict=False):
            if number not in self._page.aside:
                for column, text in enumerate(row):
                    widths[column] = max(widths.get(column, _NARROWEST), len(text) + 2)
        for column, width in widths.items():
            hidden = {"hidden": column + 1 in self._page.hidden_columns}
            words = column in self._page.words and not self._page.kinds
            form = self._styles(num_format="@") if words else None
            self._sheet.set_column(column, column, min(width, _WIDEST), form, hidden)

    def _set_up(self) -> None:
        sheet, page = self._sheet, self._page
        if page.heading:
            sheet.freeze_panes(page.heading, 0)
            sheet.repeat_rows(page.heading - 1)
        if page.hidden:
            sheet.hide()
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge as the partner did, where nothing stands under the merged cells."""
        rows = dict(zip(self._page.numbers, self._page.rows, strict=True))
        covered = (
            rows.get(row, [])[column - 1 : column]
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        )
        if not any(cell and cell[0] for cell in covered):
            self._sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")


def _box(comment: str) -> dict[str, Any]:
    """Size of a comment that shows all of it."""
    lines = sum(1 + len(line) // _LETTERS_IN_A_LINE for line in comment.split("\n"))
    return {"author": SIGNATURE, "width": 360, "height": min(24 + 16 * lines, 640)}
