"""Budget flexibility (R-BUD-01, R-BUD-03): what a heading and the whole budget allow.

Cumulative: eligible expenditure of all periods so far against the approved heading plus its
transfer allowance; the total stays fixed. At the level of the partner (Interreg, ETC) or of the
whole action (Commission grants), where the cut is shared pro rata to this period's eligible.
Where a heading is taken back on balance, what was cut from it before goes first, so that a claim
and its reversal leave nothing behind.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from rules.case import Case
from rules.sums import Parts, Previous, Sums, total
from schemas.claim import Adjustment
from schemas.findings import Finding
from schemas.money import Money, allocate, share_of
from schemas.project import Partner

_RULE = "R-BUD-01"


@dataclass(frozen=True)
class _Over:
    """What one partner loses above a limit, in EUR cents; the limit may be the whole action's."""

    adjustment: Adjustment
    so_far: int
    limit: int

    @property
    def finding(self) -> Finding:
        category, amount = self.adjustment.category or "", self.adjustment.amount
        about = Finding(
            "BUD-01" if category else "BUD-01-TOTAL",
            partner=self.adjustment.partner,
            column=category,
            found=Money(self.so_far),
            expected=Money(self.limit),
            amount_cents=amount,
            words={"category": category},
        )
        if amount > 0:
            return about
        return replace(about, code="BUD-01-BACK", found=Money(-amount), expected=None)


def adjust(sums: Sums, before: Previous, case: Case) -> tuple[list[Adjustment], list[Finding]]:
    """Work out what is above headings and above whole budgets.

    Where the family sets no allowance, headings may be shifted freely and nothing is above them.
    """
    if not case.parameters.has("budget.flexibility", case.closing):
        return [], _without_line(sums, case)
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
    headings = dict.fromkeys(category for partner in partners for category in partner.budget)
    whole = sum(partner.budget_total for partner in partners)
    left = {
        partner.id: total(parts for (name, _), parts in sums.items() if name == partner.id).eligible
        for partner in partners
    }
    over: list[_Over] = []
    for category in headings:
        limit = _allowed(sum(partner.budget.get(category, 0) for partner in partners), case)
        now = {p.id: sums.get((p.id, category), Parts()).eligible for p in partners}
        found = _shared(level, category, limit, now, before)
        for entry in found:
            left[entry.adjustment.partner] -= entry.adjustment.amount
        over += found
    if headings:
        over += _shared(level, None, whole, left, before)
    return over


def _shared(
    level: str, category: str | None, limit: int, now: dict[str, int], before: Previous
) -> list[_Over]:
    """One adjustment a partner, pro rata to its eligible in the heading, largest remainder.

    A heading that is taken back gives back what was cut from it, pro rata to those cuts.
    """
    this_period = sum(now.values())
    so_far = sum(before.eligible.get((name, category or ""), 0) for name in now) + this_period
    if category is None:
        # A budget is one of expenditure: net revenue makes no room for more of it.
        so_far += sum(before.cuts.get((name, "", "R-REV-01"), 0) for name in now)
    if this_period >= 0:
        excess = _excess(so_far, limit, this_period)
        parts = allocate(excess, [max(eligible, 0) for eligible in now.values()])
    else:
        cuts = [before.cut_of(partner, category, _RULE) for partner in now]
        parts = allocate(-min(sum(cuts), -this_period), cuts)
    return [
        _Over(_adjustment(level, partner, category, part), so_far, limit)
        for partner, part in zip(now, parts, strict=True)
        if part
    ]


def _allowed(budget: int, case: Case) -> int:
    """The heading and its transfer allowance, cut to the cent."""
    flexibility = case.parameters.ratio("budget.flexibility", case.closing)
    return budget + share_of(budget, Fraction(flexibility), "down")


def _excess(so_far: int, limit: int, now: int) -> int:
    """What is above the limit, never more than this period's: what earlier claims paid stays."""
    return max(min(so_far - limit, now), 0)


def _adjustment(level: str, partner: str, category: str | None, amount: int) -> Adjustment:
    return Adjustment.model_validate(
        {
            "level": level,
            "partner": partner,
            "category": category,
            "rule": _RULE,
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
