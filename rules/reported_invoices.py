"""The invoices behind items that were reported: in earlier periods, or by another project."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import pandas as pd

from rules.invoices import in_form, loose_number
from schemas.claim import Claim, ClaimFinding, ClaimItem
from schemas.invoices import ChargedInvoice
from schemas.money import CentsArray, round_quotient, share_of

FORM = 1
"""Number of the form of ``keys_of``: one higher whenever a key would be written otherwise."""

_Place: TypeAlias = tuple[str, str, str, int | None]
"""Partner, file, sheet and row."""


@dataclass(frozen=True)
class Reported:
    """An item of a claim that counts; a credit note stands under the invoice of its item.

    Attributes:
        name: tells it from all other items of the project.
        charged: what it takes of its invoice, cents of its currency, below 0 for a credit note.
        invoice: the item that has the invoice: itself, or for a credit note what it corrects.
        corrected: the name of the latter, "" where it is itself.
        submitted_on: day of submission of its partner's report.
    """

    name: str
    period: int
    item: ClaimItem
    charged: int
    invoice: ClaimItem
    submitted_on: date
    corrected: str = ""


@dataclass
class Taken:
    """What is left of an item after its credit notes: as declared, and as its invoice bears it."""

    declared: int
    charged: int

    def give_back(self, amount: int) -> int:
        """What a credit note gives back to the invoice; one that is too large gives nothing."""
        if amount > self.declared:
            return 0
        freed = amount * self.charged // self.declared
        self.declared -= amount
        self.charged -= freed
        return freed


def reported(claims: Iterable[Claim]) -> list[Reported]:
    """Accepted and parked items of claims of one project, credit notes last in theirs.

    An item that was parked and came back is one item: what its last report decided counts.
    """
    latest: dict[tuple[str, str], Reported] = {}
    entries: dict[tuple[str, int, str], Reported] = {}
    for claim in claims:
        days = {partner.partner: partner.submitted_on for partner in claim.partners}
        left = _left_by_cuts(claim)
        for item in sorted(claim.items, key=lambda item: item.amount_declared < 0):
            origin = (item.partner, item.origin_period or claim.period, item.origin_item_id)
            if item.origin_period is None:
                origin = (item.partner, claim.period, item.item_id)
            elif not item.amount_declared:
                continue
            name = f"{claim.period}/{item.partner}/{item.item_id}"
            charged = _charge_of(item, left.get(_place(item)))
            entry = Reported(name, claim.period, item, charged, item, days[item.partner])
            original = latest.get((item.partner, item.corrects_item_id))
            if item.amount_declared > 0:
                latest[item.partner, item.item_id] = entry
            elif original is not None and original.item.currency == item.currency:
                entry = replace(entry, invoice=original.item, corrected=original.name)
            entries[origin] = entry
    return [entry for entry in entries.values() if entry.item.eligible + entry.item.parked != 0]


def charged_elsewhere(
    project: str, claims: Sequence[Claim], keys: Collection[str]
) -> list[ChargedInvoice]:
    """What the claims of another project charged of the invoices with these keys (``keys_of``).

    Credit notes are taken off the items that they correct.
    """
    entries = [entry for entry in reported(claims) if entry.invoice.invoice_number]
    met = keys_of_items([entry.invoice for entry in entries]).isin(list(keys))
    entries = [entry for entry, wanted in zip(entries, met, strict=True) if wanted]
    taken: dict[str, Taken] = {}
    for entry in entries:
        if not entry.corrected:
            taken[entry.name] = Taken(abs(entry.item.amount_declared), entry.charged)
        elif entry.corrected in taken:
            taken[entry.corrected].give_back(abs(entry.item.amount_declared))
    return [
        ChargedInvoice(
            project=project,
            period=entry.period,
            partner=entry.item.partner,
            item_id=entry.item.item_id,
            file=entry.item.file,
            row=entry.item.row,
            supplier_name=entry.item.supplier_name,
            supplier_vat_id=entry.item.supplier_vat_id,
            invoice_number=entry.item.invoice_number,
            invoice_date=entry.item.invoice_date,
            currency=entry.item.currency,
            gross=total_of(entry.item),
            charged=taken[entry.name].charged,
            submitted_on=entry.submitted_on,
        )
        for entry in entries
        if not entry.corrected and taken[entry.name].charged
    ]


def keys_of_claim(claim: Claim) -> set[str]:
    """The keys of all invoices of a claim; which of its items count is seen when one is met."""
    return set(keys_of_items([item for item in claim.items if item.invoice_number]))


def keys_of_items(items: Sequence[ClaimItem]) -> pd.Series[str]:
    """The key of each item's invoice, as ``keys_of`` makes it."""
    return keys_of(
        pd.Series([item.invoice_number for item in items], dtype="str"),
        pd.Series([item.invoice_date for item in items], dtype="datetime64[s]"),
        np.array([total_of(item) for item in items], dtype=np.int64),
        pd.Series([item.currency for item in items], dtype="str"),
    )


