"""Whether VAT counts although it comes back, and what partners declare about theirs.

R-VAT-02 (Reg. (EU) 2021/1060 Art. 64(1)(c)(i)) and R-VAT-03.
"""

from __future__ import annotations

import pandas as pd

from rules.case import Case
from rules.rulings import Mask, mask
from schemas.findings import Finding
from schemas.money import Money

_LIMIT = "vat.total_cost_limit"


def recoverable_counts(case: Case) -> bool:
    """Whether VAT is eligible although the partner recovers it.

    From 2021 on it is where the operation costs less than the limit; where nobody states what it
    costs, the careful reading holds and recoverable VAT is taken out.
    """
    if not case.parameters.flag("vat.recoverable_ineligible", case.closing):
        return True
    cost = case.project.total_cost
    if cost is None or not case.parameters.has(_LIMIT, case.closing):
        return False
    return cost < case.parameters.cents(_LIMIT, case.closing)


def remarks(items: pd.DataFrame, counted: Mask, case: Case) -> list[Finding]:
    """What is not known about the VAT of items that count."""
    if not (case.project.vat_declarations or case.parameters.has(_LIMIT, case.closing)):
        return []
    with_vat = counted & mask(items["amount_vat_cents"].fillna(0).ne(0))
    if not with_vat.any():
        return []
    charging = set(items.loc[with_vat, "partner"].unique())
    return [*_unknown_cost(charging, case), *_declarations(charging, case)]


def _unknown_cost(charging: set[str], case: Case) -> list[Finding]:
    """R-VAT-02: the limit cannot be held against a total cost that is not stated."""
    if not case.parameters.has(_LIMIT, case.closing) or case.project.total_cost is not None:
        return []
    if not any(p.vat_recoverable for p in case.partners if p.id in charging):
        return []
    return [Finding("VAT-02", expected=Money(case.parameters.cents(_LIMIT, case.closing)))]


def _declarations(charging: set[str], case: Case) -> list[Finding]:
    """R-VAT-03, where the project keeps the partners' declarations at all."""
    if not case.applies("R-VAT-03") or not case.project.vat_declarations:
        return []
    declared = {
        entry.partner: entry.recoverable
        for entry in case.project.vat_declarations
        if entry.period == case.number
    }
    findings = []
    for partner in case.partners:
        if partner.id not in charging:
            continue
        stated = declared.get(partner.id)
        if stated is None:
            findings.append(Finding("VAT-03", partner=partner.id))
        elif stated != partner.vat_recoverable:
            findings.append(
                Finding(
                    "VAT-03-OTHER",
                    partner=partner.id,
                    found=stated,
                    expected=partner.vat_recoverable,
                )
            )
    return findings
