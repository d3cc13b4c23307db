"""What shall be accepted: EUR cents for every partner, period and cost category.

Final totals are the budgets as last amended and what the plan moves between their headings. They
are spread over the periods by weights with a little chance in them; the last period takes what is
left. The sums that flat rates are worked out from are kept in steps in which cutting down loses no
cent, because only so do partners with flat rates reach a round total exactly.
"""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random

from data.synthetic.plan import Book, Key, row_categories
from schemas.project import Partner


def accepted_targets(book: Book) -> dict[Key, int]:
    """Work out the targets of all partners, real categories only (flat rates follow from them)."""
    targets: dict[Key, int] = {}
    last = book.project.periods[-1].number
    for partner in book.project.as_of(last).partners:
        spread = {
            category: _spread(book, partner, category) for category in row_categories(partner)
        }
        _level(spread, partner)
        for category, by_period in spread.items():
            for period, cents in by_period.items():
                targets[partner.id, period, category] = cents
    return targets


def _spread(book: Book, partner: Partner, category: str) -> dict[int, int]:
    """Divide a category's final total among the periods; the last weight takes the rest."""
    plan = book.plan.partners[partner.id]
    final = partner.budget[category] + plan.moved.get(category, 0)
    random = Random(f"{book.plan.seed}/{partner.id}/{category}")  # noqa: S311  (no secret)
    weights = {
        period: weight * random.uniform(0.94, 1.06)
        for period, weight in plan.weights.get(category, book.plan.weights).items()
        if weight
    }
    whole = sum(weights.values())
    spread = {period: int(final * weight / whole) for period, weight in weights.items()}
    spread[max(spread)] += final - sum(spread.values())
    return {period.number: spread.get(period.number, 0) for period in book.project.periods}


def _level(spread: dict[str, dict[int, int]], partner: Partner) -> None:
    """Move cents to the last period until each base of the flat rates stands on its step."""
    base, step = _base(partner)
    if not base:
        return
    largest = max(base, key=lambda category: sum(spread[category].values()))
    last = max(spread[largest])
    for period in spread[largest]:
        odd = sum(spread[category][period] for category in base) % step
        spread[largest][period] -= odd
        spread[largest][last] += odd


def _base(partner: Partner) -> tuple[list[str], int]:
    """The real categories below a partner's flat rates, and the step of their sum in cents."""
    flat = partner.flat_rates
    if not flat:
        return [], 1
    # Lump sums stand in no base.
    real = [category for category in row_categories(partner) if category != "lump_sums"]
    staff = flat["staff"].rate if "staff" in flat else Fraction(1)
    factors = [rate.rate * (staff if rate.of == "staff" else 1) for rate in flat.values()]
    step = math.lcm(*(factor.denominator for factor in factors))
    if all(rate.of == "staff" for rate in flat.values()):
        return ["staff"], step
    if any(rate.of == "other_direct" for rate in flat.values()):
        return [category for category in real if category != "staff"], step
    return real, step
