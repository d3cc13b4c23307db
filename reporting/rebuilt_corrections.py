"""The sheet of corrections in a workbook built anew, written by XlsxWriter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reporting.rebuilt_cells import CellWriter, Styles, first_column
from schemas.pages import Page

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_INK, _MUTED, _LINE, _BLUE = "#1b1f27", "#5d6675", "#d5dae2", "#003399"
_PLAIN: dict[str, Any] = {"font_size": 10, "font_color": _INK}
_RULED: dict[str, Any] = {**_PLAIN, "text_wrap": True, "bottom": 1, "bottom_color": _LINE}
_ALIGNED: dict[int, dict[str, Any]] = {5: {"align": "right"}, 6: {"indent": 1}}
"""Amounts stand on the right, and the state keeps a distance from them."""
_A4 = 9


def write_corrections(
    sheet: Worksheet, told: Mapping[str, Any], pages: Sequence[Page], styles: Styles
) -> None:
    """Write the sheet of corrections.

    Args:
        sheet: an empty sheet.
        told: what it says, see ``correction_sheet.sheet_of``.
        pages: the other sheets of the workbook.
        styles: of the workbook.
    """
    _write_top(sheet, told, styles)
    places = [{number: place for place, number in enumerate(page.numbers)} for page in pages]
    for row, line in enumerate(told["lines"], start=told["first"] - 1):
        _write_line(sheet, row, line, styles)
        if not line["spot"]:
            continue
        index, number, column = line["spot"]
        page, position = pages[index], places[index].get(number)
        cell = column - first_column(page, number)
        # What stands in the cell is kept; the state of the line is worked out from it.
        if position is not None and 0 <= cell < len(page.rows[position]):
            CellWriter(sheet, page, styles).write((row, 7), position, cell)
    _set_up(sheet, told)


def _write_top(sheet: Worksheet, told: Mapping[str, Any], styles: Styles) -> None:
    """Title, explanation, the count of what is still to fix, and the heads."""
    last = len(told["heads"]) - 1
    bold = {**_PLAIN, "bold": True}
    muted = {**_PLAIN, "font_color": _MUTED}
    sheet.write_string(0, 0, told["title"], styles(**{**bold, "font_size": 15}))
    mark = styles(**{**muted, "font_size": 7, "align": "right"})
    sheet.write_string(0, last, told["mark"], mark)
    sheet.write_string(1, 0, told["lead"], styles(**muted))
    sheet.write_string(2, 0, told["to_fix"], styles(**bold))
    count = styles(**{**bold, "font_size": 13, "align": "left"})
    sheet.write_formula(2, 1, told["count_formula"], count, told["count"])
    head = {**_RULED, "bold": True, "font_color": _MUTED, "valign": "bottom"}
    for column, (text, width) in enumerate(zip(told["heads"], told["widths"], strict=True)):
        sheet.set_column(column, column, width)
        look = styles(**head, **_ALIGNED.get(column, {}))
        sheet.write_string(told["first"] - 2, column, text, look)


def _write_line(sheet: Worksheet, row: int, line: Mapping[str, Any], styles: Styles) -> None:
    look = {**_RULED, "valign": "top"}
    sheet.set_row(row, line["height"])
    for column, text in enumerate(line["texts"]):
        bold = {"bold": True} if column == 2 and line["open"] else {}
        sheet.write_string(row, column, text, styles(**look, **bold))
    amount = styles(**look, **_ALIGNED[5], num_format="#,##0.00")
    if line["amount"] is None:
        sheet.write_blank(row, 5, None, amount)
    else:
        sheet.write_number(row, 5, line["amount"] / 100, amount)
    state = styles(**look, **_ALIGNED[6])
    if line["link"]:
        link = styles(**{**look, "font_color": _BLUE, "underline": 1})
        sheet.write_url(row, 4, f"internal:{line['link']}", link, line["texts"][4])
        sheet.write_formula(row, 6, line["state_formula"], state, line["state"])
    else:
        sheet.write_string(row, 6, line["state"], state)


def _set_up(sheet: Worksheet, told: Mapping[str, Any]) -> None:
    """Filter, frozen head, links at hand, printed across the page."""
    first, width = told["first"], len(told["heads"])
    last = max(first + len(told["lines"]) - 1, first)
    sheet.set_column(width, width, 10, None, {"hidden": True})
    if told["lines"]:
        sheet.autofilter(first - 2, 0, last - 1, width - 1)
        choice = {"validate": "list", "source": [told["choice"].strip('"')], "show_error": False}
        sheet.data_validation(first - 1, width - 1, last - 1, width - 1, choice)
    sheet.freeze_panes(first - 1, 0)
    sheet.set_selection(first - 1, 4, first - 1, 4)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(_BLUE)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4)
    sheet.repeat_rows(first - 2)
    sheet.print_area(0, 0, last - 1, width - 1)
    sheet.set_footer(f"&R{told['page']}")
