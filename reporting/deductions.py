"""Why money was taken off, counted by rule so that the reasons add up to what was taken."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.scribe import Scribe
from schemas.claim import Breakdown, ClaimFinding
from schemas.words import N_


@dataclass(frozen=True)
class Reason:
    """One reason for deductions; ``rule`` is "" where no rule of the law asks."""

    rule: str
    title: str
    findings: int
    cents: int


def taken_off(figures: Breakdown) -> int:
    """What of the declared expenditure is not eligible (now), in EUR cents."""
    return figures.rejected + figures.cut + figures.parked


def reasons(scribe: Scribe, figures: Breakdown) -> list[Reason]:
    """The reasons behind ``taken_off(figures)``, largest first, to the cent.

    Rules that lower the EU share alone took nothing from expenditure and are left out. What no
    finding explains has a line of its own, so that nothing is hidden.
    """
    amounts: dict[str, int] = {}
    counts: dict[str, int] = {}
    for finding in expenditure_findings(scribe):
        if finding.amount:
            amounts[finding.rule] = amounts.get(finding.rule, 0) + finding.amount
            counts[finding.rule] = counts.get(finding.rule, 0) + 1
    found = [
        Reason(
            rule,
            scribe.rule_title(rule) if rule else scribe(N_("Form and content of the extract")),
            counts[rule],
            cents,
        )
        for rule, cents in amounts.items()
    ]
    found.sort(key=lambda reason: (-reason.cents, reason.rule))
    rest = taken_off(figures) - sum(reason.cents for reason in found)
    if rest:
        found.append(Reason("", scribe(N_("Without a finding of its own")), 0, rest))
    return found


def expenditure_findings(scribe: Scribe) -> list[ClaimFinding]:
    """The findings that concern expenditure, not the EU share alone."""
    lowered = {(r.partner, r.rule) for r in scribe.claim.fund_reductions}
    return [
        finding
        for finding in scribe.claim.findings
        if (finding.partner, finding.rule) not in lowered
    ]
