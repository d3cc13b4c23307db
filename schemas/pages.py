"""A sheet of a partner's file as it was read, for those who write it again.

Intake reads files and reporting writes documents, and neither knows the other; a page is what the
one hands to the other when a partner's own file goes back to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class Page:
    """One sheet, or the whole of a CSV file.

    Attributes:
        file: the partner's name of the file.
        sheet: as in the file; "" for CSV.
        title: a name that a sheet of a workbook can have: the sheet's own; for CSV what the
            partner's language calls its table.
        rows: records of cells as text.
        numbers: the number of each record in the file.
        kinds: one letter per cell for each record (see ``intake.grids``); empty where every cell
            is text.
        hidden: whether the sheet is hidden.
        hidden_rows, hidden_columns: their numbers, counted from 1.
        merged: first row, first column, last row, last column.
        table: what it holds, "" for other sheets.
        heading: number of the row of headings, 0 where there is none.
        headings: the headings, fit to be shown, in the order of the columns.
        width: how many columns the table takes, to the last with a heading or in use.
        columns: contract name and index of its column.
        key: index of the column that names the record.
        words: indexes of the columns that hold words, so that what is typed there stays as typed.
        aside: numbers of rows whose cells do not stand under their headings (CSV).
        values: index of a column and, by row number, what its cell means: an amount or a quantity
            as an exact number, or a day. Only columns in which every cell could be read.
    """

    file: str
    sheet: str
    title: str
    rows: list[list[str]]
    numbers: list[int]
    kinds: list[str]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    table: str = ""
    heading: int = 0
    headings: tuple[str, ...] = ()
    width: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)
    key: int = 0
    words: frozenset[int] = frozenset()
    aside: frozenset[int] = frozenset()
    values: Mapping[int, Mapping[int, Fraction | date]] = field(default_factory=dict)
