"""ODS workbooks: repeated, covered and hidden cells, formulas, texts of several pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.hostile import books
from tests.hostile.books import TABLE, changed
from tests.hostile.cases import CENTS, HEADINGS, Case


def cases() -> Iterator[Case]:
    """All of them."""
    rows = books.ods_rows(TABLE)
    yield _read("ODS", lambda: books.ods(("Costs", rows)), file="costs.ods")
    yield _read("ODS of another sheet name", lambda: books.ods(("Sheet1", rows)), file="costs.ods")
    yield _read(
        "ODS with repeated empty rows",
        lambda: books.ods(
            (
                "Costs",
                rows
                + '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
            )
        ),
        file="costs.ods",
    )
    yield _read(
        "ODS with a gap",
        lambda: books.ods(
            (
                "Costs",
                books.ods_rows(TABLE[:2])
                + '<table:table-row table:number-rows-repeated="1000"><table:table-cell/></table:table-row>'
                + books.ods_rows(TABLE[2:]),
            )
        ),
        file="costs.ods",
    )
    yield _read(
        "ODS with a repeated row",
        lambda: books.ods(
            (
                "Costs",
                rows
                + '<table:table-row table:number-rows-repeated="2">'
                + "".join(map(books.ods_cell, ["A9", "staff", "Trip", "EUR", 1.0]))
                + "</table:table-row>",
            )
        ),
        "ROW-01",
        rows=5,
        cents=CENTS + 200,
        file="costs.ods",
    )
    yield _refused(
        "ODS with a row a million times",
        "FILE-01-ROWS FILE-01-BOMB",
        lambda: books.ods(
            (
                "Costs",
                books.ods_rows(TABLE)
                + '<table:table-row table:number-rows-repeated="1000000">'
                + "".join(map(books.ods_cell, ["A9", "staff", "Trip", "EUR", 1.0]))
                + "</table:table-row>",
            )
        ),
        file="costs.ods",
        heavy=True,
    )
    yield _refused(
        "ODS with everything repeated",
        "FILE-01",
        lambda: books.ods(
            (
                "Costs",
                '<table:table-row table:number-rows-repeated="1000000">'
                + books.ods_cell("x", 'table:number-columns-repeated="16000"')
                + "</table:table-row>",
            )
        ),
        file="costs.ods",
    )
    yield _read(
        "ODS with a currency cell",
        lambda: books.ods(
            (
                "Costs",
                rows.replace(
                    'office:value-type="float" office:value="1234.5"',
                    'office:value-type="currency" office:currency="EUR" office:value="1234.5"',
                ),
            )
        ),
        file="costs.ods",
    )
    yield _read(
        "ODS with a day",
        lambda: books.ods(
            (
                "Costs",
                books.ods_rows([[*HEADINGS, "invoice_date"]])
                + "<table:table-row>"
                + "".join(map(books.ods_cell, ["A1", "staff", "x", "EUR", 1.0]))
                + '<table:table-cell office:value-type="date" office:date-value="2017-03-05"><text:p>5.3.17</text:p></table:table-cell></table:table-row>',
            )
        ),
        cents=100,
        rows=1,
        values={"invoice_date": ["2017-03-05"]},
        file="costs.ods",
    )
    yield _read(
        "ODS with covered cells",
        lambda: books.ods(
            (
                "Costs",
                rows.replace(
                    '<table:table-cell office:value-type="string" ><text:p>Study',
                    '<table:table-cell office:value-type="string" table:number-rows-spanned="2" table:number-columns-spanned="1"><text:p>Study',
                    1,
                ).replace(
                    '<table:table-cell office:value-type="string" ><text:p>Trip</text:p></table:table-cell>',
                    "<table:covered-table-cell/>",
                ),
            )
        ),
        "FILE-08-MERGED",
        "CELL-02",
        file="costs.ods",
    )
    yield _read(
        "ODS with a hidden row",
        lambda: books.ods(
            (
                "Costs",
                books.ods_rows(TABLE[:3])
                + books.ods_rows(TABLE[3:]).replace(
                    "<table:table-row>", '<table:table-row table:visibility="filter">'
                ),
            )
        ),
        "FILE-08-ROWS",
        file="costs.ods",
    )
    yield _read(
        "ODS with a formula",
        lambda: books.ods(
            (
                "Costs",
                rows.replace(
                    'office:value="1234.5"', 'office:value="1234.5" table:formula="of:=1000+234.5"'
                ),
            )
        ),
        "CELL-05",
        file="costs.ods",
    )
    yield _read(
        "ODS with an error",
        lambda: books.ods(
            (
                "Costs",
                rows.replace(
                    'office:value-type="float" office:value="1234.5"',
                    'office:value-type="string" office:string-value="" calcext:value-type="error" table:formula="of:=1/0"',
                ).replace("<text:p>1234.5", "<text:p>#DIV/0!"),
            )
        ),
        "CELL-01-ERROR",
        cents=CENTS - 123450,
        file="costs.ods",
    )
    yield _read(
        "ODS with a comment",
        lambda: books.ods(
            (
                "Costs",
                rows.replace(
                    "<text:p>Study",
                    "<office:annotation><text:p>Check</text:p></office:annotation><text:p>Study",
                ),
            )
        ),
        values={"description": ["Study", "Trip", "Report"]},
        file="costs.ods",
    )
    yield _read(
        "ODS with several paragraphs",
        lambda: books.ods(
            ("Costs", rows.replace("<text:p>Study", "<text:p>first</text:p><text:p>second"))
        ),
        values={"description": ["first\nsecond", "Trip", "Report"]},
        file="costs.ods",
    )
    yield _read(
        "ODS with blanks written out",
        lambda: books.ods(
            ("Costs", rows.replace("<text:p>Study", '<text:p>a<text:s text:c="3"/>b'))
        ),
        values={"description": ["a   b", "Trip", "Report"]},
        file="costs.ods",
    )
    yield _refused(
        "ODS with a password",
        "FILE-01-PASSWORD",
        lambda: books.ods(("Costs", rows), manifest="<m><encryption-data/></m>"),
        file="costs.ods",
    )
    yield _refused(
        "ODS with macros",
        "FILE-01-MACRO",
        lambda: changed(books.ods(("Costs", rows)), added={"Basic/x.xml": b"<x/>"}),
        file="costs.ods",
    )
    yield _refused(
        "ODS with a declaration",
        "FILE-01-DOCTYPE",
        lambda: books.ods(("Costs", rows), before="<!DOCTYPE x>"),
        file="costs.ods",
    )


def _read(name: str, make: Callable[[], bytes], *codes: str, **more: Any) -> Case:
    return Case(name, more.pop("file", "costs.ods"), make, codes=frozenset(codes), **more)


def _refused(name: str, code: str, make: Callable[[], bytes], **more: Any) -> Case:
    return _read(name, make, refused=code, **more)
