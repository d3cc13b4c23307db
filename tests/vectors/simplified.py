"""Kind ``simplified_cost``: lump sums and unit costs by R-SCO-02, and added up in tables.

There a row is overwritten with what was approved; with us it may ask for anything and gets that.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil
from typing import Any

from schemas.money import format_cents, share_of
from tests.examples.building import claims_of
from tests.vectors.reading import Figures, Given, cents, euros, number


def lump_sum_item(given: Given) -> Figures:
    cost = cents(given["lump_sum_cost"])
    asked = max(cost, cents(given["typed_amount"]))
    approved = {"lump_sums": [{"id": "L1", "title": "Lump sum", "amount": format_cents(cost)}]}
    eligible = _eligible(approved, {"lump_sum_id": "L1", "amount_declared": format_cents(asked)})
    return {"units": Fraction(1), "price_per_unit": euros(cost), "declared": euros(eligible)}


def real_cost_item(given: Given) -> Figures:
    return {
        "units": Fraction(0),
        "price_per_unit": Fraction(0),
        "declared": number(given["declared"]),
    }


def unit_cost_row(given: Given) -> Figures:
    price, units = cents(given["price"]), number(given["units"])
    approved = {"unit_costs": [{"id": "U1", "title": "Unit cost", "price": format_cents(price)}]}
    asked = format_cents(ceil(price * units) + 100)
    row = {"unit_cost_id": "U1", "units": given["units"], "amount_declared": asked}
    return {"row_sum": euros(_eligible(approved, row))}


def lump_sum_table_current(given: Given) -> Figures:
    return _by_key(given, "lump_sum", lambda item: cents(item["price"]))


def unit_cost_table_current(given: Given) -> Figures:
    return _by_key(
        given,
        "unit_cost",
        lambda item: share_of(cents(item["amount"]), 1 / number(item["rate"]), "half_up"),
    )


def after_control_table(given: Given) -> Figures:
    table: dict[str, dict[str, Fraction]] = {}
    for item in given["items"]:
        row = table.setdefault(item["key"], {"current": Fraction(0), "parked": Fraction(0)})
        row["current"] += number(item["certified"])
        row["parked"] += number(item["declared_eur"]) if item["parked"] else 0
    return table


def previously_reported_lump_sum(given: Given) -> Figures:
    counts = given["fast_track"] and given["ready"]
    share = number(given["share"]) if counts else 0
    return {"previously": number(given["reported_before"]) + share}


def _eligible(approved: Given, row: Given) -> int:
    """What a project that approved something accepts of a row, in cents."""
    return claims_of({"project": approved, "rows": [row]})[-1].totals.eligible


def _by_key(given: Given, key: str, amount: Callable[[Given], int]) -> dict[str, Any]:
    table: dict[str, dict[str, Fraction]] = {}
    for item in given["items"]:
        row = table.setdefault(item[key], {"current": Fraction(0), "re_included": Fraction(0)})
        row["current"] += euros(amount(item))
        row["re_included"] += euros(amount(item)) if item["re_included"] else 0
    return table


VARIANTS: dict[str, Callable[[Given], Figures]] = {
    function.__name__: function
    for function in (
        lump_sum_item,
        real_cost_item,
        unit_cost_row,
        lump_sum_table_current,
        unit_cost_table_current,
        after_control_table,
        previously_reported_lump_sum,
    )
}
