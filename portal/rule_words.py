"""One rule as it stands on a day: in which rule set, with which values, on which article."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from schemas.law import DatedValue, Law, Parameter, Rule, Value
from schemas.money import Money, parse_cents
from schemas.words import N_, Words


@dataclass(frozen=True)
class ValueInWords:
    """A parameter as it holds on the day; ``value`` in words, ``since`` the day it began."""

    key: str
    title: str
    value: str
    since: date
    reference: str
    note: str
    confidence: str

    def sentence(self, spoken: Words) -> str:
        """The value with its article: ``EU rate, at most: 85 % (Reg. ..., Art. 120(3); H)``."""
        sure = sureness(self.confidence, spoken)
        return f"{self.title}: {self.value} ({self.reference}; {sure})"


@dataclass(frozen=True)
class RuleOnDay:
    """A rule in one rule set on a day.

    ``absent`` are titles of parameters without a value that day; ``begins`` is the day on which
    the law of the rule set begins, where that is later.
    """

    rule_set: str
    basis: str
    confidence: str
    values: list[ValueInWords] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    begins: date | None = None

    def sentences(self, rule: Rule, on: date, spoken: Words) -> list[str]:
        """What holds, the rule first, then each value with its article."""
        day = spoken_day(on, spoken)
        if self.begins:
            begins = spoken_day(self.begins, spoken)
            said = spoken(N_("On {day}, in {family}: nothing yet; its law begins on {begins}."))
            return [said.format(day=day, family=self.rule_set, begins=begins)]
        said = spoken(N_("On {day}, in {family}: {statement} ({basis}; {confidence})"))
        told = [
            said.format(
                day=day,
                family=self.rule_set,
                statement=rule.statement.of(spoken.language).strip(),
                basis=self.basis,
                confidence=sureness(self.confidence, spoken),
            )
        ]
        told += [value.sentence(spoken) for value in self.values]
        if self.absent:
            none = spoken(N_("No value on that day: {titles}"))
            told.append(none.format(titles="; ".join(self.absent)))
        return told

    def record(self, rule: Rule, on: date, spoken: Words) -> dict[str, Any]:
        """The same as plain data."""
        return {**asdict(self), "sentences": self.sentences(rule, on, spoken)}


def on_day(rule: Rule, law: Law, on: date, spoken: Words) -> list[RuleOnDay]:
    """The rule in each rule set that knows it, programmes behind their family."""
    by_base = sorted(law.families, key=lambda name: (law.base(name), name != law.base(name), name))
    return [
        _in_rule_set(rule, law, name, on, spoken)
        for name in by_base
        if law.base(name) in rule.families
    ]


def unknown_in(rule: Rule, law: Law) -> list[str]:
    """The rule sets in which the rule does not exist."""
    return sorted(name for name in law.families if law.base(name) not in rule.families)


def _in_rule_set(rule: Rule, law: Law, name: str, on: date, spoken: Words) -> RuleOnDay:
    family, parameters = law.family(name), law.parameters(name)
    basis = law.basis(rule.id, name)
    found = RuleOnDay(
        name,
        family.cite(basis.basis, spoken.language),
        basis.confidence,
        begins=_begins(law, name, on),
    )
    if found.begins:
        return found
    for key in rule.parameters:
        parameter = law.catalogue[key]
        if not parameters.has(key, on):
            if key in parameters.values:
                found.absent.append(parameter.title.of(spoken.language))
            continue
        dated = parameters.dated(key, on)
        found.values.append(
            ValueInWords(
                key,
                parameter.title.of(spoken.language),
                in_words(parameter, dated, spoken),
                dated.from_date,
                family.cite(dated.reference, spoken.language),
                dated.reference.note.of(spoken.language) if dated.reference.note else "",
                dated.confidence,
            )
        )
    return found


def _begins(law: Law, name: str, on: date) -> date | None:
    """The first day of a rule set's law, where it lies after the day."""
    first: date = law.parameters(name).values["rate.ceiling"][0].from_date
    return first if first > on else None


def in_words(parameter: Parameter, dated: DatedValue, spoken: Words) -> str:
    """A value as its readers write it, with the countries that have one of their own."""
    general = _one(parameter, dated.value, spoken)
    by_value: dict[str, list[str]] = {}
    for country, value in dated.by_country.items():
        written = _one(parameter, value, spoken)
        if written != general:
            by_value.setdefault(written, []).append(country)
    countries = [f"{', '.join(names)}: {value}" for value, names in by_value.items()]
    return f"{general} ({'; '.join(countries)})" if countries else general


def _one(parameter: Parameter, value: Value, spoken: Words) -> str:
    if isinstance(value, tuple):
        text = ", ".join(value)
    elif isinstance(value, bool):
        text = spoken(N_("yes")) if value else spoken(N_("no"))
    elif isinstance(value, date):
        text = spoken_day(value, spoken)
    elif parameter.unit == "ratio":
        text = spoken.local(Fraction(str(value)))
    elif parameter.unit == "eur":
        text = spoken.local(Money(parse_cents(value)))
    elif isinstance(value, int):
        text = format_decimal(value, locale=spoken.babel_locale)
    else:
        text = value.replace("_", " ")
    return text


def spoken_day(day: date, spoken: Words) -> str:
    """A day with the month as a word: 1 March 2019, 1. März 2019."""
    return str(format_date(day, "long", locale=spoken.babel_locale))


def sureness(code: str, spoken: Words) -> str:
    """How sure a value or basis is; all but H is to be confirmed."""
    return code if code == "H" else f"{code}, {spoken(N_('to be confirmed'))}"
