"""A sheet as it was read: cells as text, each row with its number in the file, nothing decided.

CSV files and workbooks meet here. Every cell is text; ``kinds`` keeps what a workbook knew about
it beyond its text, so that a real number is never mistaken for a text that looks like one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

FileKind: TypeAlias = Literal["csv", "xlsx", "xls", "ods"]

TEXT = "t"
NUMBER = "n"
DATE = "d"
ERROR = "e"
NO_RESULT = "f"
EMPTY = " "
"""Kinds of cells, one letter each; a capital letter is a formula with a stored result.

``n`` is written with a decimal point and no grouping, ``d`` as an ISO day (or day and time), ``e``
is an error such as #DIV/0!, ``f`` a formula whose result was not stored.
"""


@dataclass(frozen=True)
class Marks:
    """What a workbook says about a sheet beside its cells; row and column numbers count from 1.

    Attributes:
        hidden: whether the sheet itself is hidden.
        hidden_rows, hidden_columns: numbers of those not shown.
        merged: first row, first column, last row, last column.
        complete: whether the format tells these things at all (XLS does not).
    """

    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    complete: bool = True


@dataclass(frozen=True)
class Grid:
    """One sheet, or the whole of a CSV file.

    Attributes:
        sheet: name of the sheet, "" for CSV.
        rows: records of cells; those of a CSV file may differ in length.
        numbers: the number of each record in the file: the spreadsheet's row, or the line where
            the record begins (the first is 1).
        kinds: one letter per cell for each record; empty where every cell is text.
        marks: see ``Marks``.
    """

    sheet: str
    rows: list[list[str]]
    numbers: list[int]
    kinds: list[str] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)

    def is_blank(self, index: int) -> bool:
        """Whether a record has nothing in it."""
        return not "".join(self.rows[index]).strip()

    @property
    def is_empty(self) -> bool:
        """Whether no record has anything in it."""
        return all(self.is_blank(index) for index in range(len(self.rows)))


def column_letters(number: int) -> str:
    """Name a column as spreadsheets do.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def visible(text: str, length: int = 80) -> str:
    """Write a cell for a message: bounded, on one line, with invisible characters shown.

    >>> visible("12" + chr(0x200B) + "34")
    '12<U+200B>34'
    """
    shown = "".join(
        character if character.isprintable() else _shown(character) for character in text.strip()
    )
    return shown if len(shown) <= length else shown[: length - 1] + "…"


def _shown(character: str) -> str:
    return (
        " "
        if character in "\t\r\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
        else (f"<U+{ord(character):04X}>")
    )
