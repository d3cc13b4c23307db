"""What a template says, before it is written: tables, choices, budget, planned activities.

The portal fills it in from the project, the partner's words (intake) and earlier claims (ledger);
``template`` writes it as a workbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schemas.columns import Column
from schemas.own_sheets import OwnSheet
from schemas.words import Words


@dataclass(frozen=True)
class TemplateColumn:
    """A column to fill in.

    Attributes:
        column: of the contract.
        heading: in the partner's language.
        choices: the words to choose from, none where anything may be written.
        several: whether several of them may stand in a cell.
        example: what could stand in it; amounts as cents.
    """

    column: Column
    heading: str
    choices: tuple[str, ...] = ()
    several: bool = False
    example: str | date | int = ""


@dataclass(frozen=True)
class TemplateTable:
    """A sheet to fill in: ``rows`` are prefilled, by contract name."""

    name: str
    title: str
    columns: tuple[TemplateColumn, ...]
    rows: tuple[Mapping[str, str | date], ...] = ()


@dataclass(frozen=True)
class BudgetLine:
    """A cost category of the partner, in EUR cents; ``flat_rate`` says of what, "" for none."""

    title: str
    budget: int
    reported: int
    flat_rate: str = ""

    @property
    def remaining(self) -> int:
        """What is left to report."""
        return self.budget - self.reported


@dataclass(frozen=True)
class TemplateContent:
    """Everything that a template says.

    Attributes:
        mark: by which it is known again.
        project, partner: their names.
        span: first and last day of the period.
        deadline: until when the partner delivers.
        currency: of the partner.
        tables: costs, activities, participants.
        budget: the partner's cost categories.
        packages: ids and titles of work packages.
        activities: ids and titles of planned activities.
        words: the partner's language.
    """

    mark: OwnSheet
    project: str
    partner: str
    span: tuple[date, date]
    deadline: date
    currency: str
    tables: tuple[TemplateTable, ...]
    budget: tuple[BudgetLine, ...]
    packages: tuple[tuple[str, str], ...]
    activities: tuple[tuple[str, str], ...]
    words: Words
