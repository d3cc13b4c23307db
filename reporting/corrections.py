"""What is to be corrected in a partner's file, and at which cell: the ground of the workbook.

Of a finding become a line on the sheet of corrections and, where it has a place, a red cell with a
comment. Both ways of making the workbook (``own_workbook``, ``rebuilt_workbook``) start from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reporting.vocabulary import SEVERITY
from schemas.claim import ClaimFinding
from schemas.findings import Severity
from schemas.money import Money
from schemas.pages import Page
from schemas.words import N_, Value, Words

SIGNATURE = "Eurocent"
"""Author of our comments; the first word of each."""

SHAPES: Mapping[str, str] = {
    "blocking": "▲",
    "reject": "○",
    "cut": "◐",
    "park": "⏸",
    "warn": "▲",
    "info": "·",
}
"""Shape of a severity, so that no cell speaks by its colour alone."""

RED, AMBER = "F8A5A5", "FFE2A0"
FILLS: Mapping[str, str] = {
    "blocking": RED,
    "reject": RED,
    "cut": RED,
    "park": RED,
    "warn": AMBER,
}
"""Fill of a marked cell by severity; what is only for information marks none."""

_AMOUNT = re.compile(r"(-?)(\d{1,12})\.(\d{2}) ([A-Z]{3})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST = 1000
"""Letters of a comment's part; spreadsheet programs show a comment as one small box."""

MOST_LINES = 3_000
"""Findings shown; a workbook with more comments can hardly be opened, nor read to its end."""

_ECHO = "ROW-05"
"""An item waits because of its cells, each of which has its own finding."""

Stakes = Mapping[tuple[str, str, int], int]
"""File, sheet and row of an item, and what it declares in EUR cents."""


@dataclass(frozen=True)
class Spot:
    """A cell: index of its page, row from 1, column from 0."""

    page: int
    row: int
    column: int


@dataclass(frozen=True)
class Line:
    """One line of the sheet of corrections.

    Attributes:
        record: the item, else the file.
        amount: EUR cents at stake, None where it cannot be said.
        spot: the cell, None for what concerns the file as a whole.
    """

    severity: str
    record: str
    message: str
    remedy: str
    rule: str
    found: str
    expected: str
    amount: int | None
    spot: Spot | None

    @property
    def state(self) -> tuple[str, str]:
        """Shape and word (to be translated) of what the finding does."""
        return SHAPES[self.severity], SEVERITY[self.severity]


@dataclass(frozen=True)
class Mark:
    """A marked cell with everything that was found there, worst first."""

    spot: Spot
    fill: str
    comment: str


@dataclass(frozen=True)
class Corrections:
    """What is to be corrected.

    Attributes:
        lines: worst first.
        marks: of the cells, by page and place.
        period: number of the reporting period.
        label: name of the file, or of the partner's files.
        away: names of files that are not in the workbook and have to be sent again beside it.
        without_persons: names of files whose lists of participants are not in it.
        more: how many findings are not shown.
    """

    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    period: int
    label: str
    words: Words
    away: tuple[str, ...] = ()
    without_persons: tuple[str, ...] = ()
    more: int = 0


def corrections_of(
    findings: Sequence[ClaimFinding],
    pages: Sequence[Page],
    words: Words,
    *,
    period: int,
    label: str,
    stakes: Stakes | None = None,
    away: Sequence[str] = (),
    without_persons: Sequence[str] = (),
) -> Corrections:
    """Find the cell of every finding.

    Args:
        findings: of one partner, in the reader's language.
        pages: the sheets that go back to it.
        words: the reader's language.
        period: number of the reporting period.
        label: what the workbook is made of, in a word.
        stakes: what the items declare, for findings that take no amount themselves.
        away: files that are not among the pages.
        without_persons: files whose lists of participants are not.
    """
    spots = _Spots(pages)
    ordered = sorted(_without_echoes(findings), key=_worst_first)
    shown = ordered[:MOST_LINES]
    lines = tuple(_line(finding, spots.of(finding), words, stakes or {}) for finding in shown)
    marks = tuple(_marks(lines, words))
    left = tuple(away), tuple(without_persons)
    return Corrections(lines, marks, period, label, words, *left, len(ordered) - len(shown))


