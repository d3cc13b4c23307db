"""One broken definition for every sentence about a project file that contradicts itself."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from intake.law import load_law
from intake.project import ProjectError, load_project
from schemas.project import Project

SOUND: dict[str, Any] = {
    "id": "example",
    "acronym": "Example",
    "rule_set": "INTERREG_2014",
    "start": date(2018, 1, 1),
    "end": date(2018, 12, 31),
    "total_cost": "999.00",
    "max_fund": "850.00",
    "periods": [
        {
            "number": 1,
            "start": date(2018, 1, 1),
            "end": date(2018, 6, 30),
            "partner_deadline": date(2018, 7, 30),
        },
        {
            "number": 2,
            "start": date(2018, 7, 1),
            "end": date(2018, 12, 31),
            "partner_deadline": date(2019, 1, 30),
            "final": True,
        },
    ],
    "partners": [
        {
            "id": "WFS",
            "name": "Wirtschaftsförderung",
            "aliases": ["WFS", "wirtschaftsförderung"],
            "role": "lead",
            "country": "DE",
            "budget": {"staff": "100.00"},
            "funds": [{"fund": "ERDF", "rate": "0.85", "max": "85.00"}],
            "contributions": [{"source": "own", "status": "public", "amount": "15.00"}],
            "flat_rates": {"staff": {"of": "other_direct", "rate": "0.20"}},
        },
        {"id": "KARR", "name": "Karkonoska Agencja", "country": "PL", "from": date(2018, 3, 1)},
    ],
    "amendments": [
        {"date": date(2018, 5, 1), "why": "more staff", "partners": {"KARR": {"city": "Jelenia"}}}
    ],
    "work_packages": [{"id": "WP1", "title": "Management"}],
    "activities": [
        {
            "id": "A1",
            "work_package": "WP1",
            "title": "Forum",
            "partner": "WFS",
            "planned_start": date(2018, 5, 1),
            "planned_end": date(2018, 5, 1),
        }
    ],
    "deliverables": [{"id": "D1", "activity": "A1", "title": "Study", "price": "1.00"}],
    "unit_costs": [{"id": "U1", "title": "Hour", "price": "45.00"}],
    "lump_sums": [{"id": "L1", "title": "Preparation", "amount": "500.00"}],
    "staff": [{"ref": "S1", "partner": "WFS", "method": "hourly", "year": 2018}],
    "certificates": [{"partner": "WFS", "period": 1, "by": "SAB", "date": date(2018, 9, 1)}],
    "receipts": [{"partner": "KARR", "period": 2, "kind": "interest", "amount": "-1.00"}],
}

BROKEN = [
    # Sums: WFS has 100.00 and a maximum of 85.00, KARR no budget.
    ("total_cost", "99.99", "total_cost", "are 100.00 together and exceed the total_cost of 99.99"),
    (
        "partners.1.budget",
        {"staff": "850.00"},
        "total_cost",
        "are 950.00 together and stay below the total_cost of 999.00 by 49.00",
    ),
    (
        "amendments.0.partners.KARR.budget",
        {"staff": "899.01"},
        "amendments.0",
        "after this amendment the budgets of the partners are 999.01 together and exceed",
    ),
    ("amendments.0.total_cost", "99.00", "amendments.0", "exceed the total_cost of 99.00 by 1.00"),
    (
        "partners.0.contributions.0.amount",
        "15.01",
        "partners.0.contributions",
        "85.00 at most from EU funds and 15.01 of contributions, together 100.01, but a budget of",
    ),
    ("partners.0.funds.0.max", "100.01", "partners.0.contributions", "together 115.01"),
    (
        "amendments.0.partners.WFS",
        {"budget": {"staff": "99.00"}},
        "amendments.0.partners.WFS",
        "by the amendment of 2018-05-01 WFS has 85.00 at most from EU funds",
    ),
    (
        "partners.0.funds.1",
        {"fund": "ERDF", "rate": "0.80"},
        "partners.0.funds.1",
        "WFS has ERDF twice from the same day",
    ),
    (
        "partners.0.opening",
        {"eligible": "10.00", "fund": "10.01"},
        "partners.0.opening.fund",
        "a fund cannot exceed the cost",
    ),
    (
        "partners.1.opening",
        {"eligible": "10.00"},
        "partners.1.opening",
        "KARR joins on 2018-03-01 and cannot have claimed before the first period (2018-01-01)",
    ),
    # Partners that left or have not joined. KARR is there from 2018-03-01.
    (
        "partners.0.to",
        date(2017, 12, 31),
        "certificates.0",
        "a certificate of WFS for period 1 (2018-01-01 to 2018-06-30), but WFS leaves on",
    ),
    ("partners.1.to", date(2018, 6, 30), "receipts.0", "takes part from 2018-03-01 to 2018-06-30"),
    (
        "amendments.0.partners.KARR.to",
        date(2018, 6, 30),
        "receipts.0",
        "a receipt of KARR for period 2",
    ),
    (
        "vat_declarations",
        [{"partner": "KARR", "period": 2, "recoverable": "1"}] * 2,
        "vat_declarations.1",
        "KARR, period 2 stands twice",
    ),
    ("partners.0.to", date(2018, 4, 30), "activities.0", "A1 is planned for 2018-05-01, but WFS"),
    ("partners.0.from", date(2018, 5, 2), "activities.0", "WFS joins on 2018-05-02; give it to"),
    ("partners.0.to", date(2017, 12, 31), "staff.0.year", "S1 is charged for 2018, but WFS leaves"),
    # What would be divided by nothing.
    ("staff.0.share", "0", "staff.0.share", "S1 has a share of 0 of full time"),
    ("deliverables.0.agreed_days", 0, "deliverables.0.agreed_days", "D1 has 0 agreed_days"),
    (
        "partners.0.flat_rates",
        {
            "other_costs": {"of": "staff", "rate": "0.40"},
            "office_administration": {"of": "staff", "rate": "0.15"},
        },
        "partners.0.flat_rates.other_costs",
        "beside one for office_administration; it covers all cost but staff",
    ),
    (
        "amendments.0.partners.WFS",
        {"role": "partner"},
        "amendments.0.partners",
        "after the amendment of 2018-05-01 no partner is lead",
    ),
    ("contracts", [{"id": "C1", "amount": "-1.00"}], "contracts.0.amount", "cannot be negative"),
    ("end", date(2017, 12, 31), "end", "ends (2017-12-31) before it starts (2018-01-01)"),
    ("periods.1.end", date(2019, 1, 1), "periods.1", "outside the project (2018-01-01 to 2018-12"),
    (
        "periods.0.start",
        date(2017, 12, 31),
        "periods.0",
        "correct its days or those of the project",
    ),
    ("periods.0.final", True, "periods.0.final", "period 1 is called final, but others follow it"),
    ("periods.1.number", 1, "periods.1.number", "period number 1 stands twice"),
    ("periods.0.number", 3, "periods.1", "stands after period 3"),
    ("periods.1.start", date(2018, 6, 30), "periods.1.start", "let it start on 2018-07-01"),
    ("partners.0.role", "partner", "partners", "no partner is marked as lead"),
    ("partners.1.role", "lead", "partners", "WFS and KARR are marked as lead"),
    ("partners.1.id", "wfs", "partners.1", "'wfs' means two partners, WFS and wfs"),
    ("partners.1.aliases", ["Wfs "], "partners.1", "give each partner its own"),
    ("partners.1.name", "WIRTSCHAFTSFÖRDERUNG", "partners.1", "means two partners"),
    ("partners.1.to", date(2018, 2, 28), "partners.1.to", "KARR leaves (2018-02-28) before it"),
    ("partners.1.from", date(2019, 1, 1), "partners.1.from", "takes part from 2019-01-01 to 2018-"),
    (
        "partners.0.flat_rates.other_costs",
        {"of": "staff", "rate": "0.40"},
        "partners.0.flat_rates.other_costs",
        "remove one of the two flat rates",
    ),
    ("amendments.0.partners.TGZ", {}, "amendments.0.partners.TGZ", "TGZ, which is no partner"),
    ("amendments.0.partners.KARR.id", "K", "amendments.0.partners.KARR.id", "an id stays"),
    ("amendments.0.partners.KARR.budgte", {}, "amendments.0.partners.KARR.budgte", "is not known"),
    (
        "amendments.0.partners.KARR.budget",
        {"staff": "12,50"},
        "amendments.0.partners.KARR.budget.staff",
        "write digits and a point",
    ),
    (
        "amendments.0.partners.KARR.to",
        date(2018, 1, 5),
        "amendments.0.partners.KARR",
        "by the amendment of 2018-05-01 KARR leaves (2018-01-05) before it joins",
    ),
    ("amendments.0.partners.KARR.role", "lead", "amendments.0.partners", "WFS and KARR are lead"),
    ("work_packages.1", {"id": "WP1", "title": "x"}, "work_packages.1", "WP1 stands twice"),
    ("activities.1", {"id": "A1", "title": "x"}, "activities.1", "A1 stands twice"),
    (
        "certificates.1",
        {"partner": "WFS", "period": 1, "by": "SAB", "date": date(2018, 9, 2)},
        "certificates.1",
        "WFS, period 1 stands twice under certificates",
    ),
    (
        "staff.1",
        {"ref": "S1", "partner": "WFS", "method": "real", "year": 2018},
        "staff.1",
        "S1 (WFS, 2018) stands twice",
    ),
    ("max_fund", "-1.00", "max_fund", "max_fund is -1.00; this amount cannot be negative"),
    ("total_cost", "-0.01", "total_cost", "write what was approved"),
    ("partners.0.budget.staff", "-5.00", "partners.0.budget.staff", "staff is -5.00"),
    ("partners.0.funds.0.max", "-5.00", "partners.0.funds.0.max", "max is -5.00"),
    (
        "partners.0.contributions.0.amount",
        "-5.00",
        "partners.0.contributions.0.amount",
        "amount is -5.00",
    ),
    ("unit_costs.0.price", "-5.00", "unit_costs.0.price", "cannot be negative"),
    ("lump_sums.0.amount", "-5.00", "lump_sums.0.amount", "cannot be negative"),
    ("deliverables.0.price", "-5.00", "deliverables.0.price", "cannot be negative"),
    ("staff.0.annual_cost", "-5.00", "staff.0.annual_cost", "cannot be negative"),
    (
        "certificates.0.items",
        [{"item_id": "A1", "deducted": "-5.00"}],
        "certificates.0.items.0.deducted",
        "cannot be negative",
    ),
    ("activities.0.partner", "TGZ", "activities.0.partner", "'TGZ' is no partner of the project"),
    ("staff.0.partner", "TGZ", "staff.0.partner", "use one of WFS, KARR"),
    ("certificates.0.partner", "TGZ", "certificates.0.partner", "is no partner of the project"),
    ("receipts.0.partner", "TGZ", "receipts.0.partner", "is no partner of the project"),
    ("certificates.0.period", 3, "certificates.0.period", "there is no period 3; use one of 1, 2"),
    ("receipts.0.period", 7, "receipts.0.period", "there is no period 7"),
    ("activities.0.work_package", "WP2", "activities.0.work_package", "is no work package"),
    ("activities.0.planned_end", date(2018, 4, 30), "activities.0.planned_end", "before it starts"),
    ("deliverables.0.activity", "A2", "deliverables.0.activity", "'A2' is no activity"),
]


def test_a_definition_without_a_contradiction_passes() -> None:
    # The budgets of its partners do not add up to its total cost; that is for others to say.
    assert Project.model_validate(SOUND).as_of(2).partner("KARR").city == "Jelenia"


@pytest.mark.parametrize(
    ("key", "value", "place", "words"), BROKEN, ids=[f"{b[0]}: {b[3][:30]}" for b in BROKEN]
)
def test_a_contradiction_is_told_with_its_place(
    key: str, value: Any, place: str, words: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Project.model_validate(_changed(key, value))
    told = [(".".join(map(str, e["loc"])), str(e["msg"])) for e in caught.value.errors()]
    assert any(found == place and words in sentence for found, sentence in told), told


def test_all_contradictions_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "project.yaml"
    file.write_text(
        """\
