"""Reading CSV: any delimiter, every cell as text, every record with the line where it begins.

Python's own reader is used in its strict mode, because a faster one reads an unclosed quotation
mark as one huge cell and swallows the rows after it without a word.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal, TypeAlias

from intake.files import Refusal
from intake.grids import Grid
from intake.own_layout import HEADING_ROWS
from intake.text_encoding import decode
from intake.vocabulary import READABLE, headings

DELIMITERS = (";", ",", "\t", "|")
Quoting: TypeAlias = Literal[0, 3]
"""``csv.QUOTE_MINIMAL`` or ``csv.QUOTE_NONE``."""

_SAMPLE = 64 * 1024


def read_csv(raw: bytes, languages: Iterable[str] = ()) -> Grid | Refusal:
    """Read a CSV file as one grid.

    Args:
        raw: the whole file.
        languages: the partner's languages, see ``text_encoding.decode``.
    """
    text = decode(raw, languages)
    if isinstance(text, Refusal):
        return text
    delimiter = _delimiter(text)
    read = _records(text, delimiter)
    if isinstance(read, Refusal) and delimiter == "\t" and _is_unquoted(text):
        read = _records(text, delimiter, quoting=csv.QUOTE_NONE)
    if isinstance(read, Refusal):
        return read
    return Refusal("FILE-02") if read.is_empty else read


def _records(text: str, delimiter: str, *, quoting: Quoting = csv.QUOTE_MINIMAL) -> Grid | Refusal:
    grid = Grid(sheet="", rows=[], numbers=[])
    line = 1
    # With newline="" line ends inside quoted cells stay as they are, and a lone CR ends a line.
    # A blank after the delimiter is no part of the cell; without this, its quotes would be.
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        strict=True,
        skipinitialspace=delimiter != "\t",
        quoting=quoting,
    )
    try:
        for row in reader:
            grid.rows.append(row)
            grid.numbers.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        code = "FILE-01-CELL" if "field limit" in str(error) else "FILE-01-QUOTE"
        return Refusal(code, row=line)
    return grid


def _is_unquoted(text: str) -> bool:
    """Whether quotation marks belong to the text, as in tab files: "ROZWÓJ" sp. z o.o.

    So it is when no cell is quoted as a whole, every cell closes the marks it opens, and every line
    has the same number of cells.
    """
    cells = [line.split("\t") for line in text.splitlines() if line.strip()]
    return len({len(line) for line in cells}) == 1 and not any(
        cell.count('"') % 2 or (cell.startswith('"') and cell.endswith('"'))
        for line in cells
        for cell in line
        if '"' in cell
    )


def _delimiter(text: str) -> str:
    """Find the delimiter that lets headings be recognised, else the one that makes rows alike."""
    sample = text[:_SAMPLE]
    # The first of equals is taken, so that the order of DELIMITERS decides a file of one column.
    return max(DELIMITERS, key=lambda delimiter: _fitness(sample, delimiter))


def _fitness(sample: str, delimiter: str) -> tuple[int, int, int]:
    rows = [row for row in islice(_tolerant(sample, delimiter), 100) if row]
    recognised = max(
        (
            len({headings().column(table, cell) for cell in row} - {None})
            for row in rows[:HEADING_ROWS]
            for table in READABLE
        ),
        default=0,
    )
    widths = Counter(len(row) for row in rows)
    width, alike = widths.most_common(1)[0] if widths else (1, 0)
    return recognised, alike if width > 1 else 0, width


def _tolerant(sample: str, delimiter: str) -> Iterator[list[str]]:
    """Read a sample, which may end inside a quoted cell."""
    try:
        yield from csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    except csv.Error:
        return
