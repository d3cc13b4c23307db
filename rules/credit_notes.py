"""Credit notes: negative rows that name the item they correct and share its fate.

The same part of a credit note is rejected, cut and parked as of its item, at the item's own rate;
the note with which an item is wholly taken back takes exactly what earlier ones left, so that a
full reversal cancels its claim to the cent. A credit note larger than what is left of its item is
an ordinary negative row with a warning (product contract §5a).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from rules.case import Case
from rules.rulings import Mask, finding_at, mask, whole
from schemas.claim import ClaimItem
from schemas.findings import Finding
from schemas.money import Money, allocate

_FATE = ("rejected", "cut", "parked", "eligible")


@dataclass
class _Original:
    """An item that credit notes correct, and what they have left of it so far.

    Attributes:
        currency: of the item.
        amount: declared, in cents of its currency.
        fate: EUR cents rejected, cut, parked and eligible, as the item was decided.
        taken: amount of its credit notes so far, in cents of its currency, above 0.
        reversed: EUR cents of its credit notes so far, by fate, below 0.
    """

    currency: str
    amount: int
    fate: tuple[int, ...]
    taken: int = 0
    reversed: list[int] = field(default_factory=lambda: [0] * len(_FATE))

    @property
    def left(self) -> int:
        """What credit notes can still take back, in cents of its currency."""
        return self.amount - self.taken

    def covers(self, currency: str, amount: int) -> bool:
        """Whether a credit note of that size (above 0) shares the item's fate."""
        return currency == self.currency and amount <= self.left

    def take(self, amount: int, fate: Iterable[int]) -> None:
        """Count a credit note."""
        self.taken += amount
        self.reversed = [old + new for old, new in zip(self.reversed, fate, strict=True)]

    def fate_of(self, amount: int, declared: int) -> list[int]:
        """What becomes of a credit note, in EUR cents below 0.

        Args:
            amount: its size in cents of its currency, above 0.
            declared: its EUR cents at the item's rate, below 0.
        """
        if amount == self.left:
            return [-(own + gone) for own, gone in zip(self.fate, self.reversed, strict=True)]
        return allocate(declared, list(self.fate))


_Originals = dict[tuple[str, str], _Original]
"""By partner and item id."""


@dataclass(frozen=True)
class CreditNotes:
    """Which rows are credit notes that follow an item.

    Attributes:
        rows: one boolean per item.
        findings: for negative rows that name an item but cannot follow it.
    """

    rows: Mask
    findings: list[Finding]


def find(items: pd.DataFrame, case: Case) -> CreditNotes:
    """Tell the credit notes that share their item's fate from ordinary negative rows.

    A row that waits for a cell to be corrected is no credit note yet.
    """
    negative = items["amount_declared_cents"].lt(0) & items["unread"].eq("")
    named = mask(items["corrects_item_id"].ne("") & negative)
    findings: list[Finding] = []
    rows = np.zeros(len(items), dtype=np.bool_)
    originals = _originals(items, named, case)
    amounts = whole(items["amount_declared_cents"])
    for position in map(int, np.flatnonzero(named)):
        original = originals.get(_corrected(items, position))
        currency, amount = str(items["currency"].iat[position]), -int(amounts[position])
        if original is not None and original.covers(currency, amount):
            original.taken += amount
            rows[position] = True
        else:
            findings.append(_alone(items, position, original))
    return CreditNotes(rows, findings)


def follow(items: pd.DataFrame, notes: CreditNotes, case: Case) -> pd.DataFrame:
    """Give each credit note the same part rejected, cut and parked as its decided item."""
    if not notes.rows.any():
        return items
    originals = _originals(items, notes.rows, case)
    amounts, euros = whole(items["amount_declared_cents"]), whole(items["declared"])
    changed = {name: whole(items[name]).copy() for name in ("declared", *_FATE)}
    for position in map(int, np.flatnonzero(notes.rows)):
        original, amount = originals[_corrected(items, position)], -int(amounts[position])
        fate = original.fate_of(amount, int(euros[position]))
        original.take(amount, fate)
        for name, cents in zip(("declared", *_FATE), (sum(fate), *fate), strict=True):
            changed[name][position] = cents
    return items.assign(**changed)


def _corrected(items: pd.DataFrame, position: int) -> tuple[str, str]:
    return str(items["partner"].iat[position]), str(items["corrects_item_id"].iat[position])


def _alone(items: pd.DataFrame, position: int, original: _Original | None) -> Finding:
    """Why a negative row that names an item counts by itself."""
    number, currency = str(items["corrects_item_id"].iat[position]), items["currency"].iat[position]
    if original is None:
        code, found, expected = "CRN-01", number, None
    elif original.currency != currency:
        code, found, expected = "CRN-03", str(currency), original.currency
    else:
        code, found = "CRN-02", number
        expected = str(Money(original.left, original.currency))
    return finding_at(
        items, position, code, column="corrects_item_id", found=found, expected=expected
    )


def _originals(items: pd.DataFrame, notes: Mask, case: Case) -> _Originals:
    """The items that credit notes name: of this report as they stand, else the latest earlier."""
    if not notes.any():
        return {}
    ids = set(items.loc[notes, "corrects_item_id"])
    found: _Originals = {}
    for claim in case.earlier.claims:
        _reported(found, claim.items, ids)
    positive = items["amount_declared_cents"].gt(0) & items["item_id"].isin(ids)
    for row in items.loc[positive].to_dict("records"):
        found[row["partner"], row["item_id"]] = _Original(
            row["currency"],
            int(row["amount_declared_cents"]),
            tuple(int(row[name]) for name in _FATE),
        )
    return found


def _reported(found: _Originals, items: Iterable[ClaimItem], ids: Collection[str]) -> None:
    """Add the items of an earlier claim, and take off what its credit notes took back."""
    notes = []
    for item in items:
        if item.amount_declared > 0 and item.item_id in ids:
            fate = (item.rejected, item.cut, item.parked, item.eligible)
            found[item.partner, item.item_id] = _Original(item.currency, item.amount_declared, fate)
        elif item.amount_declared < 0 and item.corrects_item_id in ids:
            notes.append(item)
    for note in notes:
        original = found.get((note.partner, note.corrects_item_id))
        if original is not None and original.covers(note.currency, -note.amount_declared):
            fate = (note.rejected, note.cut, note.parked, note.eligible)
            original.take(-note.amount_declared, fate)
