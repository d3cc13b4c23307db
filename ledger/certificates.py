"""Controllers' certificates in the database: the newest of a partner and period counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from ledger.canonical import JsonValue
from ledger.tables import certificate as certificate_table
from schemas.money import format_cents
from schemas.project import Certificate


def newest_certificate(
    connection: Connection, project: str, period: int, partner: str
) -> Certificate | None:
    """The certificate that counts, None where no controller has looked yet."""
    table = certificate_table
    row = connection.execute(
        select(table)
        .where(table.c.project == project, table.c.period == period, table.c.partner == partner)
        .order_by(table.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return Certificate.model_validate(
        {
            "partner": row.partner,
            "period": row.period,
            "by": row.certified_by,
            "date": row.certified_on,
            "items": row.changed_items,
        }
    )


def add_certificate(
    connection: Connection, project: str, certificate: Certificate, now: datetime
) -> bool:
    """Add a certificate unless the newest says the same; whether it is new."""
    newest = newest_certificate(connection, project, certificate.period, certificate.partner)
    if newest == certificate:
        return False
    connection.execute(
        insert(certificate_table).values(
            project=project,
            period=certificate.period,
            partner=certificate.partner,
            certified_by=certificate.by,
            certified_on=certificate.date,
            changed_items=_written(certificate),
            recorded_at=now,
        )
    )
    return True


def _written(certificate: Certificate) -> list[JsonValue]:
    """The changed items with amounts as text, the form in which they are read again."""
    return [
        item.model_dump() | {"deducted": format_cents(item.deducted)} for item in certificate.items
    ]
