"""Work packages in a file that the project does not have: named once each, with the nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from intake.context import Context, Place
from intake.meanings import meanings_of, nearest_code
from intake.vocabulary import comparison_key
from schemas.columns import Column
from schemas.findings import Finding

_MOST_NAMED = 20
_LISTED = 12


def unknown_packages(
    column: Column, values: pd.Series, numbers: Sequence[int], place: Place, context: Context
) -> Iterator[Finding]:
    """What a column of work packages names beside those of the project; no row waits for it.

    Args:
        column: the contract column.
        values: its texts, one per item row.
        numbers: the number of every item row.
        place: for the findings.
        context: whose project it is; nothing is said where it defines no work packages.
    """
    meanings = meanings_of(column, context)
    if not meanings:
        return
    codes = list(dict.fromkeys(meanings.values()))
    unknown = [word for word in values.unique() if word and comparison_key(word) not in meanings]
    for word in unknown[:_MOST_NAMED]:
        rows = values.eq(word).to_numpy()
        near = nearest_code(word, meanings)
        listed = ", ".join(codes[:_LISTED]) + (", ..." if len(codes) > _LISTED else "")
        yield place.finding(
            "MAP-04-NEAR" if near else "MAP-04",
            row=numbers[int(rows.argmax())],
            column=column.extract,
            found=word,
            expected=near or listed,
            words={"count": int(rows.sum()), "first": codes[0]},
        )
