"""Over time nothing is lost and nothing counts twice: parked and cleared, taken and taken back."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.claim import Claim
from schemas.money import format_cents
from tests.examples.building import claims_of
from tests.properties.stories import FIRST_DAY, Story, projects, rows


@st.composite
def accepted(draw: st.DrawFn, **kinds: Any) -> tuple[Story, list[Story]]:
    """A project, and those rows of its first period that a rule leaves something of."""
    story = draw(projects(**kinds))
    day = FIRST_DAY[story["family"]]
    told = [
        {"invoice_date": day, "payment_date": day, **row, "item_id": f"I{n}"}
        for n, row in enumerate(draw(rows(story, least=1)))
    ]
    items = claims_of({**story, "rows": told})[-1].items
    # Overheads are limited in each claim to a part of its own direct costs, cut to the cent: in two
    # claims they can come to a cent less than in one, like a flat rate.
    left = {item.item_id for item in items if item.eligible > 0 and item.category != "overheads"}
    return story, [row for row in told if row["item_id"] in left]


@settings(max_examples=8)
@given(st.data())
def test_parked_and_cleared_leaves_what_acceptance_at_once_would_have(data: st.DataObject) -> None:
    story, listed = data.draw(accepted(flat_rates=False, budgets=False, ceilings=False))
    story["parameters"] |= {"fund.cumulative_true_up": True}
    parked = [row for row in listed if data.draw(st.booleans())]
    cleared, again = [], []
    for row in parked:
        way = data.draw(st.sampled_from(["row", "named", "certificate"]))
        if way == "certificate":
            cleared.append(row)
        else:
            again.append(row if way == "row" else _naming(row))
    at_once = claims_of({**story, "rows": listed})[-1]
    later = claims_of(
        {
            **story,
            "earlier": [{"rows": listed, "certificates": _certificates(parked, parked=True)}],
            "rows": again,
            "certificates": _certificates(cleared, period=1),
        }
    )
    assert _standing(later[-1]) == _standing(at_once)
    counted = sum(item.eligible for claim in later for item in claim.items)
    assert counted == sum(item.eligible for item in at_once.items)
    assert not [line for line in later[-1].follow_up if line.status == "open"]


@settings(max_examples=8)
@given(st.data())
def test_what_came_back_does_not_come_back_again(data: st.DataObject) -> None:
    story, listed = data.draw(accepted())
    parked = [{"rows": listed, "certificates": _certificates(listed, parked=True)}]
    back = claims_of({**story, "earlier": parked, "rows": listed})[-1]
    second = [row if data.draw(st.booleans()) else _naming(row) for row in listed]
    again = claims_of({**story, "earlier": [*parked, {"rows": listed}], "rows": second})[-1]
    assert _standing(again) == _standing(back)


@settings(max_examples=8)
@given(st.data())
def test_all_of_it_recovered_leaves_nothing(data: st.DataObject) -> None:
    story, listed = data.draw(accepted(ceilings=data.draw(st.booleans())))
    claim = claims_of(
        {
            **story,
            "earlier": [{"rows": listed}],
            "rows": [],
            "certificates": _certificates(listed, period=1, deducted=format_cents(10**12)),
        }
    )[-1]
    for partner in claim.partners:
        assert (partner.cumulative_eligible, partner.cumulative_fund) == (0, 0)
        assert all(category.cumulative == 0 for category in partner.categories)
        assert all(fund.cumulative == 0 for fund in partner.funds)
        assert partner.declared == 0


@settings(max_examples=8)
@given(st.data())
def test_no_more_is_taken_back_than_was_accepted(data: st.DataObject) -> None:
    story, listed = data.draw(accepted())
    told: list[Story] = [{"rows": listed}]
    for number in (2, 3):
        notes = [
            {
                **_naming(row),
                "amount_declared": "-" + row["amount_declared"],
                "item_id": f"{row['item_id']}-note-{number}",
            }
            for row in listed
            if data.draw(st.booleans()) and number == 3
        ]
        taken = [row for row in listed if data.draw(st.booleans())]
        deducted = format_cents(data.draw(st.integers(0, 300_000)))
        held = data.draw(st.booleans())
        found = _certificates(taken, period=1, deducted=deducted, parked=held)
        told.append({"rows": notes, "certificates": found})
    claims = claims_of({**story, "earlier": told[:-1], **told[-1]})
    standing: dict[str, int] = {}
    for claim in claims:
        for item in claim.items:
            number = item.origin_item_id or item.corrects_item_id or item.item_id
            standing[number] = standing.get(number, 0) + item.eligible
            assert item.declared == item.rejected + item.cut + item.parked + item.eligible
    assert all(cents >= 0 for cents in standing.values())


def _naming(row: Story) -> Story:
    """A row of its own that names an item."""
    return {
        "partner": row["partner"],
        "cost_category": row["cost_category"],
        "currency": row["currency"],
        "amount_declared": row["amount_declared"],
        "corrects_item_id": row["item_id"],
        "item_id": f"{row['item_id']}-again",
    }


def _certificates(listed: list[Story], **said: Any) -> list[Story]:
    return [
        {
            "partner": name,
            "items": [
                {"item_id": row["item_id"], **said} for row in listed if row["partner"] == name
            ],
        }
        for name in sorted({row["partner"] for row in listed})
    ]


def _standing(claim: Claim) -> Any:
    """What counts so far."""
    return [
        (
            partner.cumulative_eligible,
            partner.cumulative_fund,
            {c.category: c.cumulative for c in partner.categories if c.cumulative},
            {fund.fund: fund.cumulative for fund in partner.funds},
        )
        for partner in claim.partners
    ]
