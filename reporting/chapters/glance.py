"""At a glance: the one page that a project officer reads, for 3 and for 12 partners."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.chapters.activities import thousandths
from reporting.chapters.attention import Point, points
from reporting.chapters.declaration import certificates
from reporting.chapters.statement import anchor, state, verdict
from reporting.charts import bullet
from reporting.deductions import reasons, taken_off
from reporting.scribe import Scribe
from reporting.tables import Cell, Column, Table, row
from reporting.vocabulary import CLAIM_STATUS
from schemas.claim import Breakdown, PartnerClaim
from schemas.words import N_

_REASONS = 5
_TARGETS = 5


@dataclass(frozen=True)
class Figure:
    """One of the five figures; ``key`` is the one that the EU pays."""

    label: str
    text: str
    unit: str
    key: bool = False


@dataclass(frozen=True)
class Glance:
    """The page."""

    verdict: str
    figures: tuple[Figure, ...]
    budget: Table
    deductions: Table | None
    targets: Table | None
    points: tuple[Point, ...]
    signed: str


def project_glance(scribe: Scribe) -> Glance:
    """The page of the project report."""
    totals = scribe.claim.totals
    budget = sum(partner.budget_total for partner in scribe.setting.project.partners)
    return Glance(
        _verdict(scribe, totals, totals.fund),
        _figures(scribe, totals, totals.fund, scribe.share(totals.cumulative_eligible, budget)),
        _partners(scribe),
        _deductions(scribe, totals),
        _targets(scribe),
        points(scribe),
        _signed(scribe),
    )


def partner_glance(scribe: Scribe, partner: PartnerClaim) -> Glance:
    """The page of a partner report."""
    used = scribe.share(partner.cumulative_eligible, partner.budget)
    signed = "; ".join(words for _, words in certificates(scribe, [partner]))
    control = scribe(N_("Control: {state}."), state=signed) if signed else ""
    return Glance(
        _verdict(scribe, partner, partner.fund),
        _figures(scribe, partner, partner.fund, used),
        _categories(scribe, partner),
        _deductions(scribe, partner),
        None,
        points(scribe, partner),
        control,
    )


def _verdict(scribe: Scribe, figures: Breakdown, fund: int) -> str:
    sentence = verdict(scribe, figures.declared, figures.eligible)
    if not figures.declared:
        return sentence
    return f"{sentence} " + scribe(N_("The EU share is {fund}."), fund=scribe.money(fund))


def _figures(scribe: Scribe, figures: Breakdown, fund: int, used: str) -> tuple[Figure, ...]:
    return (
        Figure(scribe(N_("Declared")), scribe.amount(figures.declared), "EUR"),
        Figure(scribe(N_("Taken off")), scribe.amount(-taken_off(figures)), "EUR"),
        Figure(scribe(N_("Eligible")), scribe.amount(figures.eligible), "EUR"),
        Figure(scribe(N_("EU share")), scribe.amount(fund), "EUR", key=True),
        Figure(scribe(N_("Budget used so far")), used, "%"),
    )


def elapsed(scribe: Scribe) -> int:
    """Part of the project's time that has passed at the end of the period, in thousandths."""
    project = scribe.setting.project
    days = (project.end - project.start).days + 1
    gone = (project.period(scribe.claim.period).end - project.start).days + 1
    return max(0, min(1000, 1000 * gone // days))


def _partners(scribe: Scribe) -> Table:
    scale = max((max(p.budget, p.cumulative_eligible) for p in scribe.partners), default=1)
    passed = elapsed(scribe)
    rows = []
    for partner in scribe.partners:
        shape, words = state(scribe, partner)
        before = partner.cumulative_eligible - partner.eligible
        picture = scribe(
            N_("{partner}: {spent} of {budget} EUR"),
            partner=scribe.text(partner.partner, 20),
            spent=scribe.amount(partner.cumulative_eligible),
            budget=scribe.amount(partner.budget),
        )
        rows.append(
            row(
                Cell(
                    scribe.text(partner.partner, 20),
                    link=f"partner-{anchor(partner.partner)}",
                ),
                Cell(words, shape=shape),
                scribe.amount_or_dash(partner.eligible),
                Cell(scribe.amount_or_dash(partner.fund), strong=True),
                Cell(
                    bar=bullet(
                        picture,
                        budget=partner.budget,
                        before=before,
                        now=partner.eligible,
                        scale=scale,
                        elapsed=passed,
                    )
                ),
                scribe.share(partner.cumulative_eligible, partner.budget),
            )
        )
    return Table(
        scribe(N_("Partners: this period, EUR, and budget used so far")),
        (
            Column(scribe(N_("Partner")), width=27),
            Column(scribe(N_("Delivery")), width=28),
            Column(scribe(N_("Eligible")), "figure", 22),
            Column(scribe(N_("EU share")), "figure", 22),
            Column(scribe(N_("Budget used")), "bar"),
            Column(scribe(N_("Used, %")), "figure", 14),
        ),
        tuple(rows),
        _bar_note(scribe, passed),
    )


def _bar_note(scribe: Scribe, passed: int) -> str:
    return scribe(
        N_(
            "Bars, all on one scale: budget light, earlier claims grey, this claim dark; the tick "
            "marks the {share} % of the project's time that has passed."
        ),
        share=scribe.share(passed, 1000),
    )


def _categories(scribe: Scribe, partner: PartnerClaim) -> Table:
    scale = max((max(c.budget, c.cumulative) for c in partner.categories), default=1)
    passed = elapsed(scribe)
    rows = []
    for category in partner.categories:
        title = scribe.category(category.category)
        picture = scribe(
            N_("{partner}: {spent} of {budget} EUR"),
            partner=title,
            spent=scribe.amount(category.cumulative),
            budget=scribe.amount(category.budget),
        )
        before = category.cumulative - category.eligible
        rows.append(
            row(
                title,
                scribe.amount_or_dash(category.declared),
                Cell(scribe.amount_or_dash(category.eligible), strong=True),
                Cell(
                    bar=bullet(
                        picture,
                        budget=category.budget,
                        before=before,
                        now=category.eligible,
                        scale=scale,
                        elapsed=passed,
                    )
                ),
                scribe.share(category.cumulative, category.budget),
            )
        )
    return Table(
        scribe(N_("Cost categories: this period, EUR, and budget used so far")),
        (
            Column(scribe(N_("Cost category")), width=50),
            Column(scribe(N_("Declared")), "figure", 23),
            Column(scribe(N_("Eligible")), "figure", 23),
            Column(scribe(N_("Budget used")), "bar"),
            Column(scribe(N_("Used, %")), "figure", 14),
        ),
        tuple(rows),
        _bar_note(scribe, passed),
    )


def _deductions(scribe: Scribe, figures: Breakdown) -> Table | None:
    found = reasons(scribe, figures)
    if not found:
        return None
    shown, rest = found[:_REASONS], found[_REASONS:]
    rows = [
        row(
            Cell(reason.title, note=scribe.text(reason.rule, 20)),
            Cell(scribe.amount(-reason.cents), strong=True),
        )
        for reason in shown
    ]
    if rest:
        text = scribe.plural("{count} further reason", "{count} further reasons", len(rest))
        rows.append(row(text, scribe.amount(-sum(reason.cents for reason in rest))))
    rows.append(row(scribe(N_("Taken off")), scribe.amount(-taken_off(figures)), kind="total"))
    return Table(
        scribe(N_("Why money was taken off")),
        (Column(scribe(N_("Reason"))), Column("EUR", "figure", 24)),
        tuple(rows),
    )


def _targets(scribe: Scribe) -> Table | None:
    values = scribe.claim.indicators
    if not values:
        return None
    known = {indicator.id: indicator for indicator in scribe.setting.project.indicators}
    rows = []
    for value in values[:_TARGETS]:
        indicator = known.get(value.id)
        title = scribe.titled(indicator.title) if indicator else scribe.text(value.id, 40)
        reached, target = thousandths(value.cumulative), thousandths(value.target)
        now = min(thousandths(value.this_period), reached)
        numbers = f"{scribe.text(value.cumulative, 12)} / {scribe.text(value.target, 12)}"
        picture = f"{title}: {numbers}"
        rows.append(
            row(
                title,
                Cell(
                    bar=bullet(
                        picture,
                        budget=target,
                        before=reached - now,
                        now=now,
                        scale=max(target, reached),
                    )
                ),
                Cell(numbers, strong=True),
            )
        )
    return Table(
        scribe(N_("Events and participants against target")),
        (
            Column(scribe(N_("Indicator"))),
            Column("", "bar", 18),
            Column(scribe(N_("Reached / target")), "figure", 24),
        ),
        tuple(rows),
    )


def _signed(scribe: Scribe) -> str:
    status = scribe.term(CLAIM_STATUS, scribe.claim.status)
    approval = scribe.claim.approval
    if approval is not None:
        status = scribe(
            N_("{status}: signed by {who} on {day}"),
            status=status,
            who=scribe.text(approval.by, 80),
            day=scribe.day(approval.on),
        )
    control = certificates(scribe, scribe.partners)
    if not control:
        return f"{status}."
    certified = sum(p.certified for p in scribe.partners)
    return f"{status}. " + scribe(
        N_("Controllers certified {certified} of {total} partners."),
        certified=certified,
        total=len(scribe.partners),
    )
