"""Checking one extract as a run would, without a state folder and without a trace."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from intake.as_read import rows_as_read
from portal.assessing import OUTCOMES, Assessed, Desk, assess_files
from portal.errors import WRONG_USAGE, Refusal
from portal.figures import SEVERITIES
from schemas.claim import ClaimFinding
from schemas.money import format_cents
from schemas.words import N_, Words, words

_SHOWN = 40


def check_file(
    file: Path,
    project: str,
    partner: str,
    period: int,
    language: str,
    *,
    as_json: bool,
    with_rows: bool = False,
    correct: Path | None = None,
    use: Path | None = None,
) -> None:
    """Check a file and show what was found; for machines also every row as read, if asked for.

    With ``correct`` the file goes back with what is to be changed marked in it; ``use`` is a column
    mapping that goes before those that are remembered.

    Exit code 1 where something blocks, 2 where the file cannot be read at all.
    """
    spoken = words(language)
    if with_rows and not as_json:
        raise Refusal("--rows lists every row for machines.", "Ask for --json as well.")
    if not file.is_file():
        raise Refusal(f"There is no file {file}.", "Name the extract to check.")
    # Nothing is stored, so the pseudonyms of a check need not be those of the installation.
    desk = Desk.of(project, partner, period)
    context = desk.context(mappings=desk.mappings(use))
    checked = assess_files([file], desk, context, spoken)
    if correct is not None:
        from portal.correcting import write_corrections

        write_corrections(file, correct, checked, context, spoken)
    if as_json:
        answer = _as_json(checked, with_rows=with_rows)
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
    else:
        _show(checked, spoken)
    if checked.is_unreadable:
        raise typer.Exit(WRONG_USAGE)
    if checked.outcome == "refused":
        raise typer.Exit(1)


def _as_json(checked: Assessed, *, with_rows: bool) -> dict[str, Any]:
    """The answer for machines (product contract §5)."""
    (read,) = checked.delivery.files
    return {
        "file": read.file,
        "sha256": read.sha256,
        "tables": [
            {
                "table": table.table,
                "sheet": table.sheet,
                "rows": table.rows,
                "usable_rows": usable,
                "unreadable_rows": table.unreadable_rows,
                "sum_declared": {
                    currency: format_cents(cents)
                    for currency, cents in sorted(table.sum_declared.items())
                },
                **({"rows_as_read": list(rows_as_read(table))} if with_rows else {}),
            }
            for _, table, usable in checked.tables
        ],
        "findings": [finding.model_dump(mode="json") for finding in checked.findings],
        "outcome": checked.outcome,
    }


def show_tables(console: Console, checked: Assessed, spoken: Words) -> None:
    """Show every table in one line: its rows, those that can be used, its sums."""
    for _, table, usable in checked.tables:
        sums = ", ".join(
            f"{spoken.amount(cents)} {currency}" for currency, cents in table.sum_declared.items()
        )
        line = spoken.sentence(
            N_("{table}: {rows} rows, {usable} usable"),
            {"table": spoken(table.table), "rows": table.rows, "usable": usable},
        )
        console.print(line + (f"; {sums}" if sums else ""), highlight=False)


def show_findings(console: Console, findings: Sequence[ClaimFinding], spoken: Words) -> None:
    """Show what was found, worst first, and how to put it right."""
    if not findings:
        return
    table = Table(box=None, padding=(0, 1), show_header=False)
    for finding in findings[:_SHOWN]:
        kind = spoken(SEVERITIES[finding.severity])
        table.add_row(
            f"[bold]{kind}[/bold]", f"{escape(finding.message)}\n{escape(finding.remedy)}"
        )
    console.print(table)
    if len(findings) > _SHOWN:
        left = len(findings) - _SHOWN
        console.print(spoken.sentence(N_("... and {left} more (--json)."), {"left": left}))


def _show(checked: Assessed, spoken: Words) -> None:
    console = Console()
    show_tables(console, checked, spoken)
    show_findings(console, checked.findings, spoken)
    console.print(f"[bold]{spoken(OUTCOMES[checked.outcome])}[/bold]")
