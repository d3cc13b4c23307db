"""Cells that hold words: codes of a list, currencies, yes and no, plain text, keys of persons.

A column has few distinct words, so that each is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from intake.cells import Cells, Mask, Problem, Reading, problems, to_mask
from intake.meanings import nearest_code
from intake.pseudonyms import pseudonym
from intake.vocabulary import codes_of, comparison_key
from schemas.persons import looks_like_a_person

CURRENCY_SIGNS = {"€": "EUR", "zł": "PLN", "Kč": "CZK", "Ft": "HUF"}
"""Signs that mean one currency only; a dollar is the money of twenty countries."""

CURRENCY_WRITTEN = f"{'|'.join(CURRENCY_SIGNS)}|[Ee]uro|[A-Z]{{3}}"
"""The pattern of a sign or a code of three letters, as it stands in headings."""

CURRENCY_BESIDE = "€|[A-Za-z][A-Za-złč]{1,3}"
"""The pattern of what may be a currency beside an amount, to be told by ``currency_of``."""

_CURRENCY_WORDS = {
    **{sign.casefold(): code for sign, code in CURRENCY_SIGNS.items()},
    "euro": "EUR",
    "zl": "PLN",
    "kc": "CZK",
}
_BETWEEN_CODES = re.compile(r"[;,\n]")
_MOST_COMPARED = 200
"""So many different unknown words are held against the known ones; more are no typing errors."""
_STAFF_LENGTH = 12


def read_texts(cells: Cells) -> Reading:
    """Plain text stays what it is: NA, TRUE, 000123 and 12E7 are words like any other."""
    return Reading(cells.text)


def read_codes(cells: Cells, permitted: Mapping[str, str], spoken: Mapping[str, str]) -> Reading:
    """Read one code a cell.

    Args:
        cells: the column.
        permitted: comparison key of each word that may stand there, and its code.
        spoken: by code the partner's own word for it, where there is one.
    """
    reading = _known_words(
        cells, lambda text: permitted.get(comparison_key(text)), permitted, spoken
    )
    return replace(reading, problems=_with_the_nearest(cells, reading.problems, permitted, spoken))


def _with_the_nearest(
    cells: Cells,
    found: tuple[Problem, ...],
    permitted: Mapping[str, str],
    spoken: Mapping[str, str],
) -> tuple[Problem, ...]:
    """Unknown words that come near to a known one are told so; the list is for the others."""
    told: list[Problem] = []
    for problem in found:
        words = cells.text[problem.rows]
        distinct = words.unique()[:_MOST_COMPARED]
        nearest = {word: nearest_code(word, permitted) for word in distinct}
        near = cells.text.map(
            {word: spoken.get(code, code) for word, code in nearest.items() if code}
        )
        rows = problem.rows & to_mask(near.notna())
        told.append(Problem("CELL-03-NEAR", rows, near))
        told.append(replace(problem, rows=problem.rows & ~rows))
    return problems(*told)


def read_code_lists(
    cells: Cells, permitted: Mapping[str, str], spoken: Mapping[str, str]
) -> Reading:
    """Read several codes a cell, separated by semicolons; they are kept in the column's order."""
    order = list(cells.column.codes)

    def read(text: str) -> str | None:
        words = [word for word in _BETWEEN_CODES.split(text) if word.strip()]
        found = {permitted.get(comparison_key(word)) for word in words}
        return None if None in found else ";".join(code for code in order if code in found)

    return _known_words(cells, read, permitted, spoken)


def read_flags(cells: Cells) -> Reading:
    """Read yes or no; an empty cell is neither."""
    words = {**codes_of("yes_no"), "1": "yes", "0": "no"}
    reading = _known_words(cells, lambda text: words.get(comparison_key(text)), words, {})
    values = reading.values.map({"yes": True, "no": False}).astype("boolean")
    return Reading(
        values, tuple(Problem("CELL-01-FLAG", problem.rows) for problem in reading.problems)
    )


def read_currencies(cells: Cells) -> Reading:
    """Read the codes of ISO 4217, those of former currencies included."""
    known = currency_codes()
    reading = _known_words(
        cells, lambda text: text.upper() if text.upper() in known else None, {"": "EUR"}, {}
    )
    return Reading(
        reading.values,
        tuple(Problem("CELL-03-CURRENCY", problem.rows, "EUR") for problem in reading.problems),
    )


def read_pseudonyms(cells: Cells, key: bytes) -> Reading:
    """Replace keys of persons by keyed pseudonyms, before anything else sees them."""
    return _known_words(cells, lambda text: pseudonym(text, key), {}, {})


def read_staff(cells: Cells, key: bytes, known: Collection[str]) -> Reading:
    """Read references of staff; one that looks like a person's name is replaced like a key.

    Args:
        cells: the column.
        key: of the project's pseudonyms.
        known: references that the project file itself uses; they stay as they are.
    """

    def read(text: str) -> str:
        if text in known or not looks_like_a_person(text):
            return text
        return f"person-{pseudonym(text, key)[:_STAFF_LENGTH]}"

    return _known_words(cells, read, {}, {})


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """All codes of ISO 4217, former currencies such as EEK included."""
    from babel.core import get_global

    return frozenset(get_global("all_currencies"))


def currency_of(written: str) -> str:
    """The code of a currency as it stands beside amounts, "" for another word.

    >>> currency_of("zł"), currency_of("eur"), currency_of("Euro"), currency_of("pcs")
    ('PLN', 'EUR', 'EUR', '')
    """
    word = written.casefold()
    code = _CURRENCY_WORDS.get(word, word.upper())
    return code if code in currency_codes() else ""


def _known_words(
    cells: Cells,
    read: Callable[[str], str | None],
    permitted: Mapping[str, str],
    spoken: Mapping[str, str],
) -> Reading:
    """Read each distinct word once; None is an unknown one."""
    codes, distinct = pd.factorize(cells.text)
    meanings = [read(text) if text else "" for text in distinct]
    unknown: Mask = np.array([meaning is None for meaning in meanings], dtype=bool)[codes]
    words = np.array([meaning or "" for meaning in meanings], dtype=object)[codes]
    values = pd.Series(words, index=cells.text.index, dtype="str")
    expected = ", ".join(spoken.get(code, code) for code in dict.fromkeys(permitted.values()))
    return Reading(values, problems(Problem("CELL-03", unknown, expected)))
