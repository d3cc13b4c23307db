"""What the final report has to prove: contributions and audit certificates (R-COF-01, R-CTR-04).

Both rules warn and change no amount (product contract §5a, ``payable``).
"""

from __future__ import annotations

from rules.case import Case
from rules.funding import Funding
from rules.sums import Parts, Previous
from schemas.findings import Finding
from schemas.money import Money

_THRESHOLD = "audit_certificate.threshold"
_CUMULATIVE = "audit_certificate.cumulative_requests"


def missing_proof(
    partners: dict[str, Parts], funding: Funding, before: Previous, case: Case
) -> list[Finding]:
    """What is still to be proved in the final period; nothing before."""
    if not case.period.final:
        return []
    claimed = {
        partner.id: before.fund_of_partner(partner.id) + funding.of_partner(partner.id)
        for partner in case.partners
    }
    own = {
        partner.id: before.of_partner(partner.id)
        + partners[partner.id].eligible
        - claimed[partner.id]
        for partner in case.partners
    }
    return [*_uncovered(own, case), *_to_be_audited(claimed, case)]


def _uncovered(own: dict[str, int], case: Case) -> list[Finding]:
    """R-COF-01: approved sources must cover what the EU leaves open, over all claims.

    Where no partner states its sources, the rule has no input and is not assessed.
    """
    if not case.applies("R-COF-01") or not any(p.contributions for p in case.partners):
        return []
    found = []
    for partner in case.partners:
        planned = sum(source.amount for source in partner.contributions)
        if planned < own[partner.id]:
            found.append(
                Finding(
                    "COF-01",
                    partner=partner.id,
                    found=Money(planned),
                    expected=Money(own[partner.id]),
                )
            )
    return found


def _to_be_audited(claimed: dict[str, int], case: Case) -> list[Finding]:
    """R-CTR-04: beneficiaries whose grant reaches the threshold add an audit certificate.

    Where the law asks for two things, a grant of that size and requests that reach a second
    threshold, the grant is what the agreement allows the beneficiary, if that is stated.
    """
    on = case.closing
    if not case.applies("R-CTR-04") or not case.parameters.has(_THRESHOLD, on):
        return []
    threshold = case.parameters.cents(_THRESHOLD, on)
    requests = case.parameters.cents(_CUMULATIVE, on) if case.parameters.has(_CUMULATIVE, on) else 0
    found = []
    for partner in case.partners:
        request = grant = claimed[partner.id]
        if requests:
            stated = sum(entry.max or 0 for entry in case.funds_of(partner))
            grant = max(stated, request)
        if grant >= threshold and request >= requests:
            found.append(
                Finding("CTR-04", partner=partner.id, found=Money(grant), expected=Money(threshold))
            )
    return found
