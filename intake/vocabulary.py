"""The words of partners' files: what headings, sheet names and cells mean, in nine languages.

The words stand in ``headings.yaml`` and ``cell_words.yaml``. Two words are the same when their
comparison keys are: case, accents, spaces and punctuation say nothing about the meaning, and the
original is always kept beside the key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from schemas.activities import ACTIVITIES
from schemas.columns import PLACE, Table
from schemas.control_list import CONTROL_LIST
from schemas.costs import COSTS
from schemas.participants import PARTICIPANTS

TABLES: Mapping[str, Table] = {table.name: table for table in (COSTS, ACTIVITIES, PARTICIPANTS)}
"""The kinds of extracts, in the order in which a workbook is reported."""

READABLE: Mapping[str, Table] = {**TABLES, CONTROL_LIST.name: CONTROL_LIST}
"""All tables that are read: the extracts of partners, and the lists of controllers."""

_FOLDER = Path(__file__).parent
_STROKES = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

# Letters of other scripts that print like Latin ones; a heading typed with one is not the word
# that the partner sees. The list holds those that keyboards of our partners produce.
_LOOK_ALIKE = str.maketrans(
    "авекмнортсухіјѕһԁαβεικνορτυχ",
    "abekmhoptcyxijshdabeikvoptux",
)


@lru_cache(maxsize=4096)
def comparison_key(text: str) -> str:
    """Give the form by which two headings or words are compared.

    >>> comparison_key(" Betrag_brutto "), comparison_key("KWOTA  KWALIFIKOWALNA")
    ('betragbrutto', 'kwotakwalifikowalna')
    """
    return "".join(_letters(text))


def phrase_key(text: str) -> list[str]:
    """Give the comparison keys of the words of a text, one by one.

    >>> phrase_key("Rodné číslo (PESEL)")
    ['rodne', 'cislo', 'pesel']
    """
    return "".join(_letters(text, between=" ")).split()


def _letters(text: str, between: str = "") -> Iterator[str]:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    for character in folded.translate(_STROKES):
        if character.isalnum():
            yield character
        elif not unicodedata.combining(character) and unicodedata.category(character) != "Cf":
            yield between


def _keys(word: str) -> set[str]:
    """The keys of a word of ours; German ones may be written with ae, oe, ue."""
    return {comparison_key(word), comparison_key(without_umlauts(word))}


def without_umlauts(word: str) -> str:
    """A word as it is written where there are no umlauts: ae, oe, ue."""
    return word.casefold().translate(_UMLAUTS)


def _words(languages: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for words in languages.values():
        yield from words


@lru_cache(maxsize=3)
def _read(name: str) -> dict[str, Any]:
    with (_FOLDER / name).open(encoding="utf-8") as handle:
        content: dict[str, Any] = yaml.load(handle, Loader=yaml.CSafeLoader)  # the quick one
    return content


@dataclass(frozen=True)
class Headings:
    """Which headings and sheet names mean what.

    Attributes:
        columns: per table, comparison key to contract name (the columns of ``PLACE`` included).
        sheets: comparison key of a sheet's name to the table.
        forbidden: phrases that give away personal data, each as the keys of its words.
        among_persons: those of them that are harmless outside of a list of persons.
    """

    columns: Mapping[str, Mapping[str, str]]
    sheets: Mapping[str, str]
    forbidden: tuple[tuple[str, ...], ...]
    among_persons: frozenset[tuple[str, ...]]

    def column(self, table: str, heading: str) -> str | None:
        """The contract's column that a heading means in a table, None for an unknown one."""
        return self.columns[table].get(comparison_key(heading))

    def looks_like(self, table: str, heading: str) -> tuple[str, str] | None:
        """Which known heading this one only looks like, and its foreign letters, if so."""
        latin = heading.casefold().translate(_LOOK_ALIKE)
        column = self.column(table, latin)
        if column is None or latin == heading.casefold():
            return None
        foreign = {
            letter for letter in heading.casefold() if letter.translate(_LOOK_ALIKE) != letter
        }
        return column, ", ".join(
            f"{letter} ({unicodedata.name(letter)})" for letter in sorted(foreign)
        )

    def is_personal(self, heading: str, *, among_persons: bool = True) -> bool:
        """Whether a heading announces personal data that must not be collected (R-PAR-02).

        Args:
            heading: as written.
            among_persons: whether it heads a list of persons; elsewhere some words are harmless.
        """
        words = phrase_key(heading)
        return any(
            all(map(_begins, words[start : start + len(phrase)], phrase))
            for phrase in self.forbidden
            if among_persons or phrase not in self.among_persons
            for start in range(len(words) - len(phrase) + 1)
        )


def _begins(word: str, stem: str) -> bool:
    """Whether a word is the stem, or goes on from one long enough to be no accident."""
    return word == stem or (len(stem) >= 6 and word.startswith(stem))


