"""Words that users read: translated by gettext, with amounts and dates in the reader's form.

``N_`` marks a sentence where it is defined, ``words("de").sentence(...)`` speaks it. English is
the source language; the other catalogues are ``schemas/locale/<lang>/LC_MESSAGES/eurocent.po``,
read as they are, so that no build step can be forgotten.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from schemas.money import Money, format_ratio

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "de": "Deutsch",
    "cs": "čeština",
    "et": "eesti",
    "hu": "magyar",
    "it": "italiano",
    "pl": "polski",
    "sk": "slovenčina",
    "sl": "slovenščina",
}
"""Languages in which reports and messages are complete, by code, each in its own name.

Who adds one here gives it a catalogue (``make words``) and the required terms of the field
(tests/unit/schemas/terms.py); everything else follows from this list.
"""

_DAYS = {
    "en": "d MMM yyyy",
    "cs": "d.\N{NO-BREAK SPACE}M.\N{NO-BREAK SPACE}yyyy",
    "sk": "d.\N{NO-BREAK SPACE}M.\N{NO-BREAK SPACE}yyyy",
    "sl": "d.\N{NO-BREAK SPACE}M.\N{NO-BREAK SPACE}yyyy",
    "hu": "yyyy.\N{NO-BREAK SPACE}MM.\N{NO-BREAK SPACE}dd.",
    "it": "dd/MM/yyyy",
}
"""How a language writes a day where it is not 03.07.2017."""


@dataclass(frozen=True)
class Spot:
    """Where a row stands, for a sentence of another place.

    Attributes:
        file, row: as the partner knows them.
        period: number of the reporting period, 0 for the one in question.
        whose: project and partner, where the reader may know them.
    """

    file: str
    row: int
    period: int = 0
    whose: str = ""


Value: TypeAlias = str | int | date | Money | Fraction | Decimal | Spot | None
"""What a sentence can hold: text, counts, days, amounts, rates (as fractions of 1), quantities, and
where another row stands."""

_LOCALE = Path(__file__).parent / "locale"


def N_(message: str) -> str:  # noqa: N802  (the customary gettext name, which the extractor knows)
    """Mark a sentence for translation without translating it yet."""
    return message


def plain(value: Value) -> str:
    """Write a value for machines: ISO dates, decimal points, "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return format_ratio(value)
    if isinstance(value, Spot):
        return _spot(value, str)
    return value.isoformat() if isinstance(value, date) else str(value)


def _spot(spot: Spot, speak: Callable[[str], str]) -> str:
    there = speak(
        N_("period {period}: {file}, row {row}") if spot.period else N_("{file}, row {row}")
    )
    text = there.format(file=spot.file, row=spot.row, period=spot.period)
    return f"{spot.whose} {text}" if spot.whose else text


class Words:
    """One language: its catalogue and its way to write numbers and days."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _catalogue(language)
        self._days: dict[date, str] = {}

    def __call__(self, message: str) -> str:
        """Translate one sentence; an untranslated one stays English."""
        return self._catalogue.gettext(message) if message else ""

    def plural(self, one: str, many: str, count: int) -> str:
        """Choose and translate the form that fits the count, with ``{count}`` filled in."""
        chosen = self._catalogue.ngettext(one, many, count)
        return chosen.format(count=self.local(count))

    def sentence(self, message: str, values: Mapping[str, Value]) -> str:
        """Translate a sentence and fill in its values in the reader's form."""
        return self(message).format_map(_Local(self, values))

    def local(self, value: Value) -> str:
        """Write a value as this language writes it: 03.07.2017, 1.234,50 EUR, 85 %."""
        from babel.dates import format_date
        from babel.numbers import format_decimal

        locale = self.babel_locale
        if isinstance(value, Money):
            return (
                f"{value.currency} {self.amount(value.cents)}"
                if self.language == "en"
                else (f"{self.amount(value.cents)} {value.currency}")
            )
        if isinstance(value, Fraction):
            percentage = format_decimal(
                (value.numerator * 100) / value.denominator, "#,##0.####", locale=locale
            )
            return f"{percentage}\N{NARROW NO-BREAK SPACE}%"
        if isinstance(value, Spot):
            return _spot(value, self)
        if isinstance(value, Decimal):
            return str(format_decimal(value, "#,##0.######", locale=locale))
        if not isinstance(value, date):
            return "" if value is None else str(value)
        pattern = _DAYS.get(self.language, "dd.MM.yyyy")
        return str(format_date(value, pattern, locale=locale))

    def amount(self, cents: int) -> str:
        """Write whole cents with two decimals, grouped, with a true minus sign."""
        from babel.numbers import format_decimal

        text = format_decimal(Money(abs(cents)).amount, "#,##0.00", locale=self.babel_locale)
        return f"\N{MINUS SIGN}{text}" if cents < 0 else str(text)

    @property
    def babel_locale(self) -> str:
        """Locale for numbers and dates: European English for ``en``."""
        return {"en": "en_IE"}.get(self.language, self.language)


class _Local(dict[str, str]):
    """Values in a language's own form, each written when its sentence asks for it."""

    def __init__(self, words: Words, values: Mapping[str, Value]) -> None:
        super().__init__()
        self._words = words
        self._values = values

    def __missing__(self, name: str) -> str:
        return self._words.local(self._values[name])


class UnknownLanguage(ValueError):
    """Eurocent does not speak a language yet; ``message`` says which, ``remedy`` what to choose."""

    def __init__(self, language: str) -> None:
        self.message = f'Eurocent does not speak "{language}" yet.'
        self.remedy = f"Choose one of: {', '.join(LANGUAGES)}."
        super().__init__(f"{self.message} {self.remedy}")


@lru_cache(maxsize=16)
def words(language: str) -> Words:
    """Give the words of a language.

    Raises:
        UnknownLanguage: it is none of ``LANGUAGES``.
    """
    if language not in LANGUAGES:
        raise UnknownLanguage(language)
    return Words(language)


def _catalogue(language: str) -> gettext.NullTranslations:
    """Compile the language's catalogue in memory."""
    source = _LOCALE / language / "LC_MESSAGES" / "eurocent.po"
    if not source.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with source.open("rb") as handle:
        write_mo(compiled, read_po(handle, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
