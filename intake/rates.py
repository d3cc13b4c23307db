"""Read the rate tables: the shipped monthly rates, the fixed rates, an authority's own table.

All three are plain CSV with a point as decimal mark. They are read as text and kept exactly.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from intake.yaml_lines import Lines, explain
from schemas.project import PublishedRate
from schemas.rates import FixedRate, RateTable, replaced

RATES_FOLDER = Path(__file__).resolve().parents[1] / "data" / "rates"


class RateFileError(Exception):
    """A rate table cannot be read; the message names the file, the line and what is wrong."""


def load_rates(extra: Path | None = None) -> RateTable:
    """Load the shipped rates and, before them, those of an authority's table.

    Args:
        extra: a CSV with the columns month (2018-03), currency, units_per_eur and source.

    Raises:
        RateFileError: a line of a table cannot be read.
        OSError: a table cannot be opened.
    """
    table = _shipped()
    return table if extra is None else table.with_published(_published(extra))


@lru_cache(maxsize=1)
def _shipped() -> RateTable:
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


def _published(path: Path) -> Iterator[PublishedRate]:
    wanted = ("month", "currency", "units_per_eur", "source")
    for line, row in enumerate(_rows(path), start=2):
        missing = [name for name in wanted if not row.get(name)]
        if missing:
            raise RateFileError(f"{path.name}, line {line}: '{missing[0]}' is missing or empty")
        try:
            rate = PublishedRate.model_validate({name: row[name].strip() for name in wanted})
        except ValidationError as error:
            _, sentence = explain(error, Lines({}))[0]
            raise RateFileError(f"{path.name}, line {line}: {sentence}") from None
        yield rate


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
