"""The rows of an extract as they were understood, written as plain text: one form, no style.

A partner, or whoever moves from another tool, can hold them against the file: amounts with a
decimal point and two decimals, days as ISO dates, codes of the contract, pseudonyms of persons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from intake.tables import TableRead
from intake.vocabulary import READABLE
from schemas.columns import SUFFIXES, Kind
from schemas.money import format_cents


def rows_as_read(table: TableRead) -> Iterator[dict[str, Any]]:
    """Every item row of a table in the order of the file, ``{"row": number, "values": {...}}``.

    Values stand by contract name for the columns that the file has; a cell that is empty or could
    not be read is "". A row whose cells cannot be told apart (it is shorter or longer than the
    headings) has no values.
    """
    described = READABLE[table.table].by_extract
    whole = pd.concat([table.frame, table.waiting]) if len(table.waiting) else table.frame
    columns = {
        name: written_plainly(whole[described[name].frame], described[name].kind)
        for name in table.columns
    }
    values = zip(*columns.values(), strict=True) if columns else ()
    read = dict(zip(whole["row"].tolist(), values, strict=True)) if columns else {}
    for row in sorted((*read, *table.shifted)):
        yield {"row": row, "values": dict(zip(columns, read.get(row, ()), strict=False))}


def written_plainly(values: pd.Series, kind: Kind) -> list[str]:
    """A column of a typed frame as text for machines, "" for nothing."""
    if kind == "date":
        return [str(day) for day in values.dt.strftime("%Y-%m-%d").fillna("")]
    write = _WRITERS.get(kind, str)
    missing = values.isna()
    return ["" if none else write(value) for value, none in zip(values, missing, strict=True)]


def _millionths(value: Any) -> str:
    text = f"{Decimal(int(value)).scaleb(-6):f}"
    return text.rstrip("0").rstrip(".")


_WRITERS: dict[Kind, Callable[[Any], str]] = {
    "money": lambda value: format_cents(int(value)),
    **{kind: _millionths for kind, suffix in SUFFIXES.items() if suffix == "_micro"},
    "flag": lambda value: "yes" if value else "no",
}
