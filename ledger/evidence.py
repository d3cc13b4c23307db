"""Evidence in the database: per name and content of a file, the newest row counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from ledger.inserts import insert_once
from ledger.tables import evidence, evidence_erasure
from schemas.evidence import EvidenceFile


def evidence_of(connection: Connection, project: str, period: int) -> dict[str, list[EvidenceFile]]:
    """The files of each partner for a period, by their names."""
    rows = connection.execute(
        select(evidence)
        .where(evidence.c.project == project, evidence.c.period == period)
        .order_by(evidence.c.id)
    )
    newest: dict[tuple[str, str, str], EvidenceFile] = {}
    for row in rows:
        newest[row.partner, row.file, row.sha256] = EvidenceFile(
            file=row.file,
            sha256=row.sha256,
            size=row.size,
            kind=row.kind,
            marks=row.marks,
            stands_for=row.stands_for,
        )
    found: dict[str, list[EvidenceFile]] = {}
    for (partner, _, _), file in sorted(newest.items()):
        found.setdefault(partner, []).append(file)
    return found


def add_evidence(
    connection: Connection,
    report: tuple[str, int, str],
    files: Sequence[EvidenceFile],
    who: str,
    now: datetime,
) -> int:
    """Add the files of a partner report that are not known with the same list; how many were new.

    Args:
        connection: of the writer.
        report: project, period and partner.
        files: their bytes are on the disk.
        who: handed them in.
        now: the moment, in UTC.
    """
    project, period, partner = report
    known = evidence_of(connection, project, period).get(partner, [])
    new = [file for file in files if file not in known]
    for file in new:
        connection.execute(
            insert(evidence).values(
                project=project,
                period=period,
                partner=partner,
                handed_in_by=who,
                recorded_at=now,
                **file.model_dump(),
            )
        )
    return len(new)


def projects_with(connection: Connection, digest: str) -> set[str]:
    """The projects to which a file of this content was handed in."""
    rows = connection.execute(select(evidence.c.project).where(evidence.c.sha256 == digest))
    return set(rows.scalars())


def add_erasure(connection: Connection, digest: str, who: str, why: str, now: datetime) -> None:
    """Note that the bytes of a file were erased, by whom and why; its digest and counts stay."""
    values = {"sha256": digest, "who": who, "why": why, "recorded_at": now}
    insert_once(connection, evidence_erasure, values)


def erased(connection: Connection) -> frozenset[str]:
    """Digests of the files whose bytes were erased."""
    return frozenset(connection.execute(select(evidence_erasure.c.sha256)).scalars())
