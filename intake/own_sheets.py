"""Sheets that Eurocent wrote itself and that come back: known by their mark, never read as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from intake.context import Context, Place
from intake.grids import Grid
from intake.layout import Layout
from intake.rows import Rows
from schemas.findings import Finding
from schemas.own_sheets import VERSION, WITHIN_ROWS, OwnSheet, read_mark

_PLANNED = frozenset(
    {"activity_id", "work_package", "type", "title", "planned_start", "planned_end"}
)
"""What a template says of an activity before the partner adds how it stands."""

_SHOWN = 8


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


def is_template(marks: Iterable[OwnSheet]) -> bool:
    """Whether a file was made from a template."""
    return any(mark.kind == "template" for mark in marks)


def without_planned(grid: Grid, layout: Layout, rows: Rows, place: Place) -> Rows:
    """Leave out the activities of a template to which nothing was added; they are named."""
    added = np.zeros(len(grid.numbers), dtype=bool)
    for name, index in layout.columns.items():
        if name not in _PLANNED:
            added |= grid.filled(index)
    left = rows.items[~added[rows.items]]
    if not len(left):
        return rows
    key = layout.columns.get(layout.table.columns[0].extract, 0)
    names = grid.texts(key, left).tolist()
    shown = ", ".join(names[:_SHOWN]) + (" ..." if len(names) > _SHOWN else "")
    findings = [*rows.findings, place.finding("FILE-11", found=shown)]
    return replace(rows, items=rows.items[added[rows.items]], findings=findings)
