"""Two ways to add rows for which the databases differ: only once, and many at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Dialect, Table, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError


def insert_once(connection: Connection, table: Table, values: Mapping[str, object]) -> None:
    """Add a row unless one with its key is there."""
    if connection.dialect.name == "sqlite":
        connection.execute(sqlite.insert(table).values(**values).on_conflict_do_nothing())
        return
    # Who hands in a file waits for every import; on SQLite this one would be for nothing.
    from sqlalchemy.dialects import postgresql

    connection.execute(postgresql.insert(table).values(**values).on_conflict_do_nothing())


def insert_columns(
    connection: Connection, table: Table, columns: Mapping[str, Sequence[object]]
) -> None:
    """Add many rows at once, given as columns of equal length.

    Every value goes through its column's type, so a float is refused here as anywhere. Plain
    tuples to the driver, or COPY, take 100,000 rows in a second or two; dictionaries through
    SQLAlchemy take four to twelve.

    Raises:
        TypeError, ValueError: a value is not what its column holds.
        sqlalchemy.exc.IntegrityError: a row breaks a rule of the table; none is added.
    """
    names = [column.name for column in table.columns if column.name in columns]
    cells = [_bound(table.columns[name], columns[name], connection.dialect) for name in names]
    rows = list(zip(*cells, strict=True))
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        statement = insert(table).compile(dialect=connection.dialect, column_keys=names)
        connection.exec_driver_sql(str(statement), rows)
    else:
        _copy(connection, table.name, names, rows)


def _bound(column: Column[Any], values: Sequence[object], dialect: Dialect) -> Sequence[object]:
    """The values as the driver takes them."""
    processor = column.type.dialect_impl(dialect).bind_processor(dialect)
    return values if processor is None else [processor(value) for value in values]


def _copy(
    connection: Connection, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    import psycopg
    from psycopg.sql import SQL, Identifier

    driver: Any = connection.connection.driver_connection
    statement = SQL("COPY {} ({}) FROM STDIN").format(
        Identifier(table), SQL(", ").join(map(Identifier, names))
    )
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        # Past SQLAlchemy, the driver's errors come bare; everybody above expects them wrapped.
        raise DBAPIError.instance(
            f"COPY {table}", None, error, psycopg.Error, dialect=connection.dialect
        ) from error
