"""Lists of participants: until when each is kept, and erasing persons from them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import typer
from rich.console import Console

from intake.law import load_law
from intake.project import Definition, ProjectError, load_project
from intake.pseudonyms import project_key, pseudonym
from intake.rates import load_rates
from ledger.erasing import Erasing, Found, KeptList
from ledger.home import Home
from ledger.ledger import Ledger
from ledger.store import FrameStore
from portal.errors import Refusal
from rules.case import Case
from rules.retention import keep_until
from schemas.activities import ACTIVITIES
from schemas.costs import COSTS
from schemas.law import Law
from schemas.participants import PARTICIPANTS

_NOTHING = "Nothing is stored under this key."
_TIME_HAS_COME = "The day until which they are kept has passed."


@dataclass(frozen=True)
class Request:
    """What is to be erased.

    Attributes:
        project: id, or the path of a project file.
        participant: any key of a person, as it stood in the list; "-" to be asked for it; "" where
            lists are meant whose time has come.
        by, why: who decides, and why, without the person's name.
        sure: whether nobody is asked again.
    """

    project: str
    participant: str
    by: str
    why: str
    dry_run: bool = False
    sure: bool = False


def erase_participants(request: Request) -> None:
    """Erase a person, or the lists that are due, after showing what that is."""
    definition = load_project(request.project, load_law())
    _require_sense(request)
    project = definition.project.id
    home = Home.existing()
    if home is None:
        Console().print(_NOTHING)
        return
    ledger = Ledger.open(Home.open())
    erasing = Erasing(ledger, FrameStore.open(ledger.home))
    if not request.dry_run:
        erasing.finish()
    found, nothing = _found(request, definition, ledger, erasing)
    if not found.rows and not found.papers:
        Console().print(nothing, highlight=False)
    elif _agreed(request, found):
        scope = "person" if request.participant else "lists"
        count = erasing.erase(found, project, scope, request.by, request.why or _TIME_HAS_COME)
        Console().print(
            f"Erased: {count} attendances in {len(found.lists)} lists{_and_papers(found)}. Every"
            " total stays what it was.\nBackups made before still hold them until they are"
            " overwritten; files at the partners are theirs to erase.",
            highlight=False,
        )
    if not request.dry_run:
        erasing.sweep()


def _require_sense(request: Request) -> None:
    if request.participant and not request.why.strip():
        raise Refusal("The trail asks why a person is erased.", "Say it with --why, without names.")
    if not request.by.strip():
        raise Refusal("The trail asks who decides.", "Name yourself with --by.")
    if "@" in request.why:
        raise Refusal(
            "The reason holds an e-mail address, and it would stay in the trail for ever.",
            "Say why without naming the person.",
        )


def _found(
    request: Request, definition: Definition, ledger: Ledger, erasing: Erasing
) -> tuple[Found, str]:
    """What is to be erased, and what is said where that is nothing."""
    project = definition.project.id
    if request.participant:
        key = project_key(ledger.secret(), project)
        return erasing.person(pseudonym(_asked(request.participant), key)), _NOTHING
    law = load_law()
    until, papers_until = kept_until(definition, law), documents_until(definition, law)
    papers = erasing.papers(project) if papers_until and papers_until < _today() else []
    if until and until < _today():
        found = replace(erasing.lists(project), papers=papers)
        return found, f"No list of {project} holds anybody any more."
    told = until.isoformat() if until else "a day that is not known yet"
    return Found({}, papers), f"No list of {project} is due: they are kept until {told}."


def _and_papers(found: Found) -> str:
    """What goes besides lists: files that show who came."""
    if not found.papers:
        return ""
    files = "1 file" if len(found.papers) == 1 else f"{len(found.papers)} files"
    return f", and {files} of evidence that only show who came"


def _asked(participant: str) -> str:
    """The person's key; asked for where it must not stand in the shell's history."""
    if participant != "-":
        return participant
    if sys.stdin.isatty():
        return str(typer.prompt("Key of the person", hide_input=True))
    return sys.stdin.readline().strip()


def _agreed(request: Request, found: Found) -> bool:
    """Show what would go, and ask; False for a dry run."""
    whom = "of this person" if request.participant else "of all persons"
    Console().print(
        f"To be erased: {found.rows} attendances {whom} in {len(found.lists)} lists, versions that"
        f" were replaced included{_and_papers(found)}.",
        highlight=False,
    )
    if request.dry_run:
        Console().print("Nothing was changed (--dry-run).")
        return False
    if request.sure:
        return True
    if not sys.stdin.isatty() or request.participant == "-":
        raise Refusal(
            "Nothing was erased: nobody confirmed it.", "Say --yes if it is to be erased for good."
        )
    typer.confirm("This cannot be taken back. Erase?", abort=True)
    return True


def show_retention(project: str, *, as_json: bool) -> None:
    """Show of one project, or of all, which lists are kept until when."""
    records = list(_records(project))
    if as_json:
        sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")
        return
    console = Console()
    if not records:
        console.print("No lists of participants are kept.")
    for record in records:
        due = " · due" if record["due"] else ""
        until = record["kept_until"] or "not known yet"
        console.print(f"\n[bold]{record['project']}[/bold] · kept until {until}{due}")
        for kept in record["lists"]:
            persons = "nobody any more" if kept["cleared"] else f"{kept['persons']} persons"
            console.print(
                f"  period {kept['period']}, {kept['partner']}: {kept['rows']} attendances,"
                f" {persons}",
                highlight=False,
            )
        for done in record["erasures"]:
            console.print(
                f"  erased on {done['on']} by {done['by']}: {done['rows']} attendances"
                f" ({done['why']})",
                highlight=False,
                markup=False,
            )
        if record["due"]:
            console.print(f"  Erase them: eurocent erase {record['project']} --due --by NAME")


def _records(project: str) -> Iterator[dict[str, Any]]:
    law = load_law()
    asked = load_project(project, law) if project else None
    if Home.existing() is None:
        return
    ledger = Ledger.open(Home.open())
    erasing = Erasing(ledger, FrameStore.open(ledger.home))
    for name in [asked.project.id] if asked else erasing.projects():
        definition = asked or _shipped(name, law)
        lists = erasing.kept(name)
        until = kept_until(definition, law) if definition else None
        yield {
            "project": name,
            "kept_until": until.isoformat() if until else "",
            "due": bool(until and until < _today()) and not all(kept.cleared for kept in lists),
            "lists": [_record(kept) for kept in lists],
            "erasures": [
                {
                    "on": done.recorded_at.date().isoformat(),
                    "by": done.who,
                    "why": done.why,
                    "rows": done.rows,
                }
                for done in ledger.erasures(name)
            ],
        }


def _shipped(project: str, law: Law) -> Definition | None:
    """A reference project's file; that of another project lies where only its people know."""
    try:
        return load_project(project, law)
    except ProjectError:
        return None


