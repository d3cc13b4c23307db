"""Two texts are compared strictly (money is taken) and loosely (somebody is asked)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.invoices import Supplier, loose_number, strict, strict_number

STRICTLY_EQUAL = [
    ("R-117", "R117"),
    ("R-117", "r 117"),
    ("RE/2018/17", "RE-2018.17"),
    ("2018 / 17", "2018-17"),
    ("ＲＥ－１７", "RE-17"),
    ("№ 17", "no17"),
    ("FV 1 234", "FV1234"),
]
LOOSELY_EQUAL = [
    ("R-2018-O17", "R-2018-017"),
    ("RO17", "R017"),
    ("I7l", "171"),
    ("S-117", "5117"),
    ("B12", "812"),
    ("АВС-17", "ABC-17"),  # the first three are Cyrillic
    ("ΑΒΕ-17", "ABE-17"),  # Greek
    ("НО-17", "HO-17"),
    ("Ž-17", "Z-17"),
    ("Ł/3", "L/3"),
    ("000123", "123"),
    ("R-2018-17", "R201817"),
    ("1-23", "12-3"),
]
DIFFERENT = [
    ("R-2018-17", "R-2018-18"),
    ("R-117", "R-171"),
    ("R-17", "R-170"),
    ("2018-01", "2018-02"),
    ("A-17", "C-17"),
    ("R-17", "17"),
]


@pytest.mark.parametrize(("one", "two"), STRICTLY_EQUAL)
def test_case_space_separators_and_compatibility_forms_do_not_count(one: str, two: str) -> None:
    assert strict_number(one) == strict_number(two) != ""
    assert loose_number(one) == loose_number(two)


@pytest.mark.parametrize(("one", "two"), LOOSELY_EQUAL)
def test_what_may_have_been_misread_is_only_loosely_equal(one: str, two: str) -> None:
    assert strict_number(one) != strict_number(two)
    assert loose_number(one) == loose_number(two)


@pytest.mark.parametrize(("one", "two"), DIFFERENT)
def test_another_number_is_another_number(one: str, two: str) -> None:
    assert loose_number(one) != loose_number(two)


@pytest.mark.parametrize("text", ["", "-", " / ", "...", "_"])
def test_separators_alone_are_no_number(text: str) -> None:
    assert strict_number(text) == loose_number(text) == ""


def test_zeros_alone_are_a_number() -> None:
    assert strict_number("000") == "000"
    assert loose_number("000") == loose_number("O") == "0"


@given(st.text(max_size=12), st.text(max_size=12))
def test_what_is_strictly_equal_is_loosely_equal(one: str, two: str) -> None:
    for text in (one, two):
        assert loose_number(strict_number(text)) == loose_number(text)
    if strict_number(one) == strict_number(two):
        assert loose_number(one) == loose_number(two)


def test_a_vat_number_is_compared_without_its_separators() -> None:
    assert strict("DE 123.456-789") == strict("de123456789")


SAME = [
    ("Muster GmbH", "Muster G.m.b.H."),
    ("Muster GmbH & Co. KG", "MUSTER"),
    ("Firma Usługi Sp. z o.o.", "Usługi Firma sp. z o. o."),
    ("Usługi spółka z ograniczoną odpowiedzialnością", "USLUGI SP Z OO"),
    ("Překlady Žižka s.r.o.", "Preklady Zizka, s. r. o."),
    ("Překlady Žižka, spol. s r.o.", "Žižka Překlady"),
    ("Acme Ltd", "ACME Limited"),
    ("Müller Druck", "Mueller Druck"),
    ("Druckerei Schmidt", "Druckerei Schmitd"),
    ("Muster", "Muster Beratung"),
    ("МUSTER GmbH", "Muster GmbH"),  # a Cyrillic М
    ("Łódź Expo S.A.", "Lodz Expo"),
]
OTHERS = [
    ("Muster GmbH", "Beispiel GmbH"),
    ("Stadtwerke Leipzig GmbH", "Stadtwerke Dresden GmbH"),
    ("Hotel Adler", "Hotel Anker"),
    ("AB", "AG"),
    ("GmbH", "Ltd"),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_one_supplier_is_written_in_many_ways(one: str, two: str) -> None:
    assert Supplier("", one).may_be(Supplier("", two))
    assert Supplier("", two).may_be(Supplier("", one))


@pytest.mark.parametrize(("one", "two"), OTHERS)
def test_two_suppliers_stay_two(one: str, two: str) -> None:
    assert not Supplier("", one).may_be(Supplier("", two))


def test_vat_numbers_go_before_names_that_are_only_alike() -> None:
    muster = Supplier("DE123456789", "Muster GmbH")
    assert muster.may_be(Supplier("123 456 789", "Beispiel AG"))
    assert muster.may_be(Supplier("DEI2345678g", "Muster")) is True, "the names are equal"
    assert not muster.may_be(Supplier("DE999999999", "Muster Beratung"))
    assert muster.may_be(Supplier("", "Muster Beratung"))


def test_a_number_here_and_a_name_there_leave_the_question_open() -> None:
    assert Supplier("DE123456789", "").may_be(Supplier("", "Muster GmbH"))
    assert Supplier("DE123456789", "").may_be(Supplier("", ""))
    assert not Supplier("DE123456789", "").may_be(Supplier("DE999999999", "Muster GmbH"))
