"""Every reference project through intake and rules, against the arithmetic of its own proof."""

from __future__ import annotations

from functools import cache

import pytest

from data.synthetic.extracts import PROJECT_IDS, reports_of
from data.synthetic.plan import load
from data.synthetic.proof import prove
from schemas.claim import Claim
from tests.unit.data.claims import claims_of

claims = cache(claims_of)


def codes(claim: Claim, severity: str) -> set[tuple[str, str]]:
    return {(f.code, f.item_id) for f in claim.findings if f.severity == severity}


@pytest.mark.parametrize("project", PROJECT_IDS)
def test_every_claim_is_what_the_proof_works_out(project: str) -> None:
    book = load(project)
    reckoning = prove(book, reports_of(book))
    assert [claim.period for claim in claims(project)] == [p.number for p in book.periods]
    for claim in claims(project):
        assert not claim.blocked
        assert {p.partner: p.cumulative_eligible for p in claim.partners} == {
            p.id: reckoning.total(partner=p.id, upto=claim.period) for p in book.project.partners
        }
        assert claim.totals.cumulative_fund == reckoning.shares(upto=claim.period)
        damages = reckoning.damages[claim.period]
        assert claim.totals.payable == claim.totals.fund - damages
        assert all(line.difference == 0 for line in claim.reconciliation)


@pytest.mark.parametrize(
    ("project", "eligible", "fund"),
    [
        ("clustercoop", 2_153_000_00, 1_786_990_00),
        ("eccop", 935_000_00, 654_500_00),
        ("innocooppolsax", 358_000_00, 304_300_00),
    ],
)
def test_the_last_claim_reaches_the_published_totals(
    project: str, eligible: int, fund: int
) -> None:
    last = claims(project)[-1]
    assert (last.totals.cumulative_eligible, last.totals.cumulative_fund) == (eligible, fund)


@pytest.mark.parametrize("project", PROJECT_IDS)
def test_every_partner_has_delivered_and_is_certified_where_that_is_asked(project: str) -> None:
    for claim in claims(project):
        assert all(partner.delivered for partner in claim.partners)
        assert not {f.code for f in claim.findings} & {"CTR-01", "DEL-01", "DEL-02", "DEL-03"}


def test_clustercoop_shows_what_such_projects_stumble_over() -> None:
    found = claims("clustercoop")
    assert codes(found[0], "reject") == {("DUP-01-OTHER", "CZI-1-010"), ("PER-01", "MNDE-1-003")}
    assert codes(found[1], "reject") == {("CUR-02", "MESR-2-006")}
    assert codes(found[1], "cut") == {("DUP-02", "HPPO-2-007")}
    assert codes(found[1], "park") == {("CTR-02-PARKED", "UNILJ-2-007")}
    assert ("CTR-02-BACK", "UNILJ-2-007") in codes(found[2], "info")
    assert ("CELL-01-YEAR", "MNDE-3-005") in codes(found[2], "reject")
    assert ("DUP-01-NEAR", "HPPO-5-010") in codes(found[4], "warn")
    assert codes(found[5], "cut") == {("BUD-01", "")}
    notes = {item.item_id: item for claim in found for item in claim.items}
    assert notes["RZESZOW-4-009"].rate_month == notes["RZESZOW-2-005"].rate_month == "2012-02"
    assert notes["MNDE-1-006"].rate_month == "2011-08"


def test_a_contract_pays_what_was_accepted_and_lists_what_is_pending() -> None:
    first, second = claims("eccp-matchmaking-2014")
    pending = {line.deliverable for line in first.deliverables if line.accepted_on is None}
    assert pending == {"D5", "D6", "D7", "D8", "D9"}
    assert [(r.rule, r.amount) for r in first.fund_reductions] == [("R-SRV-02", 1_300_00)]
    assert all(line.period for line in second.deliverables)
    assert second.participants.attendances == 124


def test_ten_missions_are_counted_over_the_whole_contract() -> None:
    (missions,) = [i for i in claims("eccp-platform-2015")[-1].indicators if i.id == "O1"]
    assert (missions.target, missions.cumulative) == ("10", "10")


def test_an_amendment_binds_the_claims_after_its_day() -> None:
    budgets = [
        {c.category: c.budget for p in claim.partners if p.partner == "VZOR" for c in p.categories}
        for claim in claims("example-living")
    ]
    assert [b["equipment"] for b in budgets] == [20_000_00, 16_000_00]
    assert [b["external_expertise"] for b in budgets] == [40_000_00, 44_000_00]
