"""A whole reporting round over the reference projects, under a real Prefect server."""

from __future__ import annotations

import asyncio
import json
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from ledger.erasing import Erasing
from ledger.home import Home
from ledger.ledger import Ledger
from ledger.store import FrameStore
from schemas.claim import Claim
from schemas.progress import Progress, listening
from schemas.run import RunRequest, RunResult
from tests.unit.reporting.printed import pages_of

pytestmark = pytest.mark.usefixtures("orchestrator", "home")


def run(request: RunRequest) -> RunResult:
    from flows.reporting import reporting_run

    return asyncio.run(reporting_run(request))


def claim_in(folder: str) -> Claim:
    return Claim.model_validate_json((Path(folder) / "claim.json").read_text(encoding="utf-8"))


def ask(out: Path, period: int = 1, **more: object) -> RunRequest:
    return RunRequest.model_validate(
        {"project": "innocooppolsax", "period": period, "out": out, **more}
    )


def test_a_run_writes_the_claim_and_every_document(tmp_path: Path) -> None:
    told: list[Progress] = []
    with listening(told.append):
        result = run(ask(tmp_path))
    folder = Path(result.folder)
    assert folder == tmp_path / "innocooppolsax" / "1"
    written = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*"))
    assert written == [
        "claim.json",
        "corrections",
        "corrections/KARR.xlsx",
        "corrections/TGZ.xlsx",
        "corrections/WFS.xlsx",
        "expenditure.csv",
        "findings.xlsx",
        "handover",
        "handover/KARR-01.xlsx",
        "handover/TGZ-01.xlsx",
        "handover/WFS-01.xlsx",
        "partners",
        "partners/KARR.pdf",
        "partners/TGZ.pdf",
        "partners/WFS.pdf",
        "report.pdf",
    ]
    assert all(
        (folder / name).read_bytes().startswith(b"%PDF") for name in written if ".pdf" in name
    )
    assert {step.step for step in told} == {
        "collect",
        "assess",
        "reconcile",
        "record",
        "render",
        "deliver",
    }
    claim = claim_in(result.folder)
    assert claim.status == "draft"
    assert all(line.difference == 0 for line in claim.reconciliation)


def test_corrections_hold_no_list_of_participants(tmp_path: Path) -> None:
    folder = Path(run(ask(tmp_path)).folder)
    books = {path.stem: load_workbook(path) for path in (folder / "corrections").iterdir()}
    # The workbook of TGZ has such a list, that of WFS is a file of its own.
    assert books["TGZ"].sheetnames == ["Corrections", "Kosten", "Aktivitäten"]
    assert "Teilnehmer" not in books["WFS"].sheetnames
    told = books["TGZ"].worksheets[0]["A2"].value
    assert "InnoCoopPolSax_TGZ_1.xlsx" in str(told)


def test_the_same_run_again_finds_its_result(tmp_path: Path) -> None:
    first = run(ask(tmp_path / "first"))
    again = run(ask(tmp_path / "again"))
    assert not first.found_again
    assert again.found_again
    for path in Path(first.folder).rglob("*.*"):
        twin = Path(again.folder) / path.relative_to(first.folder)
        assert twin.read_bytes() == path.read_bytes(), path.name


def test_later_periods_stand_on_the_earlier_ones(tmp_path: Path) -> None:
    first = claim_in(run(ask(tmp_path, 1)).folder)
    second = claim_in(run(ask(tmp_path, 2)).folder)
    assert second.status == "provisional"
    assert second.provenance.previous == [first.provenance.fingerprint]
    assert second.totals.cumulative_eligible == first.totals.eligible + second.totals.eligible
    assert second.totals.cumulative_fund == first.totals.fund + second.totals.fund


def test_a_period_run_without_the_ones_before_says_so(tmp_path: Path) -> None:
    claim = claim_in(run(ask(tmp_path, 2)).folder)
    assert claim.status == "provisional"
    assert [f.found for f in claim.findings if f.code == "DEL-03"] == ["1"]


def test_a_signed_report_is_kept_when_another_version_is_made(tmp_path: Path) -> None:
    signed = run(ask(tmp_path, sign_off_by="L. Partner"))
    report = (Path(signed.folder) / "report.pdf").read_bytes()
    assert claim_in(signed.folder).status == "approved"
    run(ask(tmp_path, submitted_on=date(2017, 7, 20)))
    assert (Path(signed.folder) / "versions" / "1" / "report.pdf").read_bytes() == report
    assert claim_in(signed.folder).version == 2


