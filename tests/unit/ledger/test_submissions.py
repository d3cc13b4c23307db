"""What partners hand in: whole or not at all, in order, taken back only until a run used it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from ledger.errors import LedgerUnavailable
from ledger.home import Home
from ledger.ledger import Ledger
from ledger.submission_records import SubmittedFile
from ledger.tables import submission, submission_file
from tests.unit.ledger.processes import die_while_submitting, submit_many, together
from tests.unit.ledger.samples import PROJECT, a_certificate, a_claim, a_submission, digest

NOON = datetime(2017, 7, 15, 12, tzinfo=UTC)


def test_what_is_handed_in_stands_with_number_moment_and_receipt(home: Home) -> None:
    ledger = Ledger.open(home, clock=lambda: NOON)
    answer = ledger.submit(a_submission(ledger), after=None)
    assert answer.outcome == "received"
    kept = ledger.standing_submissions(PROJECT, 1)["WFS"]
    assert kept == answer.submission
    assert (kept.number, kept.received_on, kept.received_at) == (1, date(2017, 7, 15), NOON)
    assert kept.receipt == {"rows": 1, "said": "first"}
    assert [(file.file, file.kept, file.sum_declared) for file in kept.files] == [
        ("kosten.csv", True, {"EUR": 100_00})
    ]
    assert ledger.states(PROJECT, 1).partners["WFS"].state == "delivered"
    ledger.close()


def test_the_same_twice_is_one(ledger: Ledger) -> None:
    first = ledger.submit(a_submission(ledger), after=None).submission
    again = ledger.submit(a_submission(ledger), after=None)
    assert (again.outcome, again.submission) == ("same", first)
    assert len(ledger.history(PROJECT, 1)) == 1


def test_another_stated_day_makes_the_same_files_another_submission(ledger: Ledger) -> None:
    first = ledger.submit(a_submission(ledger), after=None).submission
    assert first is not None
    dated = a_submission(
        ledger, received_on=date(2017, 7, 1), stated=True, back_dated=True, by="L. Partner"
    )
    answer = ledger.submit(dated, after=first.id)
    assert answer.outcome == "received"
    change = ledger.states(PROJECT, 1).partners["WFS"]
    assert (change.who, change.why) == ("L. Partner", "submission 2, back-dated to 2017-07-01")
    assert ledger.submit(dated, after=None).outcome == "same"


def test_a_new_one_replaces_the_earlier_which_stays_in_the_trail(ledger: Ledger) -> None:
    first = ledger.submit(a_submission(ledger), after=None).submission
    assert first is not None
    assert ledger.submit(a_submission(ledger, "second"), after=None).outcome == "overtaken"
    ledger.submit(a_submission(ledger, "second"), after=first.id)
    assert [entry.number for entry in ledger.submissions(PROJECT, 1)] == [1, 2]
    assert ledger.standing_submissions(PROJECT, 1)["WFS"].number == 2


def test_partners_and_periods_are_counted_apart(ledger: Ledger) -> None:
    for changes in ({}, {"partner": "TGZ"}, {"period": 2}):
        answer = ledger.submit(a_submission(ledger, **changes), after=None)
        assert answer.submission is not None
        assert answer.submission.number == 1


def test_withdrawn_means_that_nothing_stands(ledger: Ledger) -> None:
    first = ledger.submit(a_submission(ledger), after=None).submission
    assert first is not None
    ledger.submit(a_submission(ledger, "second"), after=first.id)
    assert ledger.withdraw(PROJECT, 1, "WFS", "A. Kaiser", "wrong file").outcome == "withdrawn"
    assert ledger.standing_submissions(PROJECT, 1) == {}
    assert ledger.states(PROJECT, 1).partners["WFS"].state == "open"
    assert ledger.withdraw(PROJECT, 1, "WFS", "A. Kaiser", "again").outcome == "nothing"
    answer = ledger.submit(a_submission(ledger, "second"), after=None)
    assert answer.submission is not None
    assert answer.submission.number == 3


def test_what_a_run_used_can_be_replaced_but_not_taken_back(ledger: Ledger) -> None:
    first = ledger.submit(a_submission(ledger), after=None).submission
    assert first is not None
    assert not first.used
    ledger.record_run(a_claim(), "out", submitted=[first.id])
    assert ledger.withdraw(PROJECT, 1, "WFS", "A. Kaiser", "wrong").outcome == "used"
    assert ledger.standing_submissions(PROJECT, 1)["WFS"].used
    assert ledger.submit(a_submission(ledger, "second"), after=first.id).outcome == "received"


def test_a_run_that_is_found_again_uses_what_was_handed_in_again(ledger: Ledger) -> None:
    run = ledger.record_run(a_claim(), "out")
    first = ledger.submit(a_submission(ledger), after=None).submission
    assert first is not None
    ledger.request_again(run, [first.id])
    ledger.request_again(run, [first.id])
    assert ledger.standing_submissions(PROJECT, 1)["WFS"].used


def test_nothing_is_taken_for_a_period_that_is_signed_off(ledger: Ledger) -> None:
    ledger.record_run(a_claim(), "out")
    ledger.approve(PROJECT, 1, "L. Partner")
    answer = ledger.submit(a_submission(ledger), after=None)
    assert (answer.outcome, answer.submission) == ("closed", None)
    assert ledger.submissions(PROJECT, 1) == []


def test_a_certificate_is_of_what_the_controller_saw(ledger: Ledger) -> None:
    ledger.record_certificate(PROJECT, a_certificate(), "Controller Nowak")
    assert ledger.certificate(PROJECT, 1, "WFS") is not None
    ledger.submit(a_submission(ledger), after=None)
    assert ledger.certificate(PROJECT, 1, "WFS") is None
    assert not ledger.record_certificate(PROJECT, a_certificate(), "Controller Nowak")
    assert ledger.certificate(PROJECT, 1, "WFS") is not None


def test_a_refusal_keeps_names_and_codes_only(ledger: Ledger) -> None:
    ledger.refuse(PROJECT, 1, "WFS", {"kosten.csv": digest("x")}, ["COL-01"])
    (refusal,) = ledger.refusals(PROJECT, 1)
    assert (refusal.partner, refusal.files, refusal.codes) == ("WFS", ("kosten.csv",), ("COL-01",))
    assert ledger.standing_submissions(PROJECT, 1) == {}


def test_a_receipt_that_was_changed_is_found_out(ledger: Ledger) -> None:
    ledger.submit(a_submission(ledger), after=None)
    with ledger._database.writing(PROJECT) as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql(
            "DROP TRIGGER submission_no_update"
            if on_sqlite
            else "DROP TRIGGER submission_append_only_row ON submission"
        )
        connection.exec_driver_sql("UPDATE submission SET receipt = '{}'")
    with pytest.raises(LedgerUnavailable, match="receipt of submission 1"):
        ledger.standing_submissions(PROJECT, 1)["WFS"].receipt  # noqa: B018


def test_a_file_that_is_neither_kept_nor_read_is_a_mistake_of_ours(ledger: Ledger) -> None:
    from sqlalchemy.exc import IntegrityError

    lost = SubmittedFile("liste.csv", digest("l"), 1, kept=False, rows=1, sum_declared={})
    with pytest.raises(IntegrityError):
        ledger.submit(a_submission(ledger, files=[lost]), after=None)
    assert ledger.submissions(PROJECT, 1) == []
    assert ledger.history(PROJECT, 1) == []


def test_processes_that_hand_in_at_once_leave_whole_submissions(home: Home) -> None:
    answers = together(submit_many, home, 3)
    ledger = Ledger.open(home)
    every = ledger.submissions(PROJECT, 1)
    assert [entry.number for entry in every] == list(range(1, len(every) + 1))
    assert sorted(number for answer in answers for number in answer) == [
        entry.number for entry in every
    ]
    for entry in every:
        assert [file.sha256 for file in entry.files] == [digest(entry.receipt["said"])]


@pytest.mark.parametrize(
    "moment",
    ["before the name", "after the name", "with the row, before the end", "after the end"],
)
def test_a_death_while_handing_in_leaves_all_or_nothing(home: Home, moment: str) -> None:
    ledger = Ledger.open(home)
    ledger.keep_definition(PROJECT, "id: innocooppolsax\n")
    die_while_submitting(home, moment)
    every = ledger.submissions(PROJECT, 1)
    assert len(every) == (moment == "after the end")
    assert len(ledger.history(PROJECT, 1)) == len(every)
    with ledger._database.reading() as connection:
        files = connection.execute(select(submission_file)).all()
        heads = connection.execute(select(submission.c.id)).scalars().all()
    assert [file.submission_id for file in files] == list(heads)
    for file in files:
        assert digest(ledger.raw_path(file.sha256).read_text()) == file.sha256
    assert ledger.submit(a_submission(ledger), after=None).outcome in ("received", "same")
