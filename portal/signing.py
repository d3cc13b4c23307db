"""Controllers' certificates and the sign-off of claims: people's decisions, in the ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rich.console import Console

from intake.law import load_law
from intake.project import Definition, load_project
from ledger.home import Home
from ledger.ledger import Ledger
from ledger.records import StoredRun
from portal.errors import Refusal
from reporting.documents import Setting, project_report
from rules.approval import refusals
from schemas.project import Certificate
from schemas.words import words

REFUSED = 1


def certify_report(project_name: str, period: int, partner: str, by: str) -> None:
    """Record the controller's result of a partner report.

    Deductions and parked items are those of the project file's certificate; without one, all
    items are certified as declared. The next run of the period applies it.
    """
    definition, ledger = _opened(project_name, period)
    project = definition.project
    owner = next((entry for entry in project.partners if entry.answers_to(partner)), None)
    if owner is None:
        known = ", ".join(entry.id for entry in project.partners)
        raise Refusal(f"{project.acronym} has no partner {partner}.", f"Choose one of {known}.")
    held = [c for c in project.certificates if (c.partner, c.period) == (owner.id, period)]
    certificate = (
        held[0].model_copy(update={"by": by})
        if held
        else Certificate(partner=owner.id, period=period, by=by, date=date.today())  # noqa: DTZ011
    )
    ledger.record_certificate(project.id, certificate, who=by)
    changed = len(certificate.items)
    Console().print(
        f"Recorded: {owner.id}, period {period}, certified by {by}"
        + (f" with {changed} changed items." if changed else ", all items as declared.")
        + f"\nRun the period again to apply it: eurocent run {project_name} {period}",
        highlight=False,
    )


def approve_claim(project_name: str, period: int, by: str) -> None:
    """Sign off the latest claim of a period and print its report as signed."""
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
    """Print the project report again, now saying who signed; put it where the run delivered."""
    claim = ledger.standing(run)
    law = load_law()
    project = definition.project.as_of(claim.period)
    setting = Setting(
        project=project,
        family=law.family(project.rule_set),
        rules={rule.id: rule for rule in law.rules_of(project.rule_set)},
        language=claim.language,
    )
    contents = {
        "report.pdf": project_report(claim, setting),
        "claim.json": claim.to_json().encode(),
    }
    kept = ledger.home.runs / run.fingerprint / run.language
    delivered = Path(run.outputs) / claim.project / str(claim.period)
    for folder in (kept, delivered):
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    return delivered


def _opened(project_name: str, period: int) -> tuple[Definition, Ledger]:
    definition = load_project(project_name, load_law())
    numbers = [entry.number for entry in definition.project.periods]
    if period not in numbers:
        raise Refusal(
            f"{definition.project.acronym} has no period {period}.",
            f"Choose one of {', '.join(map(str, numbers))}.",
        )
    return definition, Ledger.open(Home.open())
