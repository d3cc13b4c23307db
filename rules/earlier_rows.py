"""Items of earlier claims as rows of this period's items, with their own place and rate."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from rules.rates_used import RATE_COLUMNS, UsedRate
from rules.standing import FATE, Standing
from schemas.claim import ClaimItem
from schemas.columns import Column
from schemas.costs import COSTS
from schemas.money import MICRO

_BEHIND = 2**40
"""Such rows stand behind all rows that partners delivered."""

_OF_WORK = ("hours", "hourly_rate", "units", "unit_price")


def rows_of(
    entries: Sequence[tuple[Standing, int, list[int]]], items: pd.DataFrame
) -> pd.DataFrame:
    """Write earlier items as rows of a frame.

    Args:
        entries: each item, its amount in cents of its currency (0 where only its fate changes),
            and EUR cents by fate.
        items: the frame whose columns and types the rows get.
    """
    if not entries:
        return items.iloc[:0]
    records = [
        _record(standing, amount, fate, position)
        for position, (standing, amount, fate) in enumerate(entries)
    ]
    frame = pd.DataFrame(records, columns=list(items.columns))
    return frame.astype(items.dtypes.to_dict())


def used_rate(item: ClaimItem) -> UsedRate:
    """The exchange rate of an item of an earlier claim."""
    return UsedRate.of(Fraction(item.rate), item.rate_month, item.rate_source)


def _record(standing: Standing, amount: int, fate: list[int], position: int) -> dict[str, Any]:
    item = standing.item
    cells = {column.frame: _cell(column, item) for column in COSTS.columns}
    if not amount:
        # Nobody worked again, and no unit was used again, when something is recovered.
        cells |= {COSTS.by_extract[name].frame: pd.NA for name in _OF_WORK}
    invoiced = cells["invoice_date"]
    return {
        **cells,
        "cost_category": item.category,
        "amount_declared_cents": amount,
        "partner": item.partner,
        "period": standing.period,
        "file": item.file,
        "file_sha256": item.file_sha256,
        "sheet": item.sheet,
        "row": item.row,
        "sequence": _BEHIND + position,
        "unread": "",
        # Its cost element was judged when it was first reported.
        "element": "",
        "incurred": cells["payment_date"] if pd.isna(invoiced) else invoiced,
        **dict(zip(RATE_COLUMNS, used_rate(item).columns, strict=True)),
        "declared": sum(fate),
        **dict(zip(FATE, fate, strict=True)),
        "origin_period": standing.period,
        "origin_item_id": standing.item_id,
    }


def _cell(column: Column, item: ClaimItem) -> Any:
    """One cell as intake handed it on; what a claim does not keep is empty."""
    value = getattr(item, column.extract, None)
    if column.dtype == "str":
        return value or ""
    if value is None or value == "":
        return pd.NaT if column.kind == "date" else pd.NA
    if column.kind in ("price", "quantity", "ratio"):
        return int(Decimal(value) * MICRO)
    return pd.Timestamp(value) if column.kind == "date" else value
