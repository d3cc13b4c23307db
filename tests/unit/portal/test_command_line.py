"""The command line as its users meet it: help, plain errors, exit codes, nothing imported early."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from portal.cli import app

COSTS = (
    "item_id,cost_category,description,currency,amount_declared,supplier_name,"
    "invoice_number,invoice_date,payment_date\n"
)
GOOD = "A1,external_expertise,Study,EUR,1000.00,Muster GmbH,R-1,2017-03-01,2017-03-20\n"


def call(*words: str) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def checked(tmp_path: Path, content: str | bytes, *more: str) -> Result:
    file = tmp_path / "costs.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return call(
        "check",
        str(file),
        "--project",
        "innocooppolsax",
        "--partner",
        "WFS",
        "--period",
        "1",
        *more,
    )


def valid_in(rule: dict[str, Any], key: str) -> dict[str, str]:
    (parameter,) = (p for p in rule["parameters"] if p["key"] == key)
    return {value["family"]: value["value"] for value in parameter["values"]}


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["rules", "R-VAT-01"]])
def test_quick_commands_do_without_the_orchestrator(words: list[str]) -> None:
    looked = (
        "import sys\nfrom portal.cli import app\n"
        f"try:\n    app({words!r})\nexcept SystemExit:\n    pass\n"
        "print(sorted({m.partition('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", looked], capture_output=True, text=True, check=True
    )
    assert "'prefect'" not in done.stderr
    assert "'weasyprint'" not in done.stderr


def test_checking_does_without_the_orchestrator_and_leaves_no_trace(tmp_path: Path) -> None:
    file = tmp_path / "costs.csv"
    file.write_text(COSTS + GOOD, encoding="utf-8")
    looked = (
        "import sys\nfrom portal.cli import app\n"
        f"try:\n    app(['check', {str(file)!r}, '--project', 'innocooppolsax', "
        "'--partner', 'WFS', '--period', '1'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({m.partition('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    state = tmp_path / "state"
    done = subprocess.run(
        [sys.executable, "-c", looked],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "EUROCENT_HOME": str(state), "PYTHONPATH": str(Path.cwd())},
    )
    assert "'prefect'" not in done.stderr
    assert not state.exists()


def test_a_clean_file_is_said_to_be_clean(tmp_path: Path) -> None:
    result = checked(tmp_path, COSTS + GOOD, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["outcome"] == "clean"
    assert answer["tables"] == [
        {
            "table": "costs",
            "sheet": answer["tables"][0]["sheet"],
            "rows": 1,
            "usable_rows": 1,
            "unreadable_rows": 0,
            "sum_declared": {"EUR": "1000.00"},
        }
    ]


def test_rows_that_are_rejected_or_unreadable_are_not_usable(tmp_path: Path) -> None:
    late = GOOD.replace("A1", "A2").replace("R-1", "R-2").replace("2017-03-01", "2017-07-03")
    broken = GOOD.replace("A1", "A3").replace("1000.00", "12.5o")
    result = checked(tmp_path, COSTS + GOOD + late + broken, "--json")
    assert result.exit_code == 0
    (table,) = json.loads(result.stdout)["tables"]
    assert (table["rows"], table["usable_rows"], table["unreadable_rows"]) == (3, 1, 1)
    codes = {(f["code"], f["row"]) for f in json.loads(result.stdout)["findings"]}
    assert ("PER-05", 3) in codes
    assert ("CELL-01-NUMBER", 4) in codes


def test_every_row_as_read_is_listed_for_machines(tmp_path: Path) -> None:
    answer = json.loads(checked(tmp_path, COSTS + GOOD, "--json", "--rows").stdout)
    ((row,),) = (table["rows_as_read"] for table in answer["tables"])
    assert row["row"] == 2
    assert row["values"]["amount_declared"] == "1000.00"
    assert row["values"]["invoice_date"] == "2017-03-01"
    assert checked(tmp_path, COSTS + GOOD, "--rows").exit_code == 2


def test_a_missing_column_blocks(tmp_path: Path) -> None:
    result = checked(tmp_path, "item_id,description,currency\nA1,Study,EUR\n", "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["outcome"] == "refused"
    missing = {f["column"] for f in answer["findings"] if f["severity"] == "blocking"}
    assert missing == {"cost_category", "amount_declared"}


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert checked(tmp_path, b"").exit_code in (1, 2)


def test_messages_are_spoken_in_the_reader_s_language(tmp_path: Path) -> None:
    late = GOOD.replace("2017-03-01", "2017-07-03")
    english = checked(tmp_path, COSTS + late, "--json")
    german = checked(tmp_path, COSTS + late, "--json", "--lang", "de")
    spoken = [json.loads(r.stdout)["findings"][0]["message"] for r in (english, german)]
    assert "3 Jul 2017" in spoken[0]
    assert "03.07.2017" in spoken[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "atlantis", "1"], "There is no project atlantis"),
        (["run", "innocooppolsax", "9"], "has no period 9"),
        (["run", "innocooppolsax", "1", "--inbox", "/nowhere/at/all"], "is not a folder"),
        (["run", "innocooppolsax", "1", "--lang", "xx"], 'does not speak "xx"'),
        (["run", "example-living", "3"], "has no extracts of its own for period 3"),
        (["rules", "R-NONE-01"], "There is no rule R-NONE-01"),
        (["certify", "innocooppolsax", "1", "--partner", "XX", "--by", "A"], "no partner XX"),
        (["status", "innocooppolsax", "7"], "has no period 7"),
        (
            ["check", "nothing.csv", "--project", "eccop", "--partner", "WFS", "--period", "1"],
            "There is no file nothing.csv",
        ),
    ],
)
def test_wrong_usage_is_told_in_plain_words(words: list[str], said: str) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_signing_off_without_a_claim_is_refused() -> None:
    result = call("approve", "eccop", "2", "--by", "A. Person")
    assert result.exit_code == 1
    assert "there is no claim yet" in result.output


def test_a_rule_is_explained_with_the_values_of_a_day() -> None:
    result = call("rules", "R-FLT-40", "--on", "2018-08-02", "--json")
    assert result.exit_code == 0
    rule = json.loads(result.stdout)
    assert valid_in(rule, "flat_rate.other_costs.of_staff")["INTERREG_2014"] == "0.40"
    before = json.loads(call("rules", "R-FLT-40", "--on", "2018-08-01", "--json").stdout)
    assert "INTERREG_2014" not in valid_in(before, "flat_rate.other_costs.of_staff")


def test_a_rule_is_told_in_words_with_the_article_of_the_day() -> None:
    told = " ".join(call("rules", "R-STF-01", "--on", "2019-03-01").output.split())
    assert (
        "On 1 March 2019, in INTERREG_2014: An hourly rate may not exceed the latest annual "
        "employment cost divided by the hours of a working year. (Reg. (EU) No 481/2014, Art. 3(6)"
    ) in told
    assert "Hours of a working year: 1,720 (Reg. (EU) No 481/2014, Art. 3(6); H)" in told
    assert "Rounding of an hourly rate: down (" in told
    assert "in INTERREG_2021: nothing yet; its law begins on 1 January 2021." in told
    assert "Not a rule of: CGRANT_2002, COSME, ETC_2007, H2020, HEUROPE, SERVICE." in told
    assert "For example: EUR 52,340.00 a year by 1,720 hours" in told


def test_a_rule_is_told_in_german_and_by_country() -> None:
    told = " ".join(call("rules", "R-RAT-01", "--on", "2012-03-01", "--lang", "de").output.split())
    assert "1. März 2012" in told
    assert "85 % (AT, DE, IT: 75 %)" in told


def test_a_programme_is_told_with_its_own_values() -> None:
    call_of = call("rules", "R-PRC-02", "--on", "2023-06-30", "--json")
    rule = json.loads(call_of.stdout)
    told = {found["rule_set"]: found for found in rule["on_day"]}
    assert list(told).index("INTERREG_PL_SN_2021") == list(told).index("INTERREG_2021") + 1
    values = told["INTERREG_PL_SN_2021"]["values"]
    (offers,) = [entry for entry in values if entry["value"] == "3"]
    assert (offers["value"], offers["since"], offers["confidence"]) == ("3", "2021-01-01", "L")
    assert "to be confirmed" in told["INTERREG_PL_SN_2021"]["sentences"][1]


def test_a_value_that_came_later_is_said_to_be_absent() -> None:
    told = " ".join(call("rules", "R-FLT-40", "--on", "2018-08-01").output.split())
    assert "No value on that day:" in told


def test_all_rules_are_listed() -> None:
    rules = json.loads(call("rules", "--json").stdout)
    assert len(rules) == 69
    assert all(rule["statement"] and rule["families"] for rule in rules)


def test_a_mistake_of_ours_is_one_plain_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import portal.checking

    def broken(*_args: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(portal.checking, "assess_files", broken)
    result = checked(tmp_path, COSTS + GOOD)
    assert result.exit_code == 2
    assert "a mistake of its own (ZeroDivisionError)" in result.output
    assert "Traceback" not in result.output
