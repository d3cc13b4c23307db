"""The plan of a project's synthetic extracts: what is hand-written, and from what the rest grows.

One YAML file a project under ``plans/``. Amounts are whole cents; the plan is ours, so a mistake
in it is an exception.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from schemas.project import Cents, Deliverable, Partner, Period, PlannedActivity, Project

DATA = Path(__file__).resolve().parents[1]
PROJECTS = DATA / "projects"
PLANS = Path(__file__).resolve().parent / "plans"
VOCABULARY = Path(__file__).resolve().parent / "vocabulary"

Value: TypeAlias = str | Decimal | date | bool | int | None
Row: TypeAlias = dict[str, Value]
"""One row of an extract, by the names of the columns in the contract."""

Key: TypeAlias = tuple[str, int, str]
"""Partner, period and cost category."""

DELIVERABLES = "deliverables"
"""The category of a service contract that bears prices of deliverables and no rows."""


def _since(value: object) -> object:
    """One value holds always; of several, each holds from its day on."""
    return value if isinstance(value, dict) else {date.min: value}


Dated: TypeAlias = Annotated[dict[date, str], BeforeValidator(_since)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Layout(_Part):
    """How a partner writes its extracts.

    ``alternative`` picks the heading of that position where a column has several; ``first`` names
    columns that stand at the front; ``extra`` are columns of the partner's own that nobody else
    knows; ``total`` is the first cell of a total row below the list of expenditure.
    """

    format: Literal["csv", "xlsx"]
    language: str
    encoding: str = "utf-8-sig"
    delimiter: str = ";"
    decimal: str = ","
    thousands: str = ""
    dates: str = "%d.%m.%Y"
    alternative: int = 0
    first: tuple[str, ...] = ()
    extra: dict[str, str] = Field(default_factory=dict)
    total: str = ""


class PartnerPlan(_Part):
    """What a partner charges beside the hand-written items.

    ``rows`` counts the ordinary rows a period of each category but staff; ``moved`` says by how
    much the accepted total of a category ends above (+) or below (-) its budget; ``weights`` spread
    a category over the periods where the project's weights do not fit it.
    """

    layout: Layout
    rows: dict[str, int] = Field(default_factory=dict)
    moved: dict[str, Cents] = Field(default_factory=dict)
    weights: dict[str, dict[int, int]] = Field(default_factory=dict)
    ledger: str = ""


class Overspent(_Part):
    """What a partner charges above the transfer allowance of a budget heading (R-BUD-01)."""

    partner: str
    category: str
    period: int
    amount: Cents


class HandWritten(_Part):
    """An item written by hand, mostly because it shows a finding.

    ``accepted`` is what shall be accepted of it in EUR, after the controller; ``shows`` is what a
    reader should see happen to it, with the rule. ``cut`` is what a rule takes off that looks at
    more than the row, such as the share of an invoice that another row has charged already.
    ``cleared`` is what a later certificate accepts of an item that was parked, by its period.
    """

    partner: str
    period: int
    number: int
    shows: str
    accepted: Cents
    cut: Cents = 0
    cleared: dict[int, Cents] = Field(default_factory=dict)
    row: dict[str, Any]


class Event(_Part):
    """Where an activity takes place, how many attend, and which indicator counts it."""

    city: str
    country: str
    attendances: int
    indicator: str
    meetings: bool = False
    publicity: bool = True
    deviation: str = ""


class Delivery(_Part):
    """When a deliverable of a service contract was handed over and accepted; None: not yet."""

    handed_over: date | None = None
    accepted: date | None = None
    deviation: str = ""
    shows: str = ""


class Country(_Part):
    """What invoices of a country look like: legal form of companies, rates of VAT over time."""

    form: str
    full: Dated
    reduced: Dated

    def vat(self, kind: Literal["full", "reduced"], day: date) -> Decimal:
        """The rate of VAT on a day."""
        rates = self.full if kind == "full" else self.reduced
        return Decimal(rates[max(since for since in rates if since <= day)])


class Organisations(_Part):
    """From what names of invented organisations are made, in one country; ``kind`` they are."""

    count: int
    kind: str = "sme"
    nuts: tuple[str, ...]
    names: tuple[str, ...]
    trades: tuple[str, ...]
    form: str
    others: dict[str, str]


class Papers(_Part):
    """Evidence that a partner hands in for a period; ``missing`` are numbers of items without."""

    partner: str
    period: int
    missing: tuple[int, ...] = ()
    activities: tuple[str, ...] = ()


class Plan(_Part):
    """The whole plan of one project.

    ``upto`` is the last period with extracts, where the project goes on after it.
    """

    project: str
    seed: str
    upto: int | None = None
    weights: dict[int, int] = Field(default_factory=dict)
    topics: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    elements: bool = False
    meeting_places: tuple[str, ...] = ()
    countries: dict[str, Country] = Field(default_factory=dict)
    partners: dict[str, PartnerPlan]
    overspent: tuple[Overspent, ...] = ()
    events: dict[str, Event]
    deliveries: dict[str, Delivery] = Field(default_factory=dict)
    organisations: dict[str, Organisations]
    items: tuple[HandWritten, ...] = ()
    papers: tuple[Papers, ...] = ()


class Entry(_Part):
    """Something a partner buys, for a trip, for an event of its own, or for the project."""

    text: str
    supplier: str = ""
    size: int
    vat: Literal["full", "reduced", "none"] = "full"
    about: Literal["trip", "event", "project"] = "project"
    element: str = ""


class Vocabulary(_Part):
    """How a language names purchases, salaries and papers."""

    salary: str
    meeting: str
    months: tuple[str, ...]
    voucher: str
    statement: str
    payroll: str
    papers: str
    report: str
    invoice_numbers: tuple[str, ...]
    topics: dict[str, tuple[Entry, ...]]


@dataclass(frozen=True)
class Book:
    """A project and its plan, together with the words of its partners' languages."""

    project: Project
    plan: Plan
    words: dict[str, Vocabulary]

    @cached_property
    def overspent(self) -> dict[Key, int]:
        """Cents charged above the allowance of a heading, by partner, period and category."""
        return {
            (over.partner, over.period, over.category): over.amount for over in self.plan.overspent
        }

    @property
    def periods(self) -> list[Period]:
        """The reporting periods that have extracts."""
        upto = self.plan.upto or self.project.periods[-1].number
        return [period for period in self.project.periods if period.number <= upto]

    @property
    def whole(self) -> bool:
        """Whether the extracts reach to the project's last period, and so to its totals."""
        return self.periods == self.project.periods

    def deliverables_of(self, partner: Partner) -> list[tuple[Deliverable, Delivery]]:
        """A partner's deliverables with a price, and when they were handed over and accepted."""
        owner = {activity.id: activity.partner for activity in self.project.activities}
        return [
            (entry, self.plan.deliveries[entry.id])
            for entry in self.project.deliverables
            if entry.price is not None and owner[entry.activity] == partner.id
        ]

    def cleared(self, key: Key) -> int:
        """Cents that a certificate of the period accepts of items parked before."""
        partner, period, category = key
        return sum(
            item.cleared.get(period, 0)
            for item in self.plan.items
            if item.partner == partner and item.row["cost_category"] == category
        )

    @cached_property
    def management(self) -> PlannedActivity:
        """The activity that salaries and general purchases serve."""
        return next(a for a in self.project.activities if a.type == "management")


def row_categories(partner: Partner) -> list[str]:
    """The budget headings of a partner that rows fill: no flat rates and no deliverables."""
    return [
        category
        for category in partner.budget
        if category not in partner.flat_rates and category != DELIVERABLES
    ]


def amount(cents: int) -> Decimal:
    """Whole cents as an amount with two decimals."""
    return Decimal(cents).scaleb(-2)


def load(project: str) -> Book:
    """Read the definition, the plan and the words of a project."""
    definition = Project.model_validate(_yaml(PROJECTS / project / "project.yaml"))
    plan = Plan.model_validate(_yaml(PLANS / f"{project}.yaml"))
    languages = sorted({partner.layout.language for partner in plan.partners.values()})
    words = {
        name: Vocabulary.model_validate(_yaml(VOCABULARY / f"{name}.yaml")) for name in languages
    }
    return Book(definition, plan, words)


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
