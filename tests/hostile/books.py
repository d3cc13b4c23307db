"""Workbooks made by hand: XLSX parts changed one by one, ODS written out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping

import xlsxwriter

from tests.hostile.cases import HEADINGS, ROWS

SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
TYPES = "[Content_Types].xml"

Change = Callable[[bytes], bytes | None]


def cells(row: Iterable[str]) -> list[object]:
    """A row of ``ROWS`` as a workbook has it: the amount is a number."""
    *texts, amount = row
    return [*texts, float(amount)]


TABLE: list[list[object]] = [list(HEADINGS), *(cells(row) for row in ROWS)]


def book(
    *sheets: tuple[str, list[list[object]]],
    then: Callable[[xlsxwriter.Workbook], None] | None = None,
    options: Mapping[str, object] | None = None,
) -> bytes:
    """An XLSX workbook; texts stay texts, numbers numbers, ``None`` an empty cell."""
    out = io.BytesIO()
    written = xlsxwriter.Workbook(out, dict(options or {}))
    for name, rows in sheets:
        page = written.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(number, column, value)
                elif value is not None:
                    page.write(number, column, value)
    if then:
        then(written)
    written.close()
    return out.getvalue()


def costs(*rows: list[object], then: Callable[[xlsxwriter.Workbook], None] | None = None) -> bytes:
    """A workbook with the sheet Costs: the usual table and more rows."""
    return book(("Costs", [*TABLE, *rows]), then=then)


def changed(
    raw: bytes,
    changes: Mapping[str, Change] | None = None,
    added: Mapping[str, bytes] | None = None,
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """The archive with some parts changed (``None`` leaves a part out) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for name in old.namelist():
            part: bytes | None = old.read(name)
            if changes and name in changes and part is not None:
                part = changes[name](part)
            if part is not None:
                new.writestr(name, part)
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def replaced(old: bytes | str, new: bytes | str) -> Change:
    """A part with one text replaced by another, which must be there."""
    before = old.encode() if isinstance(old, str) else old
    after = new.encode() if isinstance(new, str) else new

    def change(part: bytes) -> bytes:
        if before not in part:
            raise AssertionError(f"{before!r} is not in the part")
        return part.replace(before, after)

    return change


def inline(raw: bytes) -> bytes:
    """The workbook with its texts in the cells instead of in a part of their own."""
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        strings = re.findall(rb"<si>(.*?)</si>", parts.read(STRINGS), re.DOTALL)

    def change(part: bytes) -> bytes:
        return re.sub(
            rb't="s"><v>(\d+)</v>',
            lambda match: b't="inlineStr"><is>' + strings[int(match[1])] + b"</is>",
            part,
        )

    return changed(raw, {SHEET: change})


def strict(raw: bytes) -> bytes:
    """The workbook in the strict form of the standard, as Excel can save it."""
    pairs = (
        (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
         b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
         b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )  # fmt: skip

    def change(part: bytes) -> bytes:
        for old, new in pairs:
            part = part.replace(old, new)
        return part

    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        names = parts.namelist()
    return changed(raw, dict.fromkeys(names, change))


_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def ods_cell(value: object, more: str = "") -> str:
    """One cell of an ODS workbook."""
    if value is None:
        return f"<table:table-cell {more}/>"
    if isinstance(value, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind} {more}><text:p>{value}</text:p></table:table-cell>"


def ods_rows(rows: Iterable[Iterable[object]]) -> str:
    """Rows of an ODS workbook."""
    return "".join(
        f"<table:table-row>{''.join(ods_cell(value) for value in row)}</table:table-row>"
        for row in rows
    )


def ods(*tables: tuple[str, str], manifest: str = "<manifest/>", before: str = "") -> bytes:
    """An ODS workbook of named tables, whose rows are given as XML."""
    out = io.BytesIO()
    body = "".join(
        f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in tables
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(
            "mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED
        )
        new.writestr("META-INF/manifest.xml", manifest)
        new.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_NAMESPACES}'
            ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
            f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return out.getvalue()
