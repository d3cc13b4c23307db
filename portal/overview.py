"""Where a project stands, and whether the machine is fit."""

from __future__ import annotations

import json as json_format
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

import typer
from rich.console import Console

from intake.law import load_law
from intake.project import Definition, load_project
from intake.rates import load_rates
from ledger.home import Home
from ledger.ledger import Ledger
from portal.submitted import submissions_of, told
from schemas.run import require_period

_SHAPES = {"blocked": "▲", "missing": "○", "open": "○", "delivered": "●", "certified": "●"}
"""How a partner report can stand, worst first, and its shape."""


def show_status(project_name: str, period: int | None, *, as_json: bool) -> None:
    """Show per period who has delivered, who is certified, deadlines and the claim's state."""
    definition = load_project(project_name, load_law())
    if period is not None:
        require_period(definition.project, period)
    ledger = Ledger.open(Home.open())
    chosen = [period] if period else [entry.number for entry in definition.project.periods]
    records = [_period(definition, ledger, number) for number in chosen]
    if as_json:
        sys.stdout.write(json_format.dumps(records, ensure_ascii=False, indent=1) + "\n")
        return
    console = Console()
    console.print(f"[bold]{definition.project.acronym}[/bold] · {definition.project.id}")
    for record in records:
        _show_period(console, record)
    if all(record["claim"] == "none" for record in records):
        console.print(f"No claim yet. Make the first: eurocent run {project_name} {chosen[0]}")


def _show_period(console: Console, record: dict[str, Any]) -> None:
    """One period: its days and claim, then its partners by how they stand, worst first."""
    days = f"{record['start']} to {record['end']}, partners by {record['partner_deadline']}"
    claim = record["claim"] if record["version"] else "no claim yet"
    stale = ", stale: an earlier period was changed since" if record["stale"] else ""
    console.print(f"\n[bold]Period {record['period']}[/bold] · {days}", highlight=False)
    console.print(f"  claim: {claim}{stale}", highlight=False)
    for state, shape in _SHAPES.items():
        partners = [name for name, held in record["partners"].items() if held == state]
        if partners:
            console.print(f"  {shape} {state}: {', '.join(partners)}", highlight=False)
    for line in told(record["submissions"]):
        console.print(f"    {line}", highlight=False)


def _period(definition: Definition, ledger: Ledger, number: int) -> dict[str, Any]:
    project = definition.project
    period = project.period(number)
    run = ledger.approved_run(project.id, number) or ledger.latest_run(project.id, number)
    claim = ledger.standing(run) if run else None
    handed_in = submissions_of(ledger, project, number)
    partners = {
        partner.id: "delivered" if handed_in.get(partner.id, {}).get("stands") else "open"
        for partner in project.partners
    }
    if claim is not None:
        for partner in claim.partners:
            blocked = any(
                f.severity == "blocking" and f.partner == partner.partner for f in claim.findings
            )
            if handed_in.get(partner.partner, {}).get("waits_for_run"):
                # What the claim says of this partner was said of an earlier delivery.
                continue
            partners[partner.partner] = (
                "blocked"
                if blocked
                else "certified"
                if partner.delivered and partner.certified
                else "delivered"
                if partner.delivered
                else "missing"
            )
    return {
        "period": number,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "partner_deadline": period.partner_deadline.isoformat(),
        "lead_deadline": period.lead_deadline.isoformat() if period.lead_deadline else "",
        "claim": claim.status if claim else "none",
        "stale": bool(claim and claim.stale),
        "version": claim.version if claim else 0,
        "partners": partners,
        "submissions": handed_in,
    }


def examine() -> None:
    """Try everything that Eurocent needs; exit code 1 where something is missing."""
    console = Console()
    failed = False
    for name, answer, remedy in _examined():
        failed |= bool(remedy)
        console.print(f"{'▲' if remedy else '●'} {name}: {answer}", highlight=False)
        if remedy:
            console.print(f"  {remedy}", highlight=False)
    if failed:
        raise typer.Exit(1)
    console.print("Everything is here.")


def _examined() -> Iterator[tuple[str, str, str]]:
    checks: tuple[tuple[str, Callable[[], str], str], ...] = (
        ("Python", _python, ""),
        ("Law", _law, "The installation is damaged; install Eurocent again."),
        ("Exchange rates", _rates, "The installation is damaged; install Eurocent again."),
        ("Fonts and text libraries", _documents, "Install libpango-1.0-0 and libpangoft2-1.0-0."),
        ("State folder", _state, "Correct its permissions, or set EUROCENT_HOME to another one."),
        ("Ledger", _ledger, "See the message above; a backup can be restored."),
        ("Orchestrator", _orchestrator, "Prepare it once: python -m flows.prepare"),
    )
    for name, look, remedy in checks:
        try:
            yield name, look(), ""
        except Exception as error:  # noqa: BLE001  (whatever is wrong is what the doctor tells)
            yield name, str(error) or type(error).__name__, remedy


def _python() -> str:
    return sys.version.split()[0]


def _law() -> str:
    law = load_law()
    families = ", ".join(sorted(law.families))
    return f"{len(law.rules)} rules, {len(law.catalogue)} parameters; rule sets {families}"


def _rates() -> str:
    months = sorted({month for month, _ in load_rates().derived})
    return f"{months[0]} to {months[-1]}"


def _documents() -> str:
    import weasyprint

    weasyprint.HTML(string="<p>ą č ő</p>").write_pdf()
    return f"WeasyPrint {weasyprint.__version__}"


def _state() -> str:
    home = Home.open()
    if not os.access(home.root, os.W_OK):
        raise RuntimeError(f"{home.root} cannot be written to")
    free = shutil.disk_usage(home.root).free // 2**30
    return f"{home.root}, {free} GB free"


def _ledger() -> str:
    home = Home.open()
    Ledger.open(home)
    return home.database_url.split("://", maxsplit=1)[0]


def _orchestrator() -> str:
    from importlib.metadata import version

    database = Home.open().prefect / "prefect.db"
    if not database.exists():
        raise RuntimeError(
            "its home is not prepared; the first run will take a quarter of a minute more"
        )
    return f"Prefect {version('prefect')}"