def keys_of(
    numbers: pd.Series[str],
    dates: pd.Series[pd.Timestamp],
    totals: CentsArray,
    currencies: pd.Series[str],
) -> pd.Series[str]:
    """One text a row that is the same for all rows that may be of one invoice.

    The supplier is not in it, because the same one is written in too many ways; whoever finds two
    rows by their key compares the suppliers then.
    """
    number = in_form(numbers, loose_number)
    day = pd.Series(swappable(dates), index=numbers.index).astype("str")
    gross = pd.Series(totals, index=numbers.index).astype("str")
    return number + "|" + day + "|" + gross + "|" + currencies


def swappable(dates: pd.Series[pd.Timestamp]) -> CentsArray:
    """A number a day, the same for two days that day and month swapped tell apart; 0 for none."""
    when = dates.fillna(pd.Timestamp(1900, 1, 1)).dt
    day, month, year = (
        np.asarray(part, dtype=np.int64) for part in (when.day, when.month, when.year)
    )
    folded = year * 10_000 + np.maximum(day, month) * 100 + np.minimum(day, month)
    return np.where(dates.notna(), folded, 0)


def total_of(item: ClaimItem) -> int:
    """The invoice's total; where it is not stated, the declared amount tells it by its share."""
    if item.amount_gross is not None:
        return abs(item.amount_gross)
    share = Fraction(item.share or 1) or Fraction(1)
    return share_of(abs(item.amount_declared), 1 / share, "half_up")


def _charge_of(item: ClaimItem, left: int | None) -> int:
    """What an item charges of its invoice: as declared, at most its share, or what was left.

    Args:
        item: of a claim.
        left: EUR cents left of an item that was cut because its invoice was used up, else None.
    """
    size = abs(item.amount_declared)
    if item.amount_gross is not None:
        size = min(size, share_of(abs(item.amount_gross), Fraction(item.share or 1), "down"))
    if left is not None:
        rate = Fraction(item.rate)
        size = min(size, round_quotient(left * rate.numerator, rate.denominator, "half_up"))
    return size if item.amount_declared > 0 else -size


def _left_by_cuts(claim: Claim) -> dict[_Place, int]:
    """EUR cents left of items that were cut because their invoice was used up (R-DUP-02).

    What the controller takes afterwards frees nothing of the invoice: the item still stands on it.
    """
    cut = {_place(found) for found in claim.findings if found.code == "DUP-02"}
    if not cut:
        return {}
    left = {_place(item): item.declared for item in claim.items if _place(item) in cut}
    for found in claim.findings:
        if _place(found) in left and found.rule != "R-CTR-02":
            left[_place(found)] -= found.amount
    return left


def _place(subject: ClaimItem | ClaimFinding) -> _Place:
    return subject.partner, subject.file, subject.sheet, subject.row
