"""Conversion, and how partners write: numbers, days, letters that a charset lacks."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.synthetic.euro import from_euro, rate_month, to_euro
from data.synthetic.layouts import spelled, text
from data.synthetic.plan import Layout, Value, load

GERMAN = Layout(format="csv", language="de", thousands=".")
POLISH = Layout(format="csv", language="pl", encoding="cp1250", thousands="\u00a0")
ESTONIAN = Layout(format="csv", language="en", encoding="utf-8", decimal=".", dates="%Y-%m-%d")


@pytest.mark.parametrize(
    ("layout", "value", "written"),
    [
        (GERMAN, Decimal("1234.50"), "1.234,50"),
        (GERMAN, Decimal("-1234.50"), "-1.234,50"),
        (POLISH, Decimal("1234567.80"), "1\u00a0234\u00a0567,80"),
        (ESTONIAN, Decimal("1234.50"), "1234.50"),
        (GERMAN, date(2017, 3, 7), "07.03.2017"),
        (ESTONIAN, date(2007, 3, 7), "2007-03-07"),
        (GERMAN, "12,5o", "12,5o"),
        (GERMAN, None, ""),
    ],
)
def test_values_are_written_in_the_partner_s_own_way(
    layout: Layout, value: Value, written: str
) -> None:
    assert text(value, layout, amount=True) == written


def test_quantities_lose_their_empty_decimals() -> None:
    assert text(Decimal("23.50"), GERMAN, amount=False) == "23,5"
    assert text(Decimal("1E+1"), GERMAN, amount=False) == "10"


@pytest.mark.parametrize(
    ("words", "encoding", "written"),
    [
        ("Kooperationsbörse Wrocław", "cp1252", "Kooperationsbörse Wroclaw"),
        ("Szklarska Poręba", "cp1252", "Szklarska Poreba"),
        ("Szklarska Poręba", "cp1250", "Szklarska Poręba"),
        ("Aktivitäten", "ascii", "Aktivitaeten"),
    ],
)
def test_letters_that_a_charset_lacks_lose_their_marks(
    words: str, encoding: str, written: str
) -> None:
    assert spelled(words, encoding) == written


@pytest.mark.parametrize(
    ("cents", "currency", "month", "euro_cents"),
    [
        (84_00, "PLN", "2017-07", 19_77),  # 84.00 / 4.2489 = 19.7698...
        (1_000_00, "PLN", "2018-01", 239_19),  # 1,000.00 / 4.1808 = 239.1886...
        (-1_000_00, "PLN", "2018-01", -239_19),
        (3_000_00, "CZK", "2007-04", 107_01),  # 3,000.00 / 28.035 = 107.0090...
        (312_93, "EEK", "2007-04", 20_00),  # 312.93 / 15.6466 = 19.99987...
        (12_34, "EUR", "2017-07", 12_34),
    ],
)
def test_amounts_convert_half_up_to_the_cent(
    cents: int, currency: str, month: str, euro_cents: int
) -> None:
    assert to_euro(cents, currency, month) == euro_cents


@given(
    euro_cents=st.integers(min_value=1, max_value=50_000_00),
    rated=st.sampled_from([("PLN", "2007-11"), ("CZK", "2008-05"), ("EEK", "2007-01")]),
)
def test_every_euro_amount_has_an_amount_that_converts_into_it(
    euro_cents: int, rated: tuple[str, str]
) -> None:
    assert to_euro(from_euro(euro_cents, *rated), *rated) == euro_cents


def test_each_project_takes_the_month_that_its_parameter_selects() -> None:
    interreg, grant = load("innocooppolsax").project, load("eccop").project
    older = load("clustercoop").project
    incurred, paid = date(2017, 2, 9), date(2017, 3, 1)
    assert rate_month(interreg, interreg.periods[0], incurred, paid) == "2017-07"
    assert rate_month(grant, grant.periods[0], incurred, paid) == "2017-02"
    assert rate_month(older, older.periods[0], incurred, paid) == "2017-03"


def test_forints_are_written_without_hundredths() -> None:
    cents = from_euro(4_321_09, "HUF", "2011-08")
    assert cents % 100 == 0
    assert to_euro(cents, "HUF", "2011-08") == 4_321_09


def test_vat_is_that_of_the_day() -> None:
    hungary = load("clustercoop").plan.countries["HU"]
    assert hungary.vat("full", date(2011, 12, 31)) == Decimal("0.25")
    assert hungary.vat("full", date(2012, 1, 1)) == Decimal("0.27")
    assert hungary.vat("reduced", date(2011, 12, 31)) == Decimal("0.18")
