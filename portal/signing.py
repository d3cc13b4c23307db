"""Controllers' certificates and the sign-off of claims: people's decisions, in the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from rich.console import Console

from intake.context import Context
from intake.control_list import read_control_list
from intake.law import load_law
from intake.project import Definition, load_project
from ledger.home import Home
from ledger.ledger import Ledger
from ledger.records import StoredRun
from portal.errors import WRONG_USAGE, Refusal
from reporting.documents import Setting, partner_report, project_report
from reporting.shelf import MARK, deliver, put
from rules.approval import refusals
from rules.control_list import certified_items
from schemas.findings import Finding, Severity, worst_first
from schemas.project import Certificate, CertifiedItem
from schemas.run import require_partner, require_period
from schemas.words import words

REFUSED = 1


def certify_report(
    project_name: str, period: int, partner: str, by: str, file: Path | None = None
) -> None:
    """Record the controller's result of a partner report.

    Deductions and parked items are those of the file, else of the project file's certificate;
    without either, all items are certified as declared. The next run of the period applies it.
    Where a row of the file cannot be used, nothing is recorded.
    """
    definition, ledger = _opened(project_name, period)
    project = definition.project
    owner = require_partner(project, partner)
    if file is not None:
        items = _listed(file, definition, ledger, period, owner.id)
        certificate = Certificate(
            partner=owner.id, period=period, by=by, date=_today(), items=items
        )
    else:
        held = [c for c in project.certificates if (c.partner, c.period) == (owner.id, period)]
        certificate = (
            held[0].model_copy(update={"by": by})
            if held
            else Certificate(partner=owner.id, period=period, by=by, date=_today())
        )
    ledger.record_certificate(project.id, certificate, who=by)
    changed = len(certificate.items)
    Console().print(
        f"Recorded: {owner.id}, period {period}, certified by {by}"
        + (f" with {changed} changed items." if changed else ", all items as declared.")
        + f"\nRun the period again to apply it: eurocent run {project_name} {period}",
        highlight=False,
    )


def _listed(
    file: Path, definition: Definition, ledger: Ledger, period: int, partner: str
) -> list[CertifiedItem]:
    """The changed items of a controller's list, held against the claim of the period.

    Raises:
        Refusal: the file cannot be read, or a row of it cannot be used; every row is named.
    """
    if not file.is_file():
        raise Refusal(f"There is no file {file}.", "Name the controller's list.")
    project = definition.project.as_of(period)
    # Words of categories and keys of persons stand in no controller's list.
    read = read_control_list(file, Context(project, partner, period, {}, b""))
    if read.refused:
        raise _refused_list(file, read.findings, WRONG_USAGE if read.unreadable else REFUSED)
    run = ledger.latest_run(project.id, period)
    if run is None:
        raise Refusal(
            f"{project.acronym}, period {period}: there is no claim yet that the list could be "
            "held against.",
            f"Make it first: eurocent run {project.id} {period}",
            REFUSED,
        )
    earlier = [entry.run.claim for entry in ledger.earlier_claims(project.id, period)]
    items, findings = certified_items(read.frame, partner, run.claim, earlier)
    if findings:
        raise _refused_list(file, findings, REFUSED)
    return items


def _refused_list(file: Path, findings: Iterable[Finding], code: int) -> Refusal:
    spoken = words("en")
    told = [
        f"- {finding.message(spoken)} {finding.remedy(spoken)}"
        for finding in worst_first(list(findings))
        if finding.severity in (Severity.BLOCKING, Severity.REJECT)
    ]
    return Refusal(
        f"{file.name} was not used, nothing was recorded:\n" + "\n".join(told),
        "Correct the rows named and certify again.",
        code,
    )


def approve_claim(project_name: str, period: int, by: str) -> None:
    """Sign off the latest claim of a period and print its reports as signed."""
    definition, ledger = _opened(project_name, period)
    run = ledger.latest_run(definition.project.id, period)
    if run is None:
        raise Refusal(
            f"{definition.project.acronym}, period {period}: there is no claim yet.",
            f"Make it first: eurocent run {project_name} {period}",
            REFUSED,
        )
    claim = ledger.standing(run)
    spoken = words(claim.language)
    barred = [spoken(sentence).format(**values) for sentence, values in refusals(claim)]
    if barred:
        raise Refusal(
            f"Period {period} cannot be signed off:\n" + "\n".join(f"- {line}" for line in barred),
            "Put this right and try again.",
            REFUSED,
        )
    signed = ledger.approve(claim.project, period, by, seen_digest=run.claim_sha256)
    if signed.outcome == "overtaken":
        raise Refusal(
            f"Another run of period {period} came between.", "Look at its report first.", REFUSED
        )
    folder = _print_signed(definition, ledger, run)
    Console().print(
        f"Signed off by {by}: {definition.project.acronym}, period {period}, "
        f"version {claim.version}.\nReport: {folder / 'report.pdf'}",
        highlight=False,
    )


def _print_signed(definition: Definition, ledger: Ledger, run: StoredRun) -> Path:
    """Print the reports again, now saying who signed; put them where the run delivered."""
    claim = ledger.standing(run)
    setting = Setting.of(definition.project.as_of(claim.period), load_law(), claim.language)
    partners = [partner.partner for partner in claim.partners]
    kept = ledger.home.runs / run.fingerprint / run.language
    put(kept, {"report.pdf": project_report(claim, setting)})
    put(kept, {f"partners/{name}.pdf": partner_report(claim, name, setting) for name in partners})
    put(kept, {MARK: claim.to_json().encode()})
    delivered = Path(run.outputs) / claim.project / str(claim.period)
    deliver(kept, delivered)
    return delivered


def _today() -> date:
    """The day on this machine, on which the controller's result is entered."""
    return datetime.now().astimezone().date()


def _opened(project_name: str, period: int) -> tuple[Definition, Ledger]:
    definition = load_project(project_name, load_law())
    require_period(definition.project, period)
    return definition, Ledger.open(Home.open())
