"""Imported rate tables: the later goes first, none is doubled, each can be taken back."""

from __future__ import annotations

from intake.rates import load_rates
from ledger.ledger import Ledger
from schemas.project import PublishedRate


def _rates(units: str, currency: str = "PLN") -> list[PublishedRate]:
    return [PublishedRate(month="2017-07", currency=currency, units_per_eur=units, source="OJ")]


def _rate(ledger: Ledger, currency: str = "PLN") -> str:
    rate = ledger.rates(load_rates()).rate("2017-07", currency)
    assert rate is not None
    return str(rate.units_per_eur)


def test_without_a_table_the_shipped_rates_count(ledger: Ledger) -> None:
    assert ledger.rates(load_rates()) == load_rates()
    assert ledger.rate_tables() == []


def test_the_later_table_goes_first_and_the_same_is_not_doubled(ledger: Ledger) -> None:
    assert ledger.keep_rates("a.csv", [*_rates("4.1"), *_rates("26.2", "CZK")], "Anna")
    assert ledger.keep_rates("b.csv", _rates("4.2"), "Anna")
    assert not ledger.keep_rates("b.csv", _rates("4.2"), "Anna")
    assert (_rate(ledger), _rate(ledger, "CZK")) == ("4.2", "26.2")
    assert [table.name for table in ledger.rate_tables()] == ["a.csv", "b.csv"]
    assert ledger.keep_rates("a.csv", [*_rates("4.1"), *_rates("26.2", "CZK")], "Anna")
    assert _rate(ledger) == "4.1"


def test_a_table_is_taken_back_once(ledger: Ledger) -> None:
    shipped = _rate(ledger)
    ledger.keep_rates("a.csv", _rates("4.1"), "Anna")
    number = ledger.rate_tables()[0].number
    taken = ledger.withdraw_rates(number, "Anna", "of another programme")
    assert taken is not None
    assert taken.name == "a.csv"
    assert ledger.withdraw_rates(number, "Anna", "again") is None
    assert _rate(ledger) == shipped
