"""One sheet becomes one typed table: every cell read on its own, every fault named at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from intake import amounts, dates
from intake.cells import Cells, Mask, Problem, Reading
from intake.context import Context, Place
from intake.grids import EMPTY, ERROR, Grid, visible
from intake.layout import Layout
from intake.rows import Rows
from intake.vocabulary import PLACE, codes_of, comparison_key
from intake.words import (
    read_code_lists,
    read_codes,
    read_currencies,
    read_flags,
    read_pseudonyms,
    read_texts,
)
from schemas.columns import PROVENANCE, Column
from schemas.findings import Finding

_NUMBERS = ("money", "price", "quantity", "ratio", "count")
_NEEDED_FOR_AN_AMOUNT = ("amount_declared", "currency")


@dataclass(frozen=True)
class ReadTable:
    """The items of one sheet.

    Attributes:
        frame: typed; rows without a readable amount or currency are left out.
        unreadable: how many rows those are.
        sums: declared cents by currency of all readable rows (costs only).
        findings: about cells and rows.
    """

    frame: pd.DataFrame
    unreadable: int
    sums: dict[str, int]
    findings: list[Finding]


def read_table(
    grid: Grid, layout: Layout, rows: Rows, place: Place, context: Context, digest: str
) -> ReadTable:
    """Read the items of a sheet.

    Args:
        grid: the sheet.
        layout: which column means what.
        rows: which rows are items.
        place: for the findings.
        context: for whom the file was handed in.
        digest: SHA-256 of the file.
    """
    cells = {name: _cells(grid, layout, rows, name) for name in layout.columns}
    readings = _readings(layout, cells, context)
    numbers = np.array([grid.numbers[index] for index in rows.items], dtype=np.int64)
    ids = readings[layout.table.columns[0].extract].values
    findings: list[Finding] = []
    unread: dict[str, Mask] = {}
    for column in layout.table.columns:
        if column.extract not in cells:
            continue
        where = _Column(column.extract, layout.heading(column.extract), numbers, ids, place)
        found, masks = _faults(column, cells[column.extract], readings[column.extract], where)
        findings += found
        unread[column.extract] = masks
    for name in PLACE:
        if name in cells:
            found, masks = _elsewhere(name, cells[name], numbers, ids, place, context)
            findings += found
            unread[name] = masks
    frame = _frame(layout, readings, len(rows.items))
    frame["unread"] = _names(unread, len(rows.items))
    frame["partner"], frame["period"] = context.partner, context.period
    frame["file"], frame["file_sha256"] = place.file, digest
    frame["sheet"], frame["row"] = place.sheet, numbers
    frame["sequence"] = np.arange(len(rows.items), dtype=np.int64)
    types = {column.frame: column.dtype for column in layout.table.columns} | PROVENANCE
    frame = frame.astype({name: types[name] for name in frame.columns})[list(types)]
    readable = np.ones(len(frame), dtype=bool)
    for name in _NEEDED_FOR_AN_AMOUNT:
        readable &= ~unread.get(name, np.zeros(len(frame), dtype=bool))
    frame = frame.loc[readable].reset_index(drop=True)
    return ReadTable(frame, int((~readable).sum()), _sums(frame), findings)


@dataclass(frozen=True)
class _Column:
    """Where the findings of one column are."""

    name: str
    heading: str
    numbers: np.ndarray[tuple[int], np.dtype[np.int64]]
    ids: pd.Series
    place: Place

    def finding(self, code: str, position: int, found: object, expected: object) -> Finding:
        """The finding of one cell."""
        return self.place.finding(
            code,
            found=found,
            expected=expected,
            item_id=str(self.ids.iat[position]),
            row=int(self.numbers[position]),
            column=self.name,
            words={"heading": self.heading},
        )


def _cells(grid: Grid, layout: Layout, rows: Rows, name: str) -> Cells:
    """The cells of one column; a short row of a workbook ends in empty cells."""
    index = layout.columns[name]
    column = layout.table.by_extract.get(name) or Column(name, "text", "")
    text = [
        grid.rows[row][index].strip() if index < len(grid.rows[row]) else "" for row in rows.items
    ]
    kinds = np.empty(0, dtype="U1")
    if grid.kinds:
        kinds = np.array(
            [
                grid.kinds[row][index] if index < len(grid.kinds[row]) else EMPTY
                for row in rows.items
            ],
            dtype="U1",
        )
    return Cells(column, pd.Series(text, dtype="str"), kinds, layout.currencies.get(name, ""))


def _readings(layout: Layout, cells: Mapping[str, Cells], context: Context) -> dict[str, Reading]:
    """Read every column; number styles and day orders are decided over the whole table."""
    known = {name: held for name, held in cells.items() if name in layout.table.by_extract}
    read: dict[str, Reading] = {}
    for name, held in known.items():
        if held.column.kind not in (*_NUMBERS, "date"):
            read[name] = _words(held, context)
    row_currency = read["currency"].values if "currency" in read else None
    numeric = [name for name, held in known.items() if held.column.kind in _NUMBERS]
    figures = [amounts.look_at(known[name]) for name in numeric]
    styles = amounts.decide_styles(figures)
    for name, figure, style in zip(numeric, figures, styles, strict=True):
        read[name] = amounts.read_numbers(figure, style, row_currency)
    dated = [name for name, held in known.items() if held.column.kind == "date"]
    days = [dates.look_at(known[name]) for name in dated]
    for name, day in zip(dated, days, strict=True):
        read[name] = dates.read_days(day, days, context.owner.country)
    return read


def _words(held: Cells, context: Context) -> Reading:
    column = held.column
    if column.extract == "cost_category":
        titles = {
            comparison_key(title): code
            for code, names in context.categories.items()
            for title in names
        }
        return read_codes(held, _permitted("cost_category", tuple(context.categories)) | titles)
    if column.extract == "participant_ref":
        return read_pseudonyms(held, context.pseudonym_key)
    if column.kind == "code":
        return read_codes(held, _permitted(column.extract, column.codes))
    if column.kind == "codes":
        return read_code_lists(held, _permitted(column.extract, column.codes))
    if column.kind == "currency":
        return read_currencies(held)
    return read_flags(held) if column.kind == "flag" else read_texts(held)


def _permitted(column: str, codes: tuple[str, ...]) -> dict[str, str]:
    """The words that may stand in a column of codes, as far as the family knows their code."""
    known = {key: code for key, code in codes_of(column).items() if code in codes}
    return known | {comparison_key(code): code for code in codes}


def _faults(
    column: Column, held: Cells, reading: Reading, where: _Column
) -> tuple[list[Finding], Mask]:
    """Findings of one column, and the rows in which its cell could not be used."""
    broken = held.broken
    text = held.text
    found = [
        where.finding("CELL-01-ERROR" if is_error else "CELL-04", position, shown, "")
        for position, is_error, shown in zip(
            np.flatnonzero(broken), held.of_kind(ERROR)[broken], text[broken], strict=True
        )
    ]
    unread = broken.copy()
    for problem in reading.problems:
        rows = problem.rows & ~broken
        unread |= rows
        found += [
            where.finding(
                problem.code,
                position,
                _found(problem, text, position),
                _expected(problem, position),
            )
            for position in np.flatnonzero(rows)
        ]
    if column.required:
        empty = ~held.filled & ~broken
        unread |= empty
        found += [
            where.finding("CELL-02", position, None, None) for position in np.flatnonzero(empty)
        ]
    calculated = np.flatnonzero(held.calculated & ~broken)
    if len(calculated):
        first = int(calculated[0])
        found.append(
            where.place.finding(
                "CELL-05",
                found=text.iat[first],
                column=where.name,
                row=int(where.numbers[first]),
                words={"heading": where.heading, "count": len(calculated)},
            )
        )
    return found, unread


def _found(problem: Problem, text: pd.Series, position: int) -> str:
    shown = text if problem.found is None else problem.found
    return visible(str(shown.get(position, text.iat[position])))


def _expected(problem: Problem, position: int) -> str | int:
    expected = problem.expected
    return str(expected.get(position, "")) if isinstance(expected, pd.Series) else expected


def _elsewhere(
    name: str,
    held: Cells,
    numbers: np.ndarray[tuple[int], np.dtype[np.int64]],
    ids: pd.Series,
    place: Place,
    context: Context,
) -> tuple[list[Finding], Mask]:
    """Rows that say another project, partner or period than where the file was handed in."""
    expected, agrees = _expectation(name, context)
    codes, distinct = pd.factorize(held.text)
    fitting = np.array([not text or agrees(text) for text in distinct], dtype=bool)[codes]
    other = ~fitting & held.filled
    if other.any() and not (fitting & held.filled).any() and other.sum() == held.filled.sum():
        first = str(held.text[other].iloc[0])
        return [place.finding("FILE-04", found=first, expected=expected, column=name)], other
    where = _Column(name, name, numbers, ids, place)
    found = [
        where.finding("ROW-02", position, held.text.iat[position], expected)
        for position in np.flatnonzero(other)
    ]
    return found, other


def _expectation(name: str, context: Context) -> tuple[str, Callable[[str], bool]]:
    """What a place column should say, and whether a cell says it."""
    project = context.project
    if name == "partner":
        return context.partner, context.owner.answers_to
    if name == "period":
        return str(context.period), lambda text: _number_in(text) == context.period
    names = {
        comparison_key(text) for text in (project.id, project.acronym, *project.title.values())
    }
    return project.id, lambda text: comparison_key(text) in names


def _number_in(text: str) -> int | None:
    """The number of a period as partners write it: "2", "2.0", "Period 2"."""
    digits = re.findall(r"[0-9]+", text.removesuffix(".0"))
    return int(digits[0]) if len(digits) == 1 else None


def _frame(layout: Layout, readings: Mapping[str, Reading], length: int) -> pd.DataFrame:
    """Typed columns of the contract; those that are not there are empty."""
    empty = layout.table.empty()
    columns = {}
    for column in layout.table.columns:
        reading = readings.get(column.extract)
        if reading is not None:
            values = reading.values
            if column.dtype == "str":
                values = values.mask(reading.unread, "")
            columns[column.frame] = values.reset_index(drop=True)
        elif column.dtype == "str":
            columns[column.frame] = pd.Series([""] * length, dtype="str")
        else:
            columns[column.frame] = empty[column.frame].reindex(range(length))
    return pd.DataFrame(columns)


def _names(unread: Mapping[str, Mask], length: int) -> list[str]:
    """Per row, the names of the columns that could not be used."""
    names = [""] * length
    for name, rows in unread.items():
        for position in np.flatnonzero(rows):
            names[position] = f"{names[position]};{name}" if names[position] else name
    return names


def _sums(frame: pd.DataFrame) -> dict[str, int]:
    if "amount_declared_cents" not in frame:
        return {}
    summed = frame.groupby("currency")["amount_declared_cents"].sum()
    return {str(currency): int(cents) for currency, cents in summed.items()}
