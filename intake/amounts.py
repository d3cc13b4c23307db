"""Numbers as partners write them: one style a column, decided from all its cells, or refused.

In one half of Europe "1.234" is twelve hundred, in the other a little more than one. A cell alone
cannot tell, a column nearly always can: "1.234,50" beside it, or "0.5". Cells that do not fit the
column's style are refused and never read a second way; nothing is rounded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from intake.cells import Cells, Mask, Problem, Reading, problems, to_mask
from intake.words import CURRENCY_BESIDE, currency_of
from schemas.columns import Kind
from schemas.money import LARGEST_CENTS, MICRO

Style: TypeAlias = Literal["comma", "point"]
"""Which sign stands before the decimals."""

EXAMPLES: dict[Style | None, str] = {
    "comma": "1.234,50",
    "point": "1,234.50",
    None: "1.234,50 / 1,234.50",
}

_PLACES: dict[Kind, int] = {"money": 2, "price": 6, "quantity": 6, "ratio": 6, "count": 0}
"""Decimals kept: whole cents, whole millionths, whole numbers."""

_BESIDE = rf"({CURRENCY_BESIDE})"
_WITH_CURRENCY = re.compile(
    rf"([-(]?) ?(?:{_BESIDE} ?)?([^A-Za-z€łč]*?)"
    rf"(?: ?{_BESIDE}| ?\({_BESIDE}\)| ?\[{_BESIDE}\])?(\)?)"
)
"""Sign, currency before, the amount, currency behind in its forms, the other parenthesis."""
_EVEN = str.maketrans(
    {
        **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}", " "),
        **dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}", "-"),
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    }
)
_NO_CENTS = re.compile("([0-9][.,])(?:--?|\N{EM DASH})")
_PLAIN = r"-?[0-9]+(?:[.,][0-9]+)?"
"""How most columns write all their numbers; such need no second look."""
_LONGEST_WHOLE = 12
"""Digits before the decimals; longer numbers would not fit 64 bits, and no amount has them."""


def _signed(grouping: str, decimal: str) -> str:
    """The pattern of a number: grouped in threes or not at all, signed as accountants do."""
    groups = "|".join(rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+" for mark in (grouping, " ", "'"))
    core = rf"(?:{groups}|[0-9]+)(?:{decimal}[0-9]+)?"
    return rf"- ?{core}|{core} ?-|\({core}\)|{core}"


_PATTERNS: dict[Style, str] = {"comma": _signed(r"\.", ","), "point": _signed(",", r"\.")}
_NATIVE = r"-?[0-9]+(?:\.[0-9]+)?"


@dataclass(frozen=True)
class Figures:
    """The numbers of one column, looked at but not read yet.

    Attributes:
        cells: as they came.
        text: without currency, percent sign and the many kinds of blanks and minus signs.
        currency: the currency stated in each cell, "" for none.
        percent: where a percent sign stood.
        odd: where the text is more than digits with one decimal sign or point.
    """

    cells: Cells
    text: pd.Series
    currency: pd.Series
    percent: Mask
    odd: Mask

    @cached_property
    def _fits(self) -> dict[Style, Mask]:
        texts = self.cells.filled & ~self.cells.numbers & ~self.cells.days
        plain = texts & ~self.odd
        comma, point = (to_mask(self.text.str.contains(mark, regex=False)) for mark in ",.")
        # A plain number with one mark fits the other style where the mark parts its thousands.
        grouped = np.zeros(len(plain), dtype=bool)
        if (comma | point).any():
            grouped = to_mask(self.text.str.fullmatch(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}"))
        fits: dict[Style, Mask] = {
            "comma": plain & (~point | grouped),
            "point": plain & (~comma | grouped),
        }
        if self.odd.any():
            odd = self.text[self.odd]
            for style, pattern in _PATTERNS.items():
                fits[style][self.odd] = to_mask(odd.str.fullmatch(pattern))
                fits[style] &= texts
        return fits

    @cached_property
    def uncertain(self) -> Mask:
        """Cells that mean two different numbers, as "1.234" does."""
        both = self._fits["comma"] & self._fits["point"]
        return both & to_mask(self.text.str.contains(r"[.,]"))

    @cached_property
    def votes(self) -> dict[Style, int]:
        """How many cells can only be read in each style."""
        comma, point = self._fits["comma"], self._fits["point"]
        return {"comma": int((comma & ~point).sum()), "point": int((point & ~comma).sum())}

    def fits(self, style: Style | None) -> Mask:
        """Cells that the style reads; without a style, those that mean the same in both."""
        if style:
            return self._fits[style]
        return self._fits["comma"] & self._fits["point"] & ~self.uncertain


def look_at(cells: Cells) -> Figures:
    """Prepare a column of numbers; a stated currency is set apart, to be compared later."""
    text = cells.text
    percent = np.zeros(len(text), dtype=bool)
    currency = pd.Series(np.full(len(text), cells.currency, dtype=object), dtype="str")
    currency.index = text.index
    odd = cells.filled & ~to_mask(text.str.fullmatch(_PLAIN))
    if odd.any():
        # Each distinct text is looked at once.
        codes, distinct = pd.factorize(text[odd])
        plain = [_evened(written) for written in distinct]
        if cells.column.kind == "ratio":
            percent[odd] = np.array([written.endswith("%") for written in plain])[codes]
            plain = [written.removesuffix("%").rstrip() for written in plain]
        elif cells.column.kind in ("money", "price"):
            apart = [_set_apart(written) for written in plain]
            # A real day or number states no currency of its own.
            stated = np.array([code for _, code in apart], dtype=object)[codes]
            noted = np.flatnonzero(odd)[(stated != "") & ~(cells.numbers | cells.days)[odd]]
            currency.iloc[noted] = stated[np.isin(np.flatnonzero(odd), noted)]
            plain = [written for written, _ in apart]
        text = text.copy()
        text[odd] = np.array(plain, dtype=object)[codes]
    return Figures(cells, text, currency, percent, odd)


def _evened(text: str) -> str:
    """One blank, one minus sign, one apostrophe for the many kinds; "5,-" means "5,00"."""
    return _NO_CENTS.sub(r"\g<1>00", text.translate(_EVEN))


def _set_apart(text: str) -> tuple[str, str]:
    """An amount and the currency that it states; any other text as it is, and "".

    >>> _set_apart("1 234,50 zł"), _set_apart("-€5.00"), _set_apart("5 pcs")
    (('1 234,50', 'PLN'), ('-5.00', 'EUR'), ('5 pcs', ''))
    """
    match = _WITH_CURRENCY.fullmatch(text)
    if not match:
        return text, ""
    sign, before, amount, *behind, end = match.groups()
    stated = [word for word in (before, *behind) if word]
    code = currency_of(stated[0]) if len(stated) == 1 else ""
    return (f"{sign}{amount}{end}", code) if code else (text, "")


def decide_styles(columns: Sequence[Figures]) -> list[Style | None]:
    """Decide the style of each number column of a table.

    A column's own cells decide, by majority. Where none of them can only be read one way, the other
    columns of the table decide if they agree; else nothing does, and uncertain cells are refused.
    """
    own: list[Style | None] = [_majority(figures.votes) for figures in columns]
    agreed = set(own) - {None}
    undisputed = all(min(figures.votes.values()) == 0 for figures in columns)
    shared = agreed.pop() if len(agreed) == 1 and undisputed else None
    return [
        style or (None if any(figures.votes.values()) else shared)
        for style, figures in zip(own, columns, strict=True)
    ]


def _majority(votes: dict[Style, int]) -> Style | None:
    if votes["comma"] == votes["point"]:
        return None
    return "comma" if votes["comma"] > votes["point"] else "point"


def read_numbers(figures: Figures, style: Style | None, row_currency: pd.Series | None) -> Reading:
    """Read a column of numbers in its style.

    Args:
        figures: the column.
        style: of the column, None where nothing tells.
        row_currency: the currency of each row, against which a stated one is held; None where the
            table has no readable currency column.

    Returns:
        Whole cents, millionths or units (``Int64``) by the column's kind.
    """
    cells = figures.cells
    places = _PLACES[cells.column.kind]
    native = cells.numbers & to_mask(figures.text.str.fullmatch(_NATIVE))
    fitting = figures.fits(style) | native
    uncertain = figures.uncertain & ~fitting
    decimal = np.where(native | (style != "comma"), ".", ",")
    whole = figures.text if fitting.all() else figures.text.where(fitting, "0")
    values, decimals, too_large = _scaled(whole, decimal, places, odd=bool(figures.odd.any()))
    too_large |= np.abs(values) > LARGEST_CENTS * 10 ** max(places - 2, 0)
    too_fine = decimals > places
    if figures.percent.any():
        too_fine |= figures.percent & (values % 100 != 0)
        values = np.where(figures.percent, values // 100, values)
    sign = np.where(to_mask(figures.text.str.contains(r"[-(]")), -1, 1)
    values = values * sign

    wrong = _first_of(
        Problem("CELL-01-STYLE", uncertain, _both_readings(figures.text, uncertain)),
        Problem("CELL-01-NUMBER", cells.filled & ~fitting, EXAMPLES[style]),
        Problem("CELL-01-LIMIT", too_large),
        Problem("CELL-01-COUNT" if places == 0 else "CELL-01-DECIMALS", too_fine, places),
        Problem("CELL-01-NEGATIVE", (values < 0) & (not cells.column.negative)),
        _out_of_range(figures, values, fitting),
        _other_currency(figures, fitting, row_currency),
    )
    missing = ~cells.filled
    for problem in wrong:
        missing = missing | problem.rows
    array = pd.arrays.IntegerArray(np.where(missing, 0, values), missing)
    return Reading(pd.Series(array, index=cells.text.index), wrong)


def _scaled(
    text: pd.Series, decimal: NDArray[np.str_], places: int, *, odd: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64], Mask]:
    """Turn numbers that fit into whole units of 10^-places, without a sign.

    Returns:
        Values (0 where the number does not fit), how many decimals stood there, and where the
        number is too long for any amount.
    """
    # Groupings go, the decimal sign becomes a point.
    plain = text.str.replace("-", "", regex=False)
    if odd:
        plain = plain.str.replace("[^0-9.,]", "", regex=True)
    comma = decimal == ","
    if comma.all():
        plain = _with_point(plain)
    elif comma.any():
        plain = _with_point(plain).where(comma, plain.str.replace(",", "", regex=False))
    else:
        plain = plain.str.replace(",", "", regex=False)
    point = plain.str.find(".").to_numpy(dtype=np.int64)
    length = plain.str.len().to_numpy(dtype=np.int64)
    whole = np.where(point < 0, length, point)
    decimals = np.where(point < 0, 0, length - point - 1)
    too_large = whole > _LONGEST_WHOLE
    exact = ~too_large & (decimals <= places)
    whole_digits = plain if exact.all() else plain.where(exact, "0")
    digits = whole_digits.str.replace(".", "", regex=False).astype("int64").to_numpy()
    return digits * 10 ** np.where(exact, places - decimals, 0), decimals, too_large


def _with_point(text: pd.Series) -> pd.Series:
    return text.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)


def _first_of(*found: Problem) -> tuple[Problem, ...]:
    """Give every cell its first problem only: one cell, one sentence."""
    kept = []
    taken = np.zeros(len(found[0].rows), dtype=bool)
    for problem in found:
        rows = problem.rows & ~taken
        taken |= rows
        kept.append(Problem(problem.code, rows, problem.expected, problem.found))
    return problems(*kept)


def _both_readings(text: pd.Series, uncertain: Mask) -> pd.Series:
    """Show what an uncertain cell could mean: "1234 / 1.234"."""
    shown = text[uncertain]
    grouped = shown.str.replace("[.,]", "", regex=True)
    return grouped + " / " + shown.str.replace(",", ".", regex=False)


def _out_of_range(figures: Figures, values: NDArray[np.int64], fitting: Mask) -> Problem:
    """Shares above 1: where one stands without its sign, no unsigned cell of the column is sure."""
    if figures.cells.column.kind != "ratio":
        return Problem("CELL-01-RATIO", np.zeros(len(values), dtype=bool))
    above = fitting & (values > MICRO)
    unsigned = fitting & ~figures.percent
    return Problem("CELL-01-RATIO", above | (unsigned if (above & unsigned).any() else above))


def _other_currency(figures: Figures, fitting: Mask, row_currency: pd.Series | None) -> Problem:
    """Amounts stated in another currency than their row's."""
    stated = to_mask(figures.currency.ne(""))
    if row_currency is None or not stated.any():
        return Problem("CELL-01-CURRENCY", np.zeros(len(stated), dtype=bool))
    known = to_mask(row_currency.ne(""))
    other = stated & known & fitting & to_mask(figures.currency.ne(row_currency))
    return Problem("CELL-01-CURRENCY", other, row_currency, figures.currency)
