"""Personal data where it does not belong: on sheets nobody reads, and in the values of columns.

Headings of a sheet that is read are looked at where they are named (``layout``). Here is the rest:
a sheet that is left aside is in the file all the same, and a column may hold identity numbers or
e-mail addresses whatever stands above it. No finding repeats what it found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from intake.context import Place
from intake.csv_tables import DELIMITERS
from intake.files import Refusal
from intake.grids import Grid, column_letters
from intake.layout import Layout, find_headings
from intake.own_layout import HEADING_ROWS
from intake.vocabulary import headings
from schemas.findings import Finding
from schemas.persons import ADDRESS, HIDDEN, looks_like_a_person

_LOOKED_AT = 400
"""So many rows, evenly spread, tell what a column holds; a sample keeps 100,000 rows quick."""
_LEAST_NUMBERS = 2
_MOSTLY = 0.8
"""From this part of its cells on, a column holds identity numbers: one number in fifty of that
length passes their check digits by accident, two in two thousand five hundred."""
_LONGEST_HEADING = 60

_SHAPED = re.compile(r"\d{6}[ /-]?\d{4}|\d{11}|\d{13}|[A-Za-z]{6}[0-9A-Za-z]{9}[A-Za-z]")
"""How identity numbers look: rodné číslo, PESEL and isikukood, EMŠO, codice fiscale."""


def is_list_of_persons(grid: Grid) -> bool:
    """Whether a sheet, used or not, is headed like a list of participants and has rows."""
    found = find_headings(grid, ("participants",))
    if found is None or grid.blank[found[1] + 1 :].all():
        return False
    return any(
        headings().column("participants", cell) == "participant_ref"
        for row in _first_rows(grid)
        for cell in row
    )


def announced(grid: Grid) -> str:
    """The heading of a sheet that is not read which announces forbidden data, "" where none does.

    A heading is short, stands in the first row of several cells, or the first of most, and has
    something below it, so that a sentence in a note is none.
    """
    among_persons = is_list_of_persons(grid)
    known = headings()
    for index in _heading_rows(grid):
        for place, cell in enumerate(grid.rows[index]):
            if (
                len(cell) <= _LONGEST_HEADING
                and known.is_personal(cell, among_persons=among_persons)
                and grid.filled(place)[index + 1 :].any()
            ):
                return cell.strip()
    return ""


def _heading_rows(grid: Grid) -> Sequence[int]:
    """The rows in which the headings of any table may stand."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in _first_rows(grid)]
    if not filled or max(filled) < 2:
        # A list of one column has its heading in its first cell.
        return [index for index, count in enumerate(filled) if count][:1]
    first = next(index for index, count in enumerate(filled) if count >= 2)
    return sorted({first, filled.index(max(filled))})


def _first_rows(grid: Grid) -> list[list[str]]:
    return [
        row
        for row, number in zip(grid.rows[:HEADING_ROWS], grid.numbers, strict=False)
        if number <= HEADING_ROWS
    ]


def without_names(refusal: Refusal) -> Refusal:
    """A refusal that shows no piece of a participants' list, because it may be a name."""
    known = headings()
    for line in refusal.headings.splitlines()[:HEADING_ROWS]:
        for delimiter in DELIMITERS:
            cells = [cell.strip(' "') for cell in line.split(delimiter)]
            if any(known.column("participants", cell) == "participant_ref" for cell in cells):
                return replace(refusal, found=HIDDEN)
    return refusal


def remarks_on_values(
    grid: Grid, layout: Layout, items: NDArray[np.int64], place: Place
) -> Iterator[Finding]:
    """Columns whose values are of persons: each is named once, with the first row.

    Identity numbers are looked for in every column of text, used or not; e-mail addresses among
    costs, where nothing needs them, and in columns of activities that are not printed (those have
    R-PAR-03); references of staff are looked at for names.
    """
    looked_at = items[:: max(1, len(items) // _LOOKED_AT)]
    names = {index: name for name, index in layout.columns.items()}
    for index in grid.used:
        name = names.get(index, "")
        column = layout.table.by_extract.get(name)
        if column and column.kind != "text":
            continue
        cells = [
            (int(item), text)
            for item, text in zip(looked_at, grid.texts(index, looked_at), strict=True)
            if text
        ]
        code, item = _told_by(cells, layout.table.name, name)
        if code:
            heading = grid.rows[layout.start][index : index + 1]
            yield place.finding(
                code,
                row=grid.numbers[item],
                column=name or column_letters(index + 1),
                words={"heading": (heading and heading[0].strip()) or column_letters(index + 1)},
            )


def _told_by(cells: Sequence[tuple[int, str]], table: str, column: str) -> tuple[str, int]:
    """What a column's values give away, as the code of a finding, and the first such item."""
    numbers = [item for item, text in cells if is_identity_number(text)]
    distinct = len({text for _, text in cells if is_identity_number(text)})
    if distinct >= _LEAST_NUMBERS and len(numbers) >= _MOSTLY * len(cells):
        return "PAR-02-NUMBERS", numbers[0]
    if column == "staff_ref":
        persons = [item for item, text in cells if looks_like_a_person(text)]
        return ("PAR-02-STAFF", persons[0]) if persons else ("", 0)
    if _needs_no_address(table, column):
        addressed = [item for item, text in cells if "@" in text and ADDRESS.search(text)]
        if addressed:
            return "PAR-02-ADDRESS", addressed[0]
    return "", 0


def _needs_no_address(table: str, column: str) -> bool:
    if table == "activities":
        return column in ("", "comment")
    if table == "participants":
        # What is not used of such a list is not stored; the key of a person may be an address.
        return column not in ("", "participant_ref")
    return table == "costs"


@lru_cache(maxsize=4096)
def is_identity_number(text: str) -> bool:
    """Whether a text is a valid identity number of a person in one of the partners' countries.

    >>> is_identity_number("44051401359"), is_identity_number("44051401358")
    (True, False)
    """
    if not _SHAPED.fullmatch(text):
        return False
    from stdnum.cz import rc
    from stdnum.ee import ik
    from stdnum.it import codicefiscale
    from stdnum.pl import pesel
    from stdnum.si import emso

    if len(text) == 16:
        return bool(codicefiscale.is_valid(text))
    return any(module.is_valid(text) for module in (pesel, ik, emso, rc))
