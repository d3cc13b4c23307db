"""The law at work: what the files under `rules/law` say for one project on one day.

`Law` holds everything that was loaded; `Law.parameters` resolves the values that bind a project:
its family's, a programme's over them, and those of its own contract over all.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from schemas.law_files import (
    Act,
    Bilingual,
    Category,
    DatedValue,
    Family,
    FamilyId,
    LegalBasis,
    Need,
    Parameter,
    Reference,
    Rule,
    Unit,
    Value,
)
from schemas.project import Override

__all__ = [
    "CONTRACT",
    "Act",
    "Bilingual",
    "Category",
    "DatedValue",
    "Family",
    "Law",
    "LawGap",
    "LawRefusal",
    "LegalBasis",
    "Need",
    "Parameter",
    "Parameters",
    "Reference",
    "Rule",
    "Value",
]


class LawGap(LookupError):
    """A rule asks for a value the family does not have on that day, or for an unknown key."""


class LawRefusal(ValueError):
    """A project names a family or states a value that the law files do not allow.

    `key` is the parameter at fault, None where the family itself is unknown.
    """

    def __init__(self, message: str, key: str | None = None) -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True)
class Parameters:
    """The values that bind one project: its family's, with those of its own contract over them.

    Every question names the day; the value is the latest one that began on or before it. Before
    the first value, and in a family without any, the parameter is absent: `has` says False, `day`
    answers None, all others raise `LawGap`. An unknown key always raises `LawGap`, so that a
    misspelt one cannot switch a rule off.
    """

    family: str
    catalogue: Mapping[str, Parameter]
    values: Mapping[str, tuple[DatedValue, ...]]
    overridden: frozenset[str]

    def keys(self) -> tuple[str, ...]:
        """Return the keys that have a value at some time, in alphabetical order."""
        return tuple(sorted(self.values))

    def has(self, key: str, on: date) -> bool:
        """Return whether `key` has a value on that day."""
        return self._find(key, on) is not None

    def dated(self, key: str, on: date) -> DatedValue:
        """Return the value with its start date, reference and confidence, for the report.

        For a key in `overridden` the reference is the contract's and the start date `date.min`.
        """
        found = self._find(key, on)
        if found is None:
            raise LawGap(f"{self.family} has no value for '{key}' on {on}")
        return found

    def ratio(self, key: str, on: date, country: str = "") -> Fraction:
        """Return a rate between 0 and 1, exactly; that of a country where the law names it."""
        return Fraction(str(self._of_unit(key, on, "ratio", country)))

    def cents(self, key: str, on: date) -> int:
        """Return an amount of EUR in whole cents."""
        return int(str(self._of_unit(key, on, "eur")).replace(".", ""))

    def days(self, key: str, on: date) -> int:
        """Return a number of days."""
        return int(str(self._of_unit(key, on, "days")))

    def months(self, key: str, on: date) -> int:
        """Return a number of months."""
        return int(str(self._of_unit(key, on, "months")))

    def number(self, key: str, on: date) -> int:
        """Return a plain whole number (hours of a year, offers)."""
        return int(str(self._of_unit(key, on, "number")))

    def flag(self, key: str, on: date) -> bool:
        """Return whether something holds."""
        return self._of_unit(key, on, "flag") is True

    def choice(self, key: str, on: date) -> str:
        """Return one of the parameter's choices."""
        return str(self._of_unit(key, on, "choice"))

    def items(self, key: str, on: date) -> tuple[str, ...]:
        """Return a list of codes."""
        found = self._of_unit(key, on, "list")
        return found if isinstance(found, tuple) else ()

    def day(self, key: str, on: date) -> date | None:
        """Return a day, or None where the family sets none."""
        if not self.has(key, on):
            return None
        found = self._of_unit(key, on, "date")
        return found if isinstance(found, date) else None

    def _find(self, key: str, on: date) -> DatedValue | None:
        if key not in self.catalogue:
            raise LawGap(f"there is no parameter '{key}'{_nearest(key, self.catalogue)}")
        found = None
        for dated in self.values.get(key, ()):
            if dated.from_date <= on:
                found = dated
        return found

    def _of_unit(self, key: str, on: date, unit: Unit, country: str = "") -> Value:
        found = self.dated(key, on)
        if self.catalogue[key].unit != unit:
            raise LawGap(f"'{key}' is of unit {self.catalogue[key].unit}, not {unit}")
        return found.of(country)


@dataclass(frozen=True)
class Law:
    """Everything under `rules/law`, checked; `digest` is the SHA-256 of its whole content."""

    families: Mapping[str, Family]
    catalogue: Mapping[str, Parameter]
    rules: Mapping[str, Rule]
    digest: str

    def family(self, family: str) -> Family:
        """Return a family, or a programme completed by the family it builds on.

        Raises:
            LawRefusal: there is no such file.
        """
        own = self._own(family)
        if own.family is None:
            return own
        base = self._own(own.family)
        acts = {act.code: act for act in (*base.acts, *own.acts)}
        return own.model_copy(
            update={"categories": own.categories or base.categories, "acts": tuple(acts.values())}
        )

    def base(self, family: str) -> FamilyId:
        """Return the family whose law binds: itself, or the one a programme builds on."""
        own = self._own(family)
        return own.family or own.id  # type: ignore[return-value]  # a family's own id is one

    def rules_of(self, family: str) -> tuple[Rule, ...]:
        """Return the rules that apply in a family, by id."""
        base = self.base(family)
        return tuple(rule for _, rule in sorted(self.rules.items()) if base in rule.families)

    def basis(self, rule: str, family: str) -> LegalBasis:
        """Return on what a rule rests in a family; LawGap where it does not apply there."""
        base = self.base(family)
        found = self.rules[rule].families.get(base) if rule in self.rules else None
        if found is None:
            raise LawGap(f"the rule '{rule}' does not apply in {family}")
        return found

    def parameters(
        self, family: str, overrides: Mapping[str, Override] | None = None
    ) -> Parameters:
        """Resolve the values for one project.

        Args:
            family: a family or programme by its id.
            overrides: what the project's contract sets, by parameter key.

        Raises:
            LawRefusal: the family or a key is unknown, or a value does not fit its unit.
        """
        overrides = overrides or {}
        base = self.base(family)
        values = {
            key: parameter.values[base]
            for key, parameter in self.catalogue.items()
            if base in parameter.values
        }
        values |= self._own(family).parameters
        for key, override in overrides.items():
            parameter = self.catalogue.get(key)
            if parameter is None:
                nearest = _nearest(key, self.catalogue)
                raise LawRefusal(f"there is no parameter '{key}'{nearest}", key)
            value = parameter.from_text(override.value)
            problem = parameter.problem(value)
            if problem:
                raise LawRefusal(problem, key)
            values[key] = (_from_contract(value, override.reference),)
        return Parameters(family, self.catalogue, values, frozenset(overrides))

    def _own(self, family: str) -> Family:
        if family not in self.families:
            known = ", ".join(sorted(self.families))
            raise LawRefusal(f"there is no rule set '{family}'; known are: {known}")
        return self.families[family]


CONTRACT = "Subsidy contract / agreement"
"""The act that every family lists for what the project's own contract sets."""


def _from_contract(value: Value, reference: str) -> DatedValue:
    article = reference or {"en": "as the project file states", "de": "laut Projektdatei"}
    return DatedValue.model_validate(
        {
            "from": date.min,
            "value": value,
            "reference": {"act": CONTRACT, "article": article},
            "confidence": "M",
        }
    )


def _nearest(key: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(key, list(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""
