"""The office at work: deployments are registered, a worker waits, and drop folders are watched."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists
from prefect.workers.process import ProcessWorker

from tasks.agenda import today
from tasks.arrivals import arrivals_of
from tasks.due import FILES_ARRIVED, announce_due, due_reports, say
from tasks.office_memory import office

POOL = "eurocent"
WATCH_SECONDS = 20
"""Between two looks into the drop folders; the files have to lie still for half of it."""


async def register(deployments: Iterable[RunnerDeployment], projects: Iterable[str]) -> int:
    """Make the orchestrator know just these deployments; those of other projects end.

    Args:
        deployments: of every project on the calendar.
        projects: the ids of these projects.

    Returns:
        How many there are.
    """
    async with get_client() as client:
        await _open_pool(client)
        named = set()
        for deployment in deployments:
            await deployment.aapply(work_pool_name=POOL)
            named.add(deployment.full_name)
        await _remove_others(client, set(projects))
    return len(named)


async def work(name: str | None, limit: int) -> None:
    """Work on what the pool has, until this is cancelled.

    Args:
        name: of this worker; the machine's and process's where none is given.
        limit: how many runs at a time.
    """
    worker = ProcessWorker(work_pool_name=POOL, name=name, limit=limit)
    await worker.start(printer=lambda *_: None)


async def watch() -> None:
    """Look into every drop folder again and again, and say what arrived or is due."""
    while True:
        for scheduled in await asyncio.to_thread(office().scheduled):
            try:
                arrived = await asyncio.to_thread(arrivals_of, scheduled, today())
                due = await asyncio.to_thread(due_reports, scheduled, today())
            except Exception:
                logging.getLogger("eurocent").exception("looking at %s", scheduled.project)
                continue
            if arrived:
                say(FILES_ARRIVED, scheduled.project, {})
            for entry in due:
                await asyncio.to_thread(announce_due, entry)
        await asyncio.sleep(WATCH_SECONDS)


async def _open_pool(client: PrefectClient) -> None:
    pool = WorkPoolCreate(
        name=POOL,
        type=ProcessWorker.type,
        base_job_template=ProcessWorker.get_default_base_job_template(),
    )
    try:
        await client.create_work_pool(pool)
    except ObjectAlreadyExists:
        return


async def _remove_others(client: PrefectClient, projects: set[str]) -> None:
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=["eurocent"]))
    for deployment in await client.read_deployments(deployment_filter=ours):
        if not projects.intersection(deployment.tags):
            await client.delete_deployment(deployment.id)
