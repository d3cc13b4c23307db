"""Certificates, states and sign-offs: who decided what, having seen what; nothing is doubled."""

from datetime import date

import pytest

from ledger.ledger import Ledger
from ledger.records import StoredRun
from tests.unit.ledger.samples import PROJECT, a_certificate, a_claim, digest

LEAD = "Lead partner"


def record(ledger: Ledger, made_of: str, language: str = "en") -> StoredRun:
    return ledger.record_run(a_claim(made_of, language=language), "out")


def test_a_certificate_comes_back_with_its_amounts(ledger: Ledger) -> None:
    assert ledger.certificate(PROJECT, 1, "WFS") is None
    assert ledger.record_certificate(PROJECT, a_certificate(), "Controller Nowak")
    found = ledger.certificate(PROJECT, 1, "WFS")
    assert found == a_certificate()
    assert [item.deducted for item in found.items] == [1_250, 0]
    assert found.items[1].parked
    assert found.date == date(2017, 8, 1)
    assert ledger.certificate(PROJECT, 1, "TGZ") is None
    assert ledger.certificate(PROJECT, 2, "WFS") is None


def test_the_newest_certificate_counts_and_the_same_one_is_not_doubled(ledger: Ledger) -> None:
    assert ledger.record_certificate(PROJECT, a_certificate(), "A")
    assert not ledger.record_certificate(PROJECT, a_certificate(), "A")
    assert ledger.record_certificate(PROJECT, a_certificate(deducted="13.00"), "B")
    found = ledger.certificate(PROJECT, 1, "WFS")
    assert found is not None
    assert found.items[0].deducted == 1_300
    assert [(change.state, change.who) for change in ledger.history(PROJECT, 1)] == [
        ("certified", "A"),
        ("certified", "B"),
    ]


def test_a_certified_report_stands_so(ledger: Ledger) -> None:
    ledger.change_state(
        "partner_report", PROJECT, 1, "WFS", state="delivered", who="WFS", seen_digest=digest("x")
    )
    ledger.change_state("partner_report", PROJECT, 1, "TGZ", state="delivered", who="TGZ")
    ledger.record_certificate(PROJECT, a_certificate(), "Controller Nowak")
    states = ledger.states(PROJECT, 1)
    assert {name: change.state for name, change in states.partners.items()} == {
        "WFS": "certified",
        "TGZ": "delivered",
    }
    assert states.claim is None
    first = ledger.history(PROJECT, 1)[0]
    assert (first.partner, first.who, first.seen_digest) == ("WFS", "WFS", digest("x"))
    assert ledger.history(PROJECT, 2) == []


def test_a_step_taken_twice_is_one_change(ledger: Ledger) -> None:
    def deliver(extract: str) -> bool:
        return ledger.change_state(
            "partner_report",
            PROJECT,
            1,
            "WFS",
            state="delivered",
            who="WFS",
            seen_digest=digest(extract),
        )

    assert [deliver("first"), deliver("first"), deliver("second")] == [True, False, True]
    assert len(ledger.history(PROJECT, 1)) == 2


def test_a_sign_off_says_who_and_what_was_seen(ledger: Ledger) -> None:
    run = record(ledger, "first")
    signed = ledger.approve(PROJECT, 1, LEAD, "all in order", seen_digest=run.claim_sha256)
    assert signed.outcome == "approved"
    assert (signed.run.id, signed.run.status) == (run.id, "approved")
    change = ledger.states(PROJECT, 1).claim
    assert change is not None
    assert (change.state, change.who, change.why) == ("approved", LEAD, "all in order")
    assert (change.version, change.seen_digest) == (1, run.claim_sha256)
    standing = ledger.standing(run)
    assert standing.status == "approved"
    assert standing.approval is not None
    assert (standing.approval.by, standing.approval.on) == (LEAD, change.recorded_at.date())
    assert run.claim.approval is None


def test_a_second_sign_off_is_told_and_not_doubled(ledger: Ledger) -> None:
    record(ledger, "first")
    assert ledger.approve(PROJECT, 1, LEAD).outcome == "approved"
    again = ledger.approve(PROJECT, 1, "Somebody else")
    assert (again.outcome, again.run.status) == ("already_approved", "approved")
    assert len(ledger.history(PROJECT, 1)) == 1


