"""Asking a person at a terminal: what is not sure, what is missing, which word means what."""

from __future__ import annotations

from collections.abc import Callable

import typer
from rich.console import Console
from rich.markup import escape

from portal.errors import Refusal
from portal.mapping_draft import Draft
from portal.mapping_options import settings_of
from portal.mapping_show import show_draft
from schemas.words import N_, Words

_MOST_WORDS = 60
"""More words than this are better settled in the file that --save writes."""


def ask(console: Console, draft: Draft, spoken: Words, preview: Callable[[], None]) -> bool:
    """Go through what is open until a person is content.

    Args:
        console: to show things on.
        draft: the mapping in the making; what is answered is settled in it.
        spoken: the person's language.
        preview: shows how the file would be read.

    Returns:
        Whether the mapping may be saved.
    """
    show_draft(console, draft, spoken)
    for name in (*draft.questions, *draft.missing):
        _ask_column(console, draft, name, spoken)
    for name in list(draft.unknown_words):
        _ask_words(console, draft, name, spoken)
    question = spoken(N_("Right as it is? yes, no, or what else to change (payment_date=Data)"))
    while True:
        show_draft(console, draft, spoken)
        preview()
        answer = typer.prompt(question, default="yes").strip()
        if answer.casefold() in _yes(spoken):
            return True
        if "=" not in answer:
            return False
        _settle(console, draft, [answer], [])
        for name in list(draft.unknown_words):
            _ask_words(console, draft, name, spoken)


def _yes(spoken: Words) -> set[str]:
    from intake.vocabulary import codes_of

    known = {word for word, meaning in codes_of("yes_no").items() if meaning == "yes"}
    return known | {spoken(N_("yes")).casefold()}


def _ask_column(console: Console, draft: Draft, name: str, spoken: Words) -> None:
    proposed = draft.proposal.columns.get(name)
    default = proposed.source.written() if proposed else ""
    if proposed and proposed.alternatives:
        others = ", ".join(proposed.alternatives)
        console.print(
            escape(spoken.sentence(N_("It may also be: {others}"), {"others": others})),
            highlight=False,
        )
    question = spoken.sentence(
        N_('Which column is {column}? (heading, letter, "value", or - for none)'), {"column": name}
    )
    while True:
        answer = typer.prompt(question, default=default or "-").strip()
        fixed = len(answer) > 2 and answer[0] == answer[-1] == '"'
        option = f"{name}={answer}"
        if _settle(console, draft, [] if fixed else [option], [option] if fixed else []):
            return


def _ask_words(console: Console, draft: Draft, name: str, spoken: Words) -> None:
    words = draft.unknown_words[name]
    codes = draft.codes(name)
    if not codes or len(words) > _MOST_WORDS:
        return
    nearest = draft.nearest(name)
    console.print(f"{name}: {', '.join(codes)}", highlight=False)
    for word, count in words.items():
        question = spoken.sentence(
            N_('What does "{word}" mean ({count} rows)? (- for nothing yet)'),
            {"word": word, "count": count},
        )
        while True:
            answer = typer.prompt(question, default=nearest.get(word, "-")).strip()
            if answer == "-":
                break
            if answer in codes:
                draft.words.setdefault(name, {})[word] = answer
                break
            console.print(escape(", ".join(codes)), highlight=False)


def _settle(console: Console, draft: Draft, sets: list[str], fixed: list[str]) -> bool:
    try:
        draft.settle(settings_of(sets, fixed, [], draft.proposal, draft.context))
    except Refusal as refusal:
        console.print(escape(f"{refusal.message} {refusal.remedy}"), highlight=False)
        return False
    return True
