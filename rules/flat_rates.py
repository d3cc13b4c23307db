"""Flat rates: categories worked out from others (R-STF-05, R-OVH-01/02, R-TRV-01, R-FLT-40).

``declared`` is the rate on the declared base, ``eligible`` the rate on the accepted base (after
all decisions on items), and the difference is ``cut``: a cut in the base cuts the flat rate in
proportion. In a chain (office on flat-rate staff) declared follows declared, accepted accepted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from rules.case import Case
from rules.sums import LUMP_SUMS, UNASSIGNED, Parts, Previous, Sums, total
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
    "administration": "OVH-01",
    OVERHEADS: "OVH-02",
    TRAVEL_ACCOMMODATION: "TRV-01-BASE",
    "other_costs": "FLT-40",
}


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
    rounding: Rounding = (
        "half_up"
        if case.parameters.choice("rounding.flat_rate", case.closing) == "half_up"
        else "down"
    )
    results: list[FlatRateSum] = []
    for partner in case.partners:
        results += _of_partner(partner, sums, rounding)
    findings = [
        Finding(
            _CODES.get(flat.category, "FLT-40"),
            partner=flat.partner,
            column=flat.category,
            found=Money(flat.declared),
            expected=Money(flat.eligible),
            amount_cents=flat.declared - flat.eligible,
            words={"category": flat.category, "rate": flat.rate},
        )
        for flat in results
        if flat.declared != flat.eligible
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


@dataclass(frozen=True)
class OverheadCut:
    """What R-OVH-02 takes from overheads claimed as rows, in EUR cents; negative: gives back."""

    partner: str
    claimed: int
    limit: int
    amount: int


def overhead_cuts(
    sums: Sums, flat_rates: list[FlatRateSum], before: Previous, case: Case
) -> list[OverheadCut]:
    """R-OVH-02 for claimed rows; overheads taken back give back what was cut from them before."""
    key = "flat_rate.overheads.of_direct"
    if not case.parameters.has(key, case.closing):
        return []
    rate = case.parameters.ratio(key, case.closing)
    found = []
    for partner in case.partners:
        done = {flat.category: flat for flat in flat_rates if flat.partner == partner.id}
        claimed = sums.get((partner.id, OVERHEADS), Parts()).eligible
        if OVERHEADS in partner.flat_rates or claimed == 0:
            continue
        _, direct = _bases("direct", partner.id, {*partner.flat_rates, OVERHEADS}, sums, done)
        limit = share_of(direct, rate, "down")
        amount = claimed - min(claimed, max(limit, 0))
        if claimed < 0:
            cut_before = before.cut_of(partner.id, OVERHEADS, "R-OVH-02")
            amount = -min(cut_before, max(limit - claimed, 0))
        if amount:
            found.append(OverheadCut(partner.id, claimed, limit, amount))
    return found


def _of_partner(partner: Partner, sums: Sums, rounding: Rounding) -> list[FlatRateSum]:
    done: dict[str, FlatRateSum] = {}
    # Staff comes first and travel next, because the other flat rates may stand on them.
    for category in sorted(
        partner.flat_rates, key=lambda name: (name != "staff", name != TRAVEL_ACCOMMODATION)
    ):
        flat = partner.flat_rates[category]
        declared, accepted = _bases(flat.of, partner.id, partner.flat_rates, sums, done)
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


def _bases(
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
