"""``eurocent map``: settle which column of a partner's own layout is which, once.

Without a person nothing is settled: on a terminal it asks, elsewhere it wants ``--yes`` or says
what is missing. Nothing is stored but the mapping itself.
"""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape

from intake.context import Context
from intake.delivery import FileRead, grids_of, read_file
from intake.files import Refusal as Unreadable
from intake.files import label_of, take
from intake.grids import Grid
from intake.layout import find_headings
from intake.mapping_files import written_mapping
from intake.own_layout import PARTLY, Match, find_match
from intake.own_sheets import mark_of
from intake.proposal import find_start, propose
from intake.vocabulary import TABLES, comparison_key, headings
from ledger.home import Home
from portal.assessing import Desk
from portal.errors import Refusal
from portal.mapping_ask import ask
from portal.mapping_draft import Draft
from portal.mapping_options import settings_of
from portal.mapping_show import as_json, show_draft, show_reading
from schemas.findings import Finding
from schemas.mapping import ColumnMapping
from schemas.words import N_, Words, words


@dataclass(frozen=True)
class MapRequest:
    """What was asked of ``eurocent map``; the names are those of its options."""

    file: Path
    project: str
    partner: str
    period: int | None = None
    table: str = ""
    sets: Sequence[str] = ()
    fixed: Sequence[str] = ()
    values: Sequence[str] = ()
    by: str = ""
    yes: bool = False
    save: Path | None = None
    use: Path | None = None
    forget: bool = False
    json: bool = False
    language: str = "en"

    @property
    def is_settled_by_options(self) -> bool:
        """Whether somebody said something that can be saved without asking back."""
        return bool(self.yes or self.sets or self.fixed or self.values or self.use)


def map_file(request: MapRequest) -> None:
    """Show, settle and save the mapping of a file's layout.

    Exit code 1 where something is missing or not sure; then nothing is saved.
    """
    spoken = words(request.language)
    desk = Desk.of(request.project, request.partner, _period(request))
    known = desk.mappings(request.use)
    context = desk.context(mappings=known)
    grid, match, table = _chosen(request, context)
    if request.forget:
        _forget(request, match, spoken)
        return
    draft = _begun(request, grid, match, table, context)
    console = Console(stderr=request.json)
    if not (request.json or request.yes) and at_a_terminal():
        confirmed = ask(console, draft, spoken, lambda: _preview(request, draft, console, spoken))
    else:
        left = draft.leave_out_questions() if request.is_settled_by_options else []
        confirmed = request.is_settled_by_options
        if not request.json:
            show_draft(console, draft, spoken)
            _say_left_out(console, left, draft, spoken)
            _preview(request, draft, console, spoken)
    _finish(request, draft, console, spoken, confirmed=confirmed)


def _finish(
    request: MapRequest, draft: Draft, console: Console, spoken: Words, *, confirmed: bool
) -> None:
    open_ = _open_ends(draft, spoken)
    mapping = draft.mapping() if draft.columns else None
    saved = confirmed and not open_ and mapping is not None
    if saved and mapping:
        _save(request, mapping)
    if request.json:
        read = _read_with(request.file, mapping, draft.context) if mapping and not open_ else None
        answer = {"file": label_of(request.file), **as_json(draft, mapping, read, spoken)}
        _print_json(answer | {"open": open_, "saved": saved})
    elif saved:
        console.print(f"[bold]{escape(_saved(draft, spoken))}[/bold]", highlight=False)
    else:
        for line in open_:
            console.print(escape(line), highlight=False)
        console.print(f"[bold]{spoken(N_('Nothing was saved.'))}[/bold]")
        if not open_ and not confirmed:
            console.print(spoken(N_("Right as it is? Then say so with --yes.")))
    if open_:
        raise typer.Exit(1)


def _preview(request: MapRequest, draft: Draft, console: Console, spoken: Words) -> None:
    """Show how the file would be read, as soon as nothing is open."""
    if draft.columns and not _open_ends(draft, spoken):
        show_reading(console, _read_with(request.file, draft.mapping(), draft.context), spoken)


def at_a_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty()


def _period(request: MapRequest) -> int:
    """The period in which the project is looked at; its first, unless one is named."""
    if request.period is not None:
        return request.period
    from intake.law import load_law
    from intake.project import load_project

    return min(p.number for p in load_project(request.project, load_law()).project.periods)


