"""Workbooks: what they hide, calculate and forget, and those that are made to harm."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import xlsxwriter

from tests.hostile import books, made
from tests.hostile.books import BOOK, SHEET, STRINGS, TABLE, TYPES, changed, costs, replaced
from tests.hostile.cases import CENTS, HEADINGS, Case, joined

Fill = Callable[[xlsxwriter.Workbook], None]


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _honest()
    yield from _layouts()
    yield from _calculated()
    yield from _cells()
    yield from _contents()
    yield from _hostile()
    yield from _bombs()


def _read(name: str, make: Callable[[], bytes], *codes: str, **more: Any) -> Case:
    return Case(name, more.pop("file", "costs.xlsx"), make, codes=frozenset(codes), **more)


def _refused(name: str, code: str, make: Callable[[], bytes], **more: Any) -> Case:
    return _read(name, make, refused=code, **more)


def _then(
    fill: Callable[[Any, xlsxwriter.Workbook], object], *rows: list[object]
) -> Callable[[], bytes]:
    """The usual sheet, and what is done to it."""
    return lambda: costs(*rows, then=lambda book: fill(book.worksheets()[0], book) and None)


def _sheet(old: str, new: str) -> Callable[[], bytes]:
    """The usual workbook with one piece of its sheet replaced."""
    return lambda: changed(costs(), {SHEET: replaced(old, new)})


def _honest() -> Iterator[Case]:
    yield _read("plain", costs)
    yield _read("texts in the cells", lambda: books.inline(costs()))
    yield _read("strict form", lambda: books.strict(costs()))
    yield _read(
        "no dimension", lambda: changed(costs(), {SHEET: replaced('<dimension ref="A1:E4"/>', "")})
    )
    yield _read("dimension of one cell", _sheet('ref="A1:E4"', 'ref="A1"'))
    yield _read("dimension of everything", _sheet('ref="A1:E4"', 'ref="A1:XFD1048576"'))
    yield _read(
        "no references of rows and cells",
        lambda: changed(costs(), {SHEET: made.without_references}),
    )
    yield _read("rich text", made.rich)
    yield _read("stored without packing", lambda: changed(costs(), compression=zipfile.ZIP_STORED))
    yield _read(
        "packed by bzip2",
        lambda: changed(costs(), compression=zipfile.ZIP_BZIP2),
        refused="FILE-01",
    )
    yield _read(
        "a picture", lambda: changed(costs(), added={"xl/media/image1.png": b"\x89PNG" * 1000})
    )
    yield _read("a filter", _then(lambda page, _: page.autofilter("A1:E4")))
    yield _read(
        "a table",
        _then(
            lambda page, _: page.add_table("A1:E4", {"columns": [{"header": h} for h in HEADINGS]})
        ),
    )
    yield _read("frozen panes", _then(lambda page, _: page.freeze_panes(1, 0)))
    yield _read("protected sheet", _then(lambda page, _: page.protect("secret")))
    yield _read("comments", _then(lambda page, _: page.write_comment("A2", "Check this")))
    yield _read("blank styled cells to the last row", made.styled_to_the_end)
    yield _read(
        "a blank styled cell far away",
        _then(
            lambda page, book: page.write_blank(
                1_048_575, 16_383, None, book.add_format({"bold": True})
            )
        ),
    )
    yield _read(
        "texts with blanks around",
        lambda: books.book(
            (
                "Costs",
                [
                    TABLE[0],
                    *(
                        [f"  {cell} " if isinstance(cell, str) else cell for cell in row]
                        for row in TABLE[1:]
                    ),
                ],
            )
        ),
    )
    yield _read("named XLS", costs, file="costs.xls")
    yield _read("named ODS", costs, file="costs.ods")
    yield _read(
        "signed", lambda: changed(costs(), added={"_xmlsignatures/sig1.xml": b"<Signature/>"})
    )
    yield _read(
        "external link",
        lambda: changed(costs(), added={"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
    )
    yield _read("a sheet of another name", lambda: books.book(("Tabelle1", TABLE)))
    yield _read(
        "a named sheet and notes",
        lambda: books.book(("Read me", [["How to fill this in"]]), ("Costs", TABLE)),
        "FILE-07",
    )
    yield _read("an empty second sheet", lambda: books.book(("Tabelle1", TABLE), ("Tabelle2", [])))
    yield _read("a chart sheet", made.chart)


def _layouts() -> Iterator[Case]:
    yield _read(
        "titles above",
        lambda: books.book(
            ("Costs", [["Project X"], ["Period 1", None, "printed", "20.07.2017"], [], *TABLE])
        ),
    )
    yield _read(
        "starts in column C, row 5",
        lambda: books.book(("Costs", [[], [], [], [], *([None, None, *row] for row in TABLE)])),
    )
    yield _read("a merged title", made.merged_title)
    yield _read("merged cells among rows", made.merged_rows, "FILE-08-MERGED")
    yield _read("headings in two rows", made.two_rows)
    yield _read("headings in two rows, merged", made.two_rows_merged)
    yield _read(
        "headings of a sheet in two languages",
        lambda: books.book(
            (
                "Costs",
                [
                    ["Numer pozycji", "Kategoria kosztów", "Opis", "Waluta", "Kwota zadeklarowana"],
                    *TABLE,
                ],
            )
        ),
        "ROW-06",
    )
    yield _read("total below", lambda: costs(["Summe", None, None, None, 1215.49]), "ROW-03")
    yield _read(
        "subtotals between",
        lambda: books.book(
            (
                "Costs",
                [
                    TABLE[0],
                    *(
                        line
                        for row in TABLE[1:]
                        for line in (row, ["Zwischensumme", None, None, None, row[4]])
                    ),
                ],
            )
        ),
        "ROW-03",
    )
    yield _read(
        "a total by formula",
        _then(lambda page, _: page.write_formula("E5", "=SUM(E2:E4)", None, 1215.49)),
        "ROW-03",
    )
    yield _read(
        "blank rows and a signature",
        lambda: costs([], [], ["Sporządziła: Anna Nowak"], ["Wrocław, 20.07.2017"]),
        "ROW-07",
    )
    yield _read(
        "headings of every page",
        lambda: books.book(("Costs", [*TABLE[:2], TABLE[0], *TABLE[2:]])),
        "ROW-06",
    )
    yield _read(
        "hidden rows",
        _then(lambda page, _: page.set_row(2, None, None, {"hidden": True})),
        "FILE-08-ROWS",
    )
    yield _read("filtered rows", made.filtered, "FILE-08-ROWS")
    yield _read(
        "hidden columns",
        _then(lambda page, _: page.set_column("C:C", None, None, {"hidden": True})),
        "FILE-08-COLUMNS",
    )
    yield _read(
        "columns of no width", _then(lambda page, _: page.set_column("C:C", 0)), "FILE-08-COLUMNS"
    )
    yield _read(
        "grouped rows, folded",
        _then(lambda page, _: page.set_row(2, None, None, {"level": 1, "hidden": True})),
        "FILE-08-ROWS",
    )
    yield _read("hidden sheet", made.hidden("hide"), "FILE-08-SHEET")
    yield _read("very hidden sheet", made.hidden("very_hidden"), "FILE-08-SHEET")
    yield _refused(
        "two sheets of costs",
        "FILE-01-SHEETS",
        lambda: books.book(("Costs", TABLE), ("Kosten", TABLE)),
    )
    yield _refused(
        "two tables on one sheet",
        "FILE-01-TABLES",
        lambda: books.book(
            (
                "Costs",
                [
                    *TABLE,
                    [],
                    ["Teil 2"],
                    [*HEADINGS[:2], *reversed(HEADINGS[2:])],
                    ["B1", "staff", 5.0, "EUR", "Study"],
                ],
            )
        ),
    )
    yield _read("costs and activities on one sheet", made.two_tables)
    yield _read("headings only", lambda: books.book(("Costs", TABLE[:1])), refused="FILE-03")
    yield _read(
        "a cover with the words project and partner",
        lambda: books.book(
            ("Deckblatt", [["Project", "Partner", "Period"], ["BrückenBau", "WFS", 1]]),
            ("Belege", TABLE),
        ),
        "FILE-07",
    )


def _calculated() -> Iterator[Case]:
    def amount(formula: str, value: object) -> Callable[[], bytes]:
        return _then(lambda page, _: page.write_formula("E2", formula, None, value))

    yield _read("a formula with its result", amount("=1000+234.5", 1234.5), "CELL-05")
    yield _read(
        "a formula without a result", amount("=1000+234.5", ""), "CELL-04", cents=CENTS - 123450
    )
    yield _read("formulas of a library", made.uncached, "CELL-04", cents=0)
    yield _read("an error", amount("=1/0", "#DIV/0!"), "CELL-01-ERROR", cents=CENTS - 123450)
    yield _read("#N/A and #REF!", made.errors, "CELL-01-ERROR", cents=99)
    yield _read("a text as result", amount('="12"&"34"', "1234,50"), "CELL-05")
    yield _read(
        "an array formula",
        _then(lambda page, _: page.write_array_formula("E2:E2", "{=SUM(1234.5)}", None, 1234.5)),
        "CELL-05",
    )
    yield _read("a web service", amount('=WEBSERVICE("http://127.0.0.1:9/")', 1234.5), "CELL-05")


def _cells() -> Iterator[Case]:
    def first(column: str, value: object, kind: str | None = None) -> Callable[[], bytes]:
        def fill(page: Any, book: xlsxwriter.Workbook) -> None:
            page.write(f"{column}2", value, book.add_format({"num_format": kind}) if kind else None)

        return _then(fill)

    def wide(*rows: list[object], kinds: dict[int, str] | None = None) -> Callable[[], bytes]:
        """The table with columns of an invoice behind it."""

        def fill(page: Any, book: xlsxwriter.Workbook) -> None:
            page.write_row(0, 5, ["invoice_number", "invoice_date", "share"])
            for number, row in enumerate(rows, start=1):
                for column, value in enumerate(row, start=5):
                    style = (kinds or {}).get(column)
                    page.write(
                        number,
                        column,
                        value,
                        book.add_format({"num_format": style}) if style else None,
                    )

        return _then(fill)

    yield _read("an amount as text", first("E", "1.234,50"))
    yield _read(
        "an amount as text in two ways", first("E", "1.234"), "CELL-01-STYLE", cents=CENTS - 123450
    )
    yield _read(
        "a date as amount",
        first("E", datetime(2017, 3, 5), "yyyy-mm-dd"),
        "CELL-01-NUMBER",
        cents=CENTS - 123450,
    )
    yield _read(
        "TRUE as amount",
        _then(lambda page, _: page.write_boolean("E2", True)),
        "CELL-01-NUMBER",
        cents=CENTS - 123450,
    )
    yield _read("noise of binary fractions", first("E", 0.1 + 0.2), cents=CENTS - 123450 + 30)
    yield _read("a third decimal", first("E", 12.345), "CELL-01-DECIMALS", cents=CENTS - 123450)
    yield _read(
        "shown rounded, stored exact",
        first("E", 10.004, "0.00"),
        "CELL-01-DECIMALS",
        cents=CENTS - 123450,
    )
    yield _read("a huge number", first("E", 1e30), "CELL-01-NUMBER", cents=CENTS - 123450)
    yield _read("a tiny number", first("E", 1e-9), "CELL-01-DECIMALS", cents=CENTS - 123450)
    yield _read("a currency format", first("E", 1234.5, "#,##0.00 €"))
    yield _read("a number as item id", first("A", 12.0), values={"item_id": ["12", "A2", "A3"]})
    yield _read(
        "leading zeros by format", first("A", 12, "000000"), values={"item_id": ["12", "A2", "A3"]}
    )
    yield _read(
        "leading zeros as text", first("A", "000012"), values={"item_id": ["000012", "A2", "A3"]}
    )
    yield _read(
        "16 digits as text",
        wide(["1234567890123456"]),
        values={"invoice_number": ["1234567890123456", "", ""]},
    )
    yield _read(
        "an exponent as text",
        wide(["12E7"], ["1E5"], ["TRUE"]),
        values={"invoice_number": ["12E7", "1E5", "TRUE"]},
    )
    yield _read(
        "a date as invoice number",
        wide([datetime(2017, 3, 5)], kinds={5: "dd.mm.yyyy"}),
        values={"invoice_number": ["2017-03-05", "", ""]},
    )
    yield _read(
        "real days",
        wide(["1", datetime(2017, 3, 5)], ["2", datetime(2017, 12, 31)], kinds={6: "d/m/yyyy"}),
        values={"invoice_date": ["2017-03-05", "2017-12-31", ""]},
    )
    yield _read(
        "days with time",
        wide(["1", datetime(2017, 3, 5, 23, 59)], kinds={6: "dd.mm.yyyy hh:mm"}),
        values={"invoice_date": ["2017-03-05", "", ""]},
    )
    yield _read(
        "days as text",
        wide(["1", "05.03.2017"], ["2", "6.3.2017"]),
        values={"invoice_date": ["2017-03-05", "2017-03-06", ""]},
    )
    yield _read(
        "days as text and real",
        wide(["1", "05.03.2017"], ["2", datetime(2017, 3, 6)], kinds={6: "mm/dd/yy"}),
        values={"invoice_date": ["2017-03-05", "2017-03-06", ""]},
    )
    yield _read(
        "a day without its format",
        wide(["1", 42799]),
        "CELL-01-DATE",
        values={"invoice_date": ["", "", ""]},
    )
    yield _read(
        "days of 1904",
        lambda: books.book(
            ("Costs", [[*HEADINGS, "invoice_date"]]),
            then=made.day_of_1904,
            options={"date_1904": True},
        ),
        cents=100,
        rows=1,
        values={"invoice_date": ["2017-03-05"]},
    )
    yield _read(
        "a percent cell", wide(["1", None, 0.5], kinds={7: "0%"}), values={"share": ["0.5", "", ""]}
    )
    yield _read("a percent text", wide(["1", None, "50 %"]), values={"share": ["0.5", "", ""]})
    yield _read("a duration", wide(["1", 1.5], kinds={6: "[h]:mm"}), "CELL-01-DATE")
    yield _read(
        "line breaks in a cell",
        first("C", "first\nsecond"),
        values={"description": ["first\nsecond", "Trip", "Report"]},
    )
    yield _read(
        "tabs and no-break blanks",
        first("C", "\u00a0Study\t"),
        values={"description": ["Study", "Trip", "Report"]},
    )
    yield _read("a text of 32,767 letters", first("C", "x" * 32_767))
    yield _read(
        "escaped letters",
        lambda: changed(costs(), {STRINGS: replaced("Study", "Stu_x000D_dy")}),
        values={"description": ["Stu\rdy", "Trip", "Report"]},
    )
    yield _read("a cell of blanks only", first("C", "   "), "CELL-02")
    yield _read(
        "emoji and far planes",
        first("C", "Büro \U0001f600 \U00020000"),
        values={"description": ["Büro \U0001f600 \U00020000", "Trip", "Report"]},
    )


def _contents() -> Iterator[Case]:
    yield _refused("named CSV", "FILE-01-NAME", costs, file="costs.csv")
    yield _refused(
        "macros", "FILE-01-MACRO", lambda: changed(costs(), added={"xl/vbaProject.bin": b"x"})
    )
    yield _refused(
        "macros by type",
        "FILE-01-MACRO",
        lambda: changed(
            costs(),
            {
                TYPES: replaced(
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            },
        ),
        file="costs.xlsm",
    )
    yield _refused(
        "old macro sheet",
        "FILE-01-MACRO",
        lambda: changed(costs(), added={"xl/macrosheets/sheet1.xml": b"<x/>"}),
    )
    yield _refused(
        "encrypted",
        "FILE-01-PASSWORD",
        lambda: (
            bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
        ),
    )
    yield _refused("encrypted members", "FILE-01-PASSWORD", made.encrypted_members)
    yield _refused(
        "a Word document",
        "FILE-01-CONTENT",
        lambda: changed(costs(), {TYPES: replaced("spreadsheetml", "wordprocessingml")}),
    )
    yield _refused(
        "a zip of CSV files",
        "FILE-01-CONTENT",
        lambda: made.zipped({"costs.csv": joined().encode()}),
        file="costs.zip",
    )
    yield _refused("an empty zip", "FILE-01-CONTENT", lambda: made.zipped({}), file="costs.xlsx")
    yield _refused("no sheets", "FILE-01", lambda: changed(costs(), {SHEET: lambda _: None}))
    yield _refused("no texts", "FILE-01", lambda: changed(costs(), {STRINGS: lambda _: None}))
    yield _refused("an empty workbook", "FILE-02", lambda: books.book(("Costs", [])))
    yield _refused("cut in half", "FILE-01", lambda: costs()[: len(costs()) // 2])
    yield _refused(
        "a cut sheet", "FILE-01", lambda: changed(costs(), {SHEET: lambda part: part[:-40]})
    )
    yield _refused("flipped bytes", "FILE-01", made.flipped)
    yield _refused(
        "bytes before and behind",
        "FILE-01-ENCODING",
        lambda: b"junk" + costs() + b"junk",
        file="costs.bin",
    )
    yield _refused(
        "UTF-16 part",
        "FILE-01",
        lambda: changed(
            costs(),
            {SHEET: lambda part: part.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16")},
        ),
    )
    yield _refused(
        "UTF-7 part",
        "FILE-01",
        lambda: changed(costs(), {SHEET: replaced('encoding="UTF-8"', 'encoding="UTF-7"')}),
    )


def _hostile() -> Iterator[Case]:
    doctype = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet'
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet'
    parameter = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;]><worksheet'
    for name, declared in (("XXE", doctype), ("entities", laughs), ("parameter entity", parameter)):
        yield _refused(name, "FILE-01-DOCTYPE", _sheet("<worksheet", declared))
    yield _refused(
        "XXE in the texts",
        "FILE-01-DOCTYPE",
        lambda: changed(
            costs(), {STRINGS: replaced("<sst", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><sst')}
        ),
    )
    yield _refused(
        "XXE in the workbook",
        "FILE-01-DOCTYPE",
        lambda: changed(costs(), {BOOK: replaced("<workbook", "<!DOCTYPE x><workbook")}),
    )
    yield _refused(
        "XXE behind a megabyte",
        "FILE-01-DOCTYPE",
        lambda: changed(
            costs(),
            {SHEET: replaced("<worksheet", "<!--" + "x" * (1 << 20) + "--><!DOCTYPE x><worksheet")},
        ),
    )
    yield _refused(
        "a part outside", "FILE-01", lambda: changed(costs(), added={"../../evil": b"x"})
    )
    yield _refused(
        "an absolute part", "FILE-01", lambda: changed(costs(), added={"/etc/passwd": b"x"})
    )
    yield _refused("a part twice", "FILE-01", made.twice)
    yield _refused("a false size", "FILE-01", made.false_size)
    yield _refused("a false check sum", "FILE-01", made.false_sum)
    yield _read(
        "a link in a cell",
        _then(lambda page, _: page.write_url("C2", "http://127.0.0.1:9/x", string="Study")),
    )
    yield _refused(
        "deeply nested parts",
        "FILE-02",
        lambda: changed(costs(), {SHEET: lambda _: b"<a>" * 500_000}),
    )
    yield _read("row numbers going down", _sheet('<row r="3"', '<row r="1"'))
    yield _read("a negative row", _sheet('<row r="3"', '<row r="-3"'), refused="FILE-01")
    yield _read("a row number of words", _sheet('<row r="3"', '<row r="x"'), refused="FILE-01")


def _bombs() -> Iterator[Case]:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    yield _refused("one cell in the last corner", "FILE-01-BOMB", _sheet("</sheetData>", far))
    yield _read(
        "one cell in the last row",
        _sheet("</sheetData>", '<row r="1048576"><c r="E1048576"><v>1</v></c></row></sheetData>'),
        "ROW-03",
        heavy=True,
    )
    yield _read(
        "one cell in the last column",
        _sheet("</sheetData>", '<row r="5"><c r="XFD5"><v>1</v></c></row></sheetData>'),
        "ROW-07",
    )
    yield _refused("a text of 50 MB 2,000 times", "FILE-01-BOMB", made.shared_text, heavy=True)
    yield _refused("many rows, well packed", "FILE-01-BOMB", made.many_rows, heavy=True)
    yield _refused(
        "one huge cell",
        "FILE-01-BOMB",
        lambda: changed(costs(), {STRINGS: replaced("Study", "x" * 60_000_000)}),
        heavy=True,
    )
    yield _refused(
        "padding of 300 MB",
        "FILE-01-BOMB",
        lambda: changed(costs(), added={"xl/media/a.png": b"\0" * 300_000_000}),
        heavy=True,
    )
    yield _refused(
        "20,000 members",
        "FILE-01-BOMB",
        lambda: changed(costs(), added={f"xl/{number}": b"" for number in range(20_000)}),
        heavy=True,
    )
    yield _refused("overlapping members", "FILE-01-CONTENT", made.overlapping)
    yield _read(
        "a zip inside",
        lambda: changed(
            costs(), added={"xl/embeddings/a.zip": made.zipped({"a": b"\0" * 10_000_000})}
        ),
    )
    yield _refused("5,000 sheets", "FILE-01-BOMB", made.many_sheets, heavy=True)
    yield _refused(
        "400,000 different texts of 60 letters",
        "FILE-01-ROWS FILE-01-BOMB",
        made.many_texts,
        heavy=True,
    )
    yield _refused("2,000,000 merged cells", "FILE-01-BOMB", made.many_merged, heavy=True)
    yield _refused("3,000,000 formulas", "FILE-01-BOMB", made.many_formulas, heavy=True)
