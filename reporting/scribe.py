"""How one claim is written down in one language: names behind ids, amounts, days, shares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from reporting.setting import Setting
from reporting.typography import NOTHING, bound, printed, visible
from reporting.vocabulary import UNASSIGNED
from schemas.budget_progress import percent_of
from schemas.claim import Claim, PartnerClaim
from schemas.money import Money
from schemas.words import Value, Words, words

if TYPE_CHECKING:
    from babel import Locale

_MACHINE_AMOUNT = re.compile(r"(-?)(\d{1,12})\.(\d{2}) ([A-Z]{3})")
_BEFORE_NUMBER = re.compile(r"\b(Arts?\.|No|Nr\.|nr|č\.|Annex|Anhang|§§?|Reg\.|VO) (?=[\dIVX(])")
"""An article stays on the line of its number."""
_MACHINE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Scribe:
    """The claim, what stands around it, and the reader's language.

    Every text of a partner or of a project file passes through ``text`` on its way to paper.
    """

    claim: Claim
    setting: Setting

    @cached_property
    def words(self) -> Words:
        """The reader's language."""
        return words(self.setting.language)

    # --- sentences ------------------------------------------------------------------------

    def __call__(self, message: str, **values: Value) -> str:
        """Translate a sentence and fill in its values, amounts as ``Money`` or ready text."""
        filled = {
            name: self.money(value.cents, value.currency) if isinstance(value, Money) else value
            for name, value in values.items()
        }
        return bound(visible(self.words.sentence(message, filled)), self.setting.language)

    def plural(self, one: str, many: str, count: int) -> str:
        """Translate the form that fits the count."""
        return bound(self.words.plural(one, many, count), self.setting.language)

    def term(self, vocabulary: Mapping[str, str], code: str) -> str:
        """The word for a code; a code without a word stands as it is."""
        return self.words(vocabulary[code]) if code in vocabulary else self.text(code, 40)

    def text(self, raw: str, limit: int = 400) -> str:
        """A text of the data, bounded and visible."""
        return printed(raw, limit)

    # --- figures --------------------------------------------------------------------------

    def amount(self, cents: int) -> str:
        """An amount for a table whose head names the unit."""
        return _amount(self.setting.language, cents)

    def amount_or_dash(self, cents: int | None) -> str:
        """An amount, or a dash for nothing."""
        return self.amount(cents) if cents else NOTHING

    def money(self, cents: int, currency: str = "EUR") -> str:
        """An amount for a sentence, with its unit where the language puts it."""
        space = "\N{NO-BREAK SPACE}"
        if self.setting.language == "en":
            return f"{currency}{space}{self.amount(cents)}"
        return f"{self.amount(cents)}{space}{currency}"

    def share(self, part: int, whole: int) -> str:
        """A part of a whole in percent with one decimal, or a dash where there is no whole."""
        if whole <= 0:
            return NOTHING
        return self.amount(percent_of(part, whole, places=1) * 10)[:-1]

    def rate(self, ratio: str) -> str:
        """A rate from 0 to 1 as a percentage with its sign."""
        return visible(self.words.local(Fraction(ratio))) if ratio else NOTHING

    def day(self, day: date | None) -> str:
        """A day in the reader's form, or a dash."""
        return self.words.local(day).replace(" ", "\N{NO-BREAK SPACE}") if day else NOTHING

    def span(self, start: date, end: date) -> str:
        """A time from one day to another."""
        return f"{self.day(start)} – {self.day(end)}"

    def count(self, number: int) -> str:
        """A whole number, grouped."""
        return self.amount(number * 100)[:-3]

    def value(self, raw: str) -> str:
        """A value of a finding: an amount or day of ``claim.json`` in the reader's form."""
        if match := _MACHINE_AMOUNT.fullmatch(raw):
            sign, whole, rest, currency = match.groups()
            return self.money(int(sign + whole + rest), currency)
        if _MACHINE_DAY.fullmatch(raw):
            try:
                return self.day(date.fromisoformat(raw))
            except ValueError:
                return raw
        return self.text(raw, 120)

    # --- names ----------------------------------------------------------------------------

    @property
    def partners(self) -> list[PartnerClaim]:
        """The partners of the claim, in the order of the project file."""
        return self.claim.partners

    def category(self, code: str) -> str:
        """Title of a cost category."""
        try:
            return self.setting.family.category(code).title.of(self.setting.language)
        except KeyError:
            return self.words(UNASSIGNED) if code == "unassigned" else self.text(code, 40)

    def rule_title(self, rule: str) -> str:
        """Title of a rule."""
        known = self.setting.rules.get(rule)
        return known.title.of(self.setting.language) if known else self.text(rule, 40)

    def basis(self, basis: str) -> str:
        """A legal basis with its acts named in the reader's language."""
        cited = self.text(self.setting.family.cite(basis, self.setting.language), 240)
        return _BEFORE_NUMBER.sub("\\1\N{NO-BREAK SPACE}", cited)

    def titled(self, title: Mapping[str, str]) -> str:
        """A title of the project file in the reader's language, else in the first it has."""
        chosen = title.get(self.setting.language) or title.get("en")
        return self.text(chosen or next(iter(title.values()), ""))

    def country(self, code: str) -> str:
        """Name of a country by its ISO code."""
        return str(self._locale.territories.get(code) or self.text(code, 20))

    def month(self, month: str) -> str:
        """A month ``YYYY-MM`` in the reader's form, or a dash."""
        from babel.dates import format_date

        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
            return self.text(month, 20) or NOTHING
        first = date.fromisoformat(f"{month}-01")
        return str(format_date(first, "MMM yyyy", locale=self._locale))

    def months(self, start: date, end: date) -> str:
        """The months of a time, such as Jul – Dec 2017."""
        from babel.dates import format_date

        first = "MMM" if start.year == end.year else "MMM yyyy"
        opening = format_date(start, first, locale=self._locale)
        return f"{opening} – {format_date(end, 'MMM yyyy', locale=self._locale)}"

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale

        return Locale.parse(self.words.babel_locale)

    # --- facts of the claim that several chapters need ------------------------------------

    @cached_property
    def control_required(self) -> bool:
        """Whether a partner's amounts need a controller's certificate in this rule set."""
        used = {parameter.key: parameter.value for parameter in self.claim.parameters}
        return used.get("control.required") == "true"

    @cached_property
    def missing(self) -> list[PartnerClaim]:
        """Partners without a usable delivery."""
        return [partner for partner in self.partners if not partner.delivered]

    @cached_property
    def uncertified(self) -> list[PartnerClaim]:
        """Partners whose amounts count without the certificate they need."""
        if not self.control_required:
            return []
        return [p for p in self.partners if p.delivered and not p.certified]

    @property
    def short_fingerprint(self) -> str:
        """The first sixteen digits of the fingerprint, in fours."""
        digits = visible(self.claim.provenance.fingerprint[:16])
        return "\N{NO-BREAK SPACE}".join(digits[i : i + 4] for i in range(0, len(digits), 4))


@lru_cache(maxsize=20_000)
def _amount(language: str, cents: int) -> str:
    """Amounts repeat all over a report, and writing one takes longer than finding it again."""
    return visible(words(language).amount(cents))
