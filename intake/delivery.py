"""A partner's delivery: all files of one partner and period, as typed frames with provenance."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from intake.cage import read_workbook
from intake.context import Context, Place
from intake.csv_tables import HEADING_ROWS, read_csv
from intake.files import ENDINGS, REFUSED_ENDINGS, Refusal, kind_of, label_of, take
from intake.grids import Grid, column_letters
from intake.layout import find_headings, lay_out
from intake.rows import sort_rows
from intake.tables import read_table
from intake.vocabulary import TABLES, comparison_key, headings
from schemas.findings import Finding, Severity
from schemas.project import Project

__all__ = [
    "Context",
    "Delivery",
    "FileRead",
    "TableRead",
    "deliveries_of",
    "read_delivery",
    "read_file",
]

_MANY = 12


@dataclass(frozen=True)
class TableRead:
    """One table of one file.

    Attributes:
        rows: items read, those without a readable amount included.
        unreadable_rows: rows without a readable amount or currency, or shifted ones.
        sum_declared: declared cents of all readable rows by currency.
        frame: typed, valid against its table's ``frame_schema``.
    """

    table: str
    sheet: str
    rows: int
    unreadable_rows: int
    sum_declared: dict[str, int]
    frame: pd.DataFrame


@dataclass(frozen=True)
class FileRead:
    """One file as read.

    Attributes:
        file: the partner's name of it, a label only.
        refused: a finding blocks the file.
        personal: it bears participants, so that its bytes must not be kept.
    """

    file: str
    sha256: str
    tables: tuple[TableRead, ...]
    findings: tuple[Finding, ...]
    refused: bool
    personal: bool


@dataclass(frozen=True)
class Delivery:
    """All files of one partner and period; blocked where one of them is."""

    partner: str
    files: tuple[FileRead, ...]
    costs: pd.DataFrame
    activities: pd.DataFrame
    participants: pd.DataFrame
    findings: tuple[Finding, ...]
    blocked: bool
    unreadable_rows: int


def read_delivery(paths: Sequence[Path], context: Context) -> Delivery:
    """Read all files of a partner; numbers of items are unique across them, the later row loses."""
    files = [read_file(path, context) for path in paths]
    frames = {
        name: _together([t.frame for f in files for t in f.tables if t.table == name], name)
        for name in TABLES
    }
    frames["costs"], doubled = _unique_items(frames["costs"], context)
    findings = [finding for file in files for finding in file.findings] + doubled
    return Delivery(
        partner=context.partner,
        files=tuple(files),
        costs=frames["costs"],
        activities=frames["activities"],
        participants=frames["participants"],
        findings=tuple(findings),
        blocked=any(finding.severity is Severity.BLOCKING for finding in findings),
        unreadable_rows=sum(
            t.unreadable_rows for f in files for t in f.tables if t.table == "costs"
        ),
    )


def read_file(path: Path, context: Context, label: str | None = None) -> FileRead:
    """Read one file.

    Args:
        path: of the file.
        context: for whom it was handed in.
        label: the partner's name of it; by default the name on disk.

    Raises:
        OSError: there is no such file.
    """
    place = Place(context.partner, label or label_of(path))
    raw = take(path)
    if isinstance(raw, Refusal):
        return _refused(place, "0" * 64, raw)
    digest = hashlib.sha256(raw).hexdigest()
    kind = kind_of(raw, path.name)
    if isinstance(kind, Refusal):
        return _refused(place, digest, kind)
    grids = _grids(raw, kind, context)
    if isinstance(grids, Refusal):
        return _refused(place, digest, grids)
    return _read_grids(grids, place, context, digest)


def deliveries_of(inbox: Path, project: Project) -> tuple[dict[str, list[Path]], list[Finding]]:
    """Find each partner's files in an inbox of one folder a partner.

    Returns:
        The files by partner id, sorted by name (an empty list for a partner without a folder),
        and findings about folders of nobody and files that are no extracts.
    """
    files: dict[str, list[Path]] = {partner.id: [] for partner in project.partners}
    findings: list[Finding] = []
    partners = ", ".join(files)
    for folder in _visible(inbox):
        if not folder.is_dir() or folder.is_symlink():
            if folder.suffix.casefold() in (*ENDINGS, *REFUSED_ENDINGS):
                findings.append(Finding("FILE-06-PLACE", file=label_of(folder), expected=partners))
            continue
        owner = next((p for p in project.partners if p.answers_to(folder.name)), None)
        if owner is None:
            findings.append(
                Finding("FILE-05", file=label_of(folder), found=label_of(folder), expected=partners)
            )
            continue
        for path in _visible(folder):
            code = _left_aside(path)
            if code:
                findings.append(Finding(code, partner=owner.id, file=label_of(path)))
            else:
                files[owner.id].append(path)
    return files, findings


def _visible(folder: Path) -> list[Path]:
    """What lies in a folder, sorted by name; hidden files and lock files of Office do not count."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))


def _left_aside(path: Path) -> str:
    """The code of the finding about what is no extract; "" for an extract."""
    if path.is_symlink() or not path.is_file():
        return "FILE-06-LINK"
    return "" if path.suffix.casefold() in (*ENDINGS, *REFUSED_ENDINGS) else "FILE-06"


