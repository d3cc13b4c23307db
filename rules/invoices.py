"""The forms in which invoices are compared: a strict one that rejects, a loose one that warns.

Strictly equal are texts that differ in case, white space, compatibility forms and separators only;
money is taken on nothing looser. Loosely equal is what a controller would lay side by side: O and
0, letters of another alphabet that look the same, another spelling or legal form of a supplier.
Whatever is strictly equal is loosely equal too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

import pandas as pd

_SEPARATORS = re.compile(r"[\W_]+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_ELSEWHERE = re.compile(r"(?<!\d)[\W_]+|[\W_]+(?!\d)")

_LOOK_ALIKES = str.maketrans(
    # Cyrillic and Greek, by the shape of the capital where the two shapes differ: invoice numbers
    # are written in capitals. The last are Latin letters that no decomposition takes apart.
    dict(zip("авекмнорстухіјѕԁԛԝһӏзб", "abekmhopctyxijsdqwhl36", strict=True))
    | dict(zip("αβεζηικμνορτυχω", "abezhikmnoptyxw", strict=True))
    | {"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "ħ": "h"}
)
_AS_DIGITS = str.maketrans("oilzsb", "011258")
"""Letters that are taken for digits, and digits for them, when a number is typed or scanned."""

_LEGAL_FORM = re.compile(
    r"\b(?:"
    # The spaces are those that are left of the points: "Sp. z o.o.", "s. r. o.", "G.m.b.H.".
    r"(?:spolka|sp) z (?:ograniczona odpowiedzialnoscia|o ?o)(?: (?:spolka|sp) k(?:omandytowa)?)?"
    r"|spol s r ?o|(?:gesellschaft )?mit beschrankter haftung|g ?m ?b ?h|m ?b ?h|k ?g ?a ?a|g ?b ?r"
    r"|o ?h ?g|s ?r ?o|d ?o ?o|s ?r ?l ?s?|s ?p ?a|s ?a ?r ?l|s ?a ?s|b ?v ?b ?a|v ?o ?s|k ?f ?t"
    r"|z ?r ?t|s ?i ?a|u ?a ?b|s ?a|a ?g|k ?g|u ?g|e ?g|e ?v|e ?k|b ?v|n ?v|a ?s|o ?y|o ?u|k ?s"
    r"|b ?t|d ?d|s ?c|a ?b|sp ?j|sp ?k|aps|oyj|ltd|limited|plc|llc|llp|inc|und co|co"
    r")\b"
)
_ALIKE = 0.85
"""Names are one supplier's when this part of their letters agrees, in order: a slip or two."""


def strict(text: str) -> str:
    """A name or VAT number without case, white space, compatibility forms and separators.

    >>> strict("DE 123.456-789") == strict("de123456789")
    True
    """
    return _SEPARATORS.sub("", _folded(text))


def strict_number(text: str) -> str:
    """An invoice number likewise; separators between two digits become one and the same.

    They are not dropped, because 1-23 is not 12-3. White space is: it only groups digits. What
    holds nothing but separators is no number.

    >>> strict_number("R-117"), strict_number("r 117"), strict_number("2018/17"), strict_number("-")
    ('r117', 'r117', '2018-17', '')
    """
    packed = "".join(_folded(text).split())
    return packed if packed.isalnum() else _ELSEWHERE.sub("", _BETWEEN_DIGITS.sub("-", packed))


def loose_number(text: str) -> str:
    """An invoice number, or a VAT number, as it might have been misread or mistyped.

    Zeros in front go too: spreadsheets drop them.

    >>> loose_number("RE-O0l7") == loose_number("re0017"), loose_number("000123")
    (True, '123')
    """
    number = text.translate(_LOOSE_ASCII) if text.isascii() else _loose(text)
    return number.lstrip("0") or number[:1]


@dataclass(frozen=True)
class Supplier:
    """Who issued an invoice, as written."""

    vat_id: str
    name: str

    @cached_property
    def vat_number(self) -> str:
        """The VAT number without its country, which is often left out."""
        number = strict(self.vat_id)
        return loose_number(number[2:] if number[:2].isalpha() else number)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name in alphabetic order, without its legal form where more is left."""
        return tuple(sorted(name_words(self.name)))

    def may_be(self, other: Supplier) -> bool:
        """Whether a controller would ask if the two are one.

        Equal VAT numbers or words say yes. Different VAT numbers say no to names that are only
        alike. Where one states only a number and the other only a name, nothing tells them apart.
        """
        numbers = bool(self.vat_number and other.vat_number)
        if numbers and self.vat_number == other.vat_number:
            return True
        if self.words and other.words:
            return self.words == other.words or (not numbers and _alike(self.words, other.words))
        return not numbers


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they look, without its legal form where more is left.

    >>> name_words("Müller & Söhne G.m.b.H.")
    ('muller', 'sohne')
    """
    spaced = _spaced(name)
    return tuple(_LEGAL_FORM.sub(" ", spaced).split() or spaced.split())


def legal_forms(name: str) -> str:
    """The legal form that a name states, "" for none.

    >>> legal_forms("Nowak Sp. z o. o."), legal_forms("Nowak sp. z o.o."), legal_forms("Nowak")
    ('spzoo', 'spzoo', '')
    """
    return "".join("".join(found[0].split()) for found in _LEGAL_FORM.finditer(_spaced(name)))


def _spaced(name: str) -> str:
    spaced = _SEPARATORS.sub(" ", _shapes(_folded(name).replace(".", "")))
    return " ".join(spaced.split())


def in_form(texts: pd.Series[str], form: Callable[[str], str]) -> pd.Series[str]:
    """A column in a form; each of its different texts is worked out once."""
    forms = {text: form(text) for text in texts.unique()}
    return texts.map(forms).astype("str")


def _alike(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether one name only has words more, or a slip of the pen."""
    if set(one) <= set(two) or set(two) <= set(one):
        return True
    letters = SequenceMatcher(None, "".join(one), "".join(two), autojunk=False)
    return letters.quick_ratio() >= _ALIKE and letters.ratio() >= _ALIKE


def _loose(text: str) -> str:
    return _shapes(strict(text)).translate(_AS_DIGITS)


def _folded(text: str) -> str:
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def _shapes(folded: str) -> str:
    """Letters as they look: without marks, in the Latin alphabet."""
    if folded.isascii():
        return folded
    bare = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in bare if not unicodedata.combining(c)).translate(_LOOK_ALIKES)


_LOOSE_ASCII = str.maketrans({chr(code): _loose(chr(code)) or None for code in range(128)})
"""The same, letter by letter, for the many texts in ASCII: one pass instead of four."""
