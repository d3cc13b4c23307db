"""Figures of a public monitoring system's test suite, and where ours are others on purpose.

One adapter per kind drives our engine, or does plain arithmetic where a figure is of that system
alone; a case is compared by value. ``DIFFERENT`` names the cases in which a claim of ours says
something else, each with its reason and our figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from schemas.money import allocate
from tests.examples.building import claims_of
from tests.vectors import cofinancing, control, conversion, flat_rates, progress, simplified
from tests.vectors.reading import FILE, Figures, Given, cents, differences, euros, vectors

KINDS: dict[str, dict[str, Callable[[Given], Figures]]] = {
    "cofinancing_split": cofinancing.VARIANTS,
    "flat_rate": flat_rates.VARIANTS,
    "currency": conversion.VARIANTS,
    "cumulative": progress.VARIANTS,
    "control_deduction": control.VARIANTS,
    "simplified_cost": simplified.VARIANTS,
}
VECTORS = vectors()

pytestmark = pytest.mark.skipif(
    not VECTORS, reason=f"the vectors ({FILE.name}) lie beside the project and are not there"
)


@dataclass(frozen=True)
class Different:
    """A case in which our claim says something else, and why."""

    reason: str
    ours: Callable[[Given], Figures]
    expected: dict[str, Any]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["id"]))
def test_vector(vector: dict[str, Any]) -> None:
    found = KINDS[vector["kind"]][vector["variant"]](vector["input"])
    wrong = [
        *differences(vector["expected"], found, vector["id"]),
        *differences(vector.get("derived", {}), found, vector["id"]),
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "vector",
    [vector for vector in VECTORS if vector["variant"].startswith("report_split")],
    ids=lambda vector: str(vector["id"]),
)
def test_contributions_of_our_claim_add_up(vector: dict[str, Any]) -> None:
    # The vector's parts stand at the approved percentage of the budget and may miss some cents,
    # or all that the approved sources do not cover; in a claim of ours no cent is nobody's.
    _, own = cofinancing.split(vector["input"])
    assert sum(line.amount for line in cofinancing.our_contributions(vector["input"])) == own


def _values_split(given: Given) -> Figures:
    weights = [cents(value) for value in given["fund_values"].values()]
    columns = ("partner_contribution", "public", "automatic_public", "private")
    shares = {name: allocate(cents(given[name]), weights) for name in columns}
    return {
        "split": {
            fund: {name: euros(shares[name][position]) for name in columns}
            for position, fund in enumerate(given["fund_values"])
        }
    }


def _contributions(given: Given) -> Figures:
    return {line.source: euros(line.amount) for line in cofinancing.our_contributions(given)}


def _parked_base(given: Given) -> Figures:
    codes = flat_rates.CATEGORIES
    rows = [
        {"cost_category": codes[item["category"]], "amount_declared": item["declared_eur"]}
        for item in given["items"]
    ]
    parked = [
        {"item_id": f"A{number}", "parked": item["parked"]}
        for number, item in enumerate(given["items"], start=1)
    ]
    partner = {"flat_rates": flat_rates.flat_rates_of(given["rates"])}
    claim = claims_of(
        {
            "project": {"partners": [partner]},
            "rows": rows,
            "certificates": [{"partner": "A", "items": parked}],
        }
    )[-1]
    names = ("declared", "parked", "cut", "eligible")
    return {name: euros(getattr(claim.totals, name)) for name in names}


DIFFERENT = {
    "JEMS-CF-009": Different(
        "the sources add up to the own contribution of 85.35; the vector's add up to 85.36",
        _contributions,
        {"public": "25.12", "automatic_public": "28.43", "private": "31.80"},
    ),
    "JEMS-CF-011": Different(
        "cents are conserved: the largest remainder takes what cutting would lose",
        _values_split,
        {
            "split": {
                "ERDF": {
                    "partner_contribution": "2.00",
                    "public": "0.33",
                    "automatic_public": "0.67",
                    "private": "1.00",
                },
                "NDCI": {
                    "partner_contribution": "4.00",
                    "public": "0.67",
                    "automatic_public": "1.33",
                    "private": "2.00",
                },
            }
        },
    ),
    "JEMS-CD-010": Different(
        "only items are parked; what a parked base takes from flat rates is a cut",
        _parked_base,
        {"declared": "377.94", "parked": "99.99", "cut": "26.00", "eligible": "251.95"},
    ),
}


@pytest.mark.parametrize("number", DIFFERENT)
def test_where_our_claim_says_something_else(number: str) -> None:
    vector = next(vector for vector in VECTORS if vector["id"] == number)
    case = DIFFERENT[number]
    found = case.ours(vector["input"])
    assert list(differences(case.expected, found, number)) == []
    told = differences(vector["expected"], found, number)
    assert any(": expected" in line for line in told), "no difference any more"


def test_few_cases_differ() -> None:
    assert len(DIFFERENT) <= 6
    assert all(case.reason for case in DIFFERENT.values())
