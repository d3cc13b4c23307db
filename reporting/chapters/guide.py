"""Contents, and what a reader who sees such a report for the first time has to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.scribe import Scribe
from reporting.vocabulary import FATE
from schemas.words import N_


@dataclass(frozen=True)
class Entry:
    """One chapter of the contents."""

    id: str
    number: str
    title: str


@dataclass(frozen=True)
class Sign:
    """One shape with its word and meaning."""

    shape: str
    word: str
    meaning: str


@dataclass(frozen=True)
class Guide:
    """The chapter."""

    entries: Sequence[Entry]
    legend: tuple[Sign, ...]
    sentences: tuple[str, ...]


_MEANING = {
    "accepted": N_("eligible in full"),
    "cut": N_("reduced to a limit; the rest is not eligible"),
    "rejected": N_("not eligible; nothing of it counts"),
    "parked": N_("held back until an open question is cleared; it then goes into a later report"),
    "attention": N_("someone has to look at it; nothing is taken off"),
}

_SENTENCES = (
    N_(
        "Amounts are in euro unless another currency is named. A dash stands for nothing, 0.00 for "
        "zero. Declared is always rejected, cut, parked and eligible together; eligible is always "
        "EU share and own contribution together."
    ),
    N_(
        "Under each deduction stand the rule that asks for it and its legal basis. What is not "
        "certain is marked “to be confirmed”. A text that is cut in print bears the mark […]."
    ),
    N_(
        "This document carries its data: claim.json holds every figure with its origin, "
        "expenditure.csv the full list of expenditure. Open the attachments of the PDF to read "
        "them."
    ),
)


def guide(scribe: Scribe, entries: Sequence[Entry]) -> Guide:
    """The chapter, for the chapters that follow."""
    legend = tuple(
        Sign(shape, scribe.words(word), scribe.words(_MEANING[shape]))
        for shape, word in FATE.items()
    )
    return Guide(entries, legend, tuple(scribe.words(text) for text in _SENTENCES))
