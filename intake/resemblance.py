"""What an unknown heading resembles: known ones, those that often mean a column, parts of them.

A resemblance is a reason to propose a column, never to read one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias, cast

from rapidfuzz import fuzz, process

from intake.layout import in_currency
from intake.vocabulary import Phrase, phrase_key, phrases

How: TypeAlias = Literal["known", "often", "alike", "part"]

_ALIKE = 84.0
"""Of 100; "Rechnungsdat." and "Rechnungsdatum" have 96, "Datum" and "Data" 67."""
_SHORTEST = 5
"""Shorter words are alike by accident, and no part of a longer one."""


@dataclass(frozen=True)
class Resemblance:
    """Why a heading may mean a column.

    Attributes:
        column: contract name, or how a ledger keeps signs (``debit``, ``credit``, ``sign``).
        strength: 0 to 1; 1 is a heading by which files are read.
        phrase: what it resembles.
        how: known for certain, often used so, alike in letters, or a part of it.
    """

    column: str
    strength: float
    phrase: str
    how: How


@lru_cache(maxsize=2048)
def resemblances(table: str, heading: str) -> dict[str, Resemblance]:
    """The columns that a heading may mean, each with its strongest reason.

    >>> resemblances("costs", "Rechnungsdatum")["invoice_date"].how
    'known'
    >>> resemblances("costs", "DOKLAD_DATUM")["invoice_date"].how
    'alike'
    """
    plain, _ = in_currency(heading)
    words = tuple(phrase_key(plain))
    found: dict[str, Resemblance] = {}
    for reason in (*_exact(table, words), *_alike(table, words), *_parts(table, words)):
        best = found.get(reason.column)
        if best is None or reason.strength > best.strength:
            found[reason.column] = reason
    return found


def is_known_or_often(table: str, heading: str) -> bool:
    """Whether a text is a heading by which files are read, or one that is proposed."""
    return bool(_by_key(table).get("".join(phrase_key(in_currency(heading)[0]))))


@lru_cache(maxsize=8)
def _by_key(table: str) -> dict[str, list[Phrase]]:
    keys: dict[str, list[Phrase]] = {}
    for phrase in phrases(table):
        keys.setdefault(phrase.key, []).append(phrase)
    return keys


@lru_cache(maxsize=8)
def _sorted_words(table: str) -> list[str]:
    return [" ".join(sorted(phrase.words)) for phrase in phrases(table)]


def _exact(table: str, words: tuple[str, ...]) -> Iterator[Resemblance]:
    for phrase in _by_key(table).get("".join(words), ()):
        strength, how = (1.0, "known") if phrase.certain else (0.85, "often")
        yield Resemblance(phrase.column, strength, phrase.text, cast("How", how))


def _alike(table: str, words: tuple[str, ...]) -> Iterator[Resemblance]:
    """Phrases that differ in a few letters, or in the order of their words."""
    if len("".join(words)) < _SHORTEST:
        return
    known = phrases(table)
    matches = process.extract(
        " ".join(sorted(words)),
        _sorted_words(table),
        scorer=fuzz.ratio,
        score_cutoff=_ALIKE,
        limit=None,
    )
    for _, score, place in matches:
        phrase = known[place]
        if len(phrase.key) >= _SHORTEST:
            strength = (0.9 if phrase.certain else 0.75) * score / 100
            yield Resemblance(phrase.column, strength, phrase.text, "alike")


def _parts(table: str, words: tuple[str, ...]) -> Iterator[Resemblance]:
    """Phrases that stand in the heading."""
    for phrase in phrases(table):
        part = _part(words, phrase)
        if part:
            coverage = len(phrase.key) / len("".join(words))
            strength = (0.5 if phrase.certain else 0.45) * part + 0.3 * coverage
            yield Resemblance(phrase.column, strength, phrase.text, "part")


def _part(words: tuple[str, ...], phrase: Phrase) -> float:
    """1 where the phrase stands in the heading word by word, less where a word goes on."""
    length = len(phrase.words)
    if len(phrase.key) >= 2 and any(
        words[start : start + length] == phrase.words for start in range(len(words) - length + 1)
    ):
        return 1.0
    whole = length == 1 and len(phrase.key) >= _SHORTEST
    grown = whole and any(
        word.startswith(phrase.key) or word.endswith(phrase.key) for word in words
    )
    return 0.9 if grown else 0.0
