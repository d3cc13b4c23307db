"""Budget flexibility (R-BUD-01, R-BUD-03): what a heading and the whole budget allow.

Cumulative: eligible expenditure of all periods so far against the approved heading plus its
transfer allowance; the total stays fixed. At the level of the partner (Interreg, ETC) or of the
whole action (Commission grants), where the cut is shared pro rata to this period's eligible.
"""

from __future__ import annotations

from fractions import Fraction

from rules.case import Case
from rules.sums import Parts, Previous, Sums, total
from schemas.claim import Adjustment
from schemas.findings import Finding
from schemas.money import Money, allocate, share_of
from schemas.project import Partner


def adjust(sums: Sums, before: Previous, case: Case) -> tuple[list[Adjustment], list[Finding]]:
    """Work out what is above headings and above whole budgets."""
    if case.parameters.choice("budget.level", case.closing) == "action":
        adjustments = _action(sums, before, case)
    else:
        adjustments = [
            adjustment
            for partner in case.partners
            for adjustment in _partner(partner, sums, before, case)
        ]
    findings = [_finding(adjustment, sums, before, case) for adjustment in adjustments]
    return adjustments, findings + _without_line(sums, case)


def _partner(partner: Partner, sums: Sums, before: Previous, case: Case) -> list[Adjustment]:
    if not partner.budget:
        return []
    found: list[Adjustment] = []
    for category, budget in partner.budget.items():
        now = sums.get((partner.id, category), Parts()).eligible
        so_far = before.eligible.get((partner.id, category), 0) + now
        amount = _excess(so_far, _allowed(budget, case), now)
        if amount:
            found.append(_adjustment("partner", partner.id, category, amount))
    now = total(parts for (name, _), parts in sums.items() if name == partner.id).eligible
    now -= sum(adjustment.amount for adjustment in found)
    amount = _excess(before.of_partner(partner.id) + now, partner.budget_total, now)
    if amount:
        found.append(_adjustment("partner", partner.id, None, amount))
    return found


def _action(sums: Sums, before: Previous, case: Case) -> list[Adjustment]:
    headings = dict.fromkeys(category for partner in case.partners for category in partner.budget)
    found: list[Adjustment] = []
    for category in headings:
        budget = sum(partner.budget.get(category, 0) for partner in case.partners)
        now = {p.id: sums.get((p.id, category), Parts()).eligible for p in case.partners}
        so_far = sum(before.eligible.get((p.id, category), 0) + now[p.id] for p in case.partners)
        found += _shared(category, _excess(so_far, _allowed(budget, case), sum(now.values())), now)
    whole = sum(partner.budget_total for partner in case.partners)
    if not whole:
        return found
    now = {
        p.id: total(parts for (name, _), parts in sums.items() if name == p.id).eligible
        - sum(a.amount for a in found if a.partner == p.id)
        for p in case.partners
    }
    so_far = sum(before.of_partner(p.id) + now[p.id] for p in case.partners)
    return found + _shared(None, _excess(so_far, whole, sum(now.values())), now)


def _shared(category: str | None, amount: int, now: dict[str, int]) -> list[Adjustment]:
    """One adjustment a partner, pro rata to its eligible in the heading, largest remainder."""
    parts = allocate(amount, [max(eligible, 0) for eligible in now.values()])
    return [
        _adjustment("action", partner, category, part)
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
            "rule": "R-BUD-01",
            "amount": amount,
        }
    )


def _finding(adjustment: Adjustment, sums: Sums, before: Previous, case: Case) -> Finding:
    """Say what was found and allowed, in the terms of the adjustment's level."""
    concerned = (
        case.partners
        if adjustment.level == "action"
        else [case.project.partner(adjustment.partner)]
    )
    category = adjustment.category
    if category is None:
        limit = sum(partner.budget_total for partner in concerned)
        so_far = sum(
            before.of_partner(partner.id)
            + total(parts for (name, _), parts in sums.items() if name == partner.id).eligible
            for partner in concerned
        )
        code = "BUD-01-TOTAL"
    else:
        limit = _allowed(sum(partner.budget.get(category, 0) for partner in concerned), case)
        so_far = sum(
            before.eligible.get((partner.id, category), 0)
            + sums.get((partner.id, category), Parts()).eligible
            for partner in concerned
        )
        code = "BUD-01"
    return Finding(
        code,
        partner=adjustment.partner,
        column=category or "",
        found=Money(so_far),
        expected=Money(limit),
        amount_cents=adjustment.amount,
        words={"category": category or ""},
    )


def _without_line(sums: Sums, case: Case) -> list[Finding]:
    """R-BUD-03: expenditure in a category for which the partner has no line in its budget."""
    return [
        Finding("BUD-03", partner=partner.id, column=category, words={"category": category})
        for partner in case.partners
        if partner.budget
        for (name, category), parts in sums.items()
        if name == partner.id and category not in partner.budget and parts.eligible
    ]
