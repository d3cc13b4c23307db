"""Funding: from declared expenditure to the EU share, flat rates, contributions, rates."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.charts import Tone, plain_bar, step
from reporting.scribe import Scribe
from reporting.tables import Cell, Column, Row, Section, Table, row
from reporting.vocabulary import CONTRIBUTION_STATUS, FLAT_RATE_BASE, RECEIPT_KIND
from schemas.claim import Breakdown, PartnerClaim
from schemas.words import N_


@dataclass(frozen=True)
class Funding:
    """The chapter."""

    lead: str
    sections: tuple[Section, ...]


def project_funding(scribe: Scribe) -> Funding:
    """The chapter of the project report."""
    totals = scribe.claim.totals
    sections = [
        Section(
            scribe(N_("From declared to the EU share")),
            (_waterfall(scribe, totals, totals.own, totals.fund),),
        ),
        Section(scribe(N_("EU share by partner and fund")), (_funds(scribe, scribe.partners),)),
        *_details(scribe, scribe.partners),
        Section(scribe(N_("Payment claim")), (_payment(scribe),), anchor="payment"),
    ]
    return Funding(_lead(scribe, totals.eligible, totals.fund), tuple(sections))


def partner_funding(scribe: Scribe, partner: PartnerClaim) -> Funding:
    """The chapter of a partner report."""
    sections = [
        Section(
            scribe(N_("From declared to the EU share")),
            (_waterfall(scribe, partner, partner.own, partner.fund),),
        ),
        Section(scribe(N_("EU share by fund")), (_funds(scribe, [partner]),)),
        *_details(scribe, [partner]),
    ]
    return Funding(_lead(scribe, partner.eligible, partner.fund), tuple(sections))


def _lead(scribe: Scribe, eligible: int, fund: int) -> str:
    return scribe(
        N_("The EU share of {eligible} eligible expenditure is {fund}."),
        eligible=scribe.money(eligible),
        fund=scribe.money(fund),
    )


def _waterfall(scribe: Scribe, figures: Breakdown, own: int, fund: int) -> Table:
    scale = max(figures.declared, 1)
    after_rejected = figures.declared - figures.rejected
    after_cut = after_rejected - figures.cut
    steps: tuple[tuple[str, int, int, int, Tone, bool], ...] = (
        (N_("Declared"), figures.declared, 0, figures.declared, "before", True),
        (N_("Rejected"), -figures.rejected, after_rejected, figures.declared, "taken", False),
        (N_("Cut to a limit"), -figures.cut, after_cut, after_rejected, "taken", False),
        (N_("Parked"), -figures.parked, figures.eligible, after_cut, "taken", False),
        (N_("Eligible"), figures.eligible, 0, figures.eligible, "now", True),
        (N_("Own contribution"), -own, fund, figures.eligible, "own", False),
        (N_("EU share"), fund, 0, fund, "now", True),
    )
    rows = [
        row(
            Cell(scribe.words(label), strong=strong),
            Cell(
                scribe.amount_or_dash(cents) if not strong else scribe.amount(cents), strong=strong
            ),
            Cell(
                bar=step(
                    f"{scribe.words(label)}: {scribe.money(cents)}",
                    low,
                    high,
                    scale,
                    tone,
                )
            ),
        )
        for label, cents, low, high, tone, strong in steps
    ]
    return Table(
        scribe(N_("What became of declared expenditure, EUR")),
        (
            Column(scribe(N_("Step")), width=38),
            Column(scribe(N_("Amount")), "figure", 28),
            Column("", "bar"),
        ),
        tuple(rows),
    )


def _funds(scribe: Scribe, partners: list[PartnerClaim]) -> Table:
    rows = [
        row(
            scribe.text(partner.partner, 20),
            scribe.text(share.fund, 20),
            scribe.rate(share.rate),
            scribe.amount_or_dash(partner.eligible),
            Cell(scribe.amount_or_dash(share.amount), strong=True),
            scribe.amount_or_dash(share.cumulative),
            scribe.amount_or_dash(partner.max_fund),
        )
        for partner in partners
        for share in partner.funds
    ]
    if len(partners) > 1:
        rows.append(
            row(
                scribe(N_("Project")),
                "",
                "",
                scribe.amount(sum(p.eligible for p in partners)),
                scribe.amount(sum(p.fund for p in partners)),
                scribe.amount(sum(p.cumulative_fund for p in partners)),
                scribe.amount_or_dash(scribe.claim.totals.max_fund),
                kind="total",
            )
        )
    return Table(
        scribe(N_("Eligible expenditure, rate and EU share, EUR")),
        (
            Column(scribe(N_("Partner"))),
            Column(scribe(N_("Fund")), width=16),
            Column(scribe(N_("EU rate")), "figure", 17),
            Column(scribe(N_("Eligible now")), "figure", 25),
            Column(scribe(N_("EU share now")), "figure", 25),
            Column(scribe(N_("EU share, cumulative")), "figure", 27, apart=True),
            Column(scribe(N_("EU share, at most")), "figure", 25),
        ),
        tuple(rows),
    )


def _details(scribe: Scribe, partners: list[PartnerClaim]) -> list[Section]:
    """The sections that stand only where there is something to say."""
    candidates = (
        (N_("Flat rates"), _flat_rates(scribe, partners)),
        (N_("Sources of income"), _sources(scribe, partners)),
        (N_("Own contribution by source"), _contributions(scribe, partners)),
        (N_("Receipts"), _receipts(scribe)),
        (N_("Cuts above the item"), _adjustments(scribe)),
        (N_("Limits of the EU share"), _reductions(scribe)),
        (N_("Exchange rates"), _rates(scribe)),
    )
    return [
        Section(scribe.words(title), (table,)) for title, table in candidates if table is not None
    ]


def _flat_rates(scribe: Scribe, partners: list[PartnerClaim]) -> Table | None:
    rows = [
        row(
            scribe.text(partner.partner, 20),
            scribe.category(category.category),
            Cell(
                scribe.rate(category.flat_rate),
                note=scribe.term(FLAT_RATE_BASE, category.flat_rate_of),
            ),
            scribe.amount(category.base_declared),
            scribe.amount(category.base_accepted),
            scribe.amount(category.declared),
            Cell(scribe.amount(category.eligible), strong=True),
        )
        for partner in partners
        for category in partner.categories
        if category.flat_rate and (category.base_declared or category.base_accepted)
    ]
    if not rows:
        return None
    return Table(
        scribe(N_("Categories worked out as a rate of others, EUR")),
        (
            Column(scribe(N_("Partner")), width=20),
            Column(scribe(N_("Cost category"))),
            Column(scribe(N_("Rate and base")), width=32),
            Column(scribe(N_("Base declared")), "figure", 20),
            Column(scribe(N_("Base accepted")), "figure", 20),
            Column(scribe(N_("Declared")), "figure", 20, apart=True),
            Column(scribe(N_("Eligible")), "figure", 18),
        ),
        tuple(rows),
    )


def _contributions(scribe: Scribe, partners: list[PartnerClaim]) -> Table | None:
    largest = max((c.amount for p in partners for c in p.contributions), default=0)
    rows = [
        row(
            scribe.text(partner.partner, 20),
            scribe.text(share.source, 80),
            scribe.term(CONTRIBUTION_STATUS, share.status),
            Cell(scribe.amount(share.amount), strong=True),
            Cell(
                bar=plain_bar(
                    f"{scribe.text(share.source, 80)}: {scribe.money(share.amount)}",
                    share.amount,
                    largest,
                    "own",
                )
            ),
        )
        for partner in partners
        for share in partner.contributions
        if share.amount
    ]
    if not rows:
        return None
    return Table(
        scribe(N_("Who bears the own contribution, EUR")),
        (
            Column(scribe(N_("Partner")), width=28),
            Column(scribe(N_("Source"))),
            Column(scribe(N_("Status")), width=28),
            Column(scribe(N_("Amount now")), "figure", 24),
            Column("", "bar", 38),
        ),
        tuple(rows),
    )


def _adjustments(scribe: Scribe) -> Table | None:
    rows = [
        row(
            scribe.text(entry.partner, 20),
            scribe.category(entry.category) if entry.category else scribe(N_("Whole budget")),
            Cell(scribe.rule_title(entry.rule), note=scribe.text(entry.rule, 20)),
            Cell(scribe.amount(-entry.amount), strong=True),
        )
        for entry in scribe.claim.adjustments
    ]
    if not rows:
        return None
    return Table(
        scribe(N_("Taken off a category or a whole budget, EUR")),
        (
            Column(scribe(N_("Partner")), width=28),
            Column(scribe(N_("Cost category")), width=50),
            Column(scribe(N_("Rule"))),
            Column(scribe(N_("Amount")), "figure", 24),
        ),
        tuple(rows),
    )


def _reductions(scribe: Scribe) -> Table | None:
    rows = [
        row(
            scribe.text(entry.partner, 20),
            Cell(scribe.rule_title(entry.rule), note=scribe.text(entry.rule, 20)),
            scribe.amount(entry.before),
            scribe.amount(entry.limit),
            Cell(scribe.amount(-entry.amount), strong=True),
        )
        for entry in scribe.claim.fund_reductions
    ]
    if not rows:
        return None
    return Table(
        scribe(N_("The EU share is lower, eligible expenditure stays, EUR")),
        (
            Column(scribe(N_("Partner")), width=28),
            Column(scribe(N_("Rule"))),
            Column(scribe(N_("Share before")), "figure", 25),
            Column(scribe(N_("Limit")), "figure", 25),
            Column(scribe(N_("Taken off")), "figure", 25),
        ),
        tuple(rows),
    )


def _rates(scribe: Scribe) -> Table | None:
    if not scribe.claim.rates:
        return None
    rows = [
        row(
            scribe.text(used.currency, 3),
            scribe.month(used.month),
            scribe.text(used.rate, 20),
            Cell(
                scribe.text(used.source, 60),
                note=scribe(N_("to be confirmed")) if used.source.startswith("derived") else "",
            ),
            scribe.count(used.items),
            scribe.amount(used.amount),
            Cell(scribe.amount(used.amount_eur), strong=True),
        )
        for used in scribe.claim.rates
    ]
    return Table(
        scribe(N_("Rates used: units of the currency for one euro")),
        (
            Column(scribe(N_("Currency")), width=20),
            Column(scribe(N_("Month")), width=24),
            Column(scribe(N_("Rate")), "figure", 20),
            Column(scribe(N_("Source"))),
            Column(scribe(N_("Items")), "figure", 14),
            Column(scribe(N_("Amount, currency")), "figure", 30, apart=True),
            Column(scribe(N_("Amount, EUR")), "figure", 24),
        ),
        tuple(rows),
    )


def _payment(scribe: Scribe) -> Table:
    totals = scribe.claim.totals
    earlier = totals.cumulative_fund - totals.fund
    rows = [
        row(
            scribe(N_("Eligible expenditure, cumulative")),
            scribe.amount(totals.cumulative_eligible),
        ),
        row(scribe(N_("EU share, cumulative")), scribe.amount(totals.cumulative_fund)),
        row(scribe(N_("EU share of earlier claims")), scribe.amount_or_dash(-earlier)),
        row(
            Cell(scribe(N_("EU share of this claim")), strong=True),
            Cell(scribe.amount(totals.fund), strong=True),
        ),
        *_deductions(scribe),
        row(_payable_word(scribe), scribe.amount(totals.payable), kind="total"),
    ]
    note = ""
    if totals.max_fund:
        note = scribe(
            N_("The EU share is at most {limit}; {rest} is left after this claim."),
            limit=scribe.money(totals.max_fund),
            rest=scribe.money(totals.max_fund - totals.cumulative_fund),
        )
    return Table(
        scribe(N_("How the amount payable follows, EUR")),
        (Column(scribe(N_("Step"))), Column(scribe(N_("Amount")), "figure", 34)),
        tuple(rows),
        note,
        narrow=True,
    )


def _deductions(scribe: Scribe) -> list[Row]:
    """What lowers the payment and leaves the EU share as it is: damages and interest."""
    damages = sum(
        line.damages for line in scribe.claim.deliverables if line.period == scribe.claim.period
    )
    interest = sum(line.this_period for line in scribe.claim.receipts if line.kind == "interest")
    return [
        row(scribe.words(label), scribe.amount(-cents))
        for label, cents in (
            (N_("Liquidated damages"), damages),
            (N_("Interest on pre-financing"), interest),
        )
        if cents
    ]


def _payable_word(scribe: Scribe) -> str:
    """A claim below zero asks for money back."""
    if scribe.claim.totals.payable < 0:
        return scribe(N_("To be recovered"))
    return scribe(N_("Payable"))


def _sources(scribe: Scribe, partners: list[PartnerClaim]) -> Table | None:
    """EU funds and own contributions by their status, all partners together."""
    sources: dict[tuple[str, str], int] = {}
    for partner in partners:
        for share in partner.funds:
            key = (scribe.text(share.fund, 20), scribe(N_("European Union")))
            sources[key] = sources.get(key, 0) + share.amount
        named = sum(share.amount for share in partner.contributions)
        for contribution in partner.contributions:
            status = scribe.term(CONTRIBUTION_STATUS, contribution.status)
            key = (scribe(N_("Own contribution")), status)
            sources[key] = sources.get(key, 0) + contribution.amount
        if partner.own != named:
            key = (scribe(N_("Own contribution")), scribe(N_("source not stated")))
            sources[key] = sources.get(key, 0) + partner.own - named
    shown = {key: cents for key, cents in sources.items() if cents}
    if len(shown) < 2:
        return None
    whole = sum(shown.values())
    rows = [
        row(source, status, Cell(scribe.amount(cents), strong=True), scribe.share(cents, whole))
        for (source, status), cents in shown.items()
    ]
    rows.append(
        row(
            scribe(N_("Eligible")),
            "",
            scribe.amount(whole),
            scribe.share(whole, whole),
            kind="total",
        )
    )
    return Table(
        scribe(N_("Who bears the eligible expenditure of this period, EUR")),
        (
            Column(scribe(N_("Source"))),
            Column(scribe(N_("Status"))),
            Column(scribe(N_("Amount now")), "figure", 30),
            Column(scribe(N_("Share, %")), "figure", 22),
        ),
        tuple(rows),
        narrow=True,
    )


def _receipts(scribe: Scribe) -> Table | None:
    """Money the action received, and what it took off."""
    rows = [
        row(
            scribe.text(line.partner, 20),
            scribe.term(RECEIPT_KIND, line.kind),
            scribe.amount_or_dash(line.this_period),
            scribe.amount_or_dash(line.cumulative),
            Cell(scribe.amount_or_dash(-line.deducted), strong=bool(line.deducted)),
        )
        for line in scribe.claim.receipts
    ]
    if not rows:
        return None
    return Table(
        scribe(N_("Money received for the project, EUR")),
        (
            Column(scribe(N_("Partner")), width=34),
            Column(scribe(N_("Kind"))),
            Column(scribe(N_("This period")), "figure", 26),
            Column(scribe(N_("Cumulative")), "figure", 26, apart=True),
            Column(scribe(N_("Taken off")), "figure", 26),
        ),
        tuple(rows),
    )
