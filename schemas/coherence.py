"""What a project definition must not say: contradictions found without knowing the law.

Each is a sentence with its remedy, and the place in the file that it is about. Sums stand in
``coherence_sums``, the days of partners in ``coherence_stays``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemas.coherence_stays import stays
from schemas.coherence_sums import partner_sums, sums
from schemas.contradiction import Contradiction, Place
from schemas.money import format_cents

if TYPE_CHECKING:
    from schemas.project import Partner, Project


def contradictions(project: Project) -> list[Contradiction]:
    """Everything that a project definition says against itself, in the order of the file's keys."""
    amendments = list(_amendments(project))
    # The project after its amendments is known only where each of them can be read.
    later = [] if amendments else [*sums(project), *stays(project)]
    return [
        *_duration(project),
        *_privacy(project),
        *_periods(project),
        *_partners(project),
        *amendments,
        *later,
        *_repeated(project),
        *_amounts(project),
        *_divisors(project),
        *_partners_named(project),
        *_periods_named(project),
        *_activities(project),
    ]


def _duration(project: Project) -> Iterator[Contradiction]:
    if project.end < project.start:
        yield Contradiction(
            ("end",),
            f"the project ends ({project.end}) before it starts ({project.start}); correct one of "
            "the two days",
        )


def _privacy(project: Project) -> Iterator[Contradiction]:
    """Persons are counted once over the whole project, so their lists are kept as long."""
    if project.privacy and project.privacy.participants_kept_until < project.end:
        yield Contradiction(
            ("privacy", "participants_kept_until"),
            f"lists of participants would go on {project.privacy.participants_kept_until}, before "
            f"the project ends ({project.end}), and nobody could be counted once; write that day "
            "or a later one",
        )


def _periods(project: Project) -> Iterator[Contradiction]:
    """Periods follow each other inside the project, numbers ascending; only the last is final."""
    for index, period in enumerate(project.periods):
        place: Place = ("periods", index)
        span = f"({period.start} to {period.end})"
        if not project.start <= period.start <= period.end <= project.end:
            yield Contradiction(
                place,
                f"period {period.number} {span} lies outside the project ({project.start} to "
                f"{project.end}); correct its days or those of the project",
            )
        if period.final and index < len(project.periods) - 1:
            yield Contradiction(
                (*place, "final"),
                f"period {period.number} is called final, but others follow it; only the last "
                "period can be final",
            )
        if index == 0:
            continue
        before = project.periods[index - 1]
        if period.number in {other.number for other in project.periods[:index]}:
            yield Contradiction(
                (*place, "number"),
                f"the period number {period.number} stands twice; number the periods 1, 2, 3 and "
                "so on",
            )
        elif period.number < before.number or period.end < before.start:
            yield Contradiction(
                place,
                f"period {period.number} {span} stands after period {before.number} "
                f"({before.start} to {before.end}); put the periods in the order of time and "
                "number them upwards",
            )
        elif period.start <= before.end:
            yield Contradiction(
                (*place, "start"),
                f"period {period.number} {span} overlaps period {before.number} ({before.start} "
                f"to {before.end}); let it start on {before.end + timedelta(days=1)}",
            )


def _partners(project: Project) -> Iterator[Contradiction]:
    leads = [partner.id for partner in project.partners if partner.role == "lead"]
    if len(leads) != 1:
        found = f"{' and '.join(leads)} are" if leads else "no partner is"
        yield Contradiction(
            ("partners",),
            f"{found} marked as lead; give exactly one partner the line role: lead",
        )
    owners: dict[str, int] = {}
    for index, partner in enumerate(project.partners):
        for name in (partner.id, partner.name, *partner.aliases):
            owner = owners.setdefault(" ".join(name.split()).casefold(), index)
            if owner != index:
                yield Contradiction(
                    ("partners", index),
                    f"'{name}' means two partners, {project.partners[owner].id} and {partner.id}; "
                    "files are found by id, name and aliases, so give each partner its own",
                )
                break
        for place, sentence in _partner(partner, project):
            yield Contradiction(("partners", index, *place), sentence)


