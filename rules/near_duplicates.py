"""Rows that may be of one invoice although something on them differs: somebody has to look.

Total and currency agree, the days too (or with day and month swapped), the numbers once what is
easily misread is read alike, and the suppliers may be one. Two numbers in a row with two days are
two months' rent, and never meet here.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from rules.invoice_rows import INVOICE, LOOSELY, Stand
from rules.invoices import Supplier

_MOST = 20
"""So many different invoices under one number, day and total are compared pair by pair: a fee
that hundreds were charged under "1" is no reason to compare each with each."""


@dataclass(frozen=True)
class Like:
    """Where an invoice stands that another row looks like, and its number as written there."""

    stand: Stand
    number: str


def look_alikes(rows: pd.DataFrame, out: Collection[int], gone: Collection[str]) -> dict[int, Like]:
    """Find rows of this report that look like another invoice's row, earlier or elsewhere.

    Args:
        rows: of invoices, in the order in which they win (``invoice_rows``).
        out: positions of items that were rejected as duplicates.
        gone: names of items that credit notes took back wholly.

    Returns:
        By position among the items what it looks like.
    """
    counts = rows["amount"].gt(0) & ~rows["position"].isin(out) & ~rows["name"].isin(gone)
    live = rows.loc[counts & rows.duplicated(LOOSELY, keep=False)]
    live = live.assign(
        invoice=live.groupby(INVOICE, dropna=False, sort=False).ngroup(),
        like=live.groupby(LOOSELY, sort=False).ngroup(),
    )
    different = live.drop_duplicates(["invoice", "like"])["like"]
    live = live.loc[live["like"].isin(different[different.duplicated()])]
    # A warning has no loser: what another project has on record is named whoever came first.
    live = live.assign(own=live["project"].eq("")).sort_values(["like", "own"], kind="stable")
    found: dict[int, Like] = {}
    for _, group in groupby(live.to_dict("records"), key=itemgetter("like")):
        found |= dict(_in_group(group))
    return found


def _in_group(rows: Iterable[Mapping[Hashable, Any]]) -> Iterator[tuple[int, Like]]:
    """Hold each row against the different invoices before it."""
    seen: dict[int, tuple[Supplier, Like]] = {}
    for row in rows:
        supplier = Supplier(row["supplier_vat_id"], row["supplier_name"])
        if row["position"] >= 0:
            for invoice, (other, like) in seen.items():
                if invoice != row["invoice"] and supplier.may_be(other):
                    yield int(row["position"]), like
                    break
        if len(seen) < _MOST:
            like = Like(Stand.of(row), str(row["invoice_number"]))
            seen.setdefault(int(row["invoice"]), (supplier, like))
