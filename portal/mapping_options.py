"""How a person says which column is which: ``--set``, ``--fixed``, ``--value`` and what is typed.

``amount_declared=Kwota`` takes a column by its heading or letter, ``Wn - Ma`` the one less the
other, ``-Betrag`` turns the sign, ``Umsatz ± S/H`` lets a mark decide, ``Dokument + #`` joins
columns and the row's own number, ``#`` is that number alone, and nothing means "not used".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from intake.context import Context
from intake.grids import column_letters
from intake.meanings import meanings_of
from intake.proposal import Proposal, signs_of
from intake.vocabulary import READABLE, comparison_key
from intake.words import currency_codes
from portal.errors import Refusal
from schemas.columns import PLACE, Table
from schemas.mapping import Source, word_key

_LESS = (" - ", " \N{MINUS SIGN} ", " \N{EN DASH} ")
_EITHER = (" \N{PLUS-MINUS SIGN} ", " +- ", " +/- ")
_SENTENCES = ("description", "comment", "title", "deviation")


@dataclass
class Settings:
    """What a person settled.

    Attributes:
        columns: contract name and its source, None for a column that is not to be used.
        words: per contract column, words of the partner and what they mean.
    """

    columns: dict[str, Source | None] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was settled."""
        return not (self.columns or self.words)


def settings_of(
    sets: Sequence[str],
    fixed: Sequence[str],
    values: Sequence[str],
    proposal: Proposal,
    context: Context,
) -> Settings:
    """Read the options of the command line.

    Raises:
        Refusal: an option names a column, a heading or a word that does not exist.
    """
    table = READABLE[proposal.table]
    settings = Settings()
    for text in values:
        start, code = _halves(text, '--value cost_category:"501-01"=staff', last=True)
        name, colon, word = start.partition(":")
        if not colon or not word_key(word):
            raise Refusal(
                f"{text} does not say which word means what.",
                'Write it like this: --value cost_category:"501-01"=staff',
            )
        name = column_named(name, table)
        means = _sign(name, code) if name in SIGNED else _permitted(name, code, table, context)
        settings.words.setdefault(name, {})[_unquoted(word)] = means
    for text in sets:
        name, written = _halves(text, '--set amount_declared="Kwota"')
        name = column_named(name, table)
        settings.columns[name] = source_of(name, written, proposal, settings.words.get(name, {}))
    for text in fixed:
        name, value = _halves(text, "--fixed currency=PLN")
        name = column_named(name, table)
        settings.columns[name] = Source(fixed=_permitted(name, value, table, context))
    return settings


SIGNED = frozenset({"amount_declared", "amount_gross", "amount_vat"})
"""Amounts, whose words are marks: ``--value amount_declared:H=-``."""


def column_named(name: str, table: Table) -> str:
    """A contract column by its name.

    Raises:
        Refusal: the table has none of that name.
    """
    known = (*table.by_extract, *PLACE)
    plain = name.strip().casefold()
    if plain in known:
        return plain
    near = get_close_matches(plain, known, n=3, cutoff=0.5)
    raise Refusal(
        f"{name.strip()} is no column of the table {table.name}.",
        f"Did you mean {' or '.join(near)}?" if near else f"Choose one of {', '.join(known)}.",
    )


def source_of(name: str, text: str, proposal: Proposal, marks: Mapping[str, str]) -> Source | None:
    """What was written for a column, None for "not used".

    Args:
        name: of the contract column.
        text: as it was written.
        proposal: the file as it was looked at.
        marks: what marks of debit and credit mean, where they were told.

    Raises:
        Refusal: a column that is named is not there, or must not be used.
    """
    text = _unquoted(text)
    if text in ("", "-", "\N{MINUS SIGN}"):
        return None
    if label := _label(text, proposal):
        return Source(headings=(label,))
    return _with_sign(name, text, proposal, marks) or _joined(name, text, proposal)


