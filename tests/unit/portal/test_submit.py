"""Handing in: from a bad file to a receipt; twice, late, by mistake, and taken back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ledger.home import Home
from ledger.ledger import Ledger
from portal.cli import app
from tests.unit.ledger.samples import a_claim

HEAD = (
    "item_id,cost_category,description,currency,amount_declared,supplier_name,"
    "invoice_number,invoice_date,payment_date\n"
)
GOOD = "A1,external_expertise,Study,EUR,1000.00,Muster GmbH,R-1,2017-03-01,2017-03-20\n"
SECOND = "A2,external_expertise,Print,EUR,250.00,Druck AG,R-2,2017-03-02,2017-03-21\n"
LATE = "A3,external_expertise,Fair,EUR,80.00,Messe AG,R-3,2017-07-03,2017-07-10\n"
BROKEN = "A4,external_expertise,Trip,EUR,12.5o,Bahn AG,R-4,2017-03-03,2017-03-22\n"
PEOPLE = (
    "activity_id,participant_ref,organisation,organisation_type,country\n"
    "A1.1,anna.nowak@firma.example,Firma Nowak,sme,PL\n"
)


def call(*said: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in said])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EUROCENT_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("EUROCENT_DATABASE_URL", "")
    return tmp_path / "state"


@pytest.fixture
def given(tmp_path: Path) -> Callable[..., Path]:
    """Write an extract."""

    def write(*rows: str, name: str = "costs.csv", head: str = HEAD) -> Path:
        file = tmp_path / name
        file.write_text(head + "".join(rows), encoding="utf-8")
        return file

    return write


def submit(*said: str | Path, period: int = 1, partner: str = "WFS") -> Result:
    where = ("--project", "innocooppolsax", "--partner", partner, "--period", str(period))
    return call("submit", *said, *where)


def receipt(*said: str | Path, **where: Any) -> dict[str, Any]:
    done = submit(*said, "--json", **where)
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def standing(period: int = 1) -> dict[str, Any]:
    ledger = Ledger.open(Home.open())
    try:
        return dict(ledger.standing_submissions("innocooppolsax", period))
    finally:
        ledger.close()


def test_a_bad_file_is_not_taken_and_its_correction_is(
    home: Path, given: Callable[..., Path]
) -> None:
    bad = given(GOOD.replace("EUR,1000.00,", "EUR,"), head=HEAD.replace("amount_declared,", ""))
    refused = submit(bad)
    assert refused.exit_code == 1
    assert "Nothing was stored as delivered" in " ".join(refused.output.split())
    assert standing() == {}
    assert not list((home / "raw").glob("*/*"))
    told = receipt(given(GOOD, SECOND), "--received-on", "2017-07-20")
    assert (told["outcome"], told["number"], told["receipt"]) == (
        "accepted",
        1,
        "innocooppolsax/1/WFS/1",
    )
    assert (told["rows"], told["usable_rows"], told["waiting_rows"]) == (2, 2, 0)
    (line,) = told["sums"]
    assert (line["category"], line["currency"], line["declared"], line["usable"]) == (
        "external_expertise",
        "EUR",
        "1250.00",
        "1250.00",
    )
    (kept,) = (home / "raw").glob("*/*")
    assert kept.name == told["files"][0]["sha256"]
    assert kept.read_bytes() == given(GOOD, SECOND).read_bytes()


@pytest.mark.usefixtures("home")
def test_good_rows_are_in_and_bad_rows_wait_and_are_named(given: Callable[..., Path]) -> None:
    told = receipt(given(GOOD, LATE, BROKEN))
    assert told["outcome"] == "action needed"
    assert (told["rows"], told["usable_rows"], told["waiting_rows"]) == (3, 1, 2)
    assert {(f["code"], f["row"]) for f in told["findings"]} >= {
        ("PER-05", 3),
        ("CELL-01-NUMBER", 4),
    }
    (line,) = told["sums"]
    assert (line["rows"], line["usable_rows"], line["usable"]) == (2, 1, "1000.00")


@pytest.mark.usefixtures("home")
def test_what_blocks_leaves_what_stood_before(given: Callable[..., Path]) -> None:
    receipt(given(GOOD))
    assert submit(given(head="%PDF-1.7\n")).exit_code == 2
    assert standing()["WFS"].number == 1
    ledger = Ledger.open(Home.open())
    (refusal,) = ledger.refusals("innocooppolsax", 1)
    ledger.close()
    assert (refusal.partner, refusal.files) == ("WFS", ("costs.csv",))


@pytest.mark.usefixtures("home")
def test_the_same_twice_is_one_and_has_one_receipt(given: Callable[..., Path]) -> None:
    first = receipt(given(GOOD), "--received-on", "2017-07-20")
    again = receipt(given(GOOD))
    assert again.pop("known")
    assert not first.pop("known")
    assert again == first
    assert len(Ledger.open(Home.open()).submissions("innocooppolsax", 1)) == 1


@pytest.mark.usefixtures("home")
def test_a_new_one_says_what_has_changed_since_the_last(given: Callable[..., Path]) -> None:
    receipt(given(GOOD, SECOND, BROKEN))
    told = receipt(given(GOOD.replace("1000.00", "1100.00"), LATE, BROKEN.replace("5o", "50")))
    assert (told["number"], told["replaces"]) == (2, 1)
    (costs,) = told["comparison"]["tables"]
    assert (costs["new"], costs["changed"], costs["gone"], costs["unchanged"]) == (2, 1, 1, 0)
    assert costs["gone_ids"] == ["A2"]
    (row,) = costs["changed_rows"]
    assert (row["item_id"], row["cells"]) == (
        "A1",
        [{"column": "amount_declared", "before": "1000.00", "after": "1100.00"}],
    )
    (sums,) = told["comparison"]["sums"]
    assert (sums["before"], sums["after"]) == ("1250.00", "1192.50")
    assert told["comparison"]["solved"] >= 1


@pytest.mark.usefixtures("home")
def test_the_same_rows_in_another_file_have_not_changed(given: Callable[..., Path]) -> None:
    receipt(given(GOOD, SECOND))
    done = submit(given(SECOND, GOOD, name="costs-2.csv"))
    assert "no row has changed" in " ".join(done.output.split())


@pytest.mark.usefixtures("home")
def test_the_mistakes_of_last_period_are_said_to_be_the_same(given: Callable[..., Path]) -> None:
    receipt(given(GOOD, BROKEN))
    later = [row.replace("2017-03", "2017-09") for row in (GOOD, BROKEN)]
    told = receipt(given(*later), period=2)
    (mistake,) = [m for m in told["repeated"] if m["code"] == "CELL-01-NUMBER"]
    assert (mistake["period"], mistake["times"], mistake["times_before"]) == (1, 1, 1)
    assert "number format" in mistake["prevention"]
    spoken = " ".join(submit(given(*later), period=2).output.split())
    assert "As in period 1 (1 times then, 1 now)" in spoken


@pytest.mark.usefixtures("home")
def test_nothing_is_taken_after_the_sign_off(given: Callable[..., Path]) -> None:
    ledger = Ledger.open(Home.open())
    ledger.record_run(a_claim(), "out")
    ledger.approve("innocooppolsax", 1, "L. Partner")
    ledger.close()
    done = submit(given(GOOD))
    assert done.exit_code == 1
    assert "Hand it in for period 2, or ask the lead partner to reopen period 1" in done.output
    assert standing() == {}


@pytest.mark.usefixtures("home")
def test_a_nil_report_is_a_submission() -> None:
    told = receipt("--nil", "--received-on", "2017-07-10")
    assert (told["nil"], told["rows"], told["outcome"], told["files"]) == (True, 0, "accepted", [])
    assert standing()["WFS"].nil


@pytest.mark.usefixtures("home")
def test_a_day_that_is_stated_is_marked_and_must_not_lie_ahead(given: Callable[..., Path]) -> None:
    told = receipt(given(GOOD), "--received-on", "2017-07-20")
    assert (told["received_on"], told["back_dated"], told["late"]) == ("2017-07-20", True, False)
    assert date.fromisoformat(told["received_at"][:10]) > date(2017, 7, 20)
    change = Ledger.open(Home.open()).states("innocooppolsax", 1).partners["WFS"]
    assert change.why == "submission 1, back-dated to 2017-07-20"
    ahead = submit(given(GOOD), "--received-on", "2999-01-01")
    assert ahead.exit_code == 2
    assert "lies ahead" in ahead.output


@pytest.mark.usefixtures("home")
def test_a_withdrawn_submission_is_gone_but_its_receipt_is_not(given: Callable[..., Path]) -> None:
    receipt(given(GOOD))
    asked = ("withdraw", "innocooppolsax", "1", "--partner", "WFS", "--by", "A. Kaiser", "--why")
    assert call(*asked, "wrong file").exit_code == 0
    assert standing() == {}
    again = call(*asked, "wrong file")
    assert (again.exit_code, "no submission to withdraw" in again.output) == (1, True)
    shown = call("receipt", "innocooppolsax", "1", "--partner", "WFS", "--json")
    assert json.loads(shown.stdout)["receipt"] == "innocooppolsax/1/WFS/1"


def test_a_list_of_participants_is_not_kept_and_nobody_s_address_is(
    home: Path, given: Callable[..., Path]
) -> None:
    people = given(head=PEOPLE, name="participants.csv")
    told = receipt(given(GOOD), people)
    assert [(file["file"], file["kept"]) for file in told["files"]] == [
        ("costs.csv", True),
        ("participants.csv", False),
    ]
    stored = [file for file in home.rglob("*") if file.is_file()]
    assert not [file for file in stored if b"anna.nowak" in file.read_bytes()]


def test_the_receipt_is_printed_with_the_same_bytes(
    home: Path, given: Callable[..., Path], tmp_path: Path
) -> None:
    del home
    first, again = tmp_path / "first.pdf", tmp_path / "again.pdf"
    assert submit(given(GOOD, BROKEN), "--receipt", first).exit_code == 0
    assert call("receipt", "innocooppolsax", "1", "--partner", "WFS", again).exit_code == 0
    assert first.read_bytes() == again.read_bytes()
    assert first.read_bytes().startswith(b"%PDF")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ((), "There is nothing to hand in"),
        (("nowhere.csv",), "There is no file nowhere.csv"),
    ],
)
def test_wrong_usage_is_told_in_plain_words(said: tuple[str, ...], told: str) -> None:
    done = submit(*said)
    assert done.exit_code == 2
    assert told in done.output


@pytest.mark.usefixtures("home")
def test_files_that_cannot_be_told_apart_or_are_too_many_are_refused(
    given: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import portal.submitting

    file = given(GOOD)
    other = tmp_path / "other" / file.name
    other.parent.mkdir()
    other.write_bytes(file.read_bytes())
    assert "Two files are called costs.csv" in submit(file, other).output
    assert "has no files" in submit(file, "--nil").output
    assert submit(tmp_path / "other").exit_code == 2
    monkeypatch.setattr(portal.submitting, "MOST_FILES", 1)
    assert "more than a submission can have" in submit(file, given(name="b.csv")).output
    monkeypatch.setattr(portal.submitting, "LARGEST_SUBMISSION", 10)
    assert "together" in submit(file).output
    assert standing() == {}


def test_a_link_is_not_followed(home: Path, given: Callable[..., Path], tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(given(GOOD))
    assert submit(link).exit_code == 2
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    assert submit(pipe).exit_code == 2
    assert not list((home / "raw").glob("*/*"))


def test_handing_in_does_without_the_orchestrator(given: Callable[..., Path], home: Path) -> None:
    words = ["submit", str(given(GOOD)), "--project", "innocooppolsax", "--partner", "WFS"]
    looked = (
        "import sys\nfrom portal.cli import app\n"
        f"try:\n    app({[*words, '--period', '1']!r})\nexcept SystemExit:\n    pass\n"
        "print(sorted({m.partition('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", looked],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "EUROCENT_HOME": str(home), "PYTHONPATH": str(Path.cwd())},
    )
    assert "'prefect'" not in done.stderr
    assert "'weasyprint'" not in done.stderr
    assert "innocooppolsax/1/WFS/1" in done.stdout
