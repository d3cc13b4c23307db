"""Geometry of the pictures: whole units, worked out here so that templates only place them.

A picture stands only where it answers faster than the table beside it, and its numbers stand there
as text too; ``title`` is read aloud in its place. Bars are 1,000 units long at full scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

FULL = 1000
"""Length of a bar at full scale, in units of its view box."""

Tone = Literal["track", "before", "now", "taken", "own"]


@dataclass(frozen=True)
class Segment:
    """A stretch of a bar."""

    x: int
    width: int
    tone: Tone


@dataclass(frozen=True)
class Bar:
    """A bar in a table cell.

    Attributes:
        title: the picture in words.
        segments: from back to front.
        ticks: places of thin marks across the bar.
        faint: places of fainter marks (months of a time strip).
    """

    title: str
    segments: tuple[Segment, ...]
    ticks: tuple[int, ...] = ()
    faint: tuple[int, ...] = ()


def scaled(amount: int, scale: int) -> int:
    """Length of an amount on a bar, between nothing and full scale.

    An amount that is there keeps a hair's breadth, so that it does not look like nothing.
    """
    if scale <= 0 or amount <= 0:
        return 0
    return max(4, min(FULL, FULL * amount // scale))


def bullet(title: str, *, budget: int, before: int, now: int, scale: int, elapsed: int = 0) -> Bar:
    """Budget as the track, earlier and present amounts upon it, elapsed time as a tick.

    Args:
        title: the picture in words.
        budget: EUR cents, as ``before`` and ``now``.
        before: of earlier claims.
        now: of this claim.
        scale: EUR cents at full length, the same for bars that are compared.
        elapsed: part of the project's time that has passed, in thousandths.
    """
    track = scaled(budget, scale)
    first = scaled(before, scale)
    both = scaled(before + now, scale)
    segments = [Segment(0, track, "track"), Segment(0, first, "before")]
    segments.append(Segment(first, max(both - first, 0), "now"))
    return Bar(title, _drawn(segments), ticks=(track * elapsed // 1000,) if elapsed else ())


def plain_bar(title: str, amount: int, scale: int, tone: Tone = "now") -> Bar:
    """One amount on a common scale."""
    return Bar(title, _drawn([Segment(0, scaled(amount, scale), tone)]))


def step(title: str, start: int, end: int, scale: int, tone: Tone) -> Bar:
    """One step of a waterfall, from one height to another."""
    low, high = sorted((max(start, 0), max(end, 0)))
    left, right = (FULL * place // scale if scale > 0 else 0 for place in (low, high))
    width = max(right - left, 4) if high > low else 0
    return Bar(title, _drawn([Segment(min(left, FULL - width), min(width, FULL), tone)]))


def time_strip(title: str, whole: tuple[date, date], part: tuple[date, date], tone: Tone) -> Bar:
    """Where a part lies in a whole time, with the months as faint marks; all days included."""
    (start, end), (first, last) = whole, part
    days = (end - start).days + 1
    left = min(max((first - start).days, 0), days - 1)
    right = min(max((last - start).days + 1, left + 1), days)
    width = max(FULL * (right - left) // days, 14)
    place = min(FULL * left // days, FULL - width)
    segments = [Segment(0, FULL, "track"), Segment(place, width, tone)]
    return Bar(title, tuple(segments), faint=tuple(_months(start, end)))


def _months(start: date, end: date) -> list[int]:
    days = (end - start).days + 1
    places: list[int] = []
    year, month = start.year, start.month
    while True:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        first = date(year, month, 1)
        if first > end:
            return places
        places.append(FULL * (first - start).days // days)


def _drawn(segments: list[Segment]) -> tuple[Segment, ...]:
    return tuple(segment for segment in segments if segment.width > 0)


@dataclass(frozen=True)
class Point:
    """A place on the spending chart with its label."""

    x: int
    y: int
    label: str = ""


@dataclass(frozen=True)
class SpendingChart:
    """Cumulative eligible expenditure against the budget, over the project's time.

    Units are tenths of a millimetre. ``even`` is spending at the same pace all the time: no plan,
    only a line to hold the eye to.
    """

    title: str
    description: str
    width: int
    height: int
    left: int
    right: int
    base: int
    top: int
    budget_label: str
    even_label: str
    points: tuple[Point, ...]
    periods: tuple[Point, ...]

    @property
    def path(self) -> str:
        """The points as the renderer reads a polyline."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


@dataclass(frozen=True)
class SpendingWords:
    """What the spending chart says."""

    title: str
    description: str
    budget: str
    even: str


def spending_chart(
    wording: SpendingWords,
    budget: int,
    spent: list[tuple[date, int, str]],
    start: date,
    ends: list[tuple[date, str]],
) -> SpendingChart:
    """Place cumulative spending on time and budget.

    Args:
        wording: its sentences.
        budget: EUR cents of the whole project.
        spent: day, cumulative EUR cents and label of each known point, in order of time.
        start: first day of the project.
        ends: last day and name of each reporting period; the last one ends the chart.
    """
    width, height, left, right, base, top = 1700, 440, 10, 1480, 380, 50
    days = max((ends[-1][0] - start).days, 1)
    highest = max(budget, *(amount for _, amount, _ in spent), 1)

    def across(day: date) -> int:
        return left + (right - left) * min(max((day - start).days, 0), days) // days

    def up(amount: int) -> int:
        return base - (base - top) * max(amount, 0) // highest

    points = [Point(left, base)]
    points += [Point(across(day), up(amount), label) for day, amount, label in spent]
    periods = tuple(Point(across(day), base, name) for day, name in ends)
    return SpendingChart(
        wording.title,
        wording.description,
        width,
        height,
        left,
        right,
        base,
        up(budget),
        wording.budget,
        wording.even,
        tuple(points),
        periods,
    )