def _without_echoes(findings: Sequence[ClaimFinding]) -> Iterator[ClaimFinding]:
    """Leave out that a row waits where it is said for which of its cells."""
    told = {_place(f) for f in findings if f.code != _ECHO and f.severity in ("blocking", "reject")}
    for finding in findings:
        if finding.code != _ECHO or _place(finding) not in told:
            yield finding


def _place(finding: ClaimFinding) -> tuple[str, str, int | None]:
    return finding.file, finding.sheet, finding.row


def _worst_first(finding: ClaimFinding) -> tuple[int, str, str, int]:
    return Severity(finding.severity).rank, finding.file, finding.sheet, finding.row or 0


def _line(finding: ClaimFinding, spot: Spot | None, words: Words, stakes: Stakes) -> Line:
    amount: int | None = finding.amount or None
    if amount is None and finding.severity in ("reject", "park") and finding.row:
        amount = stakes.get((finding.file, finding.sheet, finding.row))
    rule = ", ".join(part for part in (finding.rule, finding.basis) if part)
    return Line(
        severity=finding.severity,
        record=finding.item_id or finding.file or finding.partner,
        message=finding.message,
        remedy=finding.remedy,
        rule=rule or words(N_("How extracts are read")),
        found=_local(finding.found, words),
        expected=_local(finding.expected, words),
        amount=amount,
        spot=spot,
    )


def _local(raw: str, words: Words) -> str:
    """A value of a finding in the reader's form where it is an amount or a day."""
    value: Value = raw
    if match := _AMOUNT.fullmatch(raw):
        value = Money(int(match[1] + match[2] + match[3]), match[4])
    elif _DAY.fullmatch(raw):
        try:
            value = date.fromisoformat(raw)
        except ValueError:
            return raw
    return words.local(value)


class _Spots:
    """Finds the cells that findings are about."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._free = [page.width for page in pages]

    def of(self, finding: ClaimFinding) -> Spot | None:
        """The cell; that of the record for a whole row; a heading for a column; None for a file."""
        index = next(
            (
                index
                for index, page in enumerate(self._pages)
                if page.file == finding.file and page.sheet == finding.sheet
            ),
            None,
        )
        if index is None:
            return None
        page = self._pages[index]
        if finding.row:
            if finding.row in page.aside:
                return Spot(index, finding.row, page.width)
            return Spot(index, finding.row, page.columns.get(finding.column, page.key))
        if not page.heading or finding.applies_to != "table":
            return None
        if finding.code.startswith("COL-01"):
            # The next free cell of the headings: there the missing one can be written.
            self._free[index] += 1
            return Spot(index, page.heading, self._free[index] - 1)
        return self._heading(index, finding)

    def _heading(self, index: int, finding: ClaimFinding) -> Spot | None:
        page = self._pages[index]
        said = {finding.found, *finding.found.split(" / ")}
        named = (column for column, text in enumerate(page.headings) if text and text in said)
        column = next(named, None)
        return None if column is None else Spot(index, page.heading, column)


def _marks(lines: Iterable[Line], words: Words) -> Iterator[Mark]:
    """One mark a cell, with all that was found there; the worst decides on its fill."""
    at: dict[Spot, list[Line]] = {}
    for line in lines:
        if line.spot and line.severity in FILLS:
            at.setdefault(line.spot, []).append(line)
    for spot in sorted(at, key=lambda spot: (spot.page, spot.row, spot.column)):
        found = at[spot]
        comment = "\n\n".join(_comment(line, words) for line in found)
        yield Mark(spot, FILLS[found[0].severity], comment)


def _comment(line: Line, words: Words) -> str:
    """A finding as a comment: what it does, found, expected, how to fix it, rule."""
    shape, word = line.state
    parts = [f"{SIGNATURE} · {shape} {words(word)}", line.message]
    if line.found:
        parts.append(f"{words(N_('Found'))}: {line.found}")
    if line.expected:
        parts.append(f"{words(N_('Expected'))}: {line.expected}")
    parts.append(f"{words(N_('What to do'))}: {line.remedy}")
    parts.append(f"{words(N_('Rule'))}: {line.rule}")
    return "\n".join(part[:_LONGEST] for part in parts)
