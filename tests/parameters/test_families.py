"""Every family carries a project: its file is accepted, and a period leads to a claim."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from intake.law import load_law
from intake.project import ProjectError, load_project
from schemas.law import Parameters
from schemas.project import Project
from tests.examples.building import claims_of, project_of

LAW = load_law()
FAMILIES = sorted(LAW.families)

# What every claim asks of its family, whatever it holds.
ASKED = (
    "control.required",
    "fund.cumulative_true_up",
    "fund.level",
    "fx.month_selector",
    "gift.limit",
    "gift.promotional_only",
    "inel.exchange_elements",
    "inel.fine_elements",
    "inel.interest_elements",
    "period.closure_days",
    "period.paid_by",
    "rate.ceiling",
    "rounding.conversion",
    "rounding.fund",
    "share.limit",
    "vat.recoverable_ineligible",
)


def of(family: str) -> tuple[Project, Parameters]:
    project = project_of({"family": family})
    return project, LAW.parameters(family, project.parameters)


@pytest.mark.parametrize("family", FAMILIES)
def test_family_answers_what_every_claim_asks(family: str) -> None:
    project, parameters = of(family)
    for period in project.periods:
        assert [key for key in ASKED if not parameters.has(key, period.end)] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_family_has_a_value_for_each_parameter_of_its_rules_or_leaves_the_rule_open(
    family: str,
) -> None:
    """A missing value is a decision, so each stands here with what its absence means."""
    decided = {
        "aid.retention_months",  # no State aid in centrally managed money
        "area.outside_share",  # Interreg 2021-2027 may be anywhere
        "audit_certificate.cumulative_requests",  # one threshold is enough
        "calculated_rate.office_administration.of_direct",  # Interreg 2021-2027 only
        "equipment.elements",  # a closed list in Interreg only
        "external_expertise.elements",
        "flat_rate.office_administration.of_direct",
        "flat_rate.other_costs.of_staff",  # not before 2 August 2018
        "flat_rate.overheads.of_direct",  # in Interreg, office and administration
        "flat_rate.staff.below_threshold",  # a condition of Interreg 2021-2027 only
        "guarantee.contribution",  # the guarantee fund is Horizon's
        "infrastructure.elements",  # Interreg 2021-2027 only
        "office.elements",
        "payment.days",  # ETC 2007-2013 waits for the closure of the programme
        "programme.closure",  # ETC 2007-2013 only
        "publicity.reduction",  # Interreg 2021-2027 only
        "retention.large_from",  # two lengths in Interreg 2014-2020 only
        "retention.low_value_up_to",  # low-value grants are Horizon's
        "retention.months_large",
        "retention.months_low_value",
        "simplified_costs.mandatory_up_to",  # not before 2 August 2018
        "simplified_costs.measure",  # likewise
        "travel.elements",
        "vat.total_cost_limit",  # Interreg 2021-2027 only
    }
    project, parameters = of(family)
    missing = {
        key
        for rule in LAW.rules_of(family)
        for key in rule.parameters
        for period in project.periods
        if not parameters.has(key, period.end)
    }
    assert missing <= decided


@pytest.mark.parametrize("family", FAMILIES)
def test_a_period_of_each_family_leads_to_a_claim_that_reconciles(family: str) -> None:
    claim = claims_of(
        {
            "family": family,
            "project": {"partners": [{"budget": {}}, {"id": "B"}]},
            "rows": [{"amount_declared": "1000.00"}, {"partner": "B", "amount_declared": "10.01"}],
            "earlier": [{"rows": [{"amount_declared": "100.00", "gift": True}]}],
        }
    )[-1]
    assert [line for line in claim.reconciliation if line.difference] == []
    assert (claim.totals.declared, claim.totals.eligible) == (101001, 101001)
    assert {rule.rule for rule in claim.rules} == {rule.id for rule in LAW.rules_of(family)}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_project_file_of_each_family_is_accepted(family: str, tmp_path: Path) -> None:
    project = project_of({"family": family})
    written = project.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    file = tmp_path / "project.yaml"
    file.write_text(yaml.safe_dump(written), encoding="utf-8")
    assert load_project(str(file), LAW).project == project


def _refused(file: Path, text: str) -> list[str]:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        load_project(str(file), LAW)
    return [problem.partition("line ")[2] for problem in caught.value.problems]


CLUSTER = """\
id: example
acronym: Example
rule_set: ETC_2007
start: 2011-04-01
end: 2011-09-30
periods: [{number: 1, start: 2011-04-01, end: 2011-09-30, partner_deadline: 2011-10-30}]
partners:
  - id: HU
    name: Ministry
    role: lead
    country: HU
    funds: [{fund: ERDF, rate: "0.85"}]
  - id: DE
    name: Chamber
    country: DE
    funds: [{fund: ERDF, rate: "0.85"}]
