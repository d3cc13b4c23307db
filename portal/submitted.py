"""What the partners handed in for a period, as ``status`` tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ledger.ledger import Ledger
from ledger.submission_records import RefusedSubmission, Submission
from portal.receipts import receipt_number
from schemas.project import Project


def submissions_of(ledger: Ledger, project: Project, period: int) -> dict[str, dict[str, Any]]:
    """By partner how its newest submission stands; partners who never tried are left out."""
    newest = {entry.partner: entry for entry in ledger.submissions(project.id, period)}
    refused = {entry.partner: entry for entry in ledger.refusals(project.id, period)}
    deadline = project.period(period).partner_deadline
    found = {}
    for partner in project.partners:
        submission, refusal = newest.get(partner.id), refused.get(partner.id)
        if submission is not None and refusal is not None:
            # What was refused before something was taken is of no interest any more.
            refusal = refusal if refusal.recorded_at > submission.received_at else None
        if submission is not None or refusal is not None:
            found[partner.id] = {
                "stands": submission is not None and submission.withdrawal is None,
                **(_taken(submission) if submission else {}),
                "late": submission is not None and submission.received_on > deadline,
                "refused": _refused(refusal),
            }
    return found


def told(submissions: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """One line for each partner who handed in, or tried to."""
    for partner, held in submissions.items():
        if "receipt" in held:
            yield f"{partner}: {_sentence(held)}"
        if held["refused"]:
            tried = held["refused"]
            files = ", ".join(tried["files"])
            codes = ", ".join(tried["codes"])
            yield f"{partner}: {files} refused {tried['on']} ({codes}), nothing was taken"


def _sentence(held: Mapping[str, Any]) -> str:
    if not held["stands"]:
        return (
            f"submission {held['number']} of {held['received_on']} withdrawn by "
            f"{held['withdrawn_by']}: {held['withdrawn_why']}"
        )
    notes = [
        note
        for note, holds in (
            ("nil report", held["nil"]),
            ("late", held["late"]),
            ("dated back", held["back_dated"]),
            ("action needed", held["outcome"] == "action needed"),
            ("not in the claim yet", held["waits_for_run"]),
        )
        if holds
    ]
    described = f" ({', '.join(notes)})" if notes else ""
    return f"submitted {held['received_on']}, receipt {held['receipt']}{described}"


def _taken(submission: Submission) -> dict[str, Any]:
    withdrawal = submission.withdrawal
    return {
        "receipt": receipt_number(submission),
        "number": submission.number,
        "received_on": submission.received_on.isoformat(),
        "received_at": submission.received_at.isoformat(timespec="seconds"),
        "back_dated": submission.back_dated,
        "nil": submission.nil,
        "outcome": submission.outcome,
        "waits_for_run": withdrawal is None and not submission.used,
        "withdrawn_by": withdrawal.who if withdrawal else "",
        "withdrawn_why": withdrawal.why if withdrawal else "",
    }


def _refused(refusal: RefusedSubmission | None) -> dict[str, Any] | None:
    if refusal is None:
        return None
    return {
        "on": refusal.recorded_at.date().isoformat(),
        "files": list(refusal.files),
        "codes": list(refusal.codes),
    }
