"""``project.yaml``: the one definition of what a project file may say (product contract §4a).

Amounts are whole cents in the reporting currency, rates exact fractions of 1, dates inclusive.
A mistake is explained in a sentence a project manager understands; the loader adds file and line.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from schemas.bank_accounts import read_bic, read_iban
from schemas.money import format_cents, format_ratio, parse_cents, parse_ratio
from schemas.vat_numbers import SHAPES, read_vat_number

Cents: TypeAlias = Annotated[
    int,
    BeforeValidator(parse_cents),
    PlainSerializer(format_cents, return_type=str, when_used="json"),
]
Ratio: TypeAlias = Annotated[
    Fraction,
    BeforeValidator(parse_ratio),
    PlainSerializer(format_ratio, return_type=str, when_used="json"),
]
Text: TypeAlias = dict[str, str]
FlatRateBase: TypeAlias = Literal[
    "staff",
    "other_direct",
    "direct",
    "direct_with_flat_travel",
    "direct_without_subcontracting",
]
"""``direct`` is real cost and staff; in ``direct_with_flat_travel`` flat-rate travel counts too, as
programmes can read "direct costs" of Reg. (EU) 2021/1060 Art. 54(a)."""


def _as_text(value: object) -> object:
    return value if isinstance(value, dict) else {"en": str(value)}


Titled: TypeAlias = Annotated[Text, BeforeValidator(_as_text)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Programme(_Part):
    """Under which programme and agreement the project runs."""

    name: str = ""
    priority: str = ""
    authority: str = ""
    agreement: str = ""
    agreement_date: date | None = None


class Override(_Part):
    """A contract's own value of a law parameter."""

    value: str
    reference: str = ""


class Period(_Part):
    """One reporting period; both days belong to it."""

    number: int = Field(ge=1)
    start: date
    end: date
    partner_deadline: date
    lead_deadline: date | None = None
    final: bool = False

    @model_validator(mode="after")
    def _ends_after_start(self) -> Period:
        if self.end < self.start:
            raise ValueError(
                f"period {self.number} ends ({self.end}) before it starts ({self.start})"
            )
        return self


class Fund(_Part):
    """An EU fund that co-finances a partner."""

    fund: str
    rate: Ratio
    max: Cents | None = None
    from_: date | None = Field(default=None, alias="from")


class Contribution(_Part):
    """A source of the partner's own contribution, as approved."""

    source: str
    status: Literal["public", "automatic_public", "private"]
    amount: Cents


class FlatRate(_Part):
    """A cost category that is worked out from others."""

    of: FlatRateBase
    rate: Ratio


class Opening(_Part):
    """What a project that joins in mid-life has already claimed."""

    eligible: Cents = 0
    fund: Cents = 0
    categories: dict[str, Cents] = Field(default_factory=dict)


