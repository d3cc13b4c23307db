"""Erasing persons: totals stay, nothing of them is left, and nothing brings them back."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from ledger.erasing import Erasing
from ledger.erasures import NewErasure
from ledger.errors import LedgerUnavailable
from ledger.home import Home
from ledger.ledger import Ledger
from ledger.store import FrameStore
from schemas.participants import PARTICIPANTS
from tests.unit.ledger.samples import a_claim

ANNA, JAN, EVA = "a" * 32, "b" * 32, "c" * 32


def attendances(*persons: str, file: str = "1", period: int = 1, start: int = 2) -> pd.DataFrame:
    """A list of one attendance each."""
    count = len(persons)
    texts = {name: [""] * count for name, dtype in PARTICIPANTS.dtypes.items() if dtype == "str"}
    frame = pd.DataFrame(texts)
    frame["participant_ref"] = list(persons)
    frame["organisation"] = [f"Firm {person[:1]}" for person in persons]
    frame["role"] = "speaker"
    frame["partner"], frame["period"] = "WFS", period
    frame["file_sha256"], frame["row"] = file * 64, range(start, start + count)
    frame["meetings"], frame["sequence"] = 3, range(count)
    frame["attended_on"] = pd.Timestamp("2017-05-05")
    frame["consent"] = True
    return frame[list(PARTICIPANTS.dtypes)].astype(PARTICIPANTS.dtypes)


@pytest.fixture
def store(home: Home) -> FrameStore:
    """The store of the state folder."""
    return FrameStore.open(home)


@pytest.fixture
def erasing(ledger: Ledger, store: FrameStore) -> Erasing:
    """Erasing in that state folder."""
    return Erasing(ledger, store)


def run_with(ledger: Ledger, *digests: str) -> str:
    """A recorded run that names these lists; the project's id."""
    claim = a_claim()
    ledger.record_run(claim, "out", [{"participants": digest} for digest in digests])
    return claim.project


def bytes_of(home: Home) -> bytes:
    """Everything in the state folder."""
    return b"".join(path.read_bytes() for path in home.root.rglob("*") if path.is_file())


def test_lists_of_persons_lie_apart_from_other_frames(home: Home, store: FrameStore) -> None:
    digest = store.put(attendances(ANNA))
    other = store.put(pd.DataFrame({"title": ["Fair"]}, dtype="str"))
    assert store.persons.path(digest).is_relative_to(home.participants)
    assert not list(home.participants.rglob(f"{other}*"))
    assert store.get(digest)["participant_ref"].tolist() == [ANNA]
    assert home.participants.stat().st_mode & 0o077 == 0


def test_one_person_is_erased_everywhere_and_every_count_stays(
    home: Home, ledger: Ledger, store: FrameStore, erasing: Erasing
) -> None:
    first, second = attendances(ANNA, JAN, ANNA), attendances(JAN, ANNA, EVA, file="2", period=2)
    digests = [store.put(first), store.put(second)]
    project = run_with(ledger, *digests)
    found = erasing.person(ANNA)
    assert (found.rows, len(found.lists)) == (3, 2)

    assert erasing.erase(found, project, "person", "Data protection officer", "request") == 3

    assert erasing.person(ANNA).rows == 0
    after = [store.get(digest) for digest in digests]
    together = pd.concat(after)
    assert together["participant_ref"].nunique() == 3
    assert len(together) == 6
    tokens = set(together["participant_ref"]) - {JAN, EVA}
    assert len(tokens) == 1
    assert len(tokens.pop()) == 32
    for before, now in zip((first, second), after, strict=True):
        PARTICIPANTS.frame_schema.validate(now, lazy=True)
        for name in ("activity_id", "organisation", "meetings", "row", "unread"):
            pd.testing.assert_series_equal(before[name], now[name])
        others = before["participant_ref"].ne(ANNA)
        pd.testing.assert_frame_equal(before.loc[others], now.loc[others])
        assert now.loc[~others, "attended_on"].isna().all()
        assert now.loc[~others, "role"].eq("").all()
    assert ANNA.encode() not in bytes_of(home)
    assert not store.persons.path(digests[0]).exists()
    (recorded,) = ledger.erasures(project)
    assert (recorded.scope, recorded.rows, recorded.why) == ("person", 3, "request")
    assert recorded.who == "Data protection officer"


def test_a_second_person_is_erased_from_what_replaced_the_first(
    ledger: Ledger, store: FrameStore, erasing: Erasing
) -> None:
    digest = store.put(attendances(ANNA, JAN))
    project = run_with(ledger, digest)
    for person in (ANNA, JAN):
        erasing.erase(erasing.person(person), project, "person", "A", "request")
    assert not {ANNA, JAN} & set(store.get(digest)["participant_ref"])
    assert store.get(digest)["participant_ref"].nunique() == 2
    assert len(list(store.persons.digests())) == 1


