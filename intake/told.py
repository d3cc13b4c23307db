"""Findings of one sheet, gathered: each fault named, a flood of equal ones summed up.

A file of 20 MB can hold millions of faulty cells. Nobody reads so many sentences, and they would
not fit the memory; the rows themselves are all marked, whether each has a sentence or not.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from intake.context import Place
from schemas.findings import MOST_ALIKE, Finding

MOST = 25_000
"""Findings about rows and cells of one sheet."""


class Told:
    """The findings about rows and cells of a sheet, in the order in which they were added."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._findings: list[Finding] = []
        self._alike: Counter[tuple[str, str]] = Counter()
        self._left: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}

    def add(self, code: str, **values: Any) -> None:
        """Add a finding; see ``Place.finding``."""
        alike = (code, values.get("column", ""))
        self._alike[alike] += 1
        if self._alike[alike] <= MOST_ALIKE and len(self._findings) < MOST:
            self._findings.append(self._place.finding(code, **values))
        else:
            count = self._left.get(alike, (0, {}))[0]
            self._left[alike] = (count + 1, values)

    def room(self, code: str, column: str) -> int:
        """How many more findings of a kind about a column will be named one by one."""
        return max(0, min(MOST_ALIKE - self._alike[code, column], MOST - len(self._findings)))

    def add_rest(self, code: str, column: str, count: int, row: int) -> None:
        """Add findings that are only counted; ``row`` is that of the last of them."""
        before = self._left.get((code, column), (0, {}))[0]
        self._alike[code, column] += count
        self._left[code, column] = (before + count, {"row": row})

    def findings(self) -> list[Finding]:
        """All of them; where there were too many alike, the last ones in one sentence."""
        return [
            *self._findings,
            *(
                self._place.finding(
                    "ROW-08",
                    row=values.get("row", 0),
                    column=column,
                    found=count,
                    words={"code": code},
                )
                for (code, column), (count, values) in self._left.items()
            ),
        ]
