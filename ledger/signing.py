"""The sign-off: one claim of a period is approved, and supersedes another approved before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from ledger.records import SIGNED_STATES, SignOff
from ledger.runs import ClaimReader, find_seen, load_run, standing_of
from ledger.states import Decision, add_change


def sign_off(
    connection: Connection,
    claim: tuple[str, int],
    decision: Decision,
    now: datetime,
    read: ClaimReader,
) -> SignOff:
    """Sign off the latest claim of a project's period, if it is what was looked at.

    Args:
        connection: of the writer.
        claim: project and period.
        decision: who approves, why, and the digest of the claim looked at ("" for the latest).
        now: when, in UTC.
        read: reads a claim.

    Raises:
        LookupError: the period has no run, or none that made the claim that was looked at.
    """
    project, period = claim
    standing = standing_of(connection, project)
    if period not in standing.latest:
        raise LookupError(f"{project} has no run of period {period}")
    run = load_run(connection, standing.latest[period], read)
    if decision.seen_digest:
        seen = load_run(
            connection, find_seen(connection, project, period, decision.seen_digest), read
        )
        if seen.version != run.version:
            return SignOff(run, "overtaken")
        run = seen
    if run.status in SIGNED_STATES:
        return SignOff(run, "already_approved")
    subject = (project, period, "")
    if period in standing.signed:
        before = load_run(connection, standing.signed[period], read)
        reason = f"version {run.version} was approved"
        superseded = Decision("superseded", decision.who, reason, before.claim_sha256)
        add_change(connection, subject, before, superseded, now)
    add_change(connection, subject, run, replace(decision, seen_digest=run.claim_sha256), now)
    return SignOff(load_run(connection, run.id, read), "approved")
