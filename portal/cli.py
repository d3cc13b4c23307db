"""The command line: ``eurocent --help`` teaches; the commands stand in ``portal.commands``."""

from __future__ import annotations

import gc
import sys

import typer

from portal.commands import decisions, office, partners, persons, rates, reports

app = typer.Typer(
    name="eurocent",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="From partners' spreadsheets to a compliance report in which every cent can be followed "
    "to its row, its file and its article of law.",
    epilog="Start with [bold]eurocent demo[/bold]: it makes the reports of the reference projects.",
)
for room, panel in (
    (reports, "For lead partners"),
    (rates, "For lead partners"),
    (partners, "For partners"),
    (decisions, "For those who decide"),
    (persons, "For those who look after persons' data"),
    (office, "For whoever runs the office"),
):
    for command in (*room.app.registered_commands, *room.app.registered_groups):
        command.rich_help_panel = panel
    app.add_typer(room.app)


def main() -> None:
    """Entry point of the command ``eurocent``."""
    if sys.argv[1:2] == ["check"]:
        # A check ends in seconds and makes no cycles worth collecting; looking for them over and
        # over took a tenth of its time.
        gc.disable()
    app()
