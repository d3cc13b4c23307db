"""Days as partners write them: one style a column, decided from all its cells, or refused.

Ruling on "03/04/2017": partners of European projects write the day first, so a column with slashes
or hyphens is read that way. It is refused where the partner sits in a country in which both orders
are in use and no cell decides, and where a cell such as "03/25/2017" shows that the column was
written month first: no column is ever read month first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from intake.cells import Cells, Problem, Reading, problems
from intake.vocabulary import comparison_key

Style: TypeAlias = Literal["iso", "year/", "year.", "dot", "slash", "hyphen", "name"]

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Days of an extract lie in these years; another year is a typing error."""

BOTH_ORDERS = frozenset({"CA", "PH", "US"})
"""Countries of partners where the month may stand first."""

_EXAMPLES: dict[Style, str] = {
    "iso": "2017-03-31",
    "year/": "2017/03/31",
    "year.": "2017.03.31",
    "dot": "31.03.2017",
    "slash": "31/03/2017",
    "hyphen": "31-03-2017",
    "name": "31 March 2017",
}
_TIME = (
    r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"(?: ?[AaPp]\.?[Mm]\.?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_MARK_OF_YEAR = r"(?: ?r\.)?"  # "roku", as Polish writes behind a year
_NAME = r"([^\W\d_]{3,})"
_PATTERNS: dict[Style, re.Pattern[str]] = {
    "iso": re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_TIME}"),
    "year/": re.compile(rf"([0-9]{{4}})/([0-9]{{1,2}})/([0-9]{{1,2}}){_TIME}"),
    "year.": re.compile(r"([0-9]{4})\. ?([0-9]{1,2})\. ?([0-9]{1,2})\.?"),
    "dot": re.compile(
        rf"([0-9]{{1,2}})\. ?([0-9]{{1,2}})\. ?([0-9]{{4}})(?:{_MARK_OF_YEAR}|{_TIME})"
    ),
    "slash": re.compile(rf"([0-9]{{1,2}})/([0-9]{{1,2}})/([0-9]{{4}}){_TIME}"),
    "hyphen": re.compile(rf"([0-9]{{1,2}})-([0-9]{{1,2}})-([0-9]{{4}}){_TIME}"),
    "name": re.compile(
        rf"([0-9]{{1,2}})(?:st|nd|rd|th)?[. -]{{0,2}}{_NAME}[. -]{{1,2}}([0-9]{{4}}){_MARK_OF_YEAR}"
        rf"|([0-9]{{4}})[. ]{{1,2}}{_NAME}[. ]{{1,2}}([0-9]{{1,2}})\.?"
        rf"|{_NAME} ([0-9]{{1,2}}), ?([0-9]{{4}})"
    ),
}
_SPOKEN = ("cs", "de", "en", "et", "hu", "it", "pl", "sk", "sl")
_MORE_MONTHS = {"mrz": 3, "sept": 9, "jaenner": 1, "janner": 1, "feber": 2}
_BY_HABIT: tuple[Style, ...] = ("slash", "hyphen")


@dataclass(frozen=True)
class Days:
    """The distinct cells of one column of days, looked at but not read yet.

    Attributes:
        cells: as they came.
        counts: how often each text stands there, in the order of the first cells.
    """

    cells: Cells
    counts: Mapping[str, int]

    @cached_property
    def style(self) -> Style | None:
        """The style of most cells, of the first ones among equals; None where no cell has one."""
        votes: Counter[Style] = Counter()
        for text, count in self.counts.items():
            found = _style(text)
            if found:
                votes[found] += count
        return votes.most_common(1)[0][0] if votes else None

    @cached_property
    def order(self) -> Literal["day", "month", ""]:
        """What the cells themselves prove about the order of day and month."""
        proven = {
            order
            for text in self.counts
            if (match := _PATTERNS[self.style or "iso"].fullmatch(text))
            and (order := _proves(match, self.style))
        }
        # One cell with the month first makes the whole column doubtful.
        return "month" if "month" in proven else "day" if proven else ""


def look_at(cells: Cells) -> Days:
    """Prepare a column of days; real days of a workbook need no style and have no vote."""
    texts = cells.text[cells.filled & ~cells.days & ~cells.numbers]
    codes, distinct = pd.factorize(texts)
    return Days(cells, dict(zip(distinct, np.bincount(codes).tolist(), strict=True)))


