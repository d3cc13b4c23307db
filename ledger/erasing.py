"""Erasing participants: one person, or all lists of a project whose time has come.

Order, so that a crash leaves nothing half done: the lists with tokens are on the disk, then one
transaction names everything, then the old lists go. What a crash left undone is done by ``finish``
before the next erasure.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ledger.erasures import ErasedRow, NewErasure
from ledger.ledger import Ledger
from ledger.persons import PERSON, with_tokens
from ledger.store import FrameStore

_TOKEN_BYTES = 16
"""A token looks like a pseudonym, so that nothing tells an erased row from another."""

_RUNNING_SECONDS = 24 * 3600
"""A list that nothing names may belong to a run under way; after a day it is left over."""


@dataclass(frozen=True)
class KeptList:
    """A partner's list of participants in one reporting period, or one of its versions.

    Attributes:
        digest: under which it lies.
        rows: attendances.
        persons: pseudonyms, or tokens where it was cleared.
        cleared: whether nobody is left in it, because its time had come.
    """

    digest: str
    partner: str
    period: int
    rows: int
    persons: int
    cleared: bool


@dataclass(frozen=True)
class Found:
    """Where persons stand.

    Attributes:
        lists: by digest the rows of each list that are to be erased.
        papers: digests of files of evidence that are to go whole.
    """

    lists: Mapping[str, pd.Series[bool]]
    papers: Sequence[str] = ()

    @property
    def rows(self) -> int:
        """Attendances, those of superseded versions included."""
        return sum(int(rows.sum()) for rows in self.lists.values())


class Erasing:
    """Lists of participants of one state folder, to be looked at and erased."""

    def __init__(self, ledger: Ledger, store: FrameStore) -> None:
        self._ledger = ledger
        self._store = store

    def projects(self) -> list[str]:
        """Ids of the projects that have lists."""
        return sorted(project for project, digests in self._named().items() if digests)

    def kept(self, project: str) -> list[KeptList]:
        """The lists of a project, by partner and period."""
        cleared = self._ledger.cleared_lists()
        lists = [
            self._kept(digest, cleared=digest in cleared)
            for digest in self._named().get(project, ())
        ]
        return sorted(lists, key=lambda kept: (kept.period, kept.partner, kept.digest))

    def person(self, pseudonym: str) -> Found:
        """Where a person stands, in whatever list is there, named by a run or not."""
        found = {}
        for digest in self._store.persons.digests():
            rows = self._store.get(digest)[PERSON].eq(pseudonym)
            if rows.any():
                found[digest] = rows
        return Found(found)

    def lists(self, project: str) -> Found:
        """All persons of a project, but for lists in which nobody is left."""
        cleared = self._ledger.cleared_lists()
        found = {}
        for digest in self._named().get(project, ()):
            if digest not in cleared:
                rows = self._store.get(digest)[PERSON].ne("")
                if rows.any():
                    found[digest] = rows
        return Found(found)

    def papers(self, project: str) -> list[str]:
        """Digests of evidence that proves nothing but activities and still lies here, ascending.

        Attendance lists and photographs bear persons. What proves expenditure too belongs to the
        accounts, and what another project handed in is not this one's to erase.
        """
        claims = [run.claim for run in self._ledger.later_runs(project, after_period=0)]
        of_activities = {
            paper for claim in claims for line in claim.activities.lines for paper in line.evidence
        }
        of_items = {paper for claim in claims for item in claim.items for paper in item.evidence}
        return sorted(
            paper
            for paper in of_activities - of_items
            if self._ledger.evidence_path(paper).exists()
            and self._ledger.projects_with_evidence(paper) <= {project}
        )

    def erase(self, found: Found, project: str, scope: str, who: str, why: str) -> int:
        """Put a random token in the place of every person found, one for each person.

        Counts stay what they were: attendances, unique participants, organisations, meetings.

        Returns:
            How many attendances were erased.

        Raises:
            LedgerUnavailable: another erasure came between, or the state cannot be written to.
        """
        tokens: dict[str, str] = {}
        rows: list[ErasedRow] = []
        replaced = {}
        for digest, chosen in found.lists.items():
            frame = self._store.get(digest)
            places = dict(_tokens(frame, chosen, tokens))
            replaced[digest] = self._store.put(with_tokens(frame, places))
            rows += _rows(frame, places)
        if replaced:
            self._ledger.record_erasure(NewErasure(project, scope, who, why, rows, replaced))
        for paper in found.papers:
            self._ledger.erase_evidence(paper, who, why)
        self.finish()
        return found.rows

    def finish(self) -> None:
        """Let the state folder follow from the erasures that the ledger knows; may be repeated.

        After a crash it does what is left; after an older backup of the folder was restored, it
        erases again what was erased since.
        """
        persons = self._store.persons
        for file, places in self._ledger.erased_rows().items():
            persons.note_rows(file, places)
        replaced = self._ledger.replaced_lists()
        for old in replaced:
            if persons.path(old).exists() and not persons.replacement(old):
                self._replace_anew(old, replaced)
        for old, new in replaced.items():
            persons.replace(old, new)

    def _replace_anew(self, old: str, replaced: Mapping[str, str]) -> None:
        """Make the last replacement of a list, where an older backup does not have it."""
        last = old
        while last in replaced:
            last = replaced[last]
        if not self._store.has(last):
            made = self._store.put(self._store.get(old))
            if made != last:
                # Other versions of the libraries write other bytes for the same rows.
                self._store.persons.replace(last, made)

    def sweep(self) -> int:
        """Remove lists that nothing names: of dry runs, and of runs that broke off.

        Returns:
            How many.
        """
        named = set().union(*self._named().values())
        named |= set(self._ledger.replaced_lists().values())
        persons = self._store.persons
        left = [
            digest
            for digest in persons.digests()
            if digest not in named
            if persons.path(digest).stat().st_mtime < time.time() - _RUNNING_SECONDS
        ]
        for digest in left:
            persons.remove(digest)
        return len(left)

    def _named(self) -> dict[str, set[str]]:
        """Per project the digests under which its lists lie now; empty lists are left out."""
        named: dict[str, set[str]] = {}
        for project, digests in self._ledger.lists_of_participants(self._of_reading).items():
            present = {self._store.persons.current(digest) for digest in digests}
            named[project] = {
                digest
                for digest in present
                if self._store.persons.path(digest).exists() and len(self._store.get(digest))
            }
        return named

    def _of_reading(self, reading: str) -> Collection[str]:
        """Digests of the lists behind a reading that a submission names."""
        record = self._store.get_json(reading)
        return {table["frame"] for table in record["tables"] if table["table"] == "participants"}

    def _kept(self, digest: str, *, cleared: bool) -> KeptList:
        frame = self._store.get(digest)
        return KeptList(
            digest=digest,
            partner=str(frame["partner"].iloc[0]),
            period=int(frame["period"].iloc[0]),
            rows=len(frame),
            persons=int(frame[PERSON].nunique()),
            cleared=cleared,
        )


def _tokens(
    frame: pd.DataFrame, chosen: pd.Series[bool], tokens: dict[str, str]
) -> Iterator[tuple[int, str]]:
    """The token of each chosen row, by its position; the same for the same person."""
    for position, (name, wanted) in enumerate(zip(frame[PERSON], chosen, strict=True)):
        if wanted:
            yield position, tokens.setdefault(str(name), secrets.token_hex(_TOKEN_BYTES))


def _rows(frame: pd.DataFrame, places: Mapping[int, str]) -> Iterator[ErasedRow]:
    files, sheets, rows = (frame[name].tolist() for name in ("file_sha256", "sheet", "row"))
    for position, token in places.items():
        yield ErasedRow(files[position], sheets[position], rows[position], token)
