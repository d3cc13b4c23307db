"""Days: one style a column, the day before the month, never a guess."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.unit.intake.extracts import COSTS, codes, read, said, the, workbook

HEADING = f"{COSTS.replace(',', ';')};payment_date;invoice_date"


def days(
    folder: Path, *cells: str, partner: str = "WFS", invoiced: str = ""
) -> tuple[list[str], list[str]]:
    """A column of days, "" where unread, and the findings about it."""
    rows = [f"A{n};staff;Study;EUR;1;{cell};{invoiced}" for n, cell in enumerate(cells)]
    result = read(folder, "\n".join((HEADING, *rows)), partner=partner)
    (table,) = result.tables
    shown = table.frame["payment_date"].dt.strftime("%Y-%m-%d").fillna("").tolist()
    unread = ["payment_date" in names for names in table.frame["unread"]]
    assert unread == [bool(cell) and not day for cell, day in zip(cells, shown, strict=True)]
    return shown, codes(result)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2017-03-05", "2017-03-05"),
        ("2017-03-05 13:45:00", "2017-03-05"),
        ("2017-03-05T13:45", "2017-03-05"),
        ("2017/3/5", "2017-03-05"),
        ("2017.03.05.", "2017-03-05"),
        ("05.03.2017", "2017-03-05"),
        ("5.3.2017", "2017-03-05"),
        ("5. 3. 2017", "2017-03-05"),
        ("05/03/2017", "2017-03-05"),
        ("5-3-2017", "2017-03-05"),
        ("29.02.2016", "2016-02-29"),
        ("29.02.2017", ""),
        ("31.02.2016", ""),
        ("29.02.1900", ""),
        ("05.03.17", ""),
        ("5/3/17", ""),
        ("42401", ""),
        ("2017-3-5", ""),
        ("2017-13-01", ""),
        ("20170305", ""),
        ("5 March 2017", "2017-03-05"),
        ("5 Marchember 2017", ""),
        ("05.03.", ""),
        ("01.01.1989", ""),
        ("01.01.2101", ""),
        ("05.03.20177", ""),
    ],
)
def test_a_day_is_read_exactly_or_not_at_all(tmp_path: Path, written: str, day: str) -> None:
    shown, found = days(tmp_path, written)
    assert shown == [day]
    assert bool(found) is not bool(day)


@pytest.mark.parametrize(
    ("written", "code", "words"),
    [
        ("31.02.2016", "CELL-01-DATE", "31.02.2016 is not a day as this column writes them"),
        ("05.03.17", "CELL-01-DATE", "year with four digits"),
        ("01.01.1989", "CELL-01-YEAR", "lies outside 1990-2100"),
    ],
)
def test_the_sentence_says_what_is_wrong(
    tmp_path: Path, written: str, code: str, words: str
) -> None:
    result = read(tmp_path, f"{HEADING}\nA1;staff;Study;EUR;1;{written};\n")
    finding = the(result, code)
    assert (finding.row, finding.column, finding.found) == (2, "payment_date", written)
    assert words in said(finding)
    assert result.tables[0].frame["unread"].tolist() == ["payment_date"]


def test_a_column_is_written_in_one_style(tmp_path: Path) -> None:
    shown, found = days(tmp_path, "01.03.2017", "2017-03-02", "03.03.2017")
    assert shown == ["2017-03-01", "", "2017-03-03"]
    assert found == ["CELL-01-DATE"]


def test_the_day_stands_first(tmp_path: Path) -> None:
    assert days(tmp_path, "03/04/2017") == (["2017-04-03"], [])


def test_a_column_written_month_first_is_not_read(tmp_path: Path) -> None:
    shown, found = days(tmp_path, "03/25/2017", "03/04/2017", "03/03/2017", "25/03/2017")
    assert shown == ["", "", "2017-03-03", "2017-03-25"]
    assert found == ["CELL-01-DATE", "CELL-01-ORDER"]


def test_where_both_orders_are_in_use_only_the_cells_decide(tmp_path: Path) -> None:
    assert days(tmp_path, "03/04/2017", partner="USA") == ([""], ["CELL-01-ORDER"])
    assert days(tmp_path, "03/04/2017", "25/03/2017", partner="USA")[1] == []
    by_other = days(tmp_path, "03/04/2017", partner="USA", invoiced="25/03/2017")
    assert by_other == (["2017-04-03"], [])


def test_real_days_of_a_workbook_need_no_style(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("Costs")
        day = book.add_format({"num_format": "mm/dd/yyyy"})
        page.write_row(0, 0, [*COSTS.split(","), "payment_date"])
        for row in range(1, 6):
            page.write_row(row, 0, [f"A{row}", "staff", "Study", "EUR", 1])
        page.write_datetime(1, 5, datetime(2017, 3, 5), day)
        page.write_datetime(2, 5, datetime(2017, 3, 6, 23, 59), day)
        page.write_string(3, 5, "07.03.2017")
        page.write_number(4, 5, 42401)
        page.write_datetime(5, 5, datetime(1950, 1, 1), day)

    result = read(tmp_path, workbook(fill), "costs.xlsx")
    shown = result.tables[0].frame["payment_date"].dt.strftime("%Y-%m-%d").fillna("").tolist()
    assert shown == ["2017-03-05", "2017-03-06", "2017-03-07", "", ""]
    assert codes(result) == ["CELL-01-DATE", "CELL-01-YEAR"]
