"""What is asked of a reporting run, what it answers, and why it may refuse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class RunRequest(BaseModel):
    """One reporting run.

    Attributes:
        project: an id under ``data/projects`` or the path of a ``project.yaml``.
        period: number of the reporting period.
        inbox: folder with one folder of extracts per partner; None for what was submitted, or the
            project's own extracts where nothing was.
        out: where the reports go, below a folder for project and period.
        submitted_on: the day of submission, where no receipt says it.
        language: of report and messages.
        sign_off_by: who signs the claim off in the same run; "" leaves it a draft.
        dry_run: work the claim out and leave no trace.
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
