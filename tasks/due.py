"""Which reports are due to be made, and how that is announced.

A report is due when the last partner has delivered, and when the day after the partners' deadline
has come, whoever is missing then. It is not due again before something new was handed in. So a day
on which the machine was off is made up for, and nothing is made twice.
"""

from __future__ import annotations

import asyncio
from datetime import date

from prefect import task
from prefect.events import emit_event
from pydantic import BaseModel, ConfigDict

from intake.project import load_project
from schemas.calendar import Scheduled, run_days
from schemas.project import Project
from tasks.agenda import today
from tasks.office_memory import office, scheduled_project
from tasks.workshop import workshop

REPORT_DUE = "eurocent.report-due"
FILES_ARRIVED = "eurocent.files-arrived"


class Due(BaseModel):
    """A report that is to be made.

    Attributes:
        complete: whether every partner has delivered.
        because: names what made it due, and the day; the same is announced once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    project: str
    period: int
    complete: bool
    because: str


@task
async def find_due_reports(project: str, day: date | None = None) -> list[Due]:
    """The periods of a project whose report is to be made on a day."""
    return await asyncio.to_thread(due_reports, scheduled_project(project), day or today())


@task
async def announce(due: Due) -> None:
    """Say that a report is due; whoever makes reports listens."""
    await asyncio.to_thread(announce_due, due)


def announce_due(due: Due) -> None:
    """Say that a report is due, once a day for as long as it is."""
    say(REPORT_DUE, due.project, {"period": due.period})
    office().note_done(due.project, "announced", _key(due))


def say(event: str, project: str, payload: dict[str, int]) -> None:
    """Send an event about a project to the orchestrator."""
    emit_event(event=event, resource={"prefect.resource.id": resource_of(project)}, payload=payload)


def resource_of(project: str) -> str:
    """The name under which events are about a project."""
    return f"eurocent.project.{project}"


def due_reports(scheduled: Scheduled, day: date) -> list[Due]:
    """The reports that are due on a day and were not announced yet."""
    project = load_project(scheduled.definition, workshop().law).project
    found = [_due(project, number, run_day, day) for number, run_day in run_days(project)]
    memory = office()
    return [
        due for due in found if due and not memory.was_done(due.project, "announced", _key(due))
    ]


def _due(project: Project, number: int, run_day: date, day: date) -> Due | None:
    ledger = workshop().ledger
    if ledger.approved_run(project.id, number) is not None:
        return None
    standing = ledger.standing_submissions(project.id, number)
    if not standing:
        return None
    period = project.period(number)
    expected = {p.id for p in project.as_of(number).partners if p.takes_part_in(period)}
    complete = expected <= standing.keys() and day > period.end
    if not complete and day < run_day:
        return None
    newest = max(standing.values(), key=lambda submission: submission.id)
    run = ledger.latest_run(project.id, number)
    if run is not None and run.created_at >= newest.received_at:
        return None
    state = "complete" if complete else "deadline"
    return Due(
        project=project.id, period=number, complete=complete, because=f"{state} {newest.id} {day}"
    )


def _key(due: Due) -> str:
    return f"{due.period} {due.because}"
