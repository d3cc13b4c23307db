"""Rates from the command line: imported, listed, used by a check, taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from portal.cli import app

COSTS = (
    "item_id,cost_category,description,supplier_name,invoice_number,invoice_date,payment_date,"
    "currency,amount_declared\nK1,external_expertise,Study,Alfa,1/2017,2017-03-01,2017-03-20,UAH,"
    "426.87\n"
)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EUROCENT_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


def _said(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


def test_rates_are_imported_listed_and_taken_back(tmp_path: Path) -> None:
    assert "Only the rates that ship with Eurocent" in _said("rates", "list")
    assert not (tmp_path / "state").exists(), "a look makes no state folder"
    table = tmp_path / "table.csv"
    table.write_text("month,currency,units_per_eur\n2017-07,PLN,4.2259\n2017-08,PLN,4.2500\n")
    said = _said("rates", "import", str(table), "--by", "Anna")
    assert "Imported: 2 rates (PLN), 2017-07 to 2017-08." in said
    assert "Known already" in _said("rates", "import", str(table), "--by", "Anna")
    (record,) = json.loads(_said("rates", "list", "--json"))
    assert record["rates"][0]["source"] == "table.csv"
    said = _said("rates", "withdraw", str(record["number"]), "--by", "Anna", "--why", "A slip")
    assert "Taken back: table.csv" in said
    assert "No imported table" in _said(
        "rates", "withdraw", str(record["number"]), "--by", "Anna", "--why", "A slip", code=2
    )


def test_what_cannot_be_used_is_told_line_by_line(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("month,currency,units_per_eur\n2017-07,PLN,zero\n")
    said = _said("rates", "import", str(table), code=2)
    assert "table.csv, line 2: 'units_per_eur' is 'zero'" in said
    assert "There is no file" in _said("rates", "import", "nowhere.csv", code=2)


def test_a_check_uses_imported_rates(tmp_path: Path) -> None:
    """The European Central Bank does not quote the hryvnia: only an authority's table helps."""
    (tmp_path / "costs.csv").write_text(COSTS, encoding="utf-8")
    check = ("check", "costs.csv", "--project", "innocooppolsax", "--partner", "KARR")

    def without_rate() -> list[str]:
        found = json.loads(_said(*check, "--period", "1", "--json"))["findings"]
        return [finding["item_id"] for finding in found if finding["code"].startswith("CUR")]

    assert without_rate() == ["K1"]
    table = tmp_path / "table.csv"
    table.write_text("month,currency,units_per_eur\n2017-07,UAH,29.85\n", encoding="utf-8")
    _said("rates", "import", str(table), "--by", "Anna")
    assert without_rate() == []
