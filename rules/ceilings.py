"""What lowers the EU share alone: ceilings, contributions in kind, no profit.

R-RAT-02, R-PUB-01, R-INK-01 and R-REV-02 leave ``eligible``; the difference is borne by the
partners' own contribution and stands in ``fund_reductions``, in the order partner ceiling,
publicity, in-kind, no-profit, project ceiling. All of them look at the whole project so far and
touch this period's shares: what earlier claims paid stays, except for a profit, which is given back
from them as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pandas as pd

from rules.case import Case
from rules.rulings import flagged, whole
from rules.sums import Previous
from schemas.claim import Claim, FundReduction
from schemas.findings import Finding
from schemas.money import Money, Rounding, allocate, round_quotient, share_of

Key = tuple[str, str]
"""Partner id and fund."""

CODES = {
    "R-RAT-02": "RAT-02-PROJECT",
    "R-INK-01": "INK-01",
    "R-REV-02": "REV-02",
    "R-PUB-01": "PUB-01-REDUCTION",
}
"""Kinds of findings of the rules that take an amount off several shares."""

_CODES_BACK = {"R-INK-01": "INK-01-BACK", "R-PUB-01": "PUB-01-BACK"}
"""What is said where a reversal takes back only what was paid; RAT-02-BACK for all others."""


@dataclass
class Shares:
    """The EU shares of this period on their way through the ceilings.

    Attributes:
        amounts: EUR cents by partner and fund.
        reductions, findings: what was taken so far, and why.
    """

    amounts: dict[Key, int]
    reductions: list[FundReduction] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """EUR cents of all partners and funds together."""
        return sum(self.amounts.values())

    def of_partner(self, partner: str) -> int:
        """EUR cents of a partner, all funds."""
        return sum(amount for (name, _), amount in self.amounts.items() if name == partner)

    def reduce(self, key: Key, limit: int) -> None:
        """Limit one fund of one partner to its own largest amount."""
        before, self.amounts[key] = self.amounts[key], limit
        self._write("R-RAT-02", "RAT-02", key[0], before, limit)

    def take(self, rule: str, amount: int, weights: Mapping[Key, int]) -> None:
        """Take an amount off, pro rata to weights: over the partners, then over each one's funds.

        Largest remainder, ties in the order of the project file.
        """
        partners: dict[str, int] = {}
        for (partner, _), weight in weights.items():
            partners[partner] = partners.get(partner, 0) + weight
        parts = allocate(amount, list(partners.values()))
        for partner, part in zip(partners, parts, strict=True):
            if not part:
                continue
            before = self.of_partner(partner)
            keys = [key for key in weights if key[0] == partner]
            split = allocate(part, [weights[key] for key in keys])
            for key, cents in zip(keys, split, strict=True):
                self.amounts[key] -= cents
            self._write(rule, CODES[rule], partner, before, before - part)

    def give_back(self, rule: str, partner: str, amount: int) -> None:
        """Lower what is taken back from a partner by what a rule never paid."""
        before = self.of_partner(partner)
        keys = [key for key in self.amounts if key[0] == partner]
        split = allocate(amount, [max(-self.amounts[key], 0) for key in keys])
        for key, cents in zip(keys, split, strict=True):
            self.amounts[key] += cents
        code = _CODES_BACK.get(rule, "RAT-02-BACK")
        self._write(rule, code, partner, before, before + amount)

    def _write(self, rule: str, code: str, partner: str, before: int, limit: int) -> None:
        self.reductions.append(
            FundReduction(
                partner=partner, rule=rule, before=before, limit=limit, amount=before - limit
            )
        )
        self.findings.append(
            Finding(
                code,
                partner=partner,
                found=Money(before),
                expected=Money(limit),
                amount_cents=before - limit,
            )
        )


def in_kind_so_far(items: pd.DataFrame, case: Case) -> int:
    """Eligible contributions in kind of all claims with this one, in EUR cents (R-INK-01).

    A credit note for a contribution in kind takes it back, whether it is marked itself or not.
    """
    if not case.applies("R-INK-01"):
        return 0
    known: set[Key] = set()
    earlier = sum(_in_kind_of(claim, known) for claim in case.earlier.claims)
    told = items.loc[items["flags"].ne("") | items["corrects_item_id"].ne("")]
    if told.empty:
        return earlier
    own = flagged(told["flags"], "in_kind")
    known |= set(_keys(told.loc[own], "item_id"))
    corrects = [key in known for key in _keys(told, "corrects_item_id")]
    return earlier + int(whole(told["eligible"])[own | np.array(corrects, dtype=np.bool_)].sum())


def limit_to_partners(shares: Shares, before: Previous, case: Case) -> None:
    """R-RAT-02: each fund of a partner has its own largest amount, over all periods."""
    for partner in case.partners:
        for entry in case.funds_of(partner):
            if entry.max is None:
                continue
            key = (partner.id, entry.fund)
            room = max(entry.max - before.fund.get(key, 0), 0)
            if shares.amounts[key] > room:
                shares.reduce(key, room)


def limit_for_publicity(
    shares: Shares, parts: Mapping[str, Fraction], before: Previous, case: Case
) -> None:
    """R-PUB-01: support of partners that did not show it, less the part that the contract sets.

    Where shares are trued up, what earlier claims withheld comes back with the share and is
    withheld again; the part itself is taken of this period's support only.
    """
    trued_up = case.parameters.flag("fund.cumulative_true_up", case.closing)
    last = case.earlier.claims[-1].fund_reductions if trued_up and case.earlier.claims else []
    for partner in case.partners:
        withheld = sum(
            reduction.amount
            for reduction in last
            if (reduction.partner, reduction.rule) == (partner.id, "R-PUB-01")
        )
        support = max(shares.of_partner(partner.id) - withheld, 0)
        taken = withheld + share_of(support, parts.get(partner.id, Fraction(0)), "down")
        so_far = {
            key: max(before.fund.get(key, 0) + amount, 0)
            for key, amount in shares.amounts.items()
            if key[0] == partner.id
        }
        # Of support that a reversal takes back nothing is left to withhold.
        taken = min(taken, sum(so_far.values())) if trued_up else taken
        if taken:
            shares.take("R-PUB-01", taken, so_far)


def limit_to_paid(
    shares: Shares, eligible: int, in_kind: int, before: Previous, case: Case
) -> None:
    """R-INK-01: support may not exceed eligible expenditure less contributions in kind.

    Args:
        shares: of this period.
        eligible: of the whole project, all claims with this one.
        in_kind: the part of it that nobody paid for.
        before: what earlier claims hold.
        case: the period.
    """
    if in_kind and case.applies("R-INK-01"):
        _limit_project("R-INK-01", eligible - in_kind, shares, before)


def limit_to_costs(
    shares: Shares, eligible: int, receipts: int, before: Previous, case: Case
) -> None:
    """R-REV-02: in the final period a surplus of grant and receipts over costs lowers the grant.

    By the rules of 2002 the whole surplus, since 2013 the part of it that the grant bears, and
    then not for a low-value grant. The exact amount left is rounded the way EU shares are.

    Args:
        shares: of this period.
        eligible: of the whole project, all claims with this one.
        receipts: of the whole project, all kinds but interest.
        before: what earlier claims hold.
        case: the period.
    """
    parameters, on = case.parameters, case.closing
    if not (case.period.final and case.applies("R-REV-02") and eligible > 0):
        return
    weights = {
        key: max(before.fund.get(key, 0) + amount, 0) for key, amount in shares.amounts.items()
    }
    grant = sum(before.fund.values()) + shares.asked
    paid_at_most = grant if case.project.max_fund is None else min(grant, case.project.max_fund)
    surplus = grant + receipts - eligible
    if surplus <= 0 or paid_at_most <= parameters.cents("revenue.no_profit_above", on):
        return
    if parameters.choice("revenue.no_profit", on) == "full_surplus":
        left = grant - surplus
    else:
        left = round_quotient(grant * (eligible - surplus), eligible, rounding(case))
    shares.take("R-REV-02", grant - max(left, 0), weights)


def limit_to_project(shares: Shares, before: Previous, case: Case) -> None:
    """R-RAT-02: the project's largest amount reduces this period's shares pro rata."""
    if case.project.max_fund is not None:
        _limit_project("R-RAT-02", case.project.max_fund, shares, before)


def give_back(shares: Shares, before: Previous) -> None:
    """Where shares are not trued up, a reversal does not take back what was never paid.

    What ceilings took from a partner's earlier shares goes first, as with the budget: so a claim
    and its reversal leave nothing behind.
    """
    for (partner, rule), taken in before.reductions.items():
        back = min(taken, -shares.of_partner(partner))
        if back > 0:
            shares.give_back(rule, partner, back)


def rounding(case: Case) -> Rounding:
    """How EU shares are rounded."""
    return (
        "half_up" if case.parameters.choice("rounding.fund", case.closing) == "half_up" else "down"
    )


def _limit_project(rule: str, largest: int, shares: Shares, before: Previous) -> None:
    """Hold all shares so far against an amount of the whole project."""
    room = max(largest - sum(before.fund.values()), 0)
    if shares.asked > room:
        positive = {key: max(amount, 0) for key, amount in shares.amounts.items()}
        shares.take(rule, shares.asked - room, positive)


def _in_kind_of(claim: Claim, known: set[Key]) -> int:
    """Contributions in kind of an earlier claim; adds their numbers to those known."""
    known |= {
        (item.partner, item.item_id)
        for item in claim.items
        if item.flags and "in_kind" in item.flags.split(";")
    }
    if not known:
        return 0
    return sum(
        item.eligible
        for item in claim.items
        if (item.partner, item.item_id) in known or (item.partner, item.corrects_item_id) in known
    )


def _keys(items: pd.DataFrame, column: str) -> list[Key]:
    return list(zip(items["partner"].astype(str), items[column].astype(str), strict=True))
