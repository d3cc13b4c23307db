"""Files beside the report: nothing in them is taken for a formula, and they hold the claim."""

import csv
import io

import pytest
from openpyxl import load_workbook

from reporting.handover import PIECE, handover_pieces
from reporting.workbooks import EXPENDITURE_COLUMNS, expenditure_csv, findings_workbook, guarded
from schemas.money import parse_cents
from tests.unit.reporting.samples import three_partners, twelve_partners


def rows_of(claim):
    text = expenditure_csv(claim).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def with_item(claim, **changes):
    return claim.model_copy(update={"items": [claim.items[0].model_copy(update=changes)]})


def test_every_item_stands_in_the_list_of_expenditure_to_the_cent():
    claim = twelve_partners().claim
    rows = rows_of(claim)
    assert list(rows[0]) == list(EXPENDITURE_COLUMNS)
    assert len(rows) == len(claim.items)
    for part in ("declared", "rejected", "cut", "parked", "eligible"):
        printed = sum(parse_cents(row[f"{part}_eur"]) for row in rows)
        assert printed == sum(getattr(item, part) for item in claim.items)


def test_the_list_opens_with_the_mark_that_spreadsheets_need():
    assert expenditure_csv(three_partners().claim).startswith(
        b"\xef\xbb\xbfnumber,partner,item_id,"
    )


@pytest.mark.parametrize("start", ["=1+1", "+49", "-1", "@cmd", "\tx", "\rx"])
def test_a_text_like_a_formula_is_guarded(start):
    (row,) = rows_of(with_item(three_partners().claim, description=start, supplier_name=start))
    assert row["description"] == f"'{start}"
    assert row["supplier_name"] == f"'{start}"
    assert guarded("R17-4432") == "R17-4432"


def test_an_amount_below_zero_stays_a_number():
    claim = three_partners().claim
    credit = next(item for item in claim.items if item.corrects_item_id)
    (row,) = rows_of(claim.model_copy(update={"items": [credit]}))
    assert row["declared_eur"] == "-225.00"


def findings_sheet(sample, claim=None, language="en"):
    content = findings_workbook(claim or sample.claim, sample.setting(language))
    return load_workbook(io.BytesIO(content)).worksheets[0]


def test_findings_begin_with_record_period_and_message():
    sheet = findings_sheet(three_partners())
    assert [cell.value for cell in sheet[1]][:3] == ["Record", "Period", "Message"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:Q{sheet.max_row}"


def test_seven_columns_are_seen():
    sheet = findings_sheet(three_partners())
    hidden = [
        letter
        for letter, column in sheet.column_dimensions.items()
        if column.hidden
        for _ in range(column.min, column.max + 1)
    ]
    assert len(hidden) == sheet.max_column - 7


def test_every_finding_is_there_worst_first():
    claim = three_partners().claim
    sheet = findings_sheet(three_partners())
    severities = [cell.value for cell in sheet["I"][1:]]
    order = ["blocking", "reject", "cut", "park", "warn", "info"]
    assert len(severities) == len(claim.findings)
    assert severities == sorted(severities, key=order.index)


def test_findings_are_text_and_no_formula():
    sample = three_partners()
    evil = sample.claim.findings[0].model_copy(
        update={"message": "=HYPERLINK(1)", "item_id": "000123", "found": "http://x.example"}
    )
    claim = sample.claim.model_copy(update={"findings": [evil]})
    sheet = findings_sheet(sample, claim)
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
    assert all(
        cell.data_type == "s" or cell.value is None for line in sheet.iter_rows() for cell in line
    )
    assert sheet["A2"].value == "000123"
    assert sheet["C2"].value == "=HYPERLINK(1)"
    assert all(cell.hyperlink is None for line in sheet.iter_rows() for cell in line)


def test_the_same_claim_makes_the_same_workbook():
    sample = three_partners()
    first, second = (findings_workbook(sample.claim, sample.setting()) for _ in range(2))
    assert first == second


def test_the_handover_comes_in_pieces_of_150_rows():
    sample = three_partners()
    item = sample.claim.items[0]
    items = [item.model_copy(update={"item_id": f"N{n}"}) for n in range(2 * PIECE + 1)]
    claim = sample.claim.model_copy(update={"items": items})
    pieces = list(handover_pieces(claim, sample.setting()))
    assert [piece.name for piece in pieces] == ["WFS-01.xlsx", "WFS-02.xlsx", "WFS-03.xlsx"]
    sheets = [load_workbook(io.BytesIO(piece.content)).worksheets[0] for piece in pieces]
    assert [sheet.max_row - 1 for sheet in sheets] == [PIECE, PIECE, 1]
    assert (sheets[2]["A2"].value, sheets[2]["C2"].value) == ("301", "N300")
