"""What the ledger gives back: runs, states and sign-offs, as they stood when they were read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from schemas.claim import Claim

Subject: TypeAlias = Literal["claim", "partner_report"]

CLAIM_STATES = ("draft", "provisional", "approved", "submitted", "paid", "superseded")
REPORT_STATES = ("open", "delivered", "returned", "certified", "in_claim")
SIGNED_STATES = ("approved", "submitted", "paid")
"""States of a claim that was signed off and not superseded since."""


@dataclass(frozen=True)
class StoredRun:
    """A claim as one run made it.

    Attributes:
        id: number given by the ledger; later runs have larger ones.
        version: counts the different contents of the period, shared by its languages.
        fingerprint: of everything the claim was made of.
        status: of the claim now; what the run gave it where nothing happened since.
        created_at: in UTC.
        previous: fingerprints of the earlier claims it builds on, ascending by period.
        frames: per delivery, the digests of its typed frames in the store, by table.
        outputs: the folder that the run was asked to write to.
        claim_sha256: of ``claim_json``; a sign-off names it.
    """

    id: int
    project: str
    period: int
    version: int
    fingerprint: str
    language: str
    rule_set: str
    status: str
    created_at: datetime
    previous: tuple[str, ...]
    frames: tuple[Mapping[str, str], ...]
    outputs: str
    claim_sha256: str
    _read: Callable[[], str] = field(repr=False, compare=False)

    @cached_property
    def claim_json(self) -> str:
        """The claim as written, read when it is first asked for.

        Raises:
            LedgerUnavailable: the ledger cannot be read, or the claim in it was changed.
        """
        return self._read()

    @cached_property
    def claim(self) -> Claim:
        """The claim as the run made it; ``Ledger.standing`` says how it stands now."""
        from schemas.claim import Claim

        return Claim.model_validate_json(self.claim_json)


@dataclass(frozen=True)
class EarlierClaim:
    """The run that counts for an earlier period: the approved one, else the latest.

    Attributes:
        provisional: whether it is not signed off.
    """

    run: StoredRun
    provisional: bool

    @property
    def period(self) -> int:
        """The number of the reporting period."""
        return self.run.period


@dataclass(frozen=True)
class StateChange:
    """Who changed the state of what, when and why.

    Attributes:
        id: number given by the ledger; later changes have larger ones.
        partner: whose report, "" where the subject is a claim.
        version: of the claim, None where the subject is a partner report.
        seen_digest: of what was seen when it was decided, "" where nothing was shown.
        recorded_at: in UTC.
    """

    id: int
    project: str
    period: int
    subject: Subject
    partner: str
    version: int | None
    state: str
    who: str
    why: str
    seen_digest: str
    recorded_at: datetime


@dataclass(frozen=True)
class PeriodStates:
    """How a period stands: the newest change of its claim and of each partner report.

    Attributes:
        claim: None where nobody decided anything about a claim yet.
        partners: by partner id; a partner without an entry is open.
    """

    claim: StateChange | None
    partners: Mapping[str, StateChange]


@dataclass(frozen=True)
class SignOff:
    """What came of a sign-off.

    Attributes:
        run: the run that is signed off, or the latest of the period where it was overtaken.
        outcome: ``approved`` (now), ``already_approved`` (before, nothing was added) or
            ``overtaken`` (the claim that was seen is not the latest any more; nothing was added).
    """

    run: StoredRun
    outcome: Literal["approved", "already_approved", "overtaken"]
