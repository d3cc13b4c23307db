"""The correction workbook: the partner's own file back, mended and sent again until it is clean."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from typer.testing import CliRunner

from portal.cli import app

OFFICE = shutil.which("soffice")

HEADINGS = (
    "Belegnummer;Kostenkategorie;Beschreibung;Lieferant;Rechnungsnummer;Rechnungsdatum;"
    "Zahlungsdatum;Währung;Bruttobetrag;Angemeldeter Betrag"
)
GOOD = "B-1;Externe Expertise;Forum;Müller GmbH;000123;31.03.2017;15.04.2017;EUR;1.190,00;1.000,00"
DAY = "B-2;Externe Expertise;Text;Nowak;R-17;31.02.2017;15.04.2017;EUR;119,00;100,00"
WORD = "B-3;Fahrerei;Fahrt;DB;R-18;03.03.2017;15.04.2017;EUR;50,00;50,00"
EMPTY = "B-6;Externe Expertise;Druck;Alt;R-21;03.03.2017;15.04.2017;;75,00;75,00"
AMOUNT = "B-7;Externe Expertise;Druck;Alt;R-22;03.03.2017;15.04.2017;EUR;75,00;12x"
SHIFTED = "B-8;Externe Expertise;Kaffee; Kuchen;Alt;R-23;03.03.2017;15.04.2017;EUR;75,00;70,00"
TOTAL = "Summe;;;;;;;;;1.325,00"
BROKEN = f"{HEADINGS}\n{GOOD}\n{DAY}\n{WORD}\n{EMPTY}\n{AMOUNT}\n{SHIFTED}\n{TOTAL}"
MENDED: dict[str, str | int] = {
    "B-2": "31.01.2017",
    "B-3": "Externe Expertise",
    "B-6": "EUR",
    "B-7": 70,
}


def check(file: Path, *more: object) -> dict[str, Any]:
    """The answer of ``check --json`` for partner WFS."""
    words = ["check", file, "--project", "innocooppolsax", "--partner", "WFS", "--period", "1"]
    done = CliRunner().invoke(app, [str(word) for word in (*words, "--json", *more)])
    assert done.exit_code in (0, 1, 2), done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def corrected(file: Path, *more: object) -> Path:
    """The correction workbook of a file."""
    out = file.with_name("corrected.xlsx")
    check(file, "--correct", out, *more)
    return out


def said(answer: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What was found where, but for the names of file and sheet."""
    keys = ("code", "table", "item_id", "row", "column", "found", "expected", "amount")
    return sorted(tuple(str(f[key]) for key in keys) for f in answer["findings"])


