"""Kind ``control_deduction``: what controllers take, by ``rules.control`` for an item and by the
flat rates of the engine for what a deduction pulls along in other categories."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rules.control import apply_certificates
from rules.conversion import convert
from schemas.budget_progress import percent_of
from schemas.money import format_cents
from tests.examples.building import case_of, project_of
from tests.vectors.flat_rates import CATEGORIES, flat_rates_of, with_flat_rates
from tests.vectors.reading import Figures, Given, cents, euros

_FLAT = ("staff", "office", "travel", "other")


def item(given: Given) -> Figures:
    deducted = cents(given["deducted"])
    return {
        "certified": euros(
            _certified(cents(given["declared_eur"]), deducted, parked=given["parked"])
        ),
        "sampled": given["sample_locked"] or deducted != 0 or given["parked"] or given["sampled"],
    }


def verification_item(given: Given) -> Figures:
    deducted = cents(given["deducted_js"]) + cents(given["deducted_ma"])
    left = _certified(cents(given["certified"]), deducted, parked=given["parked"])
    return {"after_verification": euros(left)}


def work_overview(given: Given) -> Figures:
    rates, items = given["rates"], given["items"]
    declared = cents(given["declared_total"])
    flat_sum = cents(given["declared_flat_rate_sum"])
    eligible = _total(rates, items, "certified")
    parked = _total(rates, _parked(items), "declared_eur")
    sampled = sum(cents(entry["declared_eur"]) for entry in items if entry["sampled"])
    deducted = declared - eligible - parked
    if not any(cents(entry["deducted"]) for entry in items if not entry["parked"]):
        parked, deducted = parked + deducted, 0
    return {
        "declared": euros(declared),
        "flat_rate_sum": euros(flat_sum),
        "sampled": euros(sampled),
        "sampled_percentage": euros(percent_of(sampled, declared - flat_sum)),
        "parked": euros(parked),
        "deducted": euros(deducted),
        "eligible": euros(eligible),
        "eligible_percentage": euros(percent_of(eligible, declared)),
    }


def flat_rate_deduction_closed(given: Given) -> Figures:
    flat = flat_rates_of(given["rates"])
    row = {
        name: cents(given["declared"][name])
        - cents(given["parked"][name])
        - cents(given["after_control"][name])
        for name in _FLAT
        if CATEGORIES[name] in flat
    }
    return _with_total(row)


def deduction_overview(given: Given) -> Figures:
    rates, items = given["rates"], given["items"]
    flat_row = _flat_row(
        rates,
        given["declared"],
        _by_category(rates, _parked(items), "declared_eur"),
        _by_category(rates, items, "certified"),
    )
    return _overview(_by_error(items, lambda entry: cents(entry["deducted"])), flat_row)


def verification_deduction_overview(given: Given) -> Figures:
    rates, items = given["rates"], given["items"]
    flat_row = _flat_row(
        rates,
        given["requested"],
        _by_category(rates, items, "after_verification"),
        _by_category(rates, _parked(items), "certified"),
    )
    taken = _by_error(
        items, lambda entry: cents(entry["certified"]) - cents(entry["after_verification"])
    )
    found = _overview(taken, flat_row)
    return found if flat_rates_of(rates) else {**found, "flat_rate_row": None}


def verification_work_overview(given: Given) -> Figures:
    rates, items = given["rates"], given["items"]
    requested = cents(given["requested"])
    plain = requested - cents(given["requested_flat_rate_sum"])
    sampled = sum(cents(entry["certified"]) for entry in items if entry["sampled"])
    parked = _total(rates, _parked(items), "certified")
    after = _total(rates, items, "after_verification")
    return {
        "requested_without_flat_rates": euros(plain),
        "sampled": euros(sampled),
        "sampled_percentage": euros(percent_of(sampled, plain)),
        "parked": euros(parked),
        "deducted_js": euros(_total(rates, items, "deducted_js")),
        "deducted_ma": euros(_total(rates, items, "deducted_ma")),
        "deducted": euros(requested - after - parked),
        "after_verification": euros(after),
        "after_verification_percentage": euros(percent_of(after, requested)),
    }


def verification_totals(given: Given) -> Figures:
    lines = given["lines"]
    sums = {name: sum(cents(line[name]) for line in lines) for name in lines[0]}
    return {
        **{name: euros(value) for name, value in sums.items()},
        "sampled_percentage": euros(
            percent_of(sums["sampled"], sums["requested_without_flat_rates"])
        ),
        "after_verification_percentage": euros(
            percent_of(sums["after_verification"], sums["requested"])
        ),
    }


def _certified(declared: int, deducted: int, *, parked: bool) -> int:
    """What a controller's result leaves of one item, in cents."""
    report = {
        "rows": [{"item_id": "I", "amount_declared": format_cents(declared)}],
        "certificates": [
            {
                "partner": "A",
                "items": [{"item_id": "I", "deducted": format_cents(deducted), "parked": parked}],
            }
        ],
    }
    case = case_of(project_of({}), 1, report, [])
    items, _, _ = convert(case)
    items, _ = apply_certificates(items, case)
    return int(items["eligible"].sum())


def _parked(items: Iterable[Given]) -> list[Given]:
    return [entry for entry in items if entry["parked"]]


def _by_category(rates: Given, items: Iterable[Given], column: str) -> dict[str, int]:
    """One column added up by category, flat rates worked out on it."""
    sums: dict[str, int] = {}
    for entry in items:
        sums[entry["category"]] = sums.get(entry["category"], 0) + cents(entry[column])
    return with_flat_rates(rates, sums)


def _total(rates: Given, items: Iterable[Given], column: str) -> int:
    return _by_category(rates, items, column)["total"]


def _flat_row(rates: Given, declared: Given, *taken_off: dict[str, int]) -> dict[str, Any]:
    flat = flat_rates_of(rates)
    return _with_total(
        {
            name: cents(declared[name]) - sum(amounts[name] for amounts in taken_off)
            for name in _FLAT
            if CATEGORIES[name] in flat
        }
    )


def _by_error(items: Iterable[Given], taken: Callable[[Given], int]) -> dict[str, dict[str, int]]:
    rows: dict[str, dict[str, int]] = {}
    for entry in items:
        if entry["error"]:
            row = rows.setdefault(entry["error"], {})
            row[entry["category"]] = row.get(entry["category"], 0) + taken(entry)
    return rows


def _overview(rows: dict[str, dict[str, int]], flat_row: dict[str, Any]) -> dict[str, Any]:
    whole = {error: _with_total(row) for error, row in rows.items()}
    return {
        "rows": whole,
        "flat_rate_row": flat_row,
        "sum": flat_row["total"] + sum(row["total"] for row in whole.values()),
    }


def _with_total(row: dict[str, int]) -> dict[str, Any]:
    return {name: euros(amount) for name, amount in (row | {"total": sum(row.values())}).items()}


VARIANTS: dict[str, Callable[[Given], Figures]] = {
    function.__name__: function
    for function in (
        item,
        verification_item,
        work_overview,
        flat_rate_deduction_closed,
        deduction_overview,
        verification_deduction_overview,
        verification_work_overview,
        verification_totals,
    )
}
