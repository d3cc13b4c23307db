"""The office opened: the orchestrator comes first, because Prefect reads where it is only once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tasks.orchestrator import (
    point_to,
    point_to_served,
    reap_temporary_servers,
    running,
    state_folder,
)


def serve(port: int, limit: int, opened: Callable[[str, int], None]) -> None:
    """Run an orchestrator, the schedules and a worker on this machine, until it is interrupted.

    Args:
        port: of the orchestrator, on loopback.
        limit: how many runs at a time.
        opened: is told the orchestrator's address and how many deployments there are.

    Raises:
        RunRefused: the orchestrator does not start.
    """
    home = state_folder()
    reap_temporary_servers(home)
    with running(home, port) as orchestrator:
        point_to(orchestrator)
        from flows.office import keep_office

        asyncio.run(keep_office(limit, lambda count: opened(orchestrator.url, count)))


def work(name: str, limit: int, opened: Callable[[str], None]) -> None:
    """Work for an office that runs elsewhere, or beside this one, until it is interrupted.

    Raises:
        RunRefused: no orchestrator is running, or it does not answer.
    """
    url = point_to_served()
    from flows.office import keep_working

    opened(url)
    asyncio.run(keep_working(name, limit))


def refresh() -> int | None:
    """Let a running office know that the calendar has changed.

    Returns:
        How many deployments it has now; None where no office is open, which is no mistake.
    """
    if not point_to_served(required=False):
        return None
    from flows.office import refresh_deployments

    return asyncio.run(refresh_deployments())
