"""Workbooks: cells as text, everything hidden told, everything hostile refused by a child."""

from __future__ import annotations

import base64
import gzip
import io
import socket
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from intake import cage
from intake.cage import read_workbook
from intake.files import Refusal
from intake.grids import Grid
from tests.unit.intake.extracts import COSTS, codes, read, said, sheet, the, workbook

HEADINGS: list[object] = list(COSTS.split(","))
ROW: list[object] = ["A1", "staff", "Study", "EUR", 10.5]
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"

Change = Callable[[bytes], bytes | None]


def changed(
    raw: bytes, changes: dict[str, Change] | None = None, added: dict[str, bytes] | None = None
) -> bytes:
    """A workbook with some of its parts changed, removed (None) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            part: bytes | None = old.read(name)
            if changes and name in changes and part is not None:
                part = changes[name](part)
            if part is not None:
                new.writestr(name, part)
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def in_sheet(old: bytes, new: bytes) -> dict[str, Change]:
    return {SHEET: lambda part: part.replace(old, new)}


def grids(raw: bytes) -> list[Grid]:
    read = read_workbook(raw)
    assert isinstance(read, list), read
    return read


def test_numbers_days_and_words_become_exact_text() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("S")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        duration = book.add_format({"num_format": "[h]:mm"})
        numbers = [12, 12.5, 1234.5600000000001, 0.1 + 0.2, -0.0, 1e-7, 123456789012345678]
        page.write_row(0, 0, numbers)
        page.write_row(1, 0, ["000123", "12E7", "NA"])
        page.write_datetime(1, 3, datetime(2017, 3, 5), day)
        page.write_datetime(1, 4, datetime(2017, 3, 5, 13, 5), day)
        page.write_boolean(1, 5, True)
        page.write_number(1, 6, 1.5, duration)

    (grid,) = grids(workbook(fill))
    assert grid.rows[0] == [
        *("12", "12.5", "1234.56", "0.3", "0", "0.0000001"),
        "123456789012346000",
    ]
    assert grid.kinds == ["nnnnnnn", "tttddtt"]
    assert grid.rows[1] == [
        *("000123", "12E7", "NA", "2017-03-05", "2017-03-05 13:05:00", "TRUE", "36:00:00")
    ]


def test_rows_keep_the_spreadsheet_s_own_numbers() -> None:
    (grid,) = grids(sheet([], [], [None, "x"], [], [None, "y", 3]))
    assert grid.numbers == [3, 5]
    assert grid.rows == [["", "x", ""], ["", "y", "3"]]
    assert grid.kinds == [" t ", " tn"]


def test_marks_stand_in_the_columns_of_the_spreadsheet() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_formula("D5", "=1/0", None, "#DIV/0!")
        page.write_formula("E5", "=1+1", None, 2)
        page.write_string("F5", "x")

    (grid,) = grids(workbook(fill))
    assert (grid.numbers, grid.kinds, grid.rows) == (
        [5],
        ["   eNt"],
        [["", "", "", "#DIV/0!", "2", "x"]],
    )


def test_a_workbook_of_1904_has_the_same_days() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_datetime(0, 0, datetime(2017, 3, 5), book.add_format({"num_format": 14}))

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"date_1904": True})
    fill(book)
    book.close()
    (old,), (new,) = grids(out.getvalue()), grids(workbook(fill))
    assert old.rows == new.rows == [["2017-03-05"]]


def test_formulas_errors_and_results_are_told_apart(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("Costs")
        page.write_row(0, 0, HEADINGS)
        for row in range(1, 6):
            page.write_row(row, 0, [f"A{row}", "staff", "Study", "EUR"])
        page.write_formula(1, 4, "=5*2.1", None, 10.5)
        page.write_formula(2, 4, "=5*2.1", None, 20.25)
        page.write_formula(3, 4, "=B1", None, "")
        page.write_formula(4, 4, "=1/0", None, "#DIV/0!")
        page.write_number(5, 4, 1)

    result = read(tmp_path, workbook(fill), "costs.xlsx")
    assert codes(result) == ["CELL-05", "CELL-04", "CELL-01-ERROR"]
    assert "holds formulas (2), the first in row 2" in said(the(result, "CELL-05"))
    assert the(result, "CELL-04").row == 4
    assert "formula without a stored result" in said(the(result, "CELL-04"))
    error = the(result, "CELL-01-ERROR")
    assert (error.row, error.column, error.found) == (5, "amount_declared", "#DIV/0!")
    (table,) = result.tables
    assert (table.rows, table.unreadable_rows) == (5, 2)
    assert table.sum_declared == {"EUR": 1050 + 2025 + 100}


def test_a_formula_with_an_empty_text_as_result_has_a_result() -> None:
    raw = changed(
        sheet(["a", "b"]),
        in_sheet(b"</row>", b'<c r="C1" t="str"><f>A1</f><v></v></c></row>'),
    )
    assert grids(raw)[0].kinds == ["ttT"]


def test_what_a_partner_may_not_see_is_told(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("Costs")
        book.add_worksheet("Cover").activate()
        page.hide()
        page.merge_range("A1:E1", "A title above is no matter")
        page.write_row(1, 0, HEADINGS)
        for row in range(2, 6):
            page.write_row(row, 0, [f"A{row}", "staff", None if row == 3 else "Study", "EUR", 1])
        page.merge_range("C3:C4", "Study")
        page.set_row(4, None, None, {"hidden": True})
        page.set_row(100, None, None, {"hidden": True})
        page.set_column("B:B", None, None, {"hidden": True})
        page.set_column("M:N", None, None, {"hidden": True})

    result = read(tmp_path, workbook(fill), "costs.xlsx")
    assert [(finding.code, finding.found) for finding in result.findings] == [
        ("FILE-08-SHEET", None),
        ("FILE-08-ROWS", "5"),
        ("FILE-08-COLUMNS", "B"),
        ("FILE-08-MERGED", "C3:C4"),
        ("CELL-02", ""),
    ]
    assert not result.refused
    assert result.tables[0].sum_declared == {"EUR": 400}


SMALL = sheet(HEADINGS, ROW)
FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet'
REPEATED = b"".join(
    b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(3, 2003)
)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        (changed(SMALL, in_sheet(b"</sheetData>", FAR)), "FILE-01-BOMB", "memory or time"),
        (
            changed(
                SMALL,
                {
                    STRINGS: lambda part: part.replace(b"item_id", b"A" * 50_000_000),
                    SHEET: lambda part: part.replace(b"</sheetData>", REPEATED + b"</sheetData>"),
                },
            ),
            "FILE-01-BOMB",
            "memory or time",
        ),
        (
            changed(SMALL, added={"xl/media/a.png": b"\0" * 300_000_000}),
            "FILE-01-BOMB",
            "memory or time",
        ),
        (
            changed(SMALL, added={f"xl/{number}": b"" for number in range(6_000)}),
            "FILE-01-BOMB",
            "memory or time",
        ),
        (changed(SMALL, in_sheet(b"<worksheet", ENTITY)), "FILE-01-DOCTYPE", "document type"),
        (
            changed(SMALL, {SHEET: lambda part: part.decode().encode("utf-16")}),
            "FILE-01",
            "damaged or not complete",
        ),
        (changed(SMALL, added={"xl/vbaProject.bin": b"x"}), "FILE-01-MACRO", "without macros"),
        (changed(SMALL, {"[Content_Types].xml": lambda _: None}), "FILE-01-CONTENT", "is ZIP"),
        (changed(SMALL, added={"../evil": b"x"}), "FILE-01", "damaged"),
        (changed(SMALL, {SHEET: lambda _: None}), "FILE-01", "damaged"),
        (changed(SMALL, {SHEET: lambda part: part[:-40]}), "FILE-01", "damaged"),
        (SMALL[: len(SMALL) // 2], "FILE-01", "damaged or not complete"),
        (sheet([]), "FILE-02", "is empty"),
    ],
)
def test_hostile_and_broken_workbooks_are_refused_in_one_sentence(
    tmp_path: Path, raw: bytes, code: str, words: str
) -> None:
    begun = time.monotonic()
    result = read(tmp_path, raw, "costs.xlsx")
    assert time.monotonic() - begun < 10
    assert codes(result) == [code]
    assert words in said(the(result, code))
    assert result.refused
    # And the next upload is read.
    assert read(tmp_path, SMALL, "costs.xlsx").tables[0].sum_declared == {"EUR": 1050}


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cage, "SECONDS", 0)
    assert read_workbook(SMALL) == Refusal("FILE-01-BOMB")


def test_a_child_that_says_too_much_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cage, "LARGEST_ANSWER", 100)
    assert read_workbook(SMALL) == Refusal("FILE-01-BOMB")


def test_links_in_a_workbook_are_not_followed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"

        def fill(book: xlsxwriter.Workbook) -> None:
            page = book.add_worksheet()
            page.write_url("A1", address)
            page.write_formula("A2", f'=WEBSERVICE("{address}")', None, "x")

        assert grids(workbook(fill))[0].rows == [[address], ["x"]]
        with pytest.raises(TimeoutError):
            server.accept()


ODS_CELL = (
    '<table:table-cell office:value-type="{kind}" {value} {more}><text:p>{text}</text:p>'
    "</table:table-cell>"
)


def ods(rows: str) -> bytes:
    out = io.BytesIO()
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr("META-INF/manifest.xml", "<manifest/>")
        new.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namespaces} '
            'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
            '<office:body><office:spreadsheet><table:table table:name="Koszty">'
            f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def test_an_ods_workbook_is_read_with_what_it_hides(tmp_path: Path) -> None:
    def texts(*words: str) -> str:
        return "".join(
            ODS_CELL.format(kind="string", value="", more="", text=word) for word in words
        )

    amount = ODS_CELL.format(
        kind="float", value='office:value="10.5"', more='table:formula="of:=5*2.1"', text="10,50"
    )
    error = ODS_CELL.format(
        kind="string",
        value='office:string-value=""',
        more='table:formula="of:=1/0" calcext:value-type="error"',
        text="#DIV/0!",
    )
    raw = ods(
        f"<table:table-row>{texts(*map(str, HEADINGS))}</table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f"<table:table-row>{texts('A1', 'staff', 'Study', 'EUR')}{amount}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{texts("A2", "staff", "Trip", "EUR")}{error}'
        "</table:table-row>"
    )
    result = read(tmp_path, raw, "koszty.ods")
    (table,) = result.tables
    assert (table.sheet, table.sum_declared) == ("Koszty", {"EUR": 1050})
    assert table.frame["row"].tolist() == [4]
    assert codes(result) == ["FILE-08-ROWS", "CELL-05", "CELL-01-ERROR"]
    assert (the(result, "CELL-01-ERROR").row, the(result, "CELL-01-ERROR").found) == (5, "#DIV/0!")


def test_an_ods_workbook_with_a_password_or_macros_is_refused(tmp_path: Path) -> None:
    plain = ods("<table:table-row><table:table-cell/></table:table-row>")
    locked = changed(plain, {"META-INF/manifest.xml": lambda _: b"<m><encryption-data/></m>"})
    assert codes(read(tmp_path, locked, "a.ods")) == ["FILE-01-PASSWORD"]
    macros = changed(plain, added={"Basic/script-lc.xml": b"<x/>"})
    assert codes(read(tmp_path, macros, "a.ods")) == ["FILE-01-MACRO"]


XLS = (
    "H4sIAAAAAAACA+1XXWwUVRQ+d3a7nS2lnZZWsUBdUaTQQlpNtEaxLUtREk1JASWGpCyzs2XtttvsbhMb/xaRFyOJ"
    "hgdfSAxJedKoxEQfNLF988G/FxI1mhQejAYfViMxJLbrd87cWYalTbrFEJWeyZl775m595x7z+/95uuG2TPnWi5Q"
    "GTxMAZovhinkoymg6Q0sIkPT5ovFokcursB/CuZ0yzoMQn9VQNZ5tdZrWLcr8P+EQUrjyVGE+mkMbYYmqRK4DRbj"
    "X28pc+aX+N9SYYX/8vlz/OY4HgCW+z/Hevb/GuAqYC1wNbAOWO+mAGoANgLXAJuAzWITRLcD1wLvALYA1wHXa96t"
    "umW8C/2NenwP2k0r8eamQtiEFkNV9MnqL1jlovsLsIgPgjNiFxeBh2icbSMaS9mRmwU7RYaYYhmmYaQ70FN0GtQ6"
    "el+on8p7h1gfoJci3dqiDxq9IvtJeW+Udx3x/I9lzvdC6aJW+kGs/A1xAkXVKkoxSlGSjiAOJvFHC33O/vWy/MHe"
    "ofrkC/91I19bg7U0xT72mDPmZGKpWfGdKbpcjPj8dDrCdJ4u9D+WRjcqpNMtR5/C2S10zu3u/4Vy+pZF6B2L0Lcu"
    "Qg9fRz9lwK/yVOTWygekbciHpG3MB6Vdk6+WtilfVTws9nsCUfiroNgURdPZXPZ1uKfCM6NMINH+k4ou0TMcpAuD"
    "wipU4GDMXuwV7X68n1YV2I0+gzOYdEwh6JvTqhfvXmr9zXLDvonwbyKsm38i8v9FRyU1hN1Ukcw5o0PJOP6yIc+Q"
    "Hcs5w+nMJJJG3MnameR4LpkeQzqxJzIZZ8yehGCx0fTEWG4o7tipWMaJQ6y+LiSfbC6WSKDdl5uITyIp9R8YLCIB"
    "hSkadBOQbTYDryqvWbcGZyk3mlnXRLNabDmOo2D/b5DtW9jktuj6SxcfaOkZEnr+6r2GNrFOqEMdw5eZ4FaZ0S7v"
    "V+RfL8sdF9qr8r4X84cTDD/1bPb120rr/tyzxdc/g6gUhlQkajPArUOtrQ0dnzk82+O1ig7gi0kvyrZJvWbW653W"
    "uY0bVTiCGZbud7ixRtULTZXR5iSTu7mb9EhhpEojQ87JGwUwCpRGQYyCeqRklarSiFcJlUa8SnVpxKvwzl8yeMSr"
    "jEDcX2kv8yo87uqjYGpTZBbgWugUDsFCm9DDBWuBOsagGpnHc1iWR41G+ijkJgOiR+R8iTboXXgMAMOw42HTv5Dy"
    "aqeaCmsvhWolUOPWYJbp6mTa/bSba54nk3YmnU0ncpH+52wnFXnowW37Y0ecVMqRA9uZTCS6b6T2U54hLBPmiyQa"
    "W2Bdmj3x9u9XBo5a77xpUvvmD79jnbygvYq/d+sA0KvP7QldJx7UtWJc14vj2lp/mSNq1f1OPc+D6/rfnrUvP/+j"
    "8vcrkZ8pxvkvz5/evs469Rbk77jy3i72hzLaIV2neqHQ8sm6V9fFDBHfng0to1c78577xsefcjJZhLlr98pW1nXf"
    "9k4A/Rvhn7z/yfmV+cBCc/hM82G3/zS4Z2gEFRfLMVKx/I04bUPfXYoV3Kuaqj07j4LvKGx0ADI8uyz+Ad8dbClz"
    "NgD3lPxsAPWgs2z91YB/pfe/O/Vdzc0Z+2gC+x9FXcq63wMrSIhOmJJDvZoGZXFo0/yrKjh/9qV3S/x3gYMtMjhi"
    "gZXJ072M/d/t43+r3///Bn3wtpgAFgAA"
)
"""Written by LibreOffice as "Microsoft Excel 97-2003": the sheet Costs with HEADINGS and ROW."""


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    result = read(tmp_path, gzip.decompress(base64.b64decode(XLS)), "costs.xls")
    assert codes(result) == []
    assert result.tables[0].sum_declared == {"EUR": 1050}
