"""States in the database: who decided what about a claim or a partner report, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from ledger.records import CLAIM_STATES, REPORT_STATES, PeriodStates, StateChange, StoredRun
from ledger.tables import run, state_change


@dataclass(frozen=True)
class Decision:
    """A new state, whose it was, why, and the digest of what was seen ("" for nothing)."""

    state: str
    who: str
    why: str = ""
    seen_digest: str = ""


def changes_of(connection: Connection, project: str, period: int) -> list[StateChange]:
    """All changes of a period, in the order in which they were made."""
    rows = connection.execute(
        select(state_change, run.c.version)
        .join_from(state_change, run, state_change.c.run_id == run.c.id, isouter=True)
        .where(state_change.c.project == project, state_change.c.period == period)
        .order_by(state_change.c.id)
    )
    return [
        StateChange(
            id=row.id,
            project=row.project,
            period=row.period,
            subject=row.subject,
            partner=row.partner,
            version=row.version,
            state=row.state,
            who=row.who,
            why=row.why,
            seen_digest=row.seen_digest or "",
            recorded_at=row.recorded_at,
        )
        for row in rows
    ]


def newest_states(changes: list[StateChange]) -> PeriodStates:
    """The last change of the claim and of each partner report."""
    newest = {change.partner: change for change in changes}
    return PeriodStates(claim=newest.pop("", None), partners=newest)


def is_certified(connection: Connection, subject: tuple[str, int, str]) -> bool:
    """Whether a partner report was certified and neither withdrawn nor delivered anew since."""
    project, period, partner = subject
    held = [c.state for c in changes_of(connection, project, period) if c.partner == partner]
    certified = [number for number, state in enumerate(held) if state == "certified"]
    return bool(certified) and not {"open", "delivered"}.intersection(held[certified[-1] :])


def add_change(
    connection: Connection,
    subject: tuple[str, int, str],
    about: StoredRun | None,
    decision: Decision,
    now: datetime,
) -> bool:
    """Add a change of state; a step that is taken twice adds nothing the second time.

    Args:
        connection: of the writer.
        subject: project, period and partner of a partner report; partner "" for a claim.
        about: for a claim, the run that made it; its other languages share the state.
        decision: the new state.
        now: when it was decided, in UTC.

    Returns:
        Whether the state is new; False where it was decided in the same words before.

    Raises:
        ValueError: a partner report or a claim knows no such state.
    """
    known = REPORT_STATES if about is None else CLAIM_STATES
    if decision.state not in known:
        raise ValueError(f"{decision.state!r} is none of the states {', '.join(known)}")
    project, period, partner = subject
    version = None if about is None else about.version
    before = [
        Decision(change.state, change.who, change.why, change.seen_digest)
        for change in changes_of(connection, project, period)
        if (change.partner, change.version) == (partner, version)
    ]
    if before and before[-1] == decision:
        return False
    connection.execute(
        insert(state_change).values(
            project=project,
            period=period,
            subject="partner_report" if about is None else "claim",
            partner=partner,
            run_id=None if about is None else about.id,
            state=decision.state,
            who=decision.who,
            why=decision.why,
            seen_digest=decision.seen_digest or None,
            recorded_at=now,
        )
    )
    return True
