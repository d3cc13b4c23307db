"""How much of a person's time may be charged (R-STF-02, R-STF-04, R-DUP-03).

A fixed share is worth a twelfth of its part of the annual cost each month; the hours of a year end
at the divisor of the hourly rate; and the time that all partners charge for a person in a month
ends at the whole of it. Rows count in the order of period, submission, file and row, so that the
latest lose; what earlier claims accepted stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from rules.case import Case
from rules.conversion import to_euro
from rules.persons import NONE, month_text, partner_currencies, rows_of_staff
from rules.rulings import Mask, Ruling, mask, money_of, text_of, whole
from rules.staff import TO_CENTS, in_euro
from rules.work_charged import BEFORE, work_charged
from schemas.money import (
    MICRO,
    CentsArray,
    format_ratio,
    multiply,
    round_quotient,
    share_of,
)

_PERSON = ["partner", "staff_ref"]


def cuts(items: pd.DataFrame, notes: Mask, case: Case) -> Iterator[Ruling]:
    """What is above a fixed share, above the hours of a year, above the whole of a month.

    Args:
        items: as decided so far, duplicates included.
        notes: which rows are credit notes that share the fate of their item.
        case: the period.
    """
    rows = work_charged(items, notes, case)
    if rows.empty:
        return
    own = mask(rows["position"].ne(BEFORE))
    if case.applies("R-STF-04"):
        left, ruling = _fixed_shares(rows, own, items, case)
        rows = rows.assign(euro=left)
        yield ruling
    if case.applies("R-STF-02"):
        kept, ruling = _hours_of_year(rows, own, items, case)
        rows = rows.assign(hours=kept)
        yield ruling
    if case.applies("R-DUP-03"):
        yield from _time_of_month(rows, own, items, case)


def spans(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """Rows of more hours than a month has: they cover several, and no month can hold them."""
    if not case.applies("R-DUP-03"):
        return
    concerned = rows_of_staff(items)
    if concerned.any():
        hours = whole(items["hours_micro"])
        longer = concerned & (hours > _month_hours(case))
        month = _decimal(_month_hours(case))
        yield Ruling("DUP-03-SPAN", longer, "hours", lambda at: _decimal(int(hours[at])), month)


def _fixed_shares(
    rows: pd.DataFrame, own: Mask, items: pd.DataFrame, case: Case
) -> tuple[CentsArray, Ruling]:
    """R-STF-04: annual cost times share, a twelfth a month; and what is left of each row."""
    bound = mask(rows["month_limit"].ne(NONE) & rows["month"].gt(0))
    amounts, limit = whole(rows["person_amount"]), whole(rows["month_limit"])
    kept = _kept(amounts, bound, own, _months_of_persons(rows), limit)
    losing = bound & own & (kept < amounts)
    mine = _as_items(rows, losing, items)
    euros, known = in_euro(kept[losing], mine, case)
    left = whole(rows["euro"]).copy()
    left[losing] = np.where(known, np.minimum(left[losing], euros), left[losing])
    spread = _Spread(mine, items)
    months, shares = spread(mine["month"]), spread(mine["share"])
    return left, Ruling(
        "STF-04",
        spread.rows,
        "amount_declared",
        money_of(whole(items["amount_declared_cents"]), items["currency"]),
        money_of(spread(kept[losing]), partner_currencies(items, case)),
        {
            "person": text_of(items["staff_ref"]),
            "month": lambda at: month_text(int(months[at])),
            "share": lambda at: Fraction(int(shares[at]), MICRO),
        },
        spread(left[losing]),
    )


def _hours_of_year(
    rows: pd.DataFrame, own: Mask, items: pd.DataFrame, case: Case
) -> tuple[CentsArray, Ruling]:
    """R-STF-02: the divisor of the hourly rate; and the hours left of each row."""
    bound = mask(rows["year_hours"].ne(NONE) & rows["year"].gt(0))
    hours, limit = whole(rows["hours"]), whole(rows["year_hours"])
    kept = _kept(hours, bound, own, _group(rows, _PERSON, "year"), limit)
    losing = bound & own & (kept < hours)
    mine = _as_items(rows, losing, items)
    spread = _Spread(mine, items)
    declared, within = spread(hours[losing]), spread(kept[losing])
    most, years = spread(limit[losing]), spread(mine["year"])
    return np.where(losing, kept, hours), Ruling(
        "STF-02",
        spread.rows,
        "hours",
        lambda at: _decimal(int(declared[at])),
        lambda at: _decimal(int(within[at])),
        {
            "person": text_of(items["staff_ref"]),
            "limit": lambda at: _decimal(int(most[at])),
            "year": lambda at: str(years[at]),
        },
        spread(_worth(mine, kept[losing], case)),
    )


def _time_of_month(
    rows: pd.DataFrame, own: Mask, items: pd.DataFrame, case: Case
) -> Iterator[Ruling]:
    """R-DUP-03: all that is charged for a person in a month, as hours and as fixed shares."""
    month = _month_hours(case)
    limit = share_of(month, case.parameters.ratio("staff.time_limit", case.closing), "down")
    dated = mask(rows["month"].gt(0))
    fixed = dated & mask(rows["method"].eq("fixed_share"))
    # A row of more hours than a month has covers several; it says nothing about one of them.
    timed = dated & ~fixed & (np.abs(whole(rows["of_hours"])) <= month)
    blocks = _months_of_persons(rows)
    bearing = _bearing(rows, fixed, own, blocks)
    of_share = multiply(whole(rows["share"]), month, MICRO, "down")
    time = np.where(bearing, of_share, np.where(timed, whole(rows["hours"]), 0))
    counted, person = bearing | timed, _group(rows, ["staff_ref"], "month")
    kept = _kept(time, counted, own, person, np.full(len(rows), limit))
    lost = np.where(counted & own, time - kept, 0)

    hourly = timed & (lost > 0)
    mine = _as_items(rows, hourly, items)
    spread = _Spread(mine, items)
    declared, within, months = spread(mine["of_hours"]), spread(kept[hourly]), spread(mine["month"])
    yield Ruling(
        "DUP-03",
        spread.rows,
        "hours",
        lambda at: _decimal(int(declared[at])),
        lambda at: _decimal(int(within[at])),
        {
            "person": text_of(items["staff_ref"]),
            "month": lambda at: month_text(int(months[at])),
            "limit": _decimal(limit),
        },
        spread(_worth(mine, kept[hourly], case)),
    )
    # All rows of a fixed share in a month lose the same part of what they charge.
    of_block = pd.Series(np.where(bearing & own, time, 0)).groupby(blocks).transform("sum")
    lost_of_block = pd.Series(np.where(bearing, lost, 0)).groupby(blocks).transform("sum")
    shared = fixed & own & (whole(lost_of_block) > 0)
    mine = _as_items(rows, shared, items)
    spread = _Spread(mine, items)
    whole_time, lost_time = whole(of_block)[shared], whole(lost_of_block)[shared]
    shares = spread(mine["share"])
    within = spread(multiply(whole(mine["share"]), whole_time - lost_time, whole_time, "down"))
    months_of_share = spread(mine["month"])
    yield Ruling(
        "DUP-03-SHARE",
        spread.rows,
        "staff_ref",
        lambda at: Fraction(int(shares[at]), MICRO),
        lambda at: Fraction(int(within[at]), MICRO),
        {
            "person": text_of(items["staff_ref"]),
            "month": lambda at: month_text(int(months_of_share[at])),
        },
        spread(multiply(whole(mine["euro"]), whole_time - lost_time, whole_time, "down")),
    )


def _group(rows: pd.DataFrame, names: list[str], span: str) -> CentsArray:
    """A whole number for every person and every month or year."""
    person = whole(rows.groupby(names, sort=False).ngroup())
    return person * 1_000_000 + whole(rows[span])


def _months_of_persons(rows: pd.DataFrame) -> CentsArray:
    return _group(rows, _PERSON, "month")


def _bearing(rows: pd.DataFrame, fixed: Mask, own: Mask, blocks: CentsArray) -> Mask:
    """Which row bears the time of a person's fixed share: one a month, the first that counts.

    A share that earlier claims charged in the month already is borne by them; one that credit
    notes take back whole is borne by nobody.
    """
    if not fixed.any():
        return fixed
    euro = pd.Series(np.where(fixed, whole(rows["euro"]), 0))
    stands = whole(euro.groupby(blocks).transform("sum")) > 0
    before = whole(euro.where(~own, 0).groupby(blocks).transform("sum")) > 0
    candidate = fixed & stands & np.where(before, ~own, own)
    first = whole(pd.Series(candidate.astype("int64")).groupby(blocks).cumsum()) == 1
    bearing: Mask = candidate & first
    return bearing


def _kept(
    charged: CentsArray, bound: Mask, own: Mask, groups: CentsArray, limit: CentsArray
) -> CentsArray:
    """How much of each row is within its group's limit, rows in the order in which they win.

    Args:
        charged: hours or amounts, of either sign where they cannot lose.
        bound: rows that the limit concerns.
        own: rows of this report, which can lose.
        groups: rows of one number share a limit.
        limit: one per row, the same within a group.

    Returns:
        What is kept of each row; for rows that are not bound or cannot lose, of no meaning.
    """
    if not bound.any():
        return charged
    given = pd.Series(np.where(bound & ~own, charged, 0)).groupby(groups).transform("sum")
    room = np.maximum(limit - whole(given), 0)
    wanted = np.where(bound & own, charged, 0)
    up_to = whole(pd.Series(wanted).groupby(groups).cumsum())
    kept: CentsArray = np.minimum(up_to, room) - np.minimum(up_to - wanted, room)
    return kept


def _worth(mine: pd.DataFrame, kept: CentsArray, case: Case) -> CentsArray:
    """EUR cents of the hours that are kept: at the row's rate, else the same part of its amount."""
    hours, amount = whole(mine["hours_micro"]), np.abs(whole(mine["amount_declared_cents"]))
    allowed, stated = whole(mine["hourly_limit"]), whole(mine["hourly_rate_micro"])
    same = mask(mine["currency"].eq(mine["person_currency"]))
    limited = same & (allowed != NONE)
    lower = np.where(stated > 0, np.minimum(stated, allowed), allowed)
    rate = np.where(limited, lower, stated)
    at_limit = multiply(hours, np.where(limited, allowed, 0), TO_CENTS, "down")
    most = np.where(limited, at_limit, amount)
    priced = multiply(hours, rate, TO_CENTS, "down") == np.minimum(amount, most)
    at_rate = to_euro(multiply(kept, rate, TO_CENTS, "down"), mine, case)
    left = whole(mine["eligible"])
    part = multiply(left, kept, np.maximum(hours, 1), "down")
    return np.where(priced & (rate > 0) & same, np.minimum(at_rate, left), part)


