"""The EU share: co-financing rates, their cumulative true-up, and ceilings (R-RAT-01, R-RAT-02).

``fund this period = round(rate x cumulative eligible) - fund of earlier claims``, so that cut-off
cents never drift away. A ceiling lowers the EU share alone and leaves ``eligible``: the difference
is the partner's own contribution and stands in ``fund_reductions``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from rules.case import Case
from rules.sums import Previous
from schemas.claim import ContributionShare, FundReduction, FundShare
from schemas.findings import Finding
from schemas.money import Money, Rounding, allocate, format_ratio, round_quotient, share_of
from schemas.project import Partner


@dataclass(frozen=True)
class Funding:
    """What the EU and the partners bear of this period's eligible expenditure, in EUR cents."""

    shares: dict[tuple[str, str], int]
    reductions: list[FundReduction]
    findings: list[Finding]

    def of_partner(self, partner: str) -> int:
        """EU share of a partner, all funds."""
        return sum(amount for (name, _), amount in self.shares.items() if name == partner)


def fund(eligible: dict[str, int], before: Previous, case: Case) -> Funding:
    """Work out every partner's EU share of this period.

    Args:
        eligible: this period's eligible expenditure by partner, in EUR cents.
        before: what earlier claims hold.
        case: the period.
    """
    entitled = _entitlements(eligible, before, case)
    if case.parameters.choice("fund.level", case.closing) == "project":
        shares = _of_project(entitled, before, case)
    else:
        rounding = _rounding(case)
        shares = {key: _rounded(exact, rounding) for key, exact in entitled.items()}
        if _trued_up(case):
            shares = {key: amount - before.fund.get(key, 0) for key, amount in shares.items()}
    reductions: list[FundReduction] = []
    findings: list[Finding] = []
    shares = _partner_ceilings(shares, before, case, reductions, findings)
    shares = _project_ceiling(shares, before, case, reductions, findings)
    return Funding(shares, reductions, findings)


def fund_lines(partner: Partner, funding: Funding, before: Previous, case: Case) -> list[FundShare]:
    """The partner's funds as they stand in the claim."""
    return [
        FundShare(
            fund=entry.fund,
            rate=format_ratio(entry.rate),
            amount=funding.shares[partner.id, entry.fund],
            cumulative=before.fund.get((partner.id, entry.fund), 0)
            + funding.shares[partner.id, entry.fund],
        )
        for entry in case.funds_of(partner)
    ]


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
    if _trued_up(case):
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
    whole = _rounded(abs(exact), _rounding(case))
    parts = {key: floor(sign * share) for key, share in entitled.items()}
    by_remainder = sorted(entitled, key=lambda key: parts[key] - sign * entitled[key])
    for key in by_remainder[: whole - sum(parts.values())]:
        parts[key] += 1
    parts = {key: sign * part for key, part in parts.items()}
    if not _trued_up(case):
        return parts
    return {key: amount - before.fund.get(key, 0) for key, amount in parts.items()}


def _partner_ceilings(
    shares: dict[tuple[str, str], int],
    before: Previous,
    case: Case,
    reductions: list[FundReduction],
    findings: list[Finding],
) -> dict[tuple[str, str], int]:
    limited = dict(shares)
    for partner in case.partners:
        for entry in case.funds_of(partner):
            if entry.max is None:
                continue
            key = (partner.id, entry.fund)
            room = max(entry.max - before.fund.get(key, 0), 0)
            if limited[key] > room:
                _reduce("RAT-02", partner.id, (limited[key], room), reductions, findings)
                limited[key] = room
    return limited


def _project_ceiling(
    shares: dict[tuple[str, str], int],
    before: Previous,
    case: Case,
    reductions: list[FundReduction],
    findings: list[Finding],
) -> dict[tuple[str, str], int]:
    """Reduce this period's shares pro rata; what earlier claims paid stays."""
    largest = case.project.max_fund
    asked = sum(shares.values())
    room = asked if largest is None else max(largest - sum(before.fund.values()), 0)
    if asked <= room:
        return shares
    limited = dict(shares)
    partners = {p.id: sum(v for (n, _), v in shares.items() if n == p.id) for p in case.partners}
    cuts = allocate(asked - room, [max(share, 0) for share in partners.values()])
    for (partner, share), taken in zip(partners.items(), cuts, strict=True):
        if not taken:
            continue
        _reduce("RAT-02-PROJECT", partner, (share, share - taken), reductions, findings)
        keys = [key for key in shares if key[0] == partner]
        for key, part in zip(keys, allocate(taken, [max(shares[k], 0) for k in keys]), strict=True):
            limited[key] -= part
    return limited


def _reduce(
    code: str,
    partner: str,
    amounts: tuple[int, int],
    reductions: list[FundReduction],
    findings: list[Finding],
) -> None:
    before, limit = amounts
    amount = before - limit
    reductions.append(
        FundReduction(partner=partner, rule="R-RAT-02", before=before, limit=limit, amount=amount)
    )
    findings.append(
        Finding(
            code, partner=partner, found=Money(before), expected=Money(limit), amount_cents=amount
        )
    )


def _rounding(case: Case) -> Rounding:
    return (
        "half_up" if case.parameters.choice("rounding.fund", case.closing) == "half_up" else "down"
    )


def _trued_up(case: Case) -> bool:
    return case.parameters.flag("fund.cumulative_true_up", case.closing)


def _rounded(exact: Fraction, rounding: Rounding) -> int:
    return round_quotient(exact.numerator, exact.denominator, rounding)
