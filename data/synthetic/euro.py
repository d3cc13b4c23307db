"""Conversion into euro and back, with arithmetic of its own.

The extracts prove the engine, so nothing here is borrowed from it: rates are read straight from
the shipped table, amounts are divided as Decimal and rounded half-up to the cent (funding rules
0.2), and the way back is a search.
"""

from __future__ import annotations

import csv
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from data.synthetic.plan import DATA
from schemas.project import Period, Project

_SMALLEST = {"HUF": 100}
"""The smallest amount in which invoices are written, in cents, where it is more than one."""


def smallest(currency: str) -> int:
    """The step, in cents of a currency, in which its amounts are written."""
    return _SMALLEST.get(currency, 1)


def rate_month(project: Project, period: Period, incurred: date, paid: date) -> str:
    """The month whose rate converts an item, by the selector that the project states.

    Raises:
        ValueError: the project uses a selector that no synthetic project needs.
    """
    selector = project.parameters["fx.month_selector"].value
    if selector == "incurred":
        return f"{incurred:%Y-%m}"
    if selector == "paid":
        return f"{paid:%Y-%m}"
    if selector == "submission":
        # A run without a receipt takes the partner's deadline for the day of submission.
        return f"{period.partner_deadline:%Y-%m}"
    raise ValueError(f"no synthetic project selects the month by {selector}")


def to_euro(cents: int, currency: str, month: str) -> int:
    """Convert whole cents of a currency into EUR cents, half-up, away from zero."""
    if currency == "EUR":
        return cents
    exact = Decimal(cents) / _rates()[month, currency]
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def from_euro(euro_cents: int, currency: str, month: str) -> int:
    """Find an amount, as invoices write it, that converts into exactly these EUR cents."""
    if currency == "EUR":
        return euro_cents
    step = smallest(currency)
    guess = int(euro_cents * _rates()[month, currency]) // step * step
    return next(
        cents
        for cents in range(guess - step, guess + 3 * step, step)
        if to_euro(cents, currency, month) == euro_cents
    )


@lru_cache(maxsize=1)
def _rates() -> dict[tuple[str, str], Decimal]:
    with (DATA / "rates" / "inforeuro_monthly.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["month"], row["currency"]): Decimal(row["units_per_eur"])
            for row in csv.DictReader(file)
        }
