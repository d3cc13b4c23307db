"""Commands of whoever runs Eurocent for an office."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from portal.commands.options import Language, Out
from portal.errors import plainly

app = typer.Typer()


@app.command()
@plainly
def schedule(
    project: Annotated[
        str, typer.Argument(help="Id or project.yaml; without one, the calendar is shown.")
    ] = "",
    inbox: Annotated[
        Path | None,
        typer.Option(
            "--inbox", help="Drop folder with one folder a partner, looked into by itself."
        ),
    ] = None,
    out: Out = Path("out"),
    lang: Language = "en",
    off: Annotated[bool, typer.Option("--off", help="Take the project off the calendar.")] = False,
) -> None:
    """Let a project run by its own calendar: collection every night, reports after the deadline.

    The days are those of its periods. An office that is open (eurocent serve) learns of it at once.
    """
    from portal.office import schedule_project, show_calendar

    if project:
        schedule_project(project, inbox, out, lang, off=off)
    else:
        show_calendar()


@app.command()
@plainly
def serve(
    port: Annotated[int, typer.Option("--port", help="Port on this machine.", min=1)] = 4200,
    workers: Annotated[int, typer.Option("--runs", help="Runs at a time.", min=1)] = 2,
) -> None:
    """Open the office on this machine: schedules, drop folders and reports, until you end it.

    Everything it knows survives a restart. It listens on this machine only.
    """
    from portal.office import serve_office

    serve_office(port, workers)


@app.command()
@plainly
def worker(
    name: Annotated[str, typer.Option("--name", help="Name of this worker.")] = "",
    workers: Annotated[int, typer.Option("--runs", help="Runs at a time.", min=1)] = 1,
) -> None:
    """Help an office that is open here or on another machine (EUROCENT_ORCHESTRATOR_URL)."""
    from portal.office import work_for_office

    work_for_office(name, workers)
