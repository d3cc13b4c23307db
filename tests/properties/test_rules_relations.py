"""How claims relate: in another order, in several periods, taken back, with a row more."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.invoices import strict_number
from schemas.claim import Claim
from schemas.money import format_cents, parse_cents
from tests.examples.building import claims_of
from tests.properties.stories import (
    CAMPAIGN,
    CATEGORIES,
    FIRST_DAY,
    Story,
    amounts,
    credit_note,
    projects,
    rows,
)

SPELLINGS = ("R-2018-17", "r 2018/17", "R-2O18-17", "R2018-I7", "R-2018-l7")
INVOICE = {"supplier_name": "Muster GmbH", "amount_gross": "100.00", "amount_declared": "100.00"}


@st.composite
def single(draw: st.DrawFn, **kinds: Any) -> Story:
    """One period whose items no rule about an item meets."""
    story = draw(projects(**kinds))
    listed = draw(rows(story, whole=True))
    return {**story, "rows": [{**row, "item_id": f"I{n}"} for n, row in enumerate(listed)]}


@settings(max_examples=CAMPAIGN // 50 or 20)
@given(single(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(story: Story, chance: Any) -> None:
    shuffled = list(story["rows"])
    chance.shuffle(shuffled)
    assert _figures(story) == _figures({**story, "rows": shuffled})


@settings(max_examples=20)
@given(st.lists(st.sampled_from(SPELLINGS), min_size=1, max_size=6), st.randoms())
def test_who_loses_depends_on_the_order_of_invoices_and_how_much_does_not(
    numbers: list[str], chance: Any
) -> None:
    listed = [{**INVOICE, "invoice_number": number} for number in numbers]
    first = claims_of({"rows": listed})[-1]
    chance.shuffle(listed)
    again = claims_of({"rows": listed})[-1]
    different = len({strict_number(number) for number in numbers})
    for claim in (first, again):
        codes = Counter(finding.code for finding in claim.findings)
        assert claim.totals.eligible == 10_000 * different
        assert codes["DUP-01"] == len(numbers) - different
        assert codes["DUP-01-NEAR"] == different - 1


@settings(max_examples=CAMPAIGN // 50 or 30)
@given(st.data())
def test_a_claim_that_is_taken_back_leaves_nothing(data: st.DataObject) -> None:
    story = data.draw(projects(ceilings=data.draw(st.booleans())))
    listed = [{**row, "item_id": f"I{n}"} for n, row in enumerate(data.draw(rows(story, least=1)))]
    notes = [
        credit_note(row, format_cents(-part), f"{row['item_id']}-{n}")
        for row in listed
        for n, part in enumerate(data.draw(_parts(parse_cents(row["amount_declared"]))))
    ]
    claim = claims_of({**story, "earlier": [{"rows": listed}], "rows": notes})[-1]
    for partner in claim.partners:
        assert (partner.cumulative_eligible, partner.cumulative_fund) == (0, 0)
        assert all(category.cumulative == 0 for category in partner.categories)
        assert all(fund.cumulative == 0 for fund in partner.funds)


@settings(max_examples=CAMPAIGN // 50 or 20)
@given(single(flat_rates=False, budgets=False, ceilings=False), st.integers(0, 6))
def test_two_periods_claim_what_one_would(story: Story, first: int) -> None:
    story["parameters"] |= {"fx.month_selector": "incurred", "fund.cumulative_true_up": True}
    listed = [{**row, "cost_category": "staff"} for row in story["rows"]]
    dated = [{**row, "invoice_date": _day(story), "payment_date": _day(story)} for row in listed]
    whole = claims_of({**story, "rows": dated})[-1]
    split = claims_of({**story, "earlier": [{"rows": dated[:first]}], "rows": dated[first:]})[-1]
    for one, two in zip(whole.partners, split.partners, strict=True):
        assert one.cumulative_eligible == two.cumulative_eligible
        assert [fund.cumulative for fund in one.funds] == [fund.cumulative for fund in two.funds]


@settings(max_examples=CAMPAIGN // 50 or 20)
@given(single(), st.data())
def test_a_rejected_row_changes_nothing_that_is_eligible(story: Story, data: st.DataObject) -> None:
    row = {
        "item_id": "X",
        "partner": "A",
        "cost_category": data.draw(st.sampled_from(CATEGORIES[story["family"]])),
        "amount_declared": data.draw(amounts(1, 300_000)),
        "flags": "fine",
    }
    without, with_it = (
        claims_of({**story, "rows": listed})[-1]
        for listed in (story["rows"], [*story["rows"], row])
    )
    for before, after in zip(without.partners, with_it.partners, strict=True):
        assert (before.eligible, before.fund, before.parked) == (
            after.eligible,
            after.fund,
            after.parked,
        )
    rejected = with_it.totals.rejected - without.totals.rejected
    assert rejected == with_it.items[[i.item_id for i in with_it.items].index("X")].declared


def _parts(amount: int) -> st.SearchStrategy[list[int]]:
    """An amount whole or in two credit notes."""
    if amount < 2:
        return st.just([amount])
    return st.just([amount]) | st.integers(1, amount - 1).map(lambda first: [first, amount - first])


def _figures(story: Story) -> Any:
    """Everything of a claim but the places of its rows."""
    claim: Claim = claims_of(story)[-1]
    written = claim.model_dump(include={"partners", "totals", "adjustments", "fund_reductions"})
    items = sorted(
        (i.item_id, i.declared, i.rejected, i.cut, i.parked, i.eligible) for i in claim.items
    )
    return written, items


def _day(story: Story) -> Any:
    return FIRST_DAY[story["family"]]
