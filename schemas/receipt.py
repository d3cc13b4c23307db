"""The receipt: what a partner is answered when it hands in, and may show to an auditor later.

It is kept as it was answered, so that it can be printed again years later with the same words.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.claim import Amount, ClaimFinding, EvidenceCounts
from schemas.words import N_

Verdict = Literal["accepted", "action needed", "refused"]

VERDICTS: dict[Verdict, str] = {
    "accepted": N_("Accepted: everything can be used."),
    "action needed": N_(
        "Received, action needed: what is named below waits or was reduced, all else is used."
    ),
    "refused": N_(
        "Not received: what blocks is named below. Nothing was stored as delivered; what stood "
        "before stands as it was."
    ),
}

NIL_VERDICT = N_("Accepted: a nil report, nothing is declared for this period.")

LISTED = 200
"""How many rows a comparison lists one by one; the others are counted."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReceiptTable(_Part):
    """One table of a file; ``sum_declared`` per currency, in that currency."""

    table: str
    sheet: str
    rows: int
    usable_rows: int
    unreadable_rows: int
    sum_declared: dict[str, Amount]


class ReceiptFile(_Part):
    """One file as it came.

    Attributes:
        kept: whether it is kept as it came; a file with participants is not.
    """

    file: str
    sha256: str
    size: int
    kept: bool
    tables: list[ReceiptTable]


class CategorySum(_Part):
    """What was declared in one cost category and currency, and how much of it can be used.

    Attributes:
        category: as the contract of extracts names it; "" where the row names none that is known.
        title: its title in the language of the receipt.
        rows, declared: of all rows that could be read.
        usable_rows, usable: of those that are neither rejected nor parked, as declared.
    """

    category: str
    title: str
    currency: str
    rows: int
    usable_rows: int
    declared: Amount
    usable: Amount


class CellChange(_Part):
    """One cell that differs, written plainly."""

    column: str
    before: str
    after: str


class RowChange(_Part):
    """One row that differs, by its number."""

    item_id: str
    row: int
    cells: list[CellChange]


class TableComparison(_Part):
    """How one table differs from the submission before; rows are found by their own numbers.

    Attributes:
        new, changed, gone, unchanged: how many rows.
        new_ids, changed_rows, gone_ids: the first ``LISTED`` of them.
    """

    table: str
    new: int
    changed: int
    gone: int
    unchanged: int
    new_ids: list[str]
    changed_rows: list[RowChange]
    gone_ids: list[str]


class SumChange(_Part):
    """Declared in one cost category and currency, before and now."""

    category: str
    currency: str
    before: Amount
    after: Amount


class Comparison(_Part):
    """How a submission differs from the one before it for the same period.

    Attributes:
        number: of the submission before.
        solved, still, new: findings that ask for something (all but information) which are gone,
            which are there as before, and which are new.
    """

    number: int
    tables: list[TableComparison]
    sums: list[SumChange]
    solved: int
    still: int
    new: int

    @property
    def nothing_changed(self) -> bool:
        """Whether all rows are as they were."""
        return not any(t.new or t.changed or t.gone for t in self.tables)


class Repeated(_Part):
    """A mistake that was there last time, too.

    Attributes:
        period: of the submission, or claim, in which it was.
        times, times_before: how often, now and then.
        message: what it is, by an example of now.
        prevention: what would keep it from coming back.
    """

    code: str
    column: str
    period: int
    times: int
    times_before: int
    message: str
    prevention: str


class Receipt(_Part):
    """The answer to one submission.

    Attributes:
        receipt: its number, "" for what was not received; ``number`` counts the submissions of
            this partner and period.
        received_on: the day that counts; ``back_dated`` where it was stated and had passed.
        received_at: the moment, in UTC.
        late: whether that day lies after the partners' deadline.
        digest: SHA-256 of everything that was handed in and for when.
        rows: item rows of all tables; ``usable_rows`` of them are used, ``waiting_rows`` are not.
        evidence: how many rows have their evidence, where the partner hands any in.
        replaces: number of the submission that it replaces, None where none stood.
        known: the very same had been handed in before, and this is the receipt of then.
    """

    schema_: Literal["eurocent/receipt/1"] = Field(default="eurocent/receipt/1", alias="schema")
    receipt: str = ""
    number: int | None = None
    project: str
    acronym: str
    partner: str
    partner_name: str
    period: int
    period_start: date
    period_end: date
    deadline: date
    nil: bool
    received_on: date
    received_at: str = ""
    back_dated: bool
    late: bool
    by: str
    digest: str
    files: list[ReceiptFile]
    rows: int
    usable_rows: int
    waiting_rows: int
    sums: list[CategorySum]
    outcome: Verdict
    verdict: str
    findings: list[ClaimFinding]
    evidence: EvidenceCounts = Field(default_factory=EvidenceCounts)
    comparison: Comparison | None = None
    repeated: list[Repeated] = Field(default_factory=list)
    replaces: int | None = None
    language: str
    rule_set: str
    software: str
    known: bool = False

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    def to_json(self) -> str:
        """The receipt for machines: stable key order, amounts as text, one final newline."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"
