"""Starting reporting runs and telling what they do."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from intake.law import load_law
from intake.project import PROJECTS, Definition, load_project
from portal.figures import claim_summary
from portal.remembered import anything_submitted
from schemas.claim import Claim
from schemas.progress import Progress as Told
from schemas.progress import listening
from schemas.run import RunRefused, RunRequest, RunResult, require_period
from schemas.words import N_, Words, words

DEMO_SIGNATURE = "Demo (synthetic)"

STEPS = {
    "collect": N_("reading {partner}"),
    "assess": N_("applying the law"),
    "reconcile": N_("reconciling"),
    "record": N_("recording the claim"),
    "render": N_("printing {partner}"),
    "deliver": N_("delivering"),
}


def run_period(request: RunRequest, *, as_json: bool) -> None:
    """Make one period's claim and show it; exit code 1 where a finding blocks."""
    spoken = words(request.language)
    definition = load_project(request.project, load_law())
    # Wrong usage is found before anything is started.
    require_period(definition.project, request.period)
    if request.inbox or not anything_submitted(definition.project.id, request.period):
        definition.inbox(request.period, request.inbox)
    ((result, claim),) = asyncio.run(_run_all([(definition, request)], spoken))
    if as_json:
        sys.stdout.write(claim.to_json())
    else:
        claim_summary(Console(), claim, result, spoken)
    if claim.blocked:
        raise typer.Exit(1)


def run_demo(only: str, out: Path, language: str) -> None:
    """Run the reference projects, every period with extracts, and sign each claim off.

    A project that goes on ships extracts of the periods that have ended; nobody is missing in the
    others, because nothing is due yet.

    Raises:
        RunRefused: no project named has extracts of its own.
    """
    spoken = words(language)
    law = load_law()
    names = [only] if only else sorted(p.parent.name for p in PROJECTS.glob("*/project.yaml"))
    runs = [
        (
            definition,
            RunRequest(
                project=name,
                period=period.number,
                inbox=definition.extracts(period.number),
                out=out,
                language=language,
                sign_off_by=DEMO_SIGNATURE,
            ),
        )
        for name in names
        for definition in [load_project(name, law)]
        for period in definition.project.periods
        if definition.extracts(period.number).is_dir()
    ]
    if not runs:
        raise RunRefused(
            f"{only} has no extracts of its own.",
            f"Run a period with an inbox: eurocent run {only} 1 --inbox DIR.",
        )
    results = asyncio.run(_run_all(runs, spoken))
    console = Console()
    last = {claim.project: (result, claim) for result, claim in results}
    for result, claim in last.values():
        claim_summary(console, claim, result, spoken)
    console.print(f"\n{spoken('Reports')}: [bold]{out}[/bold]")


async def _run_all(
    runs: list[tuple[Definition, RunRequest]], spoken: Words
) -> list[tuple[RunResult, Claim]]:
    """Make the runs in order, with one start of the orchestrator for all of them."""
    console = Console(stderr=True)
    with _display(console) as bar:
        starting = bar.add_task(spoken("starting"), total=None)
        # Imported here: the orchestrator takes two seconds, and mistakes are found before.
        from flows.reporting import reporting_run
        from ledger.home import Home
        from ledger.store import FrameStore

        bar.remove_task(starting)
        answers = []
        for definition, request in runs:
            project = definition.project
            label = f"{project.acronym} · {spoken('period')} {request.period}"
            total = 2 * len(project.partners) + 5
            line = bar.add_task(label, total=total, step="")

            def show(told: Told, line: TaskID = line) -> None:
                step = spoken(STEPS[told.step]).format(partner=told.partner or spoken("project"))
                bar.update(line, advance=1, step=step)

            with listening(show):
                result = await reporting_run(request)
            bar.update(line, completed=total, step=spoken("done"))
            claim = Claim.model_validate(FrameStore.open(Home.open()).get_json(result.claim))
            answers.append((result, claim))
        return answers


@contextmanager
def _display(console: Console) -> Iterator[Progress]:
    """A quiet display on stderr; where nobody watches, nothing is drawn."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[step]}", style="dim"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    ) as bar:
        yield bar