def _record(kept: KeptList) -> dict[str, Any]:
    return {
        "period": kept.period,
        "partner": kept.partner,
        "rows": kept.rows,
        "persons": kept.persons,
        "cleared": kept.cleared,
    }


def kept_until(definition: Definition, law: Law) -> date | None:
    """The last day on which a project's lists are kept; None while it is not known.

    It is the day that the project file states (``privacy``), else that of the documents (R-RET-01):
    as long as anybody may ask how the participants were counted.
    """
    privacy = definition.project.privacy
    return privacy.participants_kept_until if privacy else documents_until(definition, law)


def documents_until(definition: Definition, law: Law) -> date | None:
    """The last day on which a project's documents are kept (R-RET-01); None while unknown.

    Attendance lists that were handed in as evidence are documents: whoever audits the activities
    may ask for them, also where the lists of participants go earlier.
    """
    project = definition.project
    last = project.periods[-1].number
    kept = keep_until(
        Case(
            project=project.as_of(last),
            number=last,
            law=law,
            rates=load_rates(),
            costs=COSTS.empty(),
            activities=ACTIVITIES.empty(),
            participants=PARTICIPANTS.empty(),
            reports={},
        )
    )
    return kept.until if kept else None


def _today() -> date:
    return datetime.now(UTC).date()
