"""A claim at a glance in the terminal."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.table import Table

from schemas.claim import Claim, PartnerClaim, Totals
from schemas.run import RunResult
from schemas.words import N_, Words

SEVERITIES = {
    "blocking": N_("blocking"),
    "reject": N_("rejected"),
    "cut": N_("cut"),
    "park": N_("parked"),
    "warn": N_("attention"),
    "info": N_("for information"),
}
HEADS = (N_("Declared"), N_("Taken off"), N_("Eligible"), N_("EU share"), N_("Own share"))
STATUSES = {
    "draft": N_("draft"),
    "provisional": N_("provisional"),
    "approved": N_("approved"),
    "submitted": N_("submitted"),
    "paid": N_("paid"),
    "superseded": N_("superseded"),
}


def claim_summary(console: Console, claim: Claim, result: RunResult, spoken: Words) -> None:
    """Show the figures per partner, what was found, and where the documents are."""
    title = (
        f"{claim.project} · {spoken('period')} {claim.period} · {spoken(STATUSES[claim.status])}"
    )
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1), show_footer=True)
    table.add_column(spoken("Partner"), footer=spoken("Project"))
    for head, total in zip(HEADS, _amounts(claim.totals, spoken), strict=True):
        table.add_column(spoken(head), justify="right", no_wrap=True, footer=total)
    for partner in claim.partners:
        note = "" if partner.delivered else f" ({spoken('missing')})"
        table.add_row(partner.partner + note, *_amounts(partner, spoken))
    console.print()
    console.print(table)
    cumulative = spoken.sentence(
        N_("So far: {eligible} EUR eligible, {fund} EUR EU share."),
        {
            "eligible": spoken.amount(claim.totals.cumulative_eligible),
            "fund": spoken.amount(claim.totals.cumulative_fund),
        },
    )
    console.print(cumulative)
    counted = Counter(finding.severity for finding in claim.findings)
    told = [f"{counted[s]} {spoken(word)}" for s, word in SEVERITIES.items() if counted[s]]
    console.print(f"{spoken('Findings')}: {', '.join(told) or spoken('none')}")
    for finding in claim.findings:
        if finding.severity == "blocking":
            console.print(f"[bold]{finding.message}[/bold]\n  {finding.remedy}", highlight=False)
    if result.found_again:
        console.print(spoken("The same run was made before; its result was used."))
    if result.folder:
        console.print(f"{spoken('Documents')}: {result.folder}", highlight=False)


def _amounts(figures: PartnerClaim | Totals, spoken: Words) -> list[str]:
    """What one line shows; rejected, cut and parked are told apart in the report."""
    taken_off = figures.rejected + figures.cut + figures.parked
    shown = (figures.declared, -taken_off, figures.eligible, figures.fund, figures.own)
    return [spoken.amount(cents) for cents in shown]
