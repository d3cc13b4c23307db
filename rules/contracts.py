"""Procurement: corrections of contracts, evidence of procedures and offers (R-PRC-01, R-PRC-02).

A correction that the authority set for a contract leaves ``amount x (1 - correction)`` of every
item charged under it, cut to the cent. What only looks wrong is a warning: no procedure stated for
a contract that reaches the EU threshold of the day its tender was launched (Dir. 2004/18/EC, Dir.
2014/24/EU), too few offers above the programme's limit, more charged than the contract is worth.
The directives bind contracting authorities: private partners are held against the programme only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from rules.case import Case
from rules.rulings import Mask, Ruling, mask, remark_once, text_of, whole
from schemas.claim import ClaimItem
from schemas.findings import Finding
from schemas.money import CentsArray, Money, multiply
from schemas.project import Contract

_CHARGED = ["contract_id", "declared", "rejected", "amount_gross_cents", "amount_vat_cents"]


def threshold_on(day: date, kind: str, authority: str, case: Case) -> int | None:
    """The EU threshold of a day in EUR cents; None where the family has none on it."""
    key = f"procurement.threshold.{'works' if kind == 'works' else authority}"
    return case.parameters.cents(key, day) if case.parameters.has(key, day) else None


def cuts(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """What the corrections of contracts leave of the items charged under them."""
    charged = mask(items["contract_id"].ne(""))
    if not charged.any():
        return
    eligible = whole(items["eligible"])
    for contract in case.project.contracts:
        if not contract.correction:
            continue
        rows = charged & mask(items["contract_id"].eq(contract.id))
        rule = _rule(contract, set(items.loc[rows, "partner"]), case)
        if rule and rows.any():
            left = 1 - contract.correction
            limit = multiply(eligible, left.numerator, left.denominator, "down")
            yield Ruling(
                rule.removeprefix("R-"),
                rows,
                "contract_id",
                contract.id,
                contract.correction,
                limit_cents=limit,
            )


def remarks(items: pd.DataFrame, counted: Mask, case: Case) -> list[Finding]:
    """What is to be asked about the contracts charged in this report.

    Args:
        items: as decided.
        counted: the items of which something is accepted.
        case: the period.
    """
    charged = counted & mask(items["contract_id"].ne(""))
    if not charged.any() or not case.applies("R-PRC-01"):
        return []
    contracts = {contract.id: contract for contract in case.project.contracts}
    ids = items["contract_id"]
    unknown = Ruling(
        "PRC-01-UNKNOWN", charged & ~mask(ids.isin(list(contracts))), "contract_id", text_of(ids)
    )
    findings = remark_once(items, unknown, {"partner": items["partner"], "contract": ids})
    here = items.loc[charged, [*_CHARGED, "partner"]]
    net = net_of_vat(whole(here["declared"]) - whole(here["rejected"]), here)
    sums = here.assign(net=net).groupby("contract_id", sort=False)["net"].sum()
    buyers = here[["contract_id", "partner"]].drop_duplicates()
    before = _charged_before(case)
    for name, charged_now in zip(sums.index, sums, strict=True):
        contract = contracts.get(str(name))
        if contract is None or contract.amount is None:
            continue
        partners = set(buyers.loc[buyers["contract_id"].eq(name), "partner"])
        findings += _about(contract, contract.amount, partners, case)
        so_far = int(charged_now) + before.get(contract.id, 0)
        if so_far > contract.amount:
            findings.append(_finding("PRC-01-ABOVE", contract, so_far, contract.amount))
    return findings


def net_of_vat(charged: CentsArray, items: pd.DataFrame) -> CentsArray:
    """The part of charged EUR cents that is no VAT, in the proportion of each item's invoice."""
    total = np.abs(whole(items["amount_gross_cents"]))
    tax = np.minimum(np.abs(whole(items["amount_vat_cents"])), total)
    return multiply(charged, np.where(total > 0, total - tax, 1), np.maximum(total, 1), "half_up")


def net_of_item(item: ClaimItem) -> int:
    """The same of one item of an earlier claim."""
    charged, gross = item.declared - item.rejected, abs(item.amount_gross or 0)
    tax = min(abs(item.amount_vat or 0), gross)
    return charged * (gross - tax) // gross if gross else charged


def _charged_before(case: Case) -> dict[str, int]:
    """What earlier claims charged under each contract, in EUR cents net of VAT."""
    charged: dict[str, int] = {}
    for claim in case.earlier.claims:
        for item in claim.items:
            # What was parked and came back is charged once, in its first report.
            if item.contract_id and item.origin_period is None:
                net = charged.get(item.contract_id, 0) + net_of_item(item)
                charged[item.contract_id] = net
    return charged


def _about(contract: Contract, amount: int, partners: set[str], case: Case) -> list[Finding]:
    """Procedure or offers of a contract, where no correction has settled them."""
    if contract.correction is not None:
        return []
    rule = _rule(contract, partners, case)
    if rule == "R-PRC-02":
        return _offers(contract, amount, case)
    if rule == "R-PRC-01" and reaches_threshold(contract, case) and not contract.procedure:
        day = _launched(contract, case)
        threshold = threshold_on(day, contract.kind, contract.authority, case)
        return [_finding("PRC-01-PROCEDURE", contract, amount, threshold or 0)]
    return []


def _offers(contract: Contract, amount: int, case: Case) -> list[Finding]:
    """R-PRC-02: above the programme's limit offers were asked for, or a procedure is told."""
    day = _launched(contract, case)
    keys = ("procurement.offers_above", "procurement.offers")
    if not all(case.parameters.has(key, day) for key in keys):
        return []
    limit = case.parameters.cents(keys[0], day)
    needed = case.parameters.number(keys[1], day)
    told = needed if contract.offers is None and contract.procedure else contract.offers or 0
    if amount <= limit or told >= needed:
        return []
    return [
        Finding(
            "PRC-02-OFFERS",
            found=told,
            expected=needed,
            words={"contract": contract.id, "limit": Money(limit)},
        )
    ]


def _rule(contract: Contract, partners: set[str], case: Case) -> str:
    """Under which rule a contract of these partners stands, "" where the family asks for none."""
    public = any(p.legal_status == "public" for p in case.partners if p.id in partners)
    if case.applies("R-PRC-01") and public and reaches_threshold(contract, case):
        return "R-PRC-01"
    if case.applies("R-PRC-02"):
        return "R-PRC-02"
    return "R-PRC-01" if case.applies("R-PRC-01") else ""


def reaches_threshold(contract: Contract, case: Case) -> bool:
    """Whether a contract is worth the EU threshold of the day its tender was launched."""
    day = _launched(contract, case)
    threshold = threshold_on(day, contract.kind, contract.authority, case)
    return threshold is not None and (contract.amount or 0) >= threshold


def _launched(contract: Contract, case: Case) -> date:
    """The day that picks the threshold; where nobody states it, the period's last."""
    return contract.launched or contract.signed or case.closing


def _finding(code: str, contract: Contract, found: int, expected: int) -> Finding:
    return Finding(
        code, found=Money(found), expected=Money(expected), words={"contract": contract.id}
    )
