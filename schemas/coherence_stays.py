"""A partner that left before its cost, or has not joined yet: what a definition says of it then.

Its certificates and receipts belong to periods in which it takes part; people are not charged for
years after it left, and nothing is planned for it outside its stay. An amendment cannot move what
was planned, so plans are held against the days as first defined only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from schemas.contradiction import Contradiction, Place

if TYPE_CHECKING:
    from schemas.project import Partner, Project


def stays(project: Project) -> Iterator[Contradiction]:
    """What is said of partners outside the days in which they take part."""
    yield from _in_periods(project)
    yield from _staff(project)
    yield from _plans(project)


def _in_periods(project: Project) -> Iterator[Contradiction]:
    known = {partner.id for partner in project.partners}
    periods = {period.number: period for period in project.periods}
    said: list[tuple[str, str, list[tuple[str, int]]]] = [
        ("certificates", "a certificate", [(c.partner, c.period) for c in project.certificates]),
        ("receipts", "a receipt", [(r.partner, r.period) for r in project.receipts]),
        (
            "vat_declarations",
            "a VAT declaration",
            [(d.partner, d.period) for d in project.vat_declarations],
        ),
    ]
    for key, what, entries in said:
        for index, (name, number) in enumerate(entries):
            if name not in known or number not in periods:
                continue
            period = periods[number]
            partner = project.as_of(number).partner(name)
            if not partner.takes_part_in(period):
                yield Contradiction(
                    (key, index),
                    f"{what} of {name} for period {number} ({period.start} to {period.end}), but "
                    f"{_stay(partner)}; correct the period, or the days of the partner",
                )


def _staff(project: Project) -> Iterator[Contradiction]:
    last = project.periods[-1].number
    leaving = {partner.id: partner for partner in project.as_of(last).partners if partner.to}
    for index, person in enumerate(project.staff):
        partner = leaving.get(person.partner)
        if partner and partner.to and person.year and person.year > partner.to.year:
            yield Contradiction(
                ("staff", index, "year"),
                f"{person.ref} is charged for {person.year}, but {_stay(partner)}; correct the "
                "year, or the days of the partner",
            )


def _plans(project: Project) -> Iterator[Contradiction]:
    partners = {partner.id: partner for partner in project.partners}
    owners = {activity.id: partners.get(activity.partner) for activity in project.activities}
    for index, activity in enumerate(project.activities):
        first = activity.planned_start or activity.planned_end or activity.due
        last = activity.planned_end or activity.planned_start or activity.due
        yield from _planned(("activities", index), activity.id, owners[activity.id], first, last)
    for index, deliverable in enumerate(project.deliverables):
        day = deliverable.due
        owner = owners.get(deliverable.activity)
        yield from _planned(("deliverables", index, "due"), deliverable.id, owner, day, day)


def _planned(
    place: Place, name: str, owner: Partner | None, first: date | None, last: date | None
) -> Iterator[Contradiction]:
    if owner is None or first is None or last is None:
        return
    if (owner.to and first > owner.to) or (owner.from_ and last < owner.from_):
        day = first if owner.to and first > owner.to else last
        yield Contradiction(
            place,
            f"{name} is planned for {day}, but {_stay(owner)}; give it to another partner or "
            "correct the days",
        )


def _stay(partner: Partner) -> str:
    if partner.from_ and partner.to:
        return f"{partner.id} takes part from {partner.from_} to {partner.to}"
    if partner.to:
        return f"{partner.id} leaves on {partner.to}"
    return f"{partner.id} joins on {partner.from_}"
