"""A sheet as it was read: cells as text, each row with its number in the file, nothing decided.

CSV files and workbooks meet here. Every cell is text; ``kinds`` keeps what a workbook knew about
it beyond its text, so that a real number is never mistaken for a text that looks like one.

Cells are held column by column: a list of lists of Python texts takes some sixty bytes a cell,
while columns of Arrow stay near the size of the file, and a whole column is looked at in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest
from typing import TypeAlias, overload

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intake.cell_kinds import DATE, EMPTY, ERROR, NO_RESULT, NUMBER, TEXT, FileKind

__all__ = [
    "DATE",
    "EMPTY",
    "ERROR",
    "NO_RESULT",
    "NUMBER",
    "TEXT",
    "FileKind",
    "Grid",
    "GridBuilder",
    "Marks",
    "TooLargeError",
    "column_letters",
    "visible",
]

MOST_CELLS = 16_000_000
"""Cells of one sheet, empty ones of its shorter rows included."""

MOST_ROWS = 120_000
"""Rows of one sheet that have anything in them; a large extract has 100,000."""

MOST_COLUMNS = 16_384
"""The limit of spreadsheet programs themselves."""

_BLOCK = 4_096
"""Rows that are turned into columns together."""

Letters: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True)
class Marks:
    """What a workbook says about a sheet beside its cells; row and column numbers count from 1.

    Attributes:
        hidden: whether the sheet itself is hidden.
        hidden_rows, hidden_columns: numbers of those not shown.
        merged: first row, first column, last row, last column.
        complete: whether these things could be found out; of some XLS workbooks they cannot.
    """

    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    complete: bool = True


@dataclass(frozen=True, eq=False)
class Grid:
    """One sheet, or the whole of a CSV file.

    Attributes:
        sheet: name of the sheet, "" for CSV.
        columns: the text of all cells, a column each; where a record is shorter, "" stands.
        widths: how many cells each record has; those of a CSV file may differ.
        numbers: the number of each record in the file: the spreadsheet's row, or the line where
            the record begins (the first is 1).
        letters: the kind of each cell, one letter of ``grids`` (records × columns); None where
            every cell is text.
        marks: see ``Marks``.
    """

    sheet: str
    columns: tuple[pa.ChunkedArray, ...]
    widths: NDArray[np.int32]
    numbers: Sequence[int]
    letters: Letters | None = None
    marks: Marks = field(default_factory=Marks)

    @classmethod
    def of(cls, sheet: str, rows: Sequence[Sequence[str]], kinds: Sequence[str] = ()) -> Grid:
        """A sheet of some rows, numbered from 1; with ``kinds`` as of a workbook."""
        records = GridBuilder()
        for index, row in enumerate(rows):
            records.add(index + 1, row, kinds[index] if kinds else "")
        return records.grid(sheet, typed=bool(kinds))

    @cached_property
    def rows(self) -> Rows:
        """The records as lists of cells; for all cells of many records, look at columns."""
        return Rows(self)

    @cached_property
    def kinds(self) -> Kinds:
        """One letter per cell for each record, as text; empty where every cell is text."""
        return Kinds(self)

    @cached_property
    def used(self) -> list[int]:
        """Indexes of the columns that have anything in them, be it blanks."""
        return [
            index
            for index, column in enumerate(self.columns)
            if pc.max(pc.binary_length(column)).as_py()
        ]

    @cached_property
    def _used(self) -> frozenset[int]:
        return frozenset(self.used)

    @cached_property
    def blank(self) -> NDArray[np.bool_]:
        """Which records have nothing in them."""
        left = np.arange(len(self.numbers))
        for index in self.used:
            left = left[~_is_filled(self.columns[index].take(left))]
            if not len(left):
                break
        blank = np.zeros(len(self.numbers), dtype=bool)
        blank[left] = True
        return blank

    def is_blank(self, index: int) -> bool:
        """Whether a record has nothing in it."""
        return bool(self.blank[index])

    @property
    def is_empty(self) -> bool:
        """Whether no record has anything in it."""
        return bool(self.blank.all())

    def between(self, first: int, end: int) -> Grid:
        """The records from one index up to another, which is not among them."""
        if first == 0 and end == len(self.numbers):
            return self
        return replace(
            self,
            columns=tuple(column.slice(first, end - first) for column in self.columns),
            widths=self.widths[first:end],
            numbers=self.numbers[first:end],
            letters=None if self.letters is None else self.letters[first:end],
        )

    def without_blank(self) -> Grid:
        """The grid without records that have nothing in them."""
        if not self.blank.any():
            return self
        left = np.flatnonzero(~self.blank)
        return replace(
            self,
            columns=tuple(column.take(left) for column in self.columns),
            widths=self.widths[left],
            numbers=[self.numbers[index] for index in left.tolist()],
            letters=None if self.letters is None else self.letters[left],
        )

    def with_record(self, index: int, cells: Sequence[str]) -> Grid:
        """The grid with other texts in one record."""
        columns = [
            pa.chunked_array(
                [
                    *column.slice(0, index).chunks,
                    pa.array([cells[place] if place < len(cells) else ""], pa.string()),
                    *column.slice(index + 1).chunks,
                ],
                pa.string(),
            )
            for place, column in enumerate(self.columns)
        ]
        widths = self.widths.copy()
        widths[index] = max(widths[index], len(cells))
        return replace(self, columns=tuple(columns), widths=widths)

    def filled(self, column: int) -> NDArray[np.bool_]:
        """In which records a column has anything; columns are counted from 0."""
        if column >= len(self.columns) or column not in self._used:
            return np.zeros(len(self.numbers), dtype=bool)
        return _is_filled(self.columns[column])

    def texts(self, column: int, records: NDArray[np.int64]) -> pd.Series:
        """The cells of a column in some records, without blanks around, type ``str``."""
        if column >= len(self.columns) or column not in self._used:
            return pd.Series(np.full(len(records), "", dtype=object), dtype="str")
        cells = _taken(self.columns[column], records)
        trimmed = pc.utf8_trim_whitespace(cells).cast(pa.large_string())
        return pd.Series(pd.array(trimmed, dtype="str"))

    def letters_of(self, column: int, records: NDArray[np.int64]) -> NDArray[np.str_]:
        """The kinds of these cells, type ``U1``; empty where every cell is text."""
        if self.letters is None:
            return np.empty(0, dtype="U1")
        if column >= self.letters.shape[1]:
            return np.full(len(records), " ", dtype="U1")
        return np.ascontiguousarray(self.letters[records, column]).view("S1").astype("U1")


def _taken(column: pa.ChunkedArray, records: NDArray[np.int64]) -> pa.ChunkedArray:
    """Some cells of a column; a run of them, the usual case, without copying."""
    count = len(records)
    if count and records[-1] - records[0] == count - 1:
        return column.slice(int(records[0]), count)
    return column.take(pa.array(records))


def _is_filled(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    filled: NDArray[np.bool_] = pc.greater(
        pc.binary_length(pc.utf8_trim_whitespace(column)), 0
    ).to_numpy(zero_copy_only=False)
    return filled


class Rows(Sequence[list[str]]):
    """The records of a grid, each as the list of its cells."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid

    def __len__(self) -> int:
        return len(self._grid.numbers)

    @overload
    def __getitem__(self, index: int) -> list[str]: ...
    @overload
    def __getitem__(self, index: slice) -> list[list[str]]: ...
    def __getitem__(self, index: int | slice) -> list[str] | list[list[str]]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            return (
                list(self._between(start, stop))
                if step == 1
                else [self[place] for place in range(start, stop, step)]
            )
        place = range(len(self))[index]
        cells = [""] * int(self._grid.widths[place])
        for column in self._grid.used:
            if column < len(cells):
                cells[column] = self._grid.columns[column][place].as_py()
        return cells

    def __iter__(self) -> Iterator[list[str]]:
        return self._between(0, len(self))

    def _between(self, start: int, stop: int) -> Iterator[list[str]]:
        for first in range(start, stop, _BLOCK):
            count = min(_BLOCK, stop - first)
            columns = [column.slice(first, count).to_pylist() for column in self._grid.columns]
            widths = self._grid.widths[first : first + count].tolist()
            for cells, width in zip(zip(*columns, strict=True), widths, strict=True):
                yield list(cells[:width])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class Kinds(Sequence[str]):
    """The kinds of the cells of a grid, a text of letters for each record."""

    def __init__(self, grid: Grid) -> None:
        self._letters = grid.letters
        self._widths = grid.widths

    def __len__(self) -> int:
        return 0 if self._letters is None else len(self._letters)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if self._letters is None:
            raise IndexError(index)
        return self._letters[index, : self._widths[index]].tobytes().decode("ascii")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class TooLargeError(Exception):
    """A sheet holds more than any extract does; ``code`` and ``expected`` are the finding's."""

    def __init__(self, code: str = "FILE-01-BOMB", expected: int | str = "") -> None:
        self.code = code
        self.expected = expected
        super().__init__(code)


