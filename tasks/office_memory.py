"""The office's memory, for the steps that follow a calendar."""

from __future__ import annotations

from functools import lru_cache

from ledger.home import Home
from ledger.office import Office
from schemas.calendar import Scheduled
from schemas.run import RunRefused


def office() -> Office:
    """The memory of the state folder that the settings of this moment name."""
    return _opened(Home.open())


def scheduled_projects() -> list[Scheduled]:
    """The projects that run by their calendar, in alphabetic order."""
    return office().scheduled()


def scheduled_project(project: str) -> Scheduled:
    """How a project runs by its calendar.

    Raises:
        RunRefused: it stands in no calendar.
    """
    for entry in office().scheduled():
        if entry.project == project:
            return entry
    raise RunRefused(
        f"{project} does not run by its calendar.", f"Put it there: eurocent schedule {project}"
    )


@lru_cache(maxsize=4)
def _opened(home: Home) -> Office:
    return Office.open(home)
