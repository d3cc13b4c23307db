"""The law as data: the shape of the files under `rules/law` and the view that rules work with.

A *parameter* is one quantity the law or a contract sets (a ceiling, a deadline, a list), with its
values by rule family and start date, each with the act and article it comes from. A *family* is a
body of law a project can stand under; a programme is a family file that builds on another one. A
*rule* says what is checked, where, and on which legal basis; its arithmetic lives in `rules`.

Three years from now an auditor asks where 15 % came from: hence no value without a reference, and
hence a confidence for each, below which the report prints "to be confirmed".
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from schemas.project import Override

Confidence = Literal["H", "H*", "M", "L"]
Unit = Literal["ratio", "eur", "days", "months", "number", "choice", "flag", "date", "list"]
DateKey = Literal[
    "cost_date",
    "cost_paid_date",
    "submission_date",
    "contract_date",
    "tender_launch_date",
    "aid_grant_date",
]
FamilyId = Literal[
    "CGRANT_2002",
    "ETC_2007",
    "INTERREG_2014",
    "INTERREG_2021",
    "SERVICE",
    "COSME",
    "H2020",
    "HEUROPE",
]
AppliesAt = Literal[
    "item",
    "item group",
    "partner",
    "partner-period",
    "partner-year",
    "partner final",
    "beneficiary final",
    "project",
    "project & partner",
    "project final",
    "contract",
    "contract group",
    "undertaking",
    "activity",
    "deliverable",
    "invoice",
    "report",
]
Severity = Literal["blocking", "reject", "cut", "park", "warn", "info"]

Value = bool | int | date | str | tuple[str, ...]
"""One value as its file states it; the unit of the parameter says which of these it is."""

_KEY = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$"
_CODE = r"^[a-z][a-z0-9_]*$"
_RATIO = re.compile(r"[01](\.[0-9]+)?")
_EUR = re.compile(r"(0|[1-9][0-9]*)\.[0-9]{2}")


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _sentence(text: str) -> PydanticCustomError:
    # The sentence travels as context, so that a brace in a user's value is never a placeholder.
    return PydanticCustomError("law_sentence", "{sentence}", {"sentence": text})


def _plain_value(value: Any) -> Value:
    """Accept what a YAML file can say about one value."""
    if isinstance(value, list | tuple):
        if not value or not all(isinstance(item, str) and item for item in value):
            raise _sentence("a list needs at least one entry, and every entry is a word")
        if len(set(value)) != len(value):
            raise _sentence("the list names an entry twice")
        return tuple(value)
    if isinstance(value, bool | int | str | date):
        return value
    if value is None:
        raise _sentence("the value is empty; write it, or remove the whole entry")
    raise _sentence(f"{value!r} is no value a parameter can have")


class Bilingual(_Record):
    """One text in English and German."""

    en: str = Field(min_length=1)
    de: str = Field(min_length=1)

    def of(self, language: str) -> str:
        """Return the text in `language`, in English where there is none."""
        return self.de if language == "de" else self.en

    def __str__(self) -> str:
        return self.en


def _both(text: Any) -> Any:
    return {"en": text, "de": text} if isinstance(text, str) else text


EitherWay = Annotated[Bilingual, BeforeValidator(_both)]
"""A text in two languages, or one that reads the same in both, like "Art. 19"."""


class Reference(_Record):
    """Where a value comes from: the act as the family's list of acts names it, and the place in it.

    `note` says what the reader must know about the value (who may change it, what it replaces);
    `link` is the permanent address of the act, only where it is certain.
    """

    act: str = Field(min_length=1)
    article: EitherWay
    note: EitherWay | None = None
    link: str | None = Field(default=None, pattern=r"^https://\S+$")

    def __str__(self) -> str:
        return f"{self.act}, {self.article}"


class DatedValue(_Record):
    """A value from a day on (inclusive), until the next one of its family begins."""

    from_date: date = Field(alias="from")
    value: Annotated[Value, PlainValidator(_plain_value)]
    reference: Reference
    confidence: Confidence

    @model_validator(mode="before")
    @classmethod
    def _is_referenced(cls, data: Any) -> Any:
        if isinstance(data, Mapping):
            since = data.get("from", "an unknown day")
            if not data.get("reference"):
                raise _sentence(
                    f"the value from {since} has no reference; name the act and the article that "
                    "set it"
                )
            if not data.get("confidence"):
                raise _sentence(
                    f"the value from {since} has no confidence; write H if you read it in the "
                    "legal text, else H*, M or L"
                )
        return data

    @property
    def confirmed(self) -> bool:
        """Whether the value was read in the legal text; if not, it prints "to be confirmed"."""
        return self.confidence == "H"


class Parameter(_Record):
    """One quantity, its unit, and its values by family.

    A family that is missing under `values` does not know the parameter at all. `date_key` names
    the date of the matter that picks the value.
    """

    key: str = Field(pattern=_KEY)
    title: Bilingual
    description: str = Field(min_length=1)
    unit: Unit
    choices: tuple[str, ...] = ()
    date_key: DateKey
    values: Mapping[FamilyId, tuple[DatedValue, ...]] = Field(min_length=1)

    @model_validator(mode="after")
    def _values_fit(self) -> Self:
        if (self.unit == "choice") != bool(self.choices):
            raise _sentence(f"'{self.key}': 'choices' belong to the unit choice, and only to it")
        wrong: list[InitErrorDetails] = []
        for family, dated in self.values.items():
            if not dated:
                wrong.append(_at(("values", family), f"{family} has no value; remove the family"))
            wrong += _descending(("values", family), dated)
            for position, entry in enumerate(dated):
                problem = self.problem(entry.value)
                if problem:
                    wrong.append(_at(("values", family, position, "value"), problem))
        if wrong:
            raise ValidationError.from_exception_data("Parameter", wrong)
        return self

    def from_text(self, text: str) -> Value:
        """Read what a project file states; what does not fit is returned as it is.

        Lists are separated by semicolons. `problem` says in words what did not fit.
        """
        if self.unit == "flag":
            return {"true": True, "false": False}.get(text.strip().lower(), text)
        if self.unit in ("days", "months", "number") and text.strip().isdecimal():
            return int(text)
        if self.unit == "date":
            with suppress(ValueError):
                return date.fromisoformat(text.strip())
        if self.unit == "list":
            return tuple(part.strip() for part in text.split(";") if part.strip()) or text
        return text.strip()

    def problem(self, value: Value) -> str | None:
        """Say in one sentence why `value` does not fit the unit, or None if it does."""
        if self.unit == "choice":
            fits, wanted = value in self.choices, f"one of: {', '.join(self.choices)}"
        else:
            check, wanted = _FITS[self.unit]
            fits = check(value)
        return None if fits else f"'{self.key}' is {value!r}, but it must be {wanted}"


def _descending(
    place: tuple[str | int, ...], dated: tuple[DatedValue, ...]
) -> Iterator[InitErrorDetails]:
    for position in range(1, len(dated)):
        before, here = dated[position - 1].from_date, dated[position].from_date
        if here <= before:
            yield _at(
                (*place, position, "from"),
                f"the values must ascend: {here} stands after {before}; put the earlier first",
            )


def _is_ratio(value: Value) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    return bool(_RATIO.fullmatch(str(value))) and Fraction(str(value)) <= 1


def _is_count(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_FITS: Mapping[Unit, tuple[Callable[[Value], bool], str]] = {
    "ratio": (_is_ratio, 'a ratio between 0 and 1, like "0.15"'),
    "eur": (
        lambda value: isinstance(value, str) and bool(_EUR.fullmatch(value)),
        'an amount of EUR with two decimals, like "50.00"',
    ),
    "days": (_is_count, "a whole number of days, like 30"),
    "months": (_is_count, "a whole number of months, like 3"),
    "number": (_is_count, "a whole number, like 1720"),
    "flag": (lambda value: isinstance(value, bool), "true or false"),
    "date": (lambda value: isinstance(value, date), "a day, like 2023-12-31"),
    "list": (lambda value: isinstance(value, tuple), "a list of words"),
}


def _at(place: tuple[str | int, ...], sentence: str) -> InitErrorDetails:
    return InitErrorDetails(type=_sentence(sentence), loc=place, input=None)


class Category(_Record):
    """A cost category; `direct`: its real costs stand in the bases of flat rates on direct cost."""

    code: str = Field(pattern=_CODE)
    title: Bilingual
    direct: bool


class Act(_Record):
    """A source of law, as the references and the law chapter of the report name it.

    `code` is the name used in references ("Reg. (EU) No 1303/2013"), `short` the same for readers
    of each language, `title` the full title.
    """

    code: str = Field(min_length=1)
    short: Bilingual
    title: Bilingual
    link: str | None = Field(default=None, pattern=r"^https://\S+$")


class Family(_Record):
    """A body of law (or, with `family`, a programme that builds on one) as a project names it.

    `version` changes with the content and stands in every report. A programme inherits the
    categories, acts, parameters and rules of its family; what it writes itself goes before them.
    """

    id: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    family: FamilyId | None = None
    title: Bilingual
    version: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    addressee: Bilingual
    fund_statement: Bilingual
    disclaimer: Bilingual | None = None
    default_fund: str = Field(min_length=1)
    categories: tuple[Category, ...] = ()
    acts: tuple[Act, ...] = ()
    parameters: Mapping[str, tuple[DatedValue, ...]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _version_is_text(cls, data: Any) -> Any:
        # An unquoted version reads as a day; both spellings mean the same.
        if isinstance(data, Mapping) and isinstance(data.get("version"), date):
            return {**data, "version": data["version"].isoformat()}
        return data

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for what, codes in (
            ("categories", [category.code for category in self.categories]),
            ("acts", [act.code for act in self.acts]),
        ):
            if not codes and self.family is None:
                raise _sentence(f"{self.id}: '{what}' is missing or empty")
            for code in codes:
                if codes.count(code) > 1:
                    raise _sentence(f"{self.id}: '{code}' stands twice under '{what}'")
        if self.parameters and self.family is None:
            raise _sentence(
                f"{self.id}: only a programme (with 'family') states values of its own; those of "
                "a family stand in the parameter files"
            )
        return self

    def category(self, code: str) -> Category:
        """Return the category `code`; KeyError if the family does not know it."""
        for category in self.categories:
            if category.code == code:
                return category
        raise KeyError(code)

    def cite(self, text: str | Reference, language: str) -> str:
        """Return a reference or a legal basis with its acts named as `language` names them."""
        cited = text if isinstance(text, str) else f"{text.act}, {text.article.of(language)}"
        # Longest first: "Reg. (EU) 2018/1046" must not be eaten by a shorter name within it.
        for act in sorted(self.acts, key=lambda act: -len(act.code)):
            cited = cited.replace(act.code, act.short.of(language))
        return cited


class LegalBasis(_Record):
    """Where a rule comes from in one family."""

    basis: str = Field(min_length=1)
    confidence: Confidence


class Rule(_Record):
    """One machine-checkable rule: what it says, to what it applies, and on which basis.

    `parameters` are the keys it reads; `inputs` the columns of the extracts (`costs.gift`) and the
    keys of the project file (`partners.vat_recoverable`) it needs. Where one of them is not
    delivered the rule is "not assessed", never passed.
    """

    id: str = Field(pattern=r"^R-[A-Z]+-[0-9]{2}$")
    title: Bilingual
    statement: Bilingual
    applies_at: AppliesAt
    severity: tuple[Severity, ...] = Field(min_length=1)
    date_key: DateKey | None = None
    families: Mapping[FamilyId, LegalBasis] = Field(min_length=1)
    parameters: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


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

    def ratio(self, key: str, on: date) -> Fraction:
        """Return a rate between 0 and 1, exactly."""
        return Fraction(str(self._of_unit(key, on, "ratio")))

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

    def _of_unit(self, key: str, on: date, unit: Unit) -> Value:
        found = self.dated(key, on)
        if self.catalogue[key].unit != unit:
            raise LawGap(f"'{key}' is of unit {self.catalogue[key].unit}, not {unit}")
        return found.value


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
