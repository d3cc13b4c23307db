"""The list of expenditure as it stands in the claim: one ``ClaimItem`` per expenditure item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from pydantic import TypeAdapter

from rules.rulings import mask
from schemas.bank_accounts import PERHAPS, without_accounts
from schemas.claim import ClaimItem
from schemas.columns import Kind
from schemas.costs import COSTS
from schemas.findings import Finding
from schemas.money import MICRO, format_ratio

_FRAME_NAMES = {"category": "cost_category"}
"""Fields of an item that are no column of the extract under the same name."""

_PUBLIC_WORDS = ("description", "supplier_name", "evidence_ref")
"""Words of a partner that are printed; a bank account in them is masked."""

_ITEMS = TypeAdapter(list[ClaimItem])


def claim_items(
    items: pd.DataFrame,
    findings: Sequence[Finding],
    evidence: Mapping[tuple[str, str], Sequence[str]],
) -> list[ClaimItem]:
    """Write the items down; each names the rules that took something from it.

    Args:
        items: as decided, in the order of the claim. Every field of ``ClaimItem`` is taken from
            the column of its name, money in cents, quantities and prices in millionths.
        findings: everything found.
        evidence: digests of the files of evidence by partner and number of the item.
    """
    columns = {
        name: _written(items[frame_name], kind)
        for name, (frame_name, kind) in _columns().items()
        if frame_name in items
    }
    for name in _PUBLIC_WORDS:
        columns[name] = _without_accounts(items[name], columns[name])
    columns["rules"] = _rules(items, findings)
    if evidence:
        keys = zip(items["partner"], items["item_id"], strict=True)
        columns["evidence"] = [list(evidence.get(key, ())) for key in keys]
    # A hundred thousand items: whole columns first, and one call for all rows at the end.
    rows = zip(*columns.values(), strict=True)
    return _ITEMS.validate_python([dict(zip(columns, row, strict=True)) for row in rows])


def _columns() -> dict[str, tuple[str, Kind | None]]:
    """The frame column of every field, and its kind where the extract has it."""
    found: dict[str, tuple[str, Kind | None]] = {}
    for name in ClaimItem.model_fields:
        column = COSTS.by_extract.get(_FRAME_NAMES.get(name, name))
        found[name] = (column.frame, column.kind) if column else (name, None)
    return found


def _written(column: pd.Series[Any], kind: Kind | None) -> list[Any]:
    """A column as the claim writes it, every distinct value formed once."""
    form: Callable[[Any], Any]
    missing: Any = None
    if kind in ("price", "quantity", "ratio"):
        form, missing = _decimal, ""
    elif kind == "date":
        form = pd.Timestamp.date
    elif pd.api.types.is_integer_dtype(column.dtype):
        form = int
    else:
        form = str
    codes, distinct = pd.factorize(column)
    table = [*map(form, distinct), missing]
    return [table[code] for code in codes]


def _without_accounts(column: pd.Series[str], written: list[str]) -> list[str]:
    """The words of a column; only the few that may hold an account are looked through."""
    perhaps = np.flatnonzero(mask(column.str.contains(PERHAPS)))
    for position in map(int, perhaps):
        written[position] = without_accounts(written[position])
    return written


def _decimal(micro: Any) -> str:
    """Whole millionths as decimal text."""
    return format_ratio(Fraction(int(micro), MICRO))


def _rules(items: pd.DataFrame, findings: Sequence[Finding]) -> list[list[str]]:
    """The rules that took something from each item, by its place."""
    met: dict[tuple[str, str, str, int], list[str]] = defaultdict(list)
    for finding in findings:
        if finding.amount_cents and finding.item_id:
            place = (finding.partner, finding.file, finding.sheet, finding.row)
            met[place].append(finding.rule or finding.code)
    places = zip(*(items[name].tolist() for name in _PLACE), strict=True)
    return [met.get(place, []) for place in places]


_PLACE = ("partner", "file", "sheet", "row")
