"""Marks a partner's workbook in a process of its own: request and bytes in, workbook out.

The first line on stdin is the request (JSON, see ``own_workbook``), the rest is the workbook. The
process limits itself before it looks at anything; it ends with 0 only where all went well.
"""

from __future__ import annotations

import json
import resource
import sys
import warnings
from collections.abc import Collection
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reporting.formulas import is_harmless
from reporting.own_corrections import anchor, freeze, write_corrections
from reporting.workbook_results import Result, put_results
from schemas.own_sheets import WITHIN_ROWS, read_mark

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 45
LARGEST_FILE = 128 * 1024 * 1024
SIGNATURE = "Eurocent"

_LETTERS_IN_A_LINE = 52


def main() -> None:
    """Answer one request."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked, _, raw = sys.stdin.buffer.read().partition(b"\n")
    warnings.simplefilter("ignore")
    sys.stdout.buffer.write(marked(raw, json.loads(asked)))


def marked(raw: bytes, request: dict[str, Any]) -> bytes:
    """The workbook with marks and the sheet of corrections."""
    # Rich text is kept as it is; links to other workbooks are not even loaded.
    book = load_workbook(BytesIO(raw), rich_text=True, keep_links=False)
    modified = book.properties.modified or book.properties.created
    _drop_own_sheets(book)
    names = frozenset(book.defined_names)
    results: dict[str, dict[str, Result]] = {}
    for name, kept in zip(request["sheets"], request["results"], strict=True):
        sheet = book[name]
        _drop_what_reaches_outside(sheet, kept, names)
        _drop_own_marks(sheet)
        results[name] = {place: Result(*result) for place, result in kept.items()}
    for defined in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        _drop_names(defined, names)
    titles = request["sheets"]
    for page, row, column, fill, comment in request["marks"]:
        _mark(anchor(book[titles[page]], row, column), fill, comment)
    told = request["corrections"]
    sheet = book.create_sheet(told["name"], 0)
    sheets = [book[title] for title in titles]
    results[told["name"]] = write_corrections(sheet, told, sheets, results)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0
    written = BytesIO()
    book.save(written)
    return put_results(
        written.getvalue(),
        [results.get(s.title, {}) for s in book.worksheets],
        book.epoch,
        modified,
    )


# --- what does not go back ----------------------------------------------------------------


def _drop_own_sheets(book: Workbook) -> None:
    """Corrections of an earlier time, and sheets that hold only a chart."""
    for chart in list(book.chartsheets):
        book.remove(chart)
    for sheet in list(book.worksheets):
        rows = sheet.iter_rows(max_row=WITHIN_ROWS, max_col=12, values_only=True)
        marks = (read_mark(value) for row in rows for value in row if isinstance(value, str))
        if any(mark and mark.kind == "corrections" for mark in marks):
            book.remove(sheet)


def _drop_what_reaches_outside(
    sheet: Worksheet, kept: dict[str, Any], defined: Collection[str]
) -> None:
    """Links, pictures, charts, pivot tables, and formulas that could fetch anything."""
    # The library has no other way to say so.
    for drawn in ("_charts", "_images", "_pivots"):
        setattr(sheet, drawn, [])
    sheet.legacy_drawing = None
    names = {*defined, *sheet.defined_names}
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            if cell.hyperlink:
                cell.hyperlink = None
            if cell.data_type == "f" and not is_harmless(cell.value, names):
                freeze(cell, kept.pop(cell.coordinate, None))
    sheet.data_validations.dataValidation = [
        rule
        for rule in sheet.data_validations.dataValidation
        if all(is_harmless(f"={text}", names) for text in (rule.formula1, rule.formula2) if text)
    ]
    formats = sheet.conditional_formatting
    for place in list(formats):
        if not all(is_harmless(f"={f}", names) for rule in place.rules for f in rule.formula):
            del formats[place.sqref.ranges and str(place.sqref)]


def _drop_names(defined: Any, names: Collection[str]) -> None:
    """Names of what lies outside, or of formulas that reach there."""
    for name, content in list(defined.items()):
        if not is_harmless(f"={content.attr_text or ''}", {*names, *defined}):
            del defined[name]


def _drop_own_marks(sheet: Worksheet) -> None:
    """Take back comments and fills of an earlier correction; the partner's words stay."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell) or not cell.comment:
                continue
            before, ours, _ = f"\n\n{cell.comment.text}".partition(f"\n\n{SIGNATURE} · ")
            if ours:
                cell.fill = PatternFill()  # what was under it is not known any more
                own = before.strip()
                cell.comment = Comment(own, cell.comment.author) if own else None


# --- what is added ------------------------------------------------------------------------


def _mark(cell: Cell, fill: str, text: str) -> None:
    cell.fill = PatternFill("solid", fgColor=f"FF{fill}")
    author = SIGNATURE
    if cell.comment:
        text, author = f"{cell.comment.text}\n\n{text}", cell.comment.author or SIGNATURE
    comment = Comment(text, author)
    lines = sum(1 + len(line) // _LETTERS_IN_A_LINE for line in text.split("\n"))
    comment.width, comment.height = 360, min(24 + 16 * lines, 640)
    cell.comment = comment


if __name__ == "__main__":
    main()
