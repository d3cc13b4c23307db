"""Runs that use what was submitted: the same figures as from an inbox, with the receipts' days."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest

from ledger.home import Home
from ledger.ledger import Ledger
from portal.receipts import Handing, Upload
from portal.submitting import submit
from schemas.claim import Claim
from schemas.run import RunRequest, RunResult

pytestmark = pytest.mark.usefixtures("orchestrator", "home")

PROJECT = "innocooppolsax"
EXTRACTS = Path(__file__).parents[2] / "data" / "projects" / PROJECT / "extracts" / "1"


def run(out: Path, **more: object) -> RunResult:
    from flows.reporting import reporting_run

    request = {"project": PROJECT, "period": 1, "out": out, **more}
    return asyncio.run(reporting_run(RunRequest.model_validate(request)))


def claim_in(result: RunResult) -> Claim:
    return Claim.model_validate_json((Path(result.folder) / "claim.json").read_text("utf-8"))


def hand_in(partner: str, day: date, *files: Path) -> None:
    uploads = [Upload.of(file) for file in files]
    submit(Handing(PROJECT, partner, 1, uploads, nil=not files, received_on=day))


def test_a_run_uses_what_was_submitted(tmp_path: Path) -> None:
    hand_in("WFS", date(2017, 7, 20), *(EXTRACTS / "WFS").iterdir())
    hand_in("TGZ", date(2017, 8, 2))
    result = run(tmp_path / "submitted")
    claim = claim_in(result)
    held = {partner.partner: partner for partner in claim.partners}
    assert {name: partner.delivered for name, partner in held.items()} == {
        "WFS": True,
        "TGZ": True,
        "KARR": False,
    }
    assert held["WFS"].submitted_on == date(2017, 7, 20)
    assert held["KARR"].submitted_on == date(2017, 7, 30)
    assert held["TGZ"].declared == 0
    codes = {(finding.code, finding.partner) for finding in claim.findings}
    assert ("DEL-01", "KARR") in codes
    assert ("DEL-01", "TGZ") not in codes
    assert ("PER-04", "TGZ") in codes
    assert [(entry.file, entry.received_at) for entry in claim.provenance.inputs] == [
        ("aktivitaeten.csv", "2017-07-20"),
        ("kosten.csv", "2017-07-20"),
        ("teilnehmer.csv", "2017-07-20"),
    ]
    # The list of participants is not kept; what was read of it counts all the same.
    from_inbox = claim_in(run(tmp_path / "inbox", inbox=EXTRACTS))
    theirs = {partner.partner: partner for partner in from_inbox.partners}
    assert held["WFS"].eligible == theirs["WFS"].eligible
    assert claim.participants.attendances == 30
    assert run(tmp_path / "again").found_again

    ledger = Ledger.open(Home.open())
    assert ledger.withdraw(PROJECT, 1, "WFS", "A. Kaiser", "wrong").outcome == "used"
    ledger.close()


def test_who_took_everything_back_is_missing(tmp_path: Path) -> None:
    hand_in("TGZ", date(2017, 7, 2))
    ledger = Ledger.open(Home.open())
    assert ledger.withdraw(PROJECT, 1, "TGZ", "T. Geschke", "wrong").outcome == "withdrawn"
    ledger.close()
    claim = claim_in(run(tmp_path))
    assert not any(partner.delivered for partner in claim.partners)
