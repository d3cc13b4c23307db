"""One column of cells, and what was wrong with them: the shared ground of all that read cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from intake.grids import DATE, ERROR, NO_RESULT, NUMBER
from schemas.columns import Column

Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Cells:
    """The cells of one column, one per item row.

    Attributes:
        column: what the cells should hold.
        text: without blanks around, type ``str``; "" is an empty cell.
        kinds: the letters of ``grids``, formulas included; empty where every cell is text.
        currency: the currency that the heading states for all cells, "" for none.
    """

    column: Column
    text: pd.Series
    kinds: NDArray[np.str_] = field(default_factory=lambda: np.empty(0, dtype="U1"))
    currency: str = ""

    @cached_property
    def filled(self) -> Mask:
        """Where there is anything in the cell."""
        return to_mask(self.text.ne(""))

    @cached_property
    def _plain_kinds(self) -> NDArray[np.str_]:
        return np.char.lower(self.kinds)

    def of_kind(self, kind: str) -> Mask:
        """Where the workbook says that the cell is of a kind, with or without a formula."""
        if not len(self.kinds):
            return np.zeros(len(self.text), dtype=bool)
        found: Mask = self._plain_kinds == kind
        return found

    @property
    def numbers(self) -> Mask:
        """Where the cell is a real number, not a text that looks like one."""
        return self.of_kind(NUMBER)

    @property
    def days(self) -> Mask:
        """Where the cell is a real day."""
        return self.of_kind(DATE)

    @property
    def broken(self) -> Mask:
        """Where the spreadsheet program itself has no value."""
        return self.of_kind(ERROR) | self.of_kind(NO_RESULT)

    @property
    def calculated(self) -> Mask:
        """Where a formula with a stored result stands."""
        if not len(self.kinds):
            return np.zeros(len(self.text), dtype=bool)
        found: Mask = self.kinds != self._plain_kinds
        return found


@dataclass(frozen=True)
class Problem:
    """Cells of one column that share one fault; becomes a finding per cell.

    Attributes:
        code: of the finding.
        rows: where.
        expected: what the sentence expects.
        found: per row, where it is not the cell's text.
    """

    code: str
    rows: Mask
    expected: str | int | pd.Series = ""
    found: pd.Series | None = None


@dataclass(frozen=True)
class Reading:
    """A column as read: typed values, missing where a problem says why or the cell is empty."""

    values: pd.Series
    problems: tuple[Problem, ...] = ()

    @property
    def unread(self) -> Mask:
        """Where the cell could not be read."""
        unread = np.zeros(len(self.values), dtype=bool)
        for problem in self.problems:
            unread |= problem.rows
        return unread


def to_mask(series: pd.Series) -> Mask:
    """A series of truth values as an array."""
    array: Mask = series.to_numpy(dtype=bool)
    return array


def problems(*found: Problem) -> tuple[Problem, ...]:
    """Those problems that any cell has."""
    return tuple(problem for problem in found if problem.rows.any())
