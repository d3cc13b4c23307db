"""How much of an item can be eligible: its share of the invoice, without recoverable VAT.

Accepted is at most ``share x (gross - recoverable part of the VAT)``, worked out in the item's own
currency; limit and amount are converted, and the difference is the cut (product contract §4, §5a;
R-VAT-01, R-VAT-02, R-DUP-02).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from rules.case import Case
from rules.conversion import to_euro
from rules.rulings import Mask, Ruling, mask, money_of, whole
from rules.vat import recoverable_counts
from schemas.money import LARGEST_WHOLE, MICRO, CentsArray, multiply, round_quotient


def cuts(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """The share of the invoice first, then the VAT in it, so that each cut names its own reason."""
    priced = items["unit_cost_id"].eq("") & items["lump_sum_id"].eq("")
    bound = mask(items["amount_gross_cents"].notna() & priced)
    declared = np.abs(whole(items["amount_declared_cents"]))

    of_invoice = share_of_invoice(items)
    yield _ruling("DUP-02-SHARE", bound & (declared > of_invoice), of_invoice, items, case)

    net = _without_vat(items, case)
    yield _ruling("VAT-01", bound & (declared > net) & (net < of_invoice), net, items, case)


def share_of_invoice(items: pd.DataFrame) -> CentsArray:
    """The project's share of each invoice, cents of its currency; 0 where no total is given."""
    gross = np.abs(whole(items["amount_gross_cents"]))
    return multiply(gross, whole(items["share_micro"].fillna(MICRO)), MICRO, "down")


def _without_vat(items: pd.DataFrame, case: Case) -> CentsArray:
    """``share x (gross - recoverable part of the VAT)``, exact until the one cut to the cent.

    The VAT counts at most as much as the invoice itself: a slip of the pen in its column must not
    turn the limit negative.
    """
    if recoverable_counts(case):
        return share_of_invoice(items)
    gross = np.abs(whole(items["amount_gross_cents"]))
    vat = np.minimum(np.abs(whole(items["amount_vat_cents"])), gross)
    share = whole(items["share_micro"].fillna(MICRO))
    net = multiply(gross, share, MICRO, "down")
    for partner in case.partners:
        part = partner.vat_recoverable
        own = mask(items["partner"].eq(partner.id)) & (vat > 0)
        if part and own.any():
            # Unbounded integers where needed: a part may have any number of decimals.
            fits = 2 * int(gross[own].max()) * part.denominator * MICRO < LARGEST_WHOLE
            kind: type[Any] = np.int64 if fits else object
            taxed, tax = gross[own].astype(kind), vat[own].astype(kind)
            exact = (taxed * part.denominator - tax * part.numerator) * share[own].astype(kind)
            net[own] = round_quotient(exact, part.denominator * MICRO, "down")
    return net


def _ruling(
    code: str,
    rows: Mask,
    limit: CentsArray,
    items: pd.DataFrame,
    case: Case,
) -> Ruling:
    currencies = items["currency"]
    return Ruling(
        code,
        rows,
        "amount_declared",
        found=money_of(whole(items["amount_declared_cents"]), currencies),
        expected=money_of(limit, currencies),
        limit_cents=to_euro(limit, items, case),
    )
