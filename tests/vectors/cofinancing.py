"""Kind ``cofinancing_split``: EU funds and own contribution by ``rules.funding``.

The parts called public, automatic public and private stand at the approved percentage of the
budget, each cut by itself: a table of its own, which need not add up. What our claim says of
contributions adds up, and ``test_jems`` holds that for the same cases.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil
from typing import Any

from rules.case import Case
from rules.funding import Funding, contribution_lines, fund
from rules.sums import previous
from schemas.claim import ContributionShare
from schemas.money import format_cents, format_ratio, round_quotient, share_of
from tests.examples.building import case_of, project_of
from tests.vectors.reading import Figures, Given, cents, euros, number

_STATUSES = ("public", "automatic_public", "private")
_COLUMNS = ("partner_contribution", *_STATUSES, "total")


def report_split(given: Given) -> Figures:
    funds, own = split(given)
    return _line(funds, own, _at_approved_percentage(cents(given["amount"]), given))


def report_split_per_fund(given: Given) -> Figures:
    funds, own = split(given)
    rest = 1 - sum(_percentage(entry) for entry in given["funds"])
    per_fund = {}
    for name, value in funds.items():
        ratio = _cut(value, sum(funds.values()), 17)
        part = share_of(own, ratio, "half_up")
        full = Fraction(0)
        if rest:
            full = 100 * _half_up(Fraction(part, 100), rest * 100, 17)
        parts = _at_approved_percentage(full * 100, given)
        per_fund[name] = _line({}, part, parts) | {"value": euros(value)}
    whole = _line(funds, own, _at_approved_percentage(cents(given["amount"]), given))
    return whole | {"per_fund": per_fund}


def verification_source_split(given: Given) -> Figures:
    funds, own = split(given)
    amount = cents(given["amount"])
    lines = {}
    for name, value in funds.items():
        if value:
            share = share_of(amount, _cut(value, amount - own, 21), "half_up")
            parts = _at_approved_percentage(share, given)
            lines[name] = _line({name: value}, share - value, parts) | {"value": euros(value)}
    return report_split(given) | {"split": lines}


def given_values_split(given: Given) -> Figures:
    values = {name: cents(value) for name, value in given["fund_values"].items()}
    lines = {}
    for name, value in values.items():
        ratio = _cut(value, sum(values.values()), 21)
        parts = {key: share_of(cents(given[key]), ratio, "down") for key in _STATUSES}
        own = share_of(cents(given["partner_contribution"]), ratio, "down")
        lines[name] = _line({name: value}, own, parts) | {"value": euros(value)}
    return {"split": lines}


def column_sum(given: Given) -> Figures:
    lines = given["lines"]
    names = {name for line in lines for name in line["funds"]}
    return {
        "funds": {
            name: euros(sum(cents(line["funds"].get(name, 0)) for line in lines)) for name in names
        },
        **{key: euros(sum(cents(line[key]) for line in lines)) for key in _COLUMNS},
    }


def fund_share(given: Given) -> Figures:
    funding, _ = funded(cents(given["total"]), {"funds": [{"fund": "F", **given}]})
    return {"value": euros(funding.of_partner("A"))}


def cofinancing_rate(given: Given) -> Figures:
    funding, contributions = number(given["funding"]), number(given["contributions"])
    whole = funding + contributions
    # Halves go towards zero here: the next hundredth below the one that lies a half above.
    hundredths = ceil(funding * 10_000 / whole - Fraction(1, 2)) if whole else 0
    return {"rate": euros(hundredths)}


def fund_per_period(given: Given) -> Figures:
    """A budget is planned period by period without a true-up; the last takes what is left."""
    entry = {"funds": [{"fund": "F", "percentage": given["percentage"]}]}
    budgets = {name: cents(budget) for name, budget in given["periods"]}
    whole, _ = funded(sum(budgets.values()), entry)
    total = whole.of_partner("A")
    shares = {name: funded(budget, entry)[0].of_partner("A") for name, budget in budgets.items()}
    last = given["last_period"]
    shares[last] = total - sum(share for name, share in shares.items() if name != last)
    return {
        "total": euros(total),
        "periods": {name: euros(share) for name, share in shares.items()},
    }


def contribution_gap(given: Given) -> Figures:
    funds, own = split({"amount": given["total"], **given})
    named = sum(cents(amount) for amount in given["contributions"].values())
    return {
        "funds": {name: euros(value) for name, value in funds.items()},
        "partner_contribution": euros(own),
        "gap": euros(own - named),
    }


def split(given: Given) -> tuple[dict[str, int], int]:
    """The EU funds and the own contribution of an amount, as the engine shares them."""
    amount = cents(given["amount"])
    funding, _ = funded(amount, given)
    funds = {name: value for (_, name), value in funding.shares.items()}
    return funds, amount - funding.of_partner("A")


def our_contributions(given: Given) -> list[ContributionShare]:
    """What our claim says of the sources of the own contribution."""
    _, own = split(given)
    _, case = funded(0, given)
    return contribution_lines(case.partners[0], own)


def funded(amount: int, given: Given) -> tuple[Funding, Case]:
    """Share an eligible amount by the funds of a vector, one period without any before."""
    partner = {
        "funds": [
            {"fund": entry["fund"], "rate": format_ratio(_percentage(entry))}
            for entry in given["funds"]
        ],
        "contributions": [
            {"source": name, "status": name, "amount": format_cents(cents(value))}
            for name, value in given.get("contributions", {}).items()
        ],
    }
    case = case_of(project_of({"project": {"partners": [partner]}}), 1, {}, [])
    return fund({"A": amount}, previous(case), case), case


def _percentage(entry: Given) -> Fraction:
    return number(entry["percentage"]) / 100


def _line(funds: dict[str, int], own: int, parts: dict[str, int]) -> dict[str, Any]:
    return {
        "funds": {name: euros(value) for name, value in funds.items()},
        "partner_contribution": euros(own),
        **{name: euros(value) for name, value in parts.items()},
        "total": euros(sum(funds.values()) + own),
    }


def _at_approved_percentage(amount: int | Fraction, given: Given) -> dict[str, int]:
    """Each source's approved percentage of the budget, of an amount in cents."""
    budget, exact = cents(given["total_budget"]), Fraction(amount)
    parts = {}
    for name, value in given["contributions"].items():
        percentage = _cut(100 * cents(value), budget, 17)
        part = exact * percentage / 100
        parts[name] = round_quotient(part.numerator, part.denominator, "down")
    return parts


def _cut(part: int, whole: int, places: int) -> Fraction:
    """A quotient cut to some digits after the point, 0 where there is no whole."""
    return Fraction(round_quotient(part * 10**places, whole, "down") if whole else 0, 10**places)


def _half_up(part: Fraction, whole: Fraction, places: int) -> Fraction:
    exact = part / whole * 10**places
    return Fraction(round_quotient(exact.numerator, exact.denominator, "half_up"), 10**places)


VARIANTS: dict[str, Callable[[Given], Figures]] = {
    function.__name__: function
    for function in (
        report_split,
        report_split_per_fund,
        verification_source_split,
        given_values_split,
        column_sum,
        fund_share,
        cofinancing_rate,
        fund_per_period,
        contribution_gap,
    )
}
