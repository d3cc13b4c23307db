"""The commands of a partner who hands in: ``submit``, ``receipt`` and ``withdraw``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import typer
from rich.console import Console

from ledger.home import Home
from ledger.ledger import Ledger
from ledger.submission_records import Submission
from portal.assessing import Desk
from portal.errors import WRONG_USAGE, Refusal
from portal.receipt_view import show_receipt
from portal.receipts import Handing, Upload, receipt_of
from portal.submitting import PeriodClosed, submit
from schemas.receipt import Receipt
from schemas.words import N_, words

_BLOCKED = 1


def submit_files(
    files: list[Path], handing: Handing, receipt_to: Path | None, *, as_json: bool
) -> None:
    """Hand files in and show the receipt.

    Exit code 1 where something blocks, 2 where a file cannot be read at all; then nothing is
    stored as delivered.
    """
    spoken = words(handing.language)
    missing = next((file for file in files if not file.exists()), None)
    if missing is not None:
        raise Refusal(f"There is no file {missing}.", "Name the extracts to submit.")
    uploads = [Upload.of(file) for file in files]
    with Console(stderr=True).status(spoken(N_("reading and checking"))):
        try:
            answer = submit(replace(handing, files=uploads))
        except PeriodClosed as closed:
            raise Refusal(closed.message, closed.remedy, _BLOCKED) from None
    receipt = answer.receipt
    if as_json:
        sys.stdout.write(receipt.to_json())
    else:
        show_receipt(Console(), receipt, spoken)
    if receipt.outcome == "refused":
        raise typer.Exit(WRONG_USAGE if answer.unreadable else _BLOCKED)
    if receipt_to is not None:
        _print(receipt, receipt_to, quiet=as_json)


def show_stored_receipt(desk: Desk, number: int | None, out: Path | None, *, as_json: bool) -> None:
    """Show, or print, the receipt of a submission word for word as it was answered."""
    ledger = Ledger.open(Home.open())
    try:
        receipt = receipt_of(_found(ledger, desk, number))
    finally:
        ledger.close()
    if out is not None:
        _print(receipt, out, quiet=as_json)
    if as_json:
        sys.stdout.write(receipt.to_json())
    elif out is None:
        show_receipt(Console(), receipt, words(receipt.language))


def withdraw_submission(desk: Desk, by: str, why: str) -> None:
    """Take the submission that stands back, as long as no run used it."""
    ledger = Ledger.open(Home.open())
    try:
        answer = ledger.withdraw(desk.project.id, desk.period, desk.owner.id, by, why)
    finally:
        ledger.close()
    where = f"{desk.owner.id}, period {desk.period}"
    if answer.submission is None:
        raise Refusal(
            f"{where}: there is no submission to withdraw.",
            f"See what was handed in: eurocent status {desk.project.id} {desk.period}",
            _BLOCKED,
        )
    if answer.outcome == "used":
        raise Refusal(
            f"{where}: submission {answer.submission.number} is part of a claim already and stays "
            "on record.",
            "Submit the corrected files, or --nil; they replace it as a whole.",
            _BLOCKED,
        )
    Console().print(
        f"Withdrawn by {by}: {where}, submission {answer.submission.number}. Nothing is handed in "
        "now; the submission stays in the trail.",
        highlight=False,
    )


def _found(ledger: Ledger, desk: Desk, number: int | None) -> Submission:
    ours = [
        entry
        for entry in ledger.submissions(desk.project.id, desk.period)
        if entry.partner == desk.owner.id and number in (None, entry.number)
    ]
    if not ours:
        which = "no submission" if number is None else f"no submission {number}"
        raise Refusal(
            f"{desk.owner.id}, period {desk.period}: there is {which}.",
            f"See what was handed in: eurocent status {desk.project.id} {desk.period}",
        )
    return ours[-1]


def _print(receipt: Receipt, out: Path, *, quiet: bool) -> None:
    from reporting.receipt import receipt_pdf

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(receipt_pdf(receipt))
    except OSError as error:
        raise Refusal(
            f"{out} cannot be written: {error.strerror}.", "Name another file for the receipt."
        ) from None
    if not quiet:
        Console().print(f"{words(receipt.language)(N_('Receipt'))}: {out}", highlight=False)
