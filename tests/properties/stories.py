"""Stories of made-up projects, told the way worked examples are: a definition, then rows a period.

All families; currencies, month selectors, levels, roundings, flat rates, budgets, several funds and
contributions, staff, contracts, unit costs, lump sums, receipts and deliverables vary; hypothesis
shrinks a story that fails to the few rows that matter.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from schemas.money import format_cents, parse_cents

Story = dict[str, Any]

CAMPAIGN = int(os.environ.get("CLAIMS", "0"))
"""How many claims `make campaign` asks for; 0 in everyday runs."""

FIRST_DAY = {
    "CGRANT_2002": date(2007, 1, 1),
    "COSME": date(2016, 1, 1),
    "ETC_2007": date(2011, 1, 1),
    "H2020": date(2016, 1, 1),
    "HEUROPE": date(2022, 1, 1),
    "INTERREG_2014": date(2018, 1, 1),
    "INTERREG_2021": date(2023, 1, 1),
    "SERVICE": date(2015, 1, 1),
}
FAMILIES = tuple(FIRST_DAY)
CURRENCIES = dict.fromkeys(FAMILIES, ("EUR", "PLN", "CZK", "HUF")) | {
    "CGRANT_2002": ("EUR", "EEK", "PLN", "CZK")
}
_INTERREG = ("staff", "office_administration", "external_expertise", "equipment")
_GRANT = ("staff", "travel", "subcontracting", "overheads")
CATEGORIES = dict.fromkeys(FAMILIES, _GRANT) | {
    "ETC_2007": ("staff", "administration", "external_expertise", "meetings_events"),
    "INTERREG_2014": _INTERREG,
    "INTERREG_2021": (*_INTERREG, "travel_accommodation"),
    "SERVICE": ("reimbursable",),
}
_OFFICE = {"office_administration": {"of": "staff", "rate": "0.15"}}
_STAFF = {"staff": {"of": "other_direct", "rate": "0.20"}}
_REST = {"other_costs": {"of": "staff", "rate": "0.40"}}
_INDIRECT = {"overheads": {"of": "direct_without_subcontracting", "rate": "0.25"}}
FLAT_RATES: dict[str, tuple[dict[str, Any], ...]] = {
    "CGRANT_2002": ({}, {"overheads": {"of": "direct", "rate": "0.07"}}),
    "COSME": ({}, {"overheads": {"of": "direct", "rate": "0.07"}}),
    "ETC_2007": ({}, {"administration": {"of": "direct", "rate": "0.20"}}),
    "H2020": ({}, _INDIRECT),
    "HEUROPE": ({}, _INDIRECT),
    "INTERREG_2014": ({}, _OFFICE, _OFFICE | _STAFF, _REST),
    "INTERREG_2021": (
        {},
        _OFFICE | _STAFF | {"travel_accommodation": {"of": "staff", "rate": "0.15"}},
        {
            "travel_accommodation": {"of": "staff", "rate": "0.15"},
            "office_administration": {"of": "direct_with_flat_travel", "rate": "0.07"},
        },
        _REST,
    ),
    "SERVICE": ({},),
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
    draw: st.DrawFn,
    *,
    family: str = "",
    flat_rates: bool = True,
    budgets: bool = True,
    ceilings: bool = True,
    receipts: bool = False,
) -> Story:
    """A project without any rows yet; of any family where none is asked for."""
    family = family or draw(st.sampled_from(FAMILIES))
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
    project: Story = {"partners": partners, **_approved(family, partners)}
    if receipts:
        project["receipts"] = draw(st.lists(_receipts(partners), max_size=2))
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
    if family == "SERVICE":
        parameters["damages.applies"] = draw(st.booleans())
    return {"family": family, "project": project, "parameters": parameters}


def _approved(family: str, partners: list[Story]) -> Story:
    """What rows can refer to: staff, contracts, unit costs, lump sums and deliverables."""
    first = FIRST_DAY[family]
    approved: Story = {
        "staff": [
            {"ref": "S1", "partner": "A", "method": "hourly", "year": first.year}
            | {"annual_cost": "52340.00"},
            {"ref": "S2", "partner": "A", "method": "fixed_share", "year": first.year}
            | {"annual_cost": "36000.00", "share": "0.5"},
        ],
        "contracts": [
            {"id": "C1", "amount": "36000.00", "correction": "0.25"},
            {"id": "C2", "amount": "900000.00", "offers": 1, "signed": first},
        ],
        "unit_costs": [{"id": "U1", "title": "Audit", "unit": "day", "price": "333.33"}],
        "lump_sums": [{"id": "L1", "title": "Preparation", "amount": "1500.00"}],
    }
    if family == "SERVICE":
        approved["activities"] = [
            {"id": f"D{n}", "title": "Report", "type": "deliverable", "partner": partner["id"]}
            for n, partner in enumerate(partners)
        ]
        approved["deliverables"] = [
            {"id": f"D{n}", "activity": f"D{n}", "title": "Report", "price": "600.00"}
            | {"due": first + timedelta(days=60), "agreed_days": 90}
            for n in range(len(partners))
        ]
    return approved


def _receipts(partners: list[Story]) -> st.SearchStrategy[Story]:
    return st.fixed_dictionaries(
        {
            "partner": st.sampled_from([partner["id"] for partner in partners]),
            "period": st.integers(1, 3),
            "kind": st.sampled_from(["net_revenue", "other_funding", "interest"]),
            "amount": amounts(0, 50_000),
        }
    )


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
        "flags": st.sampled_from(
            ["fine", "promotional", "in_kind", "in_kind;interest", "second_hand", "outside_area"]
        ),
        "gift": st.booleans(),
        "units": st.integers(1, 30),
        "invoice_date": st.integers(-5, 200).map(lambda days: first + timedelta(days=days)),
        "payment_date": st.none() | st.integers(0, 240).map(lambda d: first + timedelta(days=d)),
        "cost_element": st.sampled_from(["office_rent", "doubtful debt", "study"]),
        "staff_ref": st.sampled_from(["S1", "S2", "unknown"]),
        "hours": st.sampled_from(["0", "7.5", "137.5", "900"]),
        "hourly_rate": st.sampled_from(["20", "30.43", "30.44", "55.123456"]),
        "contract_id": st.sampled_from(["C1", "C2", "unknown"]),
        "unit_cost_id": st.sampled_from(["U1", "unknown"]),
        "lump_sum_id": st.sampled_from(["L1", "unknown"]),
        "evidence_ref": st.sampled_from(["", "folder 7"]),
        "payment_proof_ref": st.just(""),
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
        amount = draw(amounts(-300_000, -1))
        listed.append(credit_note(corrected, amount, f"{number}-note-{position}"))
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
    told = {"rows": listed, "certificates": controlled}
    if story["family"] == "SERVICE":
        told["activities"] = draw(st.lists(_acceptances(story), max_size=2))
    return told


def credit_note(corrected: Story, amount: str, number: str) -> Story:
    """A row that takes an amount of another one back, where it stands in the budget."""
    place = ("partner", "cost_category", "currency", "lump_sum_id")
    kept = {column: corrected[column] for column in place if column in corrected}
    return kept | {
        "amount_declared": amount,
        "corrects_item_id": corrected["item_id"],
        "item_id": number,
    }


def _acceptances(story: Story) -> st.SearchStrategy[Story]:
    """Rows of deliverables, accepted or pending, in time or late."""
    first = FIRST_DAY[story["family"]]
    days = st.integers(30, 400).map(lambda count: first + timedelta(days=count))
    owners = {entry["id"]: entry["partner"] for entry in story["project"]["activities"]}
    return st.builds(
        lambda name, ended, accepted: {
            "partner": owners[name],
            "activity_id": name,
            "type": "deliverable",
            "actual_end": ended,
            "deliverable_accepted_on": accepted,
        },
        st.sampled_from(sorted(owners)),
        days,
        st.none() | days,
    )


_STRUCTURAL = [
    [{"fund": "ERDF", "rate": "0.75"}],
    [{"fund": "ERDF", "rate": "0.55"}, {"fund": "IPA", "rate": "0.25"}],
    [{"fund": "ERDF", "rate": "0.333333"}],
]
_DIRECT = [[{"fund": "EU", "rate": "0.70"}], [{"fund": "EU", "rate": "0.6667"}]]
_FUNDS: dict[str, list[list[dict[str, str]]]] = {
    "CGRANT_2002": _DIRECT,
    "COSME": _DIRECT,
    "ETC_2007": [[{"fund": "ERDF", "rate": "0.75"}], [{"fund": "ERDF", "rate": "0.333333"}]],
    "H2020": [[{"fund": "EU", "rate": "1"}], *_DIRECT],
    "HEUROPE": [[{"fund": "EU", "rate": "1"}], *_DIRECT],
    "INTERREG_2014": [*_STRUCTURAL, [{"fund": "ERDF", "rate": "0.85"}]],
    "INTERREG_2021": _STRUCTURAL,
    "SERVICE": [[{"fund": "EU", "rate": "1"}]],
}
