"""What controllers and authorities take back of earlier items that had been accepted.

A certificate that names an accepted item of an earlier period deducts from it after the fact: the
item stands in this claim with 0.00 declared and the deduction as a cut, so that eligible falls
below 0, and with it flat rates on it and the EU share (Reg. (EU) No 1303/2013 Art. 143(2)). Never
more than is left of the item is taken back; what is parked after the fact can come back later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from rules.case import Case
from rules.earlier_rows import rows_of
from rules.rulings import finding_at
from rules.standing import Standing
from schemas.findings import Finding
from schemas.money import Money
from schemas.project import CertifiedItem
from schemas.words import Value


@dataclass(frozen=True)
class _Taken:
    """What one entry takes from an accepted item, in EUR cents: for good, and until cleared."""

    item: Standing
    entry: CertifiedItem
    deducted: int
    held: int

    @property
    def fate(self) -> list[int]:
        """The row of this period: nothing declared, less eligible."""
        return [0, self.deducted, self.held, -self.deducted - self.held]


def recoveries(items: pd.DataFrame, case: Case) -> tuple[pd.DataFrame, list[Finding]]:
    """Write what is taken back of earlier items as rows of this period.

    Args:
        items: for the columns and types of the rows.
        case: the period.

    Returns:
        One row per certificate entry that takes something from an accepted item; and findings,
        among them entries that name an item which no earlier claim has.
    """
    left: dict[tuple[str, int, str], Standing] = {}
    taken: list[_Taken] = []
    findings: list[Finding] = []
    for partner, entry in _about_earlier(case):
        named = case.history.named.get((partner, entry.period or 0, entry.item_id))
        if named is None:
            findings.append(_warning("CTR-02-UNKNOWN-EARLIER", partner, entry, entry.item_id))
        elif named.parked <= 0:
            # What is parked is cleared, or stays so; nothing of it had been accepted.
            standing = left.setdefault(named.key, named.as_of_now())
            take = _take(entry, standing)
            standing.change(take.fate)
            if take.deducted < abs(entry.deducted):
                asked, possible = Money(abs(entry.deducted)), Money(take.deducted)
                findings.append(_warning("CTR-02-TOO-MUCH", partner, entry, asked, possible))
            if any(take.fate):
                taken.append(take)
    rows = rows_of([(take.item, 0, take.fate) for take in taken], items)
    return rows, findings + _told(rows, taken)


def _about_earlier(case: Case) -> Iterator[tuple[str, CertifiedItem]]:
    for partner, certificate in case.certificates.items():
        for entry in certificate.items:
            if entry.period is not None and entry.period != case.number:
                yield partner, entry


def _take(entry: CertifiedItem, standing: Standing) -> _Taken:
    """No more than is left; what is parked afterwards is all that the deduction leaves."""
    left = max(standing.eligible, 0)
    deducted = min(abs(entry.deducted), left)
    return _Taken(standing, entry, deducted, left - deducted if entry.parked else 0)


def _told(rows: pd.DataFrame, taken: list[_Taken]) -> list[Finding]:
    return [
        finding_at(
            rows,
            position,
            code,
            found=Money(cents),
            amount_cents=cents,
            words={"why": _reason(take.entry), "period": take.item.period},
        )
        for position, take in enumerate(taken)
        for code, cents in (("CTR-02-RECOVERED", take.deducted), ("CTR-02-HELD", take.held))
        if cents
    ]


def _warning(
    code: str, partner: str, entry: CertifiedItem, found: Value, expected: Value = None
) -> Finding:
    return Finding(
        code,
        partner=partner,
        table="costs",
        item_id=entry.item_id,
        found=found,
        expected=expected,
        words={"period": entry.period},
    )


def _reason(entry: CertifiedItem) -> str:
    return (entry.why or entry.error_type or "-").rstrip(".")
