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
from ledger.submission_records import Submission
from ledger.submissions import standing
from schemas.finding_records import to_record
from schemas.findings import Finding
from schemas.invoices import ChargedInvoice
from schemas.mapping import ColumnMapping
from schemas.project import Certificate, Project
from schemas.run import RunRefused, RunRequest, require_period
from tasks.evidence import PlannedEvidence, planned_evidence
from tasks.fingerprint import code_sha256, file_sha256, fingerprint_of, libraries, rules_sha256
from tasks.workshop import Workshop, workshop


class PlannedFile(BaseModel):
    """One file of a delivery.

    Attributes:
        path: where its bytes lie: in the inbox, or in the raw store. Of a file that is not kept
            there is nothing.
        label: the partner's name of it.
        reading: digest in the store of what was read of a file that is not kept, else "".
        received_at: when it came, as its receipt says; "" for an inbox.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Path
    label: str
    sha256: str
    reading: str = ""
    received_at: str = ""


class PlannedDelivery(BaseModel):
    """What one partner delivered for the period.

    Attributes:
        files: in the order in which they are read.
        nil: the partner said that there is nothing to declare.
        submitted_on: the day of the receipt, None where there is none.
        submission: its number in the ledger, None for an inbox or where nothing came.
        mappings: digest in the store of the column mappings that it was read by when it was
            submitted; "" for those that the partner has settled by now.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    files: list[PlannedFile] = []
    nil: bool = False
    submitted_on: date | None = None
    submission: int | None = None
    mappings: str = ""

    def identity(self) -> dict[str, Any]:
        """What a result owes to the delivery; where files lie, and its number, change nothing."""
        return self.model_dump(
            mode="json", exclude={"submission": True, "files": {"__all__": {"path"}}}
        )


class Plan(BaseModel):
    """What a run will do; kept in the store, handed on by its digest.

    Attributes:
        deliveries: what each partner delivered, by partner id.
        findings: about the inbox itself, as records.
        evidence: the files of evidence of each partner who hands any in.
        mappings: of each partner, what the columns of its own layouts mean, the newest first.
        rates_sha256: digest of the exchange rates, imported ones included.
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
    deliveries: dict[str, PlannedDelivery]
    findings: list[dict[str, Any]]
    evidence: dict[str, list[PlannedEvidence]] = {}
    certificates: dict[str, Certificate]
    mappings: dict[str, list[ColumnMapping]] = {}
    rates_sha256: str
    provisional: bool
    previous: list[str]
    elsewhere: list[ChargedInvoice] = []
    fingerprint: str
    known: bool = False

    @property
    def submissions(self) -> list[int]:
        """Numbers in the ledger of the submissions that the run uses."""
        numbers = (delivery.submission for delivery in self.deliveries.values())
        return [number for number in numbers if number is not None]


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
    project = project.as_of(request.period)
    inbox, deliveries, findings = _deliveries(definition, project, request, shop)
    evidence, met = planned_evidence(project, request.period, inbox, shop)
    findings += met
    certificates = certificates_of(project, request.period, shop)
    mappings = {
        name: _mappings(project.id, name, delivery, shop)
        for name, delivery in deliveries.items()
        if delivery.files
    }
    earlier = shop.ledger.earlier_claims(project.id, request.period)
    previous = [entry.run.fingerprint for entry in earlier]
    provisional = any(entry.provisional for entry in earlier) or len(earlier) < sum(
        period.number < request.period for period in project.periods
    )
    rates_sha256 = shop.rates.digest
    fingerprint = fingerprint_of(
        {
            "request": [request.period, request.submitted_on],
            "project": definition.sha256,
            "deliveries": {name: entry.identity() for name, entry in deliveries.items()},
            "inbox": [to_record(finding) for finding in findings],
            "evidence": {
                name: [entry.file.model_dump() for entry in files]
                for name, files in evidence.items()
            },
            "certificates": {name: c.model_dump(mode="json") for name, c in certificates.items()},
            "mappings": {name: [m.digest for m in known] for name, known in mappings.items()},
            "previous": previous,
            "provisional": provisional,
            "rules": rules_sha256(shop.law.digest),
            "rates": rates_sha256,
            "code": code_sha256(),
            "libraries": libraries(),
        }
    )
    plan = Plan(
        request=request,
        project_id=project.id,
        project_sha256=definition.sha256,
        deliveries=deliveries,
        findings=[to_record(finding) for finding in findings],
        evidence=evidence,
        certificates=certificates,
        mappings=mappings,
        rates_sha256=rates_sha256,
        provisional=provisional,
        previous=previous,
        fingerprint=fingerprint,
    )
    if not request.dry_run:
        shop.ledger.keep_definition(project.id, definition.text)
    return shop.store.put_json(plan.model_dump(mode="json"))


def _deliveries(
    definition: Definition, project: Project, request: RunRequest, shop: Workshop
) -> tuple[Path | None, dict[str, PlannedDelivery], list[Finding]]:
    """What the partners submitted; an inbox where one is named, or where nobody ever did.

    Returns:
        That inbox, if it is used; the deliveries; and findings about the inbox.
    """
    submitted = shop.ledger.submissions(project.id, request.period)
    if request.inbox is None and submitted:
        stands = standing(submitted)
        deliveries = {
            partner.id: _submitted(stands[partner.id], shop)
            if partner.id in stands
            else PlannedDelivery()
            for partner in project.partners
        }
        return None, deliveries, []
    inbox = definition.inbox(request.period, request.inbox)
    found, findings = deliveries_of(inbox, project)
    deliveries = {
        partner.id: PlannedDelivery(
            files=[
                PlannedFile(path=path, label=path.name, sha256=file_sha256(path))
                for path in found.get(partner.id, [])
            ]
        )
        for partner in project.partners
    }
    return inbox, deliveries, findings


def _submitted(submission: Submission, shop: Workshop) -> PlannedDelivery:
    return PlannedDelivery(
        files=[
            PlannedFile(
                path=shop.ledger.raw_path(file.sha256),
                label=file.file,
                sha256=file.sha256,
                reading="" if file.kept else file.reading or "",
                received_at=submission.moment,
            )
            for file in submission.files
        ],
        nil=submission.nil,
        submitted_on=submission.received_on,
        submission=submission.id,
        mappings=submission.frames.get("mappings", ""),
    )


def _mappings(
    project: str, partner: str, delivery: PlannedDelivery, shop: Workshop
) -> list[ColumnMapping]:
    """What a receipt said was accepted must not be read differently by a mapping of later."""
    if not delivery.mappings:
        return shop.ledger.mappings(project, partner)
    return [ColumnMapping.model_validate(m) for m in shop.store.get_json(delivery.mappings)]


def certificates_of(project: Project, period: int, shop: Workshop) -> dict[str, Certificate]:
    """Controllers' results: what was recorded, else what the project file holds."""
    found = {c.partner: c for c in project.certificates if c.period == period}
    for partner in project.partners:
        recorded = shop.ledger.certificate(project.id, period, partner.id)
        if recorded is not None:
            found[partner.id] = recorded
    return found


def submitted_on(plan: Plan, project: Project) -> date:
    """The day stated for the run, else the partners' deadline; never today.

    A partner's receipt goes before it, for that partner.
    """
    return plan.request.submitted_on or project.period(plan.request.period).partner_deadline
