"""Cost outside the programme area: a reason for each, and the project's share (R-GEO-01).

The limits of Reg. (EC) No 1080/2006 Art. 21 and Reg. (EU) No 1299/2013 Art. 20(2) bind the whole
programme; on project level the share is told and nothing is cut.
"""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from rules.case import Case
from rules.rulings import Mask, Ruling, flagged, mask, remark, whole
from schemas.findings import Finding
from schemas.money import Money

_FLAG = "outside_area"
_LIMIT = "area.outside_share"


def remarks(items: pd.DataFrame, counted: Mask, case: Case) -> list[Finding]:
    """Items outside the area that count and give no reason in their comment."""
    if not case.applies("R-GEO-01"):
        return []
    outside = counted & flagged(items["flags"], _FLAG)
    return remark(
        items, Ruling("GEO-01-REASON", outside & mask(items["comment"].eq("")), "comment")
    )


def share_outside(items: pd.DataFrame, eligible: int, case: Case) -> list[Finding]:
    """The part of the project's eligible expenditure so far that lies outside the area.

    Args:
        items: as decided.
        eligible: of the whole project, all claims with this one, in EUR cents.
        case: the period.
    """
    if not case.applies("R-GEO-01"):
        return []
    here = whole(items["eligible"])[flagged(items["flags"], _FLAG)]
    if not here.any() or eligible <= 0:
        return []
    outside = int(here.sum()) + sum(
        item.eligible
        for claim in case.earlier.claims
        for item in claim.items
        if item.flags and _FLAG in item.flags.split(";")
    )
    on = case.closing
    limit = case.parameters.ratio(_LIMIT, on) if case.parameters.has(_LIMIT, on) else None
    return [
        Finding(
            "GEO-01",
            found=Fraction(outside, eligible),
            expected=limit,
            words={"outside": Money(outside), "eligible": Money(eligible)},
        )
    ]
