"""What has become of the items of earlier claims: taken back, parked, re-included, recovered.

An item is the same item wherever it stands. Its claims are read in order, and each says what it
did to the item: a credit note takes it back in part, a re-inclusion decides on it anew, a recovery
takes off what had been accepted. Nobody may credit, re-include or recover more than still stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from schemas.claim import Claim, ClaimItem, FollowUpLine
from schemas.money import allocate

FATE = ("rejected", "cut", "parked", "eligible")
"""What becomes of declared expenditure, in the order of every tuple of fates."""

_CUT, _PARKED, _ELIGIBLE = 1, 2, 3


class Decided(Protocol):
    """Anything with EUR cents by fate, such as an item of a claim."""

    rejected: int
    cut: int
    parked: int
    eligible: int


def fate_of(decided: Decided) -> list[int]:
    """Its EUR cents by fate."""
    return [decided.rejected, decided.cut, decided.parked, decided.eligible]


@dataclass
class Original:
    """An item that others refer to, and what credit notes have left of it so far.

    Attributes:
        currency: of the item.
        amount: declared, in cents of its currency.
        fate: EUR cents rejected, cut, parked and eligible, as the item was decided last.
        taken: amount of its credit notes so far, in cents of its currency, above 0.
        reversed: EUR cents of its credit notes so far, by fate, below 0.
    """

    currency: str
    amount: int
    fate: list[int]
    taken: int = 0
    reversed: list[int] = field(default_factory=lambda: [0] * len(FATE))

    @property
    def left(self) -> int:
        """What credit notes can still take back, in cents of its currency."""
        return self.amount - self.taken

    @property
    def standing(self) -> list[int]:
        """EUR cents by fate, less its credit notes."""
        return [own + gone for own, gone in zip(self.fate, self.reversed, strict=True)]

    @property
    def parked(self) -> int:
        """EUR cents that still stand parked."""
        return self.standing[_PARKED]

    @property
    def eligible(self) -> int:
        """EUR cents that still stand accepted."""
        return self.standing[_ELIGIBLE]

    def covers(self, currency: str, amount: int) -> bool:
        """Whether a credit note of that size (above 0) shares the item's fate."""
        return currency == self.currency and amount <= self.left

    def take(self, amount: int, fate: Iterable[int]) -> None:
        """Count a credit note."""
        self.taken += amount
        self.reversed = [old + new for old, new in zip(self.reversed, fate, strict=True)]

    def change(self, fate: Iterable[int]) -> None:
        """Count what was decided about it later; ``fate`` adds up to 0."""
        self.fate = [old + new for old, new in zip(self.fate, fate, strict=True)]

    def fate_of_note(self, amount: int, declared: int) -> list[int]:
        """What becomes of a credit note, in EUR cents below 0.

        Args:
            amount: its size in cents of its currency, above 0.
            declared: its EUR cents at the item's rate, below 0.
        """
        if amount == self.left:
            return [-cents for cents in self.standing]
        return allocate(declared, list(self.fate))


@dataclass
class Standing(Original):
    """An item of an earlier claim.

    Attributes:
        item: as it was first reported, with its place and its rate.
        period, item_id: where that was.
        held_in: reporting period in which it was parked last, None where it never was.
    """

    item: ClaimItem = field(kw_only=True)
    period: int = field(kw_only=True)
    item_id: str = field(kw_only=True)
    held_in: int | None = field(kw_only=True, default=None)

    @property
    def key(self) -> tuple[str, int, str]:
        """Partner, period and number under which it was first reported."""
        return self.item.partner, self.period, self.item_id

    def as_of_now(self) -> Standing:
        """A copy that can be changed."""
        return Standing(
            self.currency,
            self.amount,
            list(self.fate),
            self.taken,
            list(self.reversed),
            item=self.item,
            period=self.period,
            item_id=self.item_id,
            held_in=self.held_in,
        )

    def decide_anew(self, item: ClaimItem) -> None:
        """It was re-included: what that report decided stands instead of what was before."""
        self.amount, self.fate = item.amount_declared, fate_of(item)
        self.taken, self.reversed = 0, [0] * len(FATE)


