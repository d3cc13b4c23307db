"""Checking one extract as a run would, without a state folder and without a trace."""

from __future__ import annotations

import json
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from intake.delivery import Context, FileRead, read_file
from intake.law import load_law
from intake.project import category_names, load_project
from intake.rates import load_rates
from portal.errors import WRONG_USAGE, Refusal
from portal.figures import SEVERITIES
from portal.remembered import on_record
from rules.assess import assess
from rules.case import Case, PartnerReport
from rules.claim import claim_finding
from schemas.activities import ACTIVITIES
from schemas.claim import ClaimFinding
from schemas.columns import Table as Extract
from schemas.costs import COSTS
from schemas.findings import kinds, worst_first
from schemas.money import format_cents
from schemas.participants import PARTICIPANTS
from schemas.run import require_partner, require_period
from schemas.words import N_, Words, words

_TABLES: dict[str, Extract] = {
    "costs": COSTS,
    "activities": ACTIVITIES,
    "participants": PARTICIPANTS,
}
_OUTCOMES = {
    "clean": N_("Clean: everything can be used."),
    "action needed": N_("Action needed: the rows named wait or were reduced, the others are used."),
    "refused": N_("Refused: the file cannot be used as it is."),
}
_SHOWN = 40


@dataclass(frozen=True)
class Checked:
    """What there is to say about a file."""

    read: FileRead
    findings: list[ClaimFinding]
    usable: dict[str, int]
    outcome: str


def check_file(
    file: Path, project: str, partner: str, period: int, language: str, *, as_json: bool
) -> None:
    """Check a file and show what was found.

    Exit code 1 where something blocks, 2 where the file cannot be read at all.
    """
    spoken = words(language)
    if not file.is_file():
        raise Refusal(f"There is no file {file}.", "Name the extract to check.")
    checked = _check(file, project, partner, period, spoken)
    if as_json:
        sys.stdout.write(json.dumps(_as_json(checked), ensure_ascii=False, indent=1) + "\n")
    else:
        _show(checked, spoken)
    if any(finding.code in _unreadable() for finding in checked.findings):
        raise typer.Exit(WRONG_USAGE)
    if checked.outcome == "refused":
        raise typer.Exit(1)


def _check(file: Path, project_name: str, partner: str, period: int, spoken: Words) -> Checked:
    law = load_law()
    project = load_project(project_name, law).project
    require_period(project, period)
    project = project.as_of(period)
    owner = require_partner(project, partner)
    context = Context(
        project=project,
        partner=owner.id,
        period=period,
        categories=category_names(law.family(project.rule_set)),
        # Nothing is stored, so the pseudonyms of a check need not be those of the installation.
        pseudonym_key=secrets.token_bytes(32),
    )
    read = read_file(file, context)
    frames = {name: table.empty() for name, table in _TABLES.items()}
    for entry in read.tables:
        frames[entry.table] = entry.frame
    deadline = project.period(period).partner_deadline
    earlier, elsewhere = on_record(project.id, period, frames["costs"])
    case = Case(
        project=project,
        number=period,
        law=law,
        rates=load_rates().with_published(project.rates),
        costs=frames["costs"],
        activities=frames["activities"],
        participants=frames["participants"],
        reports={
            entry.id: PartnerReport(submitted_on=deadline, delivered=entry.id == owner.id)
            for entry in project.partners
        },
        findings=read.findings,
        earlier=earlier,
        elsewhere=elsewhere,
    )
    result = assess(case)
    told = [
        claim_finding(finding, case, spoken)
        for finding in worst_first(result.findings)
        # What concerns the whole partner report (control, deadlines) is not this file's affair, and
        # what earlier claims say of other partners is not this partner's.
        if finding.partner in ("", owner.id)
        if finding.file or finding.kind.applies_to in ("file", "table", "item", "category")
    ]
    fate = result.items
    decided = int((fate["rejected"].ne(0) | fate["parked"].ne(0)).sum())
    usable = {
        entry.table: len(entry.frame)
        - (
            decided + result.unreadable[owner.id]
            if entry.table == "costs"
            else int(entry.frame["unread"].ne("").sum())
        )
        for entry in read.tables
    }
    return Checked(read, told, usable, _outcome(told))


def _unreadable() -> set[str]:
    """Codes of files that cannot be read at all; unknown headings are only missing columns."""
    return {code for code in kinds() if code.startswith("FILE-01")} - {"FILE-01-HEADINGS"}


def _outcome(findings: list[ClaimFinding]) -> str:
    severities = {finding.severity for finding in findings}
    if "blocking" in severities:
        return "refused"
    return "action needed" if severities - {"info"} else "clean"


def _as_json(checked: Checked) -> dict[str, Any]:
    """The answer for machines (product contract §5)."""
    return {
        "file": checked.read.file,
        "sha256": checked.read.sha256,
        "tables": [
            {
                "table": entry.table,
                "sheet": entry.sheet,
                "rows": entry.rows,
                "usable_rows": checked.usable[entry.table],
                "unreadable_rows": entry.unreadable_rows,
                "sum_declared": {
                    currency: format_cents(cents)
                    for currency, cents in sorted(entry.sum_declared.items())
                },
            }
            for entry in checked.read.tables
        ],
        "findings": [finding.model_dump(mode="json") for finding in checked.findings],
        "outcome": checked.outcome,
    }


def _show(checked: Checked, spoken: Words) -> None:
    console = Console()
    for entry in checked.read.tables:
        sums = ", ".join(
            f"{spoken.amount(cents)} {currency}" for currency, cents in entry.sum_declared.items()
        )
        line = spoken.sentence(
            N_("{table}: {rows} rows, {usable} usable"),
            {"table": entry.table, "rows": entry.rows, "usable": checked.usable[entry.table]},
        )
        console.print(line + (f"; {sums}" if sums else ""), highlight=False)
    if checked.findings:
        table = Table(box=None, padding=(0, 1), show_header=False)
        for finding in checked.findings[:_SHOWN]:
            kind = spoken(SEVERITIES[finding.severity])
            table.add_row(f"[bold]{kind}[/bold]", f"{finding.message}\n{finding.remedy}")
        console.print(table)
        if len(checked.findings) > _SHOWN:
            left = len(checked.findings) - _SHOWN
            console.print(spoken.sentence(N_("... and {left} more (--json)."), {"left": left}))
    console.print(f"[bold]{spoken(_OUTCOMES[checked.outcome])}[/bold]")
