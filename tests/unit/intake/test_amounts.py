"""Numbers: one style a column, exact to the cent, and never read a second way."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from schemas.costs import COSTS as COSTS_TABLE
from tests.unit.intake.extracts import COSTS, codes, read, said, sheet, the, workbook


def column(
    folder: Path, *amounts: str, name: str = "amount_declared"
) -> tuple[list[int | None], list[str]]:
    """The cents (or millionths) of one column, empty where unread, and the findings about it."""
    heading = COSTS.replace(",", "\t")
    rows = [f"A{row}\tstaff\tStudy\tEUR\t{amount}" for row, amount in enumerate(amounts)]
    if name != "amount_declared":
        heading += f"\t{name}"
        rows = [f"A{row}\tstaff\tStudy\tEUR\t1\t{cell}" for row, cell in enumerate(amounts)]
    result = read(folder, "\n".join((heading, *rows)), "costs.tsv")
    (table,) = result.tables
    read_cells = table.frame.set_index("row")[COSTS_TABLE.by_extract[name].frame].dropna().to_dict()
    return [read_cells.get(row) for row in range(2, len(amounts) + 2)], codes(result)


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("1234.50", 123450),
        ("1234,50", 123450),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1 234,50", 123450),
        ("1\N{NO-BREAK SPACE}234,50", 123450),
        ("1\N{NARROW NO-BREAK SPACE}234,50", 123450),
        ("1'234.50", 123450),
        ("1\N{RIGHT SINGLE QUOTATION MARK}234,50", 123450),
        ("1.234.567,8", 123456780),
        ("12", 1200),
        ("12.", None),
        (",5", None),
        ("0,5", 50),
        ("0.05", 5),
        ("-12,50", -1250),
        ("\N{MINUS SIGN}12,50", -1250),
        ("- 12,50", -1250),
        ("12,50-", -1250),
        ("(12,50)", -1250),
        ("-(12,50)", None),
        ("(12,50", None),
        ("--12,50", None),
        ("+12,50", None),
        ("12,5o", None),
        ("12,50,10", None),
        ("1.23.456", None),
        ("12.34,5.6", None),
        ("1,2345.60", None),
        ("1234.567", None),
        ("12,345,6", None),
        ("inf", None),
        ("-inf", None),
        ("NaN", None),
        ("1E5", None),
        ("1e400", None),
        ("0x1F", None),
        ("1_000", None),
        ("\N{ARABIC-INDIC DIGIT ONE}\N{ARABIC-INDIC DIGIT TWO}", None),
        ("\N{FULLWIDTH DIGIT ONE}2", None),
        ("12\N{ZERO WIDTH SPACE}34", None),
        ("TRUE", None),
        ("-", None),
        ("n/a", None),
        ("99999999999.99", 9999999999999),
        ("100000000000.00", 10_000_000_000_000),
        ("100000000000.01", None),
        ("1" + "0" * 30, None),
    ],
)
def test_an_amount_is_read_exactly_or_not_at_all(
    tmp_path: Path, written: str, cents: int | None
) -> None:
    values, found = column(tmp_path, written)
    assert values == [cents]
    assert bool(found) is (cents is None)
    assert all(code.startswith("CELL-01") for code in found)


@pytest.mark.parametrize(
    ("written", "code", "words"),
    [
        ("12,5o", "CELL-01-NUMBER", "12,5o is not a number as this column writes them"),
        ("12,505", "CELL-01-STYLE", "can be read in two ways (12505 / 12.505)"),
        ("1234.567", "CELL-01-DECIMALS", "has more than 2 decimals; it is not rounded"),
        ("100000000000.01", "CELL-01-LIMIT", "larger than any amount"),
        ("12 USD", "CELL-01-CURRENCY", "stated in USD, but the row's currency is EUR"),
    ],
)
def test_the_sentence_says_row_heading_and_what_was_expected(
    tmp_path: Path, written: str, code: str, words: str
) -> None:
    heading = COSTS.replace(",", "\t").replace("amount_declared", "Eligible amount")
    result = read(tmp_path, f"{heading}\nA1\tstaff\tStudy\tEUR\t{written}\n", "costs.tsv")
    finding = the(result, code)
    assert (finding.row, finding.column, finding.item_id) == (2, "amount_declared", "A1")
    assert "Row 2, Eligible amount" in said(finding)
    assert words in said(finding)
    assert result.tables[0].unreadable_rows == 1


def test_the_whole_column_decides_the_style(tmp_path: Path) -> None:
    assert column(tmp_path, "1.234", "2.500,75", "12") == ([123400, 250075, 1200], [])
    assert column(tmp_path, "1,234", "2,500.75", "12") == ([123400, 250075, 1200], [])
    assert column(tmp_path, "1.234", "0,5") == ([123400, 50], [])


def test_what_does_not_fit_the_column_s_style_is_never_read_the_other_way(tmp_path: Path) -> None:
    values, found = column(tmp_path, "1.234,50", "2,75", "12.34")
    assert values == [123450, 275, None]
    assert found == ["CELL-01-NUMBER"]


def test_two_styles_of_equal_weight_decide_nothing(tmp_path: Path) -> None:
    values, found = column(tmp_path, "12,50", "12.50", "1.234", "7")
    assert values == [None, None, None, 700]
    assert sorted(found) == ["CELL-01-NUMBER", "CELL-01-NUMBER", "CELL-01-STYLE"]


def test_a_column_that_tells_nothing_is_decided_by_the_others(tmp_path: Path) -> None:
    heading = "item_id;cost_category;description;currency;amount_gross;amount_declared"
    result = read(tmp_path, f"{heading}\nA1;staff;Study;EUR;1.190,00;1.000\n")
    assert not result.findings
    assert result.tables[0].sum_declared == {"EUR": 100_000}
    both = read(
        tmp_path,
        f"{heading};units\nA1;staff;Study;EUR;1.190,00;1.000;0.5\n",
    )
    assert codes(both) == ["CELL-01-STYLE"]


def test_a_column_of_uncertain_amounts_alone_is_refused_cell_by_cell(tmp_path: Path) -> None:
    values, found = column(tmp_path, "1.234", "2.345", "12")
    assert values == [None, None, 1200]
    assert found == ["CELL-01-STYLE", "CELL-01-STYLE"]


@pytest.mark.parametrize(
    ("currency", "written", "cents"),
    [
        ("EUR", "12,50 €", 1250),
        ("EUR", "€ 12,50", 1250),
        ("EUR", "EUR 12,50", 1250),
        ("PLN", "1 234,50 zł", 123450),
        ("CZK", "1 234,50 Kč", 123450),
        ("CZK", "-1 234,50 CZK", -123450),
        ("EUR", "12,50 zł", None),
        ("EUR", "$12.50", None),
        ("EUR", "EUR 12,50 EUR", None),
    ],
)
def test_a_currency_beside_the_amount_must_be_the_row_s(
    tmp_path: Path, currency: str, written: str, cents: int | None
) -> None:
    heading = COSTS.replace(",", "\t")
    result = read(tmp_path, f"{heading}\nA1\tstaff\tStudy\t{currency}\t{written}\n", "c.tsv")
    assert result.tables[0].sum_declared == ({} if cents is None else {currency: cents})


def test_a_currency_in_the_heading_holds_for_all_its_cells(tmp_path: Path) -> None:
    heading = COSTS.replace("amount_declared", "Kwota kwalifikowalna [PLN]")
    result = read(tmp_path, f"{heading}\nA1,staff,Study,PLN,10\nA2,staff,Study,EUR,20\n")
    assert result.tables[0].sum_declared == {"PLN": 1000}
    finding = the(result, "CELL-01-CURRENCY")
    assert (finding.row, finding.found, finding.expected) == (3, "PLN", "EUR")


@pytest.mark.parametrize(
    ("cells", "micro"),
    [
        (("0.5", "1", "0"), [500_000, 1_000_000, 0]),
        (("50 %", "12,5%", "100 %"), [500_000, 125_000, 1_000_000]),
        (("33,3333 %",), [333_333]),
        (("33,33333 %",), [None]),
        (("50", "1", "0.5 %"), [None, None, 5_000]),
        (("101 %", "1"), [None, 1_000_000]),
        (("-0.5",), [None]),
    ],
)
def test_shares_are_fractions_of_one_or_percentages_with_their_sign(
    tmp_path: Path, cells: tuple[str, ...], micro: list[int | None]
) -> None:
    assert column(tmp_path, *cells, name="share")[0] == micro


def test_quantities_keep_six_decimals_and_are_not_negative(tmp_path: Path) -> None:
    values, found = column(tmp_path, "7.5", "0.000001", "0.0000001", "-1", name="hours")
    assert values == [7_500_000, 1, None, None]
    assert found == ["CELL-01-DECIMALS", "CELL-01-NEGATIVE"]


@pytest.mark.parametrize(
    ("value", "cents"),
    [
        (1234.5600000000001, 123456),
        (0.1 + 0.2, 30),
        (1e5, 10_000_000),
        (-12.5, -1250),
        (1234.5678, None),
        (1e300, None),
    ],
)
def test_a_real_number_of_a_workbook_needs_no_style(
    tmp_path: Path, value: float, cents: int | None
) -> None:
    rows = (["A1", "staff", "Study", "EUR", value], ["A2", "staff", "Study", "EUR", "1.234,50"])
    result = read(tmp_path, sheet(COSTS.split(","), *rows), "costs.xlsx")
    assert result.tables[0].sum_declared == {"EUR": 123450 + (cents or 0)}
    assert bool(result.findings) is (cents is None)


def test_a_day_is_no_amount(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("Costs")
        page.write_row(0, 0, COSTS.split(","))
        page.write_row(1, 0, ["A1", "staff", "Study", "EUR"])
        day = book.add_format({"num_format": "d.m."})
        page.write_datetime(1, 4, datetime(2017, 5, 3), day)

    finding = the(read(tmp_path, workbook(fill), "costs.xlsx"), "CELL-01-NUMBER")
    assert finding.found == "2017-05-03"
