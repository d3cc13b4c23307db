"""What an XLSB workbook says beside its cells: formulas, error cells, hidden rows, merged cells.

XLSB holds the parts of an XLSX workbook as binary records ([MS-XLSB] 2.1.4): a number and a length,
each in bytes of seven bits, then the data. Only the records needed here are looked into. A formula
always has a stored result in this format. Runs in the guarded process of ``cage``.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator

from intake.archives import open_part
from intake.sheet_marks import SheetMarks, following, relations, target_part
from intake.xls_marks import ERRORS

_BOOK = "xl/workbook.bin"
_ROW, _CELL_ERROR = 0, 3
_FORMULAS = range(8, 12)
_FORMULA_ERROR = 11
_COLUMNS, _SHEET, _MERGED = 60, 156, 176
_HIDDEN_ROW = 0x10


def xlsb_marks(parts: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """The marks of every sheet, by its name.

    Raises:
        KeyError: a part that the workbook names is missing.
        struct.error: a record is shorter than it must be.
    """
    targets = relations(parts, "xl/_rels/workbook.bin.rels").targets
    marks = {}
    for number, data in _records(_read(parts, _BOOK)):
        if number == _SHEET:
            relation, rest = _text(data, 8)
            name, _ = _text(data, rest)
            part = target_part("xl", targets.get(relation, ""))
            marks[name] = _of_sheet(_read(parts, part))
    return marks


def _read(parts: zipfile.ZipFile, name: str) -> bytes:
    with open_part(parts, name) as part:
        return part.read()


def _of_sheet(raw: bytes) -> SheetMarks:
    marks = SheetMarks()
    row = 0
    for number, data in _records(raw):
        if number == _ROW:
            row = struct.unpack_from("<I", data)[0] + 1
            if data[11] & _HIDDEN_ROW:
                marks.hidden_rows.add(row)
        elif number in (_CELL_ERROR, _FORMULA_ERROR):
            place = (row, struct.unpack_from("<I", data)[0] + 1)
            marks.errors[place] = ERRORS.get(data[8], "#ERROR")
        elif number in _FORMULAS:
            marks.formulas.add((row, struct.unpack_from("<I", data)[0] + 1))
        elif number == _COLUMNS:
            first, last, width, _, flags = struct.unpack_from("<IIIIH", data)
            if flags & 1 or not width:
                marks.hidden_columns.update(following(first, last - first + 1))
        elif number == _MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", data)
            marks.merged.append((top + 1, left + 1, bottom + 1, right + 1))
    return marks


def _records(raw: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(raw):
        number, place = _counted(raw, place, 2)
        length, place = _counted(raw, place, 4)
        yield number, raw[place : place + length]
        place += length


def _counted(raw: bytes, place: int, most: int) -> tuple[int, int]:
    """A number in bytes of seven bits, the highest bit telling that one more follows."""
    value = 0
    for step in range(most):
        byte = raw[place]
        value |= (byte & 0x7F) << 7 * step
        place += 1
        if not byte & 0x80:
            break
    return value, place


def _text(data: bytes, place: int) -> tuple[str, int]:
    count = struct.unpack_from("<I", data, place)[0]
    if count == 0xFFFFFFFF:
        return "", place + 4
    end = place + 4 + 2 * count
    return data[place + 4 : end].decode("utf-16-le"), end
