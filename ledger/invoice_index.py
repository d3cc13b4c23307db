"""The index of invoices: it finds other projects that may have charged one, and tells no more.

A key (``rules.reported_invoices``) is sealed with the installation's own key before it is kept, as
participants' names are. What an invoice was charged with stands in the claims, and only there;
they are read where two projects have a key in common, which is rare.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from ledger.inserts import insert_columns
from ledger.tables import indexed_run, invoice_key, run

_PURPOSE = b"invoice\0"
"""Keeps what is sealed here apart from the pseudonyms, which are made with the same key."""

_AT_ONCE = 10_000
"""Keys in one question; both databases take three times as many."""


def seal(keys: Iterable[str], secret: bytes) -> list[str]:
    """Digests of keys that nobody can make, or guess, without the installation's secret."""
    return sorted(
        {
            hmac.digest(
                secret, _PURPOSE + key.encode("utf-8", "surrogatepass"), hashlib.sha256
            ).hex()
            for key in keys
        }
    )


def not_indexed(connection: Connection, form: int) -> list[int]:
    """The numbers of the runs that have no keys of this form yet."""
    done = select(indexed_run.c.run_id).where(indexed_run.c.form == form)
    return list(
        connection.execute(
            select(run.c.id).where(run.c.id.not_in(done)).order_by(run.c.id)
        ).scalars()
    )


def is_indexed(connection: Connection, number: int, form: int) -> bool:
    """Whether a run has its keys of this form."""
    ours = (indexed_run.c.run_id == number, indexed_run.c.form == form)
    return connection.execute(select(indexed_run.c.run_id).where(*ours)).first() is not None


def add_keys(
    connection: Connection, number: int, form: int, sealed: Sequence[str], now: datetime
) -> None:
    """Enter the invoices of a run."""
    connection.execute(insert(indexed_run).values(run_id=number, form=form, recorded_at=now))
    columns: dict[str, Sequence[object]] = {
        "sealed_key": sealed,
        "run_id": [number] * len(sealed),
        "form": [form] * len(sealed),
    }
    insert_columns(connection, invoice_key, columns)


def runs_with(
    connection: Connection, sealed: Sequence[str], form: int, but: str
) -> dict[str, set[int]]:
    """By project, but for one, the numbers of the runs that have one of these invoices."""
    found: dict[str, set[int]] = {}
    for start in range(0, len(sealed), _AT_ONCE):
        rows = connection.execute(
            select(run.c.project, run.c.id)
            .join_from(invoice_key, run, invoice_key.c.run_id == run.c.id)
            .where(
                invoice_key.c.sealed_key.in_(sealed[start : start + _AT_ONCE]),
                invoice_key.c.form == form,
                run.c.project != but,
            )
            .distinct()
        )
        for project, number in rows:
            found.setdefault(project, set()).add(number)
    return found
