"""Opens one workbook in a process of its own: bytes in on stdin, cells as JSON lines out.

Only the standard library, the reader and our own modules of the same kind are imported, so that it
starts in a few hundredths of a second. The first thing it does is to limit itself; whatever a
hostile file does then ends this process and nothing else.

The lines are: one object per sheet (its name and marks), one array per block of rows with any
content (``[numbers, kinds, texts]``, kinds and texts by column), and ``{"end": true}``; or
``{"refused": code, "found": ...}``.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import resource
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any, TextIO
from xml.parsers import expat

import python_calamine as calamine

from intake.archives import Archive, RefusedError, open_archive
from intake.cell_kinds import DATE, EMPTY, ERROR, NO_RESULT, NUMBER, TEXT
from intake.sheet_marks import SheetMarks, marks_of
from intake.xls_marks import xls_marks
from intake.xlsb_marks import xlsb_marks

MEMORY = 512 * 1024 * 1024
"""Bytes of address space, the libraries' own included; 200,000 rows of 20 columns take 400 MB."""
CPU_SECONDS = 4
CPU_SECONDS_PER_MB = 0.5
"""So long may it calculate: a workbook of 100,000 rows has 10 MB, and takes 4 seconds of 9."""
MOST_CELLS = 8_000_000
LONGEST_CELL = 32_767
"""Characters, the limit of spreadsheet programs themselves."""

_BLOCK = 256
"""Rows that are told together."""
_LARGEST_PLAIN = 1e21
_DAMAGE = (
    calamine.CalamineError,
    expat.ExpatError,
    IndexError,
    KeyError,
    ValueError,
    struct.error,
)
"""What readers raise where parts are not as they should be."""


