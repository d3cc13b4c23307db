"""The first step of a run: what is asked for, what lies in the inbox, and what came before."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

from prefect import task
from pydantic import BaseModel, ConfigDict

from intake.inbox import deliveries_of
from intake.project import Definition, load_project
from schemas.finding_records import to_record
from schemas.invoices import ChargedInvoice
from schemas.mapping import ColumnMapping
from schemas.project import Certificate, Project
from schemas.run import RunRefused, RunRequest, require_period
from tasks.fingerprint import code_sha256, file_sha256, fingerprint_of, libraries, rules_sha256
from tasks.workshop import Workshop, workshop


class Plan(BaseModel):
    """What a run will do; kept in the store, handed on by its digest.

    Attributes:
        files: the extracts of each partner, in the order in which they are read.
        digests: SHA-256 of those files, likewise.
        findings: about the inbox itself, as records.
        mappings: of each partner, what the columns of its own layouts mean, the newest first.
        provisional: whether an earlier period has no approved claim.
        previous: fingerprints of the earlier claims that count, ascending by period.
        elsewhere: what other projects charged of the same invoices; known once the run is
            identified, as are the next two.
        fingerprint: of everything that the run is made of.
        known: whether the ledger already holds this very run.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    request: RunRequest
    project_id: str
    project_sha256: str
    files: dict[str, list[Path]]
    digests: dict[str, list[str]]
    findings: list[dict[str, Any]]
    certificates: dict[str, Certificate]
    mappings: dict[str, list[ColumnMapping]] = {}
    provisional: bool
    previous: list[str]
    elsewhere: list[ChargedInvoice] = []
    fingerprint: str
    known: bool = False


def read_plan(digest: str) -> Plan:
    """The plan behind a digest."""
    return Plan.model_validate(workshop().store.get_json(digest))


def definition_of(plan: Plan) -> Definition:
    """The project definition that a plan was made with.

    Raises:
        RunRefused: somebody changed the file since; the fingerprint would no longer be true.
    """
    definition = load_project(plan.request.project, workshop().law)
    if definition.sha256 != plan.project_sha256:
        raise RunRefused(f"{definition.path} was changed during the run.", "Start the run again.")
    return definition


@task
async def plan_run(request: RunRequest) -> str:
    """Find the files, the certificates and the earlier claims, and take their fingerprint.

    Returns:
        The digest of the plan.

    Raises:
        ProjectError: the project file is not in order.
        RunRefused: the project has no such period, or there is no inbox.
    """
    return await asyncio.to_thread(_plan, request)


def _plan(request: RunRequest) -> str:
    shop = workshop()
    definition = load_project(request.project, shop.law)
    project = definition.project
    require_period(project, request.period)
    inbox = definition.inbox(request.period, request.inbox)
    project = project.as_of(request.period)
    found, findings = deliveries_of(inbox, project)
    files = {partner.id: found.get(partner.id, []) for partner in project.partners}
    digests = {name: [file_sha256(path) for path in paths] for name, paths in files.items()}
    certificates = certificates_of(project, request.period, shop)
    mappings = {
        name: shop.ledger.mappings(project.id, name) for name, paths in files.items() if paths
    }
    earlier = shop.ledger.earlier_claims(project.id, request.period)
    previous = [entry.run.fingerprint for entry in earlier]
    provisional = any(entry.provisional for entry in earlier) or len(earlier) < sum(
        period.number < request.period for period in project.periods
    )
    fingerprint = fingerprint_of(
        {
            "request": [request.period, request.submitted_on],
            "project": definition.sha256,
            "files": {name: [path.name for path in paths] for name, paths in files.items()},
            "digests": digests,
            "inbox": [to_record(finding) for finding in findings],
            "certificates": {name: c.model_dump(mode="json") for name, c in certificates.items()},
            "mappings": {name: [m.digest for m in known] for name, known in mappings.items()},
            "previous": previous,
            "provisional": provisional,
            "rules": rules_sha256(shop.law.digest),
            "rates": shop.rates.digest,
            "code": code_sha256(),
            "libraries": libraries(),
        }
    )
    plan = Plan(
        request=request,
        project_id=project.id,
        project_sha256=definition.sha256,
        files=files,
        digests=digests,
        findings=[to_record(finding) for finding in findings],
        certificates=certificates,
        mappings=mappings,
        provisional=provisional,
        previous=previous,
        fingerprint=fingerprint,
    )
    if not request.dry_run:
        shop.ledger.keep_definition(project.id, definition.text)
    return shop.store.put_json(plan.model_dump(mode="json"))


def certificates_of(project: Project, period: int, shop: Workshop) -> dict[str, Certificate]:
    """Controllers' results: what was recorded, else what the project file holds."""
    found = {c.partner: c for c in project.certificates if c.period == period}
    for partner in project.partners:
        recorded = shop.ledger.certificate(project.id, period, partner.id)
        if recorded is not None:
            found[partner.id] = recorded
    return found


def submitted_on(plan: Plan, project: Project) -> date:
    """The day stated for the run, else the partners' deadline; never today."""
    return plan.request.submitted_on or project.period(plan.request.period).partner_deadline
