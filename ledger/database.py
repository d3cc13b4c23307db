"""The database behind the ledger: SQLite in the state folder, or PostgreSQL.

Both behave alike to the ledger: a reader sees one moment, writers that concern one project go one
after the other, and what fails comes back as two sentences. On SQLite a writer takes the write
lock when it begins, because one that begins as a reader loses to others when it starts to write.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, func, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from ledger.errors import LedgerUnavailable, telling_of

BUSY_SECONDS = 30
"""How long a writer waits for others before it gives up."""

_SQLITE = "sqlite:///"
_POSTGRESQL = ("postgresql", "postgresql+psycopg", "postgres")
_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Without it REPLACE deletes rows behind the back of the triggers that forbid deleting.
    "PRAGMA recursive_triggers = ON",
)
_SQLITE_TROUBLE = {
    sqlite3.SQLITE_BUSY: (
        "The ledger is locked by another program.",
        "Wait until it has finished, or end the program that holds it, and try again.",
    ),
    sqlite3.SQLITE_READONLY: (
        "The ledger is read-only.",
        "Correct the permissions of its file and folder.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The ledger's file cannot be opened.",
        "Correct the permissions of its file and folder, or name another in EUROCENT_HOME.",
    ),
    sqlite3.SQLITE_FULL: (
        "No space is left for the ledger.",
        "Free some space and try again.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The ledger's disk reports an error.",
        "Check the disk, then try again or restore a backup.",
    ),
    sqlite3.SQLITE_CORRUPT: ("The ledger's file is damaged.", "Restore it from a backup."),
    sqlite3.SQLITE_NOTADB: ("The ledger's file is no database.", "Restore it from a backup."),
}
_PRIMARY_CODE = 0xFF  # the rest of SQLite's code tells variants of the same trouble apart


class Database:
    """Connections to one database, for as long as one short transaction each.

    Attributes:
        name: where it is, without passwords, for messages.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self.name = name

    @classmethod
    def at(cls, url: str) -> Database:
        """Find the database of an address; nothing is connected yet.

        Args:
            url: ``sqlite:///PATH`` or ``postgresql://USER@HOST/NAME``.

        Raises:
            LedgerUnavailable: it is no such address, or the file cannot be made.
        """
        if url.startswith(_SQLITE):
            return cls(_sqlite(Path(url.removeprefix(_SQLITE))), url)
        try:
            parsed = make_url(url)
        except ArgumentError:
            parsed = None
        if parsed is None or parsed.drivername not in _POSTGRESQL:
            raise LedgerUnavailable(
                "EUROCENT_DATABASE_URL is not the address of a database that Eurocent knows.",
                "Write postgresql://USER:PASSWORD@HOST/NAME, or leave it out for SQLite.",
            )
        return cls(_postgresql(parsed), parsed.render_as_string(hide_password=True))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read in one transaction that sees one moment.

        Raises:
            LedgerUnavailable: the database cannot be read.
        """
        with self._connected() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, about: str) -> Iterator[Connection]:
        """Write in one transaction: all of it or nothing.

        Args:
            about: what only one writer may touch at a time, such as a project's id. SQLite has
                one writer at a time anyway.

        Raises:
            LedgerUnavailable: the database cannot be written.
        """
        with self._connected() as connection:
            connection.execution_options(eurocent_writes=True)
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    key = func.hashtextextended(f"eurocent {about}", 0)
                    connection.execute(select(func.pg_advisory_xact_lock(key)))
                yield connection

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file on this machine, with one writer at a time."""
        return self._engine.dialect.name == "sqlite"

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """Hold one connection without a transaction, for locks that last as long as it does.

        Raises:
            LedgerUnavailable: the database cannot be reached.
        """
        with self._connected() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            trouble = self._trouble(error)
            if trouble is None:
                raise
            raise trouble from error

    def _trouble(self, error: DBAPIError) -> LedgerUnavailable | None:
        """Say what keeps the database away; None where the mistake is our own."""
        if isinstance(error.orig, sqlite3.Error):
            code = getattr(error.orig, "sqlite_errorcode", 0) & _PRIMARY_CODE
            sentences = _SQLITE_TROUBLE.get(code)
            if sentences is None:
                return None
            what, remedy = sentences
            return LedgerUnavailable(f"{what} It is {self.name.removeprefix(_SQLITE)}.", remedy)
        if not isinstance(error, OperationalError):
            return None
        reason = " ".join(str(error.orig).split()) or type(error.orig).__name__
        return LedgerUnavailable(
            f"The ledger's database {self.name} cannot be used: {reason}",
            "See that it runs and that EUROCENT_DATABASE_URL names it, then try again.",
        )


def _sqlite(file: Path) -> Engine:
    """Open a SQLite file, which only its owner may read."""
    # Made without being opened: closing it would drop the locks that SQLite, elsewhere in this
    # process, holds on the same file.
    with telling_of(file.parent), suppress(FileExistsError):
        os.mknod(file, 0o600)
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        # A connection costs less than a millisecond; kept ones would cross threads and forks.
        poolclass=NullPool,
        # The driver begins no transactions by itself, so that we choose how they begin.
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def _settle(connection: sqlite3.Connection, _record: object) -> None:
        _write_ahead(connection)
        for pragma in _PRAGMAS:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("eurocent_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and the writer work side by side.

    Two processes that meet at a new file can lock each other out of this one change, in which
    SQLite does not wait as it does elsewhere; so we do.
    """
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
            time.sleep(0.01)
        else:
            return


def _postgresql(url: URL) -> Engine:
    """Connect to PostgreSQL through psycopg; a server that was restarted is found again."""
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "options": f"-c lock_timeout={BUSY_SECONDS}s"},
    )
