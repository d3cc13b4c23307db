"""Arguments and options that several commands have in common."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from schemas.words import LANGUAGES

Project = Annotated[
    str, typer.Argument(help="Id of a reference project, or the path of a project.yaml.")
]
PeriodNumber = Annotated[int, typer.Argument(help="Number of the reporting period.", min=1)]
ProjectOption = Annotated[
    str, typer.Option("--project", help="Id of a project, or the path of a project.yaml.")
]
PartnerOption = Annotated[str, typer.Option("--partner", help="Id of the partner.")]
PeriodOption = Annotated[int, typer.Option("--period", help="Reporting period.", min=1)]
Language = Annotated[
    str, typer.Option("--lang", help=f"Language of the words: {', '.join(LANGUAGES)}.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for the reports.")]
By = Annotated[str, typer.Option("--by", help="Name of the person who decides.")]
Day = Annotated[
    datetime | None, typer.Option("--submitted-on", formats=["%Y-%m-%d"], help="Day of submission.")
]
