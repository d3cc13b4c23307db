"""What the cells of a column look like: days, amounts, currencies, words, numbers of items.

All cells are counted; what they look like is told from at most a thousand different ones, read by
the same readers that will read the file. Nothing here decides what a column means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from intake import amounts, dates
from intake.cells import Cells, Reading
from intake.grids import Grid
from intake.own_layout import labels_of
from intake.vocabulary import comparison_key
from intake.words import CURRENCY_SIGNS, currency_codes
from schemas.columns import Column

_LOOKED_AT = 1_000
_DAY = Column("day", "date", "")
_AMOUNT = Column("amount", "money", "", negative=True)


@dataclass(frozen=True)
class Look:
    """One column of a partner's file, looked at.

    Attributes:
        index, label: where it is, and how it is called (``own_layout.labels_of``).
        heading: as the partner wrote it, "" where there is none.
        rows: how many rows there are below the headings.
        distinct: the different filled cells, in the order of the first of each.
        letters: their kinds, letters of ``grids``; empty where every cell is text.
        counts: how often each stands there.
        country: of the partner, for the order of day and month.
    """

    index: int
    label: str
    heading: str
    rows: int
    distinct: NDArray[np.object_] = field(repr=False)
    letters: NDArray[np.str_] = field(repr=False)
    counts: NDArray[np.int64] = field(repr=False)
    country: str = ""

    @cached_property
    def filled(self) -> int:
        """How many cells hold anything."""
        return int(self.counts.sum())

    @cached_property
    def words(self) -> Counter[str]:
        """How often each text stands there."""
        words: Counter[str] = Counter()
        for text, count in zip(self.distinct, self.counts.tolist(), strict=True):
            words[text] += count
        return words

    @property
    def repeated(self) -> int:
        """How many cells hold what another cell above holds, or nothing."""
        return self.rows - len(self.distinct)

    @property
    def looked_at(self) -> int:
        """How many cells hold one of those texts of which it was told what they look like."""
        return int(self._weights.sum())

    @property
    def _step(self) -> int:
        return max(1, -(-len(self.distinct) // _LOOKED_AT))

    @cached_property
    def _sample(self) -> list[str]:
        texts: list[str] = self.distinct[:: self._step].tolist()
        return texts

    @cached_property
    def _weights(self) -> NDArray[np.int64]:
        return self.counts[:: self._step]

    def _cells(self, column: Column) -> Cells:
        return Cells(column, pd.Series(self._sample, dtype="str"), self.letters[:: self._step])

    @cached_property
    def _days(self) -> Reading:
        looked = dates.look_at(self._cells(_DAY))
        return dates.read_days(looked, [looked], self.country)

    @cached_property
    def _amounts(self) -> Reading:
        looked = amounts.look_at(self._cells(_AMOUNT))
        return amounts.read_numbers(looked, amounts.decide_styles([looked])[0], None)

    def _share(self, mask: NDArray[np.bool_]) -> float:
        total = int(self._weights.sum())
        return float(self._weights[mask].sum()) / total if total else 0.0

    @cached_property
    def days(self) -> float:
        """The part of the filled cells that are days."""
        return self._share(self._days.values.notna().to_numpy()) if self.filled else 0.0

    @cached_property
    def first_and_last_day(self) -> tuple[date, date] | None:
        """The days between which they lie."""
        known = self._days.values.dropna() if self.filled else self._days.values
        return (known.min().date(), known.max().date()) if len(known) else None

    @cached_property
    def amounts(self) -> float:
        """The part of the filled cells that are amounts."""
        return self._share(self._amounts.values.notna().to_numpy()) if self.filled else 0.0

    @cached_property
    def whole(self) -> bool:
        """Whether no cell has decimals or a sign: so are years and numbers of accounts."""
        return self.share_of(str.isdigit) == 1.0

    @cached_property
    def negative(self) -> float:
        """The part of the amounts, other than zero, that are below zero."""
        values = self._amounts.values.fillna(0).astype("int64").to_numpy()
        return self._share(values < 0) / share if (share := self._share(values != 0)) else 0.0

    @cached_property
    def currencies(self) -> float:
        """The part of the filled cells that are codes of currencies or signs for them."""
        known = currency_codes()
        return self.share_of(lambda text: text.upper() in known or text in CURRENCY_SIGNS)

    def share_of(self, holds: Callable[[str], bool]) -> float:
        """The part of the filled cells for which something holds."""
        mask = [holds(text) for text in self._sample]
        return self._share(np.array(mask, dtype=bool)) if self.filled else 0.0

    @cached_property
    def texts(self) -> float:
        """The part of the filled cells that have letters, and are no days."""
        return self.share_of(lambda text: sum(map(str.isalpha, text)) >= 2)

    @cached_property
    def length(self) -> float:
        """The mean length of the filled cells."""
        lengths = np.array([len(text) for text in self._sample], dtype=np.int64)
        return float((lengths * self._weights).sum() / self._weights.sum()) if self.filled else 0.0

    def samples(self, number: int = 3) -> list[str]:
        """The first different cells."""
        return list(dict.fromkeys(self.distinct[: 3 * number].tolist()))[:number]

    def key_words(self) -> dict[str, int]:
        """How often each word stands there, by comparison key."""
        keys: Counter[str] = Counter()
        for word, count in self.words.items():
            keys[comparison_key(word)] += count
        return keys


def look_at_columns(grid: Grid, start: int, country: str) -> list[Look]:
    """Look at every column below a heading row that has a heading or any cells."""
    header = [cell.strip() for cell in grid.rows[start]]
    below = start + 1 + np.flatnonzero(~grid.blank[start + 1 :])
    width = max(len(header), len(grid.columns))
    header += [""] * (width - len(header))
    labels = labels_of(header)
    looks = []
    for index in range(width):
        cells = _counted(grid, index, below)
        if header[index] or len(cells[0]):
            looks.append(Look(index, labels[index], header[index], len(below), *cells, country))
    return looks


def _counted(
    grid: Grid, column: int, below: NDArray[np.int64]
) -> tuple[NDArray[np.object_], NDArray[np.str_], NDArray[np.int64]]:
    """The different cells of a column in the order of the first ones, their kinds and counts."""
    texts = grid.texts(column, below)
    letters = grid.letters_of(column, below)
    codes, distinct = pd.factorize(texts)
    words = np.array(pa.array(distinct).to_pylist(), dtype=object)
    if not len(letters):
        counts = np.bincount(codes, minlength=len(words))
        filled = words != ""
        return words[filled], letters, counts[filled]
    kinds, kind_of = np.unique(letters, return_inverse=True)
    pairs, first, counts = np.unique(
        codes * len(kinds) + kind_of, return_index=True, return_counts=True
    )
    order = np.argsort(first)
    texts_of = words[pairs[order] // len(kinds)]
    filled = texts_of != ""
    return texts_of[filled], kinds[pairs[order] % len(kinds)][filled], counts[order][filled]
