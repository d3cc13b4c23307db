"""What the ledger takes and gives back of partners' submissions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

from ledger.canonical import canonical_json, sha256_of


@dataclass(frozen=True)
class SubmittedFile:
    """A file of a submission.

    Attributes:
        file: the partner's name of it.
        size: in bytes.
        kept: whether its bytes lie in the raw store, as they came.
        rows: item rows of all its tables.
        sum_declared: cents per currency.
        reading: of a file that is not kept, the digest in the store of what was read of it.
    """

    file: str
    sha256: str
    size: int
    kept: bool
    rows: int
    sum_declared: Mapping[str, int]
    reading: str | None = None


@dataclass(frozen=True)
class NewSubmission:
    """What a partner hands in; its files and frames were kept before.

    Attributes:
        nil: that there is nothing to declare in the period.
        received_on: the day that counts.
        back_dated: whether that day was stated and lies before today.
        stated: whether it was stated at all.
        by: who handed it in, "" where nobody is named.
        files: in the order in which they count.
        outcome: the verdict, in a word.
        frames: digests in the store of the typed frames, by table, and of the column mappings
            (``mappings``) by which they were read.
        definition_sha256: of the project file that it was read with.
        receipt: what the receipt says beside its number and moment.
    """

    project: str
    period: int
    partner: str
    nil: bool
    received_on: date
    back_dated: bool
    stated: bool
    by: str
    files: Sequence[SubmittedFile]
    outcome: str
    frames: Mapping[str, str]
    definition_sha256: str
    receipt: Mapping[str, Any]

    def saying(self, receipt: Mapping[str, Any]) -> NewSubmission:
        """The same with its receipt, which names its digest."""
        return replace(self, receipt=receipt)

    @property
    def digest(self) -> str:
        """Of everything that was handed in, and for when."""
        return sha256_of(
            canonical_json(
                {
                    "project": self.project,
                    "period": self.period,
                    "partner": self.partner,
                    "nil": self.nil,
                    "received_on": self.received_on.isoformat(),
                    "files": [[file.file, file.sha256] for file in self.files],
                }
            )
        )


@dataclass(frozen=True)
class Withdrawal:
    """Who took a submission back, why and when (UTC)."""

    who: str
    why: str
    recorded_at: datetime


@dataclass(frozen=True)
class Submission:
    """What a partner handed in, as the ledger remembers it.

    Attributes:
        id: number given by the ledger; later submissions have larger ones.
        number: counts the partner's submissions of the period, from 1.
        received_on, back_dated, by, files, outcome, frames: as in ``NewSubmission``.
        digest: of everything that was handed in.
        received_at: in UTC.
        withdrawal: None where it was not taken back.
        used: whether a recorded run used it.
    """

    id: int
    project: str
    period: int
    partner: str
    number: int
    nil: bool
    received_on: date
    back_dated: bool
    by: str
    digest: str
    outcome: str
    frames: Mapping[str, str]
    files: tuple[SubmittedFile, ...]
    received_at: datetime
    withdrawal: Withdrawal | None
    used: bool
    _read: Callable[[], str] = field(repr=False, compare=False)

    @property
    def moment(self) -> str:
        """When it came, as reports state it: the day stated, else the moment in UTC."""
        if self.back_dated:
            return self.received_on.isoformat()
        return self.received_at.isoformat(timespec="seconds")

    @cached_property
    def receipt(self) -> dict[str, Any]:
        """What its receipt says beside number and moment.

        Raises:
            LedgerUnavailable: the ledger cannot be read, or the receipt in it was changed.
        """
        told: dict[str, Any] = json.loads(self._read())
        return told


@dataclass(frozen=True)
class Receiving:
    """What came of handing something in.

    Attributes:
        outcome: ``received`` (now), ``same`` (the very same stands already, nothing was added),
            ``overtaken`` (another one came since; nothing was added) or ``closed`` (the claim of
            the period is signed off; nothing was added).
        submission: the one that stands, None where none does.
    """

    outcome: Literal["received", "same", "overtaken", "closed"]
    submission: Submission | None


@dataclass(frozen=True)
class Withdrawing:
    """What came of taking a submission back.

    Attributes:
        outcome: ``withdrawn`` (now), ``nothing`` (none stands) or ``used`` (a run used it; it can
            be replaced, but not taken back).
        submission: the one concerned.
    """

    outcome: Literal["withdrawn", "nothing", "used"]
    submission: Submission | None


@dataclass(frozen=True)
class RefusedSubmission:
    """Files that could not be taken: their names, the codes of what blocked, and when (UTC)."""

    partner: str
    files: tuple[str, ...]
    codes: tuple[str, ...]
    recorded_at: datetime
