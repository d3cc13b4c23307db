"""Submissions in the database: handed in, taken back, refused, used by a run.

The newest submission of a partner and period stands, unless it was withdrawn; then none does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, Row, insert, select

from ledger import states
from ledger.canonical import canonical_json, sha256_of
from ledger.inserts import insert_columns, insert_once
from ledger.runs import standing_of
from ledger.states import Decision
from ledger.submission_records import (
    NewSubmission,
    Receiving,
    RefusedSubmission,
    Submission,
    SubmittedFile,
    Withdrawal,
    Withdrawing,
)
from ledger.tables import (
    run_submission,
    submission,
    submission_file,
    submission_refusal,
    submission_withdrawal,
)

ReceiptReader = Callable[[int, str], str]
"""Reads the receipt of a submission's number in the ledger, whose digest must be the one given."""


def load(
    connection: Connection, project: str, period: int, read: ReceiptReader
) -> list[Submission]:
    """All submissions of a period, in the order in which they came."""
    columns = [column for column in submission.columns if column is not submission.c.receipt]
    rows = connection.execute(
        select(*columns)
        .where(submission.c.project == project, submission.c.period == period)
        .order_by(submission.c.id)
    ).all()
    numbers = [row.id for row in rows]
    files = _files_of(connection, numbers)
    withdrawals = {
        row.submission_id: Withdrawal(row.who, row.why, row.recorded_at)
        for row in connection.execute(
            select(submission_withdrawal).where(submission_withdrawal.c.submission_id.in_(numbers))
        )
    }
    used = set(
        connection.execute(
            select(run_submission.c.submission_id).where(
                run_submission.c.submission_id.in_(numbers)
            )
        ).scalars()
    )
    return [
        _submission(row, files.get(row.id, []), withdrawals.get(row.id), row.id in used, read)
        for row in rows
    ]


def standing(submissions: Iterable[Submission]) -> dict[str, Submission]:
    """Of each partner the newest submission, where it was not withdrawn."""
    newest = {entry.partner: entry for entry in submissions}
    return {partner: entry for partner, entry in newest.items() if entry.withdrawal is None}


def receive(
    connection: Connection,
    new: NewSubmission,
    after: int | None,
    now: datetime,
    read: ReceiptReader,
) -> Receiving:
    """Add a submission, unless the claim is signed off, the same stands, or another came between.

    Args:
        connection: of the writer.
        new: what is handed in.
        after: ``id`` of the submission that stood when it was prepared, None where none did.
        now: the moment, in UTC.
        read: reads receipts.
    """
    earlier = load(connection, new.project, new.period, read)
    stands = standing(earlier).get(new.partner)
    if new.period in standing_of(connection, new.project).signed:
        return Receiving("closed", stands)
    if stands is not None and is_same(new, stands):
        return Receiving("same", stands)
    if (stands.id if stands else None) != after:
        return Receiving("overtaken", stands)
    number = 1 + sum(entry.partner == new.partner for entry in earlier)
    _add(connection, new, number, now)
    decision = Decision(
        "delivered",
        new.by or new.partner,
        f"submission {number}"
        + (f", back-dated to {new.received_on.isoformat()}" if new.back_dated else ""),
        new.digest,
    )
    states.add_change(connection, (new.project, new.period, new.partner), None, decision, now)
    added = load(connection, new.project, new.period, read)
    return Receiving("received", standing(added)[new.partner])


def is_same(new: NewSubmission, stands: Submission) -> bool:
    """Whether the very same was handed in; a stated day must be the same, too."""
    return (
        new.nil == stands.nil
        and [(file.file, file.sha256) for file in new.files]
        == [(file.file, file.sha256) for file in stands.files]
        and (not new.stated or new.received_on == stands.received_on)
    )


