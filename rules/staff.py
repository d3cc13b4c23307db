"""What an hour of a person may cost, and what a time sheet must cover (R-STF-01, R-STF-03).

The limit of a row is worked out in the partner's currency, in which annual costs are stated: the
allowed rate cut to the cent, times the hours, cut to the cent. An item in another currency is
compared in euro, both sides converted (product contract §5a; Reg. (EU) No 481/2014 Art. 3(4) and
(6); Reg. (EU) 2021/1060 Art. 55; Reg. (EU) 2021/1059 Art. 39(4)).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rules.case import Case
from rules.conversion import rates_in, to_euro
from rules.persons import (
    NONE,
    partner_currencies,
    rows_of_staff,
    with_terms,
    year_and_month,
)
from rules.rulings import Mask, Ruling, mask, money_of, text_of, whole
from schemas.money import MICRO, CentsArray, multiply

_READ = [
    "partner",
    "staff_ref",
    "incurred",
    "payment_date",
    "currency",
    "unit_cost_id",
    "hours_micro",
    "hourly_rate_micro",
    "amount_declared_cents",
    "rate_numerator",
    "rate_denominator",
]
"""The columns that limits of staff look at; all others would only be carried along."""

TO_CENTS = MICRO * MICRO // 100
"""Millionths of an hour times millionths of a rate, in cents."""


def rejections(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """R-STF-03: a flexible part of the working time, and no time sheet named."""
    if not case.applies("R-STF-03"):
        return
    charged = rows_of_staff(items)
    blank = mask(items.loc[charged, "evidence_ref"].str.strip().eq(""))
    concerned, rows = _real_staff(items, _spread(charged, blank), case)
    if not rows.empty:
        flexible = mask(rows["method"].eq("hourly") & rows["share"].lt(MICRO))
        yield Ruling("STF-03", _spread(concerned, flexible), "evidence_ref")


def cuts(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """R-STF-01: what the hours come to at the allowed rate.

    Where a row states no hours, its amount divided by its own rate tells them.
    """
    if not case.applies("R-STF-01"):
        return
    concerned, rows = _real_staff(items, rows_of_staff(items), case)
    if rows.empty:
        return
    own, known = _at_allowed_rate(rows)
    limit, convertible = in_euro(own, rows, case)
    same = mask(rows["currency"].eq(rows["person_currency"]))
    # In the partner's currency readers see their own figures, else both sides in euro.
    currencies = partner_currencies(items, case)
    shown = currencies.where(items["currency"].eq(currencies), "EUR")
    allowed = _filled(concerned, whole(rows["hourly_limit"]) * 100 // MICRO)
    yield Ruling(
        "STF-01",
        _spread(concerned, known & convertible),
        "amount_declared",
        money_of(whole(items["amount_declared_cents"]), items["currency"]),
        money_of(_filled(concerned, np.where(same, own, limit)), shown),
        {"rate": money_of(allowed, currencies)},
        _filled(concerned, limit),
    )


def remarks(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """Persons whom the project file does not know, or not for the year, and what is missing."""
    named = rows_of_staff(items)
    if not named.any():
        return
    rows = with_terms(year_and_month(items.loc[named, _READ]), case)
    person = text_of(items["staff_ref"])
    yield Ruling("STF-REF", _spread(named, ~mask(rows["listed"])), "staff_ref", person)
    if not case.applies("R-STF-01"):
        return
    years = _filled(named, whole(rows["year"]))
    bound = mask(rows["unit_cost_id"].eq("") & rows["listed"])
    stated = mask(rows["stated"])
    yield Ruling(
        "STF-YEAR",
        _spread(named, bound & ~stated),
        "staff_ref",
        person,
        lambda position: str(years[position] or "-"),
    )
    hourly, fixed = mask(rows["method"].eq("hourly")), mask(rows["method"].eq("fixed_share"))
    costed = np.where(hourly, rows["hourly_limit"] != NONE, rows["month_limit"] != NONE)
    yield Ruling(
        "STF-COST", _spread(named, bound & (hourly | fixed) & ~costed), "staff_ref", person
    )
    changing = bound & fixed & _changing(rows)
    yield Ruling("STF-04-CHANGED", _spread(named, changing), "staff_ref", person)
    timed = (whole(rows["hours_micro"]) > 0) | (whole(rows["hourly_rate_micro"]) > 0)
    yield Ruling("STF-HOURS", _spread(named, bound & hourly & costed & ~timed), "hours", person)


def in_euro(amounts: CentsArray, rows: pd.DataFrame, case: Case) -> tuple[CentsArray, Mask]:
    """Convert amounts in the partner's currency, and say where there is a rate for that.

    Rows in that currency take their own rate, others the partner's of the same month.
    """
    euros = to_euro(amounts, rows, case)
    other = mask(rows["currency"].ne(rows["person_currency"]))
    if not other.any():
        return euros, ~other
    foreign = rows.loc[other].reset_index(drop=True)
    used = rates_in(foreign["person_currency"], foreign, case)
    euros[other] = to_euro(amounts[other], used, case)
    known = np.ones(len(rows), dtype=np.bool_)
    known[other] = mask(used["rate"].ne(""))
    return euros, known


def _real_staff(items: pd.DataFrame, rows: Mask, case: Case) -> tuple[Mask, pd.DataFrame]:
    """Which rows of staff are real cost, and those with the terms of their person."""
    concerned = rows & mask(items["unit_cost_id"].eq(""))
    real = items.loc[concerned, _READ]
    return concerned, real if real.empty else with_terms(year_and_month(real), case)


def _at_allowed_rate(rows: pd.DataFrame) -> tuple[CentsArray, Mask]:
    """What each row may come to, in cents of the partner's currency, and whether that is known."""
    allowed, stated = whole(rows["hourly_limit"]), whole(rows["hourly_rate_micro"])
    hours = whole(rows["hours_micro"])
    hourly = allowed != NONE
    timed = hourly & (hours > 0)
    limit = multiply(np.where(timed, hours, 0), np.where(timed, allowed, 0), TO_CENTS, "down")
    # A rate without hours is comparable only where both are in one currency.
    same = mask(rows["currency"].eq(rows["person_currency"]))
    rated = hourly & ~timed & (stated > 0) & same
    amount = np.abs(whole(rows["amount_declared_cents"]))
    lower = np.where(rated, np.minimum(allowed, stated), 0)
    implied = multiply(amount, lower, np.where(rated, stated, 1), "down")
    return np.where(timed, limit, implied), timed | rated


def _changing(rows: pd.DataFrame) -> Mask:
    """The first row of each person whose share of working time differs between its rows."""
    person = rows.groupby(["partner", "staff_ref"], sort=False)["share"]
    return mask((person.transform("nunique") > 1) & (person.cumcount() == 0))


def _spread(rows: Mask, met: Mask) -> Mask:
    """Verdicts on some rows as a mask of all items."""
    spread = np.zeros(len(rows), dtype=np.bool_)
    spread[rows] = met
    return spread


def _filled(rows: Mask, values: CentsArray) -> CentsArray:
    """Values of some rows as a column of all items, 0 elsewhere."""
    filled = np.zeros(len(rows), dtype=np.int64)
    filled[rows] = values
    return filled
