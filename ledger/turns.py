"""Turns: one run for a project and reporting period at a time, whoever starts it and where.

The lock is one that goes away with whoever holds it: a lock on a file beside SQLite, a session lock
in PostgreSQL. A worker that is killed thereby gives its turn back, and no clock has to guess. The
rows beside it say who works, or worked, since when; a turn without an end whose lock is free was
broken off.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from ledger.database import Database
from ledger.errors import telling_of
from ledger.tables import run_turn, run_turn_end

_LOOK_AGAIN = 0.1
"""Seconds between two looks whether the turn has come."""


@dataclass(frozen=True)
class Turn:
    """A turn as it is noted.

    Attributes:
        id: number given by the ledger.
        holder: machine, process and, where there is one, the flow run.
        began_at: in UTC.
        outcome: "" while it lasts, or for ever where it was broken off.
    """

    id: int
    holder: str
    began_at: datetime
    outcome: str


class TurnNotGiven(Exception):
    """Somebody else has had the turn for longer than one was ready to wait.

    Attributes:
        holder: who has it, "" where nobody noted it down.
    """

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def locked(database: Database, folder: Path, name: str, patience: float) -> Iterator[bool]:
    """Hold the lock of a name; it goes away with this process, however that ends.

    Args:
        database: where PostgreSQL keeps the lock.
        folder: where its file lies with SQLite.
        name: what may be held by one at a time.
        patience: seconds to wait for it.

    Yields:
        Whether the lock is held; False where the wait was in vain.
    """
    if database.is_sqlite:
        with _file_lock(folder, name, patience) as held:
            yield held
    else:
        with database.session() as connection, _session_lock(connection, name, patience) as held:
            yield held


def begin(connection: Connection, about: tuple[str, int], holder: str, now: datetime) -> int:
    """Note that a turn has begun, and give its number."""
    project, period = about
    values = {"project": project, "period": period, "holder": holder, "began_at": now}
    return int(
        connection.execute(insert(run_turn).values(values).returning(run_turn.c.id)).scalar_one()
    )


def end(connection: Connection, number: int, outcome: str, now: datetime) -> None:
    """Note how a turn ended."""
    connection.execute(insert(run_turn_end).values(turn_id=number, outcome=outcome, ended_at=now))


def newest(connection: Connection, project: str, period: int) -> Turn | None:
    """The last turn of a period, None where there never was one."""
    row = connection.execute(
        select(run_turn, run_turn_end.c.outcome)
        .join_from(run_turn, run_turn_end, run_turn.c.id == run_turn_end.c.turn_id, isouter=True)
        .where(run_turn.c.project == project, run_turn.c.period == period)
        .order_by(run_turn.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return Turn(row.id, row.holder, row.began_at, row.outcome or "")


@contextmanager
def _file_lock(folder: Path, name: str, patience: float) -> Iterator[bool]:
    with telling_of(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The name may be anything; a file is never removed, or two could hold "the" lock.
        file = folder / hashlib.sha256(name.encode()).hexdigest()[:32]
        handle = os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        yield _patiently(lambda: _try_file(handle), patience)
    finally:
        os.close(handle)


def _try_file(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _session_lock(connection: Connection, name: str, patience: float) -> Iterator[bool]:
    key = func.hashtextextended(f"eurocent turn {name}", 0)

    def take() -> bool:
        return bool(connection.execute(select(func.pg_try_advisory_lock(key))).scalar_one())

    held = _patiently(take, patience)
    try:
        yield held
    finally:
        if held:
            connection.execute(select(func.pg_advisory_unlock(key)))


def _patiently(take: Callable[[], bool], patience: float) -> bool:
    until = time.monotonic() + patience
    while not take():
        if time.monotonic() >= until:
            return False
        time.sleep(_LOOK_AGAIN)
    return True
