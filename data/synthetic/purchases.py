"""Purchases: invoices and travel claims that fill a cost category up to its target.

The target is split among rows by their usual size, and each row's amount is one that converts into
exactly its part, so that the rows add up to the cent in EUR.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from data.synthetic.euro import from_euro, smallest
from data.synthetic.plan import Entry, Row, amount
from data.synthetic.report import Report
from schemas.project import Period


@dataclass(frozen=True)
class _Occasion:
    """What a purchase serves: an event on its days, a project meeting, or the work in general."""

    activity_id: str
    work_package: str
    title: str
    city: str
    day: date | None = None


def purchases(report: Report, category: str, target: int) -> list[Row]:
    """Make the rows of a category that convert into exactly ``target`` EUR cents.

    Raises:
        ValueError: the plan wants an amount below zero, or one without a row to stand in.
    """
    count = report.plan.rows.get(category, 0) if target else 0
    if target < 0 or (target and not count):
        raise ValueError(f"{report.name}: no rows can make {target} in {category}")
    if not count:
        return []
    random = report.chance(category)
    entries = _entries(report, category, count, random)
    sizes = [entry.size * random.uniform(0.8, 1.25) for entry in entries]
    rows: list[Row] = []
    left = target
    for position, (entry, size) in enumerate(zip(entries, sizes, strict=True)):
        last = position == count - 1
        cents = left if last else int(left * size / sum(sizes[position:]))
        left -= cents
        rows.append({"cost_category": category, **_row(report, entry, cents, random)})
    return rows


def _entries(report: Report, category: str, count: int, random: Random) -> list[Entry]:
    """Draw what is bought; what only an event of one's own needs is left out without one."""
    own_event = bool(_events(report, own=True))
    entries = [
        entry
        for topic in report.book.plan.topics[category]
        for entry in report.words.topics.get(topic, ())
        if entry.about != "event" or own_event
    ]
    random.shuffle(entries)
    return (entries * (count // len(entries) + 1))[:count]


def _row(report: Report, entry: Entry, euro_cents: int, random: Random) -> Row:
    partner = report.partner
    occasion = _occasion(report, entry, random)
    invoiced = _weekday(_day(report.period, occasion, random), report.period)
    number = _invoice_number(report, invoiced, random)
    paid = _working_day(invoiced + timedelta(days=random.randrange(4, 22)))
    row: Row = {
        "cost_element": entry.element if report.book.plan.elements else None,
        "work_package": occasion.work_package,
        "activity_id": occasion.activity_id,
        "description": entry.text.format(title=occasion.title, city=occasion.city),
        "invoice_number": number,
        "invoice_date": invoiced,
        "payment_date": paid,
    }
    if entry.supplier:
        row["supplier_name"] = f"{entry.supplier.format(form=report.country.form)} (synth.)"
    declared = from_euro(euro_cents, partner.currency, report.rate_month(invoiced, paid))
    return row | _amounts(report, entry, declared, invoiced)


def _amounts(report: Report, entry: Entry, declared: int, invoiced: date) -> Row:
    """Declared amount, VAT and total; a partner that recovers VAT declares the net amount."""
    if entry.vat == "none":
        return {"amount_gross": amount(declared), "amount_declared": amount(declared)}
    rate = report.country.vat(entry.vat, invoiced)
    recovers = bool(report.partner.vat_recoverable)
    net = Decimal(declared) if recovers else declared / (1 + rate)
    step = smallest(report.partner.currency)
    vat = step * int((net * rate / step).quantize(Decimal(1), ROUND_HALF_UP))
    return {
        "amount_gross": amount(declared + vat if recovers else declared),
        "amount_vat": amount(vat),
        "amount_declared": amount(declared),
    }


def _occasion(report: Report, entry: Entry, random: Random) -> _Occasion:
    """Choose what the entry serves: a trip leads elsewhere, an event is the partner's own."""
    if entry.about == "event":
        return random.choice(_events(report, own=True))
    management = report.book.management
    places = [place for place in report.book.plan.meeting_places if place != report.partner.city]
    meeting = _Occasion(
        management.id, management.work_package, report.words.meeting, random.choice(places)
    )
    if entry.about == "trip":
        return random.choice([*_events(report, own=False), meeting])
    return meeting


def _events(report: Report, *, own: bool) -> list[_Occasion]:
    """Events of the period that the partner organises, or those in other towns."""
    return [
        _Occasion(
            activity.id,
            activity.work_package,
            report.title(activity),
            event.city,
            activity.planned_end,
        )
        for activity, event in report.events
        if (activity.partner == report.partner.id if own else event.city != report.partner.city)
    ]


def _day(period: Period, occasion: _Occasion, random: Random) -> date:
    """The day of the invoice: within two weeks after an event, else any day of the period."""
    if occasion.day is not None:
        return min(occasion.day + timedelta(days=random.randrange(1, 15)), period.end)
    return period.start + timedelta(days=random.randrange((period.end - period.start).days))


def _weekday(day: date, period: Period) -> date:
    """The day itself, or the Friday before a weekend (the Monday after, at the very start)."""
    friday = day - timedelta(days=max(day.weekday() - 4, 0))
    return friday if friday >= period.start else friday + timedelta(days=3)


def _working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def _invoice_number(report: Report, invoiced: date, random: Random) -> str:
    pattern = random.choice(report.words.invoice_numbers)
    return pattern.format(date=invoiced, number=random.randrange(100, 99_999))
