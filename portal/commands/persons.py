"""Commands about participants' lists: how long they are kept, and their erasure."""

from __future__ import annotations

from typing import Annotated

import typer

from portal.commands.options import By, Json, Project
from portal.errors import plainly

app = typer.Typer()


@app.command()
@plainly
def retention(
    project: Annotated[
        str, typer.Argument(help="Only this project: its id, or the path of a project.yaml.")
    ] = "",
    json: Json = False,
) -> None:
    """Say which lists of participants are kept until when, and what was erased."""
    from portal.erasing import show_retention

    show_retention(project, as_json=json)


@app.command()
@plainly
def erase(
    project: Project,
    by: By,
    participant: Annotated[
        str,
        typer.Option(
            "--participant", help="Key of the person as in the list (e-mail); - to be asked for it."
        ),
    ] = "",
    due: Annotated[
        bool, typer.Option("--due", help="All lists whose day of retention has passed.")
    ] = False,
    why: Annotated[str, typer.Option("--why", help="Why, without the person's name.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be erased, and change nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """Erase one participant, or the lists whose time has come; every total stays.

    A random token takes the place of each person, so that claims, indicators and sealed reports
    stay true, and nobody can be found any more. It cannot be taken back.
    """
    from portal.erasing import Request, erase_participants
    from portal.errors import Refusal

    if bool(participant) == due:
        raise Refusal("Say what is to be erased.", "Name --participant KEY, or --due.")
    erase_participants(Request(project, participant, by, why, dry_run, sure=yes))
