"""Erasures in the database: who erased how much, when and why, and what has to follow from it.

The rows are the list of erasures from which the state folder can be brought back in order, after a
crash half-way or after an older backup was restored (``ledger.erasing.finish``).
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from ledger.inserts import insert_columns, insert_once
from ledger.tables import (
    erased_row,
    erasure,
    key_check,
    replaced_list,
    run,
    submission,
    submission_file,
)


@dataclass(frozen=True)
class ErasedRow:
    """One row of a partner's file, and the token that stands for the person there."""

    file_sha256: str
    sheet: str
    row: int
    token: str


@dataclass(frozen=True)
class NewErasure:
    """What was erased.

    Attributes:
        scope: ``person`` or ``lists``.
        who, why: in their words, without the person.
        rows: the rows of partners' files.
        replaced: digest of each list and of what replaced it.
    """

    project: str
    scope: str
    who: str
    why: str
    rows: Sequence[ErasedRow]
    replaced: Mapping[str, str]


@dataclass(frozen=True)
class Erasure:
    """An erasure as recorded."""

    project: str
    scope: str
    who: str
    why: str
    rows: int
    recorded_at: datetime


def known_key(connection: Connection) -> str | None:
    """By what the key is known again; None where none was in use."""
    return connection.execute(select(key_check.c.check_value)).scalar()


def check_of(key: bytes) -> str:
    """By what a key is known again."""
    return hmac.digest(key, b"check\0", hashlib.sha256).hex()


def note_key(connection: Connection, check: str, now: datetime) -> str:
    """Note the first key; the check of that one."""
    insert_once(connection, key_check, {"number": 1, "check_value": check, "recorded_at": now})
    return known_key(connection) or check


def add(connection: Connection, new: NewErasure, now: datetime) -> None:
    """Add an erasure with its rows and lists.

    Raises:
        sqlalchemy.exc.IntegrityError: a list was replaced meanwhile.
    """
    number: int = connection.execute(
        insert(erasure)
        .values(
            project=new.project,
            scope=new.scope,
            who=new.who,
            why=new.why,
            rows=len(new.rows),
            recorded_at=now,
        )
        .returning(erasure.c.id)
    ).scalar_one()
    rows = sorted({(row.file_sha256, row.sheet, row.row): row for row in new.rows}.items())
    insert_columns(
        connection,
        erased_row,
        {
            "erasure_id": [number] * len(rows),
            "file_sha256": [row.file_sha256 for _, row in rows],
            "sheet": [row.sheet for _, row in rows],
            "row": [row.row for _, row in rows],
            "token": [row.token for _, row in rows],
        },
    )
    insert_columns(
        connection,
        replaced_list,
        {
            "old_digest": list(new.replaced),
            "new_digest": list(new.replaced.values()),
            "erasure_id": [number] * len(new.replaced),
        },
    )


def are_replaced(connection: Connection, digests: Sequence[str]) -> bool:
    """Whether any of these lists was replaced already."""
    found = select(replaced_list.c.old_digest).where(replaced_list.c.old_digest.in_(digests))
    return connection.execute(found.limit(1)).first() is not None


def load(connection: Connection, project: str) -> list[Erasure]:
    """The erasures of a project, in their order."""
    rows = connection.execute(
        select(erasure).where(erasure.c.project == project).order_by(erasure.c.id)
    )
    return [
        Erasure(row.project, row.scope, row.who, row.why, row.rows, row.recorded_at) for row in rows
    ]


def rows_by_file(connection: Connection) -> dict[str, dict[str, dict[int, str]]]:
    """All erased rows by file, sheet and number, with the newest token."""
    found: dict[str, dict[str, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in connection.execute(select(erased_row).order_by(erased_row.c.erasure_id)):
        found[row.file_sha256][row.sheet][row.row] = row.token
    return {file: dict(sheets) for file, sheets in found.items()}


def replacements(connection: Connection) -> dict[str, str]:
    """All lists that were replaced, with what replaced each."""
    return {row.old_digest: row.new_digest for row in connection.execute(select(replaced_list))}


def cleared_lists(connection: Connection) -> set[str]:
    """Digests of the lists in which nobody is left, because their time had come."""
    found = select(replaced_list.c.new_digest).join(erasure).where(erasure.c.scope == "lists")
    return set(connection.execute(found).scalars())


def frames_of_runs(connection: Connection) -> dict[str, set[str]]:
    """Digests of the lists that runs name, by project."""
    found: dict[str, set[str]] = defaultdict(set)
    for project, frames in connection.execute(select(run.c.project, run.c.frames)):
        found[project] |= {entry["participants"] for entry in frames if "participants" in entry}
    return dict(found)


def readings_of_submissions(connection: Connection) -> dict[str, set[str]]:
    """Digests of the readings of files that are not kept themselves, by project."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = connection.execute(
        select(submission.c.project, submission_file.c.reading)
        .join(submission_file, submission_file.c.submission_id == submission.c.id)
        .where(submission_file.c.reading.is_not(None))
    )
    for project, reading in rows:
        if reading:
            found[project].add(reading)
    return dict(found)
