"""Organisations counted once each, however their names are typed; the originals stay.

Two names are one organisation's when country and comparable form agree: case, spaces, punctuation,
accents, letters that look alike and the legal form make no difference. Nothing looser is united:
names that differ in a letter or two are counted separately, and proposed in a finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from rules.case import Case
from rules.invoices import legal_forms, name_words
from schemas.findings import Finding
from schemas.persons import without_addresses

_SHORTEST = 6
"""Words of fewer letters are told apart by one: Essex and Wessex, Aue and Auw."""
_LONG = 12
"""From so many letters on, two slips in one word are proposed."""
_MOST = 50
"""So many proposals of one kind; a list in which everything is alike is not helped by more."""


@dataclass(frozen=True)
class _Name:
    """One organisation as it is known by its key.

    Attributes:
        country, words: what makes the key.
        written: its spellings.
        partners: who reported it.
        place: its first row, as partner, file, sheet and row.
    """

    country: str
    words: tuple[str, ...]
    written: tuple[str, ...]
    partners: frozenset[str]
    place: tuple[str, str, str, int]


def organisation_key(name: str, country: str) -> str:
    """The key by which an organisation is counted.

    >>> organisation_key("Nowak  Sp. z o.o.", "PL") == organisation_key("NOWAK", "PL")
    True
    >>> organisation_key("Caritas", "PL") == organisation_key("Caritas", "DE")
    False
    """
    return f"{country} {''.join(name_words(name)) or name.strip().casefold()}"


def organisation_keys(participants: pd.DataFrame) -> pd.Series[str]:
    """The key of every row; each different name is worked out once."""
    pairs = list(zip(participants["organisation"], participants["country"], strict=True))
    keys = {pair: organisation_key(*pair) for pair in set(pairs)}
    return pd.Series([keys[pair] for pair in pairs], index=participants.index, dtype="str")


def remarks(case: Case) -> list[Finding]:
    """Organisations of the period that may be one and are counted twice, or the other way round."""
    now = case.participants.loc[case.participants["unread"].eq("")]
    if now.empty:
        return []
    before = case.earlier.participants
    together = pd.concat([now, before.loc[before["unread"].eq("")]]) if len(before) else now
    current = set(organisation_keys(now))
    names = _names(together)
    return [
        *list(_of_several_forms(names, current))[:_MOST],
        *list(_nearly_alike(names, current))[:_MOST],
    ]


def _names(participants: pd.DataFrame) -> dict[str, _Name]:
    """Every organisation by its key, in the order of keys."""
    columns = ["partner", "file", "sheet", "row", "organisation", "country"]
    rows = participants[columns].assign(key=organisation_keys(participants))
    rows = rows.sort_values(["partner", "file", "sheet", "row"], kind="stable")
    found = {}
    for key, own in rows.groupby("key", sort=True):
        first = own.iloc[0]
        found[str(key)] = _Name(
            country=first["country"],
            words=min(name_words(name) for name in own["organisation"].unique()),
            written=tuple(sorted(own["organisation"].unique())),
            partners=frozenset(own["partner"]),
            place=(first["partner"], first["file"], first["sheet"], int(first["row"])),
        )
    return found


def _of_several_forms(names: dict[str, _Name], current: set[str]) -> Iterator[Finding]:
    """One key under which two legal forms stand: counted as one, and said so."""
    for key, name in names.items():
        by_form: dict[str, str] = {}
        for written in name.written:
            by_form.setdefault(legal_forms(written), written)
        by_form.pop("", None)
        if key in current and len(by_form) > 1:
            one, other = list(by_form.values())[:2]
            yield _finding("PAR-05-FORMS", name, name, one, other)


def _nearly_alike(names: dict[str, _Name], current: set[str]) -> Iterator[Finding]:
    """Two keys of one country that differ by a slip in one word: counted as two, and said so."""
    blocks: dict[tuple[str, int, tuple[str, ...]], list[str]] = defaultdict(list)
    for key, name in names.items():
        for place, word in enumerate(name.words):
            if len(word) >= _SHORTEST:
                others = (*name.words[:place], *name.words[place + 1 :])
                blocks[name.country, place, others].append(key)
    pairs = {
        pair
        for (_, place, _), keys in blocks.items()
        if len(keys) > 1
        for pair in _alike(keys, [names[key].words[place] for key in keys])
        if current.intersection(pair)
    }
    for one, other in sorted(pairs):
        # The place is that of one of this period, so that its partner can mend it.
        mine, twin = (one, other) if one in current else (other, one)
        first, second = names[mine], names[twin]
        yield _finding("PAR-05-ALIKE", first, second, first.written[0], second.written[0])


def _alike(keys: Sequence[str], words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of keys whose words are a slip or two apart; digits are never slips."""
    far = cdist(words, words, scorer=OSA.distance, score_cutoff=2)
    for one, other in np.argwhere(np.triu(far <= 2, k=1)).tolist():
        allowed = 2 if min(len(words[one]), len(words[other])) >= _LONG else 1
        if far[one][other] <= allowed and _digits(words[one]) == _digits(words[other]):
            yield min(keys[one], keys[other]), max(keys[one], keys[other])


def _digits(word: str) -> str:
    return "".join(letter for letter in word if letter.isdigit())


def _finding(code: str, mine: _Name, twin: _Name, found: str, other: str) -> Finding:
    """A remark to the partner whose rows both names are, else to the lead partner only."""
    about = Finding(
        code,
        table="participants",
        column="organisation",
        found=without_addresses(found),
        words={"other": without_addresses(other)},
    )
    if len(mine.partners | twin.partners) > 1:
        return replace(about, code=f"{code}-LEAD")
    partner, file, sheet, row = mine.place
    return replace(about, partner=partner, file=file, sheet=sheet, row=row)
