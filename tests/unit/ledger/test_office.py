"""The calendar's memory and turns, on both databases."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from ledger.home import Home
from ledger.office import Office, Scheduled
from ledger.turns import TurnNotGiven

RIVER = Scheduled("rivers", "/projects/rivers.yaml", Path("/drop"), Path("/out"), "de")


def test_a_project_stands_in_the_calendar_until_it_is_taken_off(home: Home) -> None:
    office = Office.open(home)
    assert office.scheduled() == []
    assert office.put_on_calendar(RIVER)
    assert not office.put_on_calendar(RIVER)
    assert office.scheduled() == [RIVER]
    assert office.take_off_calendar("rivers")
    assert not office.take_off_calendar("rivers")
    assert office.scheduled() == []


def test_a_changed_schedule_replaces_the_one_before(home: Home) -> None:
    office = Office.open(home)
    office.put_on_calendar(RIVER)
    moved = Scheduled("rivers", "/projects/rivers.yaml", None, Path("/elsewhere"), "pl")
    assert office.put_on_calendar(moved)
    assert office.scheduled() == [moved]
    assert office.put_on_calendar(RIVER)
    assert office.scheduled() == [RIVER]


def test_an_appointment_is_kept_once(home: Home) -> None:
    office = Office.open(home)
    assert not office.was_done("rivers", "reminder", "1 2026-01-30")
    office.note_done("rivers", "reminder", "1 2026-01-30")
    office.note_done("rivers", "reminder", "1 2026-01-30")
    assert office.was_done("rivers", "reminder", "1 2026-01-30")
    assert not office.was_done("rivers", "reminder", "1 2026-01-31")


def test_a_turn_is_held_by_one_and_its_end_is_noted(home: Home) -> None:
    office, other = Office.open(home), Office.open(home)
    with office.turn("rivers", 1, "desk 1", patience=0):
        assert other.is_running("rivers", 1)
        with pytest.raises(TurnNotGiven) as refused, other.turn("rivers", 1, "desk 2", patience=0):
            pytest.fail("the turn was given twice")
        assert refused.value.holder == "desk 1"
        with other.turn("rivers", 2, "desk 2", patience=0):
            assert other.is_running("rivers", 2)
    last = other.last_turn("rivers", 1)
    assert last is not None
    assert (last.holder, last.outcome) == ("desk 1", "done")
    assert not other.is_running("rivers", 1)


def test_a_turn_that_fails_says_so(home: Home) -> None:
    office = Office.open(home)
    with pytest.raises(ZeroDivisionError), office.turn("rivers", 1, "desk 1", patience=0):
        raise ZeroDivisionError
    last = office.last_turn("rivers", 1)
    assert last is not None
    assert last.outcome == "failed"


def _hold_for_ever(home: Home, begun: Path) -> None:
    with Office.open(home).turn("rivers", 1, "a worker", patience=5):
        begun.touch()
        time.sleep(600)


def test_a_killed_worker_gives_its_turn_back(home: Home, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    worker = multiprocessing.get_context("spawn").Process(target=_hold_for_ever, args=(home, begun))
    worker.start()
    until = time.monotonic() + 60
    while not begun.exists() and time.monotonic() < until:
        time.sleep(0.05)
    office = Office.open(home)
    assert office.is_running("rivers", 1)
    assert worker.pid
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    with office.turn("rivers", 1, "another worker", patience=30):
        last = office.last_turn("rivers", 1)
        assert last is not None
        assert last.holder == "another worker"
    broken_off = [turn for turn in [office.last_turn("rivers", 1)] if turn and not turn.outcome]
    assert not broken_off
