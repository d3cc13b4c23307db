"""Workbooks that a case needs more than a line for: forms, forgeries and bombs."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import xlsxwriter

from tests.hostile import books
from tests.hostile.books import SHEET, STRINGS, TABLE, changed, costs, replaced
from tests.hostile.cases import HEADINGS


def without_references(part: bytes) -> bytes:
    return re.sub(rb'(<(?:row|c)) r="[A-Z]*\d+"', rb"\1", part)


def rich() -> bytes:
    text = "<t>Study</t>"
    runs = "<r><rPr><b/></rPr><t>Stu</t></r><r><t>dy</t></r><rPh><t>nothing</t></rPh>"
    return changed(costs(), {STRINGS: replaced(text, runs)})


def styled_to_the_end() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(5, 100_000))
    return changed(costs(), {SHEET: replaced("</sheetData>", rows + "</sheetData>")})


def chart() -> bytes:
    return costs(then=lambda book: book.add_chartsheet("Chart").set_chart(bars(book)) or None)


def bars(book: xlsxwriter.Workbook) -> Any:
    bars = book.add_chart({"type": "bar"})
    bars.add_series({"values": "=Costs!$E$2:$E$4"})
    return bars


def merged_title() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.worksheets()[0].merge_range("A1:E1", "Ausgabenliste")

    return books.book(("Costs", [[], *TABLE]), then=fill)


def merged_rows() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.worksheets()[0]
        page.write_string("F1", "supplier_name")
        page.merge_range("F2:F4", "Muster GmbH")

    return costs(then=fill)


def two_rows() -> bytes:
    return books.book(
        (
            "Costs",
            [
                ["Item", "Cost", "Description", None, "Declared"],
                ["number", "category", None, "Currency", "amount"],
                *TABLE[1:],
            ],
        )
    )


def two_rows_merged() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.worksheets()[0]
        for column, name in enumerate(HEADINGS[:5]):
            page.merge_range(0, column, 1, column, name)
        page.merge_range("F1:G1", "Invoice")
        page.write_row(1, 5, ["number", "date"])
        page.write_row(2, 5, ["R1", "05.03.2017"])

    return books.book(("Costs", [[], [], *TABLE[1:]]), then=fill)


def filtered() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.worksheets()[0]
        page.autofilter("A1:E4")
        page.filter_column("C", "x == Study")
        page.set_row(2, None, None, {"hidden": True})

    return costs(then=fill)


def hidden(how: str) -> Callable[[], bytes]:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Front").activate()
        getattr(book.worksheets()[0], how)()

    return lambda: costs(then=fill)


def two_tables() -> bytes:
    activities: list[list[object]] = [
        ["activity_id", "work_package", "type", "title", "status"],
        ["A1.1", "WP1", "event", "Forum", "completed"],
    ]
    return books.book(("Costs", [*TABLE, [], *activities]))


def uncached() -> bytes:
    def without(part: bytes) -> bytes:
        return re.sub(rb"(<c r=\"E[2-4]\")[^>]*><v>[^<]*</v>", rb"\1><f>1+1</f>", part)

    return changed(costs(), {SHEET: without})


def errors() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.worksheets()[0]
        page.write_formula("E2", "=NA()", None, "#N/A")
        page.write_formula("E3", "=#REF!", None, "#REF!")

    return costs(then=fill)


def day_of_1904(book: xlsxwriter.Workbook) -> None:
    page = book.worksheets()[0]
    page.write_row(1, 0, ["A1", "staff", "x", "EUR", 1.0])
    page.write_datetime(1, 5, datetime(2017, 3, 5), book.add_format({"num_format": 14}))


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def encrypted_members() -> bytes:
    raw = bytearray(costs())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := raw.find(mark, start)) >= 0:
            raw[start + place] |= 1
            start += 4
    return bytes(raw)


def flipped() -> bytes:
    raw = bytearray(costs())
    for place in range(200, 400, 20):
        raw[place] ^= 0xFF
    return bytes(raw)


def twice() -> bytes:
    out = io.BytesIO(costs())
    with zipfile.ZipFile(out, "a") as new, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        new.writestr(SHEET, b"<worksheet/>")
    return out.getvalue()


def patched(field: int, value: int) -> bytes:
    """The workbook with a number of the directory entry of its sheet changed."""
    raw = bytearray(costs())
    start = 0
    while (start := raw.find(b"PK\x01\x02", start)) >= 0:
        length = struct.unpack_from("<H", raw, start + 28)[0]
        if raw[start + 46 : start + 46 + length] == SHEET.encode():
            struct.pack_into("<I", raw, start + field, value)
        start += 4
    return bytes(raw)


def false_size() -> bytes:
    return patched(24, 10)


def false_sum() -> bytes:
    return patched(16, 0xDEADBEEF)


def overlapping() -> bytes:
    """Many members that share one packed body, after David Fifield."""
    body = zlib.compress(b"\0" * 5_000_000, 9)[2:-4]
    local = (
        b"PK\x03\x04"
        + struct.pack(
            "<HHHHHIIIHH", 20, 0, 8, 0, 0, zlib.crc32(b"\0" * 5_000_000), len(body), 5_000_000, 1, 0
        )
        + b"a"
    )
    out, entries = local + body, b""
    for number in range(400):
        name = f"{number}".encode()
        entries += (
            b"PK\x01\x02"
            + struct.pack(
                "<HHHHHHIIIHHHHHII",
                20,
                20,
                0,
                8,
                0,
                0,
                zlib.crc32(b"\0" * 5_000_000),
                len(body),
                5_000_000,
                len(name),
                0,
                0,
                0,
                0,
                0,
                0,
            )
            + name
        )
    return (
        out
        + entries
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, 400, 400, len(entries), len(out), 0)
    )


def shared_text() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="C{n}" t="s"><v>7</v></c></row>' for n in range(5, 2005))
    return changed(
        costs(),
        {
            STRINGS: replaced("Study", "x" * 50_000_000),
            SHEET: replaced("</sheetData>", rows + "</sheetData>"),
        },
    )


def many_rows() -> bytes:
    row = '<row><c t="s"><v>5</v></c><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>'
    return changed(costs(), {SHEET: replaced("</sheetData>", row * 3_000_000 + "</sheetData>")})


def many_sheets() -> bytes:
    return books.book(*((f"S{number}", [["x"]]) for number in range(5_000)))


def many_texts() -> bytes:
    rows: list[list[object]] = [
        [f"{number:060d}", "staff", f"text {number:050d}", "EUR", 1.0] for number in range(400_000)
    ]
    return books.book(("Costs", [TABLE[0], *rows]), options={"constant_memory": True})


def many_merged() -> bytes:
    cells = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(10, 1_000_010))
    tail = f"<mergeCells>{cells * 2}</mergeCells><pageMargins"
    return changed(costs(), {SHEET: replaced("<pageMargins", tail)})


def many_formulas() -> bytes:
    row = "<row>" + "<c><f>1</f><v>1</v></c>" * 6 + "</row>"
    return changed(costs(), {SHEET: replaced("</sheetData>", row * 500_000 + "</sheetData>")})
