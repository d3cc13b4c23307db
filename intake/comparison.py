"""Two deliveries of one partner for one period: which rows are new, which changed, which are gone.

Rows are found again by their own numbers (``item_id``, ``activity_id``), wherever they stand in
the file. An attendance has no number; participants are therefore only counted elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from intake.as_read import written_plainly
from intake.vocabulary import TABLES
from schemas.receipt import LISTED, CellChange, RowChange, SumChange, TableComparison

_COMPARED = ("costs", "activities")


def compare(name: str, before: pd.DataFrame, after: pd.DataFrame) -> TableComparison:
    """Compare two typed frames of one table.

    Args:
        name: ``costs`` or ``activities``.
        before: one row per item or activity; rows without a number are left aside, and of several
            with one number the first counts, as everywhere.
        after: likewise.
    """
    key = TABLES[name].columns[0].frame
    then, now = _by_number(before, key), _by_number(after, key)
    common = now.index.intersection(then.index, sort=False)
    new = now.index.difference(then.index, sort=False)
    gone = then.index.difference(now.index, sort=False)
    changed = _changed_rows(name, then.loc[common], now.loc[common])
    return TableComparison(
        table=name,
        new=len(new),
        changed=len(changed),
        gone=len(gone),
        unchanged=len(common) - len(changed),
        new_ids=list(new[:LISTED]),
        changed_rows=changed[:LISTED],
        gone_ids=list(gone[:LISTED]),
    )


def compare_tables(
    before: Iterable[tuple[str, pd.DataFrame]], after: dict[str, pd.DataFrame]
) -> list[TableComparison]:
    """Compare the tables that have numbers and of which either delivery has rows."""
    return [
        compare(name, then, after[name])
        for name, then in before
        if name in _COMPARED and (len(then) or len(after[name]))
    ]


def compare_sums(before: pd.DataFrame, after: pd.DataFrame) -> list[SumChange]:
    """Declared amounts by cost category and currency, before and now, cents of the currency."""
    sums = [_sums(frame) for frame in (before, after)]
    return [
        SumChange(
            category=category,
            currency=currency,
            before=sums[0].get((category, currency), 0),
            after=sums[1].get((category, currency), 0),
        )
        for category, currency in sorted(sums[0].keys() | sums[1].keys())
    ]


def _by_number(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    numbered = frame.loc[frame[key].ne("").to_numpy()]
    return numbered.drop_duplicates(key).set_index(key)


def _changed_rows(name: str, then: pd.DataFrame, now: pd.DataFrame) -> list[RowChange]:
    """The rows of which a cell differs; both frames bear the same numbers in the same order."""
    cells: dict[int, list[CellChange]] = {}
    for column in TABLES[name].columns[1:]:
        # What extracts have got since the earlier delivery was read is no change of the partner's.
        if column.frame not in then or column.frame not in now:
            continue
        pair = then[column.frame], now[column.frame]
        written = [written_plainly(values, column.kind) for values in pair]
        for index, (old, new) in enumerate(zip(*written, strict=True)):
            if old != new:
                change = CellChange(column=column.extract, before=old, after=new)
                cells.setdefault(index, []).append(change)
    rows = now["row"].tolist()
    return [
        RowChange(item_id=str(now.index[index]), row=rows[index], cells=cells[index])
        for index in sorted(cells)
    ]


def _sums(costs: pd.DataFrame) -> dict[tuple[str, str], int]:
    keys = ["cost_category", "currency"]
    grouped = costs.groupby(keys, as_index=False)["amount_declared_cents"].sum()
    columns = [grouped[name].tolist() for name in (*keys, "amount_declared_cents")]
    return {
        (category, currency): int(cents) for category, currency, cents in zip(*columns, strict=True)
    }