@lru_cache(maxsize=1)
def headings() -> Headings:
    """The headings of ``headings.yaml`` and the contract's own names."""
    content = _read("headings.yaml")
    columns: dict[str, dict[str, str]] = {}
    for name, table in READABLE.items():
        known = {comparison_key(extract): extract for extract in (*table.by_extract, *PLACE)}
        for extract, languages in (*content["place"].items(), *content[name].items()):
            for word in _words(languages):
                known.update(dict.fromkeys(_keys(word), extract))
        columns[name] = known
    sheets = {key: name for name in TABLES for key in _keys(name)}
    for name, languages in content["sheets"].items():
        for word in _words(languages):
            sheets.update(dict.fromkeys(_keys(word), name))
    phrases = {
        tuple(phrase_key(word))
        for languages in content["forbidden"].values()
        for word in _words(languages)
    }
    among_persons = {
        tuple(phrase_key(word)) for word in _words(content["forbidden_among_persons_only"])
    }
    return Headings(columns, sheets, tuple(sorted(phrases)), frozenset(among_persons))


@dataclass(frozen=True)
class Phrase:
    """A heading that means a column for certain, or only often.

    Attributes:
        text: as it is written.
        words: the comparison keys of its words.
        column: contract name, or how a ledger keeps signs (``debit``, ``credit``, ``sign``).
        certain: whether files are read by it (``headings.yaml``).
    """

    text: str
    words: tuple[str, ...]
    column: str
    certain: bool

    @cached_property
    def key(self) -> str:
        """Its comparison key."""
        return "".join(self.words)


@lru_cache(maxsize=8)
def phrases(table: str) -> tuple[Phrase, ...]:
    """All headings by which a column of a table can be known or guessed; the certain ones first."""
    known = _read("headings.yaml")
    sources = (
        (True, {name: {"": [name]} for name in (*READABLE[table].by_extract, *PLACE)}),
        (True, known["place"]),
        (True, known[table]),
        (False, _read("own_headings.yaml").get(table, {})),
    )
    return tuple(
        Phrase(word, tuple(phrase_key(word)), column, certain)
        for certain, columns in sources
        for column, languages in columns.items()
        for word in dict.fromkeys(_words(languages))
    )


def preferred_heading(table: str, column: str, languages: Iterable[str]) -> str:
    """The heading to suggest: in the first of the languages that has one, and as in the contract.

    >>> preferred_heading("costs", "payment_date", ["de"])
    'Zahlungsdatum (payment_date)'
    """
    offered = _read("headings.yaml")[table].get(column, {})
    for language in languages:
        if language in offered and language != "en":
            return f"{offered[language][0]} ({column})"
    return column


def preferred_sheet(table: str, languages: Iterable[str]) -> str:
    """What the first of the languages that has a word for it calls a sheet.

    >>> preferred_sheet("costs", ["pl", "en"])
    'Koszty'
    """
    offered = _read("headings.yaml")["sheets"][table]
    return next(
        (str(offered[language][0]) for language in languages if language in offered),
        TABLES[table].sheet,
    )


def heading_in(table: str, column: str, language: str) -> str:
    """The heading of a column in a language, in English or the contract's name where none is known.

    >>> heading_in("costs", "payment_date", "pl")
    'Data płatności'
    """
    offered = _read("headings.yaml")[table].get(column, {})
    return str((offered.get(language) or offered.get("en") or [column])[0])


def word_in(column: str, code: str, language: str) -> str:
    """The word for a code in a language, the code itself where none is known.

    >>> word_in("status", "completed", "de"), word_in("yes_no", "yes", "cs")
    ('abgeschlossen', 'ano')
    """
    offered = _read("cell_words.yaml").get(column, {}).get(code, {})
    return str((offered.get(language) or offered.get("en") or [code])[0])


@lru_cache(maxsize=16)
def codes_of(column: str) -> Mapping[str, str]:
    """Comparison key to code for the words that partners write into a column of codes."""
    return {
        key: code
        for code, languages in _read("cell_words.yaml").get(column, {}).items()
        for word in (code, *_words(languages))
        for key in _keys(word)
    }


def preferred_words(column: str, languages: Iterable[str]) -> dict[str, str]:
    """By code the word to suggest for it, in the first of the languages that has one.

    >>> preferred_words("cost_category", ["pl"])["staff"]
    'Personel'
    """
    spoken = [language for language in languages if language != "en"]
    return {
        code: next((str(offered[language][0]) for language in spoken if language in offered), code)
        for code, offered in _read("cell_words.yaml").get(column, {}).items()
    }


@lru_cache(maxsize=1)
def total_line() -> re.Pattern[str]:
    """What a cell of a total line begins with."""
    return re.compile(rf"\W*(?:{_total_words()})\b", re.IGNORECASE)


def may_be_total() -> str:
    """A pattern for whole columns, which all that ``total_line`` matches fits, and some more."""
    return rf"(?i)^\W*(?:{_total_words()})"


@lru_cache(maxsize=1)
def _total_words() -> str:
    words = sorted(_words(_read("cell_words.yaml")["totals"]), key=len, reverse=True)
    return "|".join(re.escape(word) for word in words)
