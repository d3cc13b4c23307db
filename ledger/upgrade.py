"""The ledger's tables are brought to the form that this version of Eurocent knows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Text, column, inspect, select, table

from ledger.database import Database
from ledger.errors import LedgerUnavailable

NEWEST = "v0008"
"""The newest step under ``migrations/versions``; known here, so that Alembic is rarely imported."""

_VERSION_TABLE = "ledger_version"


def bring_up_to_date(database: Database) -> None:
    """Take the steps that are missing, all in one transaction; nothing where none is.

    Two processes that start together take turns, and the second finds nothing left to do.

    Raises:
        LedgerUnavailable: the database cannot be used, or a newer Eurocent has written it.
    """
    with database.reading() as connection:
        if _step_of(connection) == NEWEST:
            return
    with database.writing("tables") as connection:
        if _step_of(connection) != NEWEST:
            _take_steps(connection, database.name)


def _step_of(connection: Connection) -> str | None:
    """The step that the database has reached, None for an empty one."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    version = column("version_num", Text)
    return connection.execute(select(version).select_from(table(_VERSION_TABLE, version))).scalar()


def _take_steps(connection: Connection, name: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    folder = Path(__file__).parent / "migrations"
    config = Config(attributes={"connection": connection})
    # Alembic reads its settings like an INI file, where a per cent sign starts a placeholder.
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    reached = _step_of(connection)
    if reached is not None and reached not in known:
        raise LedgerUnavailable(
            f"The ledger {name} was written by a newer Eurocent.",
            "Install that version, or name another state folder in EUROCENT_HOME.",
        )
    command.upgrade(config, "head")
