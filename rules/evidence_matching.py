"""Which file of evidence proves which row: by a list, by reference, by number, never by guess.

A file is held against what rows say of their evidence first, then against the numbers of items,
activities and invoices, and at last as one page of several. The first of these that fits decides,
so that the result depends neither on the order of files nor on that of rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from rules.invoices import strict
from schemas.evidence import EvidenceFile, comparable, has_ending, last_part, without_page

Target: TypeAlias = tuple[Literal["item", "activity", "payment"], str]
"""What a file proves: an item or activity by its number, or the payment of an item."""

Index: TypeAlias = Mapping[str, set[Target]]


@dataclass(frozen=True)
class ItemRow:
    """What an expenditure item says of its papers."""

    item_id: str
    evidence_ref: str = ""
    invoice_number: str = ""
    supplier: str = ""
    payment_proof_ref: str = ""


@dataclass(frozen=True)
class ActivityRow:
    """What an activity says of its papers."""

    activity_id: str
    evidence_ref: str = ""


@dataclass(frozen=True)
class Matched:
    """What became of one partner's files.

    Attributes:
        proven: by target the digests of its files, ascending.
        by: by digest and target the partner's name of the file that led there.
        unmatched: files that no row refers to, by name.
        ambiguous: names of files that fit rows of different invoices, with those invoices' items.
        unknown: names of files that a list gives to what no row has, with what it says.
        found: references that a file was found for, in comparable form.
    """

    proven: Mapping[Target, tuple[str, ...]] = field(default_factory=dict)
    by: Mapping[tuple[str, Target], str] = field(default_factory=dict)
    unmatched: tuple[str, ...] = ()
    ambiguous: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    found: frozenset[str] = frozenset()

    def missing(self, evidence_ref: str, target: Target) -> tuple[str, ...]:
        """Which references of a row have no file, as written."""
        parts = list(references(evidence_ref))
        lost = tuple(part for part in parts if comparable(part) not in self.found)
        # Found by its number or by a list, a row's only reference is answered.
        return () if len(parts) == 1 and target in self.proven else lost


def references(evidence_ref: str) -> Iterator[str]:
    """What a cell refers to, one after the other; several stand with a semicolon between them."""
    return (part.strip() for part in evidence_ref.split(";") if comparable(part))


def match(
    files: Sequence[EvidenceFile], items: Iterable[ItemRow], activities: Iterable[ActivityRow] = ()
) -> Matched:
    """Find out which rows of one partner the partner's files prove."""
    rows = _Rows(items, activities)
    proven: dict[Target, set[str]] = defaultdict(set)
    by: dict[tuple[str, Target], str] = {}
    unmatched: set[str] = set()
    ambiguous: dict[str, str] = {}
    unknown: dict[str, str] = {}
    found: set[str] = set()
    for file in sorted(files, key=lambda entry: (entry.file, entry.sha256)):
        targets: set[Target] = set()
        for name in file.stands_for:
            given, refs = rows.by_list(name)
            targets |= given
            found |= refs
            if not given:
                unknown[file.file] = name
        if not file.stands_for:
            targets, refs, by_invoice = rows.by_name(file.file)
            found |= refs
            if by_invoice and len(rows.suppliers(targets)) > 1:
                ambiguous[file.file] = ", ".join(sorted(number for _, number in targets))
                continue
        if not targets and not file.stands_for:
            unmatched.add(file.file)
        for target in targets:
            proven[target].add(file.sha256)
            by.setdefault((file.sha256, target), file.file)
    return Matched(
        {target: tuple(sorted(digests)) for target, digests in proven.items()},
        by,
        tuple(sorted(unmatched)),
        ambiguous,
        unknown,
        frozenset(found),
    )


class _Rows:
    """The rows of a partner by everything that a file may be named after."""

    def __init__(self, items: Iterable[ItemRow], activities: Iterable[ActivityRow]) -> None:
        self._refs: dict[str, set[Target]] = defaultdict(set)
        self._tails: dict[str, set[Target]] = defaultdict(set)
        self._refs_of_tail: dict[str, set[str]] = defaultdict(set)
        self._numbers: dict[str, set[Target]] = defaultdict(set)
        self._invoices: dict[str, set[Target]] = defaultdict(set)
        self._payments: dict[str, set[Target]] = defaultdict(set)
        self._supplier: dict[Target, str] = {}
        for item in items:
            self._add_item(item)
        for activity in activities:
            target: Target = ("activity", activity.activity_id)
            self._add_references(activity.evidence_ref, target)
            self._numbers[comparable(activity.activity_id)].add(target)

    def _add_item(self, item: ItemRow) -> None:
        target: Target = ("item", item.item_id)
        self._add_references(item.evidence_ref, target)
        self._numbers[comparable(item.item_id)].add(target)
        self._supplier[target] = strict(item.supplier)
        if key := comparable(item.invoice_number):
            self._invoices[key].add(target)
        for part in references(item.payment_proof_ref):
            self._payments[comparable(part)].add(("payment", item.item_id))

    def _add_references(self, evidence_ref: str, target: Target) -> None:
        for part in references(evidence_ref):
            key = comparable(part)
            self._refs[key].add(target)
            # "Folder 3/Beleg 117" is the file Beleg 117; 2018/117 is an invoice and no file 117.
            tail = last_part(part)
            if tail and (has_ending(tail) or any(letter.isalpha() for letter in tail)):
                self._tails[comparable(tail)].add(target)
                self._refs_of_tail[comparable(tail)].add(key)

    def by_list(self, name: str) -> tuple[set[Target], set[str]]:
        """What a list's reference or number means; a reference goes before a number."""
        key = comparable(name)
        if key in self._refs:
            return self._refs[key], {key}
        return self._numbers.get(key, set()), set()

    def by_name(self, name: str) -> tuple[set[Target], set[str], bool]:
        """The rows that a file's name fits, and the references that it answers.

        The last value is whether it is only named after an invoice: another supplier may have
        one of that number, too.
        """
        base = last_part(name) or name
        for keys in (
            [comparable(name), comparable(base)],
            [comparable(shorter) for shorter in (without_page(name), without_page(base))],
        ):
            for index in (self._refs, self._tails, self._numbers, self._invoices, self._payments):
                for key in keys:
                    if key and index.get(key):
                        refs = {key} if index is self._refs else set()
                        if index is self._tails:
                            refs = self._refs_of_tail[key]
                        return index[key], refs, index is self._invoices
        return set(), set(), False

    def suppliers(self, targets: set[Target]) -> set[str]:
        """Whose invoices the items are, in comparable form."""
        return {self._supplier[target] for target in targets if target in self._supplier}
