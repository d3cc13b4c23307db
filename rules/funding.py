"""The EU share: co-financing rates, their cumulative true-up, and limits (R-RAT-01, R-TRU-01).

``fund this period = round(rate x cumulative eligible) - fund of earlier claims``, so that cut-off
cents never drift away. Limits (``rules.ceilings``) lower the EU share alone and leave ``eligible``:
the difference is the partner's own contribution and stands in ``fund_reductions``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from rules import ceilings
from rules.case import Case
from rules.ceilings import Shares
from rules.evidence import publicity_reductions
from rules.sums import Previous
from schemas.claim import ContributionShare, FundReduction, FundShare
from schemas.findings import Finding
from schemas.money import Rounding, format_ratio, round_quotient, share_of
from schemas.project import Partner


@dataclass(frozen=True)
class ProjectTotals:
    """What limits of the EU share look at, in EUR cents of the whole project so far.

    Attributes:
        in_kind: contributions in kind among the eligible expenditure.
        receipts: money the action received, interest apart.
        corrections: by partner and fund, what credit notes for items that were funded at another
            rate change in the entitlement.
    """

    in_kind: int = 0
    receipts: int = 0
    corrections: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)


NOTHING = ProjectTotals()
"""A project without contributions in kind and without receipts."""


@dataclass(frozen=True)
class Funding:
    """What the EU and the partners bear of this period's eligible expenditure, in EUR cents."""

    shares: dict[tuple[str, str], int]
    reductions: list[FundReduction]
    findings: list[Finding]

    def of_partner(self, partner: str) -> int:
        """EU share of a partner, all funds."""
        return sum(amount for (name, _), amount in self.shares.items() if name == partner)


def fund(
    eligible: dict[str, int], before: Previous, case: Case, totals: ProjectTotals = NOTHING
) -> Funding:
    """Work out every partner's EU share of this period.

    Args:
        eligible: this period's eligible expenditure by partner, in EUR cents.
        before: what earlier claims hold.
        case: the period.
        totals: what limits look at beside it.
    """
    entitled = _entitlements(eligible, before, case)
    for key, difference in totals.corrections.items():
        entitled[key] += difference
    if case.parameters.choice("fund.level", case.closing) == "project":
        amounts = _of_project(entitled, before, case)
    else:
        amounts = {key: _rounded(exact, ceilings.rounding(case)) for key, exact in entitled.items()}
        if is_trued_up(case):
            amounts = {key: amount - before.fund.get(key, 0) for key, amount in amounts.items()}
    shares = Shares(amounts)
    if not is_trued_up(case):
        ceilings.give_back(shares, before)
    so_far = sum(eligible.values()) + sum(before.of_partner(p.id) for p in case.partners)
    ceilings.limit_to_partners(shares, before, case)
    ceilings.limit_for_publicity(shares, publicity_reductions(case), before, case)
    ceilings.limit_to_paid(shares, so_far, totals.in_kind, before, case)
    ceilings.limit_to_costs(shares, so_far, totals.receipts, before, case)
    ceilings.limit_to_project(shares, before, case)
    return Funding(shares.amounts, shares.reductions, shares.findings)


def fund_lines(partner: Partner, funding: Funding, before: Previous, case: Case) -> list[FundShare]:
    """The partner's funds as they stand in the claim, behind them those that have ended.

    A fund that an amendment took away bears nothing more (rate 0); what it bore stays counted.
    """
    lines = [
        FundShare(
            fund=entry.fund,
            rate=format_ratio(entry.rate),
            amount=funding.shares[partner.id, entry.fund],
            cumulative=before.fund.get((partner.id, entry.fund), 0)
            + funding.shares[partner.id, entry.fund],
        )
        for entry in case.funds_of(partner)
    ]
    present = {line.fund for line in lines}
    ended = [
        FundShare(fund=fund, rate="0", amount=0, cumulative=amount)
        for (name, fund), amount in before.fund.items()
        if name == partner.id and fund not in present and amount
    ]
    return lines + ended


def contribution_lines(partner: Partner, own: int) -> list[ContributionShare]:
    """Split the own contribution by the approved sources; the last named takes the remainder."""
    approved = sum(entry.amount for entry in partner.contributions)
    if not approved:
        return []
    parts = [
        share_of(own, Fraction(entry.amount, approved), "down") for entry in partner.contributions
    ]
    parts[-1] = own - sum(parts[:-1])
    return [
        ContributionShare(source=entry.source, status=entry.status, amount=part)
        for entry, part in zip(partner.contributions, parts, strict=True)
    ]


def _entitlements(
    eligible: dict[str, int], before: Previous, case: Case
) -> dict[tuple[str, str], Fraction]:
    """Rate x eligible by partner and fund, exact; earlier claims at their own rate."""
    exact: dict[tuple[str, str], Fraction] = {}
    for partner in case.partners:
        for entry in case.funds_of(partner):
            exact[partner.id, entry.fund] = entry.rate * eligible.get(partner.id, 0)
    if is_trued_up(case):
        for (partner_id, name, rate), amount in before.entitlement_base.items():
            key = (partner_id, name)
            if key in exact:
                exact[key] += Fraction(rate) * amount
    return exact


def _of_project(
    entitled: dict[tuple[str, str], Fraction], before: Previous, case: Case
) -> dict[tuple[str, str], int]:
    """Round once for the whole project; the partners' shares follow by largest remainder.

    A negative whole is shared like its positive twin, so that a reversal cancels its claim.
    """
    exact = sum(entitled.values(), Fraction(0))
    sign = -1 if exact < 0 else 1
    whole = _rounded(abs(exact), ceilings.rounding(case))
    parts = {key: floor(sign * share) for key, share in entitled.items()}
    by_remainder = sorted(entitled, key=lambda key: parts[key] - sign * entitled[key])
    for key in by_remainder[: whole - sum(parts.values())]:
        parts[key] += 1
    parts = {key: sign * part for key, part in parts.items()}
    if not is_trued_up(case):
        return parts
    return {key: amount - before.fund.get(key, 0) for key, amount in parts.items()}


def is_trued_up(case: Case) -> bool:
    """Whether a period's share is that of all claims so far less what earlier ones hold."""
    return case.parameters.flag("fund.cumulative_true_up", case.closing)


def _rounded(exact: Fraction, rounding: Rounding) -> int:
    return round_quotient(exact.numerator, exact.denominator, rounding)
