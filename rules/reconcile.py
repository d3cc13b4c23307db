"""Reconciliation: every figure of the claim against the figures it is made of.

No report is signed off while one difference is not 0.00 (product contract §5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from schemas.claim import Breakdown, Claim, ReconciliationLine
from schemas.money import Rounding, share_of
from schemas.words import N_

CHECKS = (
    N_("Every item: declared = rejected + cut + parked + eligible"),
    N_("Items of {partner}: sum of eligible and flat rates, less adjustments = its categories"),
    N_("Items of {partner}: sum of declared and flat rates = its categories"),
    N_("{partner}: categories less net revenue and cuts of the whole budget = eligible"),
    N_("{partner}: declared = rejected + cut + parked + eligible"),
    N_("{partner}: eligible = EU share + own contribution"),
    N_("{partner}: EU share = sum of its funds"),
    N_("Partners together: declared"),
    N_("Partners together: eligible"),
    N_("Partners together: EU share"),
    N_("Project: declared = rejected + cut + parked + eligible"),
    N_("Project: eligible = EU share + own contribution"),
    N_("Project: EU share less damages and interest = payable"),
    N_("Reductions of the EU share: before less limit = amount"),
    N_("Items of {partner}: certified = declared - deducted - parked"),
)
"""The checks, as the report prints them; ``{partner}`` is filled in with the partner's id."""


def reconcile(claim: Claim) -> list[ReconciliationLine]:
    """Work out both sides of every check."""
    return [
        ReconciliationLine(check=check, left=left, right=right, difference=left - right)
        for check, left, right in _sides(claim)
    ]


def _sides(claim: Claim) -> Iterator[tuple[str, int, int]]:
    items: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    taken: dict[str, int] = defaultdict(int)
    held: dict[str, int] = defaultdict(int)
    for item in claim.items:
        items[item.partner][0] += item.declared
        items[item.partner][1] += item.eligible
        taken[item.partner] += item.rejected + item.cut
        held[item.partner] += item.parked
    yield CHECKS[0], sum(i.declared for i in claim.items), sum(_parts(i) for i in claim.items)
    rounding = _flat_rate_rounding(claim)
    for partner in claim.partners:
        name = partner.partner
        own = [a for a in claim.adjustments if a.partner == name]
        flat = [c for c in partner.categories if c.flat_rate]
        flat_eligible = sum(
            share_of(c.base_accepted, Fraction(c.flat_rate), rounding) for c in flat
        )
        flat_declared = sum(
            share_of(c.base_declared, Fraction(c.flat_rate), rounding) for c in flat
        )
        in_category = sum(a.amount for a in own if a.category is not None)
        of_whole = sum(a.amount for a in own if a.category is None)
        categories = sum(c.eligible for c in partner.categories)
        yield _named(1, name), items[name][1] + flat_eligible - in_category, categories
        declared = sum(c.declared for c in partner.categories)
        yield _named(2, name), items[name][0] + flat_declared, declared
        yield _named(3, name), categories - of_whole, partner.eligible
        yield _named(4, name), partner.declared, _parts(partner)
        yield _named(5, name), partner.eligible, partner.fund + partner.own
        yield _named(6, name), partner.fund, sum(fund.amount for fund in partner.funds)
        if partner.certified:
            # R-CTR-02; what rules took before the controller looked is deducted as well.
            deducted, parked = taken[name], held[name]
            yield _named(14, name), items[name][1], items[name][0] - deducted - parked
    totals, partners = claim.totals, claim.partners
    yield CHECKS[7], sum(p.declared for p in partners), totals.declared
    yield CHECKS[8], sum(p.eligible for p in partners), totals.eligible
    yield CHECKS[9], sum(p.fund for p in partners), totals.fund
    yield CHECKS[10], totals.declared, _parts(totals)
    yield CHECKS[11], totals.eligible, totals.fund + totals.own
    late = sum(line.damages for line in claim.deliverables if line.period == claim.period)
    interest = sum(line.this_period for line in claim.receipts if line.kind == "interest")
    yield CHECKS[12], totals.fund - late - interest, totals.payable
    reductions = claim.fund_reductions
    reduced = sum(entry.before - entry.limit for entry in reductions)
    yield CHECKS[13], reduced, sum(entry.amount for entry in reductions)


def _parts(figures: Breakdown) -> int:
    return figures.rejected + figures.cut + figures.parked + figures.eligible


def _flat_rate_rounding(claim: Claim) -> Rounding:
    """How this claim's flat rates were rounded, as its own list of parameters says."""
    used = {parameter.key: parameter.value for parameter in claim.parameters}
    return "half_up" if used.get("rounding.flat_rate") == "half_up" else "down"


def _named(check: int, partner: str) -> str:
    return CHECKS[check].replace("{partner}", partner)
