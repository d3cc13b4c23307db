"""Kind ``cumulative``: budget, earlier claims and this claim by ``schemas.budget_progress``."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from schemas.budget_progress import Progress, percent_of
from schemas.money import round_quotient
from tests.vectors.reading import Figures, Given, cents, euros, number


def table_line(given: Given) -> Figures:
    line = _progress(given)
    return {
        "budget": euros(line.budget),
        "previously": euros(line.previous),
        "current": euros(line.eligible),
        "total": euros(line.cumulative),
        "remaining": euros(line.remaining),
        "percentage": euros(line.percent),
    }


def table(given: Given) -> Figures:
    lines = given["lines"]
    columns = ("budget", "previously", "current")
    whole = {name: sum(number(line[name]) for line in lines) for name in columns}
    return {"lines": [table_line(line) for line in lines], "sum": table_line(whole)}


def spending_profile(given: Given) -> Figures:
    line = _progress(given)
    unknown = not line.budget and line.cumulative
    return (
        table_line(given) | difference_from_plan(given) | ({"percentage": None} if unknown else {})
    )


def difference_from_plan(given: Given) -> Figures:
    line, plan = _progress(given), cents(given["period_budget_cumulative"])
    return {
        "difference_from_plan": euros(plan - line.cumulative if plan > 0 else 0),
        "difference_from_plan_percentage": euros(
            percent_of(line.cumulative, plan) if plan > 0 else 0
        ),
    }


def previously_with_extra(given: Given) -> Figures:
    ready, claimed = cents(given["fast_track_ready"]), cents(given["spf_claimed"])
    extra = {"total": ready + claimed, "lump_sum": ready, "spf": claimed}
    return {
        name: euros(cents(before) + extra.get(name, 0))
        for name, before in given["previously"].items()
    }


def period_percentages(given: Given) -> Figures:
    periods = [cents(period) for period in given["periods"]]
    shares = [percent_of(period, sum(periods)) for period in periods]
    last = given["last_index"]
    shares[last] = 100_00 - sum(shares[:last] + shares[last + 1 :])
    return {"percentages": [euros(share) for share in shares]}


def share_of_total(given: Given) -> Figures:
    """The quotient is first rounded half-up to five significant digits, then shown."""
    quotient = number(given["value"]) / number(given["total"])
    places = 5
    while quotient and quotient * 10 ** (places + 1) < 10**5:
        places += 1
    while quotient * 10**places >= 10**5:
        places -= 1
    scaled = quotient * Fraction(10) ** places
    digits = round_quotient(scaled.numerator, scaled.denominator, "half_up")
    percent = Fraction(digits) / Fraction(10) ** places * 100_00
    return {"percentage": euros(round_quotient(percent.numerator, percent.denominator, "half_up"))}


def _progress(given: Given) -> Progress:
    return Progress(
        cents(given.get("budget", 0)), cents(given["previously"]), cents(given["current"])
    )


VARIANTS: dict[str, Callable[[Given], Figures]] = {
    function.__name__: function
    for function in (
        table_line,
        table,
        spending_profile,
        difference_from_plan,
        previously_with_extra,
        period_percentages,
        share_of_total,
    )
}
