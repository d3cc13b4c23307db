"""A new project: the living example, in a folder of one's own, ready to edit."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from rich.console import Console

from intake.law import load_law
from intake.project import PROJECTS, load_project
from portal.errors import Refusal

EXAMPLE = "example-living"
_NO_ID = re.compile(r"[^a-z0-9._-]+")


def begin_project(folder: Path) -> None:
    """Write a project file to a folder, and an inbox with a folder for each partner.

    Raises:
        Refusal: there is a project in the folder already, or its name cannot be an id.
    """
    file = folder / "project.yaml"
    if file.exists():
        raise Refusal(f"There is a project in {folder} already.", "Name another folder.")
    name = _id_of(folder.resolve().name)
    if not name:
        raise Refusal(
            f"{folder} has no letter or digit from which the project's id could be made.",
            "Name the folder like the project: eurocent init clear-rivers",
        )
    text = (PROJECTS / EXAMPLE / "project.yaml").read_text("utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace(f"\nid: {EXAMPLE}\n", f"\nid: {name}\n", 1), "utf-8")
    project = load_project(str(folder), load_law()).project
    inbox = folder / "inbox"
    for partner in project.partners:
        (inbox / partner.id).mkdir(parents=True, exist_ok=True)
    console = Console(soft_wrap=True)
    console.print(f"[bold]{file}[/bold] is an invented project. Change it from top to bottom.")
    console.print(
        "While it says [bold]synthetic: true[/bold], every page says that nothing is real.\n\n"
        f"Look at it:      eurocent status {folder}\n"
        f"A template:      eurocent template costs.xlsx --project {folder} --partner "
        f"{project.partners[0].id} --period 1\n"
        f"Make a report:   put each partner's files into {inbox}/<partner>/, then\n"
        f"                 eurocent run {folder} 1 --inbox {inbox}",
        highlight=False,
    )


def _id_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return _NO_ID.sub("-", plain).strip("-._")
