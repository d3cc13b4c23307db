"""One partner's report of one period, and what its rows are made with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from data.synthetic.euro import rate_month
from data.synthetic.plan import Book, Country, Event, HandWritten, PartnerPlan, Vocabulary
from schemas.project import Partner, Period, PlannedActivity


@dataclass(frozen=True)
class Report:
    """A partner's report: book, partner and period, looked at together."""

    book: Book
    partner: Partner
    period: Period

    @property
    def name(self) -> str:
        """As it begins the numbers of its items: WFS-1."""
        return f"{self.partner.id}-{self.period.number}"

    @property
    def plan(self) -> PartnerPlan:
        """The partner's part of the plan."""
        return self.book.plan.partners[self.partner.id]

    @property
    def words(self) -> Vocabulary:
        """The words of the partner's language."""
        return self.book.words[self.plan.layout.language]

    @property
    def country(self) -> Country:
        """What invoices of the partner's country look like."""
        return self.book.plan.countries[self.partner.country]

    @property
    def hand_written(self) -> list[HandWritten]:
        """The hand-written items of the report."""
        return [
            item
            for item in self.book.plan.items
            if (item.partner, item.period) == (self.partner.id, self.period.number)
        ]

    @property
    def events(self) -> list[tuple[PlannedActivity, Event]]:
        """All partners' activities with a place that fall into the period, with that place."""
        return [
            (activity, self.book.plan.events[activity.id])
            for activity in self.book.project.activities
            if activity.id in self.book.plan.events
            and activity.planned_start is not None
            and self.period.start <= activity.planned_start <= self.period.end
        ]

    def title(self, activity: PlannedActivity) -> str:
        """An activity's title in the partner's language, else in English."""
        return activity.title.get(self.plan.layout.language, activity.title["en"])

    def rate_month(self, incurred: date, paid: date) -> str:
        """The month whose rate converts an item of these days."""
        return rate_month(self.book.project, self.period, incurred, paid)

    def chance(self, purpose: str) -> Random:
        """A source of chance of its own, so that a change elsewhere in the plan moves nothing."""
        return Random(f"{self.book.plan.seed}/{self.name}/{purpose}")  # noqa: S311  (no secret)
