"""The template: a workbook to fill in, made for one partner and reporting period.

It opens on a sheet that explains it; costs, activities and participants are one sheet each, with
drop-downs, hints and formats; the words to choose from stand on a last one. Headings are locked
without a password, so that nobody changes them by mistake. There are no macros and no formulas in
cells, and the same project gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from reporting.correction_sheet import column_letters
from reporting.rebuilt_cells import Styles
from reporting.template_content import TemplateColumn, TemplateContent, TemplateTable
from reporting.template_guide import write_guide
from schemas.words import N_

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

ROWS = 2_000
"""Rows with drop-downs and hints; more may be filled in."""

_BLUE, _PALE, _INK, _MUTED = "#003399", "#dfe6f3", "#1b1f27", "#5d6675"
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
_LONGEST_TITLE, _LONGEST_HINT = 32, 255
_A4 = 9
_ALLOWED = (
    "format_cells",
    "format_columns",
    "format_rows",
    "insert_rows",
    "delete_rows",
    "sort",
    "autofilter",
)
"""What may be done on a protected sheet beside filling it in."""

_WIDTHS = {
    "text": 20,
    "code": 24,
    "codes": 22,
    "currency": 10,
    "money": 14,
    "price": 12,
    "quantity": 11,
    "ratio": 9,
    "count": 10,
    "date": 13,
    "flag": 10,
}
_WIDE = {"description": 38, "title": 38, "comment": 32, "deviation": 32, "organisation": 32}
_NUMBERS = {
    "money": "#,##0.00",
    "price": "#,##0.00####",
    "quantity": "#,##0.######",
    "ratio": "0.00####",
    "count": "0",
}


def template_workbook(content: TemplateContent) -> bytes:
    """Write a template as XLSX."""
    import xlsxwriter

    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(held, options)
    day = content.span[1]
    created = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    workbook.set_properties({"title": content.project, "author": "Eurocent", "created": created})
    workbook.set_custom_property("eurocent-template", str(content.mark))
    styles = Styles(workbook, content.words.language)
    guide = workbook.add_worksheet(content.words(N_("Instructions"))[:31])
    sheets = [workbook.add_worksheet(table.title) for table in content.tables]
    lists = workbook.add_worksheet(content.words(N_("Lists"))[:31])
    sources = _write_lists(lists, content, styles)
    for sheet, table in zip(sheets, content.tables, strict=True):
        _write_table(sheet, table, content, styles, sources)
    write_guide(guide, content, styles)
    guide.activate()
    workbook.close()
    return held.getvalue()


# --- a sheet to fill in -------------------------------------------------------------------


def _write_table(
    sheet: Worksheet,
    table: TemplateTable,
    content: TemplateContent,
    styles: Styles,
    sources: Mapping[tuple[str, ...], str],
) -> None:
    head: dict[str, Any] = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
    needed = {**head, "bg_color": _BLUE, "font_color": "#ffffff", "border_color": "#ffffff"}
    optional = {**head, "bg_color": _PALE, "font_color": _INK, "border_color": "#ffffff"}
    sheet.set_row(0, 46)
    for index, entry in enumerate(table.columns):
        column = entry.column
        longest = max(map(len, heading_of(entry).split()))
        width = max(_WIDE.get(column.extract, _WIDTHS[column.kind]), longest + 4)
        sheet.set_column(index, index, width, styles(locked=False, **_form(entry, styles)))
        look: dict[str, Any] = needed if column.required else optional
        sheet.write_string(0, index, heading_of(entry), styles(**look))
        sheet.data_validation(1, index, ROWS, index, _rule(entry, content, sources))
    for row, values in enumerate(table.rows, start=1):
        for index, entry in enumerate(table.columns):
            value = values.get(entry.column.extract, "")
            form = styles(locked=False, **_form(entry, styles))
            if isinstance(value, date):
                moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001  (a day)
                sheet.write_datetime(row, index, moment, form)
            elif value:
                sheet.write_string(row, index, value, form)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, ROWS, len(table.columns) - 1)
    sheet.protect("", dict.fromkeys(_ALLOWED, True))
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(len(table.rows), 40), len(table.columns) - 1)


def heading_of(entry: TemplateColumn) -> str:
    """The heading; a star marks a column that every row needs."""
    return f"{entry.heading} *" if entry.column.required else entry.heading


def _form(entry: TemplateColumn, styles: Styles) -> dict[str, Any]:
    """Format of a column's cells; words stay as they are typed."""
    kind = entry.column.kind
    if kind == "date":
        return {"num_format": styles.day, "align": "left"}
    return {"num_format": _NUMBERS.get(kind, "@")}


def _rule(
    entry: TemplateColumn, content: TemplateContent, sources: Mapping[tuple[str, ...], str]
) -> dict[str, Any]:
    """Drop-down or bounds of a column, with the hint that shows in its cells.

    What does not fit is pointed out and may stay: the check of the file says more than a program's
    own message could.
    """
    words = content.words
    column = entry.column
    said = [words(column.meaning)]
    if column.unit:
        said.append(words.sentence(N_("To write: {unit}."), {"unit": words(column.unit)}))
    if column.required:
        said.append(words(N_("Every row needs it.")))
    rule: dict[str, Any] = {
        "validate": "any",
        "input_title": entry.heading[:_LONGEST_TITLE],
        "input_message": " ".join(said)[:_LONGEST_HINT],
        "error_type": "warning",
    }
    if entry.choices:
        rule |= {"validate": "list", "source": sources[entry.choices]}
        rule["show_error"] = not entry.several
    elif column.kind == "date":
        rule |= {"validate": "date", "criteria": "between"}
        rule |= {"minimum": _FIRST_DAY, "maximum": _LAST_DAY}
    elif column.kind in _NUMBERS:
        low = -1e12 if column.negative else 0
        high = 1 if column.kind == "ratio" else 1e12
        rule |= {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
    return rule


# --- the words to choose from -------------------------------------------------------------


def _write_lists(
    sheet: Worksheet, content: TemplateContent, styles: Styles
) -> dict[tuple[str, ...], str]:
    """Write every list once; returns where the drop-downs find them."""
    titles = dict((*content.packages, *content.activities))
    plain = styles(font_size=10, font_color=_INK)
    muted = styles(font_size=8, font_color=_MUTED)
    head = styles(font_size=10, bold=True, font_color=_MUTED, bottom=1, bottom_color="#d5dae2")
    sheet.write_string(0, 0, content.words(N_("The drop-downs take their words from here.")), plain)
    sheet.write_string(1, 0, str(content.mark), muted)
    sources: dict[tuple[str, ...], str] = {}
    place = 0
    name = "'" + sheet.get_name().replace("'", "''") + "'"
    for entry in (entry for table in content.tables for entry in table.columns):
        if not entry.choices or entry.choices in sources:
            continue
        sheet.write_string(2, place, entry.heading, head)
        explained = any(choice in titles for choice in entry.choices)
        for row, choice in enumerate(entry.choices, start=3):
            sheet.write_string(row, place, choice, plain)
            if explained:
                sheet.write_string(row, place + 1, titles.get(choice, ""), plain)
        letter = column_letters(place)
        last = 3 + len(entry.choices)
        sources[entry.choices] = f"={name}!${letter}$4:${letter}${last}"
        sheet.set_column(place, place, 12 if explained else 30)
        if explained:
            sheet.write_string(2, place + 1, "", head)
            sheet.set_column(place + 1, place + 1, 44)
        place += 2 if explained else 1
    sheet.freeze_panes(3, 0)
    sheet.protect("")
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    return sources
