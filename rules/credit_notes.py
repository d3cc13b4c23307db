"""Credit notes: negative rows that name the item they correct and share its fate.

The same part of a credit note is rejected, cut and parked as of its item, at the item's own rate,
so that a full reversal cancels its claim to the cent. A credit note larger than what is left of
its item is an ordinary negative row with a warning (product contract §5a).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rules.case import Case
from rules.rulings import Mask, finding_at, mask, whole
from schemas.findings import Finding
from schemas.money import Money, round_quotient


@dataclass(frozen=True)
class _Original:
    """The item that a credit note corrects, as it was decided."""

    currency: str
    amount: int
    declared: int
    rejected: int
    cut: int
    parked: int


@dataclass(frozen=True)
class CreditNotes:
    """Which rows are credit notes that follow an item, and whom they follow.

    Attributes:
        rows: one boolean per item.
        findings: for negative rows that name an item but cannot follow it.
    """

    rows: Mask
    findings: list[Finding]


def find(items: pd.DataFrame, case: Case) -> CreditNotes:
    """Tell the credit notes that share their item's fate from ordinary negative rows."""
    named = mask(items["corrects_item_id"].ne("") & items["amount_declared_cents"].lt(0))
    findings: list[Finding] = []
    rows = np.zeros(len(items), dtype=np.bool_)
    originals = {} if not named.any() else _amounts(items, named, case)
    left = {key: amount for key, (_, amount) in originals.items()}
    amounts = whole(items["amount_declared_cents"])
    for position in map(int, np.flatnonzero(named)):
        key = (str(items["partner"].iat[position]), str(items["corrects_item_id"].iat[position]))
        currency = str(items["currency"].iat[position])
        amount = -int(amounts[position])
        if key not in originals:
            code, found, expected = "CRN-01", key[1], None
        elif originals[key][0] != currency:
            code, found, expected = "CRN-03", currency, originals[key][0]
        elif amount > left[key]:
            code, found = "CRN-02", key[1]
            expected = str(Money(left[key], currency))
        else:
            left[key] -= amount
            rows[position] = True
            continue
        findings.append(
            finding_at(
                items, position, code, column="corrects_item_id", found=found, expected=expected
            )
        )
    return CreditNotes(rows, findings)


def follow(items: pd.DataFrame, notes: CreditNotes, case: Case) -> pd.DataFrame:
    """Give each credit note the same part rejected, cut and parked as its decided item."""
    if not notes.rows.any():
        return items
    decided = _decided(items, notes.rows, case)
    amounts, euros = whole(items["amount_declared_cents"]), whole(items["declared"])
    changed = items.copy()
    for position in map(int, np.flatnonzero(notes.rows)):
        key = (str(items["partner"].iat[position]), str(items["corrects_item_id"].iat[position]))
        original = decided[key]
        amount = int(amounts[position])
        declared = int(euros[position])
        if amount == -original.amount:
            declared = -original.declared
        parts = {
            name: round_quotient(getattr(original, name) * amount, original.amount, "down")
            for name in ("rejected", "cut", "parked")
        }
        if original.rejected == original.declared:
            parts = {"rejected": declared, "cut": 0, "parked": 0}
        elif original.parked == original.declared:
            parts = {"rejected": 0, "cut": 0, "parked": declared}
        values = {"declared": declared, **parts, "eligible": declared - sum(parts.values())}
        for name, value in values.items():
            changed.loc[position, name] = value
    return changed


def _amounts(
    items: pd.DataFrame, named: Mask, case: Case
) -> Mapping[tuple[str, str], tuple[str, int]]:
    """Currency and what is left of every item that could be corrected, by partner and item."""
    left: dict[tuple[str, str], tuple[str, int]] = {}
    for claim in case.earlier.claims:
        for item in claim.items:
            key = (item.partner, item.item_id)
            corrected = (item.partner, item.corrects_item_id)
            if item.amount_declared < 0 and corrected in left:
                currency, amount = left[corrected]
                left[corrected] = (currency, amount + item.amount_declared)
            elif item.amount_declared > 0:
                left[key] = (item.currency, item.amount_declared)
    for row in items.loc[~named].to_dict("records"):
        if row["amount_declared_cents"] > 0:
            left[row["partner"], row["item_id"]] = (row["currency"], row["amount_declared_cents"])
    return left


def _decided(items: pd.DataFrame, notes: Mask, case: Case) -> Mapping[tuple[str, str], _Original]:
    """The items that credit notes follow: of earlier claims, and of this one as decided."""
    wanted = set(items.loc[notes, "corrects_item_id"])
    found: dict[tuple[str, str], _Original] = {}
    for claim in case.earlier.claims:
        for item in claim.items:
            if item.item_id in wanted and item.amount_declared > 0:
                found[item.partner, item.item_id] = _Original(
                    item.currency,
                    item.amount_declared,
                    item.declared,
                    item.rejected,
                    item.cut,
                    item.parked,
                )
    here = items.loc[~notes & items["item_id"].isin(wanted) & items["declared"].gt(0)]
    for row in here.to_dict("records"):
        found[row["partner"], row["item_id"]] = _Original(
            row["currency"],
            row["amount_declared_cents"],
            row["declared"],
            row["rejected"],
            row["cut"],
            row["parked"],
        )
    return found
