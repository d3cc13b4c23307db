"""Flat rates: categories worked out from others (R-STF-05, R-OVH-01 to -04, R-TRV-01, R-FLT-40).

``declared`` is the rate on the declared base, ``eligible`` the rate on the accepted base (after
all decisions on items), and the difference is ``cut``: a cut in the base cuts the flat rate in
proportion. In a chain (office on flat-rate staff) declared follows declared, accepted accepted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from rules.case import Case
from rules.contracts import reaches_threshold
from rules.sums import LUMP_SUMS, UNASSIGNED, Parts, Sums, total
from schemas.findings import Finding
from schemas.money import Money, Rounding, share_of
from schemas.project import FlatRateBase, Partner

OVERHEADS = "overheads"
"""The category of indirect costs in Commission grants."""

TRAVEL_ACCOMMODATION = "travel_accommodation"
"""The category of travel in Interreg and ETC."""

_CODES = {
    "staff": "STF-05",
    "office_administration": "OVH-01",
    "administration": "OVH-03",
    OVERHEADS: "OVH-02",
    TRAVEL_ACCOMMODATION: "TRV-01-BASE",
    "other_costs": "FLT-40",
}
"""Which kind of finding tells that a flat rate follows a smaller base; R-FLT-40 for all others."""

_CODES_BY_BASE: dict[tuple[str, FlatRateBase], str] = {
    ("office_administration", "direct"): "OVH-02",
    ("office_administration", "direct_with_flat_travel"): "OVH-02",
    (OVERHEADS, "direct_without_subcontracting"): "OVH-04",
}
"""Where the base decides on the rule."""


@dataclass(frozen=True)
class FlatRateSum:
    """One flat rate of one partner in this period, in EUR cents."""

    partner: str
    category: str
    of: FlatRateBase
    rate: Fraction
    base_declared: int
    base_accepted: int
    declared: int
    eligible: int


def work_out(sums: Sums, case: Case) -> tuple[list[FlatRateSum], list[Finding]]:
    """Work out every partner's flat rates from the sums of its items."""
    results: list[FlatRateSum] = []
    large = _large_contracts(case)
    for partner in case.partners:
        results += _of_partner(partner, sums, rounding_of(case), lapsed=partner.id in large)
    findings = [
        Finding(
            "STF-05-CONTRACT",
            partner=flat.partner,
            column=flat.category,
            found=large[flat.partner],
            expected=Money(0),
            amount_cents=flat.declared,
        )
        for flat in results
        if flat.category == "staff" and flat.partner in large and flat.declared
    ]
    findings += [
        Finding(
            _CODES_BY_BASE.get((flat.category, flat.of), _CODES.get(flat.category, "FLT-40")),
            partner=flat.partner,
            column=flat.category,
            found=Money(flat.declared),
            expected=Money(flat.eligible),
            amount_cents=flat.declared - flat.eligible,
            words={"category": flat.category, "rate": flat.rate},
        )
        for flat in results
        if flat.declared != flat.eligible
        and not (flat.category == "staff" and flat.partner in large)
    ]
    return results, findings


def add_to(sums: Sums, flat_rates: list[FlatRateSum]) -> Sums:
    """Add the flat rates to the sums; rejected real rows of the category stand there already."""
    added = dict(sums)
    for flat in flat_rates:
        key = (flat.partner, flat.category)
        parts = Parts(flat.declared, 0, flat.declared - flat.eligible, 0, flat.eligible)
        added[key] = added.get(key, Parts()) + parts
    return added


def rounding_of(case: Case) -> Rounding:
    """How the contract rounds flat rates."""
    return (
        "half_up"
        if case.parameters.choice("rounding.flat_rate", case.closing) == "half_up"
        else "down"
    )


def _large_contracts(case: Case) -> dict[str, str]:
    """By partner the first contract of its costs that lets flat-rate staff lapse, if any.

    A contract counts for the whole operation: also where its cost was reported before.
    """
    key = "flat_rate.staff.below_threshold"
    large = [c.id for c in case.project.contracts if reaches_threshold(c, case)]
    if not large or not case.parameters.has(key, case.closing):
        return {}
    if not case.parameters.flag(key, case.closing):
        return {}
    rows = case.costs.loc[case.costs["contract_id"].isin(large), ["partner", "contract_id"]]
    used = set(rows.itertuples(index=False, name=None))
    used |= {
        (item.partner, item.contract_id)
        for claim in case.earlier.claims
        for item in claim.items
        if item.contract_id in large
    }
    return dict(sorted(used, reverse=True))


def _of_partner(
    partner: Partner, sums: Sums, rounding: Rounding, *, lapsed: bool
) -> list[FlatRateSum]:
    done: dict[str, FlatRateSum] = {}
    # Staff comes first and travel next, because the other flat rates may stand on them.
    for category in sorted(
        partner.flat_rates, key=lambda name: (name != "staff", name != TRAVEL_ACCOMMODATION)
    ):
        flat = partner.flat_rates[category]
        declared, accepted = bases(flat.of, partner.id, partner.flat_rates, sums, done)
        if lapsed and category == "staff":
            accepted = 0
        done[category] = FlatRateSum(
            partner.id,
            category,
            flat.of,
            flat.rate,
            declared,
            accepted,
            share_of(declared, flat.rate, rounding),
            share_of(accepted, flat.rate, rounding),
        )
    return list(done.values())


def bases(
    of: FlatRateBase,
    partner: str,
    flat: Collection[str],
    sums: Sums,
    done: Mapping[str, FlatRateSum],
) -> tuple[int, int]:
    """Declared and accepted base of a flat rate: real items, flat-rate staff, travel if asked."""
    left_out = {"staff", LUMP_SUMS, UNASSIGNED, *flat}
    if of == "direct_without_subcontracting":
        left_out.add("subcontracting")
    other = total(
        parts
        for (name, category), parts in sums.items()
        if name == partner and category not in left_out
    )
    staff = sums.get((partner, "staff"), Parts())
    staff_declared, staff_accepted = staff.declared, staff.eligible
    if "staff" in flat:
        staff_declared = done["staff"].declared if "staff" in done else 0
        staff_accepted = done["staff"].eligible if "staff" in done else 0
    if of == "staff":
        return staff_declared, staff_accepted
    if of == "other_direct":
        return other.declared, other.eligible
    declared, accepted = other.declared + staff_declared, other.eligible + staff_accepted
    if of == "direct_with_flat_travel" and TRAVEL_ACCOMMODATION in done:
        travel = done[TRAVEL_ACCOMMODATION]
        return declared + travel.declared, accepted + travel.eligible
    return declared, accepted
