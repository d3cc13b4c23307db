"""Assess, reconcile and record: from typed frames to a claim that the ledger remembers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

import pandas as pd
from prefect import task

from ledger.records import StoredRun
from rules.approval import refusals
from rules.assess import assess
from rules.case import Case, Earlier, PartnerReport
from rules.claim import Heading, make_claim
from rules.reconcile import reconcile
from schemas.claim import Claim, InputFile, Provenance
from schemas.finding_records import from_record
from schemas.progress import Progress, tell
from schemas.project import Project
from schemas.rates import RateTable
from schemas.run import RunRefused, RunRequest
from schemas.words import words
from tasks.collect import TABLES, Collected, read_collected
from tasks.evidence import keep_evidence
from tasks.fingerprint import libraries, rules_sha256, software
from tasks.identify import index_invoices
from tasks.plan import Plan, definition_of, read_plan, submitted_on
from tasks.workshop import Workshop, workshop


class ClaimDoesNotReconcile(Exception):
    """Two sums of a claim differ: a mistake of ours, and nothing is printed."""


def read_claim(digest: str) -> Claim:
    """The claim behind a digest."""
    return Claim.model_validate(workshop().store.get_json(digest))


@task
async def assess_period(plan: str, collected: Sequence[str]) -> str:
    """Apply the law to what the partners delivered.

    Returns:
        The digest of the claim.
    """
    digest = await asyncio.to_thread(
        _assess, read_plan(plan), [read_collected(c) for c in collected]
    )
    tell(Progress("assess"))
    return digest


@task
async def reconcile_claim(claim: str) -> str:
    """Work every reconciliation out again from the claim as it was written.

    Raises:
        ClaimDoesNotReconcile: a difference is not 0.00.
    """
    lines = reconcile(read_claim(claim))
    broken = [line for line in lines if line.difference]
    if broken:
        raise ClaimDoesNotReconcile("; ".join(f"{b.check}: {b.difference} cents" for b in broken))
    tell(Progress("reconcile"))
    return claim


@task
async def record_claim(plan: str, claim: str, collected: Sequence[str]) -> str:
    """Enter the claim into the ledger; sign it off where that was asked and nothing bars it.

    Returns:
        The digest of the claim as recorded.
    """
    digest = await asyncio.to_thread(
        _record, read_plan(plan), read_claim(claim), [read_collected(c) for c in collected]
    )
    tell(Progress("record"))
    return digest


@task
async def recall_claim(plan: str) -> str:
    """Find the claim of a run that was made before, as it stands now.

    Returns:
        The digest of the claim.
    """
    shop, made = workshop(), read_plan(plan)
    request = made.request
    run = shop.ledger.find_run(made.project_id, request.period, made.fingerprint, request.language)
    if run is None:
        raise LookupError(f"the ledger does not know the run {made.fingerprint}")
    shop.ledger.request_again(run, made.submissions)
    return _signed_off(run, request, shop)


def _assess(plan: Plan, collected: Sequence[Collected]) -> str:
    shop = workshop()
    project = definition_of(plan).project.as_of(plan.request.period)
    case = Case(
        project=project,
        number=plan.request.period,
        law=shop.law,
        rates=_rates(plan, shop).with_published(project.rates),
        costs=_joined(collected, "costs"),
        activities=_joined(collected, "activities"),
        participants=_joined(collected, "participants"),
        reports={entry.partner: _report(plan, project, entry) for entry in collected},
        certificates=plan.certificates,
        findings=[
            *(from_record(record) for record in plan.findings),
            *(finding for entry in collected for finding in entry.found()),
        ],
        earlier=earlier_of(project.id, plan.request.period, shop),
        elsewhere=plan.elsewhere,
        evidence={name: [entry.file for entry in files] for name, files in plan.evidence.items()},
    )
    heading = Heading(
        status="provisional" if plan.provisional else "draft",
        submitted_on=submitted_on(plan, project),
        words=words(plan.request.language),
        version=shop.ledger.next_version(project.id, plan.request.period, plan.fingerprint),
        provenance=_provenance(plan, collected, shop),
    )
    claim = make_claim(case, assess(case), heading)
    return shop.store.put_json(json.loads(claim.to_json()))


def earlier_of(project_id: str, period: int, shop: Workshop) -> Earlier:
    """The earlier claims that count, with the activities and participants behind them."""
    runs = [entry.run for entry in shop.ledger.earlier_claims(project_id, period)]
    frames = {
        table: [shop.store.get(digests[table]) for run in runs for digests in run.frames]
        for table in ("activities", "participants")
    }
    return Earlier(
        claims=[run.claim for run in runs],
        activities=_concat(frames["activities"], "activities"),
        participants=_concat(frames["participants"], "participants"),
    )


def _record(plan: Plan, claim: Claim, collected: Sequence[Collected]) -> str:
    shop, request = workshop(), plan.request
    # Files before rows: the claim names the evidence by its digests.
    keep_evidence(plan.evidence, shop)
    run = shop.ledger.record_run(
        claim,
        str(request.out.absolute()),
        [entry.frames for entry in collected],
        plan.submissions,
    )
    index_invoices(shop)
    return _signed_off(run, request, shop)


def _signed_off(run: StoredRun, request: RunRequest, shop: Workshop) -> str:
    """Sign the claim off where that was asked and nothing bars it; the claim as it then stands."""
    claim = shop.ledger.standing(run)
    if request.sign_off_by and not refusals(claim):
        shop.ledger.approve(
            claim.project, claim.period, request.sign_off_by, seen_digest=run.claim_sha256
        )
        claim = shop.ledger.standing(run)
    return shop.store.put_json(json.loads(claim.to_json()))


def _report(plan: Plan, project: Project, collected: Collected) -> PartnerReport:
    receipt = plan.deliveries[collected.partner].submitted_on
    return PartnerReport(
        submitted_on=receipt or submitted_on(plan, project),
        stated=receipt is not None or plan.request.submitted_on is not None,
        delivered=collected.came and not collected.blocked,
        blocked=collected.blocked,
        unreadable_rows=collected.unreadable_rows,
    )


def _rates(plan: Plan, shop: Workshop) -> RateTable:
    """The rates that the run was planned with.

    Raises:
        RunRefused: others were imported since, and the fingerprint would not tell.
    """
    rates = shop.rates
    if rates.digest != plan.rates_sha256:
        raise RunRefused("Exchange rates were imported during the run.", "Start the run again.")
    return rates


def _provenance(plan: Plan, collected: Sequence[Collected], shop: Workshop) -> Provenance:
    return Provenance(
        inputs=[InputFile.model_validate(file) for entry in collected for file in entry.files],
        fingerprint=plan.fingerprint,
        software=software(),
        libraries=libraries(),
        rules_sha256=rules_sha256(shop.law.digest),
        project_sha256=plan.project_sha256,
        rates_sha256=plan.rates_sha256,
        previous=plan.previous,
    )


def _joined(collected: Sequence[Collected], table: str) -> pd.DataFrame:
    return _concat([entry.frame(table) for entry in collected], table)


def _concat(frames: list[pd.DataFrame], table: str) -> pd.DataFrame:
    """Frames of one table together; empty ones are left out, so that types stay as they are."""
    full = [frame for frame in frames if not frame.empty]
    return pd.concat(full, ignore_index=True) if full else TABLES[table].empty()
