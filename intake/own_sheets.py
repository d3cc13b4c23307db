"""Sheets that Eurocent wrote itself and that come back: known by their mark, never read as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.context import Context, Place
from intake.grids import Grid
from schemas.findings import Finding
from schemas.own_sheets import VERSION, WITHIN_ROWS, OwnSheet, read_mark


def mark_of(grid: Grid) -> OwnSheet | None:
    """The mark of a sheet of our own making, None for a partner's."""
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        if number > WITHIN_ROWS:
            return None
        for cell in row:
            if cell.startswith("eurocent/") and (mark := read_mark(cell)):
                return mark
    return None


def template_findings(
    marks: Iterable[OwnSheet], place: Place, context: Context
) -> Iterator[Finding]:
    """Whether a template was made for the place in which it was handed in."""
    made_for = {mark for mark in marks if mark.kind == "template"}
    for mark in sorted(made_for, key=str):
        expected = {
            "project": (mark.project, context.project.id),
            "partner": (mark.partner, context.partner),
            "period": (str(mark.period), str(context.period)),
        }
        for column, (found, here) in expected.items():
            if mark.project and found != here:
                yield place.finding("FILE-04-TEMPLATE", column=column, found=found, expected=here)
        if mark.version < VERSION:
            yield place.finding("FILE-10", found=mark.version, expected=VERSION)
