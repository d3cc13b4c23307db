"""Whole cents: rounding, shares and splits, exact for amounts of any size and either sign."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from schemas.money import (
    Money,
    allocate,
    format_cents,
    format_ratio,
    multiply,
    parse_cents,
    parse_ratio,
    round_quotient,
    share_of,
)


@pytest.mark.parametrize(
    ("numerator", "denominator", "down", "half_up"),
    [
        (850085, 100, 8500, 8501),
        (-850085, 100, -8500, -8501),
        (5, 10, 0, 1),
        (-5, 10, 0, -1),
        (4, 10, 0, 0),
        (15, 10, 1, 2),
        (0, 7, 0, 0),
        (10**40 + 5, 10, 10**39, 10**39 + 1),
    ],
)
def test_rounding_is_symmetric_around_zero(
    numerator: int, denominator: int, down: int, half_up: int
) -> None:
    assert round_quotient(numerator, denominator, "down") == down
    assert round_quotient(numerator, denominator, "half_up") == half_up


def test_a_column_is_rounded_as_its_amounts_are() -> None:
    column = np.array([5, -5, 4, 15, -15, 0])
    assert round_quotient(column, 10, "half_up").tolist() == [1, -1, 0, 2, -2, 0]
    assert round_quotient(column, 10, "down").tolist() == [0, 0, 0, 1, -1, 0]


def test_products_beyond_64_bits_are_exact() -> None:
    # 100,000,000,000.00 at 4.999999 units per euro, and its reversal.
    cents = np.array([10**13, -(10**13), 1])
    expected = [2_000_000_400_000, -2_000_000_400_000, 0]
    assert multiply(cents, 10**6, 4_999_999, "half_up").tolist() == expected
    rates = np.array([4_999_999] * 3)
    assert multiply(cents, 10**6, rates, "half_up").tolist() == expected


def test_a_result_beyond_64_bits_is_refused() -> None:
    with pytest.raises(OverflowError):
        multiply(np.array([10**13]), 10**9, 1, "down")


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (1, [0, 0], [0, 0]),
        (5, [0, 1, 0], [0, 5, 0]),
        (10, [Fraction(1, 3), Fraction(2, 3)], [3, 7]),
        (0, [1, 2], [0, 0]),
        (2, [1, 1, 1], [1, 1, 0]),
    ],
)
def test_a_split_adds_up_with_the_cents_left_at_the_largest_remainders(
    total: int, weights: list[int], parts: list[int]
) -> None:
    assert allocate(total, weights) == parts


def test_a_share_is_exact_until_it_is_cut() -> None:
    assert share_of(35_772_974, Fraction(85, 100), "down") == 30_407_027
    assert share_of(-117, Fraction(85, 100), "down") == -99
    assert share_of(117, Fraction(85, 100), "half_up") == 99


@pytest.mark.parametrize(("text", "cents"), [("304300.00", 30430000), ("-0.5", -50), (7, 700)])
def test_amounts_of_definitions(text: object, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize("text", [1.5, True, "1,50", "1.234,50", "1.005", "", "NaN", "1e9", 10**12])
def test_what_is_no_amount_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="amount"):
        parse_cents(text)


@pytest.mark.parametrize("text", [0.85, True, "85 %", "-0.1", "1.01", "", ".5"])
def test_what_is_no_rate_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="write"):
        parse_ratio(text)


def test_how_amounts_and_rates_are_written() -> None:
    assert [format_cents(c) for c in (-5, 0, 30430000)] == ["-0.05", "0.00", "304300.00"]
    assert [format_ratio(Fraction(r)) for r in ("0.85", "1", "0", "4.2687")] == [
        "0.85",
        "1",
        "0",
        "4.2687",
    ]
    assert format_ratio(Fraction(25, 6)) == "4.1666666667"


def test_money_is_whole_cents_of_one_currency() -> None:
    assert str(Money.of("1.10") + Money(5) - Money.of("0.15")) == "1.00 EUR"
    assert -Money(5, "PLN") == Money(-5, "PLN")
    with pytest.raises(ValueError, match="PLN cannot be added to EUR"):
        Money(1) + Money(1, "PLN")
    with pytest.raises(TypeError, match="floats"):
        Money(1.5)  # type: ignore[arg-type]
