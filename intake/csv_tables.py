"""Reading CSV: any delimiter, every cell as text, every record with the line where it begins.

A file whose lines all have the same number of cells, and whose quotation marks all stand where they
should, is read by Arrow. Any other is read by Python's own reader in its strict mode, because a
quicker one reads an unclosed quotation mark as one huge cell and swallows the rows after it without
a word.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from intake.files import Refusal
from intake.grids import MOST_COLUMNS, MOST_ROWS, Grid, GridBuilder, TooLargeError
from intake.own_layout import HEADING_ROWS
from intake.text_encoding import decode
from intake.vocabulary import READABLE, headings

DELIMITERS = (";", ",", "\t", "|", "^", "~", ":")

_SAMPLE = 64 * 1024
_LONGEST_CELL = 131_072
"""Bytes or characters, the limit of Python's reader; no text of an extract is a tenth as long."""
_LONGEST_RECORD = 10_000
"""Lines of one record; more of them are an open quotation mark."""
_OTHER_DELIMITERS = re.compile(r"[^\w\s\"'.\-()/]")
_LINES = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


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
    quote = _quote(text, delimiter)
    alike = _alike(text, delimiter) if quote == '"' else None
    if alike and len(alike.numbers) > MOST_ROWS:
        return Refusal("FILE-01-ROWS", expected=str(MOST_ROWS))
    read = alike or _one_by_one(text, delimiter, quote)
    if isinstance(read, Refusal) and delimiter == "\t" and _is_unquoted(text):
        read = _one_by_one(text, delimiter, None)
    if isinstance(read, Refusal):
        return read
    return Refusal("FILE-02") if read.is_empty else read


def _alike(text: str, delimiter: str) -> Grid | None:
    """Read a file of records that are all alike, one a line; None where they are not."""
    data = text.rstrip("\r\n").encode()
    if not delimiter.isascii() or not _is_well_quoted(data, delimiter):
        return None
    first = data[:_LONGEST_CELL].split(b"\n", 1)[0].split(b"\r", 1)[0]
    width = first.count(delimiter.encode()) + 1
    if not 1 < width <= MOST_COLUMNS:
        return None
    types = {f"f{index}": pa.string() for index in range(width)}
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(autogenerate_column_names=True),
            parse_options=arrow_csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types=types, strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    lines = data.count(b"\n") + 1
    if b"\r" in data:
        lines += data.count(b"\r") - data.count(b"\r\n")
    longest = max((pc.max(pc.binary_length(column)).as_py() for column in table.columns), default=0)
    if table.num_rows != lines or longest > _LONGEST_CELL:
        return None
    grid = Grid(
        sheet="",
        columns=tuple(table.columns),
        widths=np.full(lines, table.num_columns, dtype=np.int32),
        numbers=range(1, lines + 1),
    )
    return grid.without_blank()


def _is_well_quoted(data: bytes, delimiter: str) -> bool:
    """Whether every quotation mark opens a cell at its start, closes it at its end, or is doubled.

    Marks open and close in turn. One that opens stands behind a delimiter or line end, or doubles
    the one before it; one that closes stands before a delimiter or line end, or is doubled.
    """
    if b'"' not in data:
        return True
    # One byte on either side stands for the ends of the file.
    letters = np.frombuffer(b"\n" + data + b"\n", dtype=np.uint8)
    places = np.flatnonzero(letters == ord('"'))
    if len(places) % 2:
        return False
    ends = np.zeros(256, dtype=bool)
    ends[[ord(delimiter), ord("\n"), ord("\r")]] = True
    opening, closing = places[::2], places[1::2]
    doubled = np.append(opening[1:] == closing[:-1] + 1, False)
    opens = ends[letters[opening - 1]] | np.append(False, doubled[:-1])
    closes = ends[letters[closing + 1]] | doubled
    return bool(opens.all() and closes.all())


def _one_by_one(text: str, delimiter: str, quote: str | None) -> Grid | Refusal:
    """Read record by record; without a ``quote`` quotation marks belong to the text."""
    records = GridBuilder()
    lines = _Lines(text, delimiter)
    # A blank after the delimiter is no part of the cell; without this, its quotes would be.
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        strict=True,
        skipinitialspace=delimiter != "\t",
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        quotechar=quote,
    )
    try:
        for row in reader:
            records.add(lines.begun, row)
            lines.begun = reader.line_num + 1
        return records.grid()
    except csv.Error as error:
        code = "FILE-01-CELL" if "field limit" in str(error) else "FILE-01-QUOTE"
        return Refusal(code, row=lines.begun)
    except TooLargeError as limit:
        return Refusal(limit.code, expected=str(limit.expected))


class _Lines:
    """The lines of a text with their ends; those inside quoted cells stay as they are.

    Attributes:
        begun: number of the line where the record at hand begins; whoever reads moves it on.
    """

    def __init__(self, text: str, delimiter: str) -> None:
        self._found = _LINES.finditer(text)
        self._delimiter = delimiter
        self._number = 0
        self.begun = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._found)[0]
        self._number += 1
        if line.count(self._delimiter) > MOST_COLUMNS:
            raise TooLargeError
        if self._number - self.begun > _LONGEST_RECORD:
            raise csv.Error("a quotation mark stays open")
        return line


def _is_unquoted(text: str) -> bool:
    """Whether quotation marks belong to the text, as in tab files: "ROZWÓJ" sp. z o.o.

    So it is when no cell is quoted as a whole, every cell closes the marks it opens, and every line
    has the same number of cells.
    """
    widths = set()
    for match in _LINES.finditer(text):
        line = match[0].rstrip("\r\n")
        if not line.strip():
            continue
        widths.add(line.count("\t"))
        if len(widths) > 1 or ('"' in line and any(map(_is_quoted, line.split("\t")))):
            return False
    return True


def _is_quoted(cell: str) -> bool:
    return bool(cell.count('"') % 2) or (cell.startswith('"') and cell.endswith('"'))


def _delimiter(text: str) -> str:
    """Find the delimiter that lets headings be recognised, else the one that makes rows alike."""
    sample = text[:_SAMPLE]
    # The first of equals is taken, so that the order of DELIMITERS decides a file of one column.
    fitness = {delimiter: _fitness(sample, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=fitness.__getitem__)
    if fitness[best][0] > 1:
        return best
    others = {found: _fitness(sample, found) for found in _others(sample)}
    odd = max(others, key=others.__getitem__, default=best)
    return odd if others and others[odd][0] > 1 else best


def _others(sample: str) -> list[str]:
    """Signs between cells that hardly anybody uses: those that stand there most often."""
    counts = Counter(_OTHER_DELIMITERS.findall(sample))
    return [sign for sign, _ in counts.most_common(8) if sign not in DELIMITERS]


def _quote(text: str, delimiter: str) -> str:
    """The quotation mark: apostrophes where the first filled line has each cell between two."""
    first = next((line for line in text[:_SAMPLE].splitlines() if line.strip()), "")
    cells = [cell.strip() for cell in first.split(delimiter)]
    apostrophes = all(len(cell) > 1 and cell[0] == cell[-1] == "'" for cell in cells)
    return "'" if apostrophes else '"'


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
        yield from csv.reader(_Lines(sample, delimiter), delimiter=delimiter)
    except (csv.Error, TooLargeError):
        return
