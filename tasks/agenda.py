"""What the calendar of a project asks for, in the terms of the orchestrator's schedules.

Hours lie outside midnight to three, in which a clock change would double or skip them. Each
schedule is a list of moments (RRULE), so that the whole calendar can be read in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from intake.law import load_law
from intake.project import load_project
from ledger.home import setting
from schemas.calendar import Scheduled, collecting_until, reminder_days, run_days
from schemas.project import Project
from schemas.run import RunRefused

FlowName: TypeAlias = Literal["collection", "reporting-run", "reminders"]

COLLECTING = time(4, 30)
RUNNING = time(5, 30)
REMINDING = time(7, 30)

_ZONE = "Europe/Brussels"


@dataclass(frozen=True)
class Entry:
    """A flow and when it is started for a project.

    Attributes:
        slug: names the schedule within the project's flow; a period's runs have one each.
        rrule: its moments, local time.
        zone: of the local time.
        parameters: what the flow is called with.
    """

    flow: FlowName
    slug: str
    rrule: str
    zone: str
    parameters: dict[str, Any]


def agenda(scheduled: Scheduled) -> list[Entry]:
    """What is started for a project, and when.

    Raises:
        ProjectError: its project file is not in order any more.
        RunRefused: ``EUROCENT_TIMEZONE`` is no time zone.
    """
    project = load_project(scheduled.definition, load_law()).project
    return list(_entries(scheduled, project, time_zone()))


def time_zone() -> str:
    """The zone in which the office's hours are meant.

    Raises:
        RunRefused: the setting names none.
    """
    named = setting("EUROCENT_TIMEZONE") or _ZONE
    if named not in available_timezones():
        raise RunRefused(
            f"EUROCENT_TIMEZONE is {named}, which is no time zone.",
            f"Write one such as {_ZONE} or Europe/Warsaw.",
        )
    return named


def today() -> date:
    """The day at the office."""
    return datetime.now(ZoneInfo(time_zone())).date()


def request_of(scheduled: Scheduled, period: int) -> dict[str, Any]:
    """What a reporting run of the calendar is asked for."""
    return {
        "project": scheduled.definition,
        "period": period,
        "out": str(scheduled.outputs),
        "language": scheduled.language,
    }


def _entries(scheduled: Scheduled, project: Project, zone: str) -> Iterator[Entry]:
    about = {"project": project.id}
    nightly = _daily(project.periods[0].start, collecting_until(project), COLLECTING)
    yield Entry("collection", "nightly", nightly, zone, about)
    for number, day in run_days(project):
        parameters = {"request": request_of(scheduled, number)}
        yield Entry("reporting-run", f"period-{number}", _moments([day], RUNNING), zone, parameters)
    days = [day for _, day in reminder_days(project)]
    if days:
        yield Entry("reminders", "deadlines", _moments(days, REMINDING), zone, about)


def _daily(first: date, last: date, hour: time) -> str:
    start, end = datetime.combine(first, hour), datetime.combine(last, hour)
    return f"DTSTART:{_written(start)}\nRRULE:FREQ=DAILY;UNTIL={_written(end)}"


def _moments(days: Iterable[date], hour: time) -> str:
    """A rule that has just these days; the grammar asks for a rule before a list."""
    moments = [_written(datetime.combine(day, hour)) for day in sorted(set(days))]
    rule = f"DTSTART:{moments[0]}\nRRULE:FREQ=DAILY;COUNT=1"
    return f"{rule}\nRDATE:{','.join(moments[1:])}" if len(moments) > 1 else rule


def _written(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S")
