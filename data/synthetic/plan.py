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
from typing import Any, Literal, TypeAlias

import yaml
from pydantic import BaseModel, ConfigDict, Field

from schemas.project import Cents, PlannedActivity, Project

DATA = Path(__file__).resolve().parents[1]
PROJECTS = DATA / "projects"
PLANS = Path(__file__).resolve().parent / "plans"
VOCABULARY = Path(__file__).resolve().parent / "vocabulary"

Value: TypeAlias = str | Decimal | date | bool | int | None
Row: TypeAlias = dict[str, Value]
"""One row of an extract, by the names of the columns in the contract."""

Key: TypeAlias = tuple[str, int, str]
"""Partner, period and cost category."""


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
    rows: dict[str, int]
    moved: dict[str, Cents] = Field(default_factory=dict)
    weights: dict[str, dict[int, int]] = Field(default_factory=dict)
    ledger: str


class Overspent(_Part):
    """What a partner charges above the transfer allowance of a budget heading (R-BUD-01)."""

    partner: str
    category: str
    period: int
    amount: Cents


class HandWritten(_Part):
    """An item written by hand, mostly because it shows a finding.

    ``accepted`` is what shall be accepted of it in EUR, after the controller; ``shows`` is what a
    reader should see happen to it, with the rule.
    """

    partner: str
    period: int
    number: int
    shows: str
    accepted: Cents
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


class Country(_Part):
    """What invoices of a country look like: legal form of companies, rates of VAT."""

    form: str
    full: str
    reduced: str


class Organisations(_Part):
    """From what names of invented organisations are made, in one country."""

    count: int
    nuts: tuple[str, ...]
    names: tuple[str, ...]
    trades: tuple[str, ...]
    form: str
    others: dict[str, str]


class Plan(_Part):
    """The whole plan of one project."""

    project: str
    seed: str
    weights: dict[int, int]
    topics: dict[str, tuple[str, ...]]
    elements: bool
    meeting_places: tuple[str, ...]
    countries: dict[str, Country]
    partners: dict[str, PartnerPlan]
    overspent: tuple[Overspent, ...]
    events: dict[str, Event]
    organisations: dict[str, Organisations]
    items: tuple[HandWritten, ...]


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

    @cached_property
    def management(self) -> PlannedActivity:
        """The activity that salaries and general purchases serve."""
        return next(a for a in self.project.activities if a.type == "management")


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
