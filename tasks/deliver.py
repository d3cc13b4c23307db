"""Deliver: copy a run's documents to where they were asked for; a signed report is never lost."""

from __future__ import annotations

import asyncio

from prefect import task

from reporting.shelf import deliver
from schemas.progress import Progress, tell
from tasks.plan import read_plan
from tasks.workshop import workshop


@task
async def deliver_documents(plan: str) -> str:
    """Copy the documents of a run to ``OUT/<project>/<period>/``.

    Returns:
        That folder.
    """
    made = read_plan(plan)
    source = workshop().folder_of(made.fingerprint, made.request.language)
    target = made.request.out / made.project_id / str(made.request.period)
    await asyncio.to_thread(deliver, source, target)
    tell(Progress("deliver"))
    return str(target)