def _partner(partner: Partner, project: Project) -> Iterator[Contradiction]:
    """One partner by itself, as defined or as amended."""
    joins, leaves = partner.from_ or project.start, partner.to or project.end
    if partner.from_ and partner.to and partner.to < partner.from_:
        yield Contradiction(
            ("to",),
            f"{partner.id} leaves ({partner.to}) before it joins ({partner.from_}); correct one of "
            "the two days",
        )
    elif joins > project.end or leaves < project.start:
        yield Contradiction(
            ("from",) if partner.from_ else ("to",),
            f"{partner.id} takes part from {joins} to {leaves}, but the project runs from "
            f"{project.start} to {project.end}; correct the days or remove the partner",
        )
    if {"staff", "other_costs"} <= partner.flat_rates.keys():
        yield Contradiction(
            ("flat_rates", "other_costs"),
            f"{partner.id} claims the flat rate for other costs beside flat-rate staff; real staff "
            "cost must be its base, so remove one of the two flat rates",
        )
    beside = sorted(partner.flat_rates.keys() - {"staff", "other_costs"})
    if "other_costs" in partner.flat_rates and beside:
        yield Contradiction(
            ("flat_rates", "other_costs"),
            f"{partner.id} claims the flat rate for other costs beside one for "
            f"{' and '.join(beside)}; it covers all cost but staff, so remove the others",
        )


def _amendments(project: Project) -> Iterator[Contradiction]:
    """Amendments one after the other: known partners, known keys, and no new contradiction."""
    known = {partner.id: partner for partner in project.partners}
    numbered = sorted(enumerate(project.amendments), key=lambda entry: entry[1].date)
    for index, amendment in numbered:
        for name, change in amendment.partners.items():
            place: Place = ("amendments", index, "partners", name)
            said = f"the amendment of {amendment.date}"
            if name not in known:
                yield Contradiction(
                    place,
                    f"{said} changes {name}, which is no partner; use one of {', '.join(known)}, "
                    "and name one that joins under partners, with the line from:",
                )
            elif "id" in change:
                yield Contradiction(
                    (*place, "id"), f"{said} changes the id of {name}; an id stays, remove it"
                )
            else:
                try:
                    known[name] = known[name].amended(change)
                except ValidationError as error:
                    yield from (
                        Contradiction(
                            (*place, *problem["loc"]), f"{said}, {name}: {_told(problem)}"
                        )
                        for problem in error.errors()
                    )
                    continue
                for _, sentence in (
                    *_partner(known[name], project),
                    *partner_sums(known[name]),
                ):
                    yield Contradiction(place, f"by {said} {sentence}")
        leads = [partner.id for partner in known.values() if partner.role == "lead"]
        if len(leads) > 1:
            yield Contradiction(
                ("amendments", index, "partners"),
                f"after {said} {' and '.join(leads)} are lead; give the one that hands over the "
                "line role: partner",
            )
        elif not leads and any("role" in change for change in amendment.partners.values()):
            yield Contradiction(
                ("amendments", index, "partners"),
                f"after {said} no partner is lead; give the one that takes over the line role: "
                "lead",
            )


def _told(problem: ErrorDetails) -> str:
    """What pydantic found wrong with an amended key."""
    name = ".".join(map(str, problem["loc"]))
    if problem["type"] == "extra_forbidden":
        return f"'{name}' is not known; remove it or correct its spelling"
    reason = problem.get("ctx", {}).get("error", problem["msg"])
    return f"'{name}' cannot be used: {reason}"


def _repeated(project: Project) -> Iterator[Contradiction]:
    """Lists whose entries are found by an id bear each id once."""
    named: tuple[tuple[str, Iterable[str]], ...] = (
        ("work_packages", (entry.id for entry in project.work_packages)),
        ("activities", (entry.id for entry in project.activities)),
        ("deliverables", (entry.id for entry in project.deliverables)),
        ("indicators", (entry.id for entry in project.indicators)),
        ("unit_costs", (entry.id for entry in project.unit_costs)),
        ("lump_sums", (entry.id for entry in project.lump_sums)),
        ("contracts", (entry.id for entry in project.contracts)),
        (
            "staff",
            (f"{entry.ref} ({entry.partner}, {entry.year or '-'})" for entry in project.staff),
        ),
        (
            "certificates",
            (f"{entry.partner}, period {entry.period}" for entry in project.certificates),
        ),
        (
            "vat_declarations",
            (f"{entry.partner}, period {entry.period}" for entry in project.vat_declarations),
        ),
        ("rates", (f"{entry.currency} {entry.month}" for entry in project.rates)),
    )
    for key, names in named:
        seen: set[str] = set()
        for index, name in enumerate(names):
            if name in seen:
                yield Contradiction(
                    (key, index),
                    f"{name} stands twice under {key}; remove one of the two or rename it",
                )
            seen.add(name)


def _amounts(project: Project) -> Iterator[Contradiction]:
    """Amounts that the agreement grants or limits are not negative."""
    for place, cents in _granted(project):
        if cents is not None and cents < 0:
            yield Contradiction(
                place,
                f"{place[-1]} is {format_cents(cents)}; this amount cannot be negative, write what "
                "was approved",
            )


