"""Imported rate tables in the database: what an authority published, and until when it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from ledger.canonical import canonical_json, sha256_of
from ledger.tables import rate_table
from schemas.project import PublishedRate
from schemas.rates import RateTable


@dataclass(frozen=True)
class ImportedRates:
    """A table that counts.

    Attributes:
        number: given by the ledger; of two tables the later one goes first.
        name: of the file that it came in.
        recorded_at: in UTC.
    """

    number: int
    name: str
    sha256: str
    rates: tuple[PublishedRate, ...]
    recorded_by: str
    recorded_at: datetime


def rate_tables(connection: Connection) -> list[ImportedRates]:
    """The tables that count, in the order in which they were imported."""
    rows = list(connection.execute(select(rate_table).order_by(rate_table.c.id)))
    newest = {row.sha256: row.id for row in rows}
    return [
        ImportedRates(
            number=row.id,
            name=row.name,
            sha256=row.sha256,
            rates=tuple(PublishedRate.model_validate(rate) for rate in row.rates),
            recorded_by=row.recorded_by,
            recorded_at=row.recorded_at,
        )
        for row in rows
        if not row.withdrawn and newest[row.sha256] == row.id
    ]


def beside(shipped: RateTable, tables: Sequence[ImportedRates]) -> RateTable:
    """The rates of imported tables before the shipped ones, those of later tables first."""
    for table in tables:
        shipped = shipped.with_published(table.rates)
    return shipped


def add_rates(
    connection: Connection, name: str, rates: Sequence[PublishedRate], who: str, now: datetime
) -> bool:
    """Add a table unless the last one that counts says the same; whether it is new."""
    plain = [rate.model_dump() for rate in rates]
    digest = sha256_of(canonical_json(plain))
    counting = rate_tables(connection)
    if counting and counting[-1].sha256 == digest:
        return False
    values = {"name": name, "sha256": digest, "rates": plain, "recorded_by": who}
    connection.execute(
        insert(rate_table).values(**values, withdrawn=False, why="", recorded_at=now)
    )
    return True


def withdraw_rates(
    connection: Connection, number: int, who: str, why: str, now: datetime
) -> ImportedRates | None:
    """Add that a table counts no more; None where there is none of that number that counts."""
    table = next((entry for entry in rate_tables(connection) if entry.number == number), None)
    if table is not None:
        connection.execute(
            insert(rate_table).values(
                name=table.name,
                sha256=table.sha256,
                rates=[],
                withdrawn=True,
                why=why,
                recorded_by=who,
                recorded_at=now,
            )
        )
    return table
