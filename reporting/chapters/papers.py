"""Files of evidence that are kept: how many rows have theirs, and which have not.

Papers are counted and recognised by their digests. They are never shown: what is in them is for
the controller, and lists of participants bear names.
"""

from __future__ import annotations

from reporting.chapters.evidence import Evidence
from reporting.scribe import Scribe
from reporting.tables import Cell, Column, Row, Section, Table, row
from schemas.claim import ClaimItem, EvidenceCounts, PartnerEvidence
from schemas.words import N_

_NAMED = 60
"""So many missing items are named in print; the claim, which is embedded, names all."""


def papers(scribe: Scribe) -> Evidence | None:
    """The chapter, None where nobody hands evidence in."""
    counts = scribe.claim.evidence
    if not counts.partners:
        return None
    sentences = [
        *_missing(scribe, counts.partners),
        *_further(scribe, counts),
        *_elsewhere(scribe, counts.partners),
    ]
    section = Section(scribe(N_("Evidence by partner")), (_table(scribe, counts),))
    return Evidence(_lead(scribe, counts), (section,), tuple(sentences))


def mark(scribe: Scribe, item: ClaimItem) -> str:
    """How many files prove an item, with the beginning of the first's digest; "" for none."""
    if not item.evidence:
        return ""
    return f"{scribe.count(len(item.evidence))} · {item.evidence[0][:8]}"


def _lead(scribe: Scribe, counts: EvidenceCounts) -> str:
    if not counts.items_missing:
        return scribe.plural(
            "The {count} item that rests on papers has its evidence.",
            "All {count} items that rest on papers have their evidence.",
            counts.items,
        )
    return scribe(
        N_("{there} of {items} items have their evidence."),
        there=scribe.count(counts.items_with),
        items=scribe.count(counts.items),
    )


def _missing(scribe: Scribe, partners: list[PartnerEvidence]) -> list[str]:
    sentences = []
    for partner in partners:
        if not partner.missing:
            continue
        named = ", ".join(scribe.text(number, 26) for number in partner.missing[:_NAMED])
        more = len(partner.missing) - _NAMED
        if more > 0:
            rest = scribe.plural("and {count} more", "and {count} more", more)
            named = f"{named} {rest}"
        sentences.append(
            scribe(
                N_("{partner}, missing: {items}."),
                partner=scribe.text(partner.partner, 20),
                items=named,
            )
        )
    return sentences


def _further(scribe: Scribe, counts: EvidenceCounts) -> list[str]:
    sentences = []
    if counts.activities:
        sentences.append(
            scribe(
                N_("{there} of {activities} activities that refer to evidence have it."),
                there=scribe.count(counts.activities_with),
                activities=scribe.count(counts.activities),
            )
        )
    if counts.unmatched:
        sentences.append(
            scribe.plural(
                "No row refers to {count} file.",
                "No row refers to {count} files.",
                counts.unmatched,
            )
        )
    return sentences


def _elsewhere(scribe: Scribe, partners: list[PartnerEvidence]) -> list[str]:
    """Who keeps the papers itself, among those who declared items."""
    here = {partner.partner for partner in partners}
    declared = {item.partner for item in scribe.claim.items}
    names = [p.partner for p in scribe.partners if p.partner in declared - here]
    if not names:
        return []
    text = ", ".join(scribe.text(name, 20) for name in names)
    return [scribe(N_("The evidence is kept by the partner itself: {names}."), names=text)]


def _table(scribe: Scribe, counts: EvidenceCounts) -> Table:
    rows = [_row(scribe, entry) for entry in counts.partners]
    if len(rows) > 1:
        rows.append(
            row(
                scribe(N_("Together")),
                scribe.count(counts.files),
                scribe.count(counts.items),
                scribe.count(counts.items_with),
                scribe.count(counts.items_missing),
                scribe.count(counts.payment_proofs),
                kind="total",
            )
        )
    return Table(
        scribe(N_("Files of evidence, and items that rest on papers")),
        (
            Column(scribe(N_("Partner"))),
            Column(scribe(N_("Files")), "figure", 20),
            Column(scribe(N_("Items")), "figure", 20, apart=True),
            Column(scribe(N_("With evidence")), "figure", 28),
            Column(scribe(N_("Missing")), "figure", 22),
            Column(scribe(N_("Proofs of payment")), "figure", 34, apart=True),
        ),
        tuple(rows),
        note=scribe(N_("Each file is kept by the digest of its content; none is shown here.")),
    )


def _row(scribe: Scribe, entry: PartnerEvidence) -> Row:
    return row(
        scribe.text(entry.partner, 20),
        scribe.count(entry.files),
        scribe.count(entry.items),
        scribe.count(entry.items_with),
        Cell(
            scribe.count(entry.items_missing),
            shape="attention" if entry.items_missing else "agrees",
            strong=bool(entry.items_missing),
        ),
        scribe.count(entry.payment_proofs),
    )