def test_the_same_file_does_not_bring_an_erased_person_back(
    ledger: Ledger, store: FrameStore, erasing: Erasing
) -> None:
    digest = store.put(attendances(ANNA, JAN))
    project = run_with(ledger, digest)
    erasing.erase(erasing.person(ANNA), project, "person", "A", "request")
    assert store.put(attendances(ANNA, JAN)) == store.persons.current(digest)
    # A newer version reads another column of the same file.
    other = attendances(ANNA, JAN).assign(sector="tools").astype(PARTICIPANTS.dtypes)
    again = store.get(store.put(other))
    assert ANNA not in set(again["participant_ref"])
    assert again["participant_ref"].tolist() == store.get(digest)["participant_ref"].tolist()
    assert again["sector"].tolist() == ["", "tools"]
    # Another file is another delivery.
    new = store.get(store.put(attendances(ANNA, file="9")))
    assert new["participant_ref"].tolist() == [ANNA]


def test_whole_lists_are_cleared_when_their_time_has_come(
    ledger: Ledger, store: FrameStore, erasing: Erasing
) -> None:
    digests = [store.put(attendances(ANNA, JAN, "")), store.put(attendances(JAN, file="2"))]
    project = run_with(ledger, *digests)
    assert [(kept.rows, kept.cleared) for kept in erasing.kept(project)] in (
        [(3, False), (1, False)],
        [(1, False), (3, False)],
    )
    assert erasing.erase(erasing.lists(project), project, "lists", "A", "time") == 3
    together = pd.concat([store.get(digest) for digest in digests])
    assert not {ANNA, JAN} & set(together["participant_ref"])
    assert together["participant_ref"].nunique() == 3
    assert together["participant_ref"].eq("").sum() == 1
    assert all(kept.cleared for kept in erasing.kept(project))
    assert erasing.lists(project).rows == 0


def test_a_crash_before_the_old_list_went_is_made_up_for(
    ledger: Ledger, store: FrameStore, erasing: Erasing, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = store.put(attendances(ANNA, JAN))
    project = run_with(ledger, digest)
    with monkeypatch.context() as crash:
        crash.setattr(erasing, "finish", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            erasing.erase(erasing.person(ANNA), project, "person", "A", "request")
    assert store.persons.path(digest).exists()
    erasing.finish()
    erasing.finish()
    assert erasing.person(ANNA).rows == 0
    assert not store.persons.path(digest).exists()
    assert len(store.get(digest)) == 2


def test_an_older_backup_of_the_folder_is_erased_again(
    ledger: Ledger, store: FrameStore, erasing: Erasing
) -> None:
    digest = store.put(attendances(ANNA, JAN))
    before = store.persons.path(digest).read_bytes()
    project = run_with(ledger, digest)
    for person in (ANNA, JAN):
        erasing.erase(erasing.person(person), project, "person", "A", "request")
    erased = store.get(digest)
    for path in list(store.persons.folder.rglob("*")):
        if path.is_file():
            path.unlink()
    store.persons.path(digest).write_bytes(before)
    erasing.finish()
    pd.testing.assert_frame_equal(store.get(digest), erased)
    assert not store.persons.path(digest).exists()


def test_two_erasures_do_not_meet(ledger: Ledger, store: FrameStore) -> None:
    digest = store.put(attendances(ANNA, JAN))
    project = run_with(ledger, digest)
    ledger.record_erasure(NewErasure(project, "person", "A", "", [], {digest: "0" * 64}))
    with pytest.raises(LedgerUnavailable, match="Another erasure"):
        ledger.record_erasure(NewErasure(project, "person", "B", "", [], {digest: "1" * 64}))


def test_what_no_run_names_is_swept_after_a_day(
    ledger: Ledger, store: FrameStore, erasing: Erasing
) -> None:
    named, left = store.put(attendances(ANNA)), store.put(attendances(JAN))
    run_with(ledger, named)
    assert erasing.sweep() == 0
    for digest in (named, left):
        os.utime(store.persons.path(digest), (0, 0))
    assert erasing.sweep() == 1
    assert list(store.persons.digests()) == [named]
    assert not store.has(left)


def test_another_key_is_noticed(home: Home, ledger: Ledger) -> None:
    key = ledger.secret()
    assert ledger.secret() == key
    file = home.keys / "pseudonym.key"
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_bytes(b"x" * 32)
    with pytest.raises(LedgerUnavailable, match="not the one"):
        ledger.secret()
    file.unlink()
    with pytest.raises(LedgerUnavailable, match="is lost"):
        ledger.secret()
    assert not file.exists()
    file.write_bytes(key)
    file.chmod(0o644)
    assert ledger.secret() == key
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_key_may_lie_elsewhere(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "secret"
    elsewhere.write_bytes(b"s" * 32)
    monkeypatch.setenv("EUROCENT_PSEUDONYM_KEY", str(elsewhere))
    assert home.pseudonym_key() == b"s" * 32
    assert not (home.keys / "pseudonym.key").exists()


def test_a_key_of_before_is_taken_along(home: Home) -> None:
    (home.root / "pseudonym.key").write_bytes(b"o" * 32)
    assert home.pseudonym_key() == b"o" * 32
    assert not (home.root / "pseudonym.key").exists()
