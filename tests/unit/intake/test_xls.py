"""XLS: old workbooks, with what they hide and calculate."""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
from pathlib import Path

import pytest

from intake import cage_child
from intake.compound_files import stream_of
from intake.sheet_marks import SheetMarks
from intake.xls_marks import xls_marks
from tests.unit.intake.extracts import codes, read, the

_PACKED = (
    "H4sIAAAAAAACA+1YX2xTZRQ/9/bf7di6bjDFAaOCY2MMMiDRGcUVCioJZmQMJYZklPZ2Vrq2ub1LWCJaRF6MRA0PvJAYkr1p"
    "/BMTfdDE7c0HiL7woNFk8GA0+FCNxpC41d8597ulm1uybmii7DTnfvec+33nO993/nzn69dfNU1d+aj1Bs2Bx8hDM+Ug+at4"
    "GjDoEmEiXfFmyuWyyy6vwH8KplXLNvTCfj4g2zwANJRt61S7Av8/GKAcfjZF6ABl0Vo0RrXAffCYanmLGTOzyH6LhZX5lz4/"
    "52/O4x7gfPHP+Z7jfxWwHtgADAEbnSOAmoDNwNXANcAW8Qmi+4FrgQ8AW4HrgOuBG4BtwI3ACPBBpc9m1TJuwXuHorei7VrJ"
    "P/8YBA1Y0e+jzxqussnF9jfgER96J8UvbgKPU559IxbPJCL/FuwTHeIa6zABJ92DN40ugxuiD4T7uTz3iPcBohTpVR59TI+K"
    "7hfkuUmeIeLxn8qYb4WzE374nXj5WxIEGgW0GMUpQ2k6iTyYRo9W+pLj6xXpwdGh7ZUv3Gs5X9u89TTOMfaUmTWteGZKYmec"
    "fi9HquJ0IsJ8Hi783xbH12vk0z3HH8fezbfP25z+pbn8rQvwuxfgdy3AD/6Nf1FHXBWpzG246JG2qeiXtrnolXZ1MSDtmqKv"
    "fEL89zyy8LRXfIpiuYJdeAPhqeE3qRlAosELGt2i5zlJlwZkKn+JkzFHsVu0V+NuWlXiMPoCwWDQWQ1J35jQonhGqe2XsJP2"
    "DaR/A2nd+AOZ/0+6JKk/5BwVadscGUon0SsBfYYScdsczlljODSSZiFhpfN2OpfFcZIYtSwzmxiDYvGR3GjWHkqaiUzcMpNQ"
    "a+9OHD4FO55KoT1ijybHcCgdODrAn3ZB80HI4ffdUNU8bZtWNp4ZMk/nTctOF0wkrgEzn7PsMs6rEMW8znmVMFqAd2zdolqd"
    "DzUn+YVnJb967FASO8fpokl2K4w92R5bf+vmw619Q8Iv0h2J7WxC6tbO4sukt0tGbJPnq9LXPRTPCe81eW7B+OEUww99HVXv"
    "nRW5P/ZtrXq/giQWhFYkVtYxW7e2tt5/bvLEVJ/banQUXww6I8vW6HWjUUafkRXp1B5sFFszjX3V3O+kh0i5hjr+DT2s3rud"
    "1KU1Ck+bh6dX8SKK55nTb1oKCKdkIEVp5GjjULrst0t5QHkqlBeUV1GaSPFVKJbir1AsJVChWIohNt0AyiszBKRYcpYdoDaN"
    "KxE/d9dFcFAN1mcJ1kVwXYW6I3gzKK9aFhwh6rQN1OajjdeuMlDUx4M8In6VEuER8fUVisU3VChX/Ms6Uyz+TSz7ZzrMKyg9"
    "7fhjyVCRy1uD3Sr1yAzeUqfwg6XwPGWfTnUyjsfwHj6hN9MnfufsJHpc/IsLNGf33QkAwwj7YaNakOaWmnXLrV01VHaeOqeG"
    "DRu6kxedT09yzfhMOmHlCrmUHTlwOmFmIo8+sn0wftLMZEwx0L50KtW7vPlJX874mTKJ680jl6bOv/Pr7f4Xwu++bdC2jo+/"
    "YSO9pNIMf+9V9XVUbeQhVWcfU7V2UtXbeVWj/zTt1M783qPGuTD3vVg6NBA4871W/V6L/szRr1+7fnnHuvDFS9C/+/b7+zmw"
    "5/COqzrfPUrCVboeVvcKUrW+u2Zd6ejePXjNe/P5Z02rgGNi9lrZ7Xbu2tEDoBW4+3A37/9i/zkxPN8Y9okJlTmew+wWnULF"
    "zXqcqln/ZsnPzvFVruFeHTPcOI1h3hHEWD90eHFJ83uq7uCLGbMJeLCSJ/pxHzCXbD8+kWq9/z+k7urOIX+ERrH+EdxL2PYH"
    "4QUpsQlzbNxXcuAsDJ1qfl8N+98OfK8y/37MkBAdTPHA2vTpXcL6O6vmv9f///kL0uh23AAYAAA="
)
"""Written by LibreOffice as "Microsoft Excel 97-2003": row 3 and column C are hidden, E2 is an
error, E3 a formula with its result 10.5."""

