"""The files that a partner hands in: three CSV files, or one workbook with three sheets.

The bytes depend on the rows alone: workbooks bear a fixed day of creation.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from data.synthetic.layouts import columns_of, heading, in_words, sheet_name, spelled, text
from data.synthetic.plan import Layout, Row, Value
from schemas.activities import ACTIVITIES
from schemas.columns import Table
from schemas.costs import COSTS
from schemas.participants import PARTICIPANTS

TABLES = (COSTS, ACTIVITIES, PARTICIPANTS)
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_MADE_ON = datetime(2026, 11, 24)  # noqa: DTZ001  (workbooks know no time zone)


@dataclass(frozen=True)
class Sheet:
    """One table of a partner's report, with the columns that the partner uses in all periods."""

    table: Table
    columns: list[str]
    rows: list[Row]


def sheets(
    report: Mapping[str, list[Row]], all_rows: Mapping[str, list[Row]], layout: Layout
) -> list[Sheet]:
    """Lay out the tables of a report that have rows; ``all_rows`` are those of every period."""
    return [
        Sheet(
            table,
            _columns(table, all_rows[table.name], layout),
            [in_words(row, table, layout) for row in report[table.name]],
        )
        for table in TABLES
        if report[table.name]
    ]


def files_of(name: str, tables: list[Sheet], layout: Layout) -> dict[str, bytes]:
    """Write the tables in the partner's format: bytes by file name."""
    if layout.format == "xlsx":
        return {f"{name}.xlsx": _workbook(tables, layout)}
    return {
        f"{spelled(sheet_name(sheet.table.name, layout), 'ascii').lower()}.csv": _csv(sheet, layout)
        for sheet in tables
    }


def _columns(table: Table, rows: list[Row], layout: Layout) -> list[str]:
    """``first`` concerns the list of expenditure; the other tables keep the contract's order."""
    own = layout if table is COSTS else layout.model_copy(update={"first": ()})
    return columns_of(table, rows, own)


def _headings(sheet: Sheet, layout: Layout) -> list[str]:
    extra = list(layout.extra) if sheet.table is COSTS else []
    return [heading(sheet.table.name, name, layout) for name in sheet.columns] + extra


def _extra(sheet: Sheet, layout: Layout) -> list[str]:
    return list(layout.extra.values()) if sheet.table is COSTS else []


def _csv(sheet: Sheet, layout: Layout) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=layout.delimiter, lineterminator="\r\n")
    kinds = sheet.table.by_extract
    writer.writerow(spelled(words, layout.encoding) for words in _headings(sheet, layout))
    for row in sheet.rows:
        cells = [
            text(row.get(name), layout, amount=kinds[name].kind in ("money", "price"))
            for name in sheet.columns
        ]
        writer.writerow(cells + _extra(sheet, layout))
    if layout.total and sheet.table is COSTS:
        writer.writerow(_total(sheet, layout))
    return buffer.getvalue().encode(layout.encoding)


def _total(sheet: Sheet, layout: Layout) -> list[str]:
    """The row that spreadsheets like to add below a list."""
    declared = [row.get("amount_declared") for row in sheet.rows]
    total = sum((value for value in declared if isinstance(value, Decimal)), Decimal(0))
    cells = ["" for _ in sheet.columns]
    cells[0] = layout.total
    cells[sheet.columns.index("amount_declared")] = text(total, layout, amount=True)
    return cells + ["" for _ in layout.extra]


def _workbook(tables: list[Sheet], layout: Layout) -> bytes:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, _OPTIONS)
    workbook.set_properties({"created": _MADE_ON, "comments": "synthetic"})
    formats = {
        "heading": workbook.add_format({"bold": True, "bottom": 1}),
        "money": workbook.add_format({"num_format": "#,##0.00"}),
        "date": workbook.add_format({"num_format": "dd.mm.yyyy"}),
    }
    for sheet in tables:
        page = workbook.add_worksheet(sheet_name(sheet.table.name, layout))
        page.freeze_panes(1, 0)
        page.set_column(0, len(sheet.columns), 16)
        page.write_row(0, 0, _headings(sheet, layout), formats["heading"])
        for index, row in enumerate(sheet.rows, start=1):
            for position, name in enumerate(sheet.columns):
                value, style = _cell(row.get(name))
                page.write(index, position, value, formats.get(style))
            page.write_row(index, len(sheet.columns), _extra(sheet, layout))
    workbook.close()
    return buffer.getvalue()


def _cell(value: Value) -> tuple[str | date | float | None, str]:
    """A value as a spreadsheet keeps it, and its format: numbers as numbers, days as days."""
    if isinstance(value, Decimal | int):
        # A workbook has no other numbers than binary ones; whoever reads it must round to cents.
        return float(value), "money" if isinstance(value, Decimal) else ""
    return value or None, "date" if isinstance(value, date) else ""
