"""Overheads above their limit: claimed as rows, or as a flat rate of another time's law.

Overheads of a grant that are claimed as rows bind as a flat rate would: 7 % of direct costs
(R-OVH-02; Reg. (EC, Euratom) No 2342/2002 Art. 181(3)), in Horizon programmes 25 % of direct costs
without subcontracting (R-OVH-04; Reg. (EU) No 1290/2013 Art. 29, Reg. (EU) 2021/695 Art. 35). The
flat rate of administration in 2007-2013 has the limit of the day on which the operation was
approved; where nobody states that day, the stricter limit holds (R-OVH-03; Reg. (EC) No 1828/2006
Art. 52, Reg. (EC) No 1080/2006 Art. 7(4)(i)).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from rules.case import Case
from rules.flat_rates import OVERHEADS, FlatRateSum, bases, rounding_of
from rules.sums import Parts, Previous, Sums
from schemas.claim import Adjustment
from schemas.findings import Finding
from schemas.money import Money, share_of
from schemas.project import FlatRateBase

ADMINISTRATION = "administration"
"""The category of overheads in territorial cooperation 2007-2013."""

_CLAIMED: tuple[tuple[str, FlatRateBase], ...] = (
    ("R-OVH-02", "direct"),
    ("R-OVH-04", "direct_without_subcontracting"),
)
"""Which rule limits claimed overheads, and to a part of what; a family has at most one of them."""


@dataclass(frozen=True)
class _Over:
    """What a rule takes from a partner's overheads, in EUR cents; below 0 it gives back."""

    partner: str
    category: str
    rule: str
    amount: int
    finding: Finding

    @property
    def adjustment(self) -> Adjustment:
        return Adjustment(
            level="partner",
            partner=self.partner,
            category=self.category,
            rule=self.rule,
            amount=self.amount,
        )


def limit_overheads(
    sums: Sums, flat_rates: list[FlatRateSum], before: Previous, case: Case
) -> tuple[list[Adjustment], list[Finding]]:
    """Work out what is above the limits of overheads, before any budget is looked at."""
    over = [*_claimed(sums, flat_rates, before, case), *_administration(flat_rates, case)]
    return [entry.adjustment for entry in over], [entry.finding for entry in over]


def _claimed(
    sums: Sums, flat_rates: list[FlatRateSum], before: Previous, case: Case
) -> Iterator[_Over]:
    """Claimed rows; overheads taken back give back what was cut from them before."""
    for rule, of in _CLAIMED:
        key = f"flat_rate.{OVERHEADS}.of_{of}"
        if not case.parameters.has(key, case.closing):
            continue
        rate = case.parameters.ratio(key, case.closing)
        for partner in case.partners:
            done = {flat.category: flat for flat in flat_rates if flat.partner == partner.id}
            claimed = sums.get((partner.id, OVERHEADS), Parts()).eligible
            if OVERHEADS in partner.flat_rates or claimed == 0:
                continue
            _, direct = bases(of, partner.id, {*partner.flat_rates, OVERHEADS}, sums, done)
            limit = share_of(direct, rate, "down")
            amount = claimed - min(claimed, max(limit, 0))
            if claimed < 0:
                cut_before = before.cut_of(partner.id, OVERHEADS, rule)
                amount = -min(cut_before, max(limit - claimed, 0))
            if amount:
                finding = _about(rule, partner.id, claimed, limit, amount)
                yield _Over(partner.id, OVERHEADS, rule, amount, finding)


def _about(rule: str, partner: str, claimed: int, limit: int, amount: int) -> Finding:
    code = rule.removeprefix("R-")
    if amount < 0:
        return Finding(
            f"{code}-BACK",
            partner=partner,
            column=OVERHEADS,
            found=Money(-amount),
            amount_cents=amount,
        )
    return Finding(
        f"{code}-LIMIT",
        partner=partner,
        column=OVERHEADS,
        found=Money(claimed),
        expected=Money(limit),
        amount_cents=amount,
    )


def _administration(flat_rates: list[FlatRateSum], case: Case) -> Iterator[_Over]:
    """R-OVH-03: a flat rate above the limit of the day of approval, on both sides of zero."""
    if not case.applies("R-OVH-03"):
        return
    for flat in flat_rates:
        if flat.category != ADMINISTRATION:
            continue
        approved = case.project.programme.agreement_date
        limit = _limit_of_approval(f"flat_rate.{ADMINISTRATION}.of_{flat.of}", case)
        if limit is None or flat.rate <= limit:
            continue
        allowed = share_of(flat.base_accepted, limit, rounding_of(case))
        amount = flat.eligible - allowed
        finding = Finding(
            "OVH-03-LIMIT" if approved else "OVH-03-UNKNOWN",
            partner=flat.partner,
            column=ADMINISTRATION,
            found=Money(flat.eligible),
            expected=Money(allowed),
            amount_cents=amount,
            words={"limit": limit, "date": approved},
        )
        if amount:
            yield _Over(flat.partner, ADMINISTRATION, "R-OVH-03", amount, finding)


def _limit_of_approval(key: str, case: Case) -> Fraction | None:
    """The limit on the day of approval, the smallest of all times where that is not known."""
    approved = case.project.programme.agreement_date
    if approved is not None and case.parameters.has(key, approved):
        return case.parameters.ratio(key, approved)
    return min((Fraction(str(d.value)) for d in case.parameters.values.get(key, ())), default=None)
