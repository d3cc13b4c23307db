"""Findings: what Eurocent has to say about a user's data, as values and never as exceptions.

A finding has a stable code, a place (file, sheet, row, column), what was found, what was expected,
the amount it took, and through its kind the rule that asks, its severity, a sentence and a remedy.
The kinds stand in ``findings_intake`` (files and cells) and, for the law, in ``findings_rules``
and its neighbours by subject.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from schemas.money import Money
from schemas.words import Value, Words, plain


class Severity(StrEnum):
    """What a finding does, from worst to mildest (product contract §5)."""

    BLOCKING = "blocking"
    REJECT = "reject"
    CUT = "cut"
    PARK = "park"
    WARN = "warn"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Kind:
    """One kind of finding.

    Attributes:
        code: stable; documented in ``docs/findings.md``.
        severity: what it does.
        applies_to: ``file``, ``table``, ``item``, ``category``, ``partner`` or ``project``.
        rule: id of the rule of funding-rules that asks, "" where the extract contract asks.
        message: sentence with placeholders; ``{row}``, ``{item}``, ``{column}``, ``{found}``,
            ``{expected}``, ``{amount}`` and ``{file}`` are always there, others come in ``words``.
        remedy: how to fix it, with the same placeholders.
    """

    code: str
    severity: Severity
    applies_to: str
    message: str
    remedy: str
    rule: str = ""


@dataclass(frozen=True)
class Finding:
    """One finding about one place.

    Attributes:
        code: of its kind.
        partner: id of the partner concerned, "" for the project.
        table: ``costs``, ``activities``, ``participants`` or "".
        item_id: the item concerned, "" where it is no item.
        file, sheet, row, column: the place; row is the spreadsheet's own, 0 where it is no row.
        found, expected: as values; ``claim.json`` writes them plainly, messages locally.
        amount_cents: EUR cents taken by this finding (0 where none).
        words: further values of the sentence.
        reference: a legal reference more exact than the rule's own (a dated parameter's).
    """

    code: str
    partner: str = ""
    table: str = ""
    item_id: str = ""
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    found: Value = None
    expected: Value = None
    amount_cents: int = 0
    words: Mapping[str, Value] = field(default_factory=dict)
    reference: str = ""

    @property
    def kind(self) -> Kind:
        """The kind behind the code."""
        return kinds()[self.code]

    @property
    def severity(self) -> Severity:
        """The severity of its kind."""
        return self.kind.severity

    @property
    def rule(self) -> str:
        """The rule that asks."""
        return self.kind.rule

    def message(self, words: Words) -> str:
        """The sentence in the reader's language."""
        return words.sentence(self.kind.message, self._values())

    def remedy(self, words: Words) -> str:
        """How to fix it, in the reader's language."""
        return words.sentence(self.kind.remedy, self._values())

    def _values(self) -> dict[str, Value]:
        return {
            "row": self.row,
            "item": self.item_id,
            "column": self.column,
            "found": self.found,
            "expected": self.expected,
            "amount": Money(self.amount_cents),
            "file": self.file,
            "sheet": self.sheet,
            "partner": self.partner,
            **self.words,
        }

    def plain_found(self) -> str:
        """What was found, for machines."""
        return plain(self.found)

    def plain_expected(self) -> str:
        """What was expected, for machines."""
        return plain(self.expected)


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """All kinds of findings by code.

    Raises:
        ValueError: two kinds share a code (our mistake).
    """
    from schemas import (
        findings_evidence,
        findings_funding,
        findings_identifiers,
        findings_intake,
        findings_proof,
        findings_rules,
        findings_staff,
        findings_time,
    )

    catalogue: dict[str, Kind] = {}
    modules = (
        findings_intake,
        findings_rules,
        findings_staff,
        findings_proof,
        findings_funding,
        findings_time,
        findings_identifiers,
        findings_evidence,
    )
    for kind in (kind for module in modules for kind in module.KINDS):
        if kind.code in catalogue:
            raise ValueError(f"two kinds of findings share the code {kind.code}")
        catalogue[kind.code] = kind
    return catalogue


def worst_first(findings: list[Finding]) -> list[Finding]:
    """Order findings for a reader: what blocks first, then by file and row."""
    return sorted(
        findings, key=lambda f: (f.severity.rank, f.partner, f.table, f.file, f.row, f.column)
    )


MOST_ALIKE = 5_000
"""Findings of one kind about one column that are told one by one: nobody reads so many."""


def without_flood(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, where more than ``MOST_ALIKE`` are alike the last ones in one sentence.

    A file of 20 MB can hold millions of faulty cells, whose sentences would not fit the memory.
    What they do to their rows is done to all of them.
    """
    alike: Counter[tuple[str, str, str]] = Counter()
    last: dict[tuple[str, str, str], Finding] = {}
    told = []
    for finding in findings:
        kind = (finding.code, finding.table, finding.column)
        alike[kind] += 1
        if alike[kind] <= MOST_ALIKE:
            told.append(finding)
        else:
            last[kind] = finding
    for kind, finding in last.items():
        count = alike[kind] - MOST_ALIKE
        told.append(
            replace(
                finding,
                code="ROW-08",
                item_id="",
                found=count,
                expected=None,
                amount_cents=0,
                words={"code": finding.code},
                reference="",
            )
        )
    return told
