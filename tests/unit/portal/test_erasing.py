"""``eurocent erase`` and ``retention``: who is gone, what stays, what is told to whom."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner, Result

from intake.pseudonyms import project_key, pseudonym
from ledger.home import Home
from ledger.ledger import Ledger
from ledger.store import FrameStore
from portal.cli import app
from portal.errors import plainly
from schemas.claim import ActivityCounts, ActivityLine
from schemas.evidence import EvidenceFile
from tests.unit.ledger.samples import a_claim, an_item
from tests.unit.ledger.test_erasing import attendances

PROJECT = "innocooppolsax"


def call(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], input=typed)


@pytest.fixture
def digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A state folder in which a run has one list, of Anna twice and of Jan."""
    monkeypatch.setenv("EUROCENT_HOME", str(tmp_path / "state"))
    ledger = Ledger.open(Home.open())
    key = project_key(ledger.secret(), PROJECT)
    anna, jan = (pseudonym(f"{name}@example.org", key) for name in ("anna", "jan"))
    digest = FrameStore.open(ledger.home).put(attendances(anna, jan, anna))
    ledger.record_run(a_claim(project=PROJECT), "out", [{"participants": digest}])
    return digest


def persons(digest: str) -> pd.Series:
    return FrameStore.open(Home.open()).get(digest)["participant_ref"]


def keeping(folder: Path, until: str) -> Path:
    """The project's file with a day until which lists are kept."""
    source = Path("data/projects/innocooppolsax/project.yaml").read_text(encoding="utf-8")
    file = folder / f"{until}.yaml"
    privacy = f"privacy: {{participants_kept_until: {until}, reference: Record 12}}\n"
    file.write_text(source + privacy, encoding="utf-8")
    return file


ANNA = ("erase", PROJECT, "--participant", " Anna@Example.org ", "--by", "DPO")


def test_one_person_is_erased_and_the_answer_does_not_name_her(digest: str) -> None:
    before = persons(digest)
    told = call(*ANNA, "--why", "request of 3 May", "--dry-run")
    assert told.exit_code == 0
    assert "2 attendances" in told.output
    assert persons(digest).equals(before)
    told = call(*ANNA, "--why", "request of 3 May", "--yes")
    assert told.exit_code == 0, told.output
    assert "Every total stays" in " ".join(told.output.split())
    assert "anna" not in told.output.casefold()
    assert persons(digest).nunique() == 2
    assert len(set(before) & set(persons(digest))) == 1
    again = call(*ANNA, "--why", "request of 3 May", "--yes")
    assert (again.exit_code, again.output.strip()) == (0, "Nothing is stored under this key.")


def test_an_unknown_person_is_answered_like_any_other(digest: str) -> None:
    before = persons(digest)
    for key in ("nobody@example.org", before[0]):
        told = call("erase", PROJECT, "--participant", key, "--by", "DPO", "--why", "x", "--yes")
        assert (told.exit_code, told.output.strip()) == (0, "Nothing is stored under this key.")
    elsewhere = call("erase", "eccop", *ANNA[2:], "--why", "x", "--yes")
    assert elsewhere.output.strip() == "Nothing is stored under this key."
    assert persons(digest).equals(before)


def test_nobody_is_erased_without_a_word(digest: str) -> None:
    before = persons(digest)
    told = call(*ANNA, "--why", "request")
    assert told.exit_code == 2
    assert "--yes" in told.output
    assert call(*ANNA, "--yes").exit_code == 2
    assert "without naming" in call(*ANNA, "--why", "anna@example.org asked", "--yes").output
    assert call("erase", PROJECT, "--by", "DPO").exit_code == 2
    assert call(*ANNA, "--due", "--why", "x").exit_code == 2
    assert persons(digest).equals(before)


def test_the_key_may_be_typed_in(digest: str) -> None:
    words = ("erase", PROJECT, "--participant", "-", "--by", "DPO", "--why", "request", "--yes")
    told = call(*words, typed="anna@example.org\n")
    assert "Erased: 2 attendances" in told.output
    assert persons(digest).nunique() == 2


