"""Commands that make reports and explain them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from portal.commands.options import Day, Json, Language, Out, PeriodNumber, Project
from portal.errors import plainly

app = typer.Typer()


@app.command()
@plainly
def demo(
    project: Annotated[str, typer.Option("--project", help="Only this reference project.")] = "",
    out: Out = Path("out"),
    lang: Language = "en",
) -> None:
    """Make all reports of the reference projects from synthetic extracts.

    Every period that has extracts runs the whole way: they are read, checked and held against the
    law, controllers' certificates are applied, the claim is signed off as "Demo (synthetic)", and
    the project report and partner reports are printed.
    """
    from portal.running import run_demo

    run_demo(project, out, lang)


@app.command()
@plainly
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the new project.")],
) -> None:
    """Begin a project: an invented one with remarks on every key, ready to edit.

    DIR is made where it is not there; its name becomes the project's id. What lies in it stays.
    """
    from portal.beginning import begin_project

    begin_project(folder)


@app.command()
@plainly
def run(
    project: Project,
    period: PeriodNumber,
    inbox: Annotated[
        Path | None, typer.Option("--inbox", help="Folder with one folder of extracts a partner.")
    ] = None,
    out: Out = Path("out"),
    submitted_on: Day = None,
    lang: Language = "en",
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Make no reports and record nothing."),
    ] = False,
    json: Json = False,
) -> None:
    """Make the claim and the reports of one reporting period.

    Exit code 0: done, findings that reject, cut or warn included. 1: a finding blocks a partner's
    delivery; the claim is still made, and that partner counts as missing. 2: wrong usage.
    """
    from portal.running import run_period
    from schemas.run import RunRequest

    request = RunRequest(
        project=project,
        period=period,
        inbox=inbox,
        out=out,
        submitted_on=submitted_on.date() if submitted_on else None,
        language=lang,
        dry_run=dry_run,
    )
    run_period(request, as_json=json)


@app.command()
@plainly
def status(
    project: Project,
    period: Annotated[int | None, typer.Argument(help="Only this reporting period.", min=1)] = None,
    json: Json = False,
) -> None:
    """Say who has delivered, what is missing, and where each claim stands."""
    from portal.overview import show_status

    show_status(project, period, as_json=json)


@app.command()
@plainly
def rules(
    rule: Annotated[str, typer.Argument(help="One rule, such as R-VAT-01.")] = "",
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Values of this day.")
    ] = None,
    lang: Language = "en",
    json: Json = False,
) -> None:
    """List the rules, or explain one with its legal basis and the values of a day."""
    from portal.catalogue import show_rules

    show_rules(rule, on.date() if on else None, lang, as_json=json)


@app.command()
@plainly
def doctor() -> None:
    """Look whether everything that Eurocent needs is here and works."""
    from portal.overview import examine

    examine()