class Partner(_Part):
    """One partner; ``vat_recoverable`` is the part of VAT it gets back from its tax office.

    ``vat_id``, ``iban`` and ``bic`` may be left out. A number is kept without separators; of the
    account only the last four digits are ever printed.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    name: str
    aliases: list[str] = Field(default_factory=list)
    role: Literal["lead", "partner"] = "partner"
    country: str = Field(pattern=r"^[A-Z]{2}$")
    nuts: str = ""
    city: str = ""
    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$")
    languages: list[str] = Field(default_factory=list)
    vat_recoverable: Ratio = Fraction(0)
    vat_id: str = ""
    iban: str = ""
    bic: str = ""
    legal_status: Literal["public", "private"] = "public"
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    funds: list[Fund] = Field(default_factory=list)
    contributions: list[Contribution] = Field(default_factory=list)
    flat_rates: dict[str, FlatRate] = Field(default_factory=dict)
    budget: dict[str, Cents] = Field(default_factory=dict)
    opening: Opening | None = None

    @field_validator("vat_id")
    @classmethod
    def _is_a_vat_number(cls, written: str, info: ValidationInfo) -> str:
        if not written:
            return ""
        found = read_vat_number(written, (str(info.data.get("country", "")),))
        if found.fault:
            shape = f"; write it like {SHAPES[found.country]}" if found.country in SHAPES else ""
            wrong = "check digit" if found.fault == "check_digit" else "form"
            raise ValueError(f"the VAT number {written} has a wrong {wrong}{shape}")
        return found.canonical or written

    @field_validator("iban")
    @classmethod
    def _is_an_account(cls, written: str) -> str:
        return read_iban(written) if written else ""

    @field_validator("bic")
    @classmethod
    def _is_a_bank(cls, written: str) -> str:
        return read_bic(written) if written else ""

    def funds_on(self, day: date) -> list[Fund]:
        """Its EU funds with the rates that hold on a day, in the order of the file."""
        valid: dict[str, Fund] = {}
        for entry in self.funds:
            since = entry.from_ or date.min
            held = valid.get(entry.fund)
            if since <= day and (held is None or since >= (held.from_ or date.min)):
                valid[entry.fund] = entry
        return list(valid.values())

    def fund_rate_on(self, day: date) -> Fraction:
        """The sum of its EU co-financing rates on a day."""
        return sum((fund.rate for fund in self.funds_on(day)), Fraction(0))

    @property
    def budget_total(self) -> int:
        """EUR cents of all its budget lines."""
        return sum(self.budget.values())

    def takes_part_in(self, period: Period) -> bool:
        """Whether it has joined by the end of the period and not left before its start."""
        return (self.from_ or period.end) <= period.end and (
            self.to or period.start
        ) >= period.start

    def amended(self, change: dict[str, Any]) -> Partner:
        """The partner with an amendment's keys laid over it, one level deep for dictionaries.

        Raises:
            ValidationError: a key is not known or its value cannot be read.
        """
        if not change:
            return self
        parsed = Partner.model_validate(
            {"id": self.id, "name": self.name, "country": self.country, **change}
        )
        update: dict[str, Any] = {}
        for key in change:
            name = "from_" if key == "from" else key
            value, old = getattr(parsed, name), getattr(self, name)
            merged = isinstance(value, dict) and isinstance(old, dict)
            update[name] = {**old, **value} if merged else value
        return self.model_copy(update=update)

    def answers_to(self, name: str) -> bool:
        """Whether a folder or cell with this name means the partner (id, name or alias)."""
        spoken = " ".join(name.split()).casefold()
        return spoken in {
            " ".join(own.split()).casefold() for own in (self.id, self.name, *self.aliases)
        }


class Amendment(_Part):
    """A dated change of the agreement; binds periods that end on or after its date."""

    date: date
    why: str
    partners: dict[str, dict[str, Any]] = Field(default_factory=dict)
    max_fund: Cents | None = None
    total_cost: Cents | None = None


class WorkPackage(_Part):
    """A work package of the application form."""

    id: str
    title: Titled


class PlannedActivity(_Part):
    """An activity of the application form."""

    id: str
    work_package: str = ""
    type: str = "other"
    title: Titled
    partner: str = ""
    planned_start: date | None = None
    planned_end: date | None = None
    due: date | None = None


class Deliverable(_Part):
    """A deliverable; with a price for service contracts."""

    id: str
    activity: str = ""
    title: Titled
    due: date | None = None
    price: Cents | None = None
    agreed_days: int | None = None


class Indicator(_Part):
    """What the project promised to reach."""

    id: str
    title: Titled
    kind: Literal["output", "result", "impact"] = "output"
    unit: str = ""
    target: Annotated[str, BeforeValidator(str)]
    counts: Literal["activities", "participants", "organisations", "sme", "meetings", "manual"]


class UnitCost(_Part):
    """An approved unit cost, in EUR."""

    id: str
    title: Titled
    unit: str = ""
    price: Cents


class LumpSum(_Part):
    """An approved lump sum, in EUR."""

    id: str
    title: Titled
    amount: Cents


class Staff(_Part):
    """A member of staff, under a pseudonym; the cost is in the partner's currency."""

    ref: str
    partner: str
    method: Literal["hourly", "fixed_share", "real"]
    year: int | None = None
    annual_cost: Cents | None = None
    share: Ratio = Fraction(1)


class CertifiedItem(_Part):
    """What a controller changed about one item; ``deducted`` in EUR.

    Attributes:
        period: reporting period under which an item of an earlier report is named: a parked one
            is cleared (or stays parked), from an accepted one the deduction is recovered. None
            for an item of the report that is certified.
    """

    item_id: str
    period: int | None = None
    deducted: Cents = 0
    parked: bool = False
    error_type: str = ""
    why: str = ""


class Certificate(_Part):
    """A controller's result for one partner and period; items not named are accepted."""

    partner: str
    period: int
    by: str
    date: date
    items: list[CertifiedItem] = Field(default_factory=list)


class Receipt(_Part):
    """Money the action received, in EUR."""

    partner: str
    period: int
    kind: Literal["net_revenue", "other_funding", "interest"]
    amount: Cents


class Payment(_Part):
    """Money that the authority paid, in EUR; ``kept`` is what the lead partner did not pass on."""

    date: date
    kind: Literal["prefinancing", "interim", "balance"]
    amount: Cents
    kept: Cents = 0

    @property
    def is_prefinancing(self) -> bool:
        """Whether it was paid before anything was claimed."""
        return self.kind == "prefinancing"


class Contract(_Part):
    """A procurement contract; ``amount`` is its value in EUR, net of VAT.

    ``kind`` and ``authority`` say which EU threshold it is held against: that for works, or that
    of central or of all other authorities for supplies and services.
    """

    id: str
    supplier: str = ""
    amount: Cents | None = None
    kind: Literal["supplies", "services", "works"] = "services"
    authority: Literal["central", "sub_central"] = "sub_central"
    procedure: str = ""
    launched: date | None = None
    offers: int | None = None
    signed: date | None = None
    correction: Ratio | None = None


class Aid(_Part):
    """An entry of the de minimis register; ``declared_on``: the undertaking's own declaration."""

    undertaking: str
    granted_on: date
    amount: Cents
    declared_on: date | None = None


class VatDeclaration(_Part):
    """Which part of its VAT a partner declares, for one period, to get back."""

    partner: str
    period: int
    recoverable: Ratio