def test_lists_are_erased_when_their_day_has_passed(digest: str, tmp_path: Path) -> None:
    long = keeping(tmp_path, "2999-12-31")
    told = call("erase", str(long), "--due", "--by", "DPO", "--yes")
    assert "No list of innocooppolsax is due" in told.output
    (record,) = json.loads(call("retention", str(long), "--json").output)
    assert not record["due"]
    assert record["lists"] == [
        {"period": 1, "partner": "WFS", "rows": 3, "persons": 2, "cleared": False}
    ]
    short = keeping(tmp_path, "2020-06-30")
    before = set(persons(digest))
    (record,) = json.loads(call("retention", str(short), "--json").output)
    assert (record["kept_until"], record["due"]) == ("2020-06-30", True)
    told = call("erase", str(short), "--due", "--by", "DPO", "--yes")
    assert "Erased: 3 attendances" in told.output
    assert not before & set(persons(digest))
    assert persons(digest).nunique() == 2
    (record,) = json.loads(call("retention", str(short), "--json").output)
    assert not record["due"]
    assert record["lists"][0]["cleared"]
    assert [(done["by"], done["rows"]) for done in record["erasures"]] == [("DPO", 3)]
    assert "nobody any more" in call("retention", str(short)).output
    assert "nobody" in call("retention").output
    assert "holds anybody" in call("erase", str(short), "--due", "--by", "DPO", "--yes").output


def test_attendance_lists_among_the_evidence_go_with_the_documents(digest: str) -> None:
    ledger = Ledger.open(Home.open())
    listed, invoice, shared = (
        ledger.keep_evidence(content) for content in (b"who came", b"invoice", b"of two projects")
    )
    ledger.add_evidence(
        "another", 1, "WFS", [EvidenceFile(file="x.pdf", sha256=shared, size=1, kind="pdf")], "Anna"
    )
    event = ActivityLine(
        activity_id="E1",
        work_package="WP1",
        type="event",
        title="Fair",
        status="completed",
        partner="WFS",
        evidence=[listed, invoice, shared],
    )
    claim = a_claim(
        "with papers",
        project=PROJECT,
        activities=ActivityCounts(lines=[event]),
        items=[an_item(evidence=[invoice])],
    )
    ledger.record_run(claim, "out", [{"participants": digest}])
    told = call("erase", PROJECT, "--due", "--by", "DPO", "--dry-run")
    assert "1 file of evidence" in " ".join(told.output.split())
    assert ledger.evidence_path(listed).exists()
    told = call("erase", PROJECT, "--due", "--by", "DPO", "--yes")
    assert told.exit_code == 0, told.output
    assert not ledger.evidence_path(listed).exists()
    assert ledger.evidence_path(invoice).exists()
    assert ledger.evidence_path(shared).exists()


def test_lists_do_not_go_before_the_project_ends(tmp_path: Path) -> None:
    told = call("retention", str(keeping(tmp_path, "2018-06-30")))
    assert told.exit_code == 2
    assert "before the project ends" in told.output


def test_where_nothing_was_ever_stored_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EUROCENT_HOME", str(tmp_path / "state"))
    assert "No lists" in call("retention").output
    assert call(*ANNA, "--why", "x", "--yes").output.strip() == "Nothing is stored under this key."
    assert not (tmp_path / "state").exists()


def test_the_log_of_a_mistake_of_ours_names_no_address(tmp_path: Path) -> None:
    @plainly
    def broken() -> None:
        raise ValueError("anna@example.org cannot be read")

    with pytest.MonkeyPatch.context() as place:
        place.setattr("tempfile.tempdir", str(tmp_path))
        with pytest.raises(typer.Exit):
            broken()
    (log,) = tmp_path.glob("eurocent-*.log")
    assert "ValueError" in log.read_text(encoding="utf-8")
    assert "anna@" not in log.read_text(encoding="utf-8")