def _grids(raw: bytes, kind: str, context: Context) -> list[Grid] | Refusal:
    if kind != "csv":
        return read_workbook(raw)
    read = read_csv(raw, context.owner.languages)
    return read if isinstance(read, Refusal) else [read]


def _read_grids(grids: list[Grid], place: Place, context: Context, digest: str) -> FileRead:
    """Tell which sheet holds what, and read those that hold something of the contract."""
    findings: list[Finding] = []
    chosen: list[tuple[Grid, str, int]] = []
    for grid in grids:
        if grid.is_empty:
            continue
        named = headings().sheets.get(comparison_key(grid.sheet)) if grid.sheet else None
        found = find_headings(grid, [named] if named else TABLES)
        if found is None:
            code = "FILE-07" if len(grids) > 1 and not named else "FILE-01-HEADINGS"
            findings.append(place.on(grid.sheet, named or "").finding(code, expected=HEADING_ROWS))
        else:
            chosen.append((grid, *found))
    twice = [name for name, count in Counter(table for _, table, _ in chosen).items() if count > 1]
    for name in twice:
        sheets = ", ".join(grid.sheet for grid, table, _ in chosen if table == name)
        findings.append(place.finding("FILE-01-SHEETS", found=sheets, expected=TABLES[name].sheet))
    if not chosen and not any(f.severity is Severity.BLOCKING for f in findings):
        findings.append(place.finding("FILE-01-HEADINGS", expected=HEADING_ROWS))
    tables: list[TableRead] = []
    if not twice:
        for grid, table, start in chosen:
            read, met = _read_grid(grid, table, start, place, context, digest)
            findings += met
            if read is not None:
                tables.append(read)
    return FileRead(
        file=place.file,
        sha256=digest,
        tables=tuple(tables),
        findings=tuple(findings),
        refused=any(finding.severity is Severity.BLOCKING for finding in findings),
        personal=any(table == "participants" for _, table, _ in chosen),
    )


def _read_grid(
    grid: Grid, table: str, start: int, place: Place, context: Context, digest: str
) -> tuple[TableRead | None, list[Finding]]:
    here = place.on(grid.sheet, table)
    layout = lay_out(grid, table, start, here, context.owner.languages)
    findings = [*layout.findings, *_marks(grid, here)]
    if layout.is_refused:
        return None, findings
    rows = sort_rows(grid, layout, here)
    findings += rows.findings
    if not rows.items and not rows.shifted:
        findings.append(here.finding("FILE-03"))
    read = read_table(grid, layout, rows, here, context, digest)
    findings += read.findings
    items = len(rows.items) + rows.shifted
    unreadable = read.unreadable + rows.shifted
    return TableRead(table, grid.sheet, items, unreadable, read.sums, read.frame), findings


def _marks(grid: Grid, place: Place) -> Iterator[Finding]:
    """What a workbook hides or merges is read, but never silently."""
    marks = grid.marks
    if not marks.complete:
        yield place.finding("FILE-08-XLS")
    if marks.hidden:
        yield place.finding("FILE-08-SHEET")
    if hidden := sorted(marks.hidden_rows & set(grid.numbers)):
        yield place.finding("FILE-08-ROWS", found=_listed([str(number) for number in hidden]))
    if marks.hidden_columns:
        letters = [column_letters(number) for number in sorted(marks.hidden_columns)]
        yield place.finding("FILE-08-COLUMNS", found=_listed(letters))
    if marks.merged:
        areas = [f"{column_letters(b)}{a}:{column_letters(d)}{c}" for a, b, c, d in marks.merged]
        yield place.finding("FILE-08-MERGED", found=_listed(areas))


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_MANY]) + (" …" if len(names) > _MANY else "")


def _refused(place: Place, digest: str, refusal: Refusal) -> FileRead:
    finding = place.finding(
        refusal.code, found=refusal.found, expected=refusal.expected, row=refusal.row
    )
    return FileRead(place.file, digest, (), (finding,), refused=True, personal=False)


def _together(frames: list[pd.DataFrame], table: str) -> pd.DataFrame:
    """The rows of all files, numbered through in their order."""
    full = [frame for frame in frames if not frame.empty]
    if not full:
        return TABLES[table].empty()
    joined = pd.concat(full, ignore_index=True)
    return joined.assign(sequence=range(len(joined)))


def _unique_items(costs: pd.DataFrame, context: Context) -> tuple[pd.DataFrame, list[Finding]]:
    """Let rows whose number stands before wait: the later row loses."""
    named = costs["item_id"].ne("")
    doubled = named & costs.duplicated("item_id", keep="first")
    if not doubled.any():
        return costs, []
    first = costs.loc[named].drop_duplicates("item_id").set_index("item_id")
    findings = []
    for row in costs.loc[doubled].to_dict("records"):
        original = first.loc[row["item_id"]]
        place = Place(context.partner, row["file"], row["sheet"], "costs")
        findings.append(
            place.finding(
                "ROW-01",
                item_id=row["item_id"],
                row=int(row["row"]),
                column="item_id",
                words={"first": int(original["row"]), "other": original["file"]},
            )
        )
    unread = costs["unread"].where(~doubled, costs["unread"] + ";item_id").str.removeprefix(";")
    return costs.assign(unread=unread.astype("str")), findings
