"""The calendar of a project: what is due on which day, worked out from its reporting periods.

Days are those of the project file, both ends inclusive; at what hour something happens is for
whoever asks. Nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

from schemas.project import Period, Project

Occasion: TypeAlias = Literal["period_end", "partner_deadline", "lead_deadline"]

REMINDED_BEFORE = (14, 7, 1)
"""Days before a deadline on which whoever has not delivered is reminded."""
REMINDED_AFTER = (1, 7, 14)
"""Days after a deadline likewise."""


@dataclass(frozen=True)
class Deadline:
    """A day that the project file names.

    Attributes:
        occasion: what ends on it: the period, the partners' or the lead partner's time.
    """

    period: int
    occasion: Occasion
    day: date


@dataclass(frozen=True)
class Scheduled:
    """A project that runs by its calendar.

    Attributes:
        definition: path of its project file, or its id where it is a reference project.
        inbox: the folder that is looked into, None for none.
        outputs: where its reports go.
    """

    project: str
    definition: str
    inbox: Path | None
    outputs: Path
    language: str


def deadlines(project: Project) -> list[Deadline]:
    """All days of a project's periods, in the order of time."""
    found = [deadline for period in project.periods for deadline in _of(period)]
    return sorted(found, key=lambda deadline: (deadline.day, deadline.period, deadline.occasion))


def run_days(project: Project) -> list[tuple[int, date]]:
    """Per period the day on which its report is made by itself: the one after the deadline."""
    return [(p.number, p.partner_deadline + timedelta(days=1)) for p in project.periods]


def reminder_days(project: Project) -> list[tuple[int, date]]:
    """Per period the days on which is looked who has to be reminded, in the order of time.

    A reminder that would fall into the period itself is not sent: nothing can be due yet.
    """
    days = {
        (period.number, day)
        for period in project.periods
        for day in _around(period)
        if day > period.end
    }
    return sorted(days, key=lambda entry: (entry[1], entry[0]))


def collecting_until(project: Project) -> date:
    """The last day on which a delivery can still be expected."""
    last = max(max(deadline.day for deadline in _of(period)) for period in project.periods)
    return last + timedelta(days=max(REMINDED_AFTER))


def open_periods(project: Project, day: date) -> list[Period]:
    """The periods for which deliveries are expected on a day, the earliest first.

    Partners may deliver from the first day of a period until the lead partner hands the report
    over, and somewhat later, where one period's reminders still go out.
    """
    grace = timedelta(days=max(REMINDED_AFTER))
    return [
        period
        for period in project.periods
        if period.start <= day <= (period.lead_deadline or period.partner_deadline) + grace
    ]


def _of(period: Period) -> Iterator[Deadline]:
    yield Deadline(period.number, "period_end", period.end)
    yield Deadline(period.number, "partner_deadline", period.partner_deadline)
    if period.lead_deadline:
        yield Deadline(period.number, "lead_deadline", period.lead_deadline)


def _around(period: Period) -> Iterator[date]:
    for deadline in filter(None, (period.partner_deadline, period.lead_deadline)):
        yield from (deadline - timedelta(days=days) for days in REMINDED_BEFORE)
        yield from (deadline + timedelta(days=days) for days in REMINDED_AFTER)
