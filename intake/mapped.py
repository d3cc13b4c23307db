"""Cells of a partner's own layout: joined, fixed, signed and translated as its mapping says.

Cells that a mapping takes as they stand are read like any others. What it makes of them happens on
both sides of reading: texts are joined and words replaced before, signs are set on whole cents
after, so that a cell that cannot be read is still named as it stands in the partner's file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from intake.cells import Cells, Problem, Reading, problems, to_mask
from intake.grids import ERROR, NO_RESULT
from intake.own_layout import Match
from schemas.columns import Column
from schemas.mapping import Source, word_key

Texts: TypeAlias = tuple[pd.Series, NDArray[np.str_]]
"""The texts of one column of the file, one per item row, and the letters of ``grids`` if any."""

AGAINST = "\N{MINUS SIGN}"
"""Follows the name of an amount for the cells that count against it."""


@dataclass(frozen=True)
class MappedCells:
    """The cells that a mapping makes for one sheet.

    Attributes:
        match: the mapping and where its columns are.
        take: gives a column of the file by its index.
        numbers: the number of every item row.
        origin: what makes a row's number unique beyond its file: reporting period and file.
    """

    match: Match
    take: Callable[[int], Texts]
    numbers: Sequence[int]
    origin: str

    def before_reading(self) -> dict[str, Cells]:
        """All cells of the mapped columns, by contract name, ready to be read."""
        mapping = self.match.mapping
        cells: dict[str, Cells] = {}
        for name, source in mapping.columns.items():
            column = mapping.contract.by_extract.get(name)
            if column is None or not self.match.has(source.labels):
                continue
            made = self._made(column, source)
            meanings = mapping.meanings(name)
            cells[name] = replace(made, text=_translated(made.text, meanings)) if meanings else made
            if source.less:
                cells[name + AGAINST] = Cells(column, *self.take(self.match.index(source.less)))
        return cells

    def after_reading(
        self, cells: Mapping[str, Cells], readings: Mapping[str, Reading]
    ) -> tuple[dict[str, Cells], dict[str, Reading]]:
        """The same with amounts signed; the cells against an amount are part of it then."""
        told = {name: kept for name, kept in cells.items() if not name.endswith(AGAINST)}
        read = {name: readings[name] for name in told}
        for name, source in self.match.mapping.columns.items():
            if name not in told or not source.is_amount_with_sign:
                continue
            if source.less:
                against = name + AGAINST
                read[name] = _difference(
                    cells[name], readings[name], cells[against], readings[against]
                )
                told[name] = _either(cells[name], cells[against])
            elif source.negated:
                read[name] = replace(read[name], values=-read[name].values)
            else:
                text, _ = self.take(self.match.index(source.sign_column))
                read[name] = _signed(read[name], text, source)
        return told, read

    def _made(self, column: Column, source: Source) -> Cells:
        rows = len(self.numbers)
        if source.fixed:
            return Cells(column, pd.Series([source.fixed] * rows, dtype="str"))
        taken = [self.take(self.match.index(label)) for label in source.headings]
        if len(taken) == 1 and not source.row_number:
            return Cells(column, *taken[0])
        letters = taken[0][1] if taken else np.empty(0, dtype="U1")
        for _, others in taken[1:]:
            broken = np.isin(np.char.lower(others), [ERROR, NO_RESULT])
            letters = np.where(broken, others, letters) if len(others) else letters
        return Cells(column, self._joined([text for text, _ in taken], source), letters)

    def _joined(self, parts: Sequence[pd.Series], source: Source) -> pd.Series:
        together = [
            source.joined_by.join(filter(None, cells)) for cells in zip(*parts, strict=True)
        ] or [""] * len(self.numbers)
        if source.row_number:
            together = [
                f"{start or self.origin}{source.joined_by}{number}"
                for start, number in zip(together, self.numbers, strict=True)
            ]
        return pd.Series(together, dtype="str")


def _translated(text: pd.Series, meanings: Mapping[str, str]) -> pd.Series:
    """The contract's words for the partner's; a word without a meaning stays as it is."""
    codes, distinct = pd.factorize(text)
    said = np.array([meanings.get(word_key(word), word) for word in distinct], dtype=object)
    return pd.Series(said[codes] if len(said) else text, index=text.index, dtype="str")


def _difference(plus: Cells, for_it: Reading, minus: Cells, against: Reading) -> Reading:
    """What counts for an amount less what counts against it; an empty cell is nothing."""
    missing = for_it.unread | against.unread | ~(plus.filled | minus.filled)
    values = for_it.values.fillna(0) - against.values.fillna(0)
    others = (
        replace(problem, found=minus.text if problem.found is None else problem.found)
        for problem in against.problems
    )
    return Reading(values.mask(missing), (*for_it.problems, *others))


def _either(plus: Cells, minus: Cells) -> Cells:
    """The two columns of an amount as one, for what is said about empty and broken cells."""
    other = ~plus.filled | minus.broken
    letters = np.where(other, minus.kinds, plus.kinds) if len(plus.kinds) else plus.kinds
    return replace(plus, text=plus.text.where(~other, minus.text), kinds=letters)


def _signed(reading: Reading, words: pd.Series, source: Source) -> Reading:
    """Amounts whose sign a word in another column gives; a word without a sign is named."""
    signs = {word_key(word): sign for word, sign in source.signs.items()}
    said = words.map({word: signs.get(word_key(word), "") for word in words.unique()})
    known = to_mask(said.ne(""))
    unknown = ~known & to_mask(reading.values.notna())
    values = reading.values.where(~to_mask(said.eq("-")), -reading.values).mask(~known)
    expected = ", ".join(f"{word} ({sign})" for word, sign in source.signs.items())
    problem = Problem("CELL-06", unknown, expected, words)
    return Reading(values, (*reading.problems, *problems(problem)))
