"""Exchange rates that an authority published: imported, listed, taken back."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from intake.rate_tables import read_rate_table
from intake.rates import load_rates
from ledger.home import Home
from ledger.ledger import Ledger
from ledger.rate_tables import ImportedRates
from portal.errors import Refusal
from schemas.project import PublishedRate


def import_rates(file: Path, month: str, source: str, by: str) -> None:
    """Import a published table; its rates go before those that ship with Eurocent."""
    if not file.is_file():
        raise Refusal(f"There is no file {file}.", "Name the authority's table: CSV or a workbook.")
    read = read_rate_table(file, load_rates(), month, source or file.name)
    console = Console()
    for remark in read.remarks:
        console.print(f"▲ {remark}", highlight=False)
    if not read.rates:
        raise Refusal(
            f"{file.name}: the euro had replaced every currency in it.", "Nothing was imported."
        )
    new = Ledger.open(Home.open()).keep_rates(file.name, read.rates, by)
    console.print(
        f"{'Imported' if new else 'Known already'}: {_said(read.rates)}.", highlight=False
    )
    if read.ignored:
        console.print(
            f"{read.ignored} rates were left out: the euro had replaced their currency.",
            highlight=False,
        )
    if new:
        console.print("Claims made from now on use them: run the periods concerned again.")


def show_rates(*, as_json: bool) -> None:
    """List the imported tables that count, the one that goes first at the top."""
    home = Home.existing()
    tables = Ledger.open(home).rate_tables() if home else []
    if as_json:
        records = [_record(table) for table in reversed(tables)]
        sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")
        return
    console = Console()
    for table in reversed(tables):
        by = f" by {table.recorded_by}" if table.recorded_by else ""
        console.print(
            f"{table.number}  {table.name}: {_said(table.rates)}, "
            f"imported {table.recorded_at.date()}{by}",
            highlight=False,
        )
    months = sorted({month for month, _ in load_rates().derived})
    console.print(
        f"{'Then' if tables else 'Only'} the rates that ship with Eurocent, {months[0]} to "
        f"{months[-1]}, derived from the European Central Bank's.",
        highlight=False,
    )
    if not tables:
        console.print("Import the authority's table: eurocent rates import FILE --by NAME")


def withdraw_rates(number: int, by: str, why: str) -> None:
    """Take an imported table back; claims that used it stay as they are."""
    table = Ledger.open(Home.open()).withdraw_rates(number, by, why)
    if table is None:
        raise Refusal(f"No imported table has the number {number}.", "See: eurocent rates list")
    Console().print(
        f"Taken back: {table.name}. It stays in the trail; claims made from now on do without it.",
        highlight=False,
    )


def _said(rates: Sequence[PublishedRate]) -> str:
    months = sorted({rate.month for rate in rates})
    currencies = sorted({rate.currency for rate in rates})
    named = ", ".join(currencies) if len(currencies) <= 5 else f"{len(currencies)} currencies"
    span = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
    return f"{len(rates)} {'rate' if len(rates) == 1 else 'rates'} ({named}), {span}"


def _record(table: ImportedRates) -> dict[str, object]:
    return {
        "number": table.number,
        "name": table.name,
        "sha256": table.sha256,
        "imported_by": table.recorded_by,
        "imported_at": table.recorded_at.isoformat(),
        "rates": [rate.model_dump() for rate in table.rates],
    }