def _with_sign(name: str, text: str, proposal: Proposal, marks: Mapping[str, str]) -> Source | None:
    """An amount whose sign something else decides, None where nothing does."""
    if text[0] in "-\N{MINUS SIGN}":
        return Source(headings=(_needed(text[1:], proposal),), negated=True)
    for mark in (*_EITHER, *_LESS):
        if mark not in text:
            continue
        amount, other = (_needed(part, proposal) for part in text.split(mark, 1))
        if mark in _LESS:
            return Source(headings=(amount,), less=other)
        signs = marks or signs_of(proposal.looks, other)
        if not signs:
            raise Refusal(
                f'What the words in "{other}" mean for the amount is not known.',
                f"Say so, for example: --value {name}:S=+ --value {name}:H=-",
            )
        return Source.model_validate({"from": [amount], "sign_column": other, "signs": signs})
    return None


def _joined(name: str, text: str, proposal: Proposal) -> Source:
    parts = [part.strip() for part in text.split(" + ")]
    headings = tuple(_needed(part, proposal) for part in parts if part != "#")
    joint = ", " if name in _SENTENCES else "/"
    return Source(headings=headings, row_number="#" in parts, joined_by=joint)


def _label(text: str, proposal: Proposal) -> str:
    """The column of that heading or letter, "" where there is none."""
    key = word_key(text)
    for look in proposal.looks:
        if word_key(look.label) == key or (look.heading and word_key(look.heading) == key):
            return _allowed(look.label, proposal)
    letters = text.strip().upper()
    for look in proposal.looks:
        if column_letters(look.index + 1) == letters:
            return _allowed(look.label, proposal)
    return ""


def _needed(text: str, proposal: Proposal) -> str:
    label = _label(_unquoted(text), proposal)
    if label:
        return label
    near = get_close_matches(text.strip(), proposal.labels, n=3, cutoff=0.5)
    raise Refusal(
        f'The file has no column "{text.strip()}".',
        f"Did you mean {' or '.join(near)}?" if near else "Name it by its heading or letter.",
    )


def _allowed(label: str, proposal: Proposal) -> str:
    if label in proposal.forbidden:
        raise Refusal(
            f'The column "{label}" holds personal data that must not be collected here.',
            "Delete it from the file.",
        )
    return label


def _sign(name: str, text: str) -> str:
    if text not in ("+", "-"):
        raise Refusal(f"{text} is no sign.", f"Write --value {name}:S=+ --value {name}:H=-")
    return text


def _permitted(name: str, value: str, table: Table, context: Context) -> str:
    """A value or meaning that may stand in a column."""
    column = table.by_extract.get(name)
    value = _unquoted(value)
    if column is None or not value:
        raise Refusal(
            f"{name} cannot have the value {value or '(nothing)'}.", "Give a column for it instead."
        )
    if column.kind == "currency":
        if value.upper() not in currency_codes():
            raise Refusal(f"{value} is no currency.", "Write its three letters, such as EUR.")
        return value.upper()
    meanings = meanings_of(column, context)
    codes = list(dict.fromkeys(meanings.values()))
    # A person may also name what is meant in their own language, as the findings do.
    value = meanings.get(comparison_key(value), value)
    if codes and value not in codes:
        raise Refusal(
            f"{value} is nothing that {name} can be in this project.",
            f"Choose one of {', '.join(codes)}.",
        )
    return value


def _halves(text: str, example: str, *, last: bool = False) -> tuple[str, str]:
    start, equals, end = text.rpartition("=") if last else text.partition("=")
    if not equals:
        raise Refusal(f"{text} does not say what is what.", f"Write it like this: {example}")
    return start.strip(), end.strip()


def _unquoted(text: str) -> str:
    plain = text.strip()
    quoted = len(plain) >= 2 and plain[0] == plain[-1] and plain[0] in "\"'"
    return plain[1:-1].strip() if quoted else plain
