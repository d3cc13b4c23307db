"""Kind ``simplified_cost``: lump sums and unit costs, line by line and added up."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from schemas.money import share_of
from tests.vectors.reading import Figures, Given, cents, euros, number


def lump_sum_item(given: Given) -> Figures:
    cost = number(given["lump_sum_cost"])
    return {"units": Fraction(1), "price_per_unit": cost, "declared": cost}


def real_cost_item(given: Given) -> Figures:
    return {
        "units": Fraction(0),
        "price_per_unit": Fraction(0),
        "declared": number(given["declared"]),
    }


def unit_cost_row(given: Given) -> Figures:
    return {"row_sum": euros(share_of(cents(given["price"]), number(given["units"]), "down"))}


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
