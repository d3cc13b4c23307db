"""The documents: project report with payment claim, and one report for each partner.

Both are made from a claim and its setting alone: the same claim gives the same bytes, today and in
ten years' time, as long as the text libraries named in its fingerprint are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.chapters.activities import partner_activities, project_activities
from reporting.chapters.cover import Cover, cover
from reporting.chapters.declaration import declaration
from reporting.chapters.deliverables import deliverables
from reporting.chapters.evidence import assumptions, provenance, reconciliation
from reporting.chapters.expenditure import expenditure_list, printed_rows
from reporting.chapters.findings import checks, findings
from reporting.chapters.follow_up import follow_up
from reporting.chapters.funding import partner_funding, project_funding
from reporting.chapters.glance import partner_glance, project_glance
from reporting.chapters.guide import Entry, guide
from reporting.chapters.kind import ReportKind, report_kind
from reporting.chapters.papers import papers
from reporting.chapters.statement import partner_statement, project_statement
from reporting.extract import claim_of_partner
from reporting.pages import environment
from reporting.scribe import Scribe
from reporting.setting import Setting, lead_partner
from reporting.vocabulary import CLAIM_STATUS_SHORT
from reporting.workbooks import expenditure_csv
from schemas.claim import Claim, PartnerClaim
from schemas.words import N_

__all__ = [
    "Setting",
    "partner_report",
    "partner_report_html",
    "project_report",
    "project_report_html",
]


@dataclass(frozen=True)
class Chapter:
    """A chapter of a document.

    Attributes:
        id: where links lead.
        title: its heading; the number stands before it.
        template: what lays its model out.
        model: finished text.
        page: "own" begins a page, "list" is landscape, "" follows on.
    """

    id: str
    number: str
    title: str
    template: str
    model: object
    page: str = ""


@dataclass(frozen=True)
class Document:
    """Everything the outermost template places."""

    language: str
    title: str
    author: str
    subject: str
    software: str
    day: str
    head: str
    report: str
    state: str
    fingerprint: str
    rules: str
    cover: Cover
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class _Plan:
    """A chapter before it has its number."""

    id: str
    title: str
    template: str
    model: object
    page: str = ""


def project_report(claim: Claim, setting: Setting) -> bytes:
    """The project report and payment claim as PDF/A-3a and PDF/UA-1, with its data inside.

    Raises:
        reporting.rendering.ForeignAddress: a template asks for something else than our assets.
    """
    return _print(claim, project_report_html(claim, setting), "claim.json")


def partner_report(claim: Claim, partner: str, setting: Setting) -> bytes:
    """One partner's report with its list of expenditure, as PDF/A-3a and PDF/UA-1.

    Raises:
        KeyError: the claim has no such partner.
    """
    own = claim_of_partner(claim, partner)
    return _print(own, _partner_html(own, setting), "partner-claim.json")


def project_report_html(claim: Claim, setting: Setting) -> str:
    """The project report as one HTML document, whose assets are addressed as ``app:/…``."""
    scribe = Scribe(claim, setting)
    return _html(scribe, report_kind(setting, claim.period), None, _project_plans(scribe))


def partner_report_html(claim: Claim, partner: str, setting: Setting) -> str:
    """One partner's report as one HTML document.

    Raises:
        KeyError: the claim has no such partner.
    """
    return _partner_html(claim_of_partner(claim, partner), setting)


def _partner_html(claim: Claim, setting: Setting) -> str:
    scribe = Scribe(claim, setting)
    own = claim.partners[0]
    kind = report_kind(setting, claim.period, own.partner)
    return _html(scribe, kind, own, _partner_plans(scribe, kind, own))


def _project_plans(scribe: Scribe) -> list[_Plan]:
    kind = report_kind(scribe.setting, scribe.claim.period)
    return [
        _Plan("glance", N_("At a glance"), "glance", project_glance(scribe), "own"),
        _Plan("contents", N_("Contents"), "guide", None, "own"),
        _Plan("declaration", N_("Declaration"), "declaration", declaration(scribe, kind), "own"),
        *_where_any("deliverables", N_("Deliverables"), "sections", deliverables(scribe), "own"),
        _Plan(
            "statement", N_("Financial statement"), "statement", project_statement(scribe), "own"
        ),
        _Plan(
            "funding", N_("Funding and payment claim"), "sections", project_funding(scribe), "own"
        ),
        _Plan(
            "activities",
            N_("Activities and results"),
            "sections",
            project_activities(scribe),
            "own",
        ),
        _Plan("findings", N_("Findings"), "findings", findings(scribe)),
        *_where_any("follow-up", N_("Follow-up of control"), "tables", follow_up(scribe)),
        *_where_any("evidence", N_("Evidence"), "tables", papers(scribe)),
        _Plan("checks", N_("Checks run"), "sections", checks(scribe)),
        _Plan("reconciliation", N_("Reconciliation"), "tables", reconciliation(scribe)),
        _Plan("assumptions", N_("To be confirmed"), "tables", assumptions(scribe)),
        _Plan("provenance", N_("Provenance"), "tables", provenance(scribe)),
    ]


def _where_any(id_: str, title: str, template: str, model: object, page: str = "") -> list[_Plan]:
    """A chapter that stands only where it has something to say."""
    return [] if model is None else [_Plan(id_, title, template, model, page)]


def _partner_plans(scribe: Scribe, kind: ReportKind, own: PartnerClaim) -> list[_Plan]:
    evidence = papers(scribe)
    return [
        _Plan("glance", N_("At a glance"), "glance", partner_glance(scribe, own), "own"),
        _Plan(
            "declaration", N_("Declaration"), "declaration", declaration(scribe, kind, own), "own"
        ),
        *_where_any("deliverables", N_("Deliverables"), "sections", deliverables(scribe)),
        _Plan(
            "statement",
            N_("Financial statement"),
            "statement",
            partner_statement(scribe, own),
            "own",
        ),
        _Plan("funding", N_("Funding"), "sections", partner_funding(scribe, own)),
        *_where_any("activities", N_("Activities"), "sections", partner_activities(scribe)),
        _Plan("findings", N_("Findings"), "findings", findings(scribe, printed_rows(scribe))),
        *_where_any("follow-up", N_("Follow-up of control"), "tables", follow_up(scribe)),
        _Plan(
            "expenditure",
            N_("List of expenditure"),
            "expenditure",
            expenditure_list(scribe),
            "list",
        ),
        *_where_any("evidence", N_("Evidence"), "tables", evidence, "own"),
        _Plan(
            "reconciliation",
            N_("Reconciliation"),
            "tables",
            reconciliation(scribe),
            # The list before it is landscape: what follows it first begins a page.
            "" if evidence else "own",
        ),
        _Plan("provenance", N_("Provenance"), "tables", provenance(scribe)),
    ]


def _html(
    scribe: Scribe, kind: ReportKind, partner: PartnerClaim | None, plans: Sequence[_Plan]
) -> str:
    claim, setting = scribe.claim, scribe.setting
    entries = [
        Entry(plan.id, str(number), scribe.words(plan.title))
        for number, plan in enumerate(plans, start=1)
    ]
    chapters = tuple(
        Chapter(
            entry.id,
            entry.number,
            entry.title,
            f"chapters/{plan.template}.html",
            guide(scribe, entries) if plan.model is None else plan.model,
            plan.page,
        )
        for entry, plan in zip(entries, plans, strict=True)
    )
    acronym = scribe.text(setting.project.acronym, 40)
    report = kind.title(scribe, claim.period)
    front = cover(scribe, kind, partner)
    state = scribe(
        N_("version {number}, {status}"),
        number=claim.version,
        status=scribe.term(CLAIM_STATUS_SHORT, claim.status),
    )
    document = Document(
        language=setting.language,
        title=f"{acronym}: {report}",
        author=scribe.text(partner.name if partner else lead_partner(setting).name, 100),
        subject=front.title,
        software=scribe.text(claim.provenance.software, 80),
        day=claim.submitted_on.isoformat(),
        head=acronym,
        report=report,
        state=state,
        fingerprint=scribe.short_fingerprint,
        rules=f"{scribe.text(claim.rule_set, 40)} {scribe.text(claim.rule_set_version, 20)}",
        cover=front,
        chapters=chapters,
    )
    template = environment(setting.language).get_template("report.html")
    return template.render(document=document)


def _print(claim: Claim, html: str, name: str) -> bytes:
    from reporting.rendering import EmbeddedFile, render_pdf

    embedded = [
        EmbeddedFile(name, "The claim with every figure", claim.to_json().encode()),
        EmbeddedFile("expenditure.csv", "The full list of expenditure", expenditure_csv(claim)),
    ]
    return render_pdf(html, claim.submitted_on, embedded)