class GridBuilder:
    """Takes records one by one and holds them compactly; those with nothing in them are left out.

    A sheet of more than ``MOST_ROWS``, ``MOST_COLUMNS`` or ``MOST_CELLS`` raises ``TooLargeError``
    while it is added.
    """

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._widths: list[int] = []
        self._cells: list[Sequence[str]] = []
        self._kinds: list[str] = []
        self._columns: list[list[pa.Array]] = []
        self._letters: list[Letters] = []
        self._rows = 0

    def add(self, number: int, cells: Sequence[str], kinds: str = "") -> None:
        """Add a record; ``kinds`` has a letter per cell where the file is a workbook."""
        if not any(cells) and not kinds.strip():
            return
        self._numbers.append(number)
        self._widths.append(len(cells))
        self._cells.append(cells)
        if kinds:
            self._kinds.append(kinds)
        if len(self._cells) == _BLOCK:
            self._pack()

    def add_block(
        self, numbers: Sequence[int], kinds: Sequence[str], columns: Sequence[Sequence[str]]
    ) -> None:
        """Add records of a workbook, equally wide, by column; see ``add``."""
        self._numbers.extend(numbers)
        self._widths.extend([len(columns)] * len(numbers))
        self._check(len(columns))
        while len(self._columns) < len(columns):
            self._columns.append([])
        for packed, texts in zip(self._columns, columns, strict=True):
            packed.append(pa.array(texts, pa.string()))
        letters = np.frombuffer("".join(kinds).encode("ascii"), np.uint8)
        self._letters.append(letters.reshape(len(columns), -1).T)
        self._rows += len(numbers)

    def _check(self, width: int) -> None:
        if len(self._numbers) > MOST_ROWS:
            raise TooLargeError("FILE-01-ROWS", MOST_ROWS)
        if width > MOST_COLUMNS or width * len(self._numbers) > MOST_CELLS:
            raise TooLargeError

    def _pack(self) -> None:
        """Turn the records at hand into columns."""
        width = max(len(self._columns), *map(len, self._cells))
        self._check(width)
        while len(self._columns) < width:
            self._columns.append([_nothing(self._rows)])
        columns = list(zip_longest(*self._cells, fillvalue=""))
        for index, packed in enumerate(self._columns):
            texts = columns[index] if index < len(columns) else ()
            packed.append(pa.array(texts, pa.string()) if texts else _nothing(len(self._cells)))
        if self._kinds:
            letters = "".join(kinds.ljust(width) for kinds in self._kinds).encode("ascii")
            self._letters.append(np.frombuffer(letters, np.uint8).reshape(-1, width))
        self._rows += len(self._cells)
        self._cells, self._kinds = [], []

    def grid(self, sheet: str = "", marks: Marks | None = None, *, typed: bool = False) -> Grid:
        """The records that were added.

        Args:
            sheet: its name.
            marks: what the workbook says beside the cells.
            typed: whether kinds were given.
        """
        if self._cells:
            self._pack()
        width = len(self._columns)
        letters = None
        if typed:
            # Column by column, as they are looked at.
            letters = np.full((self._rows, width), ord(" "), dtype=np.uint8, order="F")
            start = 0
            for block in self._letters:
                letters[start : start + len(block), : block.shape[1]] = block
                start += len(block)
        return Grid(
            sheet=sheet,
            columns=tuple(map(_whole, self._columns)),
            widths=np.array(self._widths, dtype=np.int32),
            numbers=self._numbers,
            letters=letters,
            marks=marks or Marks(),
        )


def _whole(packed: list[pa.Array]) -> pa.ChunkedArray:
    """The pieces of a column as one; they are let go."""
    column = pa.chunked_array([pa.concat_arrays(packed)])
    packed.clear()
    return column


def _nothing(count: int) -> pa.Array:
    return pa.repeat(pa.scalar("", pa.string()), count)


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
