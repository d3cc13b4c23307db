"""The collection: what lies in the drop folder is handed in, and due reports are called."""

from __future__ import annotations

from datetime import date

from prefect import flow

from tasks.arrivals import TakenIn, hand_in, look_into_inbox
from tasks.due import announce, find_due_reports
from tasks.tell import tell_arrivals


@flow(name="collection")
async def collection(project: str, day: date | None = None) -> list[TakenIn]:
    """Take in what partners of a project put into its drop folder.

    Args:
        project: the id of a project that stands in the calendar.
        day: the day that counts; today where none is named.
    """
    arrived = await look_into_inbox(project, day)
    taken = [await hand_in(entry) for entry in arrived]
    await tell_arrivals(project, taken)
    for due in await find_due_reports(project, day):
        await announce(due)
    return taken
