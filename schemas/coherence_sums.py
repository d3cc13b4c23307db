"""Budgets, funds and opening balances of a project definition that cannot add up.

In a whole financing plan (total cost, maximum EU amount and every partner's budget) the budgets
make the total cost as long as nothing was amended; else they may stay below it. An amount that the
definition leaves out contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from schemas.contradiction import Contradiction, Place
from schemas.money import format_cents

if TYPE_CHECKING:
    from schemas.project import Opening, Partner, Project


def sums(project: Project) -> Iterator[Contradiction]:
    """What does not add up, as defined and after each amendment."""
    yield from _total(project, (), amended=False)
    for index, partner in enumerate(project.partners):
        for place, sentence in partner_sums(partner):
            yield Contradiction(("partners", index, *place), sentence)
        if partner.opening is not None:
            yield from _opening(partner, partner.opening, index, project)
    for index, state in project.amended_states():
        yield from _total(state, ("amendments", index), amended=True)


def _total(project: Project, place: Place, *, amended: bool) -> Iterator[Contradiction]:
    budgets = sum(partner.budget_total for partner in project.partners)
    total = project.total_cost
    replaced = any(partner.to for partner in project.partners)
    if total is None or not budgets or replaced:
        # Whoever takes over from a partner that left has a budget of its own beside it.
        return
    stated = project.max_fund is not None and all(partner.budget for partner in project.partners)
    whole = stated and not amended
    if budgets > total or (whole and budgets != total):
        after = "after this amendment " if amended else ""
        verb = "exceed" if budgets > total else "stay below"
        yield Contradiction(
            place or ("total_cost",),
            f"{after}the budgets of the partners are {format_cents(budgets)} together and {verb} "
            f"the total_cost of {format_cents(total)} by {format_cents(abs(budgets - total))}; "
            "correct the budgets or total_cost",
        )


def partner_sums(partner: Partner) -> Iterator[Contradiction]:
    """The money of one partner by itself, as defined or as amended."""
    seen: set[tuple[str, object]] = set()
    for index, fund in enumerate(partner.funds):
        if (fund.fund, fund.from_) in seen:
            yield Contradiction(
                ("funds", index),
                f"{partner.id} has {fund.fund} twice from the same day; remove one of the two, or "
                "give the later rate the line from:",
            )
        seen.add((fund.fund, fund.from_))
    largest = sum(fund.max or 0 for fund in {fund.fund: fund for fund in partner.funds}.values())
    own = sum(source.amount for source in partner.contributions)
    budget = partner.budget_total
    if budget and largest and largest + own > budget:
        named = f"{format_cents(largest)} at most from EU funds"
        own_part = f" and {format_cents(own)} of contributions" if own else ""
        yield Contradiction(
            ("contributions",) if own else ("funds",),
            f"{partner.id} has {named}{own_part}, together {format_cents(largest + own)}, but a "
            f"budget of {format_cents(budget)}; lower them or correct the budget",
        )


def _opening(
    partner: Partner, opening: Opening, index: int, project: Project
) -> Iterator[Contradiction]:
    place: Place = ("partners", index, "opening")
    first = project.periods[0].start
    if opening.fund > max(opening.eligible, 0):
        yield Contradiction(
            (*place, "fund"),
            f"{partner.id} opens with {format_cents(opening.fund)} of EU funds on "
            f"{format_cents(opening.eligible)} of eligible cost; a fund cannot exceed the cost",
        )
    claimed = opening.eligible or opening.fund or any(opening.categories.values())
    if claimed and partner.from_ and partner.from_ > first:
        yield Contradiction(
            place,
            f"{partner.id} joins on {partner.from_} and cannot have claimed before the first "
            f"period ({first}); remove its opening balance or correct the day",
        )
