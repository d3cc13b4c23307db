"""Identify: what other projects charged of the same invoices, and whether the run was made before.

It comes after the files are read, because only their rows say which invoices to look for; and
before the law is applied, because another project's claim of one of them may change the result.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from prefect import task

from reporting.shelf import is_complete
from rules.invoice_rows import keys_of_costs
from rules.reported_invoices import FORM, charged_elsewhere, keys_of_claim
from schemas.invoices import ChargedInvoice
from tasks.collect import Collected, read_collected
from tasks.fingerprint import fingerprint_of
from tasks.plan import Plan, read_plan
from tasks.workshop import Workshop, workshop


@task
async def identify_run(plan: str, collected: Sequence[str]) -> str:
    """Look the invoices up in other projects, and the run in the ledger.

    Returns:
        The digest of the plan with what was found; its fingerprint stands for everything that the
        run is made of.
    """
    return await asyncio.to_thread(
        _identify, read_plan(plan), [read_collected(entry) for entry in collected]
    )


def index_invoices(shop: Workshop) -> None:
    """Let other projects find the invoices of all runs that are recorded by now."""
    shop.ledger.index_invoices(FORM, keys_of_claim)


def _identify(plan: Plan, collected: Sequence[Collected]) -> str:
    shop = workshop()
    elsewhere = _elsewhere(plan.project_id, collected, shop)
    # Other invoices of other projects change nothing: a run is found again though they run, too.
    charged = [entry.model_dump(mode="json") for entry in elsewhere]
    fingerprint = fingerprint_of({"run": plan.fingerprint, "elsewhere": charged})
    identified = plan.model_copy(
        update={
            "elsewhere": elsewhere,
            "fingerprint": fingerprint,
            "known": not plan.request.dry_run and _known(plan, fingerprint, shop),
        }
    )
    return shop.store.put_json(identified.model_dump(mode="json"))


def _elsewhere(
    project: str, collected: Sequence[Collected], shop: Workshop
) -> list[ChargedInvoice]:
    index_invoices(shop)
    keys = set().union(*(keys_of_costs(entry.frame("costs")) for entry in collected))
    return [
        charged
        for other, claims in shop.ledger.claims_with(FORM, keys, but=project).items()
        for charged in charged_elsewhere(other, claims, keys)
    ]


def _known(plan: Plan, fingerprint: str, shop: Workshop) -> bool:
    language = plan.request.language
    run = shop.ledger.find_run(plan.project_id, plan.request.period, fingerprint, language)
    return run is not None and is_complete(shop.folder_of(fingerprint, language))
