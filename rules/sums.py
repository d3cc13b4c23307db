"""Sums of the claim by partner and cost category, in whole EUR cents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction
from typing import TypeVar

import pandas as pd

from rules.case import Case
from schemas.claim import Claim
from schemas.money import allocate, format_ratio
from schemas.project import Fund, Opening, Partner

_Key = TypeVar("_Key", bound=tuple[str, ...])

UNASSIGNED = "unassigned"
"""Where rows stand whose cost category could not be read; they are all rejected."""

LUMP_SUMS = "lump_sums"
"""Where lump sums stand; they are in no base of a flat rate."""


@dataclass(frozen=True)
class Parts:
    """What became of declared expenditure: ``declared = rejected + cut + parked + eligible``."""

    declared: int = 0
    rejected: int = 0
    cut: int = 0
    parked: int = 0
    eligible: int = 0

    def __add__(self, other: Parts) -> Parts:
        return Parts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Parts)))

    def reduced(self, amount: int) -> Parts:
        """The same with an amount moved from eligible to cut."""
        return Parts(
            self.declared, self.rejected, self.cut + amount, self.parked, self.eligible - amount
        )

    def as_dict(self) -> dict[str, int]:
        """By name, for the models of the claim."""
        return {f.name: getattr(self, f.name) for f in fields(Parts)}


Sums = dict[tuple[str, str], Parts]
"""Parts by partner id and category code."""


def total(parts: Iterable[Parts]) -> Parts:
    """Add up parts."""
    return sum(parts, Parts())


def by_category(items: pd.DataFrame) -> Sums:
    """Add up the items of every partner and cost category."""
    columns = [f.name for f in fields(Parts)]
    grouped = items.groupby(["partner", "cost_category"], sort=False)[columns].sum()
    return {
        (str(row["partner"]), str(row["cost_category"])): Parts(*(int(row[c]) for c in columns))
        for row in grouped.reset_index().to_dict("records")
    }


@dataclass(frozen=True)
class Previous:
    """What earlier claims and the opening balance hold.

    Attributes:
        eligible: by partner and category (category "" for the partner as a whole).
        fund: EU share paid for so far, by partner and fund.
        entitlement_base: eligible expenditure of earlier claims by partner, fund and rate text.
        cuts: cuts above the item by partner, category ("" for the partner as a whole) and rule.
        reductions: what limits took from the EU share alone, by partner and rule.
    """

    eligible: dict[tuple[str, str], int]
    fund: dict[tuple[str, str], int]
    entitlement_base: dict[tuple[str, str, str], int]
    cuts: dict[tuple[str, str, str], int]
    reductions: dict[tuple[str, str], int] = field(default_factory=dict)

    def of_partner(self, partner: str) -> int:
        """Eligible expenditure of a partner in earlier claims."""
        return self.eligible.get((partner, ""), 0)

    def cut_of(self, partner: str, category: str | None, rule: str) -> int:
        """What a rule cut above the items in earlier claims and has not given back."""
        return max(self.cuts.get((partner, category or "", rule), 0), 0)

    def fund_of_partner(self, partner: str) -> int:
        """EU share of a partner in earlier claims, all funds."""
        return sum(amount for (name, _), amount in self.fund.items() if name == partner)


def previous(case: Case) -> Previous:
    """Add up the earlier claims, beginning with each partner's opening balance."""
    before = Previous({}, {}, {}, {})
    for partner in case.partners:
        if partner.opening is not None:
            _add_opening(before, partner, partner.opening, case.project.start)
    for claim in case.earlier.claims:
        _add_claim(before, claim)
    return before


def _add_opening(before: Previous, partner: Partner, opening: Opening, start: date) -> None:
    """Count an opening balance as claimed at the rates the partner began with.

    Its EU share is one figure; where several funds stand behind it, it is split by their rates.
    Where the share is not that of the rate, other rates were behind it: then it is what was due,
    and this claim neither pays the difference nor asks it back.
    """
    for category, amount in opening.categories.items():
        _add(before.eligible, (partner.id, category), amount)
    _add(before.eligible, (partner.id, ""), opening.eligible)
    first: dict[str, Fund] = {}
    for entry in sorted(partner.funds, key=lambda entry: entry.from_ or start):
        first.setdefault(entry.fund, entry)
    for entry, share in zip(
        first.values(),
        allocate(opening.fund, [entry.rate for entry in first.values()]),
        strict=True,
    ):
        _add(before.fund, (partner.id, entry.fund), share)
        base, rate = opening.eligible, entry.rate
        if abs(rate * base - share) >= 1:
            base, rate = share, Fraction(1)
        _add(before.entitlement_base, (partner.id, entry.fund, format_ratio(rate)), base)


def _add_claim(before: Previous, claim: Claim) -> None:
    for adjustment in claim.adjustments:
        cut = (adjustment.partner, adjustment.category or "", adjustment.rule)
        _add(before.cuts, cut, adjustment.amount)
    for reduction in claim.fund_reductions:
        # Damages (R-SRV-02) lower the payment and leave the share.
        if reduction.rule != "R-SRV-02":
            _add(before.reductions, (reduction.partner, reduction.rule), reduction.amount)
    for partner in claim.partners:
        _add(before.eligible, (partner.partner, ""), partner.eligible)
        for category in partner.categories:
            _add(before.eligible, (partner.partner, category.category), category.eligible)
        for fund in partner.funds:
            _add(before.fund, (partner.partner, fund.fund), fund.amount)
            key = (partner.partner, fund.fund, fund.rate)
            _add(before.entitlement_base, key, partner.eligible)


def _add(sums: dict[_Key, int], key: _Key, amount: int) -> None:
    sums[key] = sums.get(key, 0) + amount
