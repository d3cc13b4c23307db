"""Salaries: one row a person and month, by the method under which the project declares the person.

Fixed shares and hourly rates give the amounts that the approved annual cost allows; people declared
at real cost share what is left of the target, and the last row takes the rest to the cent.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from random import Random

from data.synthetic.euro import from_euro, to_euro
from data.synthetic.plan import Row, amount
from data.synthetic.report import Report
from schemas.project import Period, Staff

_ORDER = ("fixed_share", "hourly", "real")
_ANNUAL_HOURS = 1720


def salaries(report: Report, category: str, target: int) -> list[Row]:
    """Make the salary rows of a period that convert into exactly ``target`` EUR cents.

    Raises:
        ValueError: the plan leaves nothing for the last person.
    """
    partner, random = report.partner, report.chance(category)
    days = _pay_days(report.period)
    people = [
        person
        for person in sorted(report.book.project.staff, key=lambda p: _ORDER.index(p.method))
        if person.partner == partner.id and any(person.year in (None, day.year) for day in days)
    ]
    rows: list[Row] = []
    left = target
    for position, person in enumerate(people):
        own = [day for day in days if person.year in (None, day.year)]
        expected = max(left // (len(people) - position) // len(own), 0)
        for day in own:
            month = report.rate_month(day, day)
            row = _month(person, from_euro(expected, partner.currency, month), random)
            if (position, day) == (len(people) - 1, own[-1]):
                row["amount_declared"] = amount(from_euro(left, partner.currency, month))
            left -= to_euro(_cents(row), partner.currency, month)
            rows.append(_described(report, category, person, day) | row)
    if left or any(_cents(row) <= 0 for row in rows):
        raise ValueError(f"{report.name}: the salaries do not fit into the target")
    return rows


def _month(person: Staff, expected: int, random: Random) -> Row:
    """A month's amount of a person, about ``expected`` cents where the method leaves a choice."""
    cost = person.annual_cost or 0
    if person.method == "fixed_share":
        return {"amount_declared": amount(int(cost * person.share / 12))}
    if person.method == "hourly":
        rate = (amount(cost) / _ANNUAL_HOURS).quantize(Decimal("0.01"), ROUND_DOWN)
        quarters = round(4 * expected * random.uniform(0.9, 1.1) / 100 / float(rate))
        hours = Decimal(quarters) / 4
        worth = (hours * rate).quantize(Decimal("0.01"), ROUND_DOWN)
        return {"hours": hours, "hourly_rate": rate, "amount_declared": worth}
    return {"amount_declared": amount(expected - expected % 1000)}


def _described(report: Report, category: str, person: Staff, day: date) -> Row:
    words, management = report.words, report.book.management
    return {
        "cost_category": category,
        "work_package": management.work_package,
        "activity_id": management.id,
        "description": words.salary.format(
            month=words.months[day.month - 1], year=day.year, person=person.ref
        ),
        "payment_date": day,
        "staff_ref": person.ref,
        "evidence_ref": f"{words.payroll} {day:%Y-%m}",
    }


def _cents(row: Row) -> int:
    return int(Decimal(str(row["amount_declared"])) * 100)


def _pay_days(period: Period) -> list[date]:
    """The last weekday of every month of the period."""
    days = []
    first, end = period.start, period.end
    for month in range(12 * first.year + first.month - 1, 12 * end.year + end.month):
        year, index = divmod(month, 12)
        last = date(year, index + 1, monthrange(year, index + 1)[1])
        days.append(last - timedelta(days=max(last.weekday() - 4, 0)))
    return days
