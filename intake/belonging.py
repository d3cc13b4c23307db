"""Whether the rows belong where the file was handed in: project, partner, reporting period.

These come from the place of the file. Where they also stand in it they must agree: a file in which
every row names another place is refused, a single such row is rejected.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from intake.cells import Mask
from intake.context import Context, Place
from intake.grids import Grid
from intake.layout import Layout
from intake.told import Told
from intake.vocabulary import comparison_key
from schemas.columns import PLACE
from schemas.findings import Finding

_ONE_NUMBER = re.compile(r"\D*0*(\d+)\D*")


@dataclass(frozen=True)
class Belonging:
    """What the rows say of their place.

    Attributes:
        strange: per column of ``PLACE``, the item rows that name another place.
        is_elsewhere: whether the whole sheet belongs elsewhere.
        findings: about either.
    """

    strange: dict[str, Mask] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    is_elsewhere: bool = False


def check_belonging(
    grid: Grid, layout: Layout, items: NDArray[np.int64], place: Place, context: Context
) -> Belonging:
    """Hold the columns project, partner and period, where they are, against the context."""
    strange: dict[str, Mask] = {}
    findings: list[Finding] = []
    told = Told(place)
    elsewhere = False
    for name in PLACE:
        # In a controller's list the period is that of the item, not of the list.
        if name not in layout.columns or name in layout.table.by_extract or not len(items):
            continue
        said = grid.texts(layout.columns[name], items).tolist()
        answers = {text: not text or _agrees(name, text, context) for text in set(said)}
        rows = np.array([not answers[text] for text in said], dtype=bool)
        if rows.all():
            elsewhere = True
            named = ", ".join(text for text, _ in Counter(said).most_common(3))
            findings.append(
                place.finding(
                    "FILE-04", column=name, found=named, expected=_expected(name, context)
                )
            )
            continue
        strange[name] = rows
        for row in np.flatnonzero(rows).tolist():
            told.add(
                "ROW-02",
                row=grid.numbers[items[row]],
                column=name,
                item_id=_key(grid, layout, int(items[row])),
                found=said[row],
                expected=_expected(name, context),
            )
    return Belonging(strange, [*findings, *told.findings()], elsewhere)


def _key(grid: Grid, layout: Layout, item: int) -> str:
    """The number of an item; attendances have none of their own."""
    key = layout.columns.get(layout.table.columns[0].extract)
    keyed = key is not None and layout.table.name != "participants"
    return grid.rows[item][key or 0].strip() if keyed else ""


def _agrees(name: str, text: str, context: Context) -> bool:
    if name == "partner":
        return context.owner.answers_to(text)
    if name == "period":
        match = _ONE_NUMBER.fullmatch(text)
        return bool(match) and int(match[1] if match else 0) == context.period
    project = context.project
    own = (project.id, project.acronym, project.programme.agreement, *project.title.values())
    return comparison_key(text) in {comparison_key(word) for word in own if word}


def _expected(name: str, context: Context) -> str:
    return {
        "project": context.project.acronym,
        "partner": context.partner,
        "period": str(context.period),
    }[name]
