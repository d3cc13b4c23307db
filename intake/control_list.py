"""The list of a controller, from the disk to a typed frame: which items are not as declared.

It is read like an extract, in the languages of partners, CSV or workbook. A list is used as a whole
or not at all: one row that cannot be read refuses it, so that no deduction is lost on the way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from intake.context import Context, Place
from intake.delivery import grids_of, read_sheet
from intake.faults import repeated_key
from intake.files import Refusal, label_of, take
from intake.grids import Grid
from intake.layout import find_headings
from intake.own_layout import HEADING_ROWS
from intake.sheets import Chosen
from schemas.control_list import CONTROL_LIST
from schemas.findings import Finding, Severity


@dataclass(frozen=True)
class ControlListRead:
    """A controller's list as read.

    Attributes:
        frame: typed, one row per item; empty where the list is refused.
        findings: from the file down to its cells.
        refused: whether anything in it cannot be used.
        unreadable: whether the file itself cannot be read.
    """

    frame: pd.DataFrame
    findings: tuple[Finding, ...]
    refused: bool
    unreadable: bool


def read_control_list(path: Path, context: Context) -> ControlListRead:
    """Read the list of a controller for one partner report.

    Raises:
        OSError: there is no such file, or this process may not read it.
    """
    place = Place(context.partner, label_of(path))
    raw = take(path)
    if isinstance(raw, Refusal):
        return _refused(raw, place)
    grids = grids_of(raw, place.file, context)
    if isinstance(grids, Refusal):
        return _refused(grids, place)
    chosen = list(_with_headings(grids))
    if len(chosen) != 1:
        kind = Refusal("FILE-01-HEADINGS", expected=str(HEADING_ROWS))
        if chosen:
            names = ", ".join(entry.grid.sheet for entry in chosen)
            kind = Refusal("FILE-01-SHEETS", found=names, expected=CONTROL_LIST.sheet)
        return _refused(kind, place)
    table, found = read_sheet(chosen[0], place, hashlib.sha256(raw).hexdigest(), context, 0)
    findings = [*found, *_repeated(table.frame, place.on(table.sheet, CONTROL_LIST.name))]
    if not table.rows:
        findings.append(place.finding("CTL-01"))
    refused = any(finding.severity in (Severity.BLOCKING, Severity.REJECT) for finding in findings)
    frame = CONTROL_LIST.empty() if refused else table.frame
    return ControlListRead(frame, tuple(findings), refused, unreadable=False)


def _with_headings(grids: list[Grid]) -> Iterator[Chosen]:
    for grid in grids:
        found = find_headings(grid, (CONTROL_LIST.name,))
        if found:
            yield Chosen(grid, *found)


def _repeated(frame: pd.DataFrame, place: Place) -> Iterator[Finding]:
    """An item stands in the list once; the same number of another period is another item."""
    first: dict[tuple[str, int], int] = {}
    rows = zip(frame["item_id"], frame["period"].fillna(0), frame["row"], strict=True)
    for number, period, row in rows:
        earlier = first.setdefault((str(number), int(period)), int(row))
        if number and earlier != row:
            yield place.finding(
                **repeated_key("item_id", str(number), int(row), (place.file, earlier))
            )


def _refused(refusal: Refusal, place: Place) -> ControlListRead:
    finding = place.finding(
        refusal.code, found=refusal.found, expected=refusal.expected, row=refusal.row
    )
    return ControlListRead(CONTROL_LIST.empty(), (finding,), refused=True, unreadable=True)
