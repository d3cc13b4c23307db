"""Triggers that keep history: rows are added, never changed and never taken away."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

_REFUSAL = "the ledger is append-only: add a row that corrects"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def forbid_changes(connection: Connection, *tables: str) -> None:
    """Refuse UPDATE and DELETE (on PostgreSQL also TRUNCATE) on tables.

    SQLite's REPLACE counts as a delete, because ``recursive_triggers`` is on.
    """
    on_sqlite = connection.dialect.name == "sqlite"
    if not on_sqlite:
        connection.exec_driver_sql(_FUNCTION)
    for table in tables:
        for statement in _on_sqlite(table) if on_sqlite else _on_postgresql(table):
            connection.exec_driver_sql(statement)


def _on_sqlite(table: str) -> Iterator[str]:
    for change in ("UPDATE", "DELETE"):
        yield f"""
            CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table}
            BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END
        """


def _on_postgresql(table: str) -> Iterator[str]:
    for change, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        yield f"""
            CREATE TRIGGER {table}_append_only_{each.lower()} BEFORE {change} ON {table}
            FOR EACH {each} EXECUTE FUNCTION ledger_is_append_only()
        """