def main() -> None:
    """Read the workbook on stdin and write its cells to stdout."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    raw = sys.stdin.buffer.read()
    seconds = CPU_SECONDS + round(CPU_SECONDS_PER_MB * len(raw) / 1024**2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    try:
        write(raw, sys.stdout)
    except RefusedError as refused:
        _say(sys.stdout, {"refused": refused.code, "found": refused.found})
    except MemoryError:
        _say(sys.stdout, {"refused": "FILE-01-BOMB", "found": ""})


def write(raw: bytes, out: TextIO) -> None:
    """Write every sheet of a workbook as JSON lines.

    Raises:
        RefusedError: the workbook is not opened; the code says why.
        MemoryError: it does not fit the limits of this process.
    """
    archive = None if raw.startswith(b"\xd0\xcf") else open_archive(raw)
    try:
        marks = _marks_in(archive) if archive else {}
        book = calamine.load_workbook(BytesIO(raw))
        marks = marks if archive else _marks_in_old(raw)
    except calamine.PasswordError:
        raise RefusedError("FILE-01-PASSWORD") from None
    except _DAMAGE as error:
        raise RefusedError("FILE-01") from error
    for sheet in book.sheets_metadata:
        if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            opened = book.get_sheet_by_name(sheet.name)
        except calamine.CalamineError as error:
            raise RefusedError("FILE-01") from error
        hidden = sheet.visible != calamine.SheetVisibleEnum.Visible
        known = marks.get(sheet.name, SheetMarks())
        complete = archive is not None or sheet.name in marks
        _say(out, _about(opened, known, hidden=hidden, complete=complete))
        for block in _blocks(opened, known):
            _say(out, block)
    _say(out, {"end": True})


def _marks_in_old(raw: bytes) -> dict[str, SheetMarks]:
    """The marks of an XLS workbook; nothing where only its cells can be read."""
    try:
        return xls_marks(raw)
    except _DAMAGE:
        return {}


def _marks_in(archive: Archive) -> dict[str, SheetMarks]:
    return xlsb_marks(archive.parts) if archive.kind == "xlsb" else marks_of(archive)


def _say(out: TextIO, line: Any) -> None:
    out.write(json.dumps(line) + "\n")


def _about(
    sheet: calamine.CalamineSheet, marks: SheetMarks, *, hidden: bool, complete: bool
) -> dict[str, Any]:
    merged = [
        (first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1)
        for first, last in sheet.merged_cell_ranges or ()
    ]
    return {
        "sheet": sheet.name,
        "hidden": hidden,
        "hidden_rows": sorted(marks.hidden_rows),
        "hidden_columns": sorted(marks.hidden_columns),
        "merged": merged or marks.merged,
        "complete": complete,
    }


def _blocks(
    sheet: calamine.CalamineSheet, marks: SheetMarks
) -> Iterator[tuple[list[int], list[str], list[list[str]]]]:
    """The rows with any content, some at a time: their numbers, and kinds and texts by column.

    Raises:
        RefusedError: more or longer cells than any extract has.
    """
    if sheet.start is None:
        return
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise RefusedError("FILE-01-BOMB")
    marked = {row for row, _ in (*marks.formulas, *marks.without_result, *marks.errors)}
    # The reader gives every row from the first on, but begins each at the first column used.
    left = sheet.start[1]
    rows = enumerate(sheet.iter_rows(), start=1)
    filled = ((n, row) for n, row in rows if row.count("") < len(row) or n in marked)
    while block := list(islice(filled, _BLOCK)):
        numbers = [number for number, _ in block]
        columns = list(zip(*(row for _, row in block), strict=True))
        written = [_written(column) for column in columns]
        kinds = [EMPTY * len(block)] * left + [kinds for kinds, _ in written]
        texts = [[""] * len(block) for _ in range(left)] + [texts for _, texts in written]
        if marked:
            for row, number in enumerate(numbers):
                if number in marked:
                    _mark(row, number, kinds, texts, marks)
        yield numbers, kinds, texts


def _written(column: Sequence[Any]) -> tuple[str, list[str]]:
    """The cells of one column as letters of their kinds and as texts.

    Raises:
        RefusedError: a text is longer than a cell can be.
    """
    if set(map(type, column)) == {str}:
        texts = list(column)
        kinds = TEXT * len(texts) if all(texts) else "".join(TEXT if t else EMPTY for t in texts)
    else:
        pairs = [_WRITTEN[type(value)] for value in column]
        texts = [write(value) for (_, write), value in zip(pairs, column, strict=True)]
        kinds = "".join(
            kind if text else EMPTY for (kind, _), text in zip(pairs, texts, strict=True)
        )
    if max(map(len, texts)) > LONGEST_CELL:
        raise RefusedError("FILE-01-BOMB")
    return kinds, texts


def _mark(
    row: int, number: int, kinds: list[str], texts: list[list[str]], marks: SheetMarks
) -> None:
    """Lay over a row of a block what only the parts of the workbook told."""
    for index, letters in enumerate(kinds):
        place, kind = (number, index + 1), letters[row]
        if place in marks.errors:
            kind, texts[index][row] = ERROR, marks.errors[place]
        elif place in marks.without_result:
            kind, texts[index][row] = NO_RESULT, ""
        elif place in marks.formulas:
            kind = (TEXT if kind == EMPTY else kind).upper()
        if kind != letters[row]:
            kinds[index] = letters[:row] + kind + letters[row + 1 :]


def _duration(value: dt.timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def _number(value: float) -> str:
    """Write a number without exponent, grouping or a trailing ".0".

    >>> _number(12.0), _number(1234.5600000000001), _number(0.1 + 0.2), _number(1e-7)
    ('12', '1234.56', '0.3', '0.0000001')
    """
    text = f"{value:.15g}"
    if "e" in text and math.isfinite(value) and abs(value) < _LARGEST_PLAIN:
        text = f"{Decimal(text):f}"
    return "0" if text == "-0" else text


_WRITTEN: dict[type, tuple[str, Callable[[Any], str]]] = {
    str: (TEXT, str),
    bool: (TEXT, lambda value: "TRUE" if value else "FALSE"),
    int: (NUMBER, str),
    float: (NUMBER, _number),
    dt.date: (DATE, dt.date.isoformat),
    dt.datetime: (DATE, lambda value: value.isoformat(" ", "seconds")),
    dt.time: (TEXT, str),
    dt.timedelta: (TEXT, _duration),
}
"""Kind and text of each type of value that the reader gives."""


if __name__ == "__main__":
    main()
