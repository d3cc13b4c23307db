"""VAT numbers: whose they are, whether they can be right, and one form in which they are compared.

Directive 2006/112/EC Art. 215 puts the country in front of a number; partners leave it out, add
spaces and points, or write the name of the number before it. The check digits of each country are
those of python-stdnum. What is written in a cell is never replaced: the canonical form stands
beside it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

import stdnum
from stdnum.exceptions import InvalidChecksum, ValidationError

Fault: TypeAlias = Literal["", "check_digit", "form", "country"]

SHAPES = {
    "AT": "ATU99999999",
    "BE": "BE0999999999",
    "BG": "BG999999999",
    "CH": "CHE999999999",
    "CY": "CY99999999L",
    "CZ": "CZ99999999",
    "DE": "DE999999999",
    "DK": "DK99999999",
    "EE": "EE999999999",
    "EL": "EL999999999",
    "ES": "ESX9999999X",
    "FI": "FI99999999",
    "FR": "FRXX999999999",
    "GB": "GB999999999",
    "HR": "HR99999999999",
    "HU": "HU99999999",
    "IE": "IE9999999LL",
    "IT": "IT99999999999",
    "LT": "LT999999999",
    "LU": "LU99999999",
    "LV": "LV99999999999",
    "MT": "MT99999999",
    "NL": "NL999999999B99",
    "NO": "NO999999999",
    "PL": "PL9999999999",
    "PT": "PT999999999",
    "RO": "RO9999999999",
    "SE": "SE999999999999",
    "SI": "SI99999999",
    "SK": "SK9999999999",
}
"""What a number looks like: 9 a digit, L a letter, X either (European Commission, VIES FAQ)."""

_SEPARATORS = re.compile(r"[\W_]+")
_NAME = re.compile(
    r"(?:USTID(?:NR)?|UIDNR|UID|MWSTNR|VAT(?:REG)?(?:ID|NO|NR|NUMBER)?|NIP(?:UE|EU)?|I[CČ]DPH"
    r"|DI[CČ]|BTW(?:NR)?|TVA|PARTITAIVA|PIVA|ADÓSZÁM|ADOSZAM)(?=[A-Z]{0,3}\d)"
)
"""How the number is called in the languages of the partners, where that is written before it."""
_SWISS = re.compile(r"(?:CH){0,2}E?(\d{9})(?:MWST|TVA|IVA|TPV|VAT)?")
_NORWEGIAN = re.compile(r"(?:NO)?(\d{9})(?:MVA)?")
_HUNGARIAN = re.compile(r"(\d{8})[1-5]\d{2}")
"""The domestic tax number: the VAT number, the kind of taxation and the county."""


@dataclass(frozen=True)
class VatNumber:
    """What a cell says about a supplier's VAT number.

    Attributes:
        canonical: country and number without separators (Greece ``EL``, Northern Ireland ``GB``,
            since it is one register); "" where it is not known to be right.
        country: as in the number, "" where none is known.
        fault: ``check_digit`` or ``form`` where it cannot be a number of that country, ``country``
            where none is stated and it is a number of none that was tried; "" where nothing is to
            be said, which may also be since the country's numbers cannot be checked.
    """

    canonical: str
    country: str
    fault: Fault = ""

    @property
    def shape(self) -> str:
        """What a number of the country looks like, "" where that is not known."""
        return SHAPES.get(self.country, "")


_NOTHING = VatNumber("", "")


@lru_cache(maxsize=65_536)
def read_vat_number(written: str, countries: tuple[str, ...] = ()) -> VatNumber:
    """Read a VAT number as a partner wrote it.

    Args:
        written: with or without country, separators and the name of the number.
        countries: ISO 3166 codes in the order in which a number without country is tried.

    >>> read_vat_number("PL 123-456-32-18").canonical
    'PL1234563218'
    >>> read_vat_number("NIP 123-456-32-18", ("DE", "PL")).canonical
    'PL1234563218'
    >>> read_vat_number("DE 136 695 978").fault
    'check_digit'
    """
    text = _SEPARATORS.sub("", unicodedata.normalize("NFKC", written)).upper()
    text = _NAME.sub("", text, count=1) if _NAME.match(text) else text
    if not any(letter.isdigit() for letter in text):
        # "none" or "n/a" is an answer and no number.
        return _NOTHING
    country = _prefix(text)
    if country and _module(country):
        return _of_country(text, country)
    for home in countries:
        found = _of_country(text, _as_prefix(home))
        if found.canonical:
            return found
    if text[:2].isalpha():
        return VatNumber("", text[:2] if text[:2].isascii() else "")
    return VatNumber("", _as_prefix(countries[0]), "country") if countries else _NOTHING


def _prefix(text: str) -> str:
    """The country that stands in front, as VAT numbers call it; "" where none does."""
    return _as_prefix(text[:2]) if text[:2].isalpha() and text[:2].isascii() else ""


def _as_prefix(country: str) -> str:
    return {"GR": "EL", "XI": "GB"}.get(country, country)


@lru_cache(maxsize=256)
def _module(country: str) -> stdnum.util.NumberValidationModule | None:
    if country == "NO":
        return stdnum.get_cc_module("no", "orgnr")
    if country in {"CH", "LI"}:
        return stdnum.get_cc_module("ch", "uid")
    if country in SHAPES:
        return stdnum.get_cc_module("gr" if country == "EL" else country.lower(), "vat")
    return None


def _of_country(text: str, country: str) -> VatNumber:
    """Hold a number, with or without the country in front, against that country's form."""
    module = _module(country)
    if module is None:
        return VatNumber("", country)
    number = _bare(text, country)
    try:
        if not number.isascii():
            return VatNumber("", country, "form")
        number = module.validate(number)
    except InvalidChecksum:
        return VatNumber("", country, "check_digit")
    except ValidationError:
        return VatNumber("", country, "form")
    return VatNumber(number if number.startswith(country) else country + number, country)


def _bare(text: str, country: str) -> str:
    """The number as its country's office counts it, without what is written around it."""
    if country == "CH" and (swiss := _SWISS.fullmatch(text)):
        return f"CHE{swiss[1]}"
    if country == "NO" and (norwegian := _NORWEGIAN.fullmatch(text)):
        return norwegian[1]
    number = text[2:] if _prefix(text) == country and country != "CH" else text
    if country == "HU" and (hungarian := _HUNGARIAN.fullmatch(number)):
        return hungarian[1]
    return number
