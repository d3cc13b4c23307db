"""Credit notes for items of earlier claims, where the co-financing rate has changed since.

An item that was funded at 85 % is taken back at 85 %, whatever the rate is now: only then does a
reversal cancel its claim. What stands on the item (a flat rate) follows the rate of the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple, TypeAlias

import pandas as pd

from rules.case import Case
from rules.rulings import whole
from schemas.claim import Claim

Key: TypeAlias = tuple[str, str]
"""Partner id and fund; also partner id and item id."""

_Rates: TypeAlias = Mapping[str, Mapping[str, Fraction]]
"""By partner and fund."""


class _Note(NamedTuple):
    """A credit note: whose, for which item, with how many EUR cents eligible (below 0)."""

    partner: str
    corrects: str
    eligible: int


def corrections(items: pd.DataFrame, case: Case, *, trued_up: bool) -> dict[Key, Fraction]:
    """What credit notes change in the entitlement of this claim, in EUR cents, exact.

    Args:
        items: of this period, decided.
        case: the period.
        trued_up: whether the entitlement holds that of earlier claims, with their credit notes.

    Returns:
        By partner and fund the difference between the rates, times what was taken back; partners
        whose rates never changed, or whose funds are others now, are not named.
    """
    claims = case.earlier.claims
    now = {p.id: {f.fund: f.rate for f in case.funds_of(p)} for p in case.partners}
    rates = [*map(_rates_of, claims), now]
    changed = {
        partner
        for partner, own in now.items()
        if any(earlier.get(partner, own) != own for earlier in rates)
    }
    if not changed:
        return {}
    found: dict[Key, Fraction] = {}
    homes: dict[Key, int] = {}
    notes = [*map(_notes_of, claims), _notes_in(items)]
    for number, told in enumerate(notes):
        for note in told if trued_up or number == len(claims) else ():
            home = homes.get((note.partner, note.corrects))
            if home is None or note.partner not in changed:
                continue
            was, used = rates[home][note.partner], rates[number].get(note.partner, {})
            if was.keys() == used.keys() == now[note.partner].keys():
                for fund, rate in was.items():
                    key = (note.partner, fund)
                    difference = (rate - used[fund]) * note.eligible
                    found[key] = found.get(key, Fraction(0)) + difference
        if number < len(claims):
            homes |= _standing(claims[number], changed, number)
    return found


def _rates_of(claim: Claim) -> _Rates:
    return {
        partner.partner: {fund.fund: Fraction(fund.rate) for fund in partner.funds}
        for partner in claim.partners
    }


def _standing(claim: Claim, partners: Iterable[str], number: int) -> dict[Key, int]:
    """In which claim the items of some partners stand."""
    return {
        (item.partner, item.item_id): number
        for item in claim.items
        if item.amount_declared > 0 and item.partner in partners
    }


def _notes_of(claim: Claim) -> list[_Note]:
    """The credit notes of an earlier claim for items of claims before it."""
    own = {(item.partner, item.item_id) for item in claim.items if item.amount_declared > 0}
    return [
        _Note(item.partner, item.corrects_item_id, item.eligible)
        for item in claim.items
        if item.amount_declared < 0
        and item.corrects_item_id
        and (item.partner, item.corrects_item_id) not in own
    ]


def _notes_in(items: pd.DataFrame) -> list[_Note]:
    """The credit notes of this period for items of earlier ones."""
    notes = items.loc[items["corrects_item_id"].ne("") & items["amount_declared_cents"].lt(0)]
    if notes.empty:
        return []
    named = items["item_id"].isin(notes["corrects_item_id"]) & items["amount_declared_cents"].gt(0)
    own = set(zip(items.loc[named, "partner"], items.loc[named, "item_id"], strict=True))
    return [
        _Note(str(partner), str(corrects), int(eligible))
        for partner, corrects, eligible in zip(
            notes["partner"], notes["corrects_item_id"], whole(notes["eligible"]), strict=True
        )
        if (partner, corrects) not in own
    ]
