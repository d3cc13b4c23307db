"""Collect and validate: a partner's files become typed frames with provenance."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from prefect import task
from pydantic import BaseModel, ConfigDict

from intake.delivery import Context, read_delivery
from intake.project import category_names
from ledger.canonical import JsonValue
from schemas.activities import ACTIVITIES
from schemas.costs import COSTS
from schemas.finding_records import from_record, to_record
from schemas.findings import Finding
from schemas.participants import PARTICIPANTS
from schemas.progress import Progress, tell
from schemas.run import RunRefused
from tasks.fingerprint import code_sha256, libraries
from tasks.plan import Plan, definition_of, read_plan
from tasks.workshop import Workshop, workshop

TABLES = {"costs": COSTS, "activities": ACTIVITIES, "participants": PARTICIPANTS}


class Collected(BaseModel):
    """One partner's delivery; frames by their digest, findings as records.

    Attributes:
        files: per file its label, digest, partner, rows and sums per currency (cents).
        to_keep: per file, whether its bytes may be kept as they came.
        came: whether there was any file at all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    partner: str
    came: bool
    blocked: bool
    unreadable_rows: int
    files: list[dict[str, Any]]
    to_keep: list[bool]
    findings: list[dict[str, Any]]
    frames: dict[str, str]

    def found(self) -> list[Finding]:
        """The findings of the files."""
        return [from_record(record) for record in self.findings]

    def frame(self, table: str) -> pd.DataFrame:
        """A typed frame of the delivery; empty where nothing came or the delivery is blocked."""
        return workshop().store.get(self.frames[table])


def read_collected(digest: str) -> Collected:
    """The delivery behind a digest."""
    return Collected.model_validate(workshop().store.get_json(digest))


@task(task_run_name="collect {partner}")
async def collect_extracts(plan: str, partner: str) -> str:
    """Read one partner's files; keep the raw bytes and the typed frames.

    Returns:
        The digest of what was collected.
    """
    digest = await asyncio.to_thread(_collect, read_plan(plan), partner)
    tell(Progress("collect", partner))
    return digest


@task(task_run_name="validate {collected}")
async def validate_extracts(collected: str) -> str:
    """Hold the typed frames against their pandera schemas.

    Cells that partners got wrong never come this far; a failure here is a mistake of ours and
    stops the run.
    """
    await asyncio.to_thread(_validate, read_collected(collected))
    return collected


def _collect(plan: Plan, partner: str) -> str:
    """What was read from the same files under the same definition and code is not read again."""
    shop = workshop()
    made_of: dict[str, JsonValue] = {
        "partner": partner,
        "period": plan.request.period,
        "files": [path.name for path in plan.files.get(partner, [])],
        "digests": plan.digests.get(partner, []),
        "mappings": [mapping.digest for mapping in plan.mappings.get(partner, [])],
        "project": plan.project_sha256,
        "law": shop.law.digest,
        "code": code_sha256(),
        "libraries": libraries(),
    }
    digest = shop.store.noted(made_of)
    if digest is None or not all(map(shop.store.has, read_collected(digest).frames.values())):
        digest = shop.store.put_json(_read(plan, partner, shop).model_dump(mode="json"))
        shop.store.note(made_of, digest)
    if not plan.request.dry_run:
        _keep_raw(plan.files.get(partner, []), read_collected(digest), shop)
    return digest


def _read(plan: Plan, partner: str, shop: Workshop) -> Collected:
    definition = definition_of(plan)
    context = Context(
        project=definition.project.as_of(plan.request.period),
        partner=partner,
        period=plan.request.period,
        categories=category_names(shop.law.family(definition.project.rule_set)),
        pseudonym_key=shop.ledger.secret(),
        mappings=plan.mappings.get(partner, []),
    )
    paths = plan.files.get(partner, [])
    delivery = read_delivery(paths, context)
    for file, planned in zip(delivery.files, plan.digests.get(partner, []), strict=True):
        if file.sha256 and file.sha256 != planned:
            raise _changed(file.file)
    frames: Mapping[str, pd.DataFrame] = {
        "costs": delivery.costs,
        "activities": delivery.activities,
        "participants": delivery.participants,
    }
    return Collected(
        partner=partner,
        came=bool(paths),
        blocked=delivery.blocked,
        unreadable_rows=0 if delivery.blocked else delivery.unreadable_rows,
        files=[
            {
                "file": file.file,
                "sha256": file.sha256,
                "partner": partner,
                "rows": sum(table.rows for table in file.tables),
                "sum_declared": _sums(file.tables),
                "received_at": "",
            }
            for file in delivery.files
        ],
        to_keep=[file.may_be_kept for file in delivery.files],
        findings=[to_record(finding) for finding in delivery.findings],
        frames={
            table: shop.store.put(TABLES[table].empty() if delivery.blocked else frame)
            for table, frame in frames.items()
        },
    )


def _keep_raw(paths: Sequence[Path], collected: Collected, shop: Workshop) -> None:
    """Keep the files as they came.

    A file with participants is not kept: names and addresses must not be stored. Of a file that
    was refused nobody knows what it holds; it stays with the partner.
    """
    for path, file, keep in zip(paths, collected.files, collected.to_keep, strict=True):
        if keep and shop.ledger.keep_raw(path) != file["sha256"]:
            raise _changed(file["file"])


def _changed(file: str) -> RunRefused:
    return RunRefused(f"{file} was changed during the run.", "Start the run again.")


def _validate(collected: Collected) -> None:
    for name, table in TABLES.items():
        table.frame_schema.validate(collected.frame(name), lazy=True)


def _sums(tables: Any) -> dict[str, int]:
    sums: dict[str, int] = {}
    for table in tables:
        for currency, cents in table.sum_declared.items():
            sums[currency] = sums.get(currency, 0) + cents
    return sums
