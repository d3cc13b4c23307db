"""Whether a sheet has a layout that a partner has settled before, and what changed since.

The headings are the layout: their order may change, and nothing is read by its place where a
heading says what it is. Only a column without a heading, or one of several with the same, is known
by its place; it counts as gone as soon as anything else of the layout changes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from intake.grids import Grid, column_letters
from schemas.mapping import ColumnMapping, word_key

HEADING_ROWS = 20
"""Headings are looked for in this many first rows; titles may stand above them."""

_LONGEST = 200
_BY_LETTER = re.compile(r"\([A-Z]{1,3}\)")
_BY_NUMBER = re.compile(r"(.+) \([0-9]+\)")

EXACT, GROWN, USABLE, PARTLY = 4, 3, 2, 1
"""How near a layout is to a remembered one: the same columns in any order; all of them and new
ones; all those that are used; most of those that are used."""


@dataclass(frozen=True)
class Match:
    """A heading row that fits a remembered mapping.

    Attributes:
        mapping: the remembered one.
        start: index of the heading row in the grid.
        nearness: see ``EXACT`` and the others.
        positions: index of every column that is used and there, by ``word_key`` of its label.
        added: headings that the remembered layout does not have.
        moved: columns used whose order changed.
        gone: labels of columns that are used but not there any more.
    """

    mapping: ColumnMapping
    start: int
    nearness: int
    positions: Mapping[str, int]
    added: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def index(self, label: str) -> int:
        """Where a column that is there stands."""
        return self.positions[word_key(label)]

    def has(self, labels: Iterable[str]) -> bool:
        """Whether all these columns are there."""
        return all(word_key(label) in self.positions for label in labels)


def labels_of(row: Sequence[str]) -> list[str]:
    """Name every column of a heading row: by heading, or by letter where it has none.

    >>> labels_of(["Data", "Kwota", "", "Kwota"])
    ['Data', 'Kwota', '(C)', 'Kwota (2)']
    """
    seen: Counter[str] = Counter()
    labels = []
    for number, cell in enumerate(row, 1):
        heading = " ".join(cell.split())[:_LONGEST]
        key = word_key(heading)
        seen[key] += 1
        if not key:
            labels.append(f"({column_letters(number)})")
        else:
            labels.append(heading if seen[key] == 1 else f"{heading} ({seen[key]})")
    return labels


def has_no_heading(label: str) -> bool:
    """Whether a column is called by its letter."""
    return bool(_BY_LETTER.fullmatch(label))


def find_match(grid: Grid, mappings: Iterable[ColumnMapping]) -> Match | None:
    """Find the remembered layout that a sheet is nearest to, and its heading row.

    Args:
        grid: the sheet; its first rows may be titles.
        mappings: those of the partner, the newest first: it wins among equals.
    """
    best: tuple[tuple[int, int], Match] | None = None
    for index, number in enumerate(grid.numbers):
        if number > HEADING_ROWS:
            break
        labels = labels_of(grid.rows[index])
        for mapping in mappings:
            found = _compare(mapping, labels, index)
            if found and (best is None or found[0] > best[0]):
                best = found
    return best[1] if best else None


def _compare(
    mapping: ColumnMapping, labels: Sequence[str], start: int
) -> tuple[tuple[int, int], Match] | None:
    """How near a heading row is to a mapping and how many headings they share; None: not at all."""
    places = {word_key(label): index for index, label in enumerate(labels)}
    named = {word_key(label): label for label in labels if not has_no_heading(label)}
    saved = [word_key(label) for label in mapping.headings if not has_no_heading(label)]
    common = [key for key in saved if key in named]
    if not common:
        return None
    order_now = sorted(common, key=places.__getitem__)
    same = list(named) == saved
    gone = [label for label in mapping.used if not _is_there(label, places, named, same=same)]
    positions = {
        word_key(used): places[word_key(used)] for used in mapping.used if used not in gone
    }
    used = [word_key(label) for label in mapping.used]
    moved = [key for key, now in zip(common, order_now, strict=True) if key != now and key in used]
    added = [label for key, label in named.items() if key not in saved]
    nearness = _partly(sum(key in places for key in used), len(used))
    if not gone:
        whole = len(common) == len(saved)
        nearness = (GROWN if added else EXACT) if whole else USABLE
    if not nearness:
        return None
    match = Match(
        mapping,
        start,
        nearness,
        positions,
        tuple(added),
        tuple(named[key] for key in moved),
        tuple(gone),
    )
    return (nearness, len(common)), match


def _is_there(
    label: str, places: Mapping[str, int], named: Mapping[str, str], *, same: bool
) -> bool:
    """Whether a column is there for certain."""
    key = word_key(label)
    if key not in places:
        return False
    numbered = _BY_NUMBER.fullmatch(key)
    repeated = f"{key} (2)" in named or (numbered is not None and numbered[1] in named)
    return same or not (has_no_heading(label) or repeated)


def _partly(there: int, used: int) -> int:
    """Whether enough of the columns that are used are there to know the layout by them."""
    return PARTLY if there >= min(2, used) and 2 * there >= used else 0
