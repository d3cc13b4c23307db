"""Read the rate tables that ship with Eurocent: monthly rates and the fixed rates of the euro.

They are plain CSV with a point as decimal mark. They are read as text and kept exactly.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from schemas.rates import FixedRate, RateTable, replaced

RATES_FOLDER = Path(__file__).resolve().parents[1] / "data" / "rates"


@lru_cache(maxsize=1)
def load_rates() -> RateTable:
    """Load the rates that ship with Eurocent.

    Raises:
        OSError: a table cannot be opened.
    """
    monthly = RATES_FOLDER / "inforeuro_monthly.csv"
    basis = RATES_FOLDER / "inforeuro_monthly_basis.csv"
    euro = RATES_FOLDER / "euro_fixed_rates.csv"
    fixed = _fixed(euro)
    derived = {
        (month, currency): units
        for month, currency, units in _monthly(monthly)
        if not replaced(fixed, month, currency)
    }
    days = {row["month"]: date.fromisoformat(row["basis_quotation_day"]) for row in _rows(basis)}
    content = b"\n".join(path.read_bytes().replace(b"\r\n", b"\n") for path in (monthly, euro))
    return RateTable(derived, {}, fixed, days, hashlib.sha256(content).hexdigest())


def _monthly(path: Path) -> Iterator[tuple[str, str, Decimal]]:
    # Twelve thousand rows: the shipped table was checked when it was made, so Decimal alone reads.
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for month, currency, units in rows:
            yield month, currency, Decimal(units)


def _fixed(path: Path) -> dict[str, FixedRate]:
    return {
        row["currency"]: FixedRate(
            currency=row["currency"],
            country=row["country"],
            euro_since=date.fromisoformat(row["euro_since"]),
            units_per_eur=Decimal(row["units_per_eur_fixed"]),
        )
        for row in _rows(path)
    }


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
