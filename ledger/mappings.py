"""Column mappings in the database: per layout of a partner, the newest that was saved counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from ledger.tables import column_mapping
from schemas.mapping import ColumnMapping


def mappings_of(connection: Connection, project: str, partner: str) -> list[ColumnMapping]:
    """The mappings that count for a partner, the newest first, with who saved them and when."""
    table = column_mapping
    rows = connection.execute(
        select(table)
        .where(table.c.project == project, table.c.partner == partner)
        .order_by(table.c.id.desc())
    )
    newest: dict[str, ColumnMapping | None] = {}
    for row in rows:
        if row.layout not in newest:
            mapping = ColumnMapping.model_validate(row.mapping)
            saved = {"saved_by": row.saved_by, "saved_on": row.recorded_at.date()}
            newest[row.layout] = None if row.withdrawn else mapping.model_copy(update=saved)
    return [mapping for mapping in newest.values() if mapping]


def add_mapping(connection: Connection, mapping: ColumnMapping, who: str, now: datetime) -> bool:
    """Add a mapping unless the newest of its layout says the same; whether it is new."""
    for known in mappings_of(connection, mapping.project, mapping.partner):
        if known.layout == mapping.layout and known.digest == mapping.digest:
            return False
    _add(connection, mapping, who, now, withdrawn=False)
    return True


def withdraw_mapping(
    connection: Connection, mapping: ColumnMapping, who: str, now: datetime
) -> None:
    """Add that the mapping of a layout counts no more."""
    _add(connection, mapping, who, now, withdrawn=True)


def _add(
    connection: Connection, mapping: ColumnMapping, who: str, now: datetime, *, withdrawn: bool
) -> None:
    plain = mapping.model_copy(update={"saved_by": "", "saved_on": None}).plain()
    connection.execute(
        insert(column_mapping).values(
            project=mapping.project,
            partner=mapping.partner,
            layout=mapping.layout,
            withdrawn=withdrawn,
            mapping=plain,
            mapping_sha256=mapping.digest,
            saved_by=who,
            recorded_at=now,
        )
    )
