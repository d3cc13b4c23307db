"""What is never eligible, and real cost beside a flat rate.

R-INEL-01 to -05, R-INK-02, R-STF-06, R-TRV-01, R-OVH-02 to -04, R-FLT-40 (Reg. (EU) No 481/2014
Art. 2(2) and 4; Reg. (EU) No 1303/2013 Art. 67(3) and 69(3); model grant agreement Art. II.14.4;
Reg. (EC, Euratom) No 2342/2002 Art. 172).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rules.case import Case
from rules.conversion import to_euro
from rules.elements import listed
from rules.rulings import Ruling, flagged, mask, money_of, whole
from schemas.money import MICRO, CentsArray, Money, multiply, round_quotient

_FLAT_RATE_CODES = {
    "staff": "STF-06",
    "office_administration": "INEL-05",
    "administration": "OVH-03-REAL",
    "travel_accommodation": "TRV-01",
    "overheads": "OVH-02-REAL",
}
"""Which rule forbids real cost in a flat-rate category; R-FLT-40 for all others."""


def rejections(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """Items that no programme reimburses."""
    yield _never(items, case, "INEL-01", "fine", "inel.fine_elements")
    yield from _gifts(items, case)
    yield _never(items, case, "INEL-03", "exchange_loss", "inel.exchange_elements")
    yield _never(items, case, "INEL-04", "interest", "inel.interest_elements")
    if case.applies("R-INK-02"):
        yield Ruling("INK-02", flagged(items["flags"], "in_kind"), "flags", "in_kind")
    yield from _beside_flat_rates(items, case)


def _never(items: pd.DataFrame, case: Case, code: str, flag: str, elements: str) -> Ruling:
    """Items that are marked with a flag, or whose cost element says what they are."""
    named = mask(items["element"].isin(listed(case, elements)))
    return Ruling(code, flagged(items["flags"], flag) | named, "flags", flag)


def _gifts(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """R-INEL-02: price of one piece in EUR against the limit, and the purpose."""
    gift = mask(items["gift"])
    if not gift.any():
        return
    price = to_euro(_price_of_one(items), items, case)
    limit = case.parameters.cents("gift.limit", case.closing)
    dear = gift & (price > limit)
    yield Ruling("INEL-02", dear, "unit_price", money_of(price), Money(limit))
    if case.parameters.flag("gift.promotional_only", case.closing):
        private = gift & ~flagged(items["flags"], "promotional")
        yield Ruling("INEL-02-PURPOSE", private & ~dear, "flags")


def _price_of_one(items: pd.DataFrame) -> CentsArray:
    """The price of a piece in cents of the item's currency.

    The unit price, else the invoice's total divided by the pieces, else the declared amount. It is
    rounded half-up, the way prices are quoted.
    """
    declared = whole(items["amount_declared_cents"])
    unit_price = items["unit_price_micro"]
    units = whole(items["units_micro"])
    gross = items["amount_gross_cents"]
    price = np.abs(declared)
    divisible = mask(gross.notna()) & (units > 0)
    total = np.abs(whole(gross))
    each = multiply(total, MICRO, np.where(divisible, units, MICRO), "half_up")
    price = np.where(divisible, each, price)
    quoted = round_quotient(whole(unit_price) * 100, MICRO, "half_up")
    return np.where(mask(unit_price.notna()), quoted, price)


def _beside_flat_rates(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """Real cost in a category that the partner claims as a flat rate."""
    element = items["element"]
    for partner in case.partners:
        own = items["partner"].eq(partner.id)
        for category, flat in partner.flat_rates.items():
            real = own & items["cost_category"].eq(category)
            if category == "office_administration":
                # The closed list of Art. 4 belongs to the flat rate wherever it is entered.
                real |= own & element.isin(listed(case, "office.elements"))
            code = _FLAT_RATE_CODES.get(category, "FLT-40-REAL")
            if flat.of == "direct_without_subcontracting":
                code = "OVH-04-REAL"
            yield Ruling(code, mask(real), "cost_category", category, flat.rate)
        if "other_costs" in partner.flat_rates:
            other = own & ~items["cost_category"].isin(["staff", *partner.flat_rates])
            rate = partner.flat_rates["other_costs"].rate
            yield Ruling("FLT-40-REAL", mask(other), "cost_category", None, rate)