def test_a_blocked_partner_counts_as_missing_and_the_others_are_used(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    own = Path(__file__).parents[2] / "data/projects/innocooppolsax/extracts/1"
    shutil.copytree(own, inbox)
    for file in (inbox / "KARR").iterdir():
        file.unlink()
    (inbox / "KARR" / "koszty.csv").write_text("nic;tu;nie;ma\n1;2;3;4\n", encoding="utf-8")
    claim = claim_in(run(ask(tmp_path / "out", inbox=inbox)).folder)
    delivered = {partner.partner: partner.delivered for partner in claim.partners}
    assert delivered == {"WFS": True, "TGZ": True, "KARR": False}
    assert claim.blocked
    assert {f.partner for f in claim.findings if f.severity == "blocking"} == {"KARR"}
    assert claim.totals.eligible > 0


def test_a_partner_without_files_is_missing_and_said_to_be(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    shutil.copytree(Path(__file__).parents[2] / "data/projects/innocooppolsax/extracts/1", inbox)
    shutil.rmtree(inbox / "KARR")
    claim = claim_in(run(ask(tmp_path / "out", inbox=inbox)).folder)
    delivered = {partner.partner: partner.delivered for partner in claim.partners}
    assert delivered == {"WFS": True, "TGZ": True, "KARR": False}
    assert [f.partner for f in claim.findings if f.code == "DEL-01"] == ["KARR"]
    assert not claim.blocked


def test_a_dry_run_leaves_no_trace(tmp_path: Path) -> None:
    result = run(ask(tmp_path / "out", dry_run=True))
    assert result.folder == ""
    assert not (tmp_path / "out").exists()
    after = run(ask(tmp_path / "out"))
    assert not after.found_again


def test_every_item_leads_back_to_a_file_that_is_kept(tmp_path: Path, home: Path) -> None:
    # TGZ delivers one workbook with its participants in it: their names must not be stored, so
    # that file is known by its digest only (ADR on participants' files).
    claim = claim_in(run(ask(tmp_path)).folder)
    kept = {path.name for path in (home / "raw").rglob("*") if path.is_file()}
    assert claim.items
    missing = {item.file for item in claim.items if item.file_sha256 not in kept}
    assert missing == {"InnoCoopPolSax_TGZ_1.xlsx"}
    assert all(item.file_sha256 and item.row > 1 for item in claim.items)


def test_no_name_of_a_participant_is_stored_or_printed(tmp_path: Path, home: Path) -> None:
    result = run(ask(tmp_path))
    needle = b"@example.org"
    state = [p for p in home.rglob("*") if p.is_file() and "prefect" not in p.parts]
    printed = [p for p in Path(result.folder).rglob("*") if p.is_file()]
    assert state
    assert [p for p in state + printed if needle in p.read_bytes()] == []


def test_erasing_a_participant_changes_no_figure(tmp_path: Path, home: Path) -> None:
    first = claim_in(run(ask(tmp_path / "first")).folder)
    second = claim_in(run(ask(tmp_path / "first", period=2)).folder)
    state = Home.open()
    store = FrameStore.open(state)
    frames = [store.get(digest) for digest in store.persons.digests()]
    person = pd.concat(frames)["participant_ref"].value_counts().index[0]
    erasing = Erasing(Ledger.open(state), store)
    assert erasing.erase(erasing.person(person), first.project, "person", "DPO", "request") > 1

    assert [p for p in home.rglob("*") if p.is_file() and person.encode() in p.read_bytes()] == []
    again = run(ask(tmp_path / "again"))
    assert again.found_again
    assert claim_in(again.folder) == first
    # In another language the second period is assessed anew, upon the lists as they are now.
    german = claim_in(run(ask(tmp_path / "german", period=2, language="de")).folder)
    assert german.participants == second.participants
    assert german.indicators == second.indicators
    assert erasing.person(person).rows == 0


def test_the_claim_is_plain_json_with_amounts_as_text(tmp_path: Path) -> None:
    claim = json.loads((Path(run(ask(tmp_path)).folder) / "claim.json").read_text("utf-8"))
    assert claim["schema"] == "eurocent/claim/1"
    assert isinstance(claim["totals"]["eligible"], str)
    assert claim["totals"]["eligible"].count(".") == 1


def test_a_service_contract_is_reported_by_its_deliverables(tmp_path: Path) -> None:
    folder = Path(run(ask(tmp_path, project="eccp-matchmaking-2014")).folder)
    claim = claim_in(str(folder))
    # 96,715.28 less damages of 0.3 x 26,000.00 / 60 x 10.
    assert (claim.totals.fund, claim.totals.payable) == (96_715_28, 95_415_28)
    assert not any(f.severity in ("blocking", "warn") for f in claim.findings)
    printed = " ".join(" ".join(pages_of((folder / "report.pdf").read_bytes())).split())
    for words in ("Report on Naples", "Liquidated damages", "95,415.28", "pending"):
        assert words in printed
