"""The rate tables: what is in them, what is not, and which rate goes before which."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from intake.rates import RATES_FOLDER, load_rates
from schemas.project import PublishedRate

TABLE = load_rates()


# PLN 2010: InforEuro as the Commission published it. The others: the ECB's reference rate of the
# last but one quotation day of the month before.
@pytest.mark.parametrize(
    ("month", "currency", "units", "basis"),
    [
        ("2010-04", "PLN", "3.8759", date(2010, 3, 30)),
        ("2010-05", "PLN", "3.9153", date(2010, 4, 29)),
        ("2010-06", "PLN", "4.0615", date(2010, 5, 28)),
        ("2010-07", "PLN", "4.1603", date(2010, 6, 29)),
        ("2010-08", "PLN", "4.0040", date(2010, 7, 29)),
        ("2010-09", "PLN", "3.9806", date(2010, 8, 30)),
        ("2018-03", "PLN", "4.1670", date(2018, 2, 27)),
        ("2008-12", "EEK", "15.6466", date(2008, 11, 27)),
    ],
)
def test_monthly_rates(month: str, currency: str, units: str, basis: date) -> None:
    rate = TABLE.rate(month, currency)
    assert rate is not None
    assert rate.units_per_eur == Decimal(units)
    assert rate.millionths == int(Decimal(units).scaleb(6))
    assert (rate.kind, rate.source, rate.basis_day) == ("derived", "derived (ECB)", basis)


@pytest.mark.parametrize(
    ("currency", "since", "units"),
    [
        ("SIT", date(2007, 1, 1), "239.640"),
        ("SKK", date(2009, 1, 1), "30.1260"),
        ("EEK", date(2011, 1, 1), "15.6466"),
        ("LVL", date(2014, 1, 1), "0.702804"),
        ("LTL", date(2015, 1, 1), "3.45280"),
        ("HRK", date(2023, 1, 1), "7.53450"),
        ("BGN", date(2026, 1, 1), "1.95583"),
    ],
)
def test_fixed_rates_and_the_day_of_the_switch(currency: str, since: date, units: str) -> None:
    fixed = TABLE.fixed_rate(currency)
    assert fixed is not None
    assert (fixed.euro_since, fixed.units_per_eur) == (since, Decimal(units))
    assert fixed.millionths == int(Decimal(units).scaleb(6))
    assert TABLE.abolished(currency, since)
    assert not TABLE.abolished(currency, since.replace(year=since.year - 1, month=12, day=31))
    assert TABLE.rate(f"{since.year - 1}-12", currency) is not None
    assert TABLE.rate(f"{since.year}-01", currency) is None
    assert TABLE.rate(f"{since.year}-07", currency) is None


def test_a_living_currency_is_not_abolished() -> None:
    assert TABLE.fixed_rate("PLN") is None
    assert not TABLE.abolished("PLN", date(2026, 11, 1))


@pytest.mark.parametrize(
    ("month", "currency"),
    [
        ("1999-01", "PLN"),
        ("2012-05", "ISK"),
        ("2023-01", "RUB"),
        ("2017-07", "XXX"),
        ("2099-01", "PLN"),
    ],
)
def test_a_missing_month_is_missing_not_zero(month: str, currency: str) -> None:
    assert TABLE.rate(month, currency) is None


def test_the_whole_table_is_there() -> None:
    lines = (RATES_FOLDER / "inforeuro_monthly.csv").read_text(encoding="utf-8").splitlines()
    after_switch = sum(
        1
        for month, currency, _ in (line.split(",") for line in lines[1:])
        if TABLE.abolished(currency, date.fromisoformat(f"{month}-01"))
    )
    assert len(lines) - 1 == 11_837
    assert len(TABLE.derived) == 11_837 - after_switch
    months = {month for month, _ in TABLE.derived}
    assert months == set(TABLE.basis_days)
    assert (min(months), max(months)) == ("1999-02", "2026-11")


def _published(month: str, currency: str, units: str, source: str = "") -> PublishedRate:
    return PublishedRate(month=month, currency=currency, units_per_eur=units, source=source)


def test_a_published_rate_goes_before_the_derived_one() -> None:
    table = TABLE.with_published([_published("2017-07", "PLN", "4.2259", "InforEuro, 1 July 2017")])
    rate = table.rate("2017-07", "PLN")
    assert rate is not None
    assert (rate.units_per_eur, rate.kind) == (Decimal("4.2259"), "published")
    assert (rate.source, rate.basis_day) == ("published: InforEuro, 1 July 2017", None)
    assert table.rate("2017-08", "PLN") == TABLE.rate("2017-08", "PLN")
    shipped = TABLE.rate("2017-07", "PLN")
    assert shipped is not None
    assert shipped.kind == "derived"


def test_the_later_of_two_published_rates_goes_first() -> None:
    authority = TABLE.with_published([_published("2017-07", "PLN", "4.2259", "authority")])
    project = authority.with_published([_published("2017-07", "PLN", "4.3000", "contract")])
    rate = project.rate("2017-07", "PLN")
    assert rate is not None
    assert rate.source == "published: contract"


def test_a_published_rate_after_the_switch_is_ignored() -> None:
    table = TABLE.with_published([_published("2011-01", "EEK", "15.7000", "somewhere")])
    assert table.rate("2011-01", "EEK") is None
    assert table.digest == TABLE.digest


def test_the_digest_follows_the_content() -> None:
    one = TABLE.with_published([_published("2017-07", "PLN", "4.2259", "a")])
    other = TABLE.with_published([_published("2017-07", "PLN", "4.2260", "a")])
    assert len({TABLE.digest, one.digest, other.digest}) == 3
    assert TABLE.with_published([]).digest == TABLE.digest
