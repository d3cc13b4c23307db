"""Commands about exchange rates that an authority published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from portal.commands.options import By, Json
from portal.errors import plainly

app = typer.Typer()
rates = typer.Typer(
    no_args_is_help=True,
    help="Exchange rates that an authority published, before the shipped ones.",
)
app.add_typer(rates, name="rates")


@rates.command("import")
@plainly
def import_(
    file: Annotated[Path, typer.Argument(help="The authority's table: CSV or a workbook.")],
    by: Annotated[str, typer.Option("--by", help="Who imports it; need not be said.")] = "",
    month: Annotated[
        str, typer.Option("--month", help="Month of all its rates, YYYY-MM, if no column says it.")
    ] = "",
    source: Annotated[
        str, typer.Option("--source", help="Where it was published; the file's name if not given.")
    ] = "",
) -> None:
    """Import rates: columns month, currency, units_per_eur and, if you like, source.

    The Commission's InforEuro download is read as well (with --month, as it holds one month). A
    table is used as a whole or refused with every line named. Exit code 2: it was not used.
    """
    from portal.rates import import_rates

    import_rates(file, month, source, by)


@rates.command("list")
@plainly
def list_(json: Json = False) -> None:
    """List the imported tables; the first one goes before the others."""
    from portal.rates import show_rates

    show_rates(as_json=json)


@rates.command()
@plainly
def withdraw(
    number: Annotated[int, typer.Argument(help="Number in the list.", min=1)],
    by: By,
    why: Annotated[str, typer.Option("--why", help="The reason, in a sentence.")],
) -> None:
    """Take an imported table back; it stays in the trail."""
    from portal.rates import withdraw_rates

    withdraw_rates(number, by, why)
