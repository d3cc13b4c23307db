"""Budget flexibility (R-BUD-01 to -03): what a heading and the whole budget allow.

Cumulative: eligible expenditure of all periods so far against the approved heading plus its
transfer allowance; the total stays fixed. At the level of the partner (Interreg, ETC) or of the
whole action (Commission grants), where the cut is shared pro rata to this period's eligible.
Where a heading is taken back on balance, what was cut from it before goes first, so that a claim
and its reversal leave nothing behind. In grants no transfer raises overheads or a flat rate: their
heading has no allowance, also where all others may be shifted freely (R-BUD-02).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from rules.case import Case
from rules.flat_rates import OVERHEADS
from rules.sums import Parts, Previous, Sums, total
from schemas.claim import Adjustment
from schemas.findings import Finding
from schemas.money import Money, allocate, share_of
from schemas.project import Partner

_RULE = "R-BUD-01"


@dataclass(frozen=True)
class _Heading:
    """What some partners may spend together: on a category, or (None) on everything."""

    level: str
    category: str | None
    rule: str
    limit: int


@dataclass(frozen=True)
class _Over:
    """What one partner loses above a limit, in EUR cents; the limit may be the whole action's."""

    adjustment: Adjustment
    so_far: int
    limit: int

    @property
    def finding(self) -> Finding:
        category, amount = self.adjustment.category or "", self.adjustment.amount
        code = self.adjustment.rule.removeprefix("R-")
        about = Finding(
            code if category else f"{code}-TOTAL",
            partner=self.adjustment.partner,
            column=category,
            found=Money(self.so_far),
            expected=Money(self.limit),
            amount_cents=amount,
            words={"category": category},
        )
        if amount > 0:
            return about
        return replace(about, code=f"{code}-BACK", found=Money(-amount), expected=None)


def adjust(sums: Sums, before: Previous, case: Case) -> tuple[list[Adjustment], list[Finding]]:
    """Work out what is above headings and above whole budgets.

    Where the family sets no allowance, headings may be shifted freely and nothing is above them but
    what no transfer may raise.
    """
    if case.parameters.choice("budget.level", case.closing) == "action":
        over = _above("action", case.partners, sums, before, case)
    else:
        over = [
            entry
            for partner in case.partners
            for entry in _above("partner", [partner], sums, before, case)
        ]
    findings = [entry.finding for entry in over]
    return [entry.adjustment for entry in over], findings + _without_line(sums, case)


def _above(
    level: str, partners: list[Partner], sums: Sums, before: Previous, case: Case
) -> list[_Over]:
    """Hold the common headings of some partners, then their whole budget, against the limits."""
    bound = case.parameters.has("budget.flexibility", case.closing)
    headings = {
        category: _rule_of(category, partners, case)
        for partner in partners
        for category in partner.budget
    }
    whole = sum(partner.budget_total for partner in partners)
    left = {
        partner.id: total(parts for (name, _), parts in sums.items() if name == partner.id).eligible
        for partner in partners
    }
    over: list[_Over] = []
    for category, rule in headings.items():
        if rule == _RULE and not bound:
            continue
        limit = sum(partner.budget.get(category, 0) for partner in partners)
        if rule == _RULE:
            limit = _allowed(limit, case)
        now = {p.id: sums.get((p.id, category), Parts()).eligible for p in partners}
        found = _shared(_Heading(level, category, rule, limit), now, before)
        for entry in found:
            left[entry.adjustment.partner] -= entry.adjustment.amount
        over += found
    if headings and bound:
        over += _shared(_Heading(level, None, _RULE, whole), left, before)
    return over


def _shared(heading: _Heading, now: dict[str, int], before: Previous) -> list[_Over]:
    """One adjustment a partner, pro rata to its eligible in the heading, largest remainder.

    A heading that is taken back gives back what was cut from it, pro rata to those cuts.
    """
    category, limit = heading.category, heading.limit
    this_period = sum(now.values())
    so_far = sum(before.eligible.get((name, category or ""), 0) for name in now) + this_period
    if category is None:
        # A budget is one of expenditure: net revenue makes no room for more of it.
        so_far += sum(before.cuts.get((name, "", "R-REV-01"), 0) for name in now)
    if this_period >= 0:
        excess = _excess(so_far, limit, this_period)
        parts = allocate(excess, [max(eligible, 0) for eligible in now.values()])
    else:
        cuts = [before.cut_of(partner, category, heading.rule) for partner in now]
        parts = allocate(-min(sum(cuts), -this_period), cuts)
    return [
        _Over(_adjustment(heading, partner, part), so_far, limit)
        for partner, part in zip(now, parts, strict=True)
        if part
    ]


def _rule_of(category: str, partners: list[Partner], case: Case) -> str:
    """Which rule holds a heading: no transfer raises overheads and flat rates of a grant."""
    flat = category == OVERHEADS or any(category in partner.flat_rates for partner in partners)
    return "R-BUD-02" if flat and case.applies("R-BUD-02") else _RULE


def _allowed(budget: int, case: Case) -> int:
    """The heading and its transfer allowance, cut to the cent."""
    flexibility = case.parameters.ratio("budget.flexibility", case.closing)
    return budget + share_of(budget, Fraction(flexibility), "down")


def _excess(so_far: int, limit: int, now: int) -> int:
    """What is above the limit, never more than this period's: what earlier claims paid stays."""
    return max(min(so_far - limit, now), 0)


def _adjustment(heading: _Heading, partner: str, amount: int) -> Adjustment:
    return Adjustment.model_validate(
        {
            "level": heading.level,
            "partner": partner,
            "category": heading.category,
            "rule": heading.rule,
            "amount": amount,
        }
    )


def _without_line(sums: Sums, case: Case) -> list[Finding]:
    """R-BUD-03: expenditure in a category for which the partner has no line in its budget."""
    if not case.applies("R-BUD-03"):
        return []
    return [
        Finding("BUD-03", partner=partner.id, column=category, words={"category": category})
        for partner in case.partners
        if partner.budget
        for (name, category), parts in sums.items()
        if name == partner.id and category not in partner.budget and parts.eligible
    ]