@dataclass
class Standings:
    """Items of earlier claims.

    Attributes:
        latest: by partner and item number, the latest item that bears the number.
        named: by partner, reporting period and the number that it bore there.
        parked: by partner and item number, all that were parked at some time, ascending.
    """

    latest: dict[tuple[str, str], Standing] = field(default_factory=dict)
    named: dict[tuple[str, int, str], Standing] = field(default_factory=dict)
    parked: dict[tuple[str, str], list[Standing]] = field(default_factory=dict)

    def report(
        self, period: int, items: Iterable[ClaimItem], lines: Iterable[FollowUpLine] = ()
    ) -> None:
        """Count what a claim did; credit notes come after the items that they may correct."""
        notes = []
        for item in items:
            if item.origin_period is not None:
                self._again(period, item)
            elif item.amount_declared > 0:
                self._first(period, item)
            elif item.corrects_item_id:
                notes.append(item)
        for note in notes:
            original = self.latest.get((note.partner, note.corrects_item_id))
            if original is not None and original.covers(note.currency, -note.amount_declared):
                original.take(-note.amount_declared, fate_of(note))
        for line in lines:
            # A controller may deduct from an item that stays parked: that is in no claim yet.
            held = self.named.get((line.partner, line.period, line.item_id))
            if held is not None and line.status == "open":
                deducted = max(held.parked - line.amount, 0)
                held.change([0, deducted, -deducted, 0])

    def _first(self, period: int, item: ClaimItem) -> None:
        # Of two rows with one number the later was refused.
        if (item.partner, period, item.item_id) not in self.named:
            self._note(period, item, self._as_reported(period, item))

    def _as_reported(self, period: int, item: ClaimItem) -> Standing:
        return Standing(
            item.currency,
            item.amount_declared,
            fate_of(item),
            item=item,
            period=period if item.origin_period is None else item.origin_period,
            item_id=item.origin_item_id or item.item_id,
        )

    def _again(self, period: int, item: ClaimItem) -> None:
        """An earlier item was re-included, or something of it was recovered or held."""
        key = (item.partner, item.origin_period or 0, item.origin_item_id)
        standing = self.named.get(key)
        if item.amount_declared:
            standing = standing or self._as_reported(period, item)
            standing.decide_anew(item)
            if (item.partner, period, item.item_id) in self.named:
                # Cleared without a row, beside an item of that report with the same number.
                self._hold(period, standing, standing.item_id)
            else:
                self._note(period, item, standing)
        elif standing is not None:
            standing.change(fate_of(item))
            self._hold(period, standing, standing.item_id)

    def _note(self, period: int, item: ClaimItem, standing: Standing) -> None:
        self.latest[item.partner, item.item_id] = standing
        self.named[item.partner, period, item.item_id] = standing
        self._hold(period, standing, item.item_id)

    def _hold(self, period: int, standing: Standing, number: str) -> None:
        if standing.parked > 0:
            standing.held_in = period
        if standing.held_in is None:
            return
        known = self.parked.setdefault((standing.item.partner, number), [])
        if not any(standing is other for other in known):
            known.append(standing)


@dataclass(frozen=True)
class Reported:
    """What one claim says about items: its period, its items, and its follow-up of control."""

    period: int
    items: Sequence[ClaimItem]
    follow_up: Sequence[FollowUpLine] = ()

    @classmethod
    def of(cls, claim: Claim) -> Reported:
        """The report behind a claim."""
        return cls(claim.period, claim.items, claim.follow_up)


def standings(reports: Sequence[Reported], ids: Collection[str]) -> Standings:
    """Read reports for the items that anybody can still refer to.

    Args:
        reports: one per period, ascending.
        ids: item numbers that rows or certificates name. Items that were ever parked are followed
            in any case.
    """
    wanted = set(ids)
    for report in reports:
        for item in report.items:
            if item.parked or item.origin_period is not None:
                wanted |= {item.item_id, item.origin_item_id}
    found = Standings()
    wanted.discard("")
    if not wanted:
        return found
    for report in reports:
        about = [
            item
            for item in report.items
            if item.item_id in wanted
            or item.corrects_item_id in wanted
            or item.origin_item_id in wanted
        ]
        found.report(report.period, about, report.follow_up)
    return found
