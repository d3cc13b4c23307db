"""Commands by which people decide: certify and sign off."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from portal.commands.options import By, PartnerOption, PeriodNumber, Project
from portal.errors import plainly

app = typer.Typer()


@app.command()
@plainly
def certify(
    project: Project,
    period: PeriodNumber,
    partner: PartnerOption,
    by: By,
    file: Annotated[
        Path | None, typer.Argument(help="List of changed items: CSV, XLSX, XLS or ODS.")
    ] = None,
) -> None:
    """Record the controller's result for a partner report.

    FILE lists the items that are not as declared, with what is deducted or parked and why; it is
    used as a whole or refused with every row named (exit code 1; 2: it cannot be read). Without
    it, the project file's certificate counts; where it has none, all items are certified as
    declared.
    """
    from portal.signing import certify_report

    certify_report(project, period, partner, by, file)


@app.command()
@plainly
def approve(project: Project, period: PeriodNumber, by: By) -> None:
    """Sign the claim of a period off: it is frozen and counts for the periods after it."""
    from portal.signing import approve_claim

    approve_claim(project, period, by)
