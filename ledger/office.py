"""The office's own memory: projects on the calendar, what was done, whose turn it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from ledger import turns
from ledger.database import Database
from ledger.home import Home
from ledger.inserts import insert_once
from ledger.ledger import utc_now
from ledger.tables import appointment, project_schedule
from ledger.turns import Turn, TurnNotGiven
from ledger.upgrade import bring_up_to_date
from schemas.calendar import Scheduled


class Office:
    """What the schedules need to remember; append-only like the ledger, and in its database."""

    def __init__(self, home: Home, database: Database, clock: Callable[[], datetime]) -> None:
        self.home = home
        self._database = database
        self._clock = clock

    @classmethod
    def open(cls, home: Home, clock: Callable[[], datetime] = utc_now) -> Office:
        """Open the memory of a state folder and bring its tables up to date.

        Raises:
            LedgerUnavailable: the database cannot be used, or a newer Eurocent has written it.
        """
        database = Database.at(home.database_url)
        bring_up_to_date(database)
        return cls(home, database, clock)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    # The calendar.

    def put_on_calendar(self, scheduled: Scheduled) -> bool:
        """Let a project run by its calendar.

        Returns:
            Whether that is new; False where it stands in the calendar with the same words.
        """
        return self._schedule(scheduled, active=True)

    def take_off_calendar(self, project: str) -> bool:
        """Let a project rest; False where it was in no calendar."""
        standing = [entry for entry in self.scheduled() if entry.project == project]
        return bool(standing) and self._schedule(standing[0], active=False)

    def scheduled(self) -> list[Scheduled]:
        """The projects that run by their calendar, in alphabetic order."""
        with self._database.reading() as connection:
            return _standing(connection)

    def _schedule(self, scheduled: Scheduled, *, active: bool) -> bool:
        with self._database.writing("calendar") as connection:
            if active == (scheduled in _standing(connection)):
                return False
            connection.execute(
                insert(project_schedule).values(
                    project=scheduled.project,
                    definition=scheduled.definition,
                    inbox=str(scheduled.inbox or ""),
                    outputs=str(scheduled.outputs),
                    language=scheduled.language,
                    active=active,
                    recorded_at=self._clock(),
                )
            )
            return True

    # What was done already.

    def was_done(self, project: str, kind: str, key: str) -> bool:
        """Whether an appointment of the calendar was kept."""
        ours = (
            appointment.c.project == project,
            appointment.c.kind == kind,
            appointment.c.key == key,
        )
        with self._database.reading() as connection:
            return connection.execute(select(appointment.c.key).where(*ours)).first() is not None

    def note_done(self, project: str, kind: str, key: str) -> None:
        """Note that an appointment was kept; said twice it is noted once."""
        values = {"project": project, "kind": kind, "key": key, "recorded_at": self._clock()}
        with self._database.writing("calendar") as connection:
            insert_once(connection, appointment, values)

    # Turns.

    @contextmanager
    def turn(self, project: str, period: int, holder: str, patience: float) -> Iterator[None]:
        """Hold the turn of a project and period; nobody else runs it meanwhile.

        Args:
            project: its id.
            period: number of the reporting period.
            holder: who asks, for others to read.
            patience: seconds to wait for whoever has the turn.

        Raises:
            TurnNotGiven: somebody else has had it for longer than that.
        """
        name = f"{project} {period}"
        with turns.locked(self._database, self.home.root / "turns", name, patience) as held:
            if not held:
                last = self.last_turn(project, period)
                raise TurnNotGiven(last.holder if last else "")
            with self._database.writing(project) as connection:
                number = turns.begin(connection, (project, period), holder, self._clock())
            outcome = "failed"
            try:
                yield
                outcome = "done"
            finally:
                with self._database.writing(project) as connection:
                    turns.end(connection, number, outcome, self._clock())

    def last_turn(self, project: str, period: int) -> Turn | None:
        """The last turn of a period; without an outcome it still lasts, or was broken off."""
        with self._database.reading() as connection:
            return turns.newest(connection, project, period)

    def is_running(self, project: str, period: int) -> bool:
        """Whether somebody has the turn of a period at this moment."""
        name = f"{project} {period}"
        with turns.locked(self._database, self.home.root / "turns", name, 0) as held:
            return not held


def _standing(connection: Connection) -> list[Scheduled]:
    rows = connection.execute(select(project_schedule).order_by(project_schedule.c.id))
    newest = {row.project: row for row in rows}
    return [
        Scheduled(
            project=row.project,
            definition=row.definition,
            inbox=Path(row.inbox) if row.inbox else None,
            outputs=Path(row.outputs),
            language=row.language,
        )
        for _, row in sorted(newest.items())
        if row.active
    ]
