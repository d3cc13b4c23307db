"""The sheet of corrections in a partner's own workbook, written by openpyxl.

Runs in the guarded process of ``own_workbook``; ``rebuilt_corrections`` writes the same sheet into
a workbook of ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from reporting.workbook_results import Result

_INK, _MUTED, _LINE, _BLUE = "FF1B1F27", "FF5D6675", "FFD5DAE2", "FF003399"
_TOP = Alignment(vertical="top", wrap_text=True)
_HEAD = Alignment(vertical="bottom", wrap_text=True)
_RULE = Border(bottom=Side("thin", color=_LINE))
_A4 = 9

Results = dict[str, Result]


def write_corrections(
    sheet: Worksheet,
    told: Mapping[str, Any],
    sheets: Sequence[Worksheet],
    results: Mapping[str, Results],
) -> Results:
    """Write the sheet of corrections.

    Args:
        sheet: an empty sheet.
        told: what it says, see ``correction_sheet.sheet_of``.
        sheets: the partner's own, by the index of their pages.
        results: of the formulas in them.

    Returns:
        The results of its own formulas.
    """
    first = told["first"]
    made = _write_top(sheet, told)
    for column, (head, width) in enumerate(zip(told["heads"], told["widths"], strict=True), 1):
        cell = _text(sheet.cell(first - 1, column), head, bold=True, color=_MUTED)
        cell.border, cell.alignment = _RULE, _aligned(_HEAD, column)
        sheet.column_dimensions[cell.column_letter].width = width
    for row, line in enumerate(told["lines"], start=first):
        _write_line(sheet, row, line)
        if line["link"]:
            page, spot_row, spot_column = line["spot"]
            spot = anchor(sheets[page], spot_row, spot_column + 1)
            _keep(sheet.cell(row, 8), spot, results[sheets[page].title])
            made[f"G{row}"] = Result("T", line["state"])
    _set_up(sheet, told)
    return made


def anchor(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell itself, or the one that shows the merged range in which it lies."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    merged = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
    shown = sheet.cell(merged.min_row, merged.min_col)
    assert isinstance(shown, Cell)  # noqa: S101  (the first cell of a merged range is a real one)
    return shown


def freeze(cell: Cell, result: Sequence[str] | None) -> None:
    """Put the stored result in the place of a formula."""
    kind, text = result or ("e", "#N/A")
    if kind == "N":
        cell.value = float(text) if "." in text else int(text)
    elif kind == "D":
        cell.value = datetime.fromisoformat(text)
    else:
        cell.value = text
        cell.data_type = "e" if kind == "e" else "s"


def _write_top(sheet: Worksheet, told: Mapping[str, Any]) -> Results:
    """Title, explanation, and the count of what is still to fix."""
    last = len(told["heads"])
    _text(sheet.cell(1, 1), told["title"], bold=True, size=15)
    _text(sheet.cell(1, last), told["mark"], size=7, color=_MUTED)
    sheet.cell(1, last).alignment = Alignment(horizontal="right")
    _text(sheet.cell(2, 1), told["lead"], color=_MUTED)
    _text(sheet.cell(3, 1), told["to_fix"], bold=True)
    count = sheet.cell(3, 2)
    count.value = told["count_formula"]
    count.font, count.alignment = _font(bold=True, size=13), Alignment(horizontal="left")
    return {"B3": Result("N", str(told["count"]))}


def _write_line(sheet: Worksheet, row: int, line: Mapping[str, Any]) -> None:
    for column, text in enumerate(line["texts"], start=1):
        _text(sheet.cell(row, column), text, bold=column == 3 and line["open"])
    amount, state = sheet.cell(row, 6), sheet.cell(row, 7)
    amount.value = None if line["amount"] is None else line["amount"] / 100
    amount.number_format, amount.font = "#,##0.00", _font()
    _text(state, line["state"])
    for column in range(1, 8):
        cell = sheet.cell(row, column)
        cell.alignment, cell.border = _aligned(_TOP, column), _RULE
    sheet.row_dimensions[row].height = line["height"]
    if line["link"]:
        where = sheet.cell(row, 5)
        where.hyperlink = Hyperlink(ref=where.coordinate, location=line["link"])
        where.font = _font(color=_BLUE, underline="single")
        state.value = line["state_formula"]


def _keep(kept: Any, spot: Cell, results: Results) -> None:
    """Keep what stands in a cell; the state of the line is worked out from it."""
    if spot.data_type == "f":
        freeze(kept, results.get(spot.coordinate))
    else:
        kept.value, kept.data_type = spot.value, spot.data_type
    kept.number_format = spot.number_format


def _set_up(sheet: Worksheet, told: Mapping[str, Any]) -> None:
    """Filter, frozen head, links at hand, printed across the page."""
    first = told["first"]
    last = max(first + len(told["lines"]) - 1, first)
    sheet.column_dimensions["H"].hidden = True
    if told["lines"]:
        sheet.auto_filter.ref = f"A{first - 1}:G{last}"
        choice = DataValidation("list", formula1=told["choice"], showErrorMessage=False)
        choice.add(f"G{first}:G{last}")
        sheet.add_data_validation(choice)
    sheet.freeze_panes = f"A{first}"
    sheet.sheet_view.showGridLines = False
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = f"E{first}"
    sheet.sheet_properties.tabColor = _BLUE
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.print_title_rows = f"{first - 1}:{first - 1}"
    sheet.print_area = f"A1:G{last}"
    sheet.oddFooter.right.text = told["page"]  # type: ignore[union-attr]


def _aligned(usual: Alignment, column: int) -> Alignment:
    """Amounts stand on the right, and the state keeps a distance from them."""
    horizontal = "right" if column == 6 else None
    return Alignment(
        vertical=usual.vertical, wrap_text=True, horizontal=horizontal, indent=int(column == 7)
    )


def _font(**look: Any) -> Font:
    return Font(**{"name": "Calibri", "size": 10, "color": _INK, **look})


def _text(cell: Any, text: str, **look: Any) -> Any:
    """Write a text that no program takes for a formula."""
    cell.value = text
    cell.data_type = "s"
    cell.font = _font(**look)
    return cell