def test_a_claim_that_is_not_the_latest_any_more_cannot_be_signed(ledger: Ledger) -> None:
    seen = record(ledger, "first")
    latest = record(ledger, "second")
    overtaken = ledger.approve(PROJECT, 1, LEAD, seen_digest=seen.claim_sha256)
    assert (overtaken.outcome, overtaken.run.id) == ("overtaken", latest.id)
    assert ledger.history(PROJECT, 1) == []


def test_a_claim_that_nobody_made_cannot_be_signed(ledger: Ledger) -> None:
    with pytest.raises(LookupError, match="no run of period 1"):
        ledger.approve(PROJECT, 1, LEAD)
    record(ledger, "first")
    with pytest.raises(LookupError, match="made the claim"):
        ledger.approve(PROJECT, 1, LEAD, seen_digest=digest("another"))


def test_the_languages_of_a_version_share_its_sign_off(ledger: Ledger) -> None:
    english = record(ledger, "first")
    german = record(ledger, "first", "de")
    signed = ledger.approve(PROJECT, 1, LEAD, seen_digest=english.claim_sha256)
    assert (signed.outcome, signed.run.id) == ("approved", english.id)
    assert ledger.standing(german).status == "approved"
    approved = ledger.approved_run(PROJECT, 1)
    assert approved is not None
    assert approved.id == english.id


def test_a_new_version_supersedes_the_signed_one_which_stays(ledger: Ledger) -> None:
    first = record(ledger, "first")
    ledger.approve(PROJECT, 1, LEAD)
    second = record(ledger, "second")
    assert ledger.standing(first).status == "approved", "a new run alone changes nothing"
    ledger.approve(PROJECT, 1, LEAD)
    assert [(change.version, change.state) for change in ledger.history(PROJECT, 1)] == [
        (1, "approved"),
        (1, "superseded"),
        (2, "approved"),
    ]
    assert ledger.standing(first).status == "superseded"
    assert ledger.standing(first).approval is None
    approved = ledger.approved_run(PROJECT, 1)
    assert approved is not None
    assert approved.id == second.id
    found = ledger.find_run(PROJECT, 1, first.fingerprint, "en")
    assert found is not None
    assert found.claim_json == first.claim_json


def test_a_superseded_version_can_be_signed_again_when_it_is_the_latest_again(
    ledger: Ledger,
) -> None:
    first = record(ledger, "first")
    ledger.approve(PROJECT, 1, LEAD)
    record(ledger, "second")
    ledger.approve(PROJECT, 1, LEAD)
    ledger.request_again(first)
    assert ledger.approve(PROJECT, 1, LEAD).outcome == "approved"
    approved = ledger.approved_run(PROJECT, 1)
    assert approved is not None
    assert approved.id == first.id


def test_a_signed_claim_stays_signed_when_it_is_submitted_and_paid(ledger: Ledger) -> None:
    run = record(ledger, "first")
    ledger.approve(PROJECT, 1, LEAD)
    for state in ("submitted", "paid"):
        assert ledger.change_state(
            "claim", PROJECT, 1, state=state, who="Authority", seen_digest=run.claim_sha256
        )
        approved = ledger.approved_run(PROJECT, 1)
        assert approved is not None
        assert (approved.id, approved.status) == (run.id, state)
        assert ledger.approve(PROJECT, 1, LEAD).outcome == "already_approved"
    ledger.change_state(
        "claim", PROJECT, 1, state="superseded", who=LEAD, seen_digest=run.claim_sha256
    )
    assert ledger.approved_run(PROJECT, 1) is None
    assert [entry.provisional for entry in ledger.earlier_claims(PROJECT, 2)] == [True]


def test_unknown_states_and_claims_are_refused(ledger: Ledger) -> None:
    run = record(ledger, "first")
    with pytest.raises(ValueError, match="none of the states open, delivered"):
        ledger.change_state("partner_report", PROJECT, 1, "WFS", state="paid?", who=LEAD)
    with pytest.raises(ValueError, match="none of the states draft"):
        ledger.change_state(
            "claim", PROJECT, 1, state="delivered", who=LEAD, seen_digest=run.claim_sha256
        )
    with pytest.raises(ValueError, match="approve"):
        ledger.change_state(
            "claim", PROJECT, 1, state="approved", who=LEAD, seen_digest=run.claim_sha256
        )
    with pytest.raises(LookupError):
        ledger.change_state("claim", PROJECT, 1, state="paid", who=LEAD, seen_digest=digest("?"))
    assert ledger.history(PROJECT, 1) == []
