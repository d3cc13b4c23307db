"""Who worked: the persons of the project file behind the rows of staff, and their terms.

A person's annual cost stands in the partner's currency and holds for a year (or, without one, for
all years); the year of a row is that of its date. What an hour, a month and a year of the person
may come to follows from it (Reg. (EU) No 481/2014 Art. 3; Reg. (EU) 2021/1060 Art. 55).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rules.case import Case
from rules.rulings import Mask, by_word, mask, whole
from schemas.money import MICRO, Rounding, round_quotient
from schemas.project import Staff

STAFF = "staff"
"""The cost category of persons; a traveller named by a row of travel is no row of staff."""

NONE = -1
"""Stands where there is no limit; limits themselves are never negative."""


@dataclass(frozen=True)
class Terms:
    """What the project file says about a person in a year.

    Attributes:
        listed: the person stands under ``staff`` at all.
        stated: there is an entry for the year.
        method: ``hourly``, ``fixed_share`` or ``real``, "" without an entry.
        person_currency: of the partner, in which the limits are.
        hourly_limit: largest rate, whole millionths of the currency.
        month_limit: largest cost of a month for a fixed share, in cents of the currency.
        year_hours: largest hours of the year, whole millionths.
        share: of full time, whole millionths.

    Limits are ``NONE`` where there is none, or where the annual cost is not stated.
    """

    listed: bool
    stated: bool = False
    method: str = ""
    person_currency: str = ""
    hourly_limit: int = NONE
    month_limit: int = NONE
    year_hours: int = NONE
    share: int = MICRO


def rows_of_staff(items: pd.DataFrame) -> Mask:
    """Which items charge somebody's work, as real cost or as a unit cost."""
    named = items["staff_ref"].ne("")
    if not named.any():
        return np.zeros(len(items), dtype=np.bool_)
    return mask(named & items["cost_category"].eq(STAFF))


def year_and_month(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with ``year`` (2018) and ``month`` (201803) of their date, 0 without a date."""
    year = whole(rows["incurred"].dt.year)
    return rows.assign(year=year, month=year * 100 + whole(rows["incurred"].dt.month))


def partner_currencies(items: pd.DataFrame, case: Case) -> pd.Series[str]:
    """The currency of each item's partner, in which annual costs are stated."""
    return by_word(items["partner"], {partner.id: partner.currency for partner in case.partners})


def month_text(month: int) -> str:
    """A month as claims write it.

    >>> month_text(201803)
    '2018-03'
    """
    return f"{month // 100}-{month % 100:02d}"


def with_terms(rows: pd.DataFrame, case: Case) -> pd.DataFrame:
    """The rows with the terms of their person in their year beside them.

    Args:
        rows: with ``partner``, ``staff_ref`` and ``year``; not empty.
        case: the period, whose project file knows the persons.
    """
    # By position and not by merging, which would carry fifty columns along.
    of_person, persons = _persons(rows)
    known = case.once(_terms_by_person)
    terms = [_terms(known.get((partner, ref), {}), year) for partner, ref, year in persons]
    columns = {name: [getattr(entry, name) for entry in terms] for name in Terms.__annotations__}
    return rows.join(pd.DataFrame(columns).take(of_person).set_axis(rows.index))


def _terms_by_person(case: Case) -> dict[tuple[str, str], dict[int | None, Terms]]:
    """The terms of everybody in the project file, by partner, reference and year."""
    found: dict[tuple[str, str], dict[int | None, Terms]] = defaultdict(dict)
    law = _Year.of(case)
    currencies = {partner.id: partner.currency for partner in case.partners}
    for person in case.project.staff:
        terms = _worked_out(person, currencies.get(person.partner, ""), law)
        found[person.partner, person.ref].setdefault(person.year, terms)
    return found


def _terms(entries: Mapping[int | None, Terms], year: int) -> Terms:
    """Those of the year, else those for all years."""
    terms = entries.get(year) or entries.get(None)
    return terms or Terms(listed=bool(entries))


def _persons(rows: pd.DataFrame) -> tuple[NDArray[np.int64], list[tuple[str, str, int]]]:
    """Which of the distinct persons and years each row is of, and these."""
    of_partner, partners = pd.factorize(rows["partner"])
    of_ref, refs = pd.factorize(rows["staff_ref"])
    of_year, years = pd.factorize(rows["year"])
    codes = (of_partner * len(refs) + of_ref) * len(years) + of_year
    unique, of_person = np.unique(codes, return_inverse=True)
    pairs, in_years = np.divmod(unique, len(years))
    in_partners, in_refs = np.divmod(pairs, len(refs))
    return of_person, [
        (str(partners[partner]), str(refs[ref]), int(years[year]))
        for partner, ref, year in zip(in_partners, in_refs, in_years, strict=True)
    ]


@dataclass(frozen=True)
class _Year:
    """What the law says of a working year; ``hours`` is None where it says nothing."""

    hours: int | None
    part_time_cap: bool
    rounding: Rounding

    @classmethod
    def of(cls, case: Case) -> _Year:
        parameters, on = case.parameters, case.closing
        if not parameters.has("staff.annual_hours", on):
            return cls(None, part_time_cap=False, rounding="down")
        half_up = parameters.choice("rounding.hourly_rate", on) == "half_up"
        return cls(
            parameters.number("staff.annual_hours", on),
            parameters.flag("staff.part_time_year_cap", on),
            "half_up" if half_up else "down",
        )


def _worked_out(person: Staff, currency: str, law: _Year) -> Terms:
    """The person's limits: cut to the cent, because each is a ceiling (conventions 0.4)."""
    rate = month = hours = NONE
    share = person.share
    if person.method == "hourly" and law.hours is not None:
        if share == 1 or law.part_time_cap:
            hours = round_quotient(law.hours * MICRO * share.numerator, share.denominator, "down")
        if person.annual_cost is not None:
            cents = round_quotient(
                person.annual_cost * share.denominator, law.hours * share.numerator, law.rounding
            )
            rate = cents * MICRO // 100
    if person.method == "fixed_share" and person.annual_cost is not None:
        month = round_quotient(person.annual_cost * share.numerator, 12 * share.denominator, "down")
    return Terms(
        listed=True,
        stated=True,
        method=person.method,
        person_currency=currency,
        hourly_limit=rate,
        month_limit=month,
        year_hours=hours,
        share=round_quotient(MICRO * share.numerator, share.denominator, "down"),
    )
