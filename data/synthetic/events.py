"""What partners report beside money: their activities, and who attended their events.

Participants bear keys of the form p0001@example.org; they and their organisations are invented,
and each organisation says so in its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from random import Random

from data.synthetic.items import LABEL
from data.synthetic.plan import Book, Delivery, Event, Row
from data.synthetic.report import Report
from schemas.project import Deliverable, Period, PlannedActivity


@dataclass(frozen=True)
class _Person:
    """A person of the invented public, with the organisation that sends it."""

    ref: str
    organisation: str
    organisation_type: str
    country: str
    nuts: str
    sector: str


def activities(report: Report) -> list[Row]:
    """The partner's activities that run in the period, as they stand at its end."""
    period = report.period
    return [
        _activity(report, activity, start, end)
        for activity in report.book.project.activities
        if (start := activity.planned_start) and (end := activity.planned_end)
        if activity.partner == report.partner.id and start <= period.end and end >= period.start
    ]


def deliverables(report: Report) -> list[Row]:
    """The partner's priced deliverables that fall due, are handed over or wait in the period."""
    start, end = report.period.start, report.period.end
    rows: list[Row] = []
    for entry, delivery in report.book.deliverables_of(report.partner):
        due = entry.due or end
        began = min(due, delivery.handed_over or due, delivery.accepted or due)
        if began <= end and (delivery.accepted is None or delivery.accepted >= start):
            rows.append(_deliverable(report, entry, delivery))
    return rows


def attendance(report: Report) -> list[Row]:
    """Who attended the events that the partner organised in the period."""
    rows: list[Row] = []
    for activity, event in report.events:
        if activity.partner == report.partner.id:
            rows += _attendance(report.book, activity, event)
    return rows


def _activity(report: Report, activity: PlannedActivity, start: date, end: date) -> Row:
    words = report.words
    event = report.book.plan.events.get(activity.id)
    done = end <= report.period.end
    row: Row = {
        "activity_id": activity.id,
        "work_package": activity.work_package,
        "type": activity.type,
        "title": report.title(activity),
        "status": "completed" if done else "ongoing",
        "planned_start": start,
        "planned_end": end,
        "actual_start": start,
        "actual_end": end if done else None,
        "progress": _progress(start, end, report.period),
        "publicity_ok": event.publicity if event else True,
        "evidence_ref": words.papers if event else words.report,
        "comment": LABEL,
    }
    if event:
        row |= {
            "country": event.country,
            "city": event.city,
            "indicator_id": event.indicator,
            "indicator_value": 1,
            "deviation": event.deviation,
        }
    return row


def _deliverable(report: Report, entry: Deliverable, delivery: Delivery) -> Row:
    """A deliverable as it stands at the end of the period; its number is that of the contract."""
    end, language = report.period.end, report.plan.layout.language
    handed_over = _until(end, delivery.handed_over)
    late = handed_over is None and entry.due is not None and entry.due <= end
    owner = next(a for a in report.book.project.activities if a.id == entry.activity)
    return {
        "activity_id": entry.id,
        "work_package": owner.work_package,
        "type": "deliverable",
        "title": entry.title.get(language, entry.title["en"]),
        "status": "delayed" if late else "completed" if handed_over else "ongoing",
        "planned_end": entry.due,
        "actual_end": handed_over,
        "progress": Decimal(1) if handed_over else Decimal("0.9"),
        "deliverable_due": entry.due,
        "deliverable_accepted_on": _until(end, delivery.accepted),
        "publicity_ok": True,
        "evidence_ref": report.words.report,
        "deviation": delivery.deviation if handed_over else "",
        "comment": LABEL,
    }


def _until(end: date, day: date | None) -> date | None:
    """A day that has come by the end of the period."""
    return day if day is not None and day <= end else None


def _progress(start: date, end: date, period: Period) -> Decimal:
    """The part of an activity's days that has passed, two decimals."""
    passed = (min(end, period.end) - start).days + 1
    return (Decimal(passed) / ((end - start).days + 1)).quantize(Decimal("0.01"))


def _attendance(book: Book, activity: PlannedActivity, event: Event) -> list[Row]:
    """Draw the participants of one event; those from its own country come more often."""
    random = Random(f"{book.plan.seed}/{activity.id}")  # noqa: S311  (no secret)
    public = _public(book)
    chance = {
        person.ref: random.random() * (2 if person.country == event.country else 1)
        for person in public
    }
    guests = sorted(public, key=lambda person: -chance[person.ref])[: event.attendances]
    start = activity.planned_start or book.project.start
    days = ((activity.planned_end or start) - start).days
    roles = ["speaker", "speaker", *["participant"] * len(guests)]
    return [
        {
            "activity_id": activity.id,
            "participant_ref": person.ref,
            "organisation": person.organisation,
            "organisation_type": person.organisation_type,
            "country": person.country,
            "nuts": person.nuts,
            "sector": person.sector,
            "role": role,
            "attended_on": start + timedelta(days=random.randint(0, days)),
            "meetings": random.randrange(1, 7) if event.meetings else 0,
            "consent": random.random() < 0.9,
        }
        for person, role in zip(guests, roles, strict=False)
    ]


def _public(book: Book) -> list[_Person]:
    """Make all organisations and people of the project, always in the same order."""
    random = Random(f"{book.plan.seed}/public")  # noqa: S311  (no secret)
    people: list[_Person] = []
    for country, plan in book.plan.organisations.items():
        pairs = [(name, trade) for trade in plan.trades for name in plan.names]
        random.shuffle(pairs)
        firms = [
            (f"{name} {trade} {plan.form} (synth.)", plan.kind, trade)
            for name, trade in pairs[: plan.count]
        ]
        others = [(f"{name} (synth.)", kind, "") for name, kind in plan.others.items()]
        regions = cycle(plan.nuts)
        for organisation, kind, sector in [*firms, *others]:
            nuts = next(regions)
            for _ in range(random.choice((1, 1, 2))):
                ref = f"p{len(people) + 1:04d}@example.org"
                people.append(_Person(ref, organisation, kind, country, nuts, sector))
    return people
