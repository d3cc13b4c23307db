"""A run waits for its turn: one at a time for a project and reporting period."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from prefect.runtime import flow_run

from intake.project import load_project
from ledger.office import Office
from ledger.turns import TurnNotGiven
from schemas.run import RunRefused, RunRequest
from tasks.workshop import workshop

PATIENCE = 600
"""Seconds to wait for another run of the same period; it then finds that one's result again."""


@asynccontextmanager
async def turn(request: RunRequest, patience: float = PATIENCE) -> AsyncIterator[None]:
    """Hold the turn of a project and period for as long as its run takes; a dry run needs none.

    Raises:
        RunRefused: another run of the period takes longer than one is ready to wait.
    """
    if request.dry_run:
        yield
        return
    shop = workshop()
    project = load_project(request.project, shop.law).project
    office = Office.open(shop.home)
    with ExitStack() as stack:
        held = office.turn(project.id, request.period, _holder(), patience)
        try:
            # Waiting would keep everything else in this process from going on.
            await asyncio.to_thread(stack.enter_context, held)
        except TurnNotGiven as refused:
            by = f" by {refused.holder}" if refused.holder else ""
            raise RunRefused(
                f"{project.acronym}, period {request.period}, is being run already{by}.",
                "Wait until that run has ended, and start again.",
            ) from refused
        yield


def _holder() -> str:
    """Who works here, for others to read: machine, process, flow run."""
    return f"{socket.gethostname()} {os.getpid()} {flow_run.get_name() or ''}".rstrip()
