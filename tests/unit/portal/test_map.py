"""``eurocent map`` as a finance officer meets it: once settled, the next file needs nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from portal.cli import app

OPTIMA = """\
Zestawienie zapisów na kontach;;;;;;;;
Lp.;Data księgowania;Numer dokumentu;Konto;Kontrahent;Opis;Kwota Wn;Kwota Ma;Pakiet
1;31.01.2017;LP 1/2017;501-01;;Wynagrodzenie;3 900,00;0,00;PR1
2;03.02.2017;FV 7/2017;502-07;Wzór Sp. z o.o.;Taxi;84,50;0,00;PR2
3;09.02.2017;KOR 7/2017;502-07;Wzór Sp. z o.o.;Korekta;0,00;4,50;PR2
;;;;;;3 984,50;4,50;
"""
ACCOUNTS = (
    "--set", "cost_category=Konto", "--value", "cost_category:501-01=staff",
    "--value", "cost_category:502-07=travel_accommodation",
)  # fmt: skip
SPEND = Path(__file__).resolve().parents[4] / "shared" / "data" / "spend"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    state = tmp_path / "state"
    monkeypatch.setenv("EUROCENT_HOME", str(state))
    monkeypatch.setenv("EUROCENT_DATABASE_URL", "")
    monkeypatch.setenv("COLUMNS", "200")
    return state


def call(*options: object, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(option) for option in options], input=typed)


def about(partner: str = "KARR") -> tuple[str, ...]:
    return ("--project", "innocooppolsax", "--partner", partner, "--period", "1")


def written(folder: Path, content: str, name: str = "rejestr.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def told(result: Result) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def checked(path: Path, *more: object, partner: str = "KARR") -> dict[str, Any]:
    return told(call("check", path, *about(partner), "--json", *more))


def codes(answer: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in answer["findings"]}


def test_once_settled_the_next_file_of_the_layout_needs_nothing(tmp_path: Path) -> None:
    first = written(tmp_path, OPTIMA)
    assert "FILE-01-HEADINGS" in codes(checked(first)) or "COL-01" in codes(checked(first))
    settled = call("map", first, *about(), *ACCOUNTS, "--by", "Anna Nowak")
    assert settled.exit_code == 0, settled.output
    assert "Saved" in settled.stdout
    following = written(
        tmp_path,
        "Wydruk;;;;;;;;\n"
        "Lp.;Konto;Data księgowania;Numer dokumentu;Kontrahent;Opis;Kwota Wn;Kwota Ma;Pakiet\n"
        "1;501-01;28.02.2017;LP 2/2017;;Wynagrodzenie;4 000,00;0,00;PR1\n",
        "marzec.csv",
    )
    answer = checked(following, "--rows")
    (table,) = answer["tables"]
    assert (table["rows"], table["unreadable_rows"]) == (1, 0)
    assert table["sum_declared"] == {"PLN": "4000.00"}
    (row,) = table["rows_as_read"]
    assert row["values"]["cost_category"] == "staff"
    assert row["values"]["work_package"] == "WP1"
    assert row["values"]["currency"] == "PLN"
    assert {"MAP-01", "MAP-02-MOVED"} <= codes(answer)
    assert any("Anna Nowak" in finding["message"] for finding in answer["findings"])
    assert "MAP-01" not in codes(checked(following, partner="WFS")), "it is another partner's"


def test_what_is_not_sure_or_missing_is_said_and_nothing_is_saved(
    tmp_path: Path, home: Path
) -> None:
    path = written(tmp_path, OPTIMA)
    result = call("map", path, *about(), "--yes")
    assert result.exit_code == 1
    assert "Not sure: cost_category may be Konto" in result.stdout
    assert "--set cost_category=" in result.stdout
    assert "Nothing was saved." in result.stdout
    assert not home.exists()
    assert "MAP-01" not in codes(checked(path))


def test_without_a_terminal_and_without_a_word_nothing_is_saved(tmp_path: Path) -> None:
    content = "Numer pozycji;Kategoria;Opis;Waluta;Kwota\n1;Personel;x;PLN;1,00\n"
    path = written(tmp_path, content)
    shown = call("map", path, *about())
    assert shown.exit_code == 0
    assert "Nothing was saved." in shown.stdout
    assert "--yes" in shown.stdout
    assert call("map", path, *about(), "--yes").exit_code == 0
    assert checked(path)["tables"][0]["sum_declared"] == {"PLN": "1.00"}


def test_first_rows_and_the_sum_are_shown_before_it_is_saved(tmp_path: Path) -> None:
    result = call("map", written(tmp_path, OPTIMA), *about(), *ACCOUNTS)
    assert "LP 1/2017" in result.stdout
    assert "-4.50" in result.stdout
    assert "3 rows, of which 0 wait; 3,980.00 PLN" in result.stdout


def test_at_a_terminal_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.mapping.at_a_terminal", lambda: True)
    path = written(tmp_path, OPTIMA)
    answers = ["", "staff", "nonsense", "travel_accommodation", "comment=Lp.", "yes"]
    result = call("map", path, *about(), typed="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert result.stdout.index("3,980.00 PLN") < result.stdout.index("Saved")
    rows = checked(path, "--rows")["tables"][0]["rows_as_read"]
    assert [row["values"]["cost_category"] for row in rows] == [
        "staff",
        "travel_accommodation",
        "travel_accommodation",
    ]
    assert [row["values"]["comment"] for row in rows] == ["1", "2", "3"]


def test_at_a_terminal_no_means_no(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.mapping.at_a_terminal", lambda: True)
    path = written(tmp_path, OPTIMA)
    result = call("map", path, *about(), *ACCOUNTS, typed="no\n")
    assert result.exit_code == 0
    assert "Nothing was saved." in result.stdout
    assert "MAP-01" not in codes(checked(path))


def test_a_mapping_is_sent_along_as_a_file(tmp_path: Path, home: Path) -> None:
    path, saved = written(tmp_path, OPTIMA), tmp_path / "uklad.yaml"
    assert call("map", path, *about(), *ACCOUNTS, "--save", saved).exit_code == 0
    text = saved.read_text(encoding="utf-8")
    assert "cost_category: Konto" in text
    assert "501-01: staff" in text
    call("map", path, *about(), "--forget")
    before = checked(path)
    assert "MAP-01" not in codes(before)
    with_it = checked(path, "--use", saved)
    assert "MAP-01-FILE" in codes(with_it)
    assert with_it["tables"][0]["sum_declared"] == {"PLN": "3980.00"}
    assert checked(path) == before, "a check leaves no trace"
    assert call("map", path, *about(), "--use", saved).exit_code == 0
    assert "MAP-01" in codes(checked(path))
    assert home.exists()


def test_a_broken_mapping_file_is_told_by_its_line(tmp_path: Path) -> None:
    path, saved = written(tmp_path, OPTIMA), tmp_path / "uklad.yaml"
    call("map", path, *about(), *ACCOUNTS, "--save", saved)
    text = saved.read_text(encoding="utf-8")
    saved.write_text(text.replace("description: Opis", "description: Treść"), encoding="utf-8")
    result = call("map", path, *about(), "--use", saved)
    assert result.exit_code == 2
    assert 'description: the layout has no column "Treść"' in result.stderr
    saved.write_text("columns: [\n", encoding="utf-8")
    assert "line" in call("map", path, *about(), "--use", saved).stderr
    assert call("map", path, *about(), "--use", tmp_path / "none.yaml").exit_code == 2


def test_what_is_remembered_can_be_changed_and_forgotten(tmp_path: Path) -> None:
    path = written(tmp_path, OPTIMA)
    call("map", path, *about(), *ACCOUNTS)
    assert call("map", path, *about(), "--set", "comment=Kontrahent").exit_code == 0
    rows = checked(path, "--rows")["tables"][0]["rows_as_read"]
    assert rows[1]["values"]["comment"] == "Wzór Sp. z o.o."
    assert rows[1]["values"]["cost_category"] == "travel_accommodation", "the rest stays"
    assert call("map", path, *about(), "--forget").exit_code == 0
    assert "MAP-01" not in codes(checked(path))
    again = call("map", path, *about(), "--forget")
    assert (again.exit_code, "No mapping is remembered" in again.stderr) == (2, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--set", "amount=Opis"], "amount is no column of the table costs."),
        (["--set", "comment=Uwaga"], 'The file has no column "Uwaga".'),
        (["--set", "comment"], "does not say what is what"),
        (["--fixed", "currency=ZLOTY"], "ZLOTY is no currency."),
        (["--fixed", "cost_category=wages"], "wages is nothing that cost_category can be"),
        (["--value", "cost_category=staff"], "does not say which word means what"),
        (["--value", "amount_declared:S=plus"], "plus is no sign."),
        (["--value", "amount_declared:S=+"], "no column of marks"),
        (["--value", "activity_id:x=A1.1"], "No column is taken for activity_id"),
        (["--set", "amount_vat=Kwota Wn +- Konto"], "is not known"),
        (["--set", "payment_date=Data księgowania + Opis"], "payment_date is no text"),
        (["--table", "money"], "There is no table money."),
    ],
)
def test_wrong_usage_is_told_in_two_lines(tmp_path: Path, options: list[str], said: str) -> None:
    result = call("map", written(tmp_path, OPTIMA), *about(), *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_a_file_that_cannot_be_read_is_refused_as_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    path.write_bytes(b"%PDF-1.7 nothing")
    result = call("map", path, *about())
    assert result.exit_code == 2
    assert "its content is PDF" in result.stderr
    assert call("map", tmp_path / "none.csv", *about()).exit_code == 2


def test_a_layout_without_a_column_that_is_needed_says_so_by_name(tmp_path: Path) -> None:
    path = written(tmp_path, OPTIMA)
    call("map", path, *about(), *ACCOUNTS)
    changed = written(tmp_path, OPTIMA.replace("Kwota Wn", "Obciążenie"), "inny.csv")
    answer = checked(changed)
    assert answer["outcome"] == "refused"
    assert any(
        "Kwota Wn" in finding["message"] and finding["code"].startswith("MAP-03")
        for finding in answer["findings"]
    )


def test_machines_get_the_whole_proposal(tmp_path: Path, home: Path) -> None:
    answer = told(call("map", written(tmp_path, OPTIMA), *about(), "--json"))
    assert answer["heading_row"] == 2
    assert answer["proposed"]["amount_declared"]["from"] == "Kwota Wn − Kwota Ma"
    assert answer["columns"][1]["samples"][0] == "31.01.2017"
    assert answer["questions"] == ["cost_category"]
    assert answer["saved"] is False
    assert answer["open"]
    assert not home.exists()
    done = told(call("map", tmp_path / "rejestr.csv", *about(), *ACCOUNTS, "--json"))
    assert done["saved"] is True
    assert done["tables"][0]["sum_declared"] == {"PLN": "3980.00"}


def test_keys_of_persons_are_neither_shown_nor_kept(tmp_path: Path, home: Path) -> None:
    path = written(
        tmp_path,
        "Wydarzenie;Osoba;Firma;Rodzaj;Kraj;Telefon\n"
        "A2.1;jan.kowalski@example.org;Wzór Sp. z o.o.;sme;PL;600100200\n",
    )
    sets = [
        "activity_id=Wydarzenie", "participant_ref=Osoba", "organisation=Firma",
        "organisation_type=Rodzaj", "country=Kraj",
    ]  # fmt: skip
    options = [part for text in sets for part in ("--set", text)]
    result = call("map", path, *about(), "--table", "participants", *options)
    assert result.exit_code == 0, result.output
    shown = call("map", path, *about(), "--json").output + result.output
    assert "kowalski" not in shown
    assert "600100200" not in shown
    kept = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert b"kowalski" not in kept
    assert b"600100200" not in kept
    table = checked(path)["tables"][0]
    assert (table["table"], table["usable_rows"]) == ("participants", 1)


def test_a_file_with_forbidden_columns_gets_no_mapping(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Wydarzenie;Osoba;Firma;Rodzaj;Kraj;PESEL\nA2.1;x1;Wzór;sme;PL;44051401359\n",
    )
    sets = ["activity_id=A", "participant_ref=B", "organisation=C", "organisation_type=D",
            "country=E"]  # fmt: skip
    options = [part for text in sets for part in ("--set", text)]
    result = call("map", path, *about(), "--table", "participants", *options)
    assert result.exit_code == 1
    assert "PESEL holds personal data" in result.stdout
    assert "44051401359" not in result.output
    refused = call("map", path, *about(), "--table", "participants", "--set", "sector=PESEL")
    assert refused.exit_code == 2


def spend_table(
    name: str, delimiter: str, amount: str, skip: int = 0, keep: Callable[..., bool] | None = None
) -> tuple[Path, int, Decimal]:
    """A real spend table with its rows and sum, counted by csv and Decimal only."""
    path = SPEND / name
    if not path.is_file():
        pytest.skip("the spend tables are not here")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for _ in range(skip):
            next(handle)
        rows = [row for row in csv.DictReader(handle, delimiter=delimiter) if any(row.values())]
    if keep:
        rows = [row for row in rows if keep(row)]
    return path, len(rows), sum((Decimal(row[amount]) for row in rows), Decimal(0))


@pytest.mark.parametrize(
    ("name", "delimiter", "amount", "skip", "options"),
    [
        (
            "uk_leeds_2010-12_first1500.csv",
            ",",
            "Amount",
            0,
            ["--set", "description=Organisational Unit"],
        ),
        (
            "uk_lambeth_2011-06_supplier_sums.csv",
            ",",
            "Total",
            1,
            ["--set", "description=Supplier Name"],
        ),
        (
            "cz_municipality_2017_expenditures.csv",
            ";",
            "CASTKA",
            0,
            [
                "--set",
                "description=POZNAMKA + PARAGRAF + POLOZKA",
                "--set",
                "item_id=DOKLAD_AGENDA + #",
            ],
        ),
    ],
)
def test_real_spend_tables_come_in_whole(
    name: str, delimiter: str, amount: str, skip: int, options: list[str]
) -> None:
    path, rows, total = spend_table(name, delimiter, amount, skip)
    common = ["--fixed", "currency=CZK", "--fixed", "cost_category=external_expertise"]
    result = call("map", path, *about(), *common, *options)
    assert result.exit_code == 0, result.output
    (table,) = checked(path)["tables"]
    assert (table["rows"], table["unreadable_rows"]) == (rows, 0)
    assert Decimal(table["sum_declared"]["CZK"]) == total


def test_income_among_expenditure_counts_against_it_where_the_partner_says_so() -> None:
    name = "cz_municipality_2017_expenditures.csv"
    path, rows, total = spend_table(name, ";", "CASTKA")
    _, _, income = spend_table(name, ";", "CASTKA", keep=lambda row: row["PRIJEM_VYDAJ"] == "P")
    result = call(
        "map", path, *about(), "--set", "amount_declared=CASTKA +- PRIJEM_VYDAJ",
        "--value", "amount_declared:V=+", "--value", "amount_declared:P=-",
        "--fixed", "currency=CZK", "--fixed", "cost_category=staff",
        "--set", "description=POLOZKA", "--set", "item_id=#",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    (table,) = checked(path)["tables"]
    assert table["rows"] == rows
    assert Decimal(table["sum_declared"]["CZK"]) == total - 2 * income
