"""What is asked of a reporting run, what it answers, and why it may refuse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from schemas.project import Partner, Period, Project


class RunRequest(BaseModel):
    """One reporting run.

    Attributes:
        project: an id under ``data/projects`` or the path of a ``project.yaml``.
        period: number of the reporting period.
        inbox: folder with one folder of extracts per partner; None for the project's own extracts.
        out: where the reports go, below a folder for project and period.
        submitted_on: the day of submission, where no receipt says it.
        language: of report and messages.
        sign_off_by: who signs the claim off in the same run; "" leaves it a draft.
        dry_run: work the claim out, print nothing and record nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    project: str
    period: int
    inbox: Path | None = None
    out: Path = Path("out")
    submitted_on: date | None = None
    language: str = "en"
    sign_off_by: str = ""
    dry_run: bool = False


class RunRefused(Exception):
    """The run cannot be made; ``message`` says why, ``remedy`` what to try."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


def require_period(project: Project, number: int) -> Period:
    """The reporting period of that number.

    Raises:
        RunRefused: the project has no such period.
    """
    for period in project.periods:
        if period.number == number:
            return period
    numbers = ", ".join(str(period.number) for period in project.periods)
    raise RunRefused(f"{project.acronym} has no period {number}.", f"Choose one of {numbers}.")


def require_partner(project: Project, name: str) -> Partner:
    """The partner of that id, name or alias.

    Raises:
        RunRefused: the project has no such partner.
    """
    for partner in project.partners:
        if partner.answers_to(name):
            return partner
    known = ", ".join(partner.id for partner in project.partners)
    raise RunRefused(f"{project.acronym} has no partner {name}.", f"Choose one of {known}.")


def require_inbox(inbox: Path) -> None:
    """Refuse an inbox that is no folder.

    Raises:
        RunRefused: it is something else, or not there.
    """
    if not inbox.is_dir():
        raise RunRefused(
            f"The inbox {inbox} is not a folder.",
            "Name a folder that holds one folder of extracts per partner.",
        )


class RunResult(BaseModel):
    """The outcome of one reporting run.

    Attributes:
        claim: digest of the claim in the store.
        folder: where the documents were put; "" for a dry run.
        found_again: the very same run was made before, and its result was used.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    claim: str
    folder: str = ""
    found_again: bool = False
