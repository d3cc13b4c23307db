"""What arrived in a drop folder, and how it is handed in: as a partner would, by the same door.

Files are other people's input. A folder is looked at without following links; a partner's files are
left alone while one of them is still being written; and they are read in a process of their own,
which a hostile file may end without taking the office along.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from subprocess import PIPE
from typing import Any

from prefect import task
from pydantic import BaseModel, ConfigDict

from intake.inbox import deliveries_of
from intake.project import Definition, load_project
from schemas.calendar import Scheduled, open_periods
from schemas.project import Project
from tasks.agenda import today
from tasks.office_memory import scheduled_project
from tasks.workshop import workshop

STILL_SECONDS = 10
"""A file that was written to within this time may not be whole yet."""

REFUSED = 1
UNREADABLE = 2


class Arrived(BaseModel):
    """The files of one partner and period that lie in a drop folder.

    Attributes:
        definition: path or id of the project.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    definition: str
    period: int
    partner: str
    files: list[Path]


class TakenIn(BaseModel):
    """What came of it.

    Attributes:
        outcome: ``received``, ``refused`` or ``failed``.
        receipt: as the command line gave it.
        trouble: why it failed, in one sentence.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    period: int
    partner: str
    outcome: str
    receipt: dict[str, Any] = {}
    trouble: str = ""


@task
async def look_into_inbox(project: str, day: date | None = None) -> list[Arrived]:
    """Find what lies in the drop folder of a project that was not handed in yet.

    ``INBOX/<period>/<partner>/`` is for a period, ``INBOX/<partner>/`` for the earliest one that is
    open and not signed off. A partner's files wait while one of them may still be written.
    """
    return await asyncio.to_thread(arrivals_of, scheduled_project(project), day or today())


@task(task_run_name="hand in {arrived.partner} {arrived.period}")
async def hand_in(arrived: Arrived) -> TakenIn:
    """Hand in what arrived; whatever is in the files, this answers."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "portal", "submit", *map(str, arrived.files)),
        *("--project", arrived.definition, "--partner", arrived.partner),
        *("--period", str(arrived.period), "--json"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
    )
    said, complaint = await process.communicate()
    return await asyncio.to_thread(_taken, arrived, process.returncode or 0, said, complaint)


def arrivals_of(scheduled: Scheduled, day: date) -> list[Arrived]:
    """What lies in a project's drop folder and can be handed in on a day."""
    if scheduled.inbox is None or not scheduled.inbox.is_dir():
        return []
    definition = load_project(scheduled.definition, workshop().law)
    return list(_arrivals(scheduled, definition, day))


def _arrivals(scheduled: Scheduled, definition: Definition, day: date) -> Iterator[Arrived]:
    project, ledger = definition.project, workshop().ledger
    inbox = scheduled.inbox
    open_now = [
        period.number
        for period in open_periods(project, day)
        if ledger.approved_run(project.id, period.number) is None
    ]
    if inbox is None or not open_now:
        return
    folders = [(open_now[0], inbox), *((number, inbox / str(number)) for number in open_now)]
    for number, folder in folders:
        if folder.is_dir() and not folder.is_symlink():
            yield from _in_folder(folder, project, number, scheduled.definition)


def _in_folder(folder: Path, project: Project, number: int, definition: str) -> Iterator[Arrived]:
    found, _ = deliveries_of(folder, project.as_of(number))
    standing = workshop().ledger.standing_submissions(project.id, number)
    for partner, files in found.items():
        handed_in = standing.get(partner)
        newest = max(file.lstat().st_mtime for file in files)
        if time.time() - newest < STILL_SECONDS:
            continue
        # What lay there when the partner last handed in was taken then, or was replaced since.
        if handed_in and newest <= handed_in.received_at.timestamp():
            continue
        yield Arrived(definition=definition, period=number, partner=partner, files=files)


def _taken(arrived: Arrived, code: int, said: bytes, complaint: bytes) -> TakenIn:
    about: dict[str, Any] = {"period": arrived.period, "partner": arrived.partner}
    try:
        receipt = json.loads(said)
    except ValueError:
        trouble = " ".join(complaint.decode("utf-8", "replace").split())
        return TakenIn(**about, outcome="failed", trouble=trouble or "It gave no answer.")
    outcome = "refused" if code in (REFUSED, UNREADABLE) else "received"
    return TakenIn(**about, outcome=outcome, receipt=receipt)