id: example
acronym: Example
rule_set: INTERREG_2014
start: 2018-01-01
end: 2018-12-31
periods:
  - {number: 1, start: 2018-01-01, end: 2018-06-30, partner_deadline: 2018-07-30}
  - number: 2
    start: 2018-06-01
    end: 2018-12-31
    partner_deadline: 2019-01-30
partners:
  - {id: WFS, name: Wirtschaftsförderung, role: lead, country: DE}
receipts:
  - {partner: TGZ, period: 1, kind: interest, amount: "1.00"}
""",
        encoding="utf-8",
    )
    with pytest.raises(ProjectError) as caught:
        load_project(str(file), load_law())
    first, second = caught.value.problems
    assert first.endswith(
        "line 9: period 2 (2018-06-01 to 2018-12-31) overlaps period 1 (2018-01-01 to 2018-06-30); "
        "let it start on 2018-07-01"
    )
    assert second.endswith("line 15: 'TGZ' is no partner of the project; use one of WFS")


def _changed(key: str, value: Any) -> dict[str, Any]:
    """The sound definition with one value changed, or one entry more."""
    definition = deepcopy(SOUND)
    *path, last = [int(part) if part.isdecimal() else part for part in key.split(".")]
    place: Any = definition
    for part in path:
        place = place[part]
    if isinstance(place, list) and last == len(place):
        place.append(value)
    else:
        place[last] = value
    return definition
