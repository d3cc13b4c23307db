"""``eurocent template``: a workbook to fill in, made for one partner and reporting period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from intake.meanings import meanings_of
from intake.vocabulary import TABLES, comparison_key, heading_in, preferred_sheet, word_in
from portal.assessing import Desk
from portal.errors import Refusal
from portal.remembered import reported_so_far
from reporting.template import template_workbook
from reporting.template_content import (
    BudgetLine,
    TemplateColumn,
    TemplateContent,
    TemplateTable,
)
from reporting.vocabulary import FLAT_RATE_BASE
from schemas.columns import Column
from schemas.own_sheets import OwnSheet
from schemas.project import PlannedActivity
from schemas.words import N_, Words, words

_CURRENCIES = ("EUR", "CZK", "HUF", "PLN", "CHF", "DKK", "GBP", "NOK", "RON", "SEK", "UAH", "USD")
_STAFF = frozenset({"staff_ref", "hours", "hourly_rate"})
_DELIVERABLES = frozenset({"deliverable_due", "deliverable_accepted_on"})
_INDICATORS = frozenset({"indicator_id", "indicator_value"})


def write_template(project: str, partner: str, period: int, language: str, out: Path) -> None:
    """Write the template of a partner and period.

    Raises:
        Refusal: it cannot be written there, or something stands there already.
    """
    if out.suffix.casefold() != ".xlsx":
        raise Refusal(f"{out} is not the name of an XLSX workbook.", "Let it end with .xlsx.")
    content = _Maker(Desk.of(project, partner, period), words(language)).content()
    try:
        # What a partner may have filled in already is never replaced.
        with out.open("xb") as handle:
            handle.write(template_workbook(content))
    except FileExistsError:
        raise Refusal(f"{out} is there already.", "Give another name.") from None
    except OSError as error:
        raise Refusal(
            f"{out} cannot be written: {error.strerror}.", "Name a file in a folder that is there."
        ) from None


@dataclass(frozen=True)
class _Maker:
    """Puts together what a template says."""

    desk: Desk
    spoken: Words

    def content(self) -> TemplateContent:
        """The whole content."""
        desk = self.desk
        period = desk.project.period(desk.period)
        return TemplateContent(
            mark=OwnSheet(
                "template",
                project=desk.project.id,
                partner=desk.owner.id,
                period=desk.period,
            ),
            project=desk.project.acronym,
            partner=desk.owner.name,
            span=(period.start, period.end),
            deadline=period.partner_deadline,
            currency=desk.owner.currency,
            tables=tuple(self._table(name) for name in TABLES),
            budget=tuple(self._budget()),
            packages=tuple((p.id, self._titled(p.title)) for p in desk.project.work_packages),
            activities=tuple((a.id, self._titled(a.title)) for a in desk.project.activities),
            words=self.spoken,
        )

    def _table(self, name: str) -> TemplateTable:
        table = TABLES[name]
        columns = tuple(
            TemplateColumn(
                column,
                heading_in(name, column.extract, self.spoken.language),
                choices=self._choices(column),
                several=column.kind in ("codes", "currency"),
                example=self._example(column.extract),
            )
            for column in table.columns
            if column.extract not in self._unneeded()
        )
        rows = tuple(map(self._planned, self._own_activities())) if name == "activities" else ()
        title = preferred_sheet(name, [self.spoken.language])
        return TemplateTable(name, title, columns, rows)

    def _unneeded(self) -> frozenset[str]:
        """Columns for which the project has no use."""
        project, owner = self.desk.project, self.desk.owner
        left: set[str] = set()
        if "staff" in owner.flat_rates:
            left |= _STAFF
        if not project.unit_costs:
            left.add("unit_cost_id")
        if not project.lump_sums:
            left.add("lump_sum_id")
        if not project.contracts:
            left.add("contract_id")
        if not project.deliverables:
            left |= _DELIVERABLES
        if not project.indicators:
            left |= _INDICATORS
        return frozenset(left)

    def _choices(self, column: Column) -> tuple[str, ...]:
        """The words of a drop-down, () where anything may be written."""
        project, owner = self.desk.project, self.desk.owner
        if column.kind == "flag":
            return tuple(word_in("yes_no", code, self.spoken.language) for code in ("yes", "no"))
        if column.kind == "currency":
            return tuple(dict.fromkeys((owner.currency, *_CURRENCIES)))
        if column.extract == "cost_category":
            return tuple(self._category(code) for code in self._categories())
        if column.codes:
            known = meanings_of(column, self.desk.context())
            return tuple(self._word(column, code, known) for code in column.codes)
        lists: Mapping[str, Sequence[str]] = {
            "work_package": [package.id for package in project.work_packages],
            "activity_id": [activity.id for activity in project.activities],
            "indicator_id": [indicator.id for indicator in project.indicators],
            "contract_id": [contract.id for contract in project.contracts],
            "staff_ref": [person.ref for person in project.staff if person.partner == owner.id],
            "unit_cost_id": [cost.id for cost in project.unit_costs],
            "lump_sum_id": [lump_sum.id for lump_sum in project.lump_sums],
        }
        return tuple(dict.fromkeys(lists.get(column.extract, ())))

    def _categories(self) -> Iterator[str]:
        """The categories in which rows can be sent: flat rates are added by Eurocent."""
        owner = self.desk.owner
        for category in self.desk.law.family(self.desk.project.rule_set).categories:
            special = {"lump_sums": bool(self.desk.project.lump_sums), "other_costs": False}
            wanted = special.get(category.code, True) or category.code in owner.budget
            if category.code not in owner.flat_rates and wanted:
                yield category.code

    def _category(self, code: str) -> str:
        """A word for a category that is read as this category."""
        context = self.desk.context()
        column = TABLES["costs"].by_extract["cost_category"]
        known = meanings_of(column, context)
        title = self.desk.law.family(self.desk.project.rule_set).category(code).title
        return self._word(column, code, known, title.of(self.spoken.language))

    def _word(self, column: Column, code: str, known: Mapping[str, str], *before: str) -> str:
        """The first word for a code that means it and nothing else; else the code."""
        offered = (*before, word_in(column.extract, code, self.spoken.language))
        return next((word for word in offered if known.get(comparison_key(word)) == code), code)

    def _budget(self) -> Iterator[BudgetLine]:
        desk = self.desk
        family = desk.law.family(desk.project.rule_set)
        reported = reported_so_far(desk.project.id, desk.owner, desk.period)
        for code, budget in desk.owner.budget.items():
            flat = desk.owner.flat_rates.get(code)
            note = ""
            if flat:
                note = self.spoken.sentence(
                    N_("Flat rate, {rate} of {base}: Eurocent adds it; send no rows."),
                    {"rate": flat.rate, "base": self.spoken(FLAT_RATE_BASE[flat.of])},
                )
            title = family.category(code).title.of(self.spoken.language)
            yield BudgetLine(title, budget, reported.get(code, 0), note)

    def _own_activities(self) -> list[PlannedActivity]:
        owner = self.desk.owner.id
        return [a for a in self.desk.project.activities if a.partner in ("", owner)]

    def _planned(self, activity: PlannedActivity) -> dict[str, str | date]:
        """What the project file says of an activity; the partner adds how it stands."""
        column = TABLES["activities"].by_extract["type"]
        known = meanings_of(column, self.desk.context())
        values: dict[str, str | date | None] = {
            "activity_id": activity.id,
            "work_package": activity.work_package,
            "type": self._word(column, activity.type, known),
            "title": self._titled(activity.title),
            "planned_start": activity.planned_start,
            "planned_end": activity.planned_end,
        }
        return {name: value for name, value in values.items() if value}

    def _titled(self, title: Mapping[str, str]) -> str:
        return title.get(self.spoken.language) or title.get("en") or next(iter(title.values()), "")

    def _example(self, column: str) -> str | date | int:
        """What could stand in a column; amounts as cents."""
        spoken, project = self.spoken, self.desk.project
        day = project.period(self.desk.period).start + timedelta(days=40)
        category = next(self._categories(), "")
        activity = next(iter(self._own_activities()), None)
        yes = word_in("yes_no", "yes", spoken.language)
        examples: dict[str, str | date | int] = {
            "item_id": "R-0017",
            "cost_category": self._category(category) if category else "",
            "work_package": next((p.id for p in project.work_packages), "WP1"),
            "activity_id": activity.id if activity else "A1.1",
            "description": spoken(N_("Hire of the room for the opening event")),
            "supplier_name": spoken(N_("Town hall")),
            "invoice_number": "2417",
            "invoice_date": day,
            "payment_date": day + timedelta(days=12),
            "currency": self.desk.owner.currency,
            "amount_gross": 119_000,
            "amount_vat": 19_000,
            "amount_declared": 100_000,
            "title": self._titled(activity.title) if activity else "",
            "status": word_in("status", "completed", spoken.language),
            "type": word_in("type", activity.type if activity else "event", spoken.language),
            "actual_start": day,
            "actual_end": day,
            "publicity_ok": yes,
            "participant_ref": "anna@example.org",
            "organisation": spoken(N_("Joinery of Anna Example")),
            "organisation_type": word_in("organisation_type", "sme", spoken.language),
            "country": self.desk.owner.country,
            "role": word_in("role", "participant", spoken.language),
            "attended_on": day,
            "meetings": "3",
            "consent": yes,
        }
        return examples.get(column, "")
