"""The office: opened on this machine, helped by another, and told which projects it looks after."""

from __future__ import annotations

import signal
from pathlib import Path
from types import FrameType
from typing import NoReturn

from rich.console import Console

from intake.law import load_law
from intake.project import PROJECTS, load_project
from ledger.home import Home
from ledger.office import Office
from portal.errors import Refusal
from schemas.calendar import Scheduled, deadlines
from schemas.words import words


def serve_office(port: int, limit: int) -> None:
    """Open the office and keep it open until it is interrupted."""
    console = Console()
    projects = Office.open(Home.open()).scheduled()
    console.print("Opening the office; this takes about half a minute ...")
    from flows.serving import serve

    def opened(url: str, deployments: int) -> None:
        console.print(f"[bold]Open.[/bold] Orchestrator: {url}", highlight=False)
        named = ", ".join(project.project for project in projects)
        if named:
            console.print(f"By their calendar: {named} ({deployments} deployments)")
        else:
            console.print("No project yet. Add one: eurocent schedule PROJECT --inbox DIR")
        console.print("It works until you end it with Ctrl-C; nothing is lost then.")

    signal.signal(signal.SIGTERM, _end)
    try:
        serve(port, limit, opened)
    except KeyboardInterrupt:
        console.print("Closed.")


def work_for_office(name: str, limit: int) -> None:
    """Work on the runs of an office until it is interrupted."""
    console = Console()
    from flows.serving import work

    signal.signal(signal.SIGTERM, _end)
    try:
        work(name, limit, lambda url: console.print(f"Working for {url}", highlight=False))
    except KeyboardInterrupt:
        console.print("Stopped.")


def schedule_project(name: str, inbox: Path | None, out: Path, language: str, *, off: bool) -> None:
    """Put a project on the calendar, or take it off, and tell a running office."""
    definition = load_project(name, load_law())
    project = definition.project
    words(language)
    office = Office.open(Home.open())
    if inbox is not None and not inbox.is_dir():
        raise Refusal(f"There is no folder {inbox}.", "Make it, or name the drop folder there is.")
    console = Console()
    if off:
        changed = office.take_off_calendar(project.id)
        said = "taken off the calendar" if changed else "was in no calendar"
    else:
        # Whoever opens the office may do so from another folder.
        reference = definition.path.parent.parent == PROJECTS
        changed = office.put_on_calendar(
            Scheduled(
                project=project.id,
                definition=project.id if reference else str(definition.path.resolve()),
                inbox=inbox.resolve() if inbox else None,
                outputs=out.resolve(),
                language=language,
            )
        )
        said = "put on the calendar" if changed else "stands in the calendar already"
    console.print(f"{project.acronym}: {said}.", highlight=False)
    if not off:
        for deadline in deadlines(project):
            console.print(
                f"  {deadline.day} period {deadline.period}: {deadline.occasion}", highlight=False
            )
    _tell_office(console)


def show_calendar() -> None:
    """Show which projects run by their calendar."""
    console = Console()
    projects = Office.open(Home.open()).scheduled()
    for entry in projects:
        inbox = entry.inbox or "no drop folder"
        console.print(f"[bold]{entry.project}[/bold]: {inbox} → {entry.outputs}", highlight=False)
    if not projects:
        console.print("No project runs by its calendar. Add one: eurocent schedule PROJECT")


def _tell_office(console: Console) -> None:
    from flows.serving import refresh

    count = refresh()
    if count is None:
        console.print("No office is open; it will know when it opens: eurocent serve")
    else:
        console.print(f"The office knows: {count} deployments.")


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    """A service manager ends a service by a signal; it is ended as by Ctrl-C."""
    raise KeyboardInterrupt
