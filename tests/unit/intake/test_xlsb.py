"""XLSB: the binary parts are read like those of XLSX, with what they hide and calculate."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

from intake.xlsb_marks import xlsb_marks
from tests.unit.intake.extracts import COSTS, codes, read, the

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types '
    'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" '
    'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    "</Types>"
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_RELATION = (
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{}" Target="{}"/>'
)


def record(number: int, data: bytes = b"") -> bytes:
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    length, lengths = len(data), b""
    while length > 127:
        lengths += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + lengths + bytes([length]) + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(number: int, column: int, value: bytes) -> bytes:
    return record(number, struct.pack("<II", column, 0) + value)


def row(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    flags = 0x10 if hidden else 0
    head = struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0)
    return record(0, head) + b"".join(cells)


def written(value: object, column: int) -> bytes:
    if isinstance(value, str):
        return cell(6, column, wide(value))
    return cell(5, column, struct.pack("<d", value))


def xlsb(*rows: bytes, after: bytes = b"", before: bytes = b"") -> bytes:
    """A workbook with the sheet Costs; texts stand in the cells (BrtCellSt)."""
    size = record(148, struct.pack("<IIII", 0, 99, 0, 9))
    sheet = (
        record(129)
        + size
        + before
        + record(145)
        + b"".join(rows)
        + record(146)
        + after
        + record(130)
    )
    book = (
        record(131)
        + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Costs"))
        + record(144)
        + record(132)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("[Content_Types].xml", _TYPES)
        root = _RELATIONS.format(_RELATION.format("officeDocument", "xl/workbook.bin"))
        new.writestr("_rels/.rels", root)
        new.writestr("xl/workbook.bin", book)
        inner = _RELATIONS.format(_RELATION.format("worksheet", "worksheets/sheet1.bin"))
        new.writestr("xl/_rels/workbook.bin.rels", inner)
        new.writestr("xl/worksheets/sheet1.bin", sheet)
    return out.getvalue()


HEAD = row(0, *(written(name, place) for place, name in enumerate(COSTS.split(","))))


def item(number: int, amount: bytes, *, hidden: bool = False) -> bytes:
    texts = (f"A{number}", "staff", "Study", "EUR")
    cells = (written(text, place) for place, text in enumerate(texts))
    return row(number, *cells, amount, hidden=hidden)


def test_the_cells_of_xlsb_are_read(tmp_path: Path) -> None:
    raw = xlsb(HEAD, item(1, written(10.5, 4)), item(2, written("1.234,50", 4)))
    result = read(tmp_path, raw, "costs.xlsb")
    assert codes(result) == []
    (table,) = result.tables
    assert (table.sheet, table.sum_declared) == ("Costs", {"EUR": 1050 + 123450})
    assert table.frame["row"].tolist() == [2, 3]


def test_what_xlsb_hides_and_calculates_is_told(tmp_path: Path) -> None:
    formula = cell(9, 4, struct.pack("<d", 10.5) + struct.pack("<HII", 0, 0, 0))
    error = cell(3, 4, b"\x07")
    columns = record(60, struct.pack("<IIIIH", 2, 2, 2560, 0, 1))
    merged = record(177, struct.pack("<I", 1)) + record(176, struct.pack("<IIII", 1, 2, 2, 2))
    raw = xlsb(
        HEAD,
        item(1, formula, hidden=True),
        item(2, error),
        before=record(390) + columns + record(391),
        after=merged + record(178),
    )
    result = read(tmp_path, raw, "costs.xlsb")
    assert codes(result) == [
        "FILE-08-ROWS",
        "FILE-08-COLUMNS",
        "FILE-08-MERGED",
        "CELL-05",
        "CELL-01-ERROR",
    ]
    assert (the(result, "CELL-01-ERROR").found, the(result, "CELL-01-ERROR").row) == ("#DIV/0!", 3)
    assert the(result, "FILE-08-MERGED").found == "C2:C3"
    assert result.tables[0].sum_declared == {"EUR": 1050}
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        assert xlsb_marks(parts)["Costs"].hidden_columns == {3}


def test_a_cut_xlsb_is_damaged(tmp_path: Path) -> None:
    raw = xlsb(HEAD, record(9, b"\x01"))
    assert codes(read(tmp_path, raw, "costs.xlsb")) == ["FILE-01"]
    macros = io.BytesIO(raw)
    with zipfile.ZipFile(macros, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"x")
    assert codes(read(tmp_path, macros.getvalue(), "costs.xlsb")) == ["FILE-01-MACRO"]
