"""The reporting run: from the partners' extracts to the project report and payment claim."""

from __future__ import annotations

from asyncio import gather

from prefect import flow

from schemas.run import RunRequest, RunResult
from tasks.assess import assess_period, recall_claim, reconcile_claim, record_claim
from tasks.collect import collect_extracts, validate_extracts
from tasks.correct import write_corrections
from tasks.deliver import deliver_documents
from tasks.identify import identify_run
from tasks.plan import plan_run, read_plan
from tasks.render import render_partner_report, render_project_report, warm_up, write_tables
from tasks.turns import turn


@flow(name="reporting-run")
async def reporting_run(request: RunRequest) -> RunResult:
    """Make the claim of one reporting period and print it.

    A run with the same inputs, rules and code finds its result again instead of making it twice;
    one that starts while another of the period is on its way waits for its turn.
    """
    async with turn(request):
        return await _make(request)


async def _make(request: RunRequest) -> RunResult:
    plan = await plan_run(request)
    partners = list(read_plan(plan).deliveries)
    collected = await gather(*(collect_extracts(plan, partner) for partner in partners))
    validated = await gather(*(validate_extracts(delivery) for delivery in collected))
    plan = await identify_run(plan, validated)
    if read_plan(plan).known:
        claim = await recall_claim(plan)
        return RunResult(claim=claim, folder=await deliver_documents(plan), found_again=True)

    warm_up()
    assessed = await assess_period(plan, validated)
    claim = await reconcile_claim(assessed)
    if request.dry_run:
        return RunResult(claim=claim)

    claim = await record_claim(plan, claim, validated)
    await gather(
        render_project_report(plan, claim),
        *(render_partner_report(plan, claim, partner) for partner in partners),
        *(write_corrections(plan, claim, partner) for partner in partners),
    )
    await write_tables(plan, claim)
    return RunResult(claim=claim, folder=await deliver_documents(plan))
