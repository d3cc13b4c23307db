"""Templates: made for one partner and period, filled in and sent back in every language."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from portal.cli import app
from schemas.own_sheets import OwnSheet, read_mark
from schemas.words import LANGUAGES

READ = ("FILE", "COL", "CELL", "ROW")
"""Codes of what is said about the reading of a file, in difference from the law."""

PLACE = ("--project", "innocooppolsax", "--partner", "TGZ")


def template(folder: Path, language: str = "en", period: int = 2) -> Path:
    out = folder / "template.xlsx"
    words = ["template", *PLACE, "--period", period, "--lang", language, out]
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return out


def check(file: Path, *place: object) -> dict[str, Any]:
    words = ["check", file, *(place or (*PLACE, "--period", 2)), "--json"]
    done = CliRunner().invoke(app, [str(word) for word in words])
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def write(sheet: Worksheet, row: int, values: dict[int, Any]) -> None:
    for column, value in values.items():
        sheet.cell(row, column, value)


def choices(book: openpyxl.Workbook, sheet: Worksheet, column: int) -> list[str]:
    """The words of a drop-down."""
    letter = get_column_letter(column)
    (rule,) = (rule for rule in sheet.data_validations.dataValidation if f"{letter}2" in rule.sqref)
    assert rule.type == "list"
    title, _, area = str(rule.formula1).rpartition("!")
    return [str(cell.value) for (cell,) in book[title.strip("'")][area.replace("$", "")]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_filled_template_is_read_in_every_language(tmp_path: Path, language: str) -> None:
    file = template(tmp_path, language)
    book = openpyxl.load_workbook(file)
    costs, activities = book.worksheets[1], book.worksheets[2]
    first = choices(book, costs, 2)
    for row, category in enumerate(first, start=2):
        values = (f"R-{row}", category, "", "WP1", "A2.2", "x", "y", "", str(row))
        write(costs, row, dict(enumerate(values, start=1)))
        days = {10: date(2017, 9, 1), 11: date(2017, 9, 15)}
        write(costs, row, {**days, 14: "EUR", 17: 100.5})
    status = choices(book, activities, 5)
    assert len(set(status)) == 5
    write(activities, 2, {5: status[2], 8: date(2017, 9, 1), 9: date(2017, 9, 1)})
    book.save(file)
    answer = check(file)
    read = [f["message"] for f in answer["findings"] if f["code"].startswith(READ)]
    assert len(read) == 1  # the activities to which nothing was added
    assert [table["rows"] for table in answer["tables"]] == [len(first), 1, 0]
    assert answer["tables"][0]["sum_declared"] == {"EUR": f"{100.5 * len(first):.2f}"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_untouched_template_is_asked_whether_there_is_nothing_to_declare(
    tmp_path: Path, language: str
) -> None:
    answer = check(template(tmp_path, language))
    assert [f["code"] for f in answer["findings"]] == ["FILE-03", "FILE-11"]
    assert answer["outcome"] == "refused"


@pytest.mark.parametrize(
    ("place", "column"),
    [
        ((*PLACE, "--period", 3), "period"),
        (("--project", "innocooppolsax", "--partner", "WFS", "--period", 2), "partner"),
        (("--project", "clustercoop", "--partner", "UNILJ", "--period", 2), "project"),
    ],
)
def test_template_of_another_place_is_refused(
    tmp_path: Path, place: tuple[object, ...], column: str
) -> None:
    found = check(template(tmp_path), *place)["findings"]
    assert "blocking" in {f["severity"] for f in found if f["code"] == "FILE-04-TEMPLATE"}
    assert column in {f["column"] for f in found if f["code"] == "FILE-04-TEMPLATE"}


def test_flat_rates_are_not_offered(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template(tmp_path))
    offered = choices(book, book["Costs"], 2)
    assert offered
    assert not {"Staff costs", "Office and administration"} & set(offered)
    told = [str(row[4].value) for row in book.worksheets[0].iter_rows(max_col=5)]
    assert any(text.startswith("Flat rate, 20") for text in told)


def test_headings_are_locked_and_cells_are_not(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template(tmp_path))
    for sheet in book.worksheets[1:4]:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert sheet["A1"].protection.locked
        assert not sheet.column_dimensions["A"].protection.locked
        assert sheet.freeze_panes == "B2"


def test_template_has_a_mark_and_no_formulas_or_macros(tmp_path: Path) -> None:
    file = template(tmp_path)
    book = openpyxl.load_workbook(file)
    expected = OwnSheet("template", project="innocooppolsax", partner="TGZ", period=2)
    assert read_mark(book.worksheets[0]["A3"].value) == expected
    assert read_mark(book.worksheets[-1]["A2"].value) == expected
    with zipfile.ZipFile(file) as parts:
        assert str(expected).encode() in parts.read("docProps/custom.xml")
        assert not [name for name in parts.namelist() if "vba" in name or "external" in name]
        sheets = [n for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not [name for name in sheets if b"<f>" in parts.read(name)]


def test_older_template_is_read_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = template(tmp_path)
    monkeypatch.setattr("intake.own_sheets.VERSION", 2)
    assert "FILE-10" in [f["code"] for f in check(file)["findings"]]


def test_same_project_gives_the_same_bytes_and_nothing_is_replaced(tmp_path: Path) -> None:
    file = template(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    assert template(other).read_bytes() == file.read_bytes()
    words = ["template", *PLACE, "--period", "2", str(file)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert "is there already" in done.stderr


def test_template_without_participants_may_be_kept(tmp_path: Path) -> None:
    from intake.delivery import read_file
    from portal.assessing import Desk

    desk = Desk.of("innocooppolsax", "TGZ", 2)
    file = template(tmp_path)
    assert not read_file(file, desk.context()).personal
    book = openpyxl.load_workbook(file)
    book["Participants"]["B2"] = "anna@example.org"
    book.save(file)
    assert read_file(file, desk.context()).personal
