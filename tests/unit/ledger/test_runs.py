"""Runs are found again, counted, and told apart: what counts for a period is never in doubt."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from ledger.errors import LedgerUnavailable
from ledger.home import Home
from ledger.ledger import Ledger
from ledger.records import StoredRun
from ledger.tables import expenditure_item, run, run_input, run_request
from tests.unit.ledger.samples import PROJECT, a_claim, an_item, digest

OUT = "out"


def record(ledger: Ledger, made_of: str, period: int = 1, previous: str = "") -> StoredRun:
    earlier = {"previous": [digest(name) for name in previous.split()]}
    return ledger.record_run(a_claim(made_of, period, provenance=earlier), OUT)


def approve(ledger: Ledger, stored: StoredRun) -> None:
    signed = ledger.approve(PROJECT, stored.period, "Lead", seen_digest=stored.claim_sha256)
    assert signed.outcome == "approved"


def test_a_run_comes_back_as_it_was_recorded(ledger: Ledger) -> None:
    frames = [{"costs": digest("costs"), "participants": digest("participants")}]
    claim = a_claim(provenance={"previous": [digest("earlier")]})
    recorded = ledger.record_run(claim, OUT, frames)
    found = ledger.find_run(PROJECT, 1, digest("first"), "en")
    assert found == recorded
    assert found.claim == claim
    assert found.claim_json == claim.to_json()
    assert found.claim_sha256 == digest(claim.to_json())
    assert (found.version, found.language, found.status) == (1, "en", "draft")
    assert (found.rule_set, found.outputs) == ("INTERREG_2014", OUT)
    assert found.previous == (digest("earlier"),)
    assert found.frames == tuple(frames)
    assert timedelta() <= datetime.now(UTC) - found.created_at < timedelta(minutes=1)


def test_nothing_is_found_for_another_project_period_content_or_language(ledger: Ledger) -> None:
    record(ledger, "first")
    assert ledger.find_run("eccop", 1, digest("first"), "en") is None
    assert ledger.find_run(PROJECT, 2, digest("first"), "en") is None
    assert ledger.find_run(PROJECT, 1, digest("second"), "en") is None
    assert ledger.find_run(PROJECT, 1, digest("first"), "de") is None
    assert ledger.latest_run(PROJECT, 2) is None
    assert ledger.approved_run(PROJECT, 1) is None


def test_items_stand_in_columns_as_the_claim_has_them(ledger: Ledger) -> None:
    bare = an_item(2, invoice_date=None, amount_gross=None, declared=-7, rejected=-7)
    bare = bare.model_copy(update={"cut": 0, "parked": 0, "eligible": 0})
    stored = ledger.record_run(a_claim(items=[an_item(1), bare]), OUT)
    with ledger._database.reading() as connection:
        first, second = connection.execute(
            select(expenditure_item).order_by(expenditure_item.c.sequence)
        ).all()
    assert (first.run_id, first.sequence, first.item_id) == (stored.id, 1, "W-001")
    assert (first.amount_declared_cents, first.amount_gross_cents) == (42_259, 51_979)
    amounts = [first.declared_cents, first.rejected_cents, first.cut_cents]
    assert amounts == [10_000, 1_000, 500]
    assert (first.parked_cents, first.eligible_cents) == (250, 8_250)
    assert (first.rate, first.rate_month, first.currency) == ("4.2259", "2017-07", "PLN")
    assert (first.file_sha256, first.sheet, first.row) == (digest("extract"), "", 2)
    assert first.supplier_name == "Tłumaczenia Žižka"
    assert first.invoice_date == an_item().invoice_date
    assert (second.sequence, second.declared_cents) == (2, -7)
    assert (second.invoice_date, second.amount_gross_cents) == (None, None)


def test_items_that_do_not_add_up_are_refused_with_their_run(ledger: Ledger) -> None:
    with pytest.raises(Exception, match="adds_up"):
        ledger.record_run(a_claim(items=[an_item(), an_item(2, cut=501)]), OUT)
    assert ledger.latest_run(PROJECT, 1) is None


def test_a_run_says_which_of_its_files_are_kept(ledger: Ledger) -> None:
    claim = a_claim()
    (extract,) = claim.provenance.inputs
    personal = extract.model_copy(update={"file": "participants.csv", "sha256": digest("people")})
    made_of = claim.provenance.model_copy(update={"inputs": [extract, personal]})
    assert ledger.keep_raw(b"extract") == digest("extract")
    ledger.record_run(claim.model_copy(update={"provenance": made_of}), OUT)
    with ledger._database.reading() as connection:
        rows = connection.execute(select(run_input).order_by(run_input.c.number)).all()
    assert [(row.file, row.kept) for row in rows] == [
        ("koszty.csv", True),
        ("participants.csv", False),
    ]
    assert (rows[0].partner, rows[0].rows, rows[0].received_at) == ("WFS", 1, "2017-07-15")
    assert rows[0].sum_declared_cents == {"PLN": 42_259}


def test_a_run_of_an_unknown_definition_is_refused(ledger: Ledger) -> None:
    known = ledger.keep_definition(PROJECT, "id: innocooppolsax\n")
    ledger.record_run(a_claim("known", provenance={"project_sha256": known}), OUT)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        ledger.record_run(a_claim("unknown", provenance={"project_sha256": digest("?")}), OUT)


def test_the_same_run_twice_is_one_run(ledger: Ledger) -> None:
    runs = [record(ledger, "first") for _ in range(20)]
    assert len(set(map(id, runs))) == 20
    assert {stored.id for stored in runs} == {runs[0].id}
    with ledger._database.reading() as connection:
        for table in (run, run_request, expenditure_item):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 1


def test_versions_count_contents_and_languages_share_them(ledger: Ledger) -> None:
    assert ledger.next_version(PROJECT, 1, digest("first")) == 1
    assert record(ledger, "first").version == 1
    assert ledger.next_version(PROJECT, 1, digest("first")) == 1
    assert ledger.next_version(PROJECT, 1, digest("second")) == 2
    assert record(ledger, "second").version == 2
    assert record(ledger, "other period", period=2).version == 1
    german = ledger.record_run(a_claim("first", language="de"), OUT)
    assert german.version == 1


def test_the_ledger_sets_the_version_where_another_run_came_between(ledger: Ledger) -> None:
    record(ledger, "first")
    late = ledger.record_run(a_claim("second", version=1), OUT)
    assert (late.version, late.claim.version) == (2, 2)
    assert late.claim_sha256 == digest(late.claim_json)


def test_the_latest_run_is_the_one_asked_for_last(ledger: Ledger) -> None:
    first = record(ledger, "first")
    second = record(ledger, "second")
    assert ledger.latest_run(PROJECT, 1) == second
    ledger.request_again(first)
    assert ledger.latest_run(PROJECT, 1) == first
    record(ledger, "second")
    assert ledger.latest_run(PROJECT, 1) == second


def test_order_does_not_depend_on_the_clock(home: Home) -> None:
    day = datetime(2017, 3, 31, 2, 30, tzinfo=UTC)
    moments = iter([day, day - timedelta(days=1), day - timedelta(days=3650), day, day, day])
    ledger = Ledger.open(home, clock=lambda: next(moments))
    record(ledger, "first")
    second = record(ledger, "second")
    assert second.created_at == day - timedelta(days=1)
    assert ledger.latest_run(PROJECT, 1) == second
    approve(ledger, second)
    assert ledger.states(PROJECT, 1).claim == ledger.history(PROJECT, 1)[-1]


def test_the_approved_run_counts_else_the_latest(ledger: Ledger) -> None:
    record(ledger, "one, first")
    one = record(ledger, "one, second")
    approve(ledger, one)
    record(ledger, "one, third")
    record(ledger, "two, first", period=2)
    two = record(ledger, "two, second", period=2)
    record(ledger, "three", period=3)
    earlier = ledger.earlier_claims(PROJECT, 3)
    assert [(entry.period, entry.run.id, entry.provisional) for entry in earlier] == [
        (1, one.id, False),
        (2, two.id, True),
    ]
    assert ledger.earlier_claims(PROJECT, 1) == []
    assert ledger.earlier_claims("eccop", 3) == []


def test_later_runs_are_the_signed_and_the_latest_of_each_period(ledger: Ledger) -> None:
    record(ledger, "one")
    signed = record(ledger, "two, first", period=2)
    approve(ledger, signed)
    record(ledger, "two, second", period=2)
    latest = record(ledger, "two, third", period=2)
    third = record(ledger, "three", period=3)
    later = [stored.id for stored in ledger.later_runs(PROJECT, 1)]
    assert later == [signed.id, latest.id, third.id]
    assert ledger.later_runs(PROJECT, 3) == []


def test_a_claim_is_stale_when_an_earlier_one_does_not_count_any_more(ledger: Ledger) -> None:
    one = record(ledger, "one")
    two = record(ledger, "two", period=2, previous="one")
    assert not ledger.is_stale(two)
    approve(ledger, one)
    assert not ledger.is_stale(two)
    corrected = record(ledger, "one, corrected")
    assert not ledger.is_stale(two), "the approved version still counts"
    approve(ledger, corrected)
    assert ledger.is_stale(two)
    assert ledger.standing(two).stale
    assert not two.claim.stale
    assert not ledger.is_stale(one)


def test_a_claim_is_stale_when_an_earlier_period_was_missing(ledger: Ledger) -> None:
    two = record(ledger, "two", period=2)
    assert not ledger.is_stale(two)
    record(ledger, "one")
    assert ledger.is_stale(two)


def test_a_claim_that_was_changed_in_the_database_is_found_out(ledger: Ledger) -> None:
    stored = record(ledger, "first")
    with ledger._database.writing(PROJECT) as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER run_no_update"))
        else:
            connection.execute(text("ALTER TABLE run DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE run SET claim = replace(claim, '100.00', '900.00')"))
    with pytest.raises(LedgerUnavailable, match=f"claim of run {stored.id} .* was changed"):
        _ = stored.claim
