"""An authority's table of rates: what is read, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.rate_tables import RateTableError, read_rate_table
from intake.rates import load_rates
from tests.hostile.books import book

SHIPPED = load_rates()


def _read(tmp_path: Path, text: str, month: str = "") -> list[tuple[str, str, str, str]]:
    file = tmp_path / "rates.csv"
    file.write_text(text, encoding="utf-8-sig")
    read = read_rate_table(file, SHIPPED, month, "InforEuro")
    return [(rate.month, rate.currency, rate.units_per_eur, rate.source) for rate in read.rates]


def test_own_columns_and_a_source_for_those_that_name_none(tmp_path: Path) -> None:
    text = "month,currency,units_per_eur,source\n2017-07,PLN,4.2259,OJ\n2017-07,CZK,26.2000,\n"
    assert _read(tmp_path, text) == [
        ("2017-07", "CZK", "26.2000", "InforEuro"),
        ("2017-07", "PLN", "4.2259", "OJ"),
    ]


def test_download_of_the_commission_for_one_month(tmp_path: Path) -> None:
    text = "Country;Currency;ISO Code;Value\nPoland;Zloty;PLN;4,2259\nSweden;Krona;SEK;9,7\n"
    assert _read(tmp_path, text, "2017-07") == [
        ("2017-07", "PLN", "4.2259", "InforEuro"),
        ("2017-07", "SEK", "9.7", "InforEuro"),
    ]


def test_comma_between_thousands_is_never_taken_for_a_decimal_one(tmp_path: Path) -> None:
    text = "month;currency;units_per_eur\n2017-07;IDR;{}\n2017-07;PLN;{}\n"
    both = [entry[2] for entry in _read(tmp_path, text.format("15249,163", "4,2259"))]
    assert both == ["15249.163", "4.2259"]
    for idr, pln in (("15,249", "4.2259"), ("15,249", "4")):
        with pytest.raises(RateTableError, match="line 2: 'units_per_eur' is '15,249'"):
            _read(tmp_path, text.format(idr, pln))


def test_titles_above_and_other_ways_to_write_a_month(tmp_path: Path) -> None:
    text = "Rates of the programme\n\nMonat;Waluta;Kurs\n07/2017;PLN;4,2259\n2017-08-01;PLN;4,25\n"
    assert [entry[0] for entry in _read(tmp_path, text)] == ["2017-07", "2017-08"]


def test_workbook(tmp_path: Path) -> None:
    file = tmp_path / "rates.xlsx"
    file.write_bytes(
        book(("Rates", [["month", "currency", "units_per_eur"], ["2017-07", "PLN", 4.2259]]))
    )
    assert read_rate_table(file, SHIPPED, "", "x").rates[0].units_per_eur == "4.2259"


def test_currency_that_the_euro_had_replaced_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("month,currency,units_per_eur\n2011-01,EEK,15.7\n2011-01,PLN,3.97\n")
    read = read_rate_table(file, SHIPPED, "", "x")
    assert (len(read.rates), read.ignored) == (1, 1)


def test_rate_far_from_the_quoted_one_is_remarked_and_used(tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("month,currency,units_per_eur\n2017-07,PLN,6.2259\n")
    read = read_rate_table(file, SHIPPED, "", "x")
    assert len(read.rates) == 1
    assert "PLN of 2017-07 is 6.2259" in read.remarks[0]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2017-7,PLN,4.2259", "line 3: 'month' is '2017-7'"),
        ("2017-07,zloty,4.2259", "line 3: 'currency' is 'zloty'"),
        ("2017-07,PLN,4.12345678", "line 3: 'units_per_eur' is '4.12345678'"),
        ("2017-07,PLN,-4.2259", "line 3: 'units_per_eur' is '-4.2259'"),
        ("2017-07,PLN,0.00", "line 3: 'units_per_eur' must lie above 0"),
        ("2017-07,PLN,1.234.5", "line 3: 'units_per_eur' is '1.234.5'"),
        ("2017-07,PLN,", "line 3: 'units_per_eur' is ''"),
        ("2017-07,PLN,0.2366", "line 3: 0.2366 looks like euros per PLN"),
        ("2017-07,CZK,26.3", "line 3: CZK of 2017-07 is 26.3 here, and 26.2 in a line above"),
    ],
)
def test_line_that_cannot_be_used_refuses_the_table(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(RateTableError) as caught:
        _read(tmp_path, f"month,currency,units_per_eur\n2017-07,CZK,26.2\n{row}\n")
    assert f"rates.csv, {said}" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "no line has the headings currency, month, units_per_eur"),
        ("month,currency,units_per_eur\n", "there is no rate below the headings"),
        ("", "empty"),
    ],
)
def test_file_that_is_no_table_of_rates(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RateTableError, match=said):
        _read(tmp_path, text)
