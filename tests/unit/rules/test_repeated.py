"""Mistakes that come again are named, the most frequent first, with what prevents them."""

from __future__ import annotations

from typing import Any

from rules.repeated import NAMED, come_again
from schemas.claim import ClaimFinding
from schemas.words import words


def found(code: str, column: str = "", **changes: Any) -> ClaimFinding:
    given: dict[str, Any] = {
        "code": code,
        "rule": "",
        "severity": "reject",
        "applies_to": "item",
        "partner": "WFS",
        "table": "costs",
        "item_id": "A1",
        "file": "costs.csv",
        "sheet": "",
        "row": 2,
        "column": column,
        "found": "",
        "expected": "",
        "amount": 0,
        "message": f"{code} in row 2",
        "remedy": "Write it down.",
        "basis": "",
    }
    return ClaimFinding(**given | changes)


def again(now: list[ClaimFinding], before: list[ClaimFinding]) -> list[tuple[str, int, int]]:
    told = come_again(now, before, 1, words("en"))
    return [(entry.code, entry.times, entry.times_before) for entry in told]


def test_what_was_there_before_is_counted_on_both_sides() -> None:
    now = [found("CELL-01-DATE", "invoice_date"), found("CELL-01-DATE", "invoice_date")]
    before = [found("CELL-01-DATE", "invoice_date"), found("PER-05")]
    assert again(now, before) == [("CELL-01-DATE", 2, 1)]


def test_another_column_is_another_mistake_and_information_is_none() -> None:
    assert again([found("CELL-02", "currency")], [found("CELL-02", "item_id")]) == []
    info = [found("ROW-03", severity="info")]
    assert again(info, info) == []


def test_that_a_row_waits_is_no_mistake_of_its_own() -> None:
    assert again([found("ROW-05")], [found("ROW-05")]) == []


def test_the_most_frequent_three_are_named() -> None:
    codes = [f"INEL-0{number}" for number in range(1, 6)]
    now = [found(code) for number, code in enumerate(codes) for _ in range(number + 1)]
    told = again(now, now)
    assert len(told) == NAMED
    assert [code for code, _, _ in told] == ["INEL-05", "INEL-04", "INEL-03"]


def test_prevention_is_that_of_the_longest_fitting_code_else_the_remedy() -> None:
    now = [found("CELL-01-YEAR", "invoice_date"), found("VAT-01"), found("COL-02")]
    told = {entry.code: entry.prevention for entry in come_again(now, now, 1, words("en"))}
    assert told["CELL-01-YEAR"] == "Have your accounting write years with four digits."
    assert "eurocent map" in told["COL-02"]
    assert told["VAT-01"] == "Write it down."