def _as_items(rows: pd.DataFrame, chosen: Mask, items: pd.DataFrame) -> pd.DataFrame:
    """Chosen rows of this report with the columns of their items, exact as these are."""
    told = rows.loc[chosen, [c for c in rows.columns if c not in items.columns]]
    mine = items.iloc[whole(told["position"])].reset_index(drop=True)
    return mine.join(told.reset_index(drop=True))


class _Spread:
    """Lays values of some rows out over all items, as rulings ask for them."""

    def __init__(self, mine: pd.DataFrame, items: pd.DataFrame) -> None:
        self._positions = whole(mine["position"])
        self._size = len(items)

    @property
    def rows(self) -> Mask:
        """Where the rows are."""
        found = np.zeros(self._size, dtype=np.bool_)
        found[self._positions] = True
        return found

    def __call__(self, values: CentsArray | pd.Series[int]) -> CentsArray:
        """The values there, 0 elsewhere."""
        spread = np.zeros(self._size, dtype=np.int64)
        spread[self._positions] = values
        return spread


def _month_hours(case: Case) -> int:
    """A twelfth of a full-time year, millionths of an hour, cut to two decimals of an hour."""
    year = case.parameters.number("staff.full_time_hours", case.closing)
    return round_quotient(year * 100, 12, "down") * (MICRO // 100)


def _decimal(micro: int) -> Decimal:
    """Hours as a number to read."""
    return Decimal(format_ratio(Fraction(micro, MICRO)))
