"""Which flow runs when: every project on the calendar gets its deployments.

Deployments name flows by their module, and whoever knows the work pool may work on them: the worker
inside ``serve``, or as many others as there are machines.
"""

from __future__ import annotations

from asyncio import gather
from collections.abc import Callable
from typing import Any

from prefect import Flow
from prefect.deployments.runner import RunnerDeployment
from prefect.events import DeploymentEventTrigger
from prefect.schedules import RRule, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.collection import collection
from flows.reporting import reporting_run
from schemas.calendar import Scheduled
from tasks.agenda import Entry, agenda, request_of
from tasks.due import FILES_ARRIVED, REPORT_DUE, resource_of
from tasks.office_memory import scheduled_projects
from tasks.service import register, watch, work

FLOWS: dict[str, Flow[Any, Any]] = {"collection": collection, "reporting-run": reporting_run}


async def deployments_of(scheduled: Scheduled) -> list[RunnerDeployment]:
    """The deployments of one project: its flows with their schedules, and the events they await.

    Raises:
        ProjectError: its project file is not in order any more.
    """
    entries = agenda(scheduled)
    return [
        await flow.ato_deployment(
            name=scheduled.project,
            schedules=[_schedule(entry) for entry in entries if entry.flow == name],
            parameters=_parameters(name, scheduled),
            triggers=[_awaited(name, scheduled)],
            tags=["eurocent", scheduled.project],
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for name, flow in FLOWS.items()
    ]


async def keep_office(limit: int, opened: Callable[[int], None]) -> None:
    """Register the deployments, then work on them and watch what arrives, until this is ended.

    Args:
        limit: how many runs at a time.
        opened: is told how many deployments there are.
    """
    opened(await refresh_deployments())
    await gather(work(None, limit), watch())


async def keep_working(name: str, limit: int) -> None:
    """Work on what another office plans, until this is ended."""
    await work(name or None, limit)


async def refresh_deployments() -> int:
    """Bring the orchestrator to the state of the calendar, and give the number of deployments."""
    projects = scheduled_projects()
    deployments = [entry for project in projects for entry in await deployments_of(project)]
    return await register(deployments, [project.project for project in projects])


def _schedule(entry: Entry) -> Schedule:
    return RRule(entry.rrule, timezone=entry.zone, parameters=entry.parameters, slug=entry.slug)


def _parameters(name: str, scheduled: Scheduled) -> dict[str, Any]:
    """What is called where no schedule says it; a report's period comes with its event."""
    if name == "reporting-run":
        return {"request": request_of(scheduled, 1)}
    return {"project": scheduled.project}


def _awaited(name: str, scheduled: Scheduled) -> DeploymentEventTrigger:
    """The event on which a flow starts: files arrived, or a report is due."""
    resource: dict[str, str | list[str]] = {"prefect.resource.id": resource_of(scheduled.project)}
    if name == "collection":
        return DeploymentEventTrigger(
            name=f"{scheduled.project}: files arrived",
            expect={FILES_ARRIVED},
            match=resource,
            parameters={"project": scheduled.project},
        )
    period = {
        "__prefect_kind": "json",
        "value": {"__prefect_kind": "jinja", "template": "{{ event.payload.period }}"},
    }
    return DeploymentEventTrigger(
        name=f"{scheduled.project}: a report is due",
        expect={REPORT_DUE},
        match=resource,
        parameters={"request": request_of(scheduled, 1) | {"period": period}},
    )
