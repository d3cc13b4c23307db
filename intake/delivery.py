"""A partner's files, from the disk to typed frames: the door of this room.

``read_file`` reads one extract, ``read_delivery`` all files of one partner and reporting period,
``deliveries_of`` finds them in an inbox. A user's mistake is a finding; only a file that is not
there, or that this process may not read, is an exception.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from intake.cage import read_workbook
from intake.context import Context, Place
from intake.csv_tables import read_csv
from intake.faults import repeated_key
from intake.files import Refusal, kind_of, label_of, take
from intake.grids import Grid
from intake.inbox import deliveries_of
from intake.layout import Layout, lay_out
from intake.mapped_layout import lay_out_mapped
from intake.own_sheets import is_template, mark_of, template_findings, without_planned
from intake.personal import announced, is_list_of_persons, remarks_on_values, without_names
from intake.rows import sort_rows
from intake.sheets import Chosen, choose_sheets, hidden_things
from intake.tables import Sheet, TableRead, read_table, unread_table
from intake.told import Told
from intake.vocabulary import TABLES
from schemas.findings import Finding, Severity

__all__ = [
    "Context",
    "Delivery",
    "FileRead",
    "TableRead",
    "deliveries_of",
    "delivery_of",
    "read_delivery",
    "read_file",
]

_KEYED = ("costs", "activities")
"""Tables in which every row has a number of its own."""


@dataclass(frozen=True)
class FileRead:
    """One file as read.

    Attributes:
        file: the partner's name of it, fit to be shown.
        sha256: digest of its bytes, "" where they could not be taken.
        tables: its extracts in the order of the file.
        findings: from the file down to its cells.
        refused: whether anything in it blocks; then it is not used.
        personal: whether it bears a list of participants or identity numbers, on a sheet that is
            used or on another one.
    """

    file: str
    sha256: str
    tables: tuple[TableRead, ...]
    findings: tuple[Finding, ...]
    refused: bool
    personal: bool

    @property
    def may_be_kept(self) -> bool:
        """Whether its bytes, or a copy of them, may be stored (ADR 7): the one place that says so.

        Names and keys of persons must not be; and of a file that was refused nobody knows what it
        holds.
        """
        return not (self.personal or self.refused)

    @property
    def has_identity_numbers(self) -> bool:
        """Whether a column, used or not, holds identity numbers; then no sheet may be copied."""
        return any(finding.code == "PAR-02-NUMBERS" for finding in self.findings)

    @property
    def rows(self) -> int:
        """Item rows of all tables."""
        return sum(table.rows for table in self.tables)


@dataclass(frozen=True)
class Delivery:
    """All files of one partner and reporting period.

    Attributes:
        costs, activities, participants: typed frames over all files, one row per item, activity,
            attendance; valid against their schemas, empty where nothing came.
        unreadable_rows: cost rows without a readable amount or currency.
        blocked: whether any file is refused.
    """

    partner: str
    files: tuple[FileRead, ...]
    costs: pd.DataFrame
    activities: pd.DataFrame
    participants: pd.DataFrame
    findings: tuple[Finding, ...]
    blocked: bool
    unreadable_rows: int


def read_file(
    path: Path, context: Context, label: str | None = None, first_sequence: int = 0
) -> FileRead:
    """Read one extract.

    Args:
        path: the file; its name is only a label.
        context: for whom and which period it was handed in.
        label: the partner's name of the file, where it differs from the path's.
        first_sequence: number of its first row in the partner's submission.

    Raises:
        OSError: there is no such file, or this process may not read it.
    """
    name = label_of(Path(label)) if label is not None else label_of(path)
    place = Place(context.partner, name)
    raw = take(path)
    if isinstance(raw, Refusal):
        return _refused(raw, place, "")
    sha256 = hashlib.sha256(raw).hexdigest()
    grids = grids_of(raw, name, context)
    if isinstance(grids, Refusal):
        return _refused(without_names(grids), place, sha256)
    marks = [mark for grid in grids if (mark := mark_of(grid))]
    grids = [grid for grid in grids if mark_of(grid) is None]
    if marks and all(grid.is_empty for grid in grids):
        return _refused(Refusal("FILE-02"), place, sha256)
    chosen, findings = choose_sheets(grids, place, context.mappings)
    findings.extend(_announced_beside(grids, chosen, place))
    findings.extend(template_findings(marks, place, context))
    if any(not grid.marks.complete for grid in grids):
        findings.append(place.finding("FILE-08-XLS"))
    tables: list[TableRead] = []
    for entry in chosen:
        earlier = first_sequence + sum(read.rows for read in tables)
        table, found = read_sheet(
            entry, place, sha256, context, earlier, planned=is_template(marks)
        )
        tables.append(table)
        findings.extend(found)
    if tables and not any(table.rows for table in tables):
        findings.append(place.finding("FILE-03"))
    return FileRead(
        file=name,
        sha256=sha256,
        tables=tuple(tables),
        findings=tuple(findings),
        refused=any(finding.severity is Severity.BLOCKING for finding in findings),
        personal=any(entry.table == "participants" and entry.has_rows for entry in chosen)
        or any(map(is_list_of_persons, grids))
        or any(finding.code == "PAR-02-NUMBERS" for finding in findings),
    )


def read_delivery(paths: Sequence[Path], context: Context) -> Delivery:
    """Read all files of one partner and reporting period, in the order given.

    Raises:
        OSError: a file is not there, or this process may not read it.
    """
    files: list[FileRead] = []
    for path in paths:
        files.append(read_file(path, context, first_sequence=sum(file.rows for file in files)))
    return delivery_of(files, context.partner)


def delivery_of(read: Iterable[FileRead], partner: str) -> Delivery:
    """Put the files of one partner and reporting period together, in the order in which they count.

    Item and activity numbers are unique across them: the later row loses.
    """
    files: list[FileRead] = []
    taken: dict[str, dict[str, tuple[str, int]]] = {}
    for file in read:
        if files:
            for table, keys in _keys_of(files[-1]):
                taken[table] = keys | taken.get(table, {})
        files.append(_without_repeated_keys(file, partner, taken))
    tables = [table for file in files for table in file.tables]
    return Delivery(
        partner=partner,
        files=tuple(files),
        costs=_together("costs", tables),
        activities=_together("activities", tables),
        participants=_together("participants", tables),
        findings=tuple(finding for file in files for finding in file.findings),
        blocked=any(file.refused for file in files),
        unreadable_rows=sum(table.unreadable_rows for table in tables if table.table == "costs"),
    )


def _announced_beside(
    grids: Sequence[Grid], chosen: Sequence[Chosen], place: Place
) -> Iterator[Finding]:
    """Forbidden data on sheets that are left aside: they are in the file all the same."""
    read = {id(entry.grid) for entry in chosen}
    for grid in grids:
        if id(grid) not in read and (heading := announced(grid)):
            yield place.on(grid.sheet, "").finding("COL-04-SHEET", found=heading)


def _refused(refusal: Refusal, place: Place, sha256: str) -> FileRead:
    finding = place.finding(
        refusal.code, found=refusal.found, expected=refusal.expected, row=refusal.row
    )
    return FileRead(place.file, sha256, (), (finding,), refused=True, personal=False)


def grids_of(raw: bytes, name: str, context: Context) -> list[Grid] | Refusal:
    """The sheets of a file as text, or why it cannot be read."""
    kind = kind_of(raw, name)
    if isinstance(kind, Refusal):
        return kind
    if kind != "csv":
        return read_workbook(raw)
    grid = read_csv(raw, context.owner.languages)
    return grid if isinstance(grid, Refusal) else [grid]


def read_sheet(
    chosen: Chosen,
    place: Place,
    sha256: str,
    context: Context,
    first_sequence: int,
    *,
    planned: bool = False,
) -> tuple[TableRead, list[Finding]]:
    """Read one sheet; its findings go from the headings down to the cells.

    In a template (``planned``) activities to which the partner added nothing are left out.
    """
    grid = chosen.grid
    here = place.on(grid.sheet, chosen.table)
    layout = layout_of(chosen, here, context)
    if layout.is_forbidden:
        return unread_table(layout, grid, _rows_below(grid, layout)), layout.findings
    rows = sort_rows(grid, layout, here)
    if planned and chosen.table == "activities":
        rows = without_planned(grid, layout, rows, here)
    sheet = Sheet(grid, layout, rows, here, sha256, first_sequence)
    table, found = read_table(sheet, context)
    hidden = hidden_things(grid, layout, rows.items, here)
    of_persons = remarks_on_values(grid, layout, rows.items, here)
    return table, [
        *layout.findings,
        *hidden,
        *of_persons,
        *sorted((*rows.findings, *found), key=_row_of),
    ]


def layout_of(chosen: Chosen, place: Place, context: Context) -> Layout:
    """The columns of a sheet, by a remembered mapping or by its headings."""
    languages = context.owner.languages
    if chosen.match:
        return lay_out_mapped(chosen.grid, chosen.match, place, languages)
    return lay_out(chosen.grid, chosen.table, chosen.start, place, languages)


def _rows_below(grid: Grid, layout: Layout) -> int:
    """How many rows stand below the headings of a sheet that is not read."""
    return int((~grid.blank[layout.start + 1 :]).sum())


def _row_of(finding: Finding) -> int:
    return finding.row


def _without_repeated_keys(
    file: FileRead, partner: str, taken: Mapping[str, Mapping[str, tuple[str, int]]]
) -> FileRead:
    """Reject rows whose number stands in an earlier file.

    Args:
        file: the next file of the delivery.
        partner: whose delivery it is.
        taken: by table, the number of every row of the files before, with its file and row.
    """
    if not taken:
        return file
    tables: list[TableRead] = []
    findings: list[Finding] = []
    for table in file.tables:
        earlier = taken.get(table.table, {})
        frame = table.frame
        column = TABLES[table.table].columns[0].extract
        repeated = np.flatnonzero(frame[column].isin(earlier.keys()) & frame[column].ne(""))
        if len(repeated):
            unread, keys, rows = (frame[name].tolist() for name in ("unread", column, "row"))
            told = Told(Place(partner, file.file, table.sheet, table.table))
            for index in repeated.tolist():
                key = keys[index]
                told.add(**repeated_key(column, key, rows[index], earlier[key]))
                names = [name for name in unread[index].split(";") if name not in ("", column)]
                unread[index] = ";".join((column, *names))
            findings.extend(told.findings())
            frame = frame.assign(unread=pd.Series(unread, dtype="str"))
        tables.append(replace(table, frame=frame))
    return replace(file, tables=tuple(tables), findings=(*file.findings, *findings))


def _keys_of(file: FileRead) -> Iterator[tuple[str, dict[str, tuple[str, int]]]]:
    """The numbers of a file by table, each with the file and the first row that bear it."""
    for table in file.tables:
        if table.table in _KEYED:
            frame = table.frame
            keys = frame[TABLES[table.table].columns[0].extract]
            first = frame.loc[keys.ne("") & ~keys.duplicated(), "row"]
            yield (
                table.table,
                {key: (file.file, row) for key, row in zip(keys[first.index], first, strict=True)},
            )


def _together(name: str, tables: Sequence[TableRead]) -> pd.DataFrame:
    """One frame over all files; an empty one keeps its types."""
    frames = [table.frame for table in tables if table.table == name and len(table.frame)]
    if len(frames) == 1:
        return frames[0]
    return pd.concat(frames, ignore_index=True) if frames else TABLES[name].empty()