def read_days(days: Days, others: Sequence[Days], country: str) -> Reading:
    """Read a column of days in its style.

    Args:
        days: the column.
        others: all columns of days of the table: one of the same style may prove the order.
        country: where the partner sits (ISO 3166).

    Returns:
        Days as ``datetime64[s]``.
    """
    certain = country not in BOTH_ORDERS or any(
        other.order == "day" for other in others if other.style == days.style
    )
    cells = days.cells
    # A column has few distinct days, so that each is read once.
    codes, distinct = pd.factorize(cells.text)
    written = [_read(text, days, certain=certain) for text in distinct]
    real = [_real(text) for text in distinct]
    values = np.where(cells.days, _days(real)[codes], _days(written)[codes])
    faults = np.where(cells.days, _faults(real)[codes], _faults(written)[codes])
    values[cells.numbers] = np.datetime64("NaT")
    # A number such as 42401 may be a day to a spreadsheet program, but not to a reader.
    faults[cells.numbers] = "CELL-01-DATE"
    example = _EXAMPLES[days.style or "iso"]
    return Reading(
        pd.Series(values, index=cells.text.index),
        problems(
            Problem("CELL-01-DATE", faults == "CELL-01-DATE", example),
            Problem("CELL-01-ORDER", faults == "CELL-01-ORDER"),
            Problem("CELL-01-YEAR", faults == "CELL-01-YEAR", f"{FIRST_YEAR}-{LAST_YEAR}"),
        ),
    )


def _days(read: Iterable[date | str]) -> NDArray[np.datetime64]:
    return np.array([None if isinstance(day, str) else day for day in read], "datetime64[s]")


def _faults(read: Iterable[date | str]) -> NDArray[np.str_]:
    return np.array([fault if isinstance(fault, str) else "" for fault in read], "U16")


def _style(text: str) -> Style | None:
    return next((name for name, known in _PATTERNS.items() if known.fullmatch(text)), None)


def _proves(match: re.Match[str], style: Style | None) -> Literal["day", "month", ""]:
    """Which order one cell proves: 25/03 the day first, 03/25 the month first, 03/04 none."""
    if style not in _BY_HABIT:
        return ""
    first, second = int(match[1]), int(match[2])
    if first > 12 >= second:
        return "day"
    return "month" if second > 12 >= first else ""


def _read(text: str, days: Days, *, certain: bool) -> date | str:
    """Read one cell in the column's style: the day, or the code of the finding ("" if empty)."""
    if not text:
        return ""
    style = days.style
    match = _PATTERNS[style].fullmatch(text) if style else None
    if match is None:
        return "CELL-01-DATE"
    if style in _BY_HABIT and match[1].zfill(2) != match[2].zfill(2) and not _proves(match, style):
        doubtful = days.order == "month" or not (certain or days.order == "day")
        if doubtful:
            return "CELL-01-ORDER"
    if style == "name":
        return _named(match)
    year_first = style in ("iso", "year/", "year.")
    parts = [int(match[place]) for place in ((1, 2, 3) if year_first else (3, 2, 1))]
    return _day(*parts)


def _named(match: re.Match[str]) -> date | str:
    """Read a day whose month is a word: 5 marca 2017, 2017. március 5., March 5, 2017."""
    if match[1]:
        day, month, year = match[1], match[2], match[3]
    elif match[4]:
        year, month, day = match[4], match[5], match[6]
    else:
        month, day, year = match[7], match[8], match[9]
    number = _months().get(comparison_key(month))
    return _day(int(year), number, int(day)) if number else "CELL-01-DATE"


@lru_cache(maxsize=1)
def _months() -> Mapping[str, int]:
    """The months by their names, in full and short, in every language of ours.

    A word that means two months, in two languages, means none.
    """
    from babel import Locale

    found: dict[str, set[int]] = defaultdict(set)
    for language in _SPOKEN:
        months = Locale(language).months
        for form in ("format", "stand-alone"):
            for length in ("wide", "abbreviated"):
                for number, name in months[form][length].items():
                    found[comparison_key(name)].add(number)
    sure = {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}
    return sure | _MORE_MONTHS


def _real(text: str) -> date | str:
    """Read the text of a real day of a workbook, which is always ISO."""
    match = _PATTERNS["iso"].fullmatch(text)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else "CELL-01-DATE"


def _day(year: int, month: int, day: int) -> date | str:
    try:
        read = date(year, month, day)
    except ValueError:
        return "CELL-01-DATE"
    return read if FIRST_YEAR <= year <= LAST_YEAR else "CELL-01-YEAR"
