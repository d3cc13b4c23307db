"""Evidence of a run: what lies in the inbox, and what was handed in by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from intake.context import Context
from intake.evidence import see
from intake.evidence_list import apply_lists
from intake.inbox import papers_of
from intake.project import category_names
from schemas.evidence import EvidenceFile
from schemas.findings import Finding
from schemas.project import Project
from schemas.run import RunRefused
from tasks.workshop import Workshop


class PlannedEvidence(BaseModel):
    """A file of evidence; ``path`` is None for one that was handed in and is kept already."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: EvidenceFile
    path: Path | None = None


def planned_evidence(
    project: Project, period: int, inbox: Path | None, shop: Workshop
) -> tuple[dict[str, list[PlannedEvidence]], list[Finding]]:
    """The evidence of each partner who hands any in, by name; and what there is to say of it.

    Args:
        project: as amended for the period.
        period: number of the reporting period.
        inbox: the folder of the run, None where everything was submitted.
        shop: whose ledger knows what was handed in.
    """
    findings: list[Finding] = []
    planned: dict[str, list[PlannedEvidence]] = {}
    lying = papers_of(inbox, project) if inbox is not None else {}
    handed_in = shop.ledger.evidence(project.id, period)
    for partner in (entry.id for entry in project.partners):
        seen = see(lying.get(partner, []), partner)
        files, met = list(seen.files), list(seen.findings)
        if seen.tables:
            files, told = apply_lists(files, seen.tables, _context(project, partner, period, shop))
            met += told
        entries = [
            PlannedEvidence(file=file, path=path)
            for file, path in zip(files, seen.paths, strict=True)
        ]
        known = {(file.file, file.sha256) for file in files}
        entries += [
            PlannedEvidence(file=file)
            for file in handed_in.get(partner, [])
            if (file.file, file.sha256) not in known
        ]
        if entries:
            planned[partner] = entries
        findings += met
    return planned, findings


def keep_evidence(evidence: Mapping[str, Sequence[PlannedEvidence]], shop: Workshop) -> None:
    """Keep the bytes of what lay in the inbox.

    Raises:
        RunRefused: a file was changed during the run.
    """
    for entry in (entry for files in evidence.values() for entry in files):
        if entry.path is None or shop.ledger.evidence_path(entry.file.sha256).exists():
            continue
        if shop.ledger.keep_evidence(entry.path.read_bytes()) != entry.file.sha256:
            raise RunRefused(
                f"{entry.file.file} was changed during the run.", "Start the run again."
            )


def _context(project: Project, partner: str, period: int, shop: Workshop) -> Context:
    return Context(
        project=project,
        partner=partner,
        period=period,
        categories=category_names(shop.law.family(project.rule_set)),
        pseudonym_key=shop.ledger.secret(),
    )
