"""What bars a claim from being signed off (product contract §5a, "Approve")."""

from __future__ import annotations

from schemas.claim import Claim
from schemas.words import N_

BLOCKING = N_("{partner}: a finding blocks the delivery ({found}).")
DIFFERENCE = N_("A reconciliation does not agree: {check}.")
NOT_CERTIFIED = N_("{partner}: no controller's certificate is there.")
STALE = N_("An earlier period was changed after this claim was made; run the period again.")
PROVISIONAL = N_("An earlier period is not signed off yet; sign off the earlier ones first.")
SIGNED = N_("The claim is signed off already.")


def refusals(claim: Claim) -> list[tuple[str, dict[str, str]]]:
    """Say everything that bars the sign-off, as sentences with their values; empty if nothing does.

    Claims with rejected, cut and parked items and with warnings can be signed off: the money has
    been taken off already.
    """
    found: list[tuple[str, dict[str, str]]] = []
    if claim.status not in ("draft", "provisional"):
        found.append((SIGNED, {}))
    if claim.stale:
        found.append((STALE, {}))
    if claim.status == "provisional":
        found.append((PROVISIONAL, {}))
    found += [
        (BLOCKING, {"partner": finding.partner or "-", "found": finding.message})
        for finding in claim.findings
        if finding.severity == "blocking"
    ]
    found += [
        (DIFFERENCE, {"check": line.check}) for line in claim.reconciliation if line.difference
    ]
    if _control_required(claim):
        found += [
            (NOT_CERTIFIED, {"partner": partner.partner})
            for partner in claim.partners
            if partner.delivered and not partner.certified
        ]
    return found


def _control_required(claim: Claim) -> bool:
    """Whether the claim's own list of parameters asks for first-level control."""
    return any(p.key == "control.required" and p.value == "true" for p in claim.parameters)