def withdraw(
    connection: Connection, stands: Submission | None, who: str, why: str, now: datetime
) -> Withdrawing:
    """Take the submission that stands back, unless a run used it."""
    if stands is None:
        return Withdrawing("nothing", None)
    if stands.used:
        return Withdrawing("used", stands)
    connection.execute(
        insert(submission_withdrawal).values(
            submission_id=stands.id, who=who, why=why, recorded_at=now
        )
    )
    decision = Decision("open", who, f"submission {stands.number} withdrawn: {why}", stands.digest)
    subject = (stands.project, stands.period, stands.partner)
    states.add_change(connection, subject, None, decision, now)
    return Withdrawing("withdrawn", stands)


def add_refusal(
    connection: Connection,
    subject: tuple[str, int, str],
    files: Mapping[str, str],
    codes: Sequence[str],
    now: datetime,
) -> None:
    """Note that files (digests by name) could not be taken."""
    project, period, partner = subject
    connection.execute(
        insert(submission_refusal).values(
            project=project,
            period=period,
            partner=partner,
            files=dict(files),
            codes=list(codes),
            recorded_at=now,
        )
    )


def refusals(connection: Connection, project: str, period: int) -> list[RefusedSubmission]:
    """What could not be taken for a period, in the order in which it came."""
    rows = connection.execute(
        select(submission_refusal)
        .where(submission_refusal.c.project == project, submission_refusal.c.period == period)
        .order_by(submission_refusal.c.id)
    )
    return [
        RefusedSubmission(row.partner, tuple(row.files), tuple(row.codes), row.recorded_at)
        for row in rows
    ]


def mark_used(connection: Connection, run_id: int, used: Sequence[int]) -> None:
    """Note that a run used submissions; what is noted already stays."""
    for number in used:
        insert_once(connection, run_submission, {"run_id": run_id, "submission_id": number})


def _add(connection: Connection, new: NewSubmission, number: int, now: datetime) -> None:
    told = canonical_json(new.receipt)
    identity: int = connection.execute(
        insert(submission)
        .values(
            project=new.project,
            period=new.period,
            partner=new.partner,
            number=number,
            nil=new.nil,
            received_on=new.received_on,
            back_dated=new.back_dated,
            handed_in_by=new.by,
            digest=new.digest,
            outcome=new.outcome,
            frames=dict(new.frames),
            definition_sha256=new.definition_sha256,
            receipt=told,
            receipt_sha256=sha256_of(told),
            received_at=now,
        )
        .returning(submission.c.id)
    ).scalar_one()
    columns: dict[str, Sequence[object]] = {
        "submission_id": [identity] * len(new.files),
        "number": range(1, len(new.files) + 1),
        "file": [file.file for file in new.files],
        "sha256": [file.sha256 for file in new.files],
        "size": [file.size for file in new.files],
        "kept": [file.kept for file in new.files],
        "rows": [file.rows for file in new.files],
        "sum_declared_cents": [dict(file.sum_declared) for file in new.files],
        "reading": [file.reading for file in new.files],
    }
    insert_columns(connection, submission_file, columns)


def _files_of(connection: Connection, numbers: Sequence[int]) -> dict[int, list[SubmittedFile]]:
    files: dict[int, list[SubmittedFile]] = {}
    for row in connection.execute(
        select(submission_file)
        .where(submission_file.c.submission_id.in_(numbers))
        .order_by(submission_file.c.submission_id, submission_file.c.number)
    ):
        entry = SubmittedFile(
            row.file, row.sha256, row.size, row.kept, row.rows, row.sum_declared_cents, row.reading
        )
        files.setdefault(row.submission_id, []).append(entry)
    return files


def _submission(
    row: Row[tuple[object, ...]],
    files: Sequence[SubmittedFile],
    withdrawal: Withdrawal | None,
    used: bool,  # noqa: FBT001  (one of the row's own fields)
    read: ReceiptReader,
) -> Submission:
    return Submission(
        id=row.id,
        project=row.project,
        period=row.period,
        partner=row.partner,
        number=row.number,
        nil=row.nil,
        received_on=row.received_on,
        back_dated=row.back_dated,
        by=row.handed_in_by,
        digest=row.digest,
        outcome=row.outcome,
        frames=row.frames,
        files=tuple(files),
        received_at=row.received_at,
        withdrawal=withdrawal,
        used=used,
        _read=partial(read, row.id, row.receipt_sha256),
    )
