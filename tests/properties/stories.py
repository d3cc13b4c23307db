"""Stories of made-up projects, told the way worked examples are: a definition, then rows a period.

Currencies, month selectors, families, levels, roundings, flat rates, budgets, several funds and
contributions vary; hypothesis shrinks a story that fails to the few rows that matter.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from schemas.money import format_cents, parse_cents

Story = dict[str, Any]

FIRST_DAY = {"INTERREG_2014": date(2018, 1, 1), "CGRANT_2002": date(2007, 1, 1)}
CURRENCIES = {
    "INTERREG_2014": ("EUR", "PLN", "CZK", "HUF"),
    "CGRANT_2002": ("EUR", "EEK", "PLN", "CZK"),
}
CATEGORIES = {
    "INTERREG_2014": ("staff", "office_administration", "external_expertise", "equipment"),
    "CGRANT_2002": ("staff", "travel", "subcontracting", "overheads"),
}
FLAT_RATES: dict[str, tuple[dict[str, Any], ...]] = {
    "INTERREG_2014": (
        {},
        {"office_administration": {"of": "staff", "rate": "0.15"}},
        {
            "office_administration": {"of": "staff", "rate": "0.15"},
            "staff": {"of": "other_direct", "rate": "0.20"},
        },
    ),
    "CGRANT_2002": ({}, {"overheads": {"of": "direct", "rate": "0.07"}}),
}
SELECTORS = (
    "incurred",
    "paid",
    "submission",
    "period_end",
    "first_day_after_period",
    "reported_to_lead",
    "period_mean",
)


def amounts(least: int, most: int) -> st.SearchStrategy[str]:
    """Amounts as a controller writes them; bounds in cents."""
    return st.integers(least, most).map(format_cents)


@st.composite
def projects(
    draw: st.DrawFn, *, flat_rates: bool = True, budgets: bool = True, ceilings: bool = True
) -> Story:
    """A project without any rows yet."""
    family = draw(st.sampled_from(sorted(FIRST_DAY)))
    partners = []
    for name in "ABC"[: draw(st.integers(1, 3))]:
        partner: Story = {
            "id": name,
            "vat_recoverable": draw(st.sampled_from(["0", "0.5", "0.333333", "1"])),
            "funds": draw(st.sampled_from(_FUNDS[family])),
        }
        if flat_rates:
            partner["flat_rates"] = draw(st.sampled_from(FLAT_RATES[family]))
        if budgets and draw(st.booleans()):
            partner["budget"] = {
                category: draw(amounts(0, 300_000)) for category in CATEGORIES[family][:3]
            }
        # What funds and contributions may pay at most is no more than a budget that stands there.
        budget = sum(map(parse_cents, partner.get("budget", {}).values()))
        most = budget // 5 if "budget" in partner else 200_000
        if ceilings and draw(st.booleans()):
            partner["funds"] = [
                {**fund, "max": draw(amounts(0, most))} for fund in partner["funds"]
            ]
        partner["contributions"] = [
            {"source": source, "status": "public", "amount": draw(amounts(0, most))}
            for source in ("own", "Land", "third")[: draw(st.integers(0, 3))]
        ]
        partners.append(partner)
    project: Story = {"partners": partners}
    if ceilings and draw(st.booleans()):
        project["max_fund"] = draw(amounts(0, 300_000))
    parameters = {
        "fx.month_selector": draw(st.sampled_from(SELECTORS)),
        "fund.level": draw(st.sampled_from(["partner", "project"])),
        "fund.cumulative_true_up": draw(st.booleans()) if not ceilings else True,
        "budget.level": draw(st.sampled_from(["partner", "action"])),
        "rounding.fund": draw(st.sampled_from(["down", "half_up"])),
        "rounding.flat_rate": draw(st.sampled_from(["down", "half_up"])),
    }
    return {"family": family, "project": project, "parameters": parameters}


def rows(story: Story, *, least: int = -200_000, whole: bool = False) -> st.SearchStrategy[Any]:
    """Rows of one period; ``whole`` ones have nothing that a rule about an item would meet.

    Invoices come from a small drawer, so that some are charged twice or in parts.
    """
    family = story["family"]
    row = {
        "partner": st.sampled_from([partner["id"] for partner in story["project"]["partners"]]),
        "cost_category": st.sampled_from(CATEGORIES[family]),
        "currency": st.sampled_from(CURRENCIES[family]),
        "amount_declared": amounts(least, 300_000),
    }
    if whole:
        return st.lists(st.fixed_dictionaries(row), max_size=6)
    first = FIRST_DAY[family]
    optional = {
        "amount_gross": amounts(0, 400_000),
        "amount_vat": amounts(0, 80_000),
        "share": st.sampled_from(["0", "0.25", "0.333333", "1"]),
        "flags": st.sampled_from(["fine", "promotional", "in_kind;interest"]),
        "gift": st.booleans(),
        "units": st.integers(1, 30),
        "invoice_date": st.integers(-5, 200).map(lambda days: first + timedelta(days=days)),
        "payment_date": st.none() | st.integers(0, 240).map(lambda d: first + timedelta(days=d)),
        "cost_element": st.sampled_from(["office_rent", "doubtful debt", "study"]),
    }
    loose = st.fixed_dictionaries(row, optional=optional)
    return st.lists(loose | invoices(story, least=max(least, -20_000)), max_size=6)


def invoices(story: Story, *, least: int = -20_000) -> st.SearchStrategy[Story]:
    """A row of one of very few invoices."""
    return st.fixed_dictionaries(
        {
            "partner": st.sampled_from([partner["id"] for partner in story["project"]["partners"]]),
            "cost_category": st.sampled_from(CATEGORIES[story["family"]]),
            "currency": st.just("EUR"),
            "amount_declared": amounts(least, 120_000),
            "supplier_name": st.just("Muster GmbH"),
            "invoice_number": st.sampled_from(["R-1", "R-2"]),
            "invoice_date": st.just(FIRST_DAY[story["family"]]),
            "amount_gross": st.sampled_from(["1000.00", "0.03"]),
        },
        optional={"share": st.sampled_from(["0.5", "0.7"])},
    )


@st.composite
def reports(
    draw: st.DrawFn, story: Story, earlier: list[Story], listing: st.SearchStrategy[Any]
) -> Story:
    """What partners deliver for one period: rows, credit notes and a controller's result."""
    number = len(earlier) + 1
    listed = [
        {**row, "item_id": f"{number}-{position}"} for position, row in enumerate(draw(listing))
    ]
    known = [row for report in earlier for row in report["rows"]] + listed
    for position in range(draw(st.integers(0, 2)) if known else 0):
        corrected = draw(st.sampled_from(known))
        listed.append(
            {
                "partner": corrected["partner"],
                "cost_category": corrected["cost_category"],
                "currency": corrected["currency"],
                "amount_declared": draw(amounts(-300_000, -1)),
                "corrects_item_id": corrected["item_id"],
                "item_id": f"{number}-note-{position}",
            }
        )
    controlled = [
        {
            "partner": partner["id"],
            "items": [
                {"item_id": row["item_id"], "deducted": draw(amounts(0, 5_000)), "parked": parked}
                for row in listed[:2]
                if row["partner"] == partner["id"] and not row["amount_declared"].startswith("-")
            ],
        }
        for partner in story["project"]["partners"]
        if (parked := draw(st.booleans()))
    ]
    return {"rows": listed, "certificates": controlled}


_FUNDS: dict[str, list[list[dict[str, str]]]] = {
    "INTERREG_2014": [
        [{"fund": "ERDF", "rate": "0.85"}],
        [{"fund": "ERDF", "rate": "0.6"}, {"fund": "IPA", "rate": "0.25"}],
        [{"fund": "ERDF", "rate": "0.333333"}],
    ],
    "CGRANT_2002": [[{"fund": "EU", "rate": "0.70"}], [{"fund": "EU", "rate": "0.6667"}]],
}
