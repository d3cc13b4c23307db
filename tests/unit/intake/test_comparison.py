"""What is new, changed and gone between two deliveries, wherever the rows stand."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.comparison import compare, compare_sums
from schemas.costs import COSTS
from schemas.receipt import LISTED

AMOUNTS = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(-500, 500), max_size=8)


def costs(amounts: dict[str, int], *, backwards: bool = False) -> pd.DataFrame:
    """One row an amount, in cents, in the order given or the other way round."""
    items = list(amounts.items())[:: -1 if backwards else 1]
    frame = COSTS.empty().reindex(range(len(items)))
    for name, dtype in COSTS.empty().dtypes.items():
        blank = 0 if dtype == "int64" else "" if dtype == "str" else pd.NA
        frame[name] = pd.Series([blank] * len(items), dtype=dtype)
    frame["item_id"] = pd.Series([name for name, _ in items], dtype="str")
    frame["amount_declared_cents"] = pd.Series([cents for _, cents in items], dtype="Int64")
    frame["row"] = pd.Series(range(2, len(items) + 2), dtype="int64")
    return frame.assign(cost_category="staff", currency="EUR")


@settings(max_examples=25, deadline=None)
@given(AMOUNTS)
def test_the_same_rows_in_another_order_have_not_changed(amounts: dict[str, int]) -> None:
    told = compare("costs", costs(amounts), costs(amounts, backwards=True))
    assert (told.new, told.changed, told.gone, told.unchanged) == (0, 0, 0, len(amounts))


@settings(max_examples=25, deadline=None)
@given(AMOUNTS, AMOUNTS)
def test_every_row_is_counted_once_and_the_way_back_mirrors_it(
    before: dict[str, int], after: dict[str, int]
) -> None:
    there = compare("costs", costs(before), costs(after))
    back = compare("costs", costs(after), costs(before))
    assert there.new + there.changed + there.unchanged == len(after)
    assert there.gone + there.changed + there.unchanged == len(before)
    assert (there.new_ids, there.gone_ids) == (back.gone_ids, back.new_ids)
    assert {row.item_id for row in there.changed_rows} == {
        name for name in before.keys() & after.keys() if before[name] != after[name]
    }


@settings(max_examples=25, deadline=None)
@given(AMOUNTS, AMOUNTS)
def test_sums_are_those_of_the_rows(before: dict[str, int], after: dict[str, int]) -> None:
    told = compare_sums(costs(before), costs(after))
    assert sum(line.before for line in told) == sum(before.values())
    assert sum(line.after for line in told) == sum(after.values())


def test_a_change_names_column_before_and_after() -> None:
    then, now = costs({"A": 10_000}), costs({"A": 12_050})
    now["invoice_date"] = pd.Series(["2017-03-01"], dtype="datetime64[s]")
    (row,) = compare("costs", then, now).changed_rows
    assert (row.item_id, row.row) == ("A", 2)
    assert [(cell.column, cell.before, cell.after) for cell in row.cells] == [
        ("invoice_date", "", "2017-03-01"),
        ("amount_declared", "100.00", "120.50"),
    ]


def test_a_column_that_extracts_have_got_since_is_no_change() -> None:
    then = costs({"A": 100}).drop(columns="gift")
    assert compare("costs", then, costs({"A": 100})).unchanged == 1


def test_long_lists_are_counted_and_not_listed() -> None:
    many = {f"A{number}": number for number in range(LISTED + 50)}
    told = compare("costs", costs({}), costs(many))
    assert (told.new, len(told.new_ids)) == (LISTED + 50, LISTED)
