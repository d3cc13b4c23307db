"""The law as data: the shape of the files under `rules/law`.

A *parameter* is one quantity the law or a contract sets (a ceiling, a deadline, a list), with its
values by rule family and start date, each with the act and article it comes from. A *family* is a
body of law a project can stand under; a programme is a family file that builds on another one. A
*rule* says what is checked, where, and on which legal basis; its arithmetic lives in `rules`.

Three years from now an auditor asks where 15 % came from: hence no value without a reference, and
hence a confidence for each, below which the report prints "to be confirmed".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
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

from schemas.words import words

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


LAW_LANGUAGES = ("en", "de")
"""Languages that the law files hold themselves."""


class Bilingual(_Record):
    """One text in English and German; in other languages, the short ones stand in the catalogue."""

    en: str = Field(min_length=1)
    de: str = Field(min_length=1)

    def of(self, language: str) -> str:
        """Return the text in `language`, in English where there is none."""
        return self.de if language == "de" else words(language)(self.en)

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
    """A value from a day on (inclusive), until the next one of its family begins.

    `by_country` holds the values of single countries (ISO 3166, two letters); a country it does not
    name takes `value`.
    """

    from_date: date = Field(alias="from")
    value: Annotated[Value, PlainValidator(_plain_value)]
    by_country: Mapping[
        Annotated[str, Field(pattern=r"^[A-Z]{2}$")], Annotated[Value, PlainValidator(_plain_value)]
    ] = Field(default_factory=dict)
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

    def of(self, country: str) -> Value:
        """Return the value that holds in a country, "" for the one that holds in general."""
        return self.by_country.get(country, self.value)


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
                wrong += [
                    _at(("values", family, position, *place), problem)
                    for place, problem in self.problems(entry)
                ]
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

    def problems(self, entry: DatedValue) -> Iterator[tuple[tuple[str, ...], str]]:
        """Say where in an entry a value does not fit the unit, and why."""
        stated: dict[tuple[str, ...], Value] = {("value",): entry.value}
        stated |= {("by_country", country): value for country, value in entry.by_country.items()}
        for place, value in stated.items():
            problem = self.problem(value)
            if problem:
                yield place, problem

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


Concern = Literal[
    "always",
    "costs",
    "purchases",
    "staff",
    "hourly_staff",
    "fixed_share_staff",
    "travel",
    "expertise",
    "split_invoices",
    "unit_costs",
    "lump_sums",
    "activity_costs",
    "events",
    "public_activities",
    "final_period",
    "aid",
    "co_financing",
    "contracts",
    "control",
    "damages",
    "recoverable_vat",
]
"""What a claim must hold for a rule to look at it; `rules/inputs.py` says when it does."""


class Need(_Record):
    """Inputs without which a rule cannot be assessed: one of `inputs` must be delivered.

    It binds only where the claim holds what the rule is about (`when`): without staff rows nobody
    misses their hours. `what` names a register or statement in the words of its readers.
    """

    inputs: tuple[str, ...] = Field(min_length=1)
    when: Concern = "always"
    what: Bilingual | None = None


class Rule(_Record):
    """One machine-checkable rule: what it says, to what it applies, and on which basis.

    `parameters` are the keys it reads; `inputs` the columns of the extracts (`costs.gift`) and the
    keys of the project file (`partners.vat_recoverable`) it uses. `needs` are those among them
    without which the rule is "not assessed", never passed. `example` is one case worked out, for
    those who ask what the rule means; the tests hold more of them.
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
    needs: tuple[Need, ...] = ()
    example: Bilingual | None = None

    @model_validator(mode="after")
    def _needs_are_inputs(self) -> Self:
        for need in self.needs:
            for name in need.inputs:
                if name not in self.inputs:
                    raise _sentence(f"{self.id}: '{name}' is needed, so list it under 'inputs' too")
        return self
