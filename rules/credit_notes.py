"""Credit notes: negative rows that name the item they correct and share its fate.

The same part of a credit note is rejected, cut and parked as of its item, at the item's own rate;
the note with which an item is wholly taken back takes exactly what earlier ones left, so that a
full reversal cancels its claim to the cent. A credit note larger than what is left of its item is
an ordinary negative row with a warning (product contract §5a).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rules.case import Case
from rules.rulings import Mask, finding_at, mask, whole
from rules.standing import FATE, Original
from schemas.findings import Finding
from schemas.money import Money

_Originals = dict[tuple[str, str], Original]
"""By partner and item id."""

_ASKED = [
    "partner",
    "item_id",
    "origin_period",
    "origin_item_id",
    "currency",
    "amount_declared_cents",
    *FATE,
]
"""What is asked of an item; whole rows of fifty columns take long to read."""


@dataclass(frozen=True)
class CreditNotes:
    """Which rows are credit notes that follow an item.

    Attributes:
        rows: one boolean per item.
        findings: for negative rows that name an item but cannot follow it.
    """

    rows: Mask
    findings: list[Finding]


def find(items: pd.DataFrame, returned: pd.DataFrame, case: Case) -> CreditNotes:
    """Tell the credit notes that share their item's fate from ordinary negative rows.

    A row that waits for a cell to be corrected is no credit note yet.

    Args:
        items: the rows that item rules decide on, credit notes among them.
        returned: earlier items that this report re-includes or recovers, which notes may name.
        case: the period.
    """
    negative = items["amount_declared_cents"].lt(0) & items["unread"].eq("")
    named = mask(items["corrects_item_id"].ne("") & negative)
    findings: list[Finding] = []
    rows = np.zeros(len(items), dtype=np.bool_)
    if not named.any():
        return CreditNotes(rows, findings)
    rows_here = pd.concat([items, returned]) if len(returned) else items
    originals = _originals(rows_here, set(_corrects(items, named)), case)
    amounts = whole(items["amount_declared_cents"])
    currencies = items.loc[named, "currency"].tolist()
    for (position, key), currency in zip(_corrected(items, named), currencies, strict=True):
        original, amount = originals.get(key), -int(amounts[position])
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
    originals = _originals(items, set(_corrects(items, notes.rows)), case)
    amounts, euros = whole(items["amount_declared_cents"]), whole(items["declared"])
    changed = {name: whole(items[name]).copy() for name in ("declared", *FATE)}
    for position, key in _corrected(items, notes.rows):
        original, amount = originals[key], -int(amounts[position])
        fate = original.fate_of_note(amount, int(euros[position]))
        original.take(amount, fate)
        for name, cents in zip(("declared", *FATE), (sum(fate), *fate), strict=True):
            changed[name][position] = cents
    return items.assign(**changed)


def _corrects(items: pd.DataFrame, notes: Mask) -> pd.Series[str]:
    return items.loc[notes, "corrects_item_id"]


def _corrected(items: pd.DataFrame, notes: Mask) -> Iterator[tuple[int, tuple[str, str]]]:
    """Where notes stand, and partner and number of the item that each corrects."""
    named = items.loc[notes, ["partner", "corrects_item_id"]]
    keys = zip(*(named[name].tolist() for name in named), strict=True)
    yield from zip(map(int, np.flatnonzero(notes)), keys, strict=True)


def _alone(items: pd.DataFrame, position: int, original: Original | None) -> Finding:
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


def _originals(items: pd.DataFrame, ids: set[str], case: Case) -> _Originals:
    """The items that credit notes name: of this report as they stand, else the latest earlier."""
    earlier = {
        key: standing.as_of_now() for key, standing in case.history.latest.items() if key[1] in ids
    }
    found: _Originals = dict(earlier)
    came = items["origin_period"].notna()
    for row in items.loc[came, _ASKED].to_dict("records"):
        key = (row["partner"], row["origin_period"], row["origin_item_id"])
        fate = [int(row[name]) for name in FATE]
        for name, standing in earlier.items():
            if standing.key == key and row["amount_declared_cents"] > 0:
                found[name] = _original(row)
            elif standing.key == key:
                # Recovered or held in this very report: the note follows what is left.
                standing.change(fate)
    named = items["item_id"].isin(ids) & items["period"].eq(case.number)
    named &= items["amount_declared_cents"].gt(0)
    for row in items.loc[named, _ASKED].to_dict("records"):
        found[row["partner"], row["item_id"]] = _original(row)
    return found


def _original(row: Mapping[Hashable, Any]) -> Original:
    return Original(
        row["currency"], int(row["amount_declared_cents"]), [int(row[name]) for name in FATE]
    )
