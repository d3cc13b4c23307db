"""How much of an item can be eligible: its share of the invoice, without recoverable VAT.

Accepted is at most ``share x (gross - recoverable part of the VAT)``, worked out in the item's own
currency; limit and amount are converted, and the difference is the cut (product contract §4, §5a;
R-VAT-01, R-DUP-02).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rules.case import Case
from rules.conversion import to_euro
from rules.rulings import Mask, Ruling, mask, money_of, whole
from schemas.money import MICRO, CentsArray, multiply


def cuts(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """The share of the invoice first, then the VAT in it, so that each cut names its own reason."""
    bound = mask(items["amount_gross_cents"].notna())
    bound &= mask(items["unit_cost_id"].eq("") & items["lump_sum_id"].eq(""))
    gross = np.abs(whole(items["amount_gross_cents"]))
    share = whole(items["share_micro"].fillna(MICRO))
    declared = np.abs(whole(items["amount_declared_cents"]))

    of_invoice = multiply(gross, share, MICRO, "down")
    yield _ruling("DUP-02-SHARE", bound & (declared > of_invoice), of_invoice, items, case)

    net = multiply(gross - _recoverable(items, case), share, MICRO, "down")
    yield _ruling("VAT-01", bound & (declared > net) & (net < of_invoice), net, items, case)


def _recoverable(items: pd.DataFrame, case: Case) -> CentsArray:
    """The VAT of the invoice that the partner's tax office returns, cut to the cent.

    Never more than the invoice itself: a slip of the pen in the VAT column must not turn the
    limit negative.
    """
    vat = np.abs(whole(items["amount_vat_cents"]))
    vat = np.minimum(vat, np.abs(whole(items["amount_gross_cents"])))
    if not case.parameters.flag("vat.recoverable_ineligible", case.closing):
        return np.zeros_like(vat)
    parts = {partner.id: partner.vat_recoverable for partner in case.partners}
    recoverable = items["partner"].map(parts)
    upper = recoverable.map(lambda part: part.numerator).to_numpy(dtype=np.int64)
    lower = recoverable.map(lambda part: part.denominator).to_numpy(dtype=np.int64)
    return multiply(vat, upper, lower, "down")


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
