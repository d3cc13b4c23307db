"""A proposed or settled mapping as people and machines see it, with samples of the file.

Samples are shown to whoever has the file anyway, and are never kept: keys and names of persons are
hidden all the same, since screens and logs are seen by others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from intake.as_read import rows_as_read
from intake.column_looks import Look
from intake.delivery import FileRead
from intake.grids import column_letters, visible
from intake.own_layout import has_no_heading
from intake.proposal import Proposed
from portal.mapping_draft import Draft
from schemas.mapping import ColumnMapping
from schemas.money import format_cents
from schemas.persons import HIDDEN, looks_like_a_person, without_addresses
from schemas.words import N_, Words, plain

_FIRST_ROWS = 5
_SAMPLES = 3
_LONGEST_SAMPLE = 26
_LISTED = 12


def samples_of(look: Look, draft: Draft) -> list[str]:
    """The first different cells of a column, fit to be shown."""
    if look.label in draft.proposal.forbidden:
        return [HIDDEN] if look.filled else []
    serves = draft.serving(look.label)
    unsettled = draft.proposal.table == "participants" and not serves
    if unsettled or "participant_ref" in serves:
        return [HIDDEN] if look.filled else []
    shown = []
    for sample in look.samples(_SAMPLES):
        hidden = "staff_ref" in serves and looks_like_a_person(sample)
        shown.append(HIDDEN if hidden else visible(without_addresses(sample), _LONGEST_SAMPLE))
    return shown


def show_draft(console: Console, draft: Draft, spoken: Words) -> None:
    """Show every column of the file with samples, what it is taken for, and why."""
    table = Table(box=None, padding=(0, 1), header_style="bold")
    for head in ("", N_("Heading"), N_("Samples"), N_("Is"), N_("Why")):
        table.add_column(spoken(head))
    for look in draft.proposal.looks:
        heading = "" if has_no_heading(look.label) else look.label
        table.add_row(
            column_letters(look.index + 1),
            escape(visible(heading, 40)),
            escape("\n".join(samples_of(look, draft))),
            escape("\n".join(_is(draft, name) for name in draft.serving(look.label)))
            or spoken(_unused(draft, look)),
            escape(_why(draft, look, spoken)),
        )
    console.print(table)
    without = [
        f"{name} = {source.written()}{_because(draft, name, spoken)}"
        for name, source in draft.columns.items()
        if not source.headings
    ]
    for line in without:
        console.print(escape(line), highlight=False)
    _show_words(console, draft, spoken)


def _unused(draft: Draft, look: Look) -> str:
    if look.label in draft.proposal.forbidden:
        return N_("must not be in the file")
    return N_("not used")


def _is(draft: Draft, name: str) -> str:
    source = draft.columns[name]
    shown = name if source.is_plain else f"{name} = {source.written()}"
    return f"{shown} ?" if name in draft.questions else shown


def _why(draft: Draft, look: Look, spoken: Words) -> str:
    for name in draft.serving(look.label):
        if name in draft.settled:
            return spoken(N_("settled"))
        proposed = draft.proposal.columns.get(name)
        if proposed and proposed.source == draft.columns[name]:
            return told(proposed, spoken)
    return ""


def _because(draft: Draft, name: str, spoken: Words) -> str:
    proposed = draft.proposal.columns.get(name)
    as_proposed = proposed is not None and proposed.source == draft.columns[name]
    return f" ({told(proposed, spoken)})" if proposed and as_proposed else ""


def told(proposed: Proposed, spoken: Words) -> str:
    """The reasons for a proposal, in one line."""
    return "; ".join(spoken.sentence(sentence, values) for sentence, values in proposed.reasons)


def _show_words(console: Console, draft: Draft, spoken: Words) -> None:
    for name, meanings in draft.words.items():
        listed = ", ".join(f'"{word}" = {code}' for word, code in meanings.items())
        console.print(f"{name}: {escape(listed)}", highlight=False)
    for name, unknown in draft.unknown_words.items():
        count = sum(unknown.values())
        listed = ", ".join(visible(word, 30) for word in list(unknown)[:_LISTED])
        more = ", ..." if len(unknown) > _LISTED else ""
        line = spoken.sentence(
            N_("{column}: not known yet, in {count} rows: {words}"),
            {"column": name, "count": count, "words": listed + more},
        )
        console.print(escape(line), highlight=False)


def show_reading(console: Console, read: FileRead, spoken: Words) -> None:
    """Show the first rows as they would be read, how many there are, and their sums."""
    for table in read.tables:
        rows = [row for _, row in zip(range(_FIRST_ROWS), rows_as_read(table), strict=False)]
        names = [name for name in table.columns if name != "participant_ref"]
        shown = Table(box=None, padding=(0, 1), header_style="bold")
        shown.add_column(spoken(N_("Row")), justify="right")
        for name in names:
            shown.add_column(name, overflow="fold")
        for row in rows:
            values = (visible(without_addresses(row["values"].get(name, "")), 30) for name in names)
            shown.add_row(str(row["row"]), *map(escape, values))
        console.print(shown)
        sums = ", ".join(
            f"{spoken.amount(cents)} {currency}" for currency, cents in table.sum_declared.items()
        )
        waiting = int(table.frame["unread"].ne("").sum()) + table.unreadable_rows
        line = spoken.sentence(
            N_("{rows} rows, of which {waiting} wait"), {"rows": table.rows, "waiting": waiting}
        )
        console.print(line + (f"; {sums}" if sums else ""), highlight=False)


def as_json(
    draft: Draft, mapping: ColumnMapping | None, read: FileRead | None, spoken: Words
) -> dict[str, Any]:
    """The draft for machines, without anything of persons."""
    proposal = draft.proposal
    answer: dict[str, Any] = {
        "table": proposal.table,
        "sheet": proposal.grid.sheet,
        "heading_row": proposal.grid.numbers[proposal.start],
        "columns": [
            {
                "letter": column_letters(look.index + 1),
                "heading": look.heading,
                "filled": look.filled,
                "samples": samples_of(look, draft),
                "is": draft.serving(look.label),
                "forbidden": look.label in proposal.forbidden,
            }
            for look in proposal.looks
        ],
        "proposed": {
            name: {
                "from": proposed.source.written(),
                "sure": proposed.sure,
                "why": [
                    {"message": spoken.sentence(text, values), "values": _plain(values)}
                    for text, values in proposed.reasons
                ],
                "alternatives": list(proposed.alternatives),
            }
            for name, proposed in proposal.columns.items()
        },
        "missing": list(draft.missing),
        "questions": list(draft.questions),
        "unknown_words": {name: dict(words) for name, words in draft.unknown_words.items()},
        "mapping": mapping.plain() if mapping else None,
    }
    if read is not None:
        answer["tables"] = [
            {
                "table": table.table,
                "rows": table.rows,
                "unreadable_rows": table.unreadable_rows,
                "sum_declared": {c: format_cents(n) for c, n in sorted(table.sum_declared.items())},
            }
            for table in read.tables
        ]
    return answer


def _plain(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: plain(value) for name, value in values.items()}