XLS = gzip.decompress(base64.b64decode(_PACKED))


def test_what_xls_hides_and_calculates_is_told(tmp_path: Path) -> None:
    result = read(tmp_path, XLS, "costs.xls")
    assert codes(result) == ["FILE-08-ROWS", "FILE-08-COLUMNS", "CELL-01-ERROR", "CELL-05"]
    assert (the(result, "CELL-01-ERROR").row, the(result, "CELL-01-ERROR").found) == (2, "#DIV/0!")
    assert the(result, "CELL-05").row == 3
    assert (the(result, "FILE-08-ROWS").found, the(result, "FILE-08-COLUMNS").found) == ("3", "C")
    assert result.tables[0].sum_declared == {"EUR": 1050 + 99}


def test_a_formula_that_is_still_to_be_calculated_has_no_result(tmp_path: Path) -> None:
    row_and_column, result = struct.pack("<HH", 2, 4), struct.pack("<d", 10.5)
    start = XLS.index(row_and_column + XLS[XLS.index(result) - 2 : XLS.index(result)] + result)
    flags = struct.pack("<H", struct.unpack_from("<H", XLS, start + 14)[0] | 2)
    raw = XLS[: start + 6] + bytes(8) + flags + XLS[start + 16 :]
    found = read(tmp_path, raw, "costs.xls")
    assert (the(found, "CELL-04").row, the(found, "CELL-04").column) == (3, "amount_declared")
    assert found.tables[0].sum_declared == {"EUR": 99}


def test_a_workbook_whose_marks_cannot_be_found_is_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def damaged(raw: bytes) -> dict[str, SheetMarks]:
        raise struct.error(f"{len(raw)} bytes are not enough")

    monkeypatch.setattr(cage_child, "xls_marks", damaged)
    said = io.StringIO()
    cage_child.write(XLS, said)
    sheet, (numbers, _, _), end = map(json.loads, said.getvalue().splitlines())
    # That hidden things cannot be told is then said by FILE-08-XLS.
    assert (sheet["complete"], numbers, end) == (False, [1, 2, 3, 4], {"end": True})


@pytest.mark.parametrize("raw", [XLS[:512], XLS[:700], b"\xd0\xcf" + bytes(600)])
def test_a_cut_box_is_no_workbook(raw: bytes) -> None:
    with pytest.raises((KeyError, ValueError, struct.error)):
        xls_marks(raw)


def test_streams_are_found_whatever_their_case() -> None:
    assert stream_of(XLS, ("WORKBOOK",)) == stream_of(XLS, ("Workbook",))
    with pytest.raises(KeyError):
        stream_of(XLS, ("Notes",))
