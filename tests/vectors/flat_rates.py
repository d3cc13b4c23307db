"""Kind ``flat_rate``: simplified cost options by ``rules.flat_rates``, in the engine's order.

Unit costs and the small project fund stand in no base there and are no categories of ours: they
only add to the total.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rules.flat_rates import add_to, work_out
from rules.sums import LUMP_SUMS, Parts
from schemas.money import format_ratio
from tests.examples.building import case_of, project_of
from tests.vectors.reading import Figures, Given, cents, euros, number

CATEGORIES = {
    "staff": "staff",
    "office": "office_administration",
    "travel": "travel_accommodation",
    "external": "external_expertise",
    "equipment": "equipment",
    "infrastructure": "infrastructure",
    "other": "other_costs",
    "lump_sum": LUMP_SUMS,
}
_APART = ("unit_cost", "spf")


def category(given: Given) -> Figures:
    amounts = {name: cents(amount) for name, amount in given["amounts"].items()}
    worked_out = with_flat_rates(given["rates"], amounts)
    return {name: euros(amount) for name, amount in worked_out.items()}


def last_period_rest(given: Given) -> Figures:
    return {
        name: euros(cents(whole) - sum(cents(other[name]) for other in given["others"]))
        for name, whole in given["total"].items()
    }


def declared_flat_rate_sum(given: Given) -> Figures:
    rates = {name.partition("_on_")[0] for name, rate in given["rates"].items() if rate is not None}
    values = given["category_values"]
    return {"flat_rate_sum": euros(sum(cents(values[name]) for name in values if name in rates))}


def with_flat_rates(rates: Given, amounts: Mapping[str, int]) -> dict[str, int]:
    """Every category and the total in cents, flat rates in the place of what was declared."""
    flat = flat_rates_of(rates)
    project = project_of({})
    # Some of these combinations no project file may state; what they come to is asked all the same.
    partner = project.partners[0].amended({"flat_rates": flat})
    case = case_of(project.model_copy(update={"partners": [partner]}), 1, {}, [])
    real = {
        ("A", CATEGORIES[name]): Parts(declared=amount, eligible=amount)
        for name, amount in amounts.items()
        if name not in _APART and CATEGORIES[name] not in flat
    }
    results, _ = work_out(real, case)
    sums = add_to(real, results)
    figures = {
        name: sums.get(("A", code), Parts()).eligible for name, code in CATEGORIES.items()
    } | {name: amounts.get(name, 0) for name in _APART}
    return figures | {"total": sum(figures.values())}


def flat_rates_of(rates: Given) -> dict[str, dict[str, Any]]:
    """The flat rates as a project file states them; other costs never beside flat-rate staff."""
    used: dict[str, tuple[str, Any]] = {
        "staff": ("other_direct", rates.get("staff")),
        "travel_accommodation": ("staff", rates.get("travel_on_staff")),
        "office_administration": ("staff", rates.get("office_on_staff")),
        "other_costs": ("staff", rates.get("other_on_staff")),
    }
    if rates.get("office_on_staff") is None:
        used["office_administration"] = (
            "direct_with_flat_travel",
            rates.get("office_on_direct"),
        )
    if rates.get("staff") is not None:
        used.pop("other_costs")
    return {
        name: {"of": of, "rate": format_ratio(number(rate) / 100)}
        for name, (of, rate) in used.items()
        if rate is not None
    }


VARIANTS: dict[str, Callable[[Given], Figures]] = {
    function.__name__: function for function in (category, last_period_rest, declared_flat_rate_sum)
}
