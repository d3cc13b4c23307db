"""Which rows of a sheet are items, and which are blank, totals, headings, notes or shifted.

Nearly every row is an item at first sight: all that a row must have stands there. Only the others
are looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from intake.cells import Mask, to_mask
from intake.context import Place
from intake.grids import Grid
from intake.layout import Layout
from intake.told import Told
from intake.vocabulary import headings, may_be_total, total_line
from schemas.findings import Finding

_NUMBERS = ("money", "price", "quantity", "ratio", "count")
_NUMBER_LIKE = re.compile(r"\w*\d\S*")
"""How numbers of items look: a digit, and no blanks."""

_BELOW_HEADINGS = 3
"""So far below the headings a line may stand that numbers the columns, as forms have it."""


@dataclass(frozen=True)
class Rows:
    """The rows below the headings, sorted out.

    Attributes:
        items: indexes in the grid of the rows that are items.
        shifted: numbers of the rows with more or fewer cells than the heading; they cannot be read.
        findings: about rows that are not items.
    """

    items: NDArray[np.int64]
    findings: list[Finding] = field(default_factory=list)
    shifted: list[int] = field(default_factory=list)


def sort_rows(grid: Grid, layout: Layout, place: Place) -> Rows:
    """Sort the rows below the headings into items and others; every other row is named."""
    below = np.arange(layout.start + 1, len(grid.numbers))
    below = below[~grid.blank[below]]
    doubtful = _doubtful(grid, layout, below)
    plain = below[~doubtful]
    last_plain = int(plain[-1]) if len(plain) else len(grid.numbers)
    told = Told(place)
    shifted: list[int] = []
    items = []
    lines = _Lines(layout, [cell.strip() for cell in grid.rows[layout.start]])
    for index, row in _cells(grid, below[doubtful]):
        number = grid.numbers[index]
        if beside := lines.beside(row, grid):
            shifted.append(number)
            told.add("ROW-04", row=number, found=beside, expected=layout.width)
        elif total := lines.total_in(row):
            told.add("ROW-03", row=number, found=total)
        elif lines.repeats_headings(row):
            told.add("ROW-06", row=number)
        elif note := lines.note_in(row, index, is_below=index > last_plain):
            told.add("ROW-07", row=number, found=note)
        elif lines.is_shifted(row, grid):
            shifted.append(number)
            told.add("ROW-04", row=number, found=len(row), expected=layout.width)
        else:
            items.append(index)
    kept = np.sort(np.concatenate([plain, np.array(items, dtype=np.int64)]))
    return Rows(kept, told.findings(), shifted)


def _doubtful(grid: Grid, layout: Layout, below: NDArray[np.int64]) -> Mask:
    """Rows that may be no items: something that every item has is missing or is not like it."""
    doubtful = below <= layout.start + _BELOW_HEADINGS
    if grid.letters is None:
        wide = [grid.filled(index) for index in range(layout.width, len(grid.columns))]
        last_named = max(layout.used, default=0)
        doubtful |= grid.widths[below] <= last_named
        for filled in wide:
            doubtful |= filled[below]
    required = [
        (column, layout.columns[column.extract])
        for column in layout.table.columns
        if column.required and column.extract in layout.columns
    ]
    amounts = False
    for column, index in required:
        text = grid.texts(index, below)
        if column.kind in _NUMBERS:
            amounts = True
            figures = to_mask(text.str.contains("[0-9]"))
            for other in layout.against(column.extract):
                figures = figures | to_mask(grid.texts(other, below).str.contains("[0-9]"))
            doubtful |= ~figures
        else:
            doubtful |= to_mask(text.eq(""))
    key = layout.columns.get(layout.table.columns[0].extract)
    if key is None:
        return _doubtful_without_numbers(grid, layout, below, doubtful)
    keys = grid.texts(key, below)
    doubtful |= to_mask(keys.str.contains(may_be_total(), regex=True))
    if not amounts:
        # Without an amount in every row, only words tell a repeated heading from an item.
        name = layout.table.columns[0].extract
        doubtful |= to_mask(keys.map(lambda text: _means(layout, name, text)).astype(bool))
    return doubtful


def _doubtful_without_numbers(
    grid: Grid, layout: Layout, below: NDArray[np.int64], doubtful: Mask
) -> Mask:
    """Where items have no numbers of their own, the other words that every item has tell."""
    words = [
        layout.columns[column.extract]
        for column in layout.table.columns
        if column.required and column.kind == "text" and column.extract in layout.columns
    ]
    if not words:
        return np.ones(len(below), dtype=bool)
    for index in words:
        doubtful |= to_mask(grid.texts(index, below).str.contains(may_be_total(), regex=True))
    return doubtful


def _means(layout: Layout, column: str, text: str) -> bool:
    """Whether a cell is the heading of its column, or another word for it."""
    known = headings().column(layout.table.name, text)
    return text == layout.heading(column) or known == column


def _cells(grid: Grid, indexes: NDArray[np.int64]) -> Iterator[tuple[int, list[str]]]:
    """Some records with their indexes, their cells without blanks around."""
    for start in range(0, len(indexes), 4096):
        some = indexes[start : start + 4096]
        columns = [
            pc.utf8_trim_whitespace(grid.columns[index].take(some)).to_pylist()
            for index in grid.used
        ]
        filled = zip(*columns, strict=True)
        for index, width, texts in zip(some, grid.widths[some].tolist(), filled, strict=True):
            cells = [""] * width
            for column, text in zip(grid.used, texts, strict=True):
                if column < width:
                    cells[column] = text
            yield int(index), cells


class _Lines:
    """Recognises lines that are no items by the words in them."""

    def __init__(self, layout: Layout, own_headings: list[str]) -> None:
        described = layout.table.by_extract
        kinds = {
            index: described[name].kind
            for name, index in layout.columns.items()
            if name in described
        }
        self._layout = layout
        self._headings = own_headings
        self._names = {index: name for name, index in layout.columns.items()}
        # Headings are told by these, so that not every cell of every row must be held against them.
        self._first = list(self._names)[:6]
        self._key = layout.columns.get(layout.table.columns[0].extract)
        kinds |= dict.fromkeys(layout.joined, "text")
        self._words = [
            index for index, kind in kinds.items() if kind not in (*_NUMBERS, "currency")
        ]
        self._numbers = [index for index, kind in kinds.items() if kind in _NUMBERS]
        self._codes = [index for index, kind in kinds.items() if kind == "code"]
        self._telling = [
            index for index, kind in kinds.items() if kind in (*_NUMBERS, "currency", "code")
        ]
        self._starts = total_line()
        self._known: dict[tuple[int, str], bool] = {}

    def total_in(self, row: list[str]) -> str:
        """What makes the row a total line, "" if it is none.

        A total line has no item number (or a word such as "Summe" in its place), no other words
        than such a one, and a number or such a word at all.
        """
        key = self._key_of(row)
        if key and not (key[0].isalpha() and self._starts.match(key)):
            return ""
        words = [row[index] for index in self._words if index < len(row)]
        if any(word and not self._starts.match(word) for word in words):
            return ""
        # The word may also stand in a column of its own that the contract does not know.
        everywhere = [cell for cell in row if self._starts.match(cell)]
        numbers = [
            row[index]
            for index in self._numbers
            if index < len(row) and any(map(str.isdigit, row[index]))
        ]
        return next((found for found in (*everywhere, *numbers) if found), "")

    def repeats_headings(self, row: list[str]) -> bool:
        """Whether the row says the headings once more, perhaps in another language."""
        if row == self._headings:
            return True
        few = [index for index in self._first if index < len(row) and row[index]]
        if not any(self._is_heading(index, row[index]) for index in few):
            return False
        filled = [index for index, cell in enumerate(row) if cell]
        same = sum(self._is_heading(index, row[index]) for index in filled if index in self._names)
        return same >= 2 and 2 * same >= len(filled)

    def _is_heading(self, index: int, cell: str) -> bool:
        known = self._known.get((index, cell))
        if known is None:
            meaning = headings().column(self._layout.table.name, cell)
            known = self._known[index, cell] = meaning == self._names[index]
        return known

    def note_in(self, row: list[str], index: int, *, is_below: bool) -> str:
        """What makes the row a note, "" if it is none.

        A note is a single text that is not like an item number (a heading between groups, "drawn
        up by ..."), any texts below the last item, or a line that numbers the columns.

        Args:
            row: its cells.
            index: of the row in the grid.
            is_below: whether no item stands below it.
        """
        filled = [(place, cell) for place, cell in enumerate(row) if cell]
        if not filled:
            return ""
        first = filled[0][1]
        near = index - self._layout.start <= _BELOW_HEADINGS
        cells = [cell for _, cell in filled]
        if near and len(cells) > 2 and _numbers_columns(cells):
            return first
        if near and not self._key_of(row) and self._are_units(filled):
            return first
        if any(self._tells(place, cell) for place, cell in filled):
            return ""
        if _NUMBER_LIKE.fullmatch(self._key_of(row)):
            return ""
        return first if is_below or len(filled) == 1 else ""

    def beside(self, row: list[str], grid: Grid) -> int:
        """How many cells an item has that stands to the right of the headings, 0 if it is none.

        So a correction workbook shows the rows of a CSV file that had too many or too few cells. A
        note beside the table is no item: it has few cells and does not begin with a number.
        """
        if grid.letters is None or any(row[: self._layout.width]):
            return 0
        filled = [place for place, cell in enumerate(row, start=1) if cell]
        numbered = len(filled) > 1 and _NUMBER_LIKE.fullmatch(row[filled[0] - 1])
        if not numbered and len(filled) < len(self._layout.table.required):
            return 0
        return filled[-1] - self._layout.width

    def _are_units(self, filled: list[tuple[int, str]]) -> bool:
        """Whether cells below the headings are units: words only, and no code of the contract."""
        return not any(
            place in self._codes or any(map(str.isdigit, cell)) for place, cell in filled
        )

    def _tells(self, place: int, cell: str) -> bool:
        """Whether a cell is one that notes do not have: an amount, a currency, a code."""
        # A remembered layout may take an amount from more columns than the contract has.
        mapped = self._layout.match is not None and place in self._layout.used
        return place in self._telling or (mapped and any(map(str.isdigit, cell)))

    def is_shifted(self, row: list[str], grid: Grid) -> bool:
        """Whether the cells of a CSV row cannot be told apart; workbooks place every cell."""
        if grid.letters is not None:
            return False
        last_named = max(self._layout.used, default=0)
        return len(row) <= last_named or any(row[self._layout.width :])

    def _key_of(self, row: list[str]) -> str:
        return row[self._key] if self._key is not None and self._key < len(row) else ""


def _numbers_columns(cells: list[str]) -> bool:
    """Whether cells count the columns: 1, 2, 3 or a, b, c, perhaps with signs around."""
    plain = [cell.strip("()[]. ").lower() for cell in cells]
    letters = [chr(ord("a") + place) for place in range(min(len(plain), 26))]
    return plain in ([str(place + 1) for place in range(len(plain))], letters)
