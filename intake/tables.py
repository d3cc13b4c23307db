"""From a sheet of text to a typed frame: every cell read on its own, every fault named.

One bad cell never hides another. A row whose amount or currency cannot be read is left out and
counted; any other row stays, with the names of its unread columns in ``unread``, so that its amount
is declared and its rejection is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from intake import amounts, countries, dates, words
from intake.belonging import check_belonging
from intake.cells import Cells, Reading, to_mask
from intake.context import Context, Place
from intake.faults import Faults
from intake.grids import EMPTY, Grid
from intake.layout import Layout
from intake.mapped import MappedCells, Texts
from intake.meanings import meanings_of
from intake.packages import unknown_packages
from intake.rows import Rows
from intake.vocabulary import preferred_words
from schemas.columns import Column
from schemas.findings import Finding

_NUMBERS = ("money", "price", "quantity", "ratio", "count")


@dataclass(frozen=True)
class TableRead:
    """One sheet as read.

    Attributes:
        table: ``costs``, ``activities`` or ``participants``.
        sheet: name of the sheet, "" for CSV.
        rows: item rows, readable or not.
        unreadable_rows: item rows that are not in the frame.
        sum_declared: cents per currency of all rows in the frame (costs only).
        frame: typed, valid against the table's ``frame_schema``.
        waiting: typed as ``frame``, the rows left out of it because their amount or currency
            cannot be read.
        shifted: numbers of the rows whose cells cannot be told apart.
        columns: contract names of the columns that the sheet has, in its order.
    """

    table: str
    sheet: str
    rows: int
    unreadable_rows: int
    sum_declared: dict[str, int]
    frame: pd.DataFrame
    waiting: pd.DataFrame
    shifted: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """What is known of a sheet before its cells are read.

    Attributes:
        grid, layout, rows: its text, its columns, its item rows.
        place: for findings.
        sha256: digest of the file.
        first_sequence: number of its first row in the partner's submission.
    """

    grid: Grid
    layout: Layout
    rows: Rows
    place: Place
    sha256: str
    first_sequence: int

    @property
    def count(self) -> int:
        """How many item rows there are to read."""
        return len(self.rows.items)

    @cached_property
    def numbers(self) -> list[int]:
        """The number in the file of every item row."""
        return [self.grid.numbers[item] for item in self.rows.items]


def unread_table(layout: Layout, grid: Grid, rows: int) -> TableRead:
    """The reading of a sheet that is refused as a whole."""
    nothing = layout.table.empty()
    return TableRead(layout.table.name, grid.sheet, rows, rows, {}, nothing, nothing)


def read_table(sheet: Sheet, context: Context) -> tuple[TableRead, list[Finding]]:
    """Read the item rows of a sheet.

    Returns:
        The table (empty where its headings are refused) and the findings about rows and cells,
        which are complete in either case, so that a partner can mend all in one go.
    """
    layout = sheet.layout
    own = _mapped(sheet, context)
    cells = own.before_reading() if own else _cells(sheet)
    readings = _read_columns(cells, context, layout.table.currency)
    if own:
        cells, readings = own.after_reading(cells, readings)
    faults = Faults(layout, sheet.numbers, sheet.place, cells)
    for name, reading in readings.items():
        faults.add_cells(name, reading)
    faults.add_repeated_keys()
    belonging = check_belonging(sheet.grid, layout, sheet.rows.items, sheet.place, context)
    for name, strange in belonging.strange.items():
        faults.mark(name, strange)
    findings = [*faults.findings(), *belonging.findings]
    if "work_package" in readings:
        findings.extend(
            unknown_packages(
                cells["work_package"].column,
                readings["work_package"].values,
                sheet.numbers,
                sheet.place,
                context,
            )
        )
    rows = sheet.count + len(sheet.rows.shifted)
    if layout.is_refused or belonging.is_elsewhere:
        return unread_table(layout, sheet.grid, rows), findings
    frame, waiting = _frames(sheet, readings, faults.unread(), context)
    table = TableRead(
        table=layout.table.name,
        sheet=sheet.grid.sheet,
        rows=rows,
        unreadable_rows=rows - len(frame),
        sum_declared=_sums(frame) if layout.table.name == "costs" else {},
        frame=frame,
        waiting=waiting,
        shifted=tuple(sheet.rows.shifted),
        columns=tuple(readings),
    )
    return table, findings


def _cells(sheet: Sheet) -> dict[str, Cells]:
    """The item cells of every column of the table, by contract name."""
    layout = sheet.layout
    take = _columns(sheet)
    cells = {}
    for name, index in layout.columns.items():
        column = layout.table.by_extract.get(name)
        if column:
            cells[name] = Cells(column, *take(index), layout.currencies.get(name, ""))
    return cells


def _columns(sheet: Sheet) -> Callable[[int], Texts]:
    """What gives the item cells of a column by its index: text without blanks around, kinds."""
    grid, items = sheet.grid, sheet.rows.items

    def take(index: int) -> Texts:
        return grid.texts(index, items), grid.letters_of(index, items)

    return take


def _mapped(sheet: Sheet, context: Context) -> MappedCells | None:
    """The cells as a remembered mapping makes them, None where the headings are known."""
    match = sheet.layout.match
    if match is None:
        return None
    origin = f"{context.period}/{Path(sheet.place.file).stem}"
    return MappedCells(match, _columns(sheet), sheet.numbers, origin)


def _read_columns(
    cells: Mapping[str, Cells], context: Context, own_currency: str
) -> dict[str, Reading]:
    """Read all columns; number styles and the order of days are decided over the whole table.

    Args:
        cells: by contract name.
        context: where the file was handed in.
        own_currency: of all amounts of the table, "" where a column states it.
    """
    whole = {name: _without_broken(column) for name, column in cells.items()}
    days = {
        name: dates.look_at(column)
        for name, column in whole.items()
        if column.column.kind == "date"
    }
    figures = {
        name: amounts.look_at(column)
        for name, column in whole.items()
        if column.column.kind in _NUMBERS
    }
    readings = {
        name: _read_words(column, context)
        for name, column in whole.items()
        if name not in days and name not in figures
    }
    for name, looked in days.items():
        readings[name] = dates.read_days(looked, list(days.values()), context.owner.country)
    styles = amounts.decide_styles(list(figures.values()))
    currency = readings["currency"].values if "currency" in readings else None
    for (name, numbers), style in zip(figures.items(), styles, strict=True):
        if own_currency:
            currency = pd.Series(own_currency, index=numbers.text.index, dtype="str")
        readings[name] = amounts.read_numbers(numbers, style, currency)
    if "nuts" in readings and "country" in readings:
        readings["nuts"] = countries.hold_against(readings["nuts"], readings["country"])
    return {name: readings[name] for name in cells}


def _without_broken(cells: Cells) -> Cells:
    """Leave out what the spreadsheet program itself has no value for; it has its own finding."""
    broken = cells.broken
    if not broken.any():
        return cells
    kinds = np.where(broken, EMPTY, cells.kinds)
    return Cells(cells.column, cells.text.where(~broken, ""), kinds, cells.currency)


def _read_words(cells: Cells, context: Context) -> Reading:
    column = cells.column
    if column.kind in ("code", "codes"):
        read = words.read_codes if column.kind == "code" else words.read_code_lists
        spoken = preferred_words(column.extract, context.owner.languages)
        return read(cells, meanings_of(column, context), spoken)
    if column.extract == "participant_ref":
        return words.read_pseudonyms(cells, context.key_of_persons)
    if column.extract == "staff_ref":
        known = {person.ref for person in context.project.staff}
        return words.read_staff(cells, context.key_of_persons, known)
    if column.extract == "country":
        return countries.read_countries(cells, context.owner.languages)
    if column.extract == "nuts":
        return countries.read_regions(cells)
    plain = {"currency": words.read_currencies, "flag": words.read_flags}
    return plain.get(column.kind, words.read_texts)(cells)


def _frames(
    sheet: Sheet, readings: Mapping[str, Reading], unread: pd.Series, context: Context
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put the columns together, with provenance; rows without an amount go into the second."""
    table, place = sheet.layout.table, sheet.place
    columns = {
        column.frame: readings[column.extract].values
        if column.extract in readings
        else _missing(column, sheet.count)
        for column in table.columns
    }
    provenance = {
        "partner": context.partner,
        "period": context.period,
        "file": place.file,
        "file_sha256": sheet.sha256,
        "sheet": place.sheet,
        "row": sheet.numbers,
        "sequence": range(sheet.first_sequence, sheet.first_sequence + sheet.count),
        "unread": unread,
    }
    for name, dtype in table.provenance.items():
        columns[name] = pd.Series(provenance[name], index=unread.index, dtype=dtype)
    frame = pd.DataFrame(columns)
    if table.name != "costs":
        return frame, table.empty()
    usable = to_mask(frame["amount_declared_cents"].notna() & frame["currency"].ne(""))
    waiting = frame.loc[~usable].reset_index(drop=True)
    return frame.loc[usable].reset_index(drop=True) if len(waiting) else frame, waiting


def _missing(column: Column, count: int) -> pd.Series:
    """A column that the extract does not have."""
    if column.dtype == "str":
        return pd.Series(np.full(count, "", dtype=object), dtype="str")
    return pd.Series(index=range(count), dtype=column.dtype)


def _sums(frame: pd.DataFrame) -> dict[str, int]:
    sums = frame.groupby("currency")["amount_declared_cents"].sum()
    return {str(currency): int(cents) for currency, cents in sums.items()}