def _divisors(project: Project) -> Iterator[Contradiction]:
    """What amounts are divided by is above zero."""
    for index, person in enumerate(project.staff):
        if not person.share:
            yield Contradiction(
                ("staff", index, "share"),
                f"{person.ref} has a share of 0 of full time; write the share that is worked, such "
                'as "0.5", or remove the entry',
            )
    for index, deliverable in enumerate(project.deliverables):
        if deliverable.agreed_days is not None and deliverable.agreed_days < 1:
            yield Contradiction(
                ("deliverables", index, "agreed_days"),
                f"{deliverable.id} has {deliverable.agreed_days} agreed_days; write the days that "
                "the contract gives, at least 1",
            )


def _granted(project: Project) -> Iterator[tuple[Place, int | None]]:
    yield ("max_fund",), project.max_fund
    yield ("total_cost",), project.total_cost
    for index, partner in enumerate(project.partners):
        for place, cents in _granted_to(partner):
            yield ("partners", index, *place), cents
    listed: tuple[tuple[str, str, Sequence[object]], ...] = (
        ("unit_costs", "price", project.unit_costs),
        ("lump_sums", "amount", project.lump_sums),
        ("deliverables", "price", project.deliverables),
        ("contracts", "amount", project.contracts),
        ("aid", "amount", project.aid),
        ("staff", "annual_cost", project.staff),
    )
    for key, name, entries in listed:
        for index, entry in enumerate(entries):
            yield (key, index, name), getattr(entry, name)
    for index, payment in enumerate(project.payments):
        yield ("payments", index, "amount"), payment.amount
        yield ("payments", index, "kept"), payment.kept
    for index, certificate in enumerate(project.certificates):
        for position, item in enumerate(certificate.items):
            yield ("certificates", index, "items", position, "deducted"), item.deducted


def _granted_to(partner: Partner) -> Iterator[tuple[Place, int | None]]:
    for category, cents in partner.budget.items():
        yield ("budget", category), cents
    for index, fund in enumerate(partner.funds):
        yield ("funds", index, "max"), fund.max
    for index, source in enumerate(partner.contributions):
        yield ("contributions", index, "amount"), source.amount


def _partners_named(project: Project) -> Iterator[Contradiction]:
    """Whoever is named elsewhere stands under partners."""
    known = [partner.id for partner in project.partners]
    named: tuple[tuple[str, Iterable[str]], ...] = (
        ("activities", (entry.partner for entry in project.activities)),
        ("staff", (entry.partner for entry in project.staff)),
        ("certificates", (entry.partner for entry in project.certificates)),
        ("receipts", (entry.partner for entry in project.receipts)),
        ("vat_declarations", (entry.partner for entry in project.vat_declarations)),
    )
    for key, names in named:
        for index, name in enumerate(names):
            # An activity may be nobody's own; all others belong to somebody.
            if name not in known and (name or key != "activities"):
                yield Contradiction(
                    (key, index, "partner"),
                    f"'{name}' is no partner of the project; use one of {', '.join(known)}",
                )


def _periods_named(project: Project) -> Iterator[Contradiction]:
    known = [period.number for period in project.periods]
    named: tuple[tuple[str, Iterable[int]], ...] = (
        ("certificates", (entry.period for entry in project.certificates)),
        ("receipts", (entry.period for entry in project.receipts)),
        ("vat_declarations", (entry.period for entry in project.vat_declarations)),
    )
    for key, numbers in named:
        for index, number in enumerate(numbers):
            if number not in known:
                yield Contradiction(
                    (key, index, "period"),
                    f"there is no period {number}; use one of {', '.join(map(str, known))}",
                )


def _activities(project: Project) -> Iterator[Contradiction]:
    """Activities belong to work packages, deliverables to activities."""
    packages = [package.id for package in project.work_packages]
    activities = [activity.id for activity in project.activities]
    for index, activity in enumerate(project.activities):
        if activity.work_package and activity.work_package not in packages:
            yield Contradiction(
                ("activities", index, "work_package"),
                f"'{activity.work_package}' is no work package of the project; define it under "
                "work_packages or correct its name",
            )
        if _ends_before_start(activity.planned_start, activity.planned_end):
            yield Contradiction(
                ("activities", index, "planned_end"),
                f"{activity.id} ends ({activity.planned_end}) before it starts "
                f"({activity.planned_start}); correct one of the two days",
            )
    for index, deliverable in enumerate(project.deliverables):
        if deliverable.activity and deliverable.activity not in activities:
            yield Contradiction(
                ("deliverables", index, "activity"),
                f"'{deliverable.activity}' is no activity of the project; define it under "
                "activities or correct its name",
            )


def _ends_before_start(start: date | None, end: date | None) -> bool:
    return start is not None and end is not None and end < start
