"""What a receipt says: put together from the files as assessed, the ledger and what came before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from intake.comparison import compare_sums, compare_tables
from intake.files import label_of
from ledger.canonical import sha256_of
from ledger.errors import LedgerUnavailable
from ledger.ledger import Ledger
from ledger.store import FrameStore
from ledger.submission_records import Submission
from portal.assessing import Assessed, Desk
from rules.repeated import asks, come_again
from schemas.claim import ClaimFinding
from schemas.receipt import (
    NIL_VERDICT,
    VERDICTS,
    CategorySum,
    Comparison,
    Receipt,
    ReceiptFile,
    ReceiptTable,
    Repeated,
    Verdict,
)
from schemas.words import words

_VERDICTS: Mapping[str, Verdict] = {
    "clean": "accepted",
    "action needed": "action needed",
    "refused": "refused",
}


@dataclass(frozen=True)
class Upload:
    """A file that is handed in: where its bytes lie, and the partner's name of it."""

    path: Path
    label: str

    @classmethod
    def of(cls, path: Path) -> Upload:
        """A file under its own name."""
        return cls(path, label_of(path))


@dataclass(frozen=True)
class Handing:
    """What is handed in, for whom, and when.

    Attributes:
        project: an id under ``data/projects`` or the path of a ``project.yaml``.
        partner: id, name or alias.
        files: in any order; they count in that of their names.
        nil: that there is nothing to declare.
        received_on: the day that counts, where it is not today.
        by: who hands it in, "" where nobody is named.
        language: of the receipt.
    """

    project: str
    partner: str
    period: int
    files: Sequence[Upload] = ()
    nil: bool = False
    received_on: date | None = None
    by: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Handed:
    """Something handed in, with everything that its receipt names.

    Attributes:
        handing: what was asked for.
        desk: project, partner and period as found.
        day: the day that counts.
        today: the day on which it really came.
    """

    handing: Handing
    desk: Desk
    day: date
    today: date


def receipt_of(submission: Submission) -> Receipt:
    """The receipt of a submission, word for word as it was answered."""
    return Receipt.model_validate(
        submission.receipt
        | {
            "receipt": receipt_number(submission),
            "number": submission.number,
            "received_at": submission.received_at.isoformat(timespec="seconds"),
        }
    )


def receipt_number(submission: Submission) -> str:
    """What a person can quote: project, period, partner, and how many-eth submission it is."""
    return "/".join(
        (submission.project, str(submission.period), submission.partner, str(submission.number))
    )


def draft(
    handed: Handed, assessed: Assessed, kept: Mapping[str, bool], sizes: Mapping[str, int]
) -> Receipt:
    """What there is to say of the files themselves, before anything is compared or stored.

    Args:
        handed: by whom, for when.
        assessed: the files.
        kept: by name, whether a file is kept as it came.
        sizes: by name, in bytes.
    """
    handing, desk, day = handed.handing, handed.desk, handed.day
    spoken = words(handing.language)
    period = desk.project.period(desk.period)
    outcome = _VERDICTS[assessed.outcome]
    tables: dict[str, list[ReceiptTable]] = {file.file: [] for file in assessed.delivery.files}
    for file, table, usable in assessed.tables:
        tables[file.file].append(
            ReceiptTable(
                table=table.table,
                sheet=table.sheet,
                rows=table.rows,
                usable_rows=usable,
                unreadable_rows=table.unreadable_rows,
                sum_declared=table.sum_declared,
            )
        )
    everything = [table for found in tables.values() for table in found]
    rows = sum(table.rows for table in everything)
    usable = 0 if outcome == "refused" else sum(table.usable_rows for table in everything)
    return Receipt(
        project=desk.project.id,
        acronym=desk.project.acronym,
        partner=desk.owner.id,
        partner_name=desk.owner.name,
        period=desk.period,
        period_start=period.start,
        period_end=period.end,
        deadline=period.partner_deadline,
        nil=handing.nil,
        received_on=day,
        back_dated=day < handed.today,
        late=day > period.partner_deadline,
        by=handing.by,
        files=[
            ReceiptFile(
                file=file.file,
                sha256=file.sha256,
                size=sizes[file.file],
                kept=kept.get(file.file, False),
                tables=tables[file.file],
            )
            for file in assessed.delivery.files
        ],
        rows=rows,
        usable_rows=usable,
        waiting_rows=rows - usable,
        sums=[] if outcome == "refused" else _sums(assessed, desk, handing.language),
        outcome=outcome,
        verdict=spoken(NIL_VERDICT if handing.nil else VERDICTS[outcome]),
        findings=assessed.findings,
        evidence=assessed.evidence,
        language=handing.language,
        rule_set=desk.project.rule_set,
        software=f"eurocent {version('eurocent')}",
        digest=sha256_of("".join(sorted(file.sha256 for file in assessed.delivery.files))),
    )


