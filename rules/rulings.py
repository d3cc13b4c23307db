"""How a rule's verdict becomes cents: rejections, limits, parkings, and their findings.

A rule says *which* rows it meets and *why*; only this module moves money, so that for every item
``declared = rejected + cut + parked + eligible`` cannot be broken by a single rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from schemas.findings import Finding
from schemas.money import CentsArray, Money
from schemas.words import Value

Mask: TypeAlias = NDArray[np.bool_]
Each: TypeAlias = Callable[[int], Value]
"""A value per item, asked for by position and only for the rows that a rule meets."""


@dataclass(frozen=True)
class Ruling:
    """A rule's verdict on some rows of the items.

    Attributes:
        code: kind of finding.
        rows: which items it meets, one boolean per item.
        column: extract column to look at.
        found, expected: one value for all rows, or one per row.
        words: further values of the sentence, likewise.
        limit_cents: for a cut, the largest eligible amount in EUR cents per item (the size that
            counts, of either sign); None for other verdicts.
    """

    code: str
    rows: Mask
    column: str = ""
    found: Value | Each = None
    expected: Value | Each = None
    words: Mapping[str, Value | Each] = field(default_factory=dict)
    limit_cents: CentsArray | None = None


Verdict: TypeAlias = tuple[pd.DataFrame, list[Finding]]


def reject(items: pd.DataFrame, ruling: Ruling) -> Verdict:
    """Take everything that is still eligible of the rows away.

    A row that an earlier rule rejected is named again, with the amount 0.00, so that a partner
    sees every reason at once.
    """
    return _move(items, ruling, np.where(ruling.rows, whole(items["eligible"]), 0), "rejected")


def park(items: pd.DataFrame, ruling: Ruling) -> Verdict:
    """Hold what is still eligible of the rows until a question is cleared."""
    return _move(items, ruling, np.where(ruling.rows, whole(items["eligible"]), 0), "parked")


def cut(items: pd.DataFrame, ruling: Ruling) -> Verdict:
    """Reduce the rows to their limit; rows within it, or already rejected, are left alone."""
    if ruling.limit_cents is None:
        raise ValueError(f"{ruling.code} has no limit to cut to")
    eligible = whole(items["eligible"])
    excess = np.abs(eligible) - np.minimum(np.abs(eligible), np.abs(ruling.limit_cents))
    taken = np.where(ruling.rows, np.sign(eligible) * excess, 0)
    return _move(items, replace(ruling, rows=ruling.rows & (taken != 0)), taken, "cut")


def remark(items: pd.DataFrame, ruling: Ruling) -> list[Finding]:
    """Say something about the rows without touching their amounts."""
    return _findings(items, ruling, np.zeros(len(items), dtype=np.int64))


def remark_once(
    items: pd.DataFrame, ruling: Ruling, by: Mapping[str, pd.Series[Any]]
) -> list[Finding]:
    """Say something once about all rows that agree in ``by``, at the first of them.

    The sentence may use ``{count}``, the number of rows.
    """
    met = np.flatnonzero(ruling.rows)
    if not met.size:
        return []
    groups = pd.DataFrame({name: column.iloc[met] for name, column in by.items()})
    first = met[~groups.duplicated().to_numpy()]
    sizes = groups.groupby(list(by), sort=False).size()
    count = dict(zip(map(int, first), map(int, sizes), strict=True))
    rows = np.zeros(len(items), dtype=np.bool_)
    rows[first] = True
    return remark(items, replace(ruling, rows=rows, words={**ruling.words, "count": count.get}))


def finding_at(items: pd.DataFrame, position: int, code: str, **values: Any) -> Finding:
    """A finding about the item at a position of the frame, its place filled in."""
    return Finding(code=code, **_places(items, np.array([position]))[0], **values)


def by_word(column: pd.Series[str], values: Mapping[str, Any]) -> pd.Series[Any]:
    """Look a value up for every row of a text column, each distinct word once; else None.

    ``Series.map`` looks every row up, which takes twenty times as long.
    """
    codes, words = pd.factorize(column)
    known = pd.Series([values.get(word) for word in words])
    return known.iloc[codes].set_axis(column.index)


def day_of(column: pd.Series[Any]) -> Each:
    """The days of a date column, None where it is empty."""

    def day(position: int) -> Value:
        value: Any = column.iat[position]
        return None if value is pd.NaT else value.date()

    return day


def text_of(column: pd.Series[str]) -> Each:
    """The words of a text column."""
    return lambda position: str(column.iat[position])


def money_of(cents: CentsArray, currencies: pd.Series[str] | None = None) -> Each:
    """Amounts in each item's currency, or in EUR."""

    def money(position: int) -> Value:
        currency = "EUR" if currencies is None else str(currencies.iat[position])
        return Money(int(cents[position]), currency)

    return money


def mask(condition: pd.Series[Any]) -> Mask:
    """A condition per row as a plain mask; what is not known does not hold."""
    return np.asarray(condition.fillna(value=False), dtype=np.bool_)


def whole(column: pd.Series[Any]) -> CentsArray:
    """A column of whole numbers as int64; an empty cell counts 0."""
    return np.asarray(column.fillna(0), dtype=np.int64)


def _move(items: pd.DataFrame, ruling: Ruling, taken: CentsArray, target: str) -> Verdict:
    """Move cents from ``eligible`` to ``target`` and write down why."""
    if not ruling.rows.any():
        return items, []
    moved = items.assign(**{target: items[target] + taken, "eligible": items["eligible"] - taken})
    return moved, _findings(items, ruling, taken)


def _findings(items: pd.DataFrame, ruling: Ruling, taken: CentsArray) -> list[Finding]:
    """One finding per row met; the loop runs over findings, never over all items."""
    met = np.flatnonzero(ruling.rows)
    return [
        Finding(
            ruling.code,
            **place,
            column=ruling.column,
            found=_at(ruling.found, position),
            expected=_at(ruling.expected, position),
            amount_cents=int(taken[position]),
            words={name: _at(value, position) for name, value in ruling.words.items()},
        )
        for position, place in zip(map(int, met), _places(items, met), strict=True)
    ]


def _places(items: pd.DataFrame, positions: NDArray[np.int64]) -> list[dict[str, Any]]:
    """Where some rows stand; a whole column at a time, because cell by cell takes long."""
    if not positions.size:
        return []
    partners, ids, files, sheets, rows = (
        items[name].iloc[positions].tolist()
        for name in ("partner", "item_id", "file", "sheet", "row")
    )
    return [
        {"partner": p, "table": "costs", "item_id": i, "file": f, "sheet": s, "row": int(r)}
        for p, i, f, s, r in zip(partners, ids, files, sheets, rows, strict=True)
    ]


def _at(value: Value | Each, position: int) -> Value:
    return value(position) if callable(value) else value


def flagged(flags: pd.Series[str], flag: str) -> Mask:
    """Rows whose ``flags`` column names a flag."""
    found = np.zeros(len(flags), dtype=np.bool_)
    filled = np.flatnonzero(mask(flags.ne("")))
    if not filled.size:
        return found
    named = ";" + flags.iloc[filled] + ";"
    found[filled] = mask(named.str.contains(f";{flag};", regex=False))
    return found
