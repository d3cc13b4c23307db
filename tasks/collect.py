"""Collect and validate: a partner's files become typed frames with provenance."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pandas as pd
from prefect import task
from pydantic import BaseModel, ConfigDict

from intake.delivery import Context, FileRead, delivery_of, read_file
from intake.project import category_names
from intake.readings import recalled
from ledger.canonical import JsonValue
from ledger.errors import LedgerUnavailable
from schemas.activities import ACTIVITIES
from schemas.costs import COSTS
from schemas.finding_records import from_record, to_record
from schemas.findings import Finding
from schemas.participants import PARTICIPANTS
from schemas.progress import Progress, tell
from schemas.run import RunRefused
from tasks.fingerprint import code_sha256, libraries
from tasks.plan import Plan, PlannedDelivery, PlannedFile, definition_of, read_plan
from tasks.workshop import Workshop, workshop

TABLES = {"costs": COSTS, "activities": ACTIVITIES, "participants": PARTICIPANTS}


class Collected(BaseModel):
    """One partner's delivery; frames by their digest, findings as records.

    Attributes:
        files: per file its label, digest, partner, rows and sums per currency (cents).
        to_keep: per file, whether its bytes may be kept as they came.
        came: whether there was any file at all, or a nil report.
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
        "delivery": _delivery(plan, partner).identity(),
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
        _keep_raw(_delivery(plan, partner), read_collected(digest), shop)
    return digest


def _delivery(plan: Plan, partner: str) -> PlannedDelivery:
    return plan.deliveries.get(partner, PlannedDelivery())


def context_of(plan: Plan, partner: str, shop: Workshop) -> Context:
    """What intake has to know to read a partner's files as the run does."""
    definition = definition_of(plan)
    return Context(
        project=definition.project.as_of(plan.request.period),
        partner=partner,
        period=plan.request.period,
        categories=category_names(shop.law.family(definition.project.rule_set)),
        pseudonym_key=shop.ledger.secret(),
        mappings=plan.mappings.get(partner, []),
    )


def _read(plan: Plan, partner: str, shop: Workshop) -> Collected:
    context = context_of(plan, partner, shop)
    planned = _delivery(plan, partner)
    files: list[FileRead] = []
    for file in planned.files:
        read = _file(file, context, sum(before.rows for before in files), shop)
        if read.sha256 and read.sha256 != file.sha256:
            raise _changed(read.file)
        files.append(read)
    delivery = delivery_of(files, partner)
    frames: Mapping[str, pd.DataFrame] = {
        "costs": delivery.costs,
        "activities": delivery.activities,
        "participants": delivery.participants,
    }
    return Collected(
        partner=partner,
        came=bool(planned.files) or planned.nil,
        blocked=delivery.blocked,
        unreadable_rows=0 if delivery.blocked else delivery.unreadable_rows,
        files=[
            {
                "file": file.file,
                "sha256": file.sha256,
                "partner": partner,
                "rows": sum(table.rows for table in file.tables),
                "sum_declared": _sums(file.tables),
                "received_at": origin.received_at,
            }
            for file, origin in zip(delivery.files, planned.files, strict=True)
        ],
        to_keep=[file.may_be_kept for file in delivery.files],
        findings=[to_record(finding) for finding in delivery.findings],
        frames={
            table: shop.store.put(TABLES[table].empty() if delivery.blocked else frame)
            for table, frame in frames.items()
        },
    )


def _file(file: PlannedFile, context: Context, first: int, shop: Workshop) -> FileRead:
    """Read a file, or find again what was read of one that is not kept."""
    if file.reading:
        return recalled(shop.store.get_json(file.reading), shop.store.get)
    try:
        return read_file(file.path, context, file.label, first)
    except FileNotFoundError:
        if not file.received_at:
            raise
        raise LedgerUnavailable(
            f"{file.label}, which was submitted, is not in the state folder any more.",
            "Restore the state folder from a backup.",
        ) from None


def _keep_raw(delivery: PlannedDelivery, collected: Collected, shop: Workshop) -> None:
    """Keep the files as they came; those that were submitted are kept already.

    A file with participants is not kept: names and addresses must not be stored. Of a file that
    was refused nobody knows what it holds; it stays with the partner.
    """
    if delivery.submission is not None:
        return
    for planned, file, keep in zip(delivery.files, collected.files, collected.to_keep, strict=True):
        if keep and shop.ledger.keep_raw(planned.path) != file["sha256"]:
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
