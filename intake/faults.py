"""What is wrong with the cells of a sheet: a finding each, and per row what could not be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from intake.cells import Cells, Mask, Problem, Reading, to_mask
from intake.context import Place
from intake.grids import ERROR, NO_RESULT
from intake.layout import Layout
from intake.told import Told
from schemas.findings import Finding, Severity, kinds


class Faults:
    """Collects the faults of a sheet's item rows."""

    def __init__(
        self, layout: Layout, numbers: Sequence[int], place: Place, cells: Mapping[str, Cells]
    ) -> None:
        self._layout = layout
        self._numbers = numbers
        self._place = place
        self._cells = cells
        self._unread: dict[str, Mask] = {}
        self._told = Told(place)
        self._key = layout.table.columns[0].extract
        # Attendances have no number of their own: many persons come to one activity.
        keyed = self._key in cells and layout.table.name != "participants"
        self._keys = cells[self._key].text.tolist() if keyed else [""] * len(numbers)

    def add_cells(self, name: str, reading: Reading) -> None:
        """Note everything about one column."""
        cells = self._cells[name]
        problems = [
            Problem("CELL-01-ERROR", cells.of_kind(ERROR)),
            Problem("CELL-04", cells.of_kind(NO_RESULT)),
            *reading.problems,
        ]
        if cells.column.required:
            problems.append(Problem("CELL-02", ~cells.filled & ~cells.broken))
        for problem in problems:
            # What is only worth a look does not keep its row waiting.
            if kinds()[problem.code].severity is Severity.REJECT:
                self.mark(name, problem.rows)
            self._tell(name, problem)
        if cells.calculated.any():
            first = int(np.argmax(cells.calculated))
            self._told.add(
                "CELL-05",
                row=self._numbers[first],
                column=name,
                found=cells.text.iat[first],
                words=self._heading(name) | {"count": int(cells.calculated.sum())},
            )

    def add_repeated_keys(self) -> None:
        """Every item and activity has a number of its own; the later row of two loses."""
        if not self._layout.table.keyed:
            return
        keys = pd.Series(self._keys, dtype="str")
        rows = to_mask(keys.ne("") & keys.duplicated())
        first: dict[str, int] = {}
        if rows.any():
            for key, number in zip(self._keys, self._numbers, strict=True):
                first.setdefault(key, number)
        for row in np.flatnonzero(rows).tolist():
            key = self._keys[row]
            earlier = (self._place.file, first[key])
            self._told.add(**repeated_key(self._key, key, self._numbers[row], earlier))
        self.mark(self._key, rows)

    def mark(self, name: str, rows: Mask) -> None:
        """Note that a column of these rows could not be used."""
        if rows.any():
            self._unread[name] = self._unread.get(name, False) | rows

    def unread(self) -> pd.Series:
        """Names of the unread columns of every row, joined by semicolons."""
        count = len(self._numbers)
        if not self._unread:
            return pd.Series(np.full(count, "", dtype=object), dtype="str")
        # Rows that have the same columns unread share one text.
        together = np.column_stack(list(self._unread.values()))
        kinds, which = np.unique(together, axis=0, return_inverse=True)
        names = np.array(list(self._unread), dtype=object)
        texts = np.array([";".join(names[kind]) for kind in kinds], dtype=object)
        return pd.Series(texts[which.reshape(-1)], dtype="str")

    def _tell(self, name: str, problem: Problem) -> None:
        all_rows = np.flatnonzero(problem.rows).tolist()
        room = self._told.room(problem.code, name)
        rows = all_rows[:room]
        texts = self._cells[name].text if problem.found is None else problem.found
        expected = problem.expected
        expectations = (
            expected.loc[rows] if isinstance(expected, pd.Series) else [expected] * len(rows)
        )
        for row, text, expectation in zip(rows, texts.loc[rows], expectations, strict=True):
            self._told.add(
                problem.code,
                row=self._numbers[row],
                column=name,
                item_id=self._keys[row],
                found=text,
                expected=expectation,
                words=self._heading(name),
            )
        if len(all_rows) > room:
            last = self._numbers[all_rows[-1]]
            self._told.add_rest(problem.code, name, len(all_rows) - room, last)

    def findings(self) -> list[Finding]:
        """One for each faulty cell, in the order in which the columns were added."""
        return self._told.findings()

    def _heading(self, name: str) -> dict[str, str | int]:
        return {"heading": self._layout.heading(name)}


def repeated_key(column: str, key: str, row: int, earlier: tuple[str, int]) -> dict[str, Any]:
    """What to tell of a row whose number an earlier row has; ``earlier`` is its file and row."""
    return {
        "code": "ROW-01",
        "row": row,
        "column": column,
        "item_id": key,
        "found": key,
        "words": {"other": earlier[0], "first": earlier[1]},
    }
