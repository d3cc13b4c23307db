"""Correct: every partner gets its files back with what is to be changed in them.

The workbooks are made from raw files that were kept. Of a file that was not kept because of its
list of participants, costs and activities are written again, and nothing else; a file that was
refused is not copied at all. What was found in those is listed all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from prefect import task

from intake.context import Context
from intake.delivery import FileRead, read_file
from intake.pages import agrees, pages_of
from reporting.correction_workbook import correction_workbook
from reporting.corrections import Stakes, corrections_of
from reporting.shelf import put
from schemas.claim import Claim, ClaimFinding
from schemas.pages import Page
from schemas.words import words
from tasks.assess import read_claim
from tasks.collect import context_of
from tasks.plan import Plan, PlannedFile, read_plan
from tasks.workshop import Workshop, workshop

MOST_CELLS = 60_000
"""Filled cells of a workbook that goes back as it came; a run must not wait for larger ones."""


@dataclass(frozen=True)
class _Volume:
    """What goes into one workbook: one workbook of the partner, or CSV files of different tables.

    Attributes:
        files: the partner's names of them.
        pages: their sheets.
        raw, read: of the only file, where it is a workbook that was kept.
        without_persons: names of files whose list of participants is left out.
    """

    files: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    raw: bytes | None = None
    read: FileRead | None = None
    without_persons: list[str] = field(default_factory=list)

    @property
    def tables(self) -> set[str]:
        """The tables that it holds."""
        return {page.table for page in self.pages}


@task(task_run_name="correct {partner}")
async def write_corrections(plan: str, claim: str, partner: str) -> list[str]:
    """Write ``corrections/<partner>.xlsx``, and ``<partner>-2.xlsx`` where one cannot hold all.

    Returns:
        The files' paths; none where nothing was found in the partner's files.
    """
    return await asyncio.to_thread(_write, read_plan(plan), read_claim(claim), partner)


def _write(plan: Plan, claim: Claim, partner: str) -> list[str]:
    findings = [
        finding
        for finding in claim.findings
        if finding.partner == partner
        if finding.file or finding.applies_to in ("file", "table", "item", "category")
    ]
    if not any(finding.file for finding in findings):
        return []
    shop = workshop()
    context = context_of(plan, partner, shop)
    volumes = [
        volume
        for volume in _volumes(plan, partner, context, shop)
        if any(finding.file in volume.files for finding in findings)
    ]
    language = plan.request.language
    folder = shop.folder_of(plan.fingerprint, language)
    made = {}
    for number, volume in enumerate(volumes or [_Volume()], start=1):
        name = f"{partner}.xlsx" if number == 1 else f"{partner}-{number}.xlsx"
        own = _findings_of(findings, volumes, number)
        away = _away(_files(plan, partner), volumes)
        made[f"corrections/{name}"] = _workbook(
            volume, own, away, claim, context, language=language
        )
    put(folder, made)
    return [str(folder / name) for name in made]


def _workbook(
    volume: _Volume,
    findings: Sequence[ClaimFinding],
    away: Sequence[str],
    claim: Claim,
    context: Context,
    *,
    language: str,
) -> bytes:
    corrections = corrections_of(
        findings,
        volume.pages,
        words(language),
        period=claim.period,
        label=", ".join(volume.files or away),
        stakes=_stakes(claim, context.partner),
        away=away if volume.files else (),
        without_persons=volume.without_persons,
    )
    read = volume.read
    return correction_workbook(
        volume.raw if read else None,
        volume.pages,
        corrections,
        claim.submitted_on,
        lambda copy: read is not None and agrees(copy, volume.pages, read, context),
        most_cells=MOST_CELLS,
    )


def _volumes(plan: Plan, partner: str, context: Context, shop: Workshop) -> list[_Volume]:
    """The partner's files, put together as far as one workbook can hold them."""
    bound: list[_Volume] = []
    loose: list[_Volume] = []
    for file in _files(plan, partner):
        volume = _volume(file, context, shop)
        if not volume.pages:
            continue
        if any(page.kinds for page in volume.pages):
            bound.append(volume)
            continue
        fitting = next((other for other in loose if not other.tables & volume.tables), None)
        if fitting is None:
            loose.append(volume)
            bound.append(volume)
        else:
            fitting.files.extend(volume.files)
            fitting.pages.extend(volume.pages)
    return bound


def _volume(file: PlannedFile, context: Context, shop: Workshop) -> _Volume:
    """What may be copied of one file; no pages where nothing may."""
    label = file.label
    kept = shop.ledger.raw_path(file.sha256)
    source = kept if kept.is_file() else file.path
    if not source.is_file():
        return _Volume()
    read = read_file(source, context, label)
    if read.refused or read.has_identity_numbers or read.sha256 != file.sha256:
        return _Volume()
    raw = source.read_bytes()
    pages = pages_of(raw, read, context)
    if source == kept:
        return _Volume([label], pages, raw, read)
    # Nothing of these two tables is new: their rows stand in the claim.
    harmless = [page for page in pages if page.table in ("costs", "activities")]
    return _Volume([label], harmless, without_persons=[label])


def _findings_of(
    findings: Sequence[ClaimFinding], volumes: Sequence[_Volume], number: int
) -> list[ClaimFinding]:
    """Those about the files of a volume; the first one also tells what is in no volume."""
    own = set(volumes[number - 1].files) if volumes else set()
    held = {file for volume in volumes for file in volume.files}
    return [f for f in findings if f.file in own or (number == 1 and f.file not in held)]


def _files(plan: Plan, partner: str) -> list[PlannedFile]:
    return plan.deliveries[partner].files if partner in plan.deliveries else []


def _away(files: Sequence[PlannedFile], volumes: Sequence[_Volume]) -> list[str]:
    held = {name for volume in volumes for name in volume.files}
    return [file.label for file in files if file.label not in held]


def _stakes(claim: Claim, partner: str) -> Stakes:
    return {
        (item.file, item.sheet, item.row): item.declared
        for item in claim.items
        if item.partner == partner and item.row
    }