def _chosen(request: MapRequest, context: Context) -> tuple[Grid, Match | None, str]:
    """The sheet that is meant, the remembered mapping that fits it, and the table it holds."""
    if not request.file.is_file():
        raise Refusal(f"There is no file {request.file}.", "Name the extract to be mapped.")
    if request.table and request.table not in TABLES:
        raise Refusal(f"There is no table {request.table}.", f"Choose one of {', '.join(TABLES)}.")
    name = label_of(request.file)
    raw = take(request.file)
    grids = raw if isinstance(raw, Unreadable) else grids_of(raw, name, context)
    if isinstance(grids, Unreadable):
        finding = Finding(
            grids.code, file=name, found=grids.found, expected=grids.expected, row=grids.row
        )
        spoken = words(request.language)
        raise Refusal(finding.message(spoken), finding.remedy(spoken))
    filled = [grid for grid in grids if not grid.is_empty and mark_of(grid) is None]
    if not filled:
        raise Refusal(f"{name} is empty.", "Name a file with headings and rows.")
    matches = [find_match(grid, context.mappings) for grid in filled]
    best = max(range(len(filled)), key=lambda i: _weight(filled[i], matches[i]))
    grid, match = filled[best], matches[best]
    if match and (match.nearness <= PARTLY or request.table not in ("", match.mapping.table)):
        match = None
    table = request.table or (match.mapping.table if match else _table_of(grid))
    return grid, match, table


def _weight(grid: Grid, match: Match | None) -> tuple[int, bool, int]:
    """Which sheet is rather meant: of a remembered layout, named as in the contract, larger."""
    named = comparison_key(grid.sheet) in headings().sheets
    return match.nearness if match else 0, named, len(grid.numbers)


def _table_of(grid: Grid) -> str:
    """What a sheet holds, by its name or its headings; costs where nothing tells."""
    named = headings().sheets.get(comparison_key(grid.sheet))
    found = find_headings(grid)
    return named or (found[0] if found else "costs")


def _begun(
    request: MapRequest, grid: Grid, match: Match | None, table: str, context: Context
) -> Draft:
    start = match.start if match else find_start(grid, table)
    if start is None:
        raise Refusal(
            f"{label_of(request.file)} has no row of headings with rows below it.",
            "Write a heading over every column.",
        )
    proposal = propose(grid, table, start, context)
    # A mapping that is named is used as far as it fits, whatever else is remembered.
    saved = context.mappings[0] if request.use else (match.mapping if match else None)
    draft = Draft.of(proposal, context, saved)
    draft.settle(settings_of(request.sets, request.fixed, request.values, proposal, context))
    return draft


def _open_ends(draft: Draft, spoken: Words) -> list[str]:
    """What keeps the mapping from being saved, in sentences."""
    lines = []
    for label in sorted(draft.proposal.forbidden):
        sentence = N_(
            "The column {column} holds personal data that must not be collected here: delete it."
        )
        lines.append(spoken.sentence(sentence, {"column": label}))
    for name in draft.missing:
        sentence = N_(
            'Still missing: {column}. Say which column it is: --set {column}="HEADING", or what'
            " holds for all rows: --fixed {column}=VALUE"
        )
        lines.append(spoken.sentence(sentence, {"column": name}))
    for name in draft.questions:
        proposed = draft.proposal.columns[name]
        others = ", ".join((proposed.source.written(), *proposed.alternatives))
        sentence = N_('Not sure: {column} may be {others}. Say which: --set {column}="HEADING"')
        lines.append(spoken.sentence(sentence, {"column": name, "others": others}))
    return lines


def _say_left_out(console: Console, left: Sequence[str], draft: Draft, spoken: Words) -> None:
    for name in left:
        proposed = draft.proposal.columns[name]
        sentence = N_("{column} was left out: it is not sure that it is {others}.")
        others = ", ".join((proposed.source.written(), *proposed.alternatives))
        line = spoken.sentence(sentence, {"column": name, "others": others})
        console.print(escape(line), highlight=False)


def _read_with(file: Path, mapping: ColumnMapping, context: Context) -> FileRead:
    """The file as it is read by this mapping only."""
    return read_file(file, replace(context, mappings=(mapping,)))


def _save(request: MapRequest, mapping: ColumnMapping) -> None:
    from ledger.ledger import Ledger

    if request.save:
        try:
            request.save.write_text(written_mapping(mapping), encoding="utf-8")
        except OSError:
            raise Refusal(
                f"{request.save} cannot be written.", "Name another file for the mapping."
            ) from None
    ledger = Ledger.open(Home.open())
    try:
        ledger.keep_mapping(mapping, _who(request))
    finally:
        ledger.close()


def _forget(request: MapRequest, match: Match | None, spoken: Words) -> None:
    from ledger.ledger import Ledger

    if match is None:
        raise Refusal(
            f"No mapping is remembered for the layout of {label_of(request.file)}.",
            "Name a file of the layout that is to be forgotten.",
        )
    ledger = Ledger.open(Home.open())
    try:
        ledger.forget_mapping(match.mapping, _who(request))
    finally:
        ledger.close()
    sentence = N_("Forgotten: files of this layout are read by their headings again.")
    if request.json:
        _print_json({"file": label_of(request.file), "forgotten": match.mapping.digest})
    else:
        Console().print(spoken(sentence))


def _saved(draft: Draft, spoken: Words) -> str:
    sentence = N_(
        "Saved: the next file of {partner} in this layout is read by it. Headings that change are"
        " named, never guessed."
    )
    return spoken.sentence(sentence, {"partner": draft.context.partner})


def _who(request: MapRequest) -> str:
    """The person who settles it; who works at this machine, where no name was given."""
    if request.by:
        return request.by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def _print_json(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
