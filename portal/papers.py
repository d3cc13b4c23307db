"""Evidence that a partner hands in, with its extracts or by itself: looked at, matched, kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from intake.context import Context
from intake.evidence import see
from intake.evidence_list import apply_lists
from intake.rates import load_rates
from ledger.ledger import Ledger
from portal.assessing import Desk
from portal.remembered import on_record
from rules.case import Case
from rules.claim import claim_finding
from rules.evidence_files import papers_of
from schemas.activities import ACTIVITIES
from schemas.claim import ClaimFinding, EvidenceCounts
from schemas.costs import COSTS
from schemas.evidence import EvidenceFile
from schemas.findings import Finding, worst_first
from schemas.participants import PARTICIPANTS
from schemas.run import RunRefused
from schemas.words import Words


@dataclass(frozen=True)
class PapersSeen:
    """Evidence that was looked at, and is not kept yet.

    Attributes:
        files: those that can be kept, with what lists say of them.
        paths: where each of them lies, likewise.
        findings: about those that cannot, and about lists.
    """

    files: tuple[EvidenceFile, ...] = ()
    paths: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()


def look_at_papers(
    papers: Sequence[tuple[Path, str]], lists: Sequence[Path], context: Context
) -> PapersSeen:
    """Look at files of evidence, and give them what lists say they stand for.

    Args:
        papers: paths with the partner's names of them.
        lists: tables that say which file is what.
        context: whose they are.

    Raises:
        OSError: a file is not there, or this process may not read it.
    """
    seen = see(papers, context.partner)
    files, told = apply_lists(seen.files, [*lists, *seen.tables], context)
    return PapersSeen(tuple(files), seen.paths, (*seen.findings, *told))


def keep_papers(seen: PapersSeen, desk: Desk, ledger: Ledger, by: str) -> int:
    """Keep files of evidence: their bytes first, then the rows that name them.

    Returns:
        How many were not known before with the same name, content and list.

    Raises:
        RunRefused: a file was changed meanwhile; nothing was entered.
        LedgerUnavailable: the state folder cannot be written to.
    """
    for file, path in zip(seen.files, seen.paths, strict=True):
        if ledger.keep_evidence(path.read_bytes()) != file.sha256:
            raise RunRefused(f"{file.file} was changed meanwhile.", "Hand it in again.")
    report = (desk.project.id, desk.period, desk.owner.id)
    return ledger.add_evidence(*report, seen.files, by or desk.owner.id) if seen.files else 0


def all_papers(seen: PapersSeen, desk: Desk, ledger: Ledger) -> list[EvidenceFile]:
    """What is handed in now, and what was before for the same report."""
    known = ledger.evidence(desk.project.id, desk.period).get(desk.owner.id, [])
    now = {(file.file, file.sha256) for file in seen.files}
    return [*seen.files, *(file for file in known if (file.file, file.sha256) not in now)]


def match_papers(
    files: Sequence[EvidenceFile],
    frames: Mapping[str, pd.DataFrame],
    desk: Desk,
    spoken: Words,
    findings: Sequence[Finding] = (),
) -> tuple[EvidenceCounts, list[ClaimFinding]]:
    """Which of a partner's rows have their evidence, and what there is to say of that.

    Args:
        files: all evidence of the report.
        frames: typed, ``costs`` and ``activities`` of the partner; none where nothing is in yet.
        desk: where they are handed in.
        spoken: language of the findings.
        findings: what was found about the files already.
    """
    costs = frames.get("costs", COSTS.empty())
    earlier, _ = on_record(desk.project.id, desk.period, costs)
    case = Case(
        project=desk.project,
        number=desk.period,
        law=desk.law,
        rates=load_rates(),
        costs=costs,
        activities=frames.get("activities", ACTIVITIES.empty()),
        participants=PARTICIPANTS.empty(),
        reports={},
        earlier=earlier,
        evidence={desk.owner.id: files},
    )
    papers = case.once(papers_of)
    own = [*findings, *(f for f in papers.findings if f.partner == desk.owner.id)]
    return papers.counts, [claim_finding(finding, case, spoken) for finding in worst_first(own)]
