"""Credit notes and recoveries of earlier items, where the co-financing rate has changed since.

An item that was funded at 85 % is taken back at 85 %, whatever the rate is now: only then does a
reversal cancel its claim. What stands on the item (a flat rate) follows the rate of the report. An
item that was parked is funded in the report in which it comes back.
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
"""Partner id and fund."""

_Item: TypeAlias = tuple[str, int | None, str]
"""Partner id, period in which the item was first reported (None: the latest so named), item id."""

_Rates: TypeAlias = Mapping[str, Mapping[str, Fraction]]
"""By partner and fund."""


class _Note(NamedTuple):
    """What was taken back: of which item, and how many EUR cents eligible (below 0)."""

    item: _Item
    eligible: int


def corrections(items: pd.DataFrame, case: Case, *, trued_up: bool) -> dict[Key, Fraction]:
    """What credit notes and recoveries change in the entitlement of this claim, in EUR cents.

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
    homes: dict[_Item, int] = {}
    notes = [*map(_notes_of, claims), _notes_in(items)]
    for number, told in enumerate(notes):
        for note in told if trued_up or number == len(claims) else ():
            home, partner = homes.get(note.item), note.item[0]
            if home is None or partner not in changed:
                continue
            was, used = rates[home][partner], rates[number].get(partner, {})
            if was.keys() == used.keys() == now[partner].keys():
                for fund, rate in was.items():
                    key = (partner, fund)
                    difference = (rate - used[fund]) * note.eligible
                    found[key] = found.get(key, Fraction(0)) + difference
        if number < len(claims):
            _move_in(homes, claims[number], changed, number)
    return found


def _rates_of(claim: Claim) -> _Rates:
    """The rates of a claim; a fund that had ended by then stands in it at 0."""
    return {
        partner.partner: {f.fund: rate for f in partner.funds if (rate := Fraction(f.rate))}
        for partner in claim.partners
    }


def _move_in(homes: dict[_Item, int], claim: Claim, partners: Iterable[str], number: int) -> None:
    """Note in which claim the items of some partners are funded."""
    for item in claim.items:
        if item.amount_declared <= 0 or item.partner not in partners:
            continue
        if item.origin_period is not None:
            origin: _Item = (item.partner, item.origin_period, item.origin_item_id)
            latest: _Item = (item.partner, None, item.origin_item_id)
            if homes.get(latest) == homes.get(origin):
                homes[latest] = number
            homes[origin] = number
        homes[item.partner, None, item.item_id] = number
        homes[item.partner, claim.period, item.item_id] = number


def _notes_of(claim: Claim) -> list[_Note]:
    """What an earlier claim took back of items of claims before it."""
    own = {(item.partner, item.item_id) for item in claim.items if item.amount_declared > 0}
    notes = [
        _Note((item.partner, None, item.corrects_item_id), item.eligible)
        for item in claim.items
        if item.amount_declared < 0
        and item.corrects_item_id
        and (item.partner, item.corrects_item_id) not in own
    ]
    return notes + [
        _Note((item.partner, item.origin_period, item.origin_item_id), item.eligible)
        for item in claim.items
        if item.origin_period is not None and not item.amount_declared
    ]


def _notes_in(items: pd.DataFrame) -> list[_Note]:
    """What this period takes back of items of earlier ones."""
    recovered = items.loc[items["origin_period"].notna() & items["amount_declared_cents"].eq(0)]
    taken = [
        _Note((str(partner), int(period), str(number)), int(eligible))
        for partner, period, number, eligible in zip(
            recovered["partner"],
            recovered["origin_period"],
            recovered["origin_item_id"],
            whole(recovered["eligible"]),
            strict=True,
        )
    ]
    notes = items.loc[items["corrects_item_id"].ne("") & items["amount_declared_cents"].lt(0)]
    if notes.empty:
        return taken
    named = items["item_id"].isin(notes["corrects_item_id"]) & items["amount_declared_cents"].gt(0)
    own = set(zip(items.loc[named, "partner"], items.loc[named, "item_id"], strict=True))
    return taken + [
        _Note((str(partner), None, str(corrects)), int(eligible))
        for partner, corrects, eligible in zip(
            notes["partner"], notes["corrects_item_id"], whole(notes["eligible"]), strict=True
        )
        if (partner, corrects) not in own
    ]
