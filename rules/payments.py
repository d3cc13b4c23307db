"""What the authority pays, and when: before the balance, and on to the partners.

R-RAT-03 and R-LP-01 inform or warn and change no amount (product contract §5a, ``payable``).
"""

from __future__ import annotations

from fractions import Fraction

from rules.case import Case
from rules.funding import Funding
from rules.sums import Previous
from schemas.findings import Finding
from schemas.money import Money, share_of

_CEILING = "prefinancing.ceiling"
_GUARANTEE = "guarantee.contribution"


def about_payments(funding: Funding, before: Previous, case: Case) -> list[Finding]:
    """What is held back until the balance, and what a lead partner kept to itself."""
    return [*_before_balance(funding, before, case), *_kept_by_lead(case)]


def _before_balance(funding: Funding, before: Previous, case: Case) -> list[Finding]:
    """R-RAT-03: pre-financing and interim payments reach a part of the maximum grant.

    Interim payments follow the claims; pre-financing stays beside them until the balance.
    """
    largest, on = case.project.max_fund, case.closing
    if largest is None or case.period.final or not case.applies("R-RAT-03"):
        return []
    findings = []
    if case.parameters.has(_CEILING, on):
        limit = share_of(largest, case.parameters.ratio(_CEILING, on), "down")
        paid = sum(payment.amount for payment in case.project.payments if payment.is_prefinancing)
        paid += sum(before.fund.values()) + sum(funding.shares.values())
        if paid > limit:
            findings.append(
                Finding(
                    "RAT-03",
                    found=Money(paid),
                    expected=Money(limit),
                    words={"retained": Money(paid - limit)},
                )
            )
    if case.parameters.has(_GUARANTEE, on):
        rate = Fraction(case.parameters.ratio(_GUARANTEE, on))
        held = share_of(largest, rate, "down")
        findings.append(Finding("RAT-03-GUARANTEE", found=Money(held), words={"rate": rate}))
    return findings


def _kept_by_lead(case: Case) -> list[Finding]:
    """R-LP-01: the lead partner passes the EU money on whole and keeps no fee."""
    if not case.applies("R-LP-01"):
        return []
    lead = next(partner.id for partner in case.partners if partner.role == "lead")
    return [
        Finding(
            "LP-01",
            partner=lead,
            found=Money(payment.kept),
            expected=Money(payment.amount),
            words={"date": payment.date},
        )
        for payment in case.project.payments
        if payment.kept
    ]
