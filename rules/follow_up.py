"""What controllers left to be settled, carried from claim to claim until it is.

A line names one item of one partner (funding-rules §10.2, "follow-up of earlier findings"). What
was parked stays open until the item comes back or the controller rejects it; what was deducted is
closed at once; what is taken back of an earlier claim is recovered. Open lines stand in every
later claim, settled ones in the claim that settles them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rules.case import Case
from rules.standing import Reported, Standing, Standings, standings
from schemas.claim import ClaimItem, FollowUpLine
from schemas.findings import Finding
from schemas.project import CertifiedItem

_Key = tuple[str, int, str]
"""Partner, period and number under which an item was first reported."""


def follow_up(
    items: Sequence[ClaimItem], findings: Iterable[Finding], case: Case
) -> list[FollowUpLine]:
    """Write the lines of a claim, by partner, period of origin and item.

    Args:
        items: of this claim, decided.
        findings: of this claim; they tell what the controller's deductions took.
        case: the period.
    """
    if not case.certificates and not case.history.parked:
        return []
    ids = {entry.item_id for _, entry in _entries(case)}
    reports = [Reported.of(claim) for claim in case.earlier.claims]
    now = standings([*reports, Reported(case.number, items)], ids)
    said = _Said.of(now, case)
    lines = [
        *_parked(now, said, case),
        *_recovered(items, said, case),
        *_deducted(now, findings, said, case),
    ]
    order = {partner.id: position for position, partner in enumerate(case.partners)}
    return sorted(lines, key=lambda line: (order[line.partner], line.period, line.item_id))


def left_open(lines: Iterable[FollowUpLine], case: Case) -> list[Finding]:
    """Items that are still parked when the final report is made."""
    if not case.period.final:
        return []
    return [
        Finding(
            "CTR-02-OPEN",
            partner=line.partner,
            found=line.item_id,
            words={"period": line.period},
        )
        for line in lines
        if line.status == "open"
    ]


@dataclass(frozen=True)
class _Said:
    """What controllers said about items: this period's certificates, else earlier lines.

    Attributes:
        entries: of this period's certificates, by the item they mean.
        texts: kind of error and reason, by item.
    """

    entries: dict[_Key, CertifiedItem]
    texts: dict[_Key, tuple[str, str]]

    @classmethod
    def of(cls, now: Standings, case: Case) -> _Said:
        """Collect it."""
        texts = {
            (line.partner, line.period, line.item_id): (line.error_type, line.why)
            for claim in case.earlier.claims
            for line in claim.follow_up
        }
        entries: dict[_Key, CertifiedItem] = {}
        for partner, entry in _entries(case):
            named = now.named.get((partner, entry.period or case.number, entry.item_id))
            if named is not None:
                entries[named.key] = entry
                texts[named.key] = (entry.error_type, entry.why)
        return cls(entries, texts)

    def line(self, key: _Key, amount: int, status: str, settled_in: int | None) -> FollowUpLine:
        """One line."""
        partner, period, item_id = key
        error_type, why = self.texts.get(key, ("", ""))
        return FollowUpLine.model_validate(
            {
                "partner": partner,
                "period": period,
                "item_id": item_id,
                "amount": amount,
                "error_type": error_type,
                "why": why,
                "status": status,
                "settled_in": settled_in,
            }
        )


def _entries(case: Case) -> Iterator[tuple[str, CertifiedItem]]:
    for partner, certificate in case.certificates.items():
        for entry in certificate.items:
            yield partner, entry


def _parked(now: Standings, said: _Said, case: Case) -> Iterator[FollowUpLine]:
    """Items that stand parked, and those that stood so until this claim."""
    before = {standing.key: standing.parked for standing in _ever_parked(case.history)}
    for standing in _ever_parked(now):
        held, parked = before.get(standing.key, 0), standing.parked
        entry = said.entries.get(standing.key)
        if held and parked == held and entry is not None:
            # Deducted from, and yet it stays parked: that is in no item of this claim.
            parked -= min(abs(entry.deducted), parked)
        if parked > 0:
            yield said.line(standing.key, parked, "open", None)
        elif held > 0 and standing.eligible > 0:
            yield said.line(standing.key, standing.eligible, "re-included", case.number)
        elif held > 0:
            yield said.line(standing.key, held, "closed", case.number)


def _ever_parked(known: Standings) -> list[Standing]:
    """Each of them once, though it may bear two numbers."""
    unique = {standing.key: standing for group in known.parked.values() for standing in group}
    return list(unique.values())


def _recovered(items: Iterable[ClaimItem], said: _Said, case: Case) -> Iterator[FollowUpLine]:
    for item in items:
        if item.origin_period is not None and not item.amount_declared and item.cut > 0:
            key = (item.partner, item.origin_period, item.origin_item_id)
            yield said.line(key, item.cut, "recovered", case.number)


def _deducted(
    now: Standings, findings: Iterable[Finding], said: _Said, case: Case
) -> Iterator[FollowUpLine]:
    """What the controller took from items of this report; that is final."""
    for finding in findings:
        if finding.code != "CTR-02-DEDUCTED" or not finding.amount_cents:
            continue
        named = now.named.get((finding.partner, case.number, finding.item_id))
        key = named.key if named else (finding.partner, case.number, finding.item_id)
        yield said.line(key, abs(finding.amount_cents), "closed", case.number)