def _sums(assessed: Assessed, desk: Desk, language: str) -> list[CategorySum]:
    """Declared amounts of the partner's own rows by cost category and currency."""
    family = desk.law.family(desk.project.rule_set)
    titles = {category.code: category.title.of(language) for category in family.categories}
    used = _amounts(assessed.fate.loc[(assessed.fate["file"].ne("") & assessed.usable).to_numpy()])
    return [
        CategorySum(
            category=category,
            title=titles.get(category, category),
            currency=currency,
            rows=len(amounts),
            usable_rows=len(used[category, currency]),
            declared=sum(amounts),
            usable=sum(used[category, currency]),
        )
        for (category, currency), amounts in sorted(_amounts(assessed.delivery.costs).items())
    ]


def _amounts(rows: pd.DataFrame) -> dict[tuple[str, str], list[int]]:
    """The declared amounts of rows by cost category and currency, cents of the currency."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    columns = [
        rows[name].tolist() for name in ("cost_category", "currency", "amount_declared_cents")
    ]
    for category, currency, cents in zip(*columns, strict=True):
        found[category, currency].append(int(cents))
    return found


def compared(
    stands: Submission, frames: Mapping[str, pd.DataFrame], receipt: Receipt, store: FrameStore
) -> Comparison | None:
    """How the submission differs from the one that stands; None where that cannot be told.

    A state folder that is damaged is no reason to refuse a submission that can be kept.
    """
    try:
        before = {
            table: store.get(digest) for table, digest in stands.frames.items() if table in frames
        }
    except LedgerUnavailable:
        return None
    then = {_place(finding) for finding in receipt_of(stands).findings if asks(finding)}
    now = {_place(finding) for finding in receipt.findings if asks(finding)}
    return Comparison(
        number=stands.number,
        tables=compare_tables(before.items(), dict(frames)),
        sums=compare_sums(before["costs"], frames["costs"]),
        solved=len(then - now),
        still=len(then & now),
        new=len(now - then),
    )


def _place(finding: ClaimFinding) -> tuple[str, str, str]:
    """Where a finding is, whatever else was added or taken away above its row."""
    return finding.code, finding.item_id or str(finding.row or finding.file), finding.column


def repeated(desk: Desk, receipt: Receipt, ledger: Ledger) -> list[Repeated]:
    """The mistakes that the partner made last time, too: as submitted, else as in the claim."""
    spoken = words(receipt.language)
    earlier = sorted(
        (p.number for p in desk.project.periods if p.number < desk.period), reverse=True
    )
    claims = {e.period: e.run for e in ledger.earlier_claims(desk.project.id, desk.period)}
    for period in earlier:
        stands = ledger.standing_submissions(desk.project.id, period).get(desk.owner.id)
        if stands is not None:
            return come_again(receipt.findings, receipt_of(stands).findings, period, spoken)
        if period in claims:
            made = claims[period].claim.findings
            own = [finding for finding in made if finding.partner == desk.owner.id]
            return come_again(receipt.findings, own, period, spoken)
    return []
