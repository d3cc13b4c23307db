"""The declaration that is signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.chapters.kind import ReportKind
from reporting.scribe import Scribe
from reporting.setting import lead_partner
from reporting.vocabulary import RETENTION_STARTS
from schemas.claim import PartnerClaim
from schemas.words import N_


@dataclass(frozen=True)
class Declaration:
    """The chapter: who declares what, and the lines to sign on."""

    lead: str
    statements: tuple[str, ...]
    lines: tuple[str, ...]
    control: tuple[tuple[str, str], ...]
    retention: str = ""


_INTERREG = (
    N_(
        "all expenditure in this report was incurred for the project, paid, and is borne by the "
        "partners"
    ),
    N_("it matches the activities that were agreed in the application form and its amendments"),
    N_("it was not and will not be financed from any other Union programme or public fund"),
    N_(
        "Union and national rules were observed, in particular those on eligibility, public "
        "procurement, State aid, equal opportunities and the environment"
    ),
    N_("the Union's contribution will be passed on to the partners in full and without delay"),
    N_("the documents that prove this are kept and open to every authority entitled to see them"),
)

_GRANT = (
    N_("the information in this report is full, reliable and true"),
    N_(
        "the costs were incurred for the action, are eligible under the agreement and are "
        "substantiated by documents that can be checked"
    ),
    N_("all receipts of the action have been declared"),
    N_("the costs were not and will not be financed from any other Union programme"),
    N_("the documents are kept for five years after the payment of the balance"),
)

_SERVICE = (
    N_("the services were performed as the contract and its technical specifications require"),
    N_("the deliverables named in this report were handed over on the days stated"),
    N_("the invoice that goes with this report asks for no more than the price agreed"),
)

_PARTNER = (
    N_("all expenditure in this report is real, paid by the partner and entered in its accounts"),
    N_("it was incurred for the project and matches the agreed activities"),
    N_("it was not and will not be financed from any other Union programme or public fund"),
    N_(
        "value added tax is declared only as far as the partner does not recover it, or the rules "
        "accept it"
    ),
    N_("invoices, proofs of payment and further evidence are kept and open to control"),
)

_LINES = (N_("Place and date"), N_("Name and function"), N_("Signature and stamp"))


def declaration(
    scribe: Scribe, kind: ReportKind, partner: PartnerClaim | None = None
) -> Declaration:
    """The declaration of the lead partner or coordinator, or of one partner."""
    return Declaration(
        _lead(scribe, kind, partner),
        tuple(scribe.words(text) for text in _statements(kind)),
        tuple(scribe.words(text) for text in _LINES),
        certificates(scribe, [partner] if partner else scribe.partners),
        _retention(scribe),
    )


def _retention(scribe: Scribe) -> str:
    """Until when documents are kept, "" where the rule set says nothing (R-RET-01)."""
    retention = scribe.claim.retention
    if retention is None:
        return ""
    starts = scribe.term(RETENTION_STARTS, retention.starts)
    kept = scribe(
        N_("Documents are to be kept for {months} months from {starts}."),
        months=scribe.count(retention.months),
        starts=starts,
    )
    if retention.until is None:
        return kept
    if retention.participants_until and scribe.claim.participants.attendances:
        kept += " " + scribe(
            N_("Lists of participants are kept, with pseudonyms, until {day} at the latest."),
            day=scribe.day(retention.participants_until),
        )
    until = (
        N_("Expected to end on {day}, to be confirmed by the authority.")
        if retention.assumed
        else N_("This ends on {day}.")
    )
    return f"{kept} {scribe(until, day=scribe.day(retention.until))}"


def _statements(kind: ReportKind) -> Sequence[str]:
    if kind.partner:
        return _PARTNER
    return {"interreg": _INTERREG, "grant": _GRANT, "service": _SERVICE}[kind.body]


def _lead(scribe: Scribe, kind: ReportKind, partner: PartnerClaim | None) -> str:
    if partner is not None:
        return scribe(
            N_("{partner} declares {declared}, of which {eligible} is eligible, and states that"),
            partner=scribe.text(partner.name, 100),
            declared=scribe.money(partner.declared),
            eligible=scribe.money(partner.eligible),
        )
    lead = lead_partner(scribe.setting)
    message = (
        N_("For all partners, {lead} asks for the payment of {payable} and states that")
        if kind.body != "service"
        else N_("For the contractors, {lead} states that")
    )
    return scribe(
        message,
        lead=scribe.text(lead.name, 100),
        payable=scribe.money(scribe.claim.totals.payable),
    )


def certificates(scribe: Scribe, partners: list[PartnerClaim]) -> tuple[tuple[str, str], ...]:
    """Who certified each partner's expenditure for this period, and when."""
    if not scribe.control_required:
        return ()
    known = {
        entry.partner: entry
        for entry in scribe.setting.project.certificates
        if entry.period == scribe.claim.period
    }
    lines = []
    for partner in partners:
        entry = known.get(partner.partner)
        if not partner.delivered:
            words = scribe(N_("not delivered"))
        elif not partner.certified:
            words = scribe(N_("not certified"))
        elif entry is None:
            words = scribe(N_("certified"))
        else:
            words = scribe(
                N_("certified by {by} on {day}"),
                by=scribe.text(entry.by, 80),
                day=scribe.day(entry.date),
            )
        lines.append((scribe.text(partner.partner, 20), words))
    return tuple(lines)
