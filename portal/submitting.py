"""Handing in: a partner's files are read, kept, held against the law, and answered with a receipt.

The command line calls ``submit``, and the web pages will. Nothing is printed here. The order is
that no crash can leave anything half in: first the bytes and frames are on the disk, then one
short transaction names them; what blocks is not taken at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from intake.delivery import FileRead, delivery_of, read_file
from intake.evidence import is_paper
from intake.files import LARGEST_FILE
from intake.readings import written
from ledger.canonical import sha256_of
from ledger.home import Home
from ledger.ledger import Ledger
from ledger.store import FrameStore
from ledger.submission_records import NewSubmission, SubmittedFile
from portal.assessing import Assessed, Desk, assess_delivery
from portal.papers import all_papers, keep_papers, look_at_papers
from portal.receipts import Handed, Handing, Upload, compared, draft, receipt_of, repeated
from schemas.receipt import Receipt
from schemas.run import RunRefused
from schemas.words import words

MOST_FILES = 20
"""In one submission. A partner has a list of costs, of activities and of participants."""

LARGEST_SUBMISSION = 2 * LARGEST_FILE
"""Bytes of all files together."""


class SubmissionRefused(RunRefused):
    """Nothing can be handed in like this, whatever is in the files."""


class PeriodClosed(SubmissionRefused):
    """The claim of the period is signed off."""


@dataclass(frozen=True)
class Answer:
    """What is answered.

    Attributes:
        receipt: what was received, or why nothing was.
        assessed: the files as read and assessed; None for a nil report.
        unreadable: whether a file cannot be read at all.
    """

    receipt: Receipt
    assessed: Assessed | None = field(repr=False)
    unreadable: bool = False


def submit(handing: Handing) -> Answer:
    """Take what a partner hands in, and answer with a receipt.

    What blocks is not taken: nothing is stored as delivered, and the answer says what blocked. The
    same handed in twice is taken once, and the first receipt is answered again.

    Raises:
        PeriodClosed: the claim of the period is signed off.
        SubmissionRefused: the day lies ahead, or there are too many files, too large ones, or
            several of one name.
        ProjectError, RunRefused: there is no such project, partner or period.
        LedgerUnavailable: the state folder cannot be written to; nothing was taken.
    """
    desk = Desk.of(handing.project, handing.partner, handing.period)
    today = datetime.now().astimezone().date()
    handed = Handed(handing, desk, handing.received_on or today, today)
    _require_day(handed)
    papers = [
        file for file in handing.files if file.path.exists() and is_paper(file.path, file.label)
    ]
    files = _in_order(handing, papers)
    home = Home.open()
    ledger, store = Ledger.open(home), FrameStore.open(home)
    try:
        if ledger.approved_run(desk.project.id, desk.period) is not None:
            raise _closed(desk)
        context = desk.context(ledger.secret())
        read: list[FileRead] = []
        for file in files:
            first = sum(before.rows for before in read)
            read.append(read_file(file.path, context, file.label, first))
        delivery = delivery_of(read, desk.owner.id)
        seen = look_at_papers([(file.path, file.label) for file in papers], (), context)
        assessed = assess_delivery(
            delivery,
            desk,
            words(handing.language),
            handed.day,
            evidence=all_papers(seen, desk, ledger),
            about_evidence=seen.findings,
        )
        if assessed.outcome == "refused":
            return _refuse(handed, assessed, files, ledger)
        kept = [_keep(file, entry, ledger, store) for file, entry in zip(files, read, strict=True)]
        keep_papers(seen, desk, ledger, handing.by)
        mappings = [mapping.model_dump(mode="json") for mapping in context.mappings]
        return _receive(handed, assessed, kept, store.put_json(mappings), (ledger, store))
    finally:
        ledger.close()


def _require_day(handed: Handed) -> None:
    if handed.day > handed.today:
        raise SubmissionRefused(
            f"{handed.day.isoformat()} lies ahead; nothing can have been received then.",
            "Leave --received-on out for today, or name the day on which it came.",
        )


def _closed(desk: Desk) -> PeriodClosed:
    following = [p.number for p in desk.project.periods if p.number > desk.period]
    elsewhere = f"Hand it in for period {following[0]}, or ask" if following else "Ask"
    return PeriodClosed(
        f"The claim of period {desk.period} is signed off; nothing more can be taken for it.",
        f"{elsewhere} the lead partner to reopen period {desk.period}.",
    )


def _in_order(handing: Handing, papers: Sequence[Upload]) -> list[Upload]:
    """The extracts by their names, after a look at how many and how large they are.

    ``papers`` among the files are evidence; they have limits of their own.
    """
    extracts = [file for file in handing.files if file not in papers]
    if papers and not extracts and not handing.nil:
        raise SubmissionRefused(
            "There is evidence here, and no extract.",
            "Name the extracts too; evidence alone is handed in by eurocent evidence add.",
        )
    if handing.nil and handing.files:
        raise SubmissionRefused(
            "A nil report has no files.", "Name files, or --nil where there is nothing to declare."
        )
    if not handing.nil and not handing.files:
        raise SubmissionRefused(
            "There is nothing to hand in.",
            "Name the files, or --nil where there is nothing to declare.",
        )
    if len(extracts) > MOST_FILES:
        raise SubmissionRefused(
            f"{len(extracts)} files are more than a submission can have ({MOST_FILES}).",
            "Put the rows of one table into one file.",
        )
    files = sorted(extracts, key=lambda file: file.label)
    for file, following in pairwise(files):
        if file.label == following.label:
            raise SubmissionRefused(
                f"Two files are called {file.label}.", "Give each file a name of its own."
            )
    missing = next((file for file in files if not file.path.exists()), None)
    if missing is not None:
        raise SubmissionRefused(f"There is no file {missing.path}.", "Name the extracts to submit.")
    # A file that is too large by itself is refused where it is read, before it is read whole.
    sizes = [file.path.stat().st_size for file in files]
    if max(sizes, default=0) <= LARGEST_FILE and sum(sizes) > LARGEST_SUBMISSION:
        raise SubmissionRefused(
            f"The files are larger than {LARGEST_SUBMISSION // 1024**2} MB together.",
            "Leave out columns and sheets that belong to other projects.",
        )
    return files


def _keep(file: Upload, read: FileRead, ledger: Ledger, store: FrameStore) -> SubmittedFile:
    """Keep the bytes as they came; of a file with personal data, what was read of it (ADR 7)."""
    content = file.path.read_bytes()
    if sha256_of(content) != read.sha256:
        raise SubmissionRefused(f"{file.label} was changed meanwhile.", "Submit it again.")
    kept = read.may_be_kept
    if kept:
        ledger.keep_raw(content)
    sums: dict[str, int] = {}
    for table in read.tables:
        for currency, cents in table.sum_declared.items():
            sums[currency] = sums.get(currency, 0) + cents
    return SubmittedFile(
        file=read.file,
        sha256=read.sha256,
        size=len(content),
        kept=kept,
        rows=read.rows,
        sum_declared=sums,
        reading=None if kept else store.put_json(written(read, store.put)),
    )


def _refuse(handed: Handed, assessed: Assessed, files: Sequence[Upload], ledger: Ledger) -> Answer:
    """Take nothing; note that it was tried, so that somebody can help."""
    desk = handed.desk
    sizes = {file.label: file.path.lstat().st_size for file in files}
    receipt = draft(handed, assessed, {}, sizes)
    digests = {file.file: file.sha256 for file in receipt.files}
    codes = {finding.code for finding in receipt.findings if finding.severity == "blocking"}
    ledger.refuse(desk.project.id, desk.period, desk.owner.id, digests, sorted(codes))
    return Answer(receipt, assessed, assessed.is_unreadable)


def _receive(
    handed: Handed,
    assessed: Assessed,
    kept: Sequence[SubmittedFile],
    mappings: str,
    memory: tuple[Ledger, FrameStore],
) -> Answer:
    """Enter it into the ledger; where another submission came between, look at that one first."""
    ledger, store = memory
    desk, handing = handed.desk, handed.handing
    # Lists of persons are not among them: nothing is compared in them, and they lie only where they
    # can be erased.
    frames = {"costs": assessed.delivery.costs, "activities": assessed.delivery.activities}
    receipt = draft(
        handed,
        assessed,
        {file.file: file.kept for file in kept},
        {file.file: file.size for file in kept},
    )
    new = NewSubmission(
        project=desk.project.id,
        period=desk.period,
        partner=desk.owner.id,
        nil=handing.nil,
        received_on=handed.day,
        back_dated=receipt.back_dated,
        stated=handing.received_on is not None,
        by=handing.by,
        files=kept,
        outcome=receipt.outcome,
        frames={table: store.put(frame) for table, frame in frames.items()}
        | {"mappings": mappings},
        definition_sha256=ledger.keep_definition(desk.project.id, desk.definition.text),
        receipt={},
    )
    again = repeated(desk, receipt, ledger)
    while True:
        stands = ledger.standing_submissions(new.project, new.period).get(new.partner)
        said = receipt.model_copy(
            update={
                "digest": new.digest,
                "repeated": again,
                "comparison": compared(stands, frames, receipt, store) if stands else None,
                "replaces": stands.number if stands else None,
            }
        )
        answer = ledger.submit(
            new.saying(said.model_dump(mode="json", by_alias=True)),
            after=stands.id if stands else None,
        )
        if answer.outcome == "closed":
            raise _closed(desk)
        if answer.outcome != "overtaken" and answer.submission is not None:
            known = answer.outcome == "same"
            return Answer(
                receipt_of(answer.submission).model_copy(update={"known": known}), assessed
            )
