"""One partner's part of a claim: what its report shows and carries, and nothing of the others.

Partners compete for the same money and must not read each other's rows; a partner report is
therefore made from a claim that does not hold them in the first place.
"""

from __future__ import annotations

from collections import Counter

from schemas.claim import (
    ActivityCounts,
    Claim,
    ClaimItem,
    EvidenceCounts,
    ParticipantCounts,
    RateUse,
    ReconciliationLine,
    Totals,
)


def claim_of_partner(claim: Claim, partner: str) -> Claim:
    """The claim reduced to one partner; the equations between its figures still hold.

    Totals are the partner's own. Participants and indicators are counted for the project as a
    whole and are left out; the fingerprint stays that of the whole claim.

    Raises:
        KeyError: the claim has no such partner.
    """
    own = next((entry for entry in claim.partners if entry.partner == partner), None)
    if own is None:
        raise KeyError(partner)
    items = [item for item in claim.items if item.partner == partner]
    lines = [line for line in claim.activities.lines if line.partner == partner]
    origin = claim.provenance
    return claim.model_copy(
        update={
            "partners": [own],
            "totals": Totals(
                declared=own.declared,
                rejected=own.rejected,
                cut=own.cut,
                parked=own.parked,
                eligible=own.eligible,
                fund=own.fund,
                own=own.own,
                cumulative_eligible=own.cumulative_eligible,
                cumulative_fund=own.cumulative_fund,
                max_fund=own.max_fund,
                payable=own.fund,
            ),
            "adjustments": [entry for entry in claim.adjustments if entry.partner == partner],
            "fund_reductions": [
                entry for entry in claim.fund_reductions if entry.partner == partner
            ],
            "findings": [finding for finding in claim.findings if finding.partner == partner],
            "items": items,
            "activities": ActivityCounts(
                total=len(lines),
                by_status=dict(Counter(line.status for line in lines)),
                by_type=dict(Counter(line.type for line in lines)),
                lines=lines,
            ),
            "participants": ParticipantCounts(),
            "indicators": [],
            "evidence": EvidenceCounts.of(
                [entry for entry in claim.evidence.partners if entry.partner == partner]
            ),
            "deliverables": [line for line in claim.deliverables if line.partner == partner],
            "receipts": [line for line in claim.receipts if line.partner == partner],
            "follow_up": [line for line in claim.follow_up if line.partner == partner],
            "reconciliation": _reconciliation(claim, partner),
            "rules": [],
            "rates": _rates(claim, items),
            "provenance": origin.model_copy(
                update={"inputs": [entry for entry in origin.inputs if entry.partner == partner]}
            ),
        }
    )


def _reconciliation(claim: Claim, partner: str) -> list[ReconciliationLine]:
    """The checks that name the partner."""
    return [
        line
        for line in claim.reconciliation
        if line.check.startswith((f"{partner}:", f"Items of {partner}:"))
    ]


def _rates(claim: Claim, items: list[ClaimItem]) -> list[RateUse]:
    """The rates that the partner's items used, with its own sums."""
    used: dict[tuple[str, str, str], list[ClaimItem]] = {}
    for item in items:
        used.setdefault((item.currency, item.rate_month, item.rate), []).append(item)
    return [
        rate.model_copy(
            update={
                "items": len(mine),
                "amount": sum(item.amount_declared for item in mine),
                "amount_eur": sum(item.declared for item in mine),
            }
        )
        for rate in claim.rates
        if (mine := used.get((rate.currency, rate.month, rate.rate)))
    ]
