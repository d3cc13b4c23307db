"""A project file that allows itself more than the law is refused with the line and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.law import load_law
from intake.project import ProjectError, load_project

LAW = load_law()

SOUND = """\
id: example
acronym: Example
rule_set: INTERREG_2014
start: 2017-07-01
end: 2018-12-31
total_cost: "2000.00"
max_fund: "1700.00"
periods:
  - {number: 1, start: 2017-07-01, end: 2017-12-31, partner_deadline: 2018-01-30}
  - {number: 2, start: 2018-01-01, end: 2018-12-31, partner_deadline: 2019-01-30}
partners:
  - id: WFS
    name: Wirtschaftsförderung
    role: lead
    country: DE
    funds:
      - {fund: ERDF, rate: "0.85"}
      - {fund: ERDF, rate: "0.75", from: 2018-06-01}
    flat_rates:
      office_administration: {of: staff, rate: "0.15"}
    budget:
      staff: "1000.00"
  - id: KARR
    name: Karkonoska Agencja
    country: PL
    funds: [{fund: ERDF, rate: "0.85"}]
amendments:
  - date: 2018-03-01
    why: more
    partners:
      KARR:
        budget: {equipment: "100.00"}
        flat_rates: {staff: {of: other_direct, rate: "0.20"}}
        funds: [{fund: ERDF, rate: "0.80"}]
"""


def told(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "project.yaml"
    file.write_text(text, encoding="utf-8")
    try:
        load_project(str(file), LAW)
    except ProjectError as refused:
        return [problem.removeprefix(f"{file}, line ") for problem in refused.problems]
    return []


def test_the_sound_definition_is_accepted(tmp_path: Path) -> None:
    """Otherwise the table below would prove nothing."""
    assert told(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('rate: "0.85"}\n      -', 'rate: "0.90"}\n      -',
         "17: WFS is funded at 90 %, above the ceiling of 85 %; lower the rate"),
        ('rate: "0.75"', 'rate: "0.86"', "18: WFS is funded at 86 %, above the ceiling of 85 %"),
        ('rate: "0.80"', 'rate: "0.851"', "34: KARR is funded at 85.1 %, above the ceiling"),
        ('rate: "0.15"', 'rate: "0.16"',
         "20: WFS claims 16 % for office_administration, above the limit of 15 %; lower the rate"),
        ("{of: staff", "{of: direct",
         "20: the rule set knows no flat rate for 'office_administration' of 'direct' on 2017-12-"),
        ("office_administration:", "travel_accommodation:",
         "20: the rule set knows no flat rate for 'travel_accommodation' of 'staff' on 2017-12-"),
        ('office_administration: {of: staff, rate: "0.15"}',
         'other_costs: {of: staff, rate: "0.40"}',
         "20: the rule set knows no flat rate for 'other_costs' of 'staff' on 2017-12-31"),
        ('rate: "0.20"', 'rate: "0.21"', "33: KARR claims 21 % for staff, above the limit of 20 %"),
        ('      staff: "1000.00"', '      personnel: "1000.00"',
         "22: 'personnel' is no cost category of the rule set; use one of: equipment, external"),
        ("{equipment:", "{equipments:", "32: 'equipments' is no cost category of the rule set"),
        ("    budget:\n",
         '    opening: {eligible: "1.00", categories: {rent: "1.00"}}\n    budget:\n',
         "21: 'rent' is no cost category of the rule set"),
        ('max_fund: "1700.00"', 'max_fund: "1700.01"',
         "7: the max_fund of 1700.01 is more than the ceiling of 85 % gives for a total_cost of "),
        ("    why: more\n", '    why: more\n    total_cost: "1999.00"\n',
         "28: the max_fund of 1700.00 is more than the ceiling of 85 %"),
    ],
)  # fmt: skip
def test_more_than_the_law_allows(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert SOUND.count(old) >= 1
    (problem,) = told(tmp_path, SOUND.replace(old, new, 1))
    assert problem.startswith(expected)


def test_the_remedy_names_the_base_that_is_known(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, SOUND.replace("{of: staff", "{of: direct"))
    assert problem.endswith(
        "'office_administration' of 'direct' on 2017-12-31; its base can be staff"
    )
    (problem,) = told(tmp_path, SOUND.replace("office_administration:", "travel_accommodation:"))
    assert problem.endswith("; claim real cost instead")


def test_a_later_flat_rate_is_lawful_from_its_day(tmp_path: Path) -> None:
    """The 40 % rate is known from 2 August 2018: in the second period, by the amendment."""
    amended = SOUND.replace(
        'flat_rates: {staff: {of: other_direct, rate: "0.20"}}',
        'flat_rates: {other_costs: {of: staff, rate: "0.40"}}',
    )
    assert told(tmp_path, amended) == []


def test_a_maximum_may_be_rounded_up_to_the_cent(tmp_path: Path) -> None:
    odd = SOUND.replace('"2000.00"', '"2000.01"').replace('"1700.00"', '"1700.01"')
    assert told(tmp_path, odd) == []


def test_several_funds_count_together(tmp_path: Path) -> None:
    two = SOUND.replace(
        '[{fund: ERDF, rate: "0.85"}]', '[{fund: ERDF, rate: "0.80"}, {fund: IPA, rate: "0.06"}]'
    )
    (problem,) = told(tmp_path, two)
    assert problem.startswith("26: KARR is funded at 86 %, above the ceiling of 85 %")


def test_programmes_may_count_flat_travel_among_direct_cost(tmp_path: Path) -> None:
    living = (
        SOUND.replace("INTERREG_2014", "INTERREG_2021")
        .replace("2017", "2022")
        .replace("2018", "2023")
        .replace("2019", "2024")
        .replace('"0.85"', '"0.80"')
        .replace('"1700.00"', '"1600.00"')
    )
    flat = '{of: direct_with_flat_travel, rate: "0.07"}'
    lawful = living.replace('{of: staff, rate: "0.15"}', flat)
    assert told(tmp_path, lawful) == []
    (problem,) = told(tmp_path, lawful.replace('"0.07"', '"0.08"'))
    assert "claims 8 % for office_administration, above the limit of 7 %" in problem


CALCULATED = "flat_rate.office_administration.of_direct"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ('{value: "0.25", reference: "Programme manual, 2022"}', []),
        ('"0.07"', []),
        ('"0.0701"', ["is 7.01 %, above the 7 % that need no calculation; name the programme's"]),
        ('{value: "0.2501", reference: "Programme manual, 2022"}', ["allows more than 25 %"]),
    ],
)  # fmt: skip
def test_a_higher_rate_for_indirect_costs_needs_a_calculation(
    tmp_path: Path, stated: str, expected: list[str]
) -> None:
    """Reg. (EU) 2021/1060 Art. 54(a) and (c)."""
    file = tmp_path / "project.yaml"
    file.write_text(
        f"""\
id: example
acronym: Example
rule_set: INTERREG_2021
start: 2023-01-01
end: 2023-12-31
parameters: {{{CALCULATED}: {stated}}}
periods: [{{number: 1, start: 2023-01-01, end: 2023-12-31, partner_deadline: 2024-01-31}}]
partners:
  - id: A
    name: A
    role: lead
    country: DE
    flat_rates: {{office_administration: {{of: direct, rate: "0.07"}}}}
""",
        encoding="utf-8",
    )
    try:
        load_project(str(file), LAW)
        problems: tuple[str, ...] = ()
    except ProjectError as refused:
        problems = refused.problems
    assert len(problems) == len(expected)
    assert all(part in problem for part, problem in zip(expected, problems, strict=True))
    assert all("line 6" in problem for problem in problems)
