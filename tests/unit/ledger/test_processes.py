"""Several processes, sudden deaths: nothing that was acknowledged is lost, nothing is doubled."""

from hashlib import sha256

import pytest
from sqlalchemy import select

from ledger.files import ARRIVING
from ledger.home import Home
from ledger.ledger import Ledger
from ledger.tables import raw_file, run
from tests.unit.ledger.processes import (
    approve,
    die_while_keeping,
    record_runs,
    together,
    write_states,
)
from tests.unit.ledger.samples import PROJECT, a_claim, digest

CONTENT = b"item_id;cost_category\r\n" * 1_000


def test_processes_that_start_together_lose_no_write(home: Home) -> None:
    acknowledged = together(write_states, home, 2)
    assert acknowledged == [40, 40]
    history = Ledger.open(home).history(PROJECT, 1)
    assert len({change.why for change in history}) == len(history) == 80


def test_the_same_runs_from_several_processes_are_made_once(home: Home) -> None:
    answers = together(record_runs, home, 3)
    assert sorted(answers[0]) == sorted(answers[1]) == sorted(answers[2])
    with Ledger.open(home)._database.reading() as connection:
        versions = connection.execute(select(run.c.version).order_by(run.c.id)).scalars().all()
    assert versions == list(range(1, 11))


def test_a_claim_is_signed_by_one_of_several(home: Home) -> None:
    ledger = Ledger.open(home)
    ledger.record_run(a_claim(), "out")
    outcomes = together(approve, home, 4)
    assert sorted(outcomes) == ["already_approved"] * 3 + ["approved"]
    assert len(ledger.history(PROJECT, 1)) == 1


@pytest.mark.parametrize(
    "moment",
    [
        "before reaching the disk",
        "before the name",
        "after the name",
        "with the row, before the end",
        "after the end",
    ],
)
def test_a_death_while_a_file_is_kept_leaves_nothing_torn(home: Home, moment: str) -> None:
    ledger = Ledger.open(home)
    die_while_keeping(home, CONTENT, moment)
    with ledger._database.reading() as connection:
        rows = connection.execute(select(raw_file)).all()
    assert len(rows) == (moment == "after the end")
    for row in rows:
        assert sha256(ledger.raw_path(row.sha256).read_bytes()).hexdigest() == row.sha256
    for file in home.raw.glob("*/*"):
        assert sha256(file.read_bytes()).hexdigest() == file.name
    assert ledger.keep_raw(CONTENT) == sha256(CONTENT).hexdigest()
    assert ledger.raw_path(sha256(CONTENT).hexdigest()).read_bytes() == CONTENT


def test_a_kept_file_is_kept_once_and_as_it_came(home: Home, ledger: Ledger) -> None:
    source = home.root / "Zestawienie.csv"
    source.write_bytes(CONTENT)
    assert ledger.keep_raw(source) == ledger.keep_raw(CONTENT) == sha256(CONTENT).hexdigest()
    (kept,) = home.raw.glob("*/*")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert not [file for file in home.raw.iterdir() if file.name.startswith(ARRIVING)]
    with ledger._database.reading() as connection:
        (row,) = connection.execute(select(raw_file)).all()
    assert (row.sha256, row.size) == (kept.name, len(CONTENT))


def test_a_kept_file_that_was_cut_short_is_made_whole(ledger: Ledger) -> None:
    kept = ledger.raw_path(ledger.keep_raw(CONTENT))
    kept.write_bytes(CONTENT[:10])
    ledger.keep_raw(CONTENT)
    assert kept.read_bytes() == CONTENT


def test_a_definition_is_kept_once_for_each_project(ledger: Ledger) -> None:
    text = "id: innocooppolsax\ntitle: Współpraca\n"
    kept = {ledger.keep_definition(PROJECT, text) for _ in range(2)}
    assert kept == {ledger.keep_definition("eccop", text)} == {digest(text)}
