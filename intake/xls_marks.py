"""What an XLS workbook says beside its cells: formulas, error cells, hidden rows and columns.

XLS is a run of records, each with a number and a length ([MS-XLS] 2.1.4); only those needed here
are looked into. Merged cells are told by the reader of workbooks. Runs in the guarded process of
``cage``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from intake.compound_files import stream_of
from intake.sheet_marks import SheetMarks, following

_BEGIN, _END = (0x0809, 0x0409), 0x000A
_SHEET, _ROW, _COLUMNS = 0x0085, 0x0208, 0x007D
_FORMULAS = (0x0006, 0x0206, 0x0406)
_ERROR = 0x0205
_BIFF8 = 0x0600
_HIDDEN_ROW = 0x20
_ON_LOAD = 2
"""The flag of formulas whose result is still to be calculated."""
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
"""What error cells show, by the codes of the binary formats."""


def xls_marks(raw: bytes) -> dict[str, SheetMarks]:
    """The marks of every sheet, by its name.

    Raises:
        KeyError: there is no workbook in the file.
        struct.error, ValueError: it is damaged.
    """
    stream = stream_of(raw, ("Workbook", "Book"))
    sheets: dict[int, str] = {}
    version = 0
    for number, data in _records(stream, 0):
        if number in _BEGIN and not version:
            version = struct.unpack_from("<H", data)[0]
        elif number == _SHEET:
            sheets[struct.unpack_from("<I", data)[0]] = _name(data, version)
        elif number == _END:
            break
    return {name: _of_sheet(stream, start) for start, name in sheets.items()}


def _of_sheet(stream: bytes, start: int) -> SheetMarks:
    marks = SheetMarks()
    depth = 0
    for number, data in _records(stream, start):
        if number in _BEGIN:
            depth += 1
        elif number == _END:
            # Charts on a sheet begin and end within it.
            depth -= 1
            if not depth:
                break
        elif number == _ROW and struct.unpack_from("<H", data, 12)[0] & _HIDDEN_ROW:
            marks.hidden_rows.add(struct.unpack_from("<H", data)[0] + 1)
        elif number == _COLUMNS:
            first, last, width, _, flags = struct.unpack_from("<HHHHH", data)
            if flags & 1 or not width:
                marks.hidden_columns.update(following(first, last - first + 1))
        elif number in _FORMULAS and depth == 1:
            _formula(data, marks)
        elif number == _ERROR and data[7]:
            row, column = struct.unpack_from("<HH", data)
            marks.errors[row + 1, column + 1] = ERRORS.get(data[6], "#ERROR")
    return marks


def _formula(data: bytes, marks: SheetMarks) -> None:
    row, column = struct.unpack_from("<HH", data)
    place = (row + 1, column + 1)
    result, flags = data[6:14], struct.unpack_from("<H", data, 14)[0]
    # The last two bytes tell a number from an error, whose code is the third byte.
    if result[6:] == b"\xff\xff" and result[0] == 2:
        marks.errors[place] = ERRORS.get(result[2], "#ERROR")
    elif flags & _ON_LOAD and result == bytes(8):
        marks.without_result.add(place)
    else:
        marks.formulas.add(place)


def _name(data: bytes, version: int) -> str:
    count = data[6]
    if version < _BIFF8:
        return data[7 : 7 + count].decode("cp1252", "replace")
    if data[7] & 1:
        return data[8 : 8 + 2 * count].decode("utf-16-le")
    return data[8 : 8 + count].decode("latin-1")


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    while place + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, place)
        yield number, stream[place + 4 : place + 4 + length]
        place += 4 + length
