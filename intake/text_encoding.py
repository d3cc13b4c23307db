"""Which letters the bytes of a CSV file mean: found with certainty, or the file is refused.

UTF-8 and UTF-16 prove themselves. Among the 8-bit code pages of our partners (Windows and ISO
Central European, Western, DOS Latin 2) the right one is the one under which every word with a
special letter could stand in one language; where two readings remain that differ, the partner's own
languages decide, and where they do not, nobody guesses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from intake.files import Refusal
from intake.grids import visible

CODE_PAGES = ("cp1250", "cp1252", "iso8859_2", "iso8859_15", "cp852")
RARE_CODE_PAGES = ("cp850", "mac_latin2", "mac_roman")
"""Asked only where none of the others gives words: old programs, and those of a Macintosh."""

ALPHABETS = {
    "cs": "áčďéěíňóřšťúůýž",
    "da": "æøå",
    "de": "äöüß",
    "es": "áéíñóúü",
    "et": "äõöüšž",
    "fi": "äöå",
    "fr": "àâæçèéêëîïôœùûü",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "it": "àèéìíòóù",
    "nl": "éëïóöü",
    "pl": "ąćęłńóśźż",
    "pt": "àáâãçéêíóôõú",
    "ro": "ăâîşţ",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "sv": "äöå",
}
"""Letters beyond a to z that words of each language are written with."""

_PUNCTUATION = frozenset("·«»„“”‚‘’–—…•\N{NO-BREAK SPACE}\N{SOFT HYPHEN}")
_SIGNS = frozenset("€£§°²³×±½¼¾©®™‰")
_AFTER_LETTERS = frozenset({("m", "²"), ("m", "³"), ("n", "°"), ("N", "°")})
_INSIDE_WORDS = frozenset("’·\N{SOFT HYPHEN}")
_WORDS = re.compile(rb"[^\s;,|\"]*[\x80-\xff][^\s;,|\"]*")
_NONE = "none"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_HEAD = 8192
_MOST_WORDS = 10_000
"""Distinct words with a special letter that are looked at; a tenth of them would do."""


def decode(raw: bytes, languages: Iterable[str] = ()) -> str | Refusal:
    """Turn the bytes of a text file into text.

    Args:
        raw: the whole file.
        languages: the partner's languages, which decide between readings that are equally good.

    Returns:
        The text without byte order mark, or why it cannot be known.
    """
    text = _unicode(raw)
    if text is None:
        text = _code_page(raw, tuple(languages))
    if text is None or "\x00" in text:
        return Refusal("FILE-01-ENCODING")
    if _REPLACEMENT in text:
        # The program that wrote the file had already lost these letters.
        place = text.index(_REPLACEMENT)
        return Refusal(
            "FILE-01-LETTERS",
            found=visible(text[max(0, place - 20) : place + 20]),
            row=text.count("\n", 0, place) + 1,
            headings=text[:_HEAD],
        )
    return text


def _unicode(raw: bytes) -> str | None:
    """Read the encodings that prove themselves; None for an 8-bit code page, or nothing at all."""
    for mark, encoding in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if raw.startswith(mark):
            return _strictly(raw, encoding)
    if b"\x00" in raw:
        return _unmarked(raw)
    return _strictly(raw, "utf-8")


def _strictly(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unmarked(raw: bytes) -> str | None:
    """Read UTF-16 and UTF-32 without their mark: most bytes of a table are zero then.

    In UTF-16 it is nearly every second byte, in UTF-32 two or three of four.
    """
    if raw[2:4096:4].count(0) == raw[3:4096:4].count(0) == len(raw[:4096]) // 4:
        return _strictly(raw, "utf-32-le")
    if raw[0:4096:4].count(0) == raw[1:4096:4].count(0) == len(raw[:4096]) // 4:
        return _strictly(raw, "utf-32-be")
    first, second = raw[0:4096:2].count(0), raw[1:4096:2].count(0)
    half = min(len(raw), 4096) / 2
    if second > 0.5 * half and first == 0:
        return _strictly(raw, "utf-16-le")
    if first > 0.5 * half and second == 0:
        return _strictly(raw, "utf-16-be")
    return None


def _code_page(raw: bytes, languages: tuple[str, ...]) -> str | None:
    """Choose among the code pages by the distinct words that need one."""
    if b"\x00" in raw or raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None
    distinct: set[bytes] = set()
    for match in _WORDS.finditer(raw):
        distinct.add(match[0])
        if len(distinct) >= _MOST_WORDS:
            break
    words = b"\n".join(sorted(distinct))
    for code_pages in (CODE_PAGES, RARE_CODE_PAGES):
        encoding = _fitting(words, code_pages, languages)
        if encoding != _NONE:
            return _strictly(raw, encoding) if encoding else None
    return None


def _fitting(words: bytes, code_pages: Iterable[str], languages: tuple[str, ...]) -> str:
    """The code page under which words could stand in one language.

    Returns:
        Its name; "" where two are equally good, ``_NONE`` where none is good enough.
    """
    readings: dict[str, str] = {}
    for encoding in code_pages:
        text = _strictly(words, encoding)
        if text is not None:
            readings.setdefault(text, encoding)
    if not readings:
        return _NONE
    strangeness = {text: _strangeness(text, languages) for text in readings}
    best, *others = sorted(readings, key=lambda text: strangeness[text])
    if others and strangeness[others[0]] == strangeness[best]:
        return ""
    # One character in twenty may stand oddly. Letters of other languages are names: few in a list
    # of expenditure, up to a quarter among participants from many countries.
    special = sum(character > "\x7f" for character in best)
    if _misplaced(best) > special / 20 or _foreign(best, 2) > special / 4:
        return _NONE
    return readings[best]


def _strangeness(text: str, languages: tuple[str, ...]) -> tuple[int, int]:
    """Say how ill a reading fits: as a text of one language, then as one of the partner's."""
    own = set("".join(ALPHABETS.get(language, "") for language in languages))
    return (
        _misplaced(text) + _foreign(text, 1),
        sum(count for letter, count in _special_letters(text).items() if letter not in own),
    )


def _special_letters(text: str) -> Counter[str]:
    return Counter(letter for letter in text.lower() if letter > "\x7f" and letter.isalpha())


def _foreign(text: str, languages: int) -> int:
    """How many letters the best fitting language, or pair of languages, does not have."""
    letters = _special_letters(text)
    return min(
        sum(count for letter, count in letters.items() if letter not in "".join(alphabets))
        for alphabets in combinations(ALPHABETS.values(), languages)
    )


def _misplaced(text: str) -> int:
    return sum(_is_misplaced(text, place) for place in range(len(text)) if text[place] > "\x7f")


def _is_misplaced(text: str, place: int) -> bool:
    """Whether no one would write this character here: wrong case, or a sign beside a letter."""
    character = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if character.isupper():
        return before.islower() or (before.isupper() and after.islower())
    if character.isalpha():
        return before.isupper() and after.isupper() and character != "ß"
    if character in _PUNCTUATION:
        return character not in _INSIDE_WORDS and before.isalpha() and after.isalpha()
    if character not in _SIGNS:
        return True
    return after.isalpha() or (before.isalpha() and (before, character) not in _AFTER_LETTERS)
