"""Runs in the database: found, added, and which of them counts for a period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, insert, select

from ledger.canonical import sha256_of
from ledger.inserts import insert_columns
from ledger.records import SIGNED_STATES, StoredRun
from ledger.tables import expenditure_item, raw_file, run, run_input, run_request, state_change

if TYPE_CHECKING:
    from schemas.claim import Claim, ClaimItem, InputFile

ClaimReader = Callable[[int, str], str]
"""Reads the claim of a run's number, whose digest must be the one given."""


@dataclass(frozen=True)
class Standing:
    """How the claims of one project stand.

    Attributes:
        states: the newest state by period and version; a version nobody decided about has none.
        signed: per period the number of the run that was signed off and not superseded since.
        latest: per period the number of the run that was asked for last.
    """

    states: Mapping[tuple[int, int], str]
    signed: Mapping[int, int]
    latest: Mapping[int, int]

    def counting(self, period: int) -> int:
        """The number of the run that counts: the signed one, else the latest; it has one."""
        return self.signed.get(period, self.latest[period])

    def periods(self) -> list[int]:
        """The periods that have a run, ascending."""
        return sorted(self.latest)


def standing_of(connection: Connection, project: str) -> Standing:
    """Read how the claims of a project stand."""
    states: dict[tuple[int, int], str] = {}
    signed: dict[int, int] = {}
    changes = connection.execute(
        select(run.c.period, run.c.version, run.c.id, state_change.c.state)
        .join_from(state_change, run, state_change.c.run_id == run.c.id)
        .where(state_change.c.project == project)
        .order_by(state_change.c.id)
    )
    for period, version, run_id, state in changes:
        before = states.get((period, version))
        states[period, version] = state
        # A later step of a signed claim may have been taken with its other language in view.
        if state in SIGNED_STATES and before not in SIGNED_STATES:
            signed[period] = run_id
        elif state not in SIGNED_STATES and before in SIGNED_STATES:
            signed.pop(period, None)
    requests = connection.execute(
        select(run_request.c.period, run_request.c.run_id)
        .where(run_request.c.project == project)
        .order_by(run_request.c.id)
    )
    return Standing(states, signed, {row.period: row.run_id for row in requests})


def load_runs(
    connection: Connection, numbers: Iterable[int], standing: Standing, read: ClaimReader
) -> list[StoredRun]:
    """Give runs by their numbers, in the order of the numbers given."""
    wanted = list(numbers)
    columns = [column for column in run.columns if column is not run.c.claim]
    rows = connection.execute(select(*columns).where(run.c.id.in_(wanted)))
    found = {
        row.id: StoredRun(
            id=row.id,
            project=row.project,
            period=row.period,
            version=row.version,
            fingerprint=row.fingerprint,
            language=row.language,
            rule_set=row.rule_set,
            status=standing.states.get((row.period, row.version), row.status),
            created_at=row.created_at,
            previous=tuple(row.previous),
            frames=tuple(row.frames),
            outputs=row.outputs,
            claim_sha256=row.claim_sha256,
            _read=partial(read, row.id, row.claim_sha256),
        )
        for row in rows
    }
    return [found[number] for number in wanted]


def load_run(connection: Connection, number: int, read: ClaimReader) -> StoredRun:
    """Give the run of a number."""
    project = connection.execute(select(run.c.project).where(run.c.id == number)).scalar_one()
    (found,) = load_runs(connection, [number], standing_of(connection, project), read)
    return found


def find_same(
    connection: Connection, project: str, period: int, fingerprint: str, language: str
) -> int | None:
    """The number of the run made of the same things in the same language."""
    return connection.execute(
        select(run.c.id).where(
            run.c.project == project,
            run.c.period == period,
            run.c.fingerprint == fingerprint,
            run.c.language == language,
        )
    ).scalar()


def find_seen(connection: Connection, project: str, period: int, claim_sha256: str) -> int:
    """The number of the run that made the claim which somebody saw.

    Raises:
        LookupError: no run of the period made it.
    """
    number = connection.execute(
        select(run.c.id).where(
            run.c.project == project,
            run.c.period == period,
            run.c.claim_sha256 == claim_sha256,
        )
    ).scalar()
    if number is None:
        raise LookupError(f"no run of {project}, period {period}, made the claim {claim_sha256}")
    return number


def version_of(connection: Connection, project: str, period: int, fingerprint: str) -> int:
    """The version that a content of a period has, or would get as a new one."""
    ours = (run.c.project == project, run.c.period == period)
    known = connection.execute(
        select(run.c.version).where(*ours, run.c.fingerprint == fingerprint).limit(1)
    ).scalar()
    if known is not None:
        return known
    return 1 + (connection.execute(select(func.max(run.c.version)).where(*ours)).scalar() or 0)


def add_run(
    connection: Connection,
    claim: Claim,
    claim_json: str,
    *,
    frames: Sequence[Mapping[str, str]],
    outputs: str,
    now: datetime,
) -> int:
    """Add a run with its files and items, and give its number."""
    made_of = claim.provenance
    number: int = connection.execute(
        insert(run)
        .values(
            project=claim.project,
            period=claim.period,
            version=claim.version,
            fingerprint=made_of.fingerprint,
            language=claim.language,
            rule_set=claim.rule_set,
            status=claim.status,
            submitted_on=claim.submitted_on,
            definition_sha256=made_of.project_sha256 or None,
            previous=made_of.previous,
            frames=frames,
            outputs=outputs,
            claim=claim_json,
            claim_sha256=sha256_of(claim_json),
            created_at=now,
        )
        .returning(run.c.id)
    ).scalar_one()
    _add_inputs(connection, number, made_of.inputs)
    _add_items(connection, number, claim.items)
    return number


def add_request(
    connection: Connection, project: str, period: int, number: int, now: datetime
) -> None:
    """Note which run was asked for, unless it is the latest of its period already."""
    latest = connection.execute(
        select(run_request.c.run_id)
        .where(run_request.c.project == project, run_request.c.period == period)
        .order_by(run_request.c.id.desc())
        .limit(1)
    ).scalar()
    if latest != number:
        connection.execute(
            insert(run_request).values(
                project=project, period=period, run_id=number, requested_at=now
            )
        )


def _add_inputs(connection: Connection, number: int, inputs: Sequence[InputFile]) -> None:
    kept = set(
        connection.execute(
            select(raw_file.c.sha256).where(raw_file.c.sha256.in_([f.sha256 for f in inputs]))
        ).scalars()
    )
    columns: dict[str, Sequence[object]] = {
        "run_id": [number] * len(inputs),
        "number": range(1, len(inputs) + 1),
        "partner": [file.partner for file in inputs],
        "file": [file.file for file in inputs],
        "sha256": [file.sha256 for file in inputs],
        "kept": [file.sha256 in kept for file in inputs],
        "rows": [file.rows for file in inputs],
        "sum_declared_cents": [file.sum_declared for file in inputs],
        "received_at": [file.received_at for file in inputs],
    }
    insert_columns(connection, run_input, columns)


def _add_items(connection: Connection, number: int, items: Sequence[ClaimItem]) -> None:
    columns: dict[str, Sequence[object]] = {
        "run_id": [number] * len(items),
        "sequence": range(1, len(items) + 1),
    }
    for column in expenditure_item.columns:
        if column.name not in columns:
            field = column.name.removesuffix("_cents")
            columns[column.name] = [getattr(item, field) for item in items]
    insert_columns(connection, expenditure_item, columns)
