"""Verdicts move money from eligible to where it belongs, and say so once a row."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rules.rulings import Ruling, cut, flagged, park, reject, remark
from schemas.money import Money

ROWS = np.array([True, False, True])


@pytest.fixture
def items() -> pd.DataFrame:
    """Three items of 100.00, 50.00 and -30.00, the last already half rejected."""
    return pd.DataFrame(
        {
            "partner": ["A", "A", "B"],
            "item_id": ["1", "2", "3"],
            "file": ["a.csv", "a.csv", "b.csv"],
            "sheet": ["", "", "Costs"],
            "row": [2, 3, 7],
            "declared": [10_000, 5_000, -3_000],
            "rejected": [0, 0, -1_500],
            "cut": [0, 0, 0],
            "parked": [0, 0, 0],
            "eligible": [10_000, 5_000, -1_500],
        }
    )


def test_a_rejection_takes_what_is_left(items: pd.DataFrame) -> None:
    after, findings = reject(items, Ruling("INEL-01", ROWS, "flags", "fine"))
    assert after["rejected"].tolist() == [10_000, 0, -3_000]
    assert after["eligible"].tolist() == [0, 5_000, 0]
    assert [(f.item_id, f.row, f.amount_cents) for f in findings] == [
        ("1", 2, 10_000),
        ("3", 7, -1_500),
    ]
    assert (findings[1].partner, findings[1].file, findings[1].sheet) == ("B", "b.csv", "Costs")


def test_a_second_rejection_is_told_with_nothing_taken(items: pd.DataFrame) -> None:
    once, _ = reject(items, Ruling("INEL-01", ROWS))
    twice, findings = reject(once, Ruling("INEL-03", ROWS))
    assert twice["rejected"].tolist() == once["rejected"].tolist()
    assert [f.amount_cents for f in findings] == [0, 0]


def test_a_cut_goes_down_to_the_limit_whatever_the_sign(items: pd.DataFrame) -> None:
    limits = np.array([9_999, 0, 1_000])
    after, findings = cut(items, Ruling("VAT-01", ROWS, limit_cents=limits))
    assert after["cut"].tolist() == [1, 0, -500]
    assert after["eligible"].tolist() == [9_999, 5_000, -1_000]
    assert [f.amount_cents for f in findings] == [1, -500]


def test_within_the_limit_there_is_nothing_to_say(items: pd.DataFrame) -> None:
    limits = np.array([10_000, 0, 1_500])
    after, findings = cut(items, Ruling("VAT-01", ROWS, limit_cents=limits))
    assert findings == []
    assert after["eligible"].tolist() == items["eligible"].tolist()


def test_a_cut_without_a_limit_is_our_mistake(items: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="no limit"):
        cut(items, Ruling("VAT-01", ROWS))


def test_parking_holds_what_is_left_and_a_remark_holds_nothing(items: pd.DataFrame) -> None:
    after, _ = park(items, Ruling("CTR-02-PARKED", ROWS, words={"why": "-"}))
    assert after["parked"].tolist() == [10_000, 0, -1_500]
    told = remark(items, Ruling("PER-05-EARLIER", ROWS, found=Money))
    assert [(f.item_id, f.found, f.amount_cents) for f in told] == [
        ("1", Money(0), 0),
        ("3", Money(2), 0),
    ]


def test_a_flag_is_a_whole_word_of_the_list() -> None:
    flags = pd.Series(["fine", "fines", "outside_area;fine", "", "in_kind"], dtype="str")
    assert flagged(flags, "fine").tolist() == [True, False, True, False, False]
