"""The cover: who reports what to whom, how it stands, and how to recognise it again."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.chapters.findings import setting_title
from reporting.chapters.kind import ReportKind
from reporting.scribe import Scribe
from reporting.setting import lead_partner
from reporting.typography import visible
from reporting.vocabulary import CLAIM_SHAPE, CLAIM_STATUS
from schemas.bank_accounts import masked
from schemas.claim import PartnerClaim
from schemas.words import N_


@dataclass(frozen=True)
class Notice:
    """A sentence that must be read before any figure."""

    text: str
    shape: str = "attention"


@dataclass(frozen=True)
class Code:
    """A QR code as one path on a square of ``size`` units."""

    size: int
    path: str


@dataclass(frozen=True)
class Cover:
    """The cover; ``facts`` are labels with what they say."""

    statement: str
    report: str
    acronym: str
    title: str
    period: str
    facts: tuple[tuple[str, str], ...]
    status: str
    shape: str
    notices: tuple[Notice, ...]
    fingerprint: tuple[str, ...]
    code: Code
    disclaimer: str


def cover(scribe: Scribe, kind: ReportKind, partner: PartnerClaim | None = None) -> Cover:
    """The cover of the project report, or of one partner's."""
    claim, setting = scribe.claim, scribe.setting
    project, family = setting.project, setting.family
    period = project.period(claim.period)
    if partner is None:
        status, shape = scribe.term(CLAIM_STATUS, claim.status), CLAIM_SHAPE[claim.status]
    else:
        status, shape = partner_status(scribe, partner)
    disclaimer = family.disclaimer.of(setting.language) if family.disclaimer else ""
    return Cover(
        statement=family.fund_statement.of(setting.language),
        report=kind.title(scribe, claim.period),
        acronym=scribe.text(project.acronym, 40),
        title=scribe.titled(project.title),
        period=scribe.span(period.start, period.end),
        facts=tuple(_facts(scribe, partner)),
        status=status,
        shape=shape,
        notices=notices(scribe, partner),
        fingerprint=_fingerprint(claim.provenance.fingerprint),
        code=_code(scribe),
        disclaimer=disclaimer,
    )


def _facts(scribe: Scribe, partner: PartnerClaim | None) -> list[tuple[str, str]]:
    claim, project = scribe.claim, scribe.setting.project
    programme = project.programme
    lead = lead_partner(scribe.setting)
    agreement = scribe.text(programme.agreement, 60)
    if programme.agreement_date:
        of_day = scribe(N_("of {day}"), day=scribe.day(programme.agreement_date))
        agreement = f"{agreement} {of_day}".strip()
    if partner is None:
        who = (scribe(N_("From")), scribe.text(lead.name, 100))
        handed_in = scribe.day(claim.submitted_on)
    else:
        name = f"{scribe.text(partner.name, 100)}, {scribe.country(partner.country)}"
        who = (scribe(N_("Partner")), name)
        handed_in = scribe.day(partner.submitted_on) if partner.delivered else ""
    pairs = [
        (scribe(N_("To")), _addressee(scribe)),
        who,
        (scribe(N_("Programme")), scribe.text(programme.name, 120)),
        (scribe(N_("Agreement")), agreement),
        *_identity(scribe, partner.partner if partner else lead.id),
        (scribe(N_("Submitted on")), handed_in),
        (
            scribe(N_("Rule set")),
            f"{setting_title(scribe)}, {scribe.text(claim.rule_set_version, 20)}",
        ),
        (scribe(N_("Version")), scribe.count(claim.version)),
    ]
    return [(label, text) for label, text in pairs if text]


def _identity(scribe: Scribe, name: str) -> list[tuple[str, str]]:
    """VAT number and account, where the project file states them; the account is masked."""
    partner = next((entry for entry in scribe.setting.project.partners if entry.id == name), None)
    if partner is None:
        return []
    account = masked(partner.iban) if partner.iban else ""
    if account and partner.bic:
        account = f"{account}, {partner.bic}"
    return [
        (scribe(N_("VAT number")), scribe.text(partner.vat_id, 40)),
        (scribe(N_("Bank account")), scribe.text(account, 40)),
    ]


def _addressee(scribe: Scribe) -> str:
    """The claim's addressee; the family's own is named in the reader's language."""
    addressee = scribe.setting.family.addressee
    if scribe.claim.addressee in (addressee.en, addressee.de):
        return addressee.of(scribe.setting.language)
    return scribe.text(scribe.claim.addressee, 200)


def partner_status(scribe: Scribe, partner: PartnerClaim) -> tuple[str, str]:
    """How a partner report stands, with its shape."""
    if not partner.delivered:
        return scribe(N_("Not delivered")), "attention"
    if partner.certified:
        return scribe(N_("Certified by the controller")), "accepted"
    if scribe.control_required:
        return scribe(N_("Delivered, not certified")), "cut"
    return scribe(N_("Delivered")), "accepted"


def notices(scribe: Scribe, partner: PartnerClaim | None = None) -> tuple[Notice, ...]:
    """What page 1 has to say before any figure: missing, not certified, out of date, synthetic."""
    claim = scribe.claim
    sentences: list[Notice] = []
    if partner is None:
        if scribe.missing:
            names = ", ".join(scribe.text(p.partner, 20) for p in scribe.missing)
            sentences.append(
                Notice(
                    scribe(
                        N_("Partners missing: {names}. Late items go into the next period."),
                        names=names,
                    )
                )
            )
        if scribe.uncertified:
            names = ", ".join(scribe.text(p.partner, 20) for p in scribe.uncertified)
            sentences.append(
                Notice(
                    scribe(
                        N_(
                            "Not certified: {names}. The amounts count until the controller's "
                            "result is there."
                        ),
                        names=names,
                    )
                )
            )
    if claim.stale:
        sentences.append(
            Notice(scribe(N_("Out of date: an earlier period was changed after this claim.")))
        )
    if scribe.setting.project.synthetic:
        sentences.append(
            Notice(
                scribe(N_("The data of this report is synthetic; it shows how Eurocent works.")),
                "remark",
            )
        )
    return tuple(sentences)


def _fingerprint(digest: str) -> tuple[str, ...]:
    """The digest in eights, so that two people can read it to each other."""
    shown = visible(digest[:64])
    return tuple(shown[i : i + 8] for i in range(0, len(shown), 8))


def _code(scribe: Scribe) -> Code:
    """The fingerprint with project, period and version, for a telephone to read."""
    import segno

    claim = scribe.claim
    text = f"{claim.project} {claim.period} v{claim.version} sha256:{claim.provenance.fingerprint}"
    matrix = segno.make(visible(text[:200]), error="m", micro=False).matrix
    dark = [
        f"M{x} {y}h1v1h-1z" for y, line in enumerate(matrix) for x, cell in enumerate(line) if cell
    ]
    return Code(len(matrix), "".join(dark))
