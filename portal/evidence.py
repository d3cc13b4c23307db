"""The command ``evidence add``: papers handed in by themselves, until the claim is signed off."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import typer
from rich.console import Console

from intake.files import label_of
from ledger.errors import LedgerUnavailable
from ledger.home import Home
from ledger.ledger import Ledger
from ledger.store import FrameStore
from portal.assessing import Desk
from portal.checking import show_findings
from portal.errors import WRONG_USAGE, Refusal
from portal.papers import all_papers, keep_papers, look_at_papers, match_papers
from schemas.claim import ClaimFinding, EvidenceCounts
from schemas.words import N_, Words, words

_NAMED = 10


def add_evidence(
    files: Sequence[Path],
    lists: Sequence[Path],
    desk: Desk,
    by: str,
    language: str,
    *,
    as_json: bool,
) -> None:
    """Keep files of evidence and say which rows have theirs now.

    Exit code 2 where not one of the files is evidence; nothing is kept then.
    """
    spoken = words(language)
    missing = next((file for file in (*files, *lists) if not file.exists()), None)
    if missing is not None:
        raise Refusal(f"There is no file {missing}.", "Name the papers to hand in.")
    home = Home.open()
    ledger = Ledger.open(home)
    try:
        if ledger.approved_run(desk.project.id, desk.period) is not None:
            raise Refusal(
                f"The claim of period {desk.period} is signed off; nothing more can be taken.",
                f"Ask the lead partner to reopen period {desk.period}.",
                1,
            )
        context = desk.context(ledger.secret())
        seen = look_at_papers([(file, label_of(file)) for file in files], lists, context)
        new = keep_papers(seen, desk, ledger, by)
        everything = all_papers(seen, desk, ledger)
        frames = _frames(ledger, FrameStore.open(home), desk)
    finally:
        ledger.close()
    counts, told = match_papers(everything, frames, desk, spoken, seen.findings)
    # Before any extract is in, every file would be said to belong nowhere.
    findings = told if frames else [entry for entry in told if not entry.code.startswith("EVI-04")]
    if as_json:
        answer = {
            "files": [file.model_dump() for file in seen.files],
            "new": new,
            "evidence": counts.model_dump() if frames else None,
            "findings": [finding.model_dump(mode="json") for finding in findings],
        }
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
    else:
        _show(new, len(seen.files), counts if frames else None, findings, spoken)
    if not seen.files:
        raise typer.Exit(WRONG_USAGE)


def evidence_line(counts: EvidenceCounts, spoken: Words) -> str:
    """How many items have their evidence, and which have not."""
    line = spoken.sentence(
        N_("Evidence: {there} of {items} items have theirs (files: {files})."),
        {"there": counts.items_with, "items": counts.items, "files": counts.files},
    )
    missing = [number for partner in counts.partners for number in partner.missing]
    if not missing:
        return line
    named = ", ".join(missing[:_NAMED]) + (" …" if len(missing) > _NAMED else "")
    return f"{line} " + spoken.sentence(N_("Missing: {items}."), {"items": named})


def _frames(ledger: Ledger, store: FrameStore, desk: Desk) -> Mapping[str, pd.DataFrame]:
    """The partner's rows as they were submitted, none where nothing is in yet."""
    stands = ledger.standing_submissions(desk.project.id, desk.period).get(desk.owner.id)
    if stands is None:
        return {}
    try:
        return {table: store.get(stands.frames[table]) for table in ("costs", "activities")}
    except (KeyError, LedgerUnavailable):
        return {}


def _show(
    new: int,
    kept: int,
    counts: EvidenceCounts | None,
    findings: Sequence[ClaimFinding],
    spoken: Words,
) -> None:
    console = Console()
    show_findings(console, list(findings), spoken)
    line = spoken.sentence(
        N_("Kept: {kept} files, of which {new} are new."), {"kept": kept, "new": new}
    )
    console.print(line, highlight=False, markup=False)
    if counts is None:
        line = spoken(N_("No extract is handed in yet; its rows find their evidence then."))
    else:
        line = evidence_line(counts, spoken)
    console.print(line, highlight=False, markup=False)
