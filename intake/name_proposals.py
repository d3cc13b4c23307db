"""What a partner's own words for categories, work packages and the like may mean.

A word that the contract or the project knows needs no mapping. For others the nearest is proposed;
work packages that differ in their prefix only ("AP1" for WP1) are told by their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from intake.column_looks import Look
from intake.context import Context
from intake.meanings import meanings_of, nearest_code
from intake.vocabulary import comparison_key
from intake.words import CURRENCY_SIGNS, currency_codes
from schemas.columns import Column
from schemas.mapping import word_key

_MOST_WORDS = 1_000
"""A column with more different cells than this holds no words of a list."""
_NUMBERED = re.compile(r"([^\W\d_]+)[\s._-]*0*([0-9]+)")


@dataclass(frozen=True)
class Names:
    """The words of one column.

    Attributes:
        column: contract name.
        known: words that need no mapping, and what they mean.
        told: words whose meaning follows from their number, and that meaning.
        unknown: words that need one, and how many rows have them.
        meanings: the words that are known anywhere, by comparison key.
        share_known: the part of the filled cells whose word is known or told.
    """

    column: str
    known: Mapping[str, str]
    told: Mapping[str, str]
    unknown: Mapping[str, int]
    meanings: Mapping[str, str] = field(default_factory=dict)
    share_known: float = 0.0

    @property
    def codes(self) -> tuple[str, ...]:
        """What a word can mean."""
        return tuple(dict.fromkeys(self.meanings.values()))

    @cached_property
    def nearest(self) -> dict[str, str]:
        """For unknown words, the code that comes nearest, where one is near."""
        found = {word: nearest_code(word, self.meanings) for word in self.unknown}
        return {word: code for word, code in found.items() if code}


def names_of(column: Column, look: Look, context: Context) -> Names | None:
    """What the words of a column mean; None where they need no meaning."""
    if column.kind == "currency":
        return _currencies(look) if len(look.distinct) <= _MOST_WORDS else None
    meanings = meanings_of(column, context)
    if not meanings or column.kind == "codes" or len(look.distinct) > _MOST_WORDS:
        return None
    known: dict[str, str] = {}
    unknown: dict[str, int] = {}
    for word, count in look.words.items():
        code = meanings.get(comparison_key(word))
        if code is None:
            unknown[word] = count
        else:
            known[word] = code
    # A text column is read as it stands: a title of the project has to be mapped to its id.
    titles = {} if column.kind == "code" else {w: c for w, c in known.items() if w != c}
    codes = tuple(dict.fromkeys(meanings.values()))
    told = titles | _by_number(unknown, codes)
    unknown = {word: count for word, count in unknown.items() if word not in told}
    there = sum(look.words[word] for word in (*known, *(w for w in told if w not in known)))
    return Names(
        column.extract,
        {word: code for word, code in known.items() if word not in titles},
        told,
        unknown,
        meanings,
        there / look.filled if look.filled else 0.0,
    )


def _by_number(words: Mapping[str, int], codes: tuple[str, ...]) -> dict[str, str]:
    """Words of one prefix and a number each, as the codes are: AP1 is WP1, where all have one."""
    split = {code: match for code in codes if (match := _NUMBERED.fullmatch(code))}
    numbers = {match[2]: code for code, match in split.items()}
    matches = {word: _NUMBERED.fullmatch(word.strip()) for word in words}
    prefixes = {word_key(match[1]) if match else "" for match in matches.values()}
    if len(split) < len(codes) or len(numbers) < len(codes) or len(prefixes) != 1:
        return {}
    told = {word: numbers.get(match[2], "") for word, match in matches.items() if match}
    return told if told and all(told.values()) else {}


def _currencies(look: Look) -> Names:
    """Codes are known, signs and some ways to write them are told."""
    known = {word: word.upper() for word in look.words if word.upper() in currency_codes()}
    told = {word: CURRENCY_SIGNS[word] for word in look.words if word in CURRENCY_SIGNS}
    alike = {word_key(sign).rstrip("."): code for sign, code in CURRENCY_SIGNS.items()} | {
        "zl": "PLN", "kc": "CZK", "euro": "EUR", "ft": "HUF",
    }  # fmt: skip
    for word in look.words:
        code = alike.get(word_key(word).rstrip("."))
        if word not in known and code:
            told.setdefault(word, code)
    unknown = {w: n for w, n in look.words.items() if w not in known and w not in told}
    there = look.filled - sum(unknown.values())
    share = there / look.filled if look.filled else 0.0
    return Names("currency", known, told, unknown, {}, share)
