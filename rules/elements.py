"""What a cost element tells: the category it belongs to, and whether an allowance covers it.

R-CAT-01 and R-INEL-06 (Reg. (EU) No 481/2014 Art. 3 to 7; Reg. (EU) 2021/1059 Art. 39 to 44; the
headings of grants and of 2007-2013, whose names are elements of their own).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rules.case import Case
from rules.rulings import Mask, Ruling, by_word, mask, remark, remark_once, text_of
from rules.sums import LUMP_SUMS, UNASSIGNED
from schemas.findings import Finding

_CLOSED_LISTS = {
    "office_administration": "office.elements",
    "travel_accommodation": "travel.elements",
    "external_expertise": "external_expertise.elements",
    "equipment": "equipment.elements",
    "infrastructure": "infrastructure.elements",
}
_NEVER = ("inel.fine_elements", "inel.exchange_elements", "inel.interest_elements")
_ALLOWANCE = "daily_allowance"
_TRIP = ["partner", "staff_ref", "activity_id"]


def element_codes(written: pd.Series[str]) -> pd.Series[str]:
    """Cost elements as codes: lower case, words joined by an underscore."""
    # The same few words stand in most rows, so that each is put into its form once only.
    words = pd.Series(written.unique(), dtype="str")
    codes = words.str.strip().str.lower().str.replace(r"[\s-]+", "_", regex=True)
    return pd.Series(by_word(written, dict(zip(words, codes, strict=True))), dtype="str")


def listed(case: Case, key: str) -> tuple[str, ...]:
    """The codes of a list of the law, none where the family does not know it."""
    on = case.closing
    return case.parameters.items(key, on) if case.parameters.has(key, on) else ()


def remarks(items: pd.DataFrame, counted: Mask, case: Case) -> list[Finding]:
    """R-CAT-01: elements of another category, and elements that no closed list names.

    Args:
        items: as decided.
        counted: the items of which something is accepted; the others have worse to hear.
        case: the period.
    """
    if not case.applies("R-CAT-01"):
        return []
    category = items["cost_category"]
    rows = counted & mask(items["cost_element"].ne(""))
    rows &= ~mask(category.isin([LUMP_SUMS, UNASSIGNED]))
    if not rows.any():
        return []
    element = items["element"]
    homes = _homes(case)
    own = np.zeros(len(items), dtype=np.bool_)
    for home, elements in homes.items():
        own |= mask(category.eq(home)) & mask(element.isin(elements))
    known = mask(element.isin({code for elements in homes.values() for code in elements}))

    def belongs(position: int) -> str:
        code = str(element.iat[position])
        return ", ".join(home for home, elements in homes.items() if code in elements)

    words = {"category": text_of(category)}
    written = text_of(items["cost_element"])
    stray = Ruling("CAT-01", rows & known & ~own, "cost_category", written, belongs, words)
    lists = [home for home, key in _CLOSED_LISTS.items() if listed(case, key)]
    never = [code for key in _NEVER for code in listed(case, key)]
    unknown = rows & ~known & mask(category.isin(lists)) & ~mask(element.isin(never))
    return [
        *remark(items, stray),
        *remark_once(
            items,
            Ruling("CAT-01-UNKNOWN", unknown, "cost_element", written, words=words),
            {"partner": items["partner"], "category": category, "element": element},
        ),
    ]


def rejections(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """R-INEL-06: what the daily allowance of the same trip covers already.

    A trip is one person's for one activity within the days that a trip is taken to last; without an
    activity it is that person's on that day. An allowance that was itself rejected covers nothing.
    """
    if not case.applies("R-INEL-06"):
        return
    element = items["element"]
    travels = mask(items["staff_ref"].ne("")) & mask(items["eligible"].gt(0))
    covered = travels & mask(element.isin(listed(case, "daily_allowance.covers")))
    if not covered.any():
        return
    here = items.loc[travels & mask(element.eq(_ALLOWANCE)), [*_TRIP, "incurred"]]
    allowances = pd.concat([here, _earlier_allowances(case)], ignore_index=True)
    claimed = items.loc[covered, [*_TRIP, "incurred"]].assign(position=np.flatnonzero(covered))
    pairs = claimed.merge(allowances, on=_TRIP, suffixes=("", "_allowance"))
    apart = (pairs["incurred"] - pairs["incurred_allowance"]).abs()
    longest = pd.Timedelta(days=case.parameters.days("daily_allowance.trip_days", case.closing))
    same = apart.le(longest) & (pairs["activity_id"].ne("") | apart.eq(pd.Timedelta(0)))
    rows = np.zeros(len(items), dtype=np.bool_)
    rows[pairs.loc[same, "position"].to_numpy(dtype=np.int64)] = True
    found = text_of(items["cost_element"])
    yield Ruling(
        "INEL-06", rows, "cost_element", found, words={"person": text_of(items["staff_ref"])}
    )


def _earlier_allowances(case: Case) -> pd.DataFrame:
    """Daily allowances that earlier claims accepted or hold, one row each."""
    items = [
        item
        for claim in case.earlier.claims
        for item in claim.items
        if item.staff_ref and item.cost_element and item.eligible + item.parked > 0
    ]
    frame = pd.DataFrame(
        {
            "partner": pd.Series([item.partner for item in items], dtype="str"),
            "staff_ref": pd.Series([item.staff_ref for item in items], dtype="str"),
            "activity_id": pd.Series([item.activity_id for item in items], dtype="str"),
            "incurred": pd.Series(
                [item.invoice_date or item.payment_date for item in items], dtype="datetime64[s]"
            ),
        }
    )
    element = element_codes(pd.Series([item.cost_element for item in items], dtype="str"))
    return frame.loc[element.eq(_ALLOWANCE)]


def _homes(case: Case) -> dict[str, tuple[str, ...]]:
    """Which elements belong to each category: its own name, and its closed list if it has one."""
    closed = {home: listed(case, key) for home, key in _CLOSED_LISTS.items()}
    family = case.law.family(case.project.rule_set)
    return {
        category.code: (category.code, *closed.get(category.code, ()))
        for category in family.categories
    }
