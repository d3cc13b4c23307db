"""Activities and events, participants by type and country, indicators against their targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from reporting.charts import Bar, Tone, bullet, plain_bar, time_strip
from reporting.scribe import Scribe
from reporting.tables import Cell, Column, Row, Section, Table, row
from reporting.typography import NOTHING
from reporting.vocabulary import (
    ACTIVITY_SHAPE,
    ACTIVITY_STATUS,
    ACTIVITY_TYPE,
    INDICATOR_KIND,
    ORGANISATION_TYPE,
)
from schemas.claim import ActivityLine, IndicatorValue
from schemas.project import Indicator, Period
from schemas.words import N_

_PRINTED = 200
"""More activities than this in one period stand in the embedded data only."""


@dataclass(frozen=True)
class Activities:
    """The chapter."""

    lead: str
    sections: tuple[Section, ...]


def project_activities(scribe: Scribe) -> Activities:
    """Everything the project did in the period."""
    counts = scribe.claim.activities
    done = counts.by_status.get("completed", 0)
    people = scribe.claim.participants
    lead = scribe(
        N_("{done} of {total} activities are completed; {attendances} attendances were counted."),
        done=scribe.count(done),
        total=scribe.count(counts.total),
        attendances=scribe.count(people.attendances),
    )
    if not counts.total:
        lead = scribe(N_("No activities were reported in this period."))
    sections = []
    if scribe.claim.indicators:
        title = scribe(N_("Indicators against target"))
        sections.append(Section(title, (indicator_table(scribe),), anchor="indicators"))
    if counts.lines:
        sections.append(_timeline(scribe, counts.lines))
    if people.organisations:
        sections.append(_participants(scribe))
    return Activities(lead, tuple(sections))


def partner_activities(scribe: Scribe) -> Activities | None:
    """What the partner of a reduced claim did, None where it reported nothing."""
    counts = scribe.claim.activities
    if not counts.lines:
        return None
    lead = scribe(
        N_("{done} of {total} activities are completed."),
        done=scribe.count(counts.by_status.get("completed", 0)),
        total=scribe.count(counts.total),
    )
    return Activities(lead, (_timeline(scribe, counts.lines),))


def _timeline(scribe: Scribe, lines: list[ActivityLine]) -> Section:
    period = scribe.setting.project.period(scribe.claim.period)
    ordered = sorted(lines, key=lambda line: (line.start or date.max, line.activity_id))
    shown = ordered[:_PRINTED]
    note = ""
    if len(ordered) > len(shown):
        note = scribe(
            N_("{count} more activities stand in the embedded data."),
            count=scribe.count(len(ordered) - len(shown)),
        )
    strip = scribe.months(period.start, period.end)
    table = Table(
        scribe(N_("In order of time; the strip is the reporting period")),
        (
            Column(scribe(N_("Activity"))),
            Column(scribe(N_("Status")), width=23),
            Column(scribe(N_("Date")), "day", 26),
            Column(strip, "bar", 26),
            Column(scribe(N_("Participants")), "figure", 18),
            Column(scribe(N_("Organisations")), "figure", 23),
        ),
        tuple(_activity(scribe, line, period) for line in shown),
        note,
    )
    return Section(scribe(N_("Activities and events")), (table,))


def _activity(scribe: Scribe, line: ActivityLine, period: Period) -> Row:
    facts = [
        scribe.text(line.activity_id, 24),
        scribe.term(ACTIVITY_TYPE, line.type),
        scribe.text(line.partner, 20),
    ]
    place = ", ".join(
        part
        for part in (
            scribe.text(line.city, 40),
            scribe.country(line.country) if line.country else "",
        )
        if part
    )
    note = " · ".join(part for part in (*facts, place) if part)
    if line.deviation:
        note = f"{note}. {scribe.text(line.deviation, 240)}"
    ended = line.end or line.start
    return row(
        Cell(scribe.text(line.title, 160), note=note),
        Cell(scribe.term(ACTIVITY_STATUS, line.status), shape=ACTIVITY_SHAPE.get(line.status, "")),
        Cell(scribe.day(line.start), note=_until(scribe, line)),
        Cell(bar=_strip(scribe, line, period) if line.start and ended else None),
        scribe.count(line.participants) if line.participants else NOTHING,
        scribe.count(line.organisations) if line.organisations else NOTHING,
    )


def _until(scribe: Scribe, line: ActivityLine) -> str:
    if line.end is None or line.end == line.start:
        return ""
    return scribe(N_("to {day}"), day=scribe.day(line.end))


def _strip(scribe: Scribe, line: ActivityLine, period: Period) -> Bar:
    first = line.start or period.start
    last = line.end or (period.end if line.status in ("ongoing", "delayed") else first)
    tone: Tone = "now" if line.status == "completed" else "own"
    title = f"{scribe.text(line.activity_id, 24)}: {scribe.span(first, last)}"
    return time_strip(title, (period.start, period.end), (first, last), tone)


def _participants(scribe: Scribe) -> Section:
    people = scribe.claim.participants
    lead = scribe(
        N_(
            "{organisations} organisations took part, with {people} people and {meetings} meeting "
            "participations."
        ),
        organisations=scribe.count(people.organisations),
        people=scribe.count(people.unique_participants),
        meetings=scribe.count(people.meetings),
    )
    types = {scribe.term(ORGANISATION_TYPE, code): count for code, count in people.by_type.items()}
    countries = {scribe.country(code): count for code, count in people.by_country.items()}
    return Section(
        scribe(N_("Participants by type and country")),
        (
            _bars(scribe, scribe(N_("Organisations by type")), scribe(N_("Type")), types),
            _bars(scribe, scribe(N_("Organisations by country")), scribe(N_("Country")), countries),
        ),
        lead,
        beside=True,
    )


def _bars(scribe: Scribe, caption: str, head: str, counts: Mapping[str, int]) -> Table:
    largest = max(counts.values(), default=0)
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    rows = [
        row(
            name,
            Cell(scribe.count(count), strong=True),
            Cell(bar=plain_bar(f"{name}: {scribe.count(count)}", count, largest)),
        )
        for name, count in ordered
    ]
    rows.append(
        row(
            scribe(N_("Together")),
            scribe.count(sum(counts.values())),
            "",
            kind="total",
        )
    )
    return Table(
        caption,
        (Column(head, width=50), Column(scribe(N_("Number")), "figure", 12), Column("", "bar")),
        tuple(rows),
    )


def indicator_table(scribe: Scribe) -> Table:
    """Indicators with this period, cumulative value and target."""
    known = {indicator.id: indicator for indicator in scribe.setting.project.indicators}
    return Table(
        scribe(N_("Outputs and results against target")),
        (
            Column(scribe(N_("Indicator"))),
            Column(scribe(N_("This period")), "figure", 20),
            Column(scribe(N_("Cumulative")), "figure", 22, apart=True),
            Column(scribe(N_("Target")), "figure", 18),
            Column(scribe(N_("Reached, %")), "figure", 20),
            Column("", "bar", 34),
        ),
        tuple(_indicator(scribe, value, known.get(value.id)) for value in scribe.claim.indicators),
    )


def _indicator(scribe: Scribe, value: IndicatorValue, known: Indicator | None) -> Row:
    title = scribe.titled(known.title) if known else scribe.text(value.id, 40)
    note = scribe.text(value.id, 24)
    if known:
        kind = scribe.term(INDICATOR_KIND, known.kind)
        note = " · ".join(part for part in (note, kind, scribe.text(known.unit, 30)) if part)
    reached, target = thousandths(value.cumulative), thousandths(value.target)
    now = min(thousandths(value.this_period), reached)
    picture = scribe(
        N_("{title}: {reached} of {target}"),
        title=title,
        reached=scribe.text(value.cumulative, 20),
        target=scribe.text(value.target, 20),
    )
    return row(
        Cell(title, note=note),
        scribe.text(value.this_period, 20),
        Cell(scribe.text(value.cumulative, 20), strong=True),
        scribe.text(value.target, 20),
        scribe.share(reached, target),
        Cell(
            bar=bullet(
                picture, budget=target, before=reached - now, now=now, scale=max(target, reached)
            )
        ),
    )


def thousandths(text: str) -> int:
    """An indicator's value in whole thousandths; what is no number counts as nothing."""
    try:
        return int(Decimal(text) * 1000)
    except (InvalidOperation, ValueError, OverflowError):
        return 0
