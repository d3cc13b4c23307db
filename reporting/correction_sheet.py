"""The sheet "Corrections" as plain values: what stands in which cell, whoever writes the workbook.

It opens on the first thing to fix, has seven columns, and a count that goes to zero: a line's state
says "changed" as soon as its cell no longer holds what was found there. For that it compares the
cell with a copy in a hidden column; the formulas hold no word of the partner's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reporting.corrections import SHAPES, Corrections, Line, Spot
from reporting.typography import printed
from reporting.vocabulary import SEVERITY
from schemas.own_sheets import OwnSheet
from schemas.words import N_, Words

HEAD_ROW = 4
"""Row of the heads, from 1; title, explanation and count stand above."""

COLUMNS = (
    (N_("Record"), 15),
    (N_("Period"), 10),
    (N_("Message"), 54),
    (N_("What to do"), 44),
    (N_("Cell"), 18),
    (N_("At stake, EUR"), 13),
    (N_("State"), 20),
)
SEEN = len(COLUMNS)
"""Index of the hidden column that keeps what stood in the cell."""

_TO_FIX = ("blocking", "reject", "park", "cut")
_LONGEST_NAME = 31
_POINTS_A_LINE = 14


def sheet_of(corrections: Corrections, titles: Sequence[str]) -> dict[str, Any]:
    """The sheet as values that can be handed to another process as JSON.

    Args:
        corrections: what is to be corrected.
        titles: the names of the other sheets in the workbook, by the index of their pages.

    Returns:
        ``lines`` hold the texts of the first five columns, then the amount in cents and the state;
        ``link`` names the cell as formulas do, ``spot`` by index of the page, row and column.
    """
    words = corrections.words
    shapes = {severity: _state(severity, words) for severity in SHAPES}
    changed = f"✓ {words(N_('changed'))}"
    lines = [_line(line, corrections, titles, shapes) for line in corrections.lines]
    for row, line in enumerate(lines, start=HEAD_ROW + 1):
        if line["link"]:
            line["state_formula"] = _state_formula(line["link"], row, line["state"], changed)
    return {
        "name": _name(words(N_("Corrections")), titles),
        "title": words.sentence(N_("Corrections to {file}"), {"file": corrections.label}),
        "lead": _lead(corrections),
        "mark": str(OwnSheet("corrections")),
        "to_fix": words(N_("Still to fix")),
        "first": HEAD_ROW + 1,
        "heads": [words(title) for title, _ in COLUMNS],
        "widths": [width for _, width in COLUMNS],
        "lines": lines,
        "count": sum(line["open"] for line in lines),
        "count_formula": _count_formula([shapes[severity] for severity in _TO_FIX], len(lines)),
        "choice": _literal(changed),
        "page": words(N_("Page {page} of {pages}")).format(page="&P", pages="&N"),
    }


def _count_formula(states: Sequence[str], lines: int) -> str:
    """Counts the lines that still have one of these states."""
    where = f"$G${HEAD_ROW + 1}:$G${HEAD_ROW + max(lines, 1)}"
    return "=" + "+".join(f"COUNTIF({where},{_literal(state)})" for state in states)


def _state_formula(link: str, row: int, state: str, changed: str) -> str:
    """The state as long as the cell holds what its copy holds; an error is no change."""
    open_, done = _literal(state), _literal(changed)
    return f"=IFERROR(IF(EXACT({link},$H{row}),{open_},{done}),{open_})"


def _literal(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def quoted(title: str) -> str:
    """The name of a sheet as formulas write it.

    >>> quoted("Tom's costs")
    "'Tom''s costs'"
    """
    return "'" + title.replace("'", "''") + "'"


def column_letters(index: int) -> str:
    """Name a column, counted from 0, as spreadsheets do.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    number = index + 1
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _lead(corrections: Corrections) -> str:
    words = corrections.words
    told = [
        words(
            N_(
                "Change the marked cells, save the workbook and send it again;"
                " this sheet may stay in it."
            )
            if corrections.marks
            else N_("What is to be done stands below; then send your file again.")
        )
    ]
    if corrections.away:
        told.append(
            words.sentence(
                N_("Not in this workbook, to be sent again beside it: {files}."),
                {"files": ", ".join(corrections.away)},
            )
        )
    if corrections.without_persons:
        told.append(
            words.sentence(
                N_("Lists of participants are not copied: add that of {files} before you send it."),
                {"files": ", ".join(corrections.without_persons)},
            )
        )
    if corrections.more:
        told.append(
            words.sentence(
                N_("{more} more findings show when the workbook is checked again."),
                {"more": corrections.more},
            )
        )
    return " ".join(told)


def _state(severity: str, words: Words) -> str:
    return f"{SHAPES[severity]} {words(SEVERITY[severity])}"


def _line(
    line: Line, corrections: Corrections, titles: Sequence[str], shapes: Mapping[str, str]
) -> dict[str, Any]:
    where = link = ""
    spot: Spot | None = line.spot
    if spot:
        place = f"{column_letters(spot.column)}{spot.row}"
        where = f"{titles[spot.page]} {place}"
        link = f"{quoted(titles[spot.page])}!{place}"
    texts = [
        printed(line.record, 60),
        str(corrections.period),
        printed(line.message, 900),
        f"{printed(line.remedy, 600)}\n{printed(line.rule, 300)}",
        printed(where, 60),
    ]
    return {
        "texts": texts,
        "height": _height(texts),
        "amount": line.amount,
        "state": shapes[line.severity],
        "severity": line.severity,
        "link": link,
        "spot": [spot.page, spot.row, spot.column] if spot else None,
        "open": line.severity in _TO_FIX,
    }


def _height(texts: Sequence[str]) -> int:
    """Points that a line needs; not every program works that out by itself."""
    lines = max(
        sum(1 + len(part) // (width - 2) for part in text.split("\n"))
        for text, (_, width) in zip(texts, COLUMNS, strict=False)
    )
    return _POINTS_A_LINE * lines + 5


def _name(wanted: str, titles: Sequence[str]) -> str:
    """A name for the sheet that no sheet of the partner has."""
    taken = {title.casefold() for title in titles}
    name = wanted[:_LONGEST_NAME]
    return name if name.casefold() not in taken else f"{name[:20]} (Eurocent)"