class Privacy(_Part):
    """What was agreed on personal data.

    Attributes:
        participants_kept_until: last day on which lists of participants are kept; without it, as
            long as the documents (R-RET-01).
        reference: where that is agreed, such as the record of processing activities.
    """

    participants_kept_until: date
    reference: str = Field(min_length=1)


class PublishedRate(_Part):
    """A rate published by the authority; goes before the shipped table."""

    month: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    units_per_eur: Annotated[str, BeforeValidator(str), Field(pattern=r"^\d+(\.\d{1,6})?$")]
    source: str = ""

    @field_validator("units_per_eur")
    @classmethod
    def _is_above_zero(cls, units: str) -> str:
        if not units.strip("0."):
            raise ValueError("'units_per_eur' must lie above 0")
        return units


class Project(_Part):
    """A project as its agreement defines it."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    acronym: str
    title: Titled = Field(default_factory=dict)
    rule_set: str
    programme: Programme = Field(default_factory=Programme)
    start: date
    end: date
    reporting_currency: Literal["EUR"] = "EUR"
    max_fund: Cents | None = None
    total_cost: Cents | None = None
    state_aid: bool = False
    parameters: dict[str, Override] = Field(default_factory=dict)
    assumptions: list[str] = Field(default_factory=list)
    periods: list[Period] = Field(min_length=1)
    partners: list[Partner] = Field(min_length=1)
    amendments: list[Amendment] = Field(default_factory=list)
    work_packages: list[WorkPackage] = Field(default_factory=list)
    activities: list[PlannedActivity] = Field(default_factory=list)
    deliverables: list[Deliverable] = Field(default_factory=list)
    indicators: list[Indicator] = Field(default_factory=list)
    unit_costs: list[UnitCost] = Field(default_factory=list)
    lump_sums: list[LumpSum] = Field(default_factory=list)
    staff: list[Staff] = Field(default_factory=list)
    certificates: list[Certificate] = Field(default_factory=list)
    receipts: list[Receipt] = Field(default_factory=list)
    payments: list[Payment] = Field(default_factory=list)
    contracts: list[Contract] = Field(default_factory=list)
    aid: list[Aid] = Field(default_factory=list)
    vat_declarations: list[VatDeclaration] = Field(default_factory=list)
    rates: list[PublishedRate] = Field(default_factory=list)
    privacy: Privacy | None = None
    synthetic: bool = False

    @field_validator("parameters", mode="before")
    @classmethod
    def _values_or_records(cls, value: Any) -> Any:
        """Accept ``key: "value"`` beside ``key: {value: ..., reference: ...}``."""
        if not isinstance(value, dict):
            return value
        return {
            key: entry if isinstance(entry, dict) else {"value": _parameter_text(entry)}
            for key, entry in value.items()
        }

    @model_validator(mode="after")
    def _is_coherent(self) -> Project:
        """Refuse definitions that contradict themselves."""
        from schemas.coherence import contradictions

        # The sentence travels as context, so that a brace in it is never a placeholder; the place
        # travels along, so that the loader names the line.
        found = [
            InitErrorDetails(
                type=PydanticCustomError("value_error", "{error}", {"error": sentence}),
                loc=place,
                input=None,
            )
            for place, sentence in contradictions(self)
        ]
        if found:
            raise ValidationError.from_exception_data("Project", found)
        return self

    def period(self, number: int) -> Period:
        """The reporting period of that number.

        Raises:
            KeyError: the project has no such period.
        """
        for period in self.periods:
            if period.number == number:
                return period
        raise KeyError(number)

    def partner(self, partner_id: str) -> Partner:
        """The partner of that id.

        Raises:
            KeyError: the project has no such partner.
        """
        for partner in self.partners:
            if partner.id == partner_id:
                return partner
        raise KeyError(partner_id)

    def as_of(self, number: int) -> Project:
        """The project as amended for a reporting period.

        Amendments bind the periods that end on or after their date; their keys replace those of
        the partner, dictionaries (budget, flat_rates) are merged key by key.
        """
        end = self.period(number).end
        amended = self
        for amendment in sorted(self.amendments, key=lambda a: a.date):
            if amendment.date <= end:
                amended = amended._with(amendment)
        return amended

    def amended_states(self) -> Iterator[tuple[int, Project]]:
        """The project after each amendment, oldest first, with its position in the file."""
        state = self
        for index, amendment in sorted(enumerate(self.amendments), key=lambda e: e[1].date):
            state = state._with(amendment)
            yield index, state

    def _with(self, amendment: Amendment) -> Project:
        partners = [
            partner.amended(amendment.partners.get(partner.id, {})) for partner in self.partners
        ]
        changes: dict[str, Any] = {"partners": partners}
        for key in ("max_fund", "total_cost"):
            if getattr(amendment, key) is not None:
                changes[key] = getattr(amendment, key)
        return self.model_copy(update=changes)


def _parameter_text(value: object) -> str:
    """Write a YAML scalar as the parameter text: ``true`` for a flag, ISO for a day."""
    return str(value).lower() if isinstance(value, bool) else str(value)
