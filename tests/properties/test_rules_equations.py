"""What holds in every claim, whatever partners declare (equations of the product contract §5)."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.claim import Breakdown, Claim, PartnerClaim
from schemas.money import round_quotient, share_of
from schemas.project import Project
from tests.examples.building import claims_of, project_of
from tests.properties.stories import (
    CAMPAIGN,
    FAMILIES,
    Story,
    invoices,
    projects,
    reports,
    rows,
)


@st.composite
def periods(draw: st.DrawFn, family: str) -> Story:
    """Two or three periods of a project."""
    story = draw(projects(family=family, receipts=True))
    listing = rows(story)
    earlier: list[Story] = []
    for _ in range(draw(st.integers(1, 2))):
        earlier.append(draw(reports(story, earlier, listing)))
    return {**story, "earlier": earlier, **draw(reports(story, earlier, listing))}


@st.composite
def shared_invoices(draw: st.DrawFn) -> Story:
    story = draw(projects(family="INTERREG_2014", flat_rates=False, budgets=False))
    listing = st.lists(invoices(story), min_size=2, max_size=5)
    first = draw(reports(story, [], listing))
    return {**story, "earlier": [first], **draw(reports(story, [first], listing))}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_cent_is_accounted_for(family: str) -> None:
    counted = 0

    @settings(max_examples=-(-CAMPAIGN // (2 * len(FAMILIES))) or 4)
    @given(periods(family))
    def hold(story: Story) -> None:
        nonlocal counted
        project = project_of(story)
        before: dict[str, PartnerClaim] = {}
        for claim in claims_of(story):
            _adds_up(claim)
            _keeps_within(claim, project)
            _continues(claim, before)
            before = {partner.partner: partner for partner in claim.partners}
            counted += 1

    hold()
    assert counted * len(FAMILIES) >= CAMPAIGN


def _continues(claim: Claim, before: dict[str, PartnerClaim]) -> None:
    """Cumulative figures are those of the claim before and this one's."""
    for partner in claim.partners:
        last = before.get(partner.partner)
        eligible = last.cumulative_eligible if last else 0
        fund = last.cumulative_fund if last else 0
        assert partner.cumulative_eligible == eligible + partner.eligible
        assert partner.cumulative_fund == fund + partner.fund
        cumulative = {c.category: c.cumulative for c in last.categories} if last else {}
        for category in partner.categories:
            assert category.previous == cumulative.get(category.category, 0)
            assert category.cumulative == category.previous + category.eligible
            assert category.remaining == category.budget - category.cumulative


@settings(max_examples=30)
@given(shared_invoices())
def test_an_invoice_is_never_charged_above_its_total(story: Story) -> None:
    claims = claims_of(story)
    alone = {f.item_id for claim in claims for f in claim.findings if f.code.startswith("CRN")}
    items = {item.item_id: item for claim in claims for item in claim.items}
    charged: dict[tuple[str, int | None], int] = defaultdict(int)
    for item in items.values():
        if item.item_id not in alone:
            invoice = items.get(item.corrects_item_id, item)
            charged[invoice.invoice_number, invoice.amount_gross] += item.eligible + item.parked
    assert all(gross is None or amount <= gross for (_, gross), amount in charged.items())


def _adds_up(claim: Claim) -> None:
    """declared = rejected + cut + parked + eligible everywhere; eligible = fund + own."""
    for item in claim.items:
        assert item.declared == _parts(item)
        if item.rate_source != "derived" or len(item.rate) < 12:
            exact = item.amount_declared / Fraction(item.rate)
            assert item.declared == round_quotient(exact.numerator, exact.denominator, "half_up")
    for partner in claim.partners:
        assert partner.declared == _parts(partner)
        assert partner.eligible == partner.fund + partner.own
        assert partner.fund == sum(fund.amount for fund in partner.funds)
        if partner.contributions:
            assert partner.own == sum(source.amount for source in partner.contributions)
        _categories_add_up(partner, claim)
    totals = claim.totals
    assert totals.declared == _parts(totals)
    assert totals.eligible == totals.fund + totals.own
    for name in ("declared", "rejected", "cut", "parked", "eligible", "fund", "own"):
        assert getattr(totals, name) == sum(getattr(p, name) for p in claim.partners)
    assert all(line.difference == 0 for line in claim.reconciliation)


def _categories_add_up(partner: PartnerClaim, claim: Claim) -> None:
    """Items + flat rate - adjustments = category; categories - whole-budget cuts = partner."""
    adjusted = [a for a in claim.adjustments if a.partner == partner.partner]
    for category in partner.categories:
        assert category.declared == _parts(category)
        items = [
            item
            for item in claim.items
            if (item.partner, item.category) == (partner.partner, category.category)
        ]
        flat = Fraction(category.flat_rate or 0)
        rounding = {p.key: p.value for p in claim.parameters}["rounding.flat_rate"]
        expected = sum(item.eligible for item in items)
        expected += share_of(
            category.base_accepted, flat, "down" if rounding == "down" else "half_up"
        )
        expected -= sum(a.amount for a in adjusted if a.category == category.category)
        assert category.eligible == expected
        if rounding == "down":
            assert abs(share_of(category.base_accepted, flat, "down")) <= flat * abs(
                category.base_accepted
            )
    of_whole = sum(a.amount for a in adjusted if a.category is None)
    assert partner.eligible == sum(c.eligible for c in partner.categories) - of_whole


def _keeps_within(claim: Claim, project: Project) -> None:
    """No share above its rate of what is eligible so far, nor above a ceiling."""
    used = {parameter.key: parameter.value for parameter in claim.parameters}
    slack = Fraction(1, 2) if used["rounding.fund"] == "half_up" else Fraction(0)
    if used["fund.level"] == "project":
        slack += 1
    for partner in claim.partners:
        ceilings = {fund.fund: fund.max for fund in project.partner(partner.partner).funds}
        for fund in partner.funds:
            ceiling = ceilings[fund.fund]
            assert ceiling is None or fund.cumulative <= ceiling
            if partner.cumulative_eligible >= 0:
                assert fund.cumulative <= Fraction(fund.rate) * partner.cumulative_eligible + slack
    if project.max_fund is not None:
        assert claim.totals.cumulative_fund <= project.max_fund


def _parts(figures: Breakdown) -> int:
    return figures.rejected + figures.cut + figures.parked + figures.eligible
