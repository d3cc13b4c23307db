"""A rule without its input is not assessed; one that nothing concerns was assessed."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from intake.law import load_law
from rules.case import Case
from rules.inputs import Inputs, why_not
from schemas.law_files import Concern
from schemas.words import words
from tests.examples.building import case_of, claims_of, project_of

LAW = load_law()


def of(example: dict[str, Any]) -> Case:
    return case_of(project_of(example), 1, example, [])


def missing(rule: str, **example: Any) -> list[str]:
    needs = Inputs(of(example)).missing(LAW.rules[rule])
    return [name for need in needs for name in need.inputs]


STAFF = {"amount_declared": "300.00", "cost_category": "staff"}
PERSON = {"ref": "S1", "partner": "A", "method": "hourly", "year": 2018, "annual_cost": "1.00"}


def test_nothing_in_the_claim_concerns_the_rule() -> None:
    assert missing("R-STF-01") == []
    assert missing("R-STF-01", rows=[{"amount_declared": "1.00"}]) == []
    # Staff that is a flat rate has no hours; people paid by a fixed share have no hourly rate.
    flat = {"staff": {"of": "other_direct", "rate": "0.20"}}
    assert missing("R-STF-01", rows=[STAFF], project={"partners": [{"flat_rates": flat}]}) == []
    fixed = {**PERSON, "method": "fixed_share"}
    assert missing("R-STF-01", rows=[STAFF], project={"staff": [fixed]}) == []


def test_what_nobody_delivered_is_named() -> None:
    assert missing("R-STF-01", rows=[STAFF]) == [
        "costs.staff_ref",
        "costs.hours",
        "costs.hourly_rate",
        "staff.annual_cost",
    ]
    row = {**STAFF, "staff_ref": "S1"}
    either = ["costs.hours", "costs.hourly_rate"]
    assert missing("R-STF-01", rows=[row], project={"staff": [PERSON]}) == either
    full = {**row, "hourly_rate": "30.00"}
    assert missing("R-STF-01", rows=[row, full], project={"staff": [PERSON]}) == []


def test_a_register_may_be_stated_as_empty() -> None:
    assert missing("R-AID-01") == ["aid.undertaking"]
    assert missing("R-AID-01", project={"aid": []}) == []
    entry = {"undertaking": "Mill", "granted_on": "2018-01-01", "amount": "1.00"}
    assert missing("R-AID-02", project={"aid": [entry]}) == ["aid.declared_on"]
    declared = {**entry, "declared_on": "2017-12-31"}
    assert missing("R-AID-02", project={"aid": [declared]}) == []


def test_a_list_that_is_needed_is_not_met_by_an_empty_one() -> None:
    row = {"amount_declared": "1.00", "unit_cost_id": "U1", "units": "1"}
    assert missing("R-SCO-02", rows=[row], project={"unit_costs": []}) == ["unit_costs.price"]


def test_a_default_that_nobody_wrote_is_no_statement() -> None:
    row = {"amount_declared": "1.00", "amount_gross": "1.00", "amount_vat": "0.10"}
    assert missing("R-VAT-01", rows=[row]) == ["partners.vat_recoverable"]
    for stated in ("0", "1"):
        partners = {"partners": [{"vat_recoverable": stated}]}
        assert missing("R-VAT-01", rows=[row], project=partners) == []


def test_one_of_several_inputs_is_enough() -> None:
    assert missing("R-RAT-02") == ["project.max_fund", "partners.funds.max"]
    assert missing("R-RAT-02", project={"max_fund": "1.00"}) == []
    funds = [{"fund": "ERDF", "rate": "0.85", "max": "1.00"}]
    assert missing("R-RAT-02", project={"partners": [{"funds": funds}]}) == []


def test_a_final_period_that_is_not_marked_is_missing() -> None:
    assert "periods.final" in missing("R-COF-01")


def test_the_day_of_submission_is_an_input_of_its_own() -> None:
    assert missing("R-PER-04") == ["reports.submitted_on"]
    assert missing("R-PER-04", submitted_on="2018-07-20") == []


@pytest.mark.parametrize(
    ("family", "rule", "example", "sentence"),
    [
        ("INTERREG_2014", "R-AID-01", {},
         "Not assessed: no de minimis register: key aid of the project file."),
        ("INTERREG_2014", "R-STF-02", {"rows": [{**STAFF, "staff_ref": "S1"}]},
         "Not assessed: column hours of the costs is empty in all extracts."),
        ("CGRANT_2002", "R-RAT-02", {},
         "Not assessed: the project file does not state max_fund / partners.funds.max."),
        ("COSME", "R-PER-04", {},
         "Not assessed: no day of submission, by receipt or stated for the run."),
        ("H2020", "R-PUB-01", {"rows": [{"amount_declared": "1.00"}],
                               "activities": [{"activity_id": "A1"}]},
         "Not assessed: column publicity_ok of the activities is empty in all extracts."),
    ],
)  # fmt: skip
def test_the_reason_is_told_in_words(
    family: str, rule: str, example: dict[str, Any], sentence: str
) -> None:
    needs = Inputs(of({"family": family, **example})).missing(LAW.rules[rule])
    assert why_not(needs, words("en")) == sentence


def test_the_claim_says_what_is_missing_and_a_finding_proves_that_nothing_was() -> None:
    claim = claims_of({"rows": [{"amount_declared": "1.00"}]})[-1]
    told = {rule.rule: rule for rule in claim.rules}
    assert told["R-BUD-01"].missing == ["partners.budget"]
    assert not told["R-BUD-01"].assessed
    assert "partners.budget" in told["R-BUD-01"].reason
    assert told["R-PER-01"].assessed
    assert (told["R-PER-01"].reason, told["R-PER-01"].missing) == ("", [])
    for rule in claim.rules:
        assert rule.assessed != bool(rule.reason)
        assert not (rule.findings and rule.missing)


@pytest.mark.parametrize("concern", get_args(Concern))
def test_every_concern_is_asked_for_by_a_rule_and_has_an_answer(concern: Concern) -> None:
    asked = {need.when for rule in LAW.rules.values() for need in rule.needs}
    assert concern in asked
    empty = {"always", "co_financing"}
    assert Inputs(of({})).concerns(concern) is (concern in empty)


def test_a_service_contract_without_funds_is_paid_whole_so_no_rate_is_missing() -> None:
    assert not Inputs(of({"family": "SERVICE"})).concerns("co_financing")
