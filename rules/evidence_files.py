"""Files of evidence of a period: which rows have theirs, what is missing, what is there twice.

The audit trail needs a paper behind every item that rests on papers (Reg. (EU) No 480/2014
Art. 25; Reg. (EU) 2021/1060 Annex XIII). Nothing is asked of a partner who keeps its papers itself.
One scan behind two invoices is named: a digest, unlike a name, cannot be a coincidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from rules.case import Case
from rules.documents import documented
from rules.evidence_matching import ActivityRow, ItemRow, Matched, Target, match, references
from rules.invoices import strict, strict_number
from rules.rulings import Ruling, finding_at, remark_once, text_of
from schemas.claim import EvidenceCounts, PartnerEvidence
from schemas.evidence import EvidenceFile
from schemas.findings import Finding

ItemKey: TypeAlias = tuple[str, str]
"""Partner and number of an item or activity."""


@dataclass(frozen=True)
class Papers:
    """The evidence of a period.

    Attributes:
        of_items, of_activities: digests of the files, by partner and number.
        counts: how many rows have their evidence.
        findings: what is missing, fits nothing, or is there twice.
    """

    of_items: Mapping[ItemKey, tuple[str, ...]] = field(default_factory=dict)
    of_activities: Mapping[ItemKey, tuple[str, ...]] = field(default_factory=dict)
    counts: EvidenceCounts = field(default_factory=EvidenceCounts)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class _Use:
    """A file behind an item: where the item stands, and of which invoice it is."""

    partner: str
    item_id: str
    invoice: tuple[str, str]
    file: str
    position: int
    shared: bool


def papers_of(case: Case) -> Papers:
    """Match the evidence of every partner who hands any in; ask ``case.once`` for it."""
    handed = {name: files for name, files in case.evidence.items() if files}
    if not handed:
        return Papers()
    of_items: dict[ItemKey, tuple[str, ...]] = {}
    of_activities: dict[ItemKey, tuple[str, ...]] = {}
    counts: list[PartnerEvidence] = []
    findings: list[Finding] = []
    uses: dict[str, list[_Use]] = defaultdict(list)
    for partner in (entry.id for entry in case.partners if entry.id in handed):
        costs = case.costs.loc[case.costs["partner"].eq(partner) & case.costs["item_id"].ne("")]
        costs = costs.reset_index(drop=True)
        activities = case.activities.loc[case.activities["partner"].eq(partner)]
        found = match(handed[partner], _item_rows(costs), _activity_rows(activities))
        for (kind, number), digests in found.proven.items():
            if kind == "item":
                of_items[partner, number] = digests
            elif kind == "activity":
                of_activities[partner, number] = digests
        rows = _RowsOf(partner, costs, activities, found)
        findings += [*rows.missing(), *rows.about_files()]
        counts.append(rows.counts(handed[partner]))
        for digest, use in rows.uses():
            uses[digest].append(use)
    frames = {
        name: case.costs.loc[case.costs["partner"].eq(name) & case.costs["item_id"].ne("")]
        for name in handed
    }
    findings += _twice(uses, case, frames)
    return Papers(of_items, of_activities, EvidenceCounts.of(counts), findings)


def _item_rows(costs: pd.DataFrame) -> Iterator[ItemRow]:
    suppliers = costs["supplier_vat_id"].where(costs["supplier_vat_id"].ne(""), None)
    columns = (
        costs["item_id"],
        costs["evidence_ref"],
        costs["invoice_number"],
        suppliers.fillna(costs["supplier_name"]),
        costs["payment_proof_ref"],
    )
    return map(ItemRow, *(column.tolist() for column in columns))


def _activity_rows(activities: pd.DataFrame) -> Iterator[ActivityRow]:
    columns = (activities["activity_id"], activities["evidence_ref"])
    return map(ActivityRow, *(column.tolist() for column in columns))


@dataclass(frozen=True)
class _RowsOf:
    """The rows of one partner, and what its files prove of them."""

    partner: str
    costs: pd.DataFrame
    activities: pd.DataFrame
    found: Matched

    def _lost(self) -> list[str]:
        """Per item what is missing: its references without a file, "-" for no paper at all."""
        lost = []
        needed = documented(self.costs)
        rows = zip(self.costs["item_id"], self.costs["evidence_ref"], needed, strict=True)
        for number, evidence_ref, asked in rows:
            target: Target = ("item", number)
            absent = self.found.missing(evidence_ref, target)
            if not absent and asked and target not in self.found.proven:
                absent = ("-",)
            lost.append("; ".join(absent) if asked else "")
        return lost

    def missing(self) -> Iterator[Finding]:
        """Rows whose evidence is not here; equal ones are named once."""
        lost = pd.Series(self._lost(), dtype="str", index=self.costs.index)
        bare = (lost == "-").to_numpy()
        named = (lost != "").to_numpy() & ~bare
        ruling = Ruling("EVI-03", named, "evidence_ref", text_of(lost))
        yield from remark_once(self.costs, ruling, {"lost": lost})
        ruling = Ruling("EVI-03-NONE", bare, "evidence_ref")
        yield from remark_once(self.costs, ruling, {"lost": lost})
        for row in self.activities.to_dict("records"):
            absent = self._absent(row)
            if absent:
                yield Finding(
                    "EVI-03-ACTIVITY",
                    partner=self.partner,
                    table="activities",
                    file=row["file"],
                    sheet=row["sheet"],
                    row=int(row["row"]),
                    column="evidence_ref",
                    found="; ".join(absent),
                    words={"activity": row["activity_id"]},
                )

    def _absent(self, activity: Mapping[Any, Any]) -> tuple[str, ...]:
        return self.found.missing(activity["evidence_ref"], ("activity", activity["activity_id"]))

    def about_files(self) -> Iterator[Finding]:
        """Files that fit no row, or rows of different invoices."""
        for file in self.found.unmatched:
            yield Finding("EVI-04", partner=self.partner, file=file)
        for file, items in self.found.ambiguous.items():
            yield Finding("EVI-04-AMBIGUOUS", partner=self.partner, file=file, found=items)
        for file, named in self.found.unknown.items():
            yield Finding("EVI-04-LIST", partner=self.partner, file=file, found=named)

    def counts(self, files: Sequence[EvidenceFile]) -> PartnerEvidence:
        """How many rows have their evidence."""
        needed = documented(self.costs)
        lost = np.array(self._lost(), dtype=object) != ""
        missing = self.costs["item_id"].to_numpy()[lost].tolist()
        referring = [
            row
            for row in self.activities.to_dict("records")
            if any(references(row["evidence_ref"]))
        ]
        proven = self.found.by
        return PartnerEvidence(
            partner=self.partner,
            files=len({file.sha256 for file in files}),
            items=int(needed.sum()),
            items_with=int(needed.sum()) - len(missing),
            items_missing=len(missing),
            missing=missing,
            activities=len(referring),
            activities_with=sum(not self._absent(row) for row in referring),
            payment_proofs=len({digest for digest, (kind, _) in proven if kind == "payment"}),
            unmatched=len(self.found.unmatched),
        )

    def uses(self) -> Iterator[tuple[str, _Use]]:
        """Every file with each item that it proves."""
        places = {number: position for position, number in enumerate(self.costs["item_id"])}
        suppliers = self.costs["supplier_vat_id"].where(
            self.costs["supplier_vat_id"].ne(""), self.costs["supplier_name"]
        )
        written = list(zip(suppliers, self.costs["invoice_number"], strict=True))
        shared = self.costs["share_micro"].notna().tolist()
        for (digest, (kind, number)), file in self.found.by.items():
            if kind != "item":
                continue
            at = places[number]
            invoice = _invoice(*written[at], number)
            yield digest, _Use(self.partner, number, invoice, file, at, shared[at])


def _invoice(supplier: str, number: str, item_id: str) -> tuple[str, str]:
    """Which invoice an item is of; one without a number is an invoice of its own."""
    written = strict_number(number)
    return (strict(supplier), written) if written else ("", item_id)


def _twice(
    uses: Mapping[str, list[_Use]], case: Case, costs: Mapping[str, pd.DataFrame]
) -> Iterator[Finding]:
    """One file behind different invoices, behind two partners' items, or in an earlier report."""
    before = _before(case)
    for digest in sorted(uses):
        own = sorted(uses[digest], key=lambda use: (use.position, use.item_id))
        earlier = before.get(digest)
        for partner in dict.fromkeys(use.partner for use in own):
            mine = [use for use in own if use.partner == partner]
            at = costs[partner]
            first, later = mine[0], mine[-1]
            if later.invoice != first.invoice and later.file != first.file:
                yield _at(at, later, "EVI-05", other=first.item_id)
            if earlier and earlier[:2] != (partner, first.invoice):
                if earlier[0] == partner:
                    yield _at(at, first, "EVI-05-EARLIER", other=earlier[2], period=earlier[3])
                else:
                    yield _at(at, first, "EVI-05-OTHER")
                    yield _for_the_lead(f"{earlier[0]} {earlier[2]}", first)
            elif not first.shared and any(use.partner != partner for use in own):
                yield _at(at, first, "EVI-05-OTHER")
        others = [use for use in own if use.partner != own[0].partner and not use.shared]
        if others:
            yield _for_the_lead(f"{own[0].partner} {own[0].item_id}", others[0])


def _before(case: Case) -> dict[str, tuple[str, tuple[str, str], str, int]]:
    """Where each file of earlier claims stood first: partner, invoice, item and period."""
    found: dict[str, tuple[str, tuple[str, str], str, int]] = {}
    for claim in case.earlier.claims:
        for item in claim.items:
            for digest in item.evidence:
                supplier = item.supplier_vat_id or item.supplier_name
                key = _invoice(supplier, item.invoice_number, item.item_id)
                found.setdefault(digest, (item.partner, key, item.item_id, claim.period))
    return found


def _at(costs: pd.DataFrame, use: _Use, code: str, **words: Any) -> Finding:
    return finding_at(costs, use.position, code, column="evidence_ref", words=words)


def _for_the_lead(first: str, use: _Use) -> Finding:
    words = {"first": first, "second": f"{use.partner} {use.item_id}"}
    return Finding("EVI-05-LEAD", words=words)