def counted(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [{k: v for k, v in table.items() if k != "sheet"} for table in answer["tables"]]


def written(folder: Path, content: str, name: str = "kosten.csv") -> Path:
    file = folder / name
    file.write_bytes(content.encode())
    return file


def own_workbook(folder: Path, adapt: Callable[[Workbook], None] | None = None) -> Path:
    """A partner's own XLSX with the broken rows, a style of its own and a sheet of notes."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Kosten"
    for line in BROKEN.split("\n"):
        if line not in (SHIFTED, TOTAL):
            sheet.append(line.split(";"))
    for cell in sheet[1]:
        cell.font = Font(name="Courier New", bold=True)
    sheet.column_dimensions["C"].width = 33
    book.create_sheet("Notizen").append(["nur für uns"])
    if adapt:
        adapt(book)
    file = folder / "kosten.xlsx"
    book.save(file)
    return file


def marked(book: Workbook) -> dict[str, Cell]:
    """The cells with our comments, by the item of their row."""
    sheet = book.worksheets[1]
    return {
        str(row[0].value): cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, Cell) and cell.comment and "Eurocent" in cell.comment.text
    }


def mend(file: Path) -> Path:
    """Do what the red cells ask for."""
    book = openpyxl.load_workbook(file)
    for item, cell in marked(book).items():
        if item in MENDED:
            cell.value = MENDED[item]
    sheet = book.worksheets[1]
    for row in range(sheet.max_row, 1, -1):
        if not sheet.cell(row, 1).value:
            sheet.delete_rows(row)
    book.save(file)
    return file


def through_office(file: Path) -> Path:
    """The workbook as LibreOffice saves it."""
    assert OFFICE
    out = file.parent / "saved"
    profile = f"-env:UserInstallation=file://{file.parent}/profile"
    subprocess.run(
        [OFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", out, file],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return out / file.name


def test_csv_goes_back_with_the_same_rows_and_red_cells(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(corrected(written(tmp_path, BROKEN)))
    assert book.sheetnames == ["Corrections", "Kosten"]
    sheet = book["Kosten"]
    assert [cell.value for cell in sheet[1]][:2] == ["Belegnummer", "Kostenkategorie"]
    assert sheet["E2"].value == "000123"
    cells = marked(book)
    assert {item: cell.coordinate for item, cell in cells.items() if item != "None"} == {
        "B-2": "F3",
        "B-3": "B4",
        "B-6": "H5",
        "B-7": "J6",
    }
    for cell in cells.values():
        assert cell.fill.fgColor.rgb == "FFF8A5A5"
        assert cell.comment is not None
        assert "○ rejected" in cell.comment.text
    comment = cells["B-2"].comment
    assert comment is not None
    assert "Found: 31.02.2017\nExpected: 31.03.2017\nWhat to do: " in comment.text


def test_untouched_workbook_says_what_the_file_said(tmp_path: Path) -> None:
    file = written(tmp_path, BROKEN)
    first = check(file)
    second = check(corrected(file))
    assert said(second) == said(first)
    assert counted(second) == counted(first)


def test_mended_workbook_is_clean(tmp_path: Path) -> None:
    answer = check(mend(corrected(written(tmp_path, BROKEN))))
    assert [f for f in answer["findings"] if f["severity"] != "info"] == []
    assert answer["outcome"] == "clean"
    assert answer["tables"][0]["usable_rows"] == 5


def test_numbers_and_days_become_real_where_all_could_be_read(tmp_path: Path) -> None:
    file = written(tmp_path, f"{HEADINGS}\n{GOOD}\n{WORD}")
    sheet = openpyxl.load_workbook(corrected(file)).worksheets[1]
    assert (sheet["J2"].value, sheet["F2"].is_date) == (1000, True)
    assert said(check(tmp_path / "corrected.xlsx")) == said(check(file))


def test_amounts_stay_text_beside_one_that_does_not_fit(tmp_path: Path) -> None:
    # Were the others numbers, nothing would tell any more that 12.34 is written otherwise.
    other = AMOUNT.replace("12x", "12.34").replace("75,00", "75,50")
    file = written(tmp_path, f"{HEADINGS}\n{GOOD}\n{DAY}\n{other}")
    sheet = openpyxl.load_workbook(corrected(file)).worksheets[1]
    assert sheet["J2"].value == "1.000,00"
    assert said(check(tmp_path / "corrected.xlsx")) == said(check(file))


def test_own_workbook_keeps_its_looks(tmp_path: Path) -> None:
    def adapt(book: Workbook) -> None:
        sheet = book["Kosten"]
        sheet["C2"].comment = Comment("bitte nicht löschen", "Anna")
        sheet["F3"].comment = Comment("Datum prüfen", "Anna")

    file = own_workbook(tmp_path, adapt)
    book = openpyxl.load_workbook(corrected(file))
    assert book.sheetnames == ["Corrections", "Kosten", "Notizen"]
    sheet = book["Kosten"]
    assert sheet["A1"].font.name == "Courier New"
    assert sheet.column_dimensions["C"].width == 33
    assert sheet["C2"].comment is not None
    assert sheet["C2"].comment.text == "bitte nicht löschen"
    assert sheet["F3"].comment is not None
    assert sheet["F3"].comment.text.startswith("Datum prüfen\n\nEurocent · ○ rejected")
    assert said(check(tmp_path / "corrected.xlsx")) == said(check(file))
    assert check(mend(tmp_path / "corrected.xlsx"))["outcome"] == "clean"


def test_second_correction_takes_the_marks_of_the_first_back(tmp_path: Path) -> None:
    first = mend(corrected(own_workbook(tmp_path)))
    second = first.rename(tmp_path / "kosten2.xlsx")
    book = openpyxl.load_workbook(corrected(second))
    assert book.sheetnames == ["Corrections", "Kosten", "Notizen"]
    assert marked(book) == {}
    assert book["Kosten"]["F3"].fill.fill_type is None


def with_formula(folder: Path) -> Path:
    file = folder / "kosten.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("Kosten")
    for row, line in enumerate((HEADINGS, GOOD, DAY)):
        for column, text in enumerate(line.split(";")):
            sheet.write_string(row, column, text)
    sheet.write_formula("J2", "=ROUND(1190/1.19,2)", None, 1000)
    sheet.write_formula("D2", '=WEBSERVICE("http://127.0.0.1/x")', None, "Müller GmbH")
    sheet.write_url("D3", "http://127.0.0.1/tracked", string="Nowak")
    sheet.write_string("C2", "=cmd|' /C calc'!A0")
    book.close()
    return file


def test_formulas_keep_their_results_and_reach_nothing_outside(tmp_path: Path) -> None:
    file = with_formula(tmp_path)
    out = corrected(file)
    formulas = openpyxl.load_workbook(out)["Kosten"]
    results = openpyxl.load_workbook(out, data_only=True)["Kosten"]
    assert (formulas["J2"].value, results["J2"].value) == ("=ROUND(1190/1.19,2)", 1000)
    assert (formulas["D2"].value, formulas["D2"].data_type) == ("Müller GmbH", "s")
    assert formulas["C2"].data_type == "s"
    with zipfile.ZipFile(out) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist())
    assert b"127.0.0.1" not in everything
    assert b"External" not in everything
    codes = [f["code"] for f in check(out)["findings"]]
    assert "CELL-04" not in codes
    assert codes.count("CELL-01-DATE") == 1


def test_sheet_of_corrections_leads_to_the_first_cell(tmp_path: Path) -> None:
    out = corrected(own_workbook(tmp_path))
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    assert book.active is sheet
    heads = [cell.value for cell in sheet[4][:7]]
    assert heads == [
        "Record",
        "Period",
        "Message",
        "What to do",
        "Cell",
        "At stake, EUR",
        "State",
    ]
    assert sheet.freeze_panes == "A5"
    assert (
        sheet.auto_filter.ref == "A4:G9"
    )  # the last line says that the sheet of notes was not used
    assert sheet.column_dimensions["H"].hidden
    assert (sheet["A5"].value, sheet["B5"].value, sheet["F5"].value) == ("B-2", "1", 100)
    assert sheet["E5"].hyperlink is not None
    assert sheet["E5"].hyperlink.location == "'Kosten'!F3"
    assert openpyxl.load_workbook(out, data_only=True).worksheets[0]["B3"].value == 4


@pytest.mark.parametrize("language", ["de", "en"])
def test_sheet_is_known_again_whatever_it_is_called(tmp_path: Path, language: str) -> None:
    out = corrected(written(tmp_path, f"{HEADINGS}\n{GOOD}\n{DAY}"), "--lang", language)
    book = openpyxl.load_workbook(out)
    book.worksheets[0].title = "Costs"
    book.save(out)
    assert [f["code"] for f in check(out)["findings"]] == ["ROW-05", "CELL-01-DATE"]


def test_missing_column_is_shown_where_it_can_be_written(tmp_path: Path) -> None:
    lines = [";".join(line.split(";")[:-1]) for line in (HEADINGS, GOOD)]
    out = corrected(written(tmp_path, "\n".join(lines)))
    sheet = openpyxl.load_workbook(out).worksheets[1]
    assert sheet["J1"].comment is not None
    assert "blocks the delivery" in sheet["J1"].comment.text
    assert check(out)["outcome"] == "refused"


def test_file_that_cannot_be_read_gets_the_list_only(tmp_path: Path) -> None:
    file = written(tmp_path, "%PDF-1.4 not a table")
    book = openpyxl.load_workbook(corrected(file))
    assert book.sheetnames == ["Corrections"]
    assert book.worksheets[0]["A5"].value == "kosten.csv"


def test_only_so_much_is_shown_as_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reporting.corrections.MOST_LINES", 2)
    sheet = openpyxl.load_workbook(corrected(written(tmp_path, BROKEN))).worksheets[0]
    assert sheet.max_row == 6
    assert "4 more findings" in str(sheet["A2"].value)


def test_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    for file in (own_workbook(tmp_path), written(tmp_path, BROKEN)):
        assert corrected(file).read_bytes() == corrected(file).read_bytes()


def test_file_is_never_overwritten(tmp_path: Path) -> None:
    file = own_workbook(tmp_path)
    before = file.read_bytes()
    words = ["check", str(file), "--project", "innocooppolsax", "--partner", "WFS", "--period", "1"]
    done = CliRunner().invoke(app, [*words, "--correct", str(file)])
    assert done.exit_code == 2
    assert "never overwritten" in done.stderr
    assert file.read_bytes() == before


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_workbook_saved_by_libreoffice_is_read_alike(tmp_path: Path, kind: str) -> None:
    file = own_workbook(tmp_path) if kind == "xlsx" else written(tmp_path, BROKEN)
    saved = through_office(corrected(file))
    assert said(check(saved)) == said(check(file))
    assert check(mend(saved))["outcome"] == "clean"


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_other_workbooks_are_built_anew(tmp_path: Path, kind: str) -> None:
    assert OFFICE
    own_workbook(tmp_path)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [
            OFFICE,
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            tmp_path,
            tmp_path / "kosten.xlsx",
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    file = tmp_path / f"kosten.{kind}"
    out = corrected(file)
    without_format = [f for f in said(check(file)) if f[0] != "FILE-08-XLS"]
    assert said(check(out)) == without_format
    assert check(mend(out))["outcome"] == "clean"


def test_book_is_a_plain_workbook(tmp_path: Path) -> None:
    content = corrected(own_workbook(tmp_path)).read_bytes()
    names = zipfile.ZipFile(BytesIO(content)).namelist()
    assert not [n for n in names if "externalLink" in n or "vbaProject" in n or "embed" in n]