"""


def test_the_ceiling_of_a_family_may_depend_on_the_country(tmp_path: Path) -> None:
    (problem,) = _refused(tmp_path / "project.yaml", CLUSTER)
    assert problem.startswith("16: DE is funded at 85 %, above the ceiling of 75 %; lower the rate")
    # A country that the family does not name takes its highest ceiling.
    abroad = CLUSTER.replace("country: DE", "country: UA").replace("DE", "UA")
    (tmp_path / "project.yaml").write_text(abroad, encoding="utf-8")
    assert load_project(str(tmp_path / "project.yaml"), LAW)


def test_the_claim_says_what_holds_in_each_country() -> None:
    (ceiling,) = [
        use for use in claims_of({"family": "ETC_2007"})[-1].parameters if use.key == "rate.ceiling"
    ]
    assert ceiling.value.startswith("0.85 (AT 0.75, CZ 0.85, DE 0.75, ")


def test_a_contract_may_raise_the_ceiling_for_every_country(tmp_path: Path) -> None:
    file = tmp_path / "project.yaml"
    stated = 'parameters: {rate.ceiling: {value: "0.85", reference: "Contract, Art. 4"}}\n'
    file.write_text(CLUSTER + stated, encoding="utf-8")
    assert load_project(str(file), LAW)


def test_a_flat_rate_follows_the_day_of_approval(tmp_path: Path) -> None:
    """25 % of direct cost for operations approved before 13 October 2009, then 20 %."""
    file = tmp_path / "project.yaml"
    lawful = CLUSTER.replace('"0.85"}]\n  - id', '"0.75"}]\n  - id').replace("DE", "SK")
    flat = '    flat_rates: {administration: {of: direct, rate: "0.25"}}\n'
    assert _refused(file, lawful + flat) == [
        "17: SK claims 25 % for administration, above the limit of 20 %; lower the rate"
    ]
    file.write_text(lawful + flat + "programme: {agreement_date: 2009-10-12}\n", encoding="utf-8")
    assert load_project(str(file), LAW)


def test_a_project_before_its_law_is_refused(tmp_path: Path) -> None:
    early = CLUSTER.replace("ETC_2007", "INTERREG_2021")
    (problem,) = _refused(tmp_path / "project.yaml", early)
    assert problem.startswith("6: period 1 ends on 2011-09-30, before the law of INTERREG_2021")


def test_grants_that_shift_freely_are_held_against_no_budget() -> None:
    example = {
        "family": "H2020",
        "project": {"partners": [{"budget": {"staff": "100.00", "subcontracting": "1.00"}}]},
        "rows": [{"amount_declared": "500.00"}],
    }
    assert claims_of(example)[-1].totals.eligible == 50000
    bound = {**example, "parameters": {"budget.flexibility": "0.10"}}
    assert claims_of(bound)[-1].totals.eligible == 110


def test_a_programme_is_a_file_over_its_family() -> None:
    name, base = "INTERREG_PL_SN_2021", LAW.family("INTERREG_2021")
    programme = LAW.family(name)
    assert "Wrocław" in programme.addressee.en
    assert programme.categories == base.categories
    assert LAW.rules_of(name) == LAW.rules_of("INTERREG_2021")
    own, on = LAW.parameters(name), date(2023, 6, 30)
    assert own.number("procurement.offers", on) == 3
    assert "to be confirmed" in own.dated("procurement.offers", on).reference.note.en.lower()
    stated = LAW.families[name].parameters.values()
    assert {value.confidence for dated in stated for value in dated} == {"L"}
    example = {"family": name, "rows": [{"amount_declared": "1000.00"}]}
    claim = claims_of(example)[-1]
    assert (claim.rule_set, claim.totals.fund) == (name, 80000)
