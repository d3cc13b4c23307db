"""What a claim says of evidence: counted, missing named, one scan behind two invoices found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rules.assess import assess
from rules.case import Case
from rules.claim import make_claim
from schemas.claim import Claim, EvidenceCounts
from schemas.evidence import EvidenceFile
from tests.examples.building import _heading, case_of, project_of

INVOICE = {"supplier_name": "Muster GmbH", "amount_declared": "100.00"}


def file(name: str, digest: str = "") -> EvidenceFile:
    return EvidenceFile(file=name, sha256=(digest or name).ljust(64, "0"), size=1, kind="pdf")


def claim_of(
    example: dict[str, Any],
    evidence: dict[str, list[EvidenceFile]],
    *,
    earlier: tuple[Claim, ...] = (),
    number: int = 1,
) -> tuple[Claim, Case]:
    project = project_of(example)
    case = replace(case_of(project, number, example, list(earlier)), evidence=evidence)
    return make_claim(case, assess(case), _heading(case)), case


def told(claim: Claim) -> list[tuple[str, str, str]]:
    return [
        (finding.code, finding.item_id or finding.file, finding.found)
        for finding in claim.findings
        if finding.code.startswith("EVI")
    ]


def test_nothing_is_asked_of_a_partner_who_keeps_its_papers() -> None:
    claim, _ = claim_of({"rows": [{**INVOICE, "evidence_ref": "Beleg 1"}]}, {})
    assert told(claim) == []
    assert claim.evidence == EvidenceCounts()
    assert claim.items[0].evidence == []


def test_items_bear_the_digests_of_their_files_and_missing_ones_are_named_once() -> None:
    rows = [
        {**INVOICE, "evidence_ref": "Beleg 1", "invoice_number": "1"},
        {**INVOICE, "evidence_ref": "Beleg 2", "invoice_number": "2"},
        {**INVOICE, "evidence_ref": "Beleg 2", "invoice_number": "3"},
        {**INVOICE, "evidence_ref": "", "invoice_number": "4"},
        {"amount_declared": "10.00", "unit_cost_id": "U1", "units": "1"},
    ]
    example = {
        "rows": rows,
        "project": {"unit_costs": [{"id": "U1", "title": "x", "price": "10.00"}]},
    }
    claim, _ = claim_of(example, {"A": [file("Beleg 1.pdf", "a"), file("other.pdf", "b")]})
    assert [item.evidence for item in claim.items] == [["a".ljust(64, "0")], [], [], [], []]
    assert told(claim) == [
        ("EVI-03", "A2", "Beleg 2"),
        ("EVI-03-NONE", "A4", ""),
        ("EVI-04", "other.pdf", ""),
    ]
    assert "rows: 2" in next(f.message for f in claim.findings if f.code == "EVI-03")
    counts = claim.evidence
    assert (counts.files, counts.items, counts.items_with, counts.items_missing) == (2, 4, 1, 3)
    assert counts.partners[0].missing == ["A2", "A3", "A4"]
    assert counts.unmatched == 1
    # No evidence takes money, whatever is missing.
    assert claim.totals.eligible == 41000


def test_activities_have_theirs() -> None:
    example = {
        "rows": [{**INVOICE, "evidence_ref": "Beleg 1"}],
        "activities": [
            {"activity_id": "E1", "type": "event", "title": "x", "evidence_ref": "Liste; Agenda"},
            {"activity_id": "E2", "type": "event", "title": "y", "evidence_ref": ""},
        ],
    }
    evidence = {"A": [file("Liste.pdf", "l"), file("Beleg 1.pdf", "b"), file("E2.png", "e")]}
    claim, _ = claim_of(example, evidence)
    assert [(code, found) for code, _, found in told(claim)] == [("EVI-03-ACTIVITY", "Agenda")]
    lines = {line.activity_id: line.evidence for line in claim.activities.lines}
    assert lines == {"E1": ["l".ljust(64, "0")], "E2": ["e".ljust(64, "0")]}
    assert (claim.evidence.activities, claim.evidence.activities_with) == (1, 0)


def test_one_scan_under_two_names_for_two_invoices_is_found() -> None:
    rows = [
        {**INVOICE, "evidence_ref": "a", "invoice_number": "1"},
        {**INVOICE, "evidence_ref": "b", "invoice_number": "2"},
    ]
    claim, _ = claim_of({"rows": rows}, {"A": [file("a.pdf", "x"), file("b.pdf", "x")]})
    assert told(claim) == [("EVI-05", "A2", "")]
    assert claim.evidence.files == 1
    # One name for several receipts is how travel is filed.
    rows = [{**row, "evidence_ref": "a"} for row in rows]
    claim, _ = claim_of({"rows": rows}, {"A": [file("a.pdf", "x")]})
    assert told(claim) == []


def test_a_partner_does_not_learn_who_else_handed_the_scan_in() -> None:
    example = {
        "project": {"partners": [{"id": "A"}, {"id": "B"}]},
        "rows": [
            {**INVOICE, "partner": "A", "evidence_ref": "a", "invoice_number": "1"},
            {**INVOICE, "partner": "B", "evidence_ref": "b", "invoice_number": "1b"},
        ],
    }
    evidence = {"A": [file("a.pdf", "x")], "B": [file("b.pdf", "x")]}
    claim, _ = claim_of(example, evidence)
    found = [f for f in claim.findings if f.code.startswith("EVI-05")]
    assert sorted((f.code, f.partner) for f in found) == [
        ("EVI-05-LEAD", ""),
        ("EVI-05-OTHER", "A"),
        ("EVI-05-OTHER", "B"),
    ]
    lead = next(f.message for f in found if f.code == "EVI-05-LEAD")
    assert "A A1" in lead
    assert "B B1" in lead
    for finding in found:
        if finding.partner == "A":
            assert "B1" not in finding.message + finding.remedy + finding.found


def test_a_scan_of_an_earlier_report_is_found_unless_the_invoice_is_the_same() -> None:
    row = {**INVOICE, "evidence_ref": "a", "invoice_number": "1", "amount_gross": "500.00"}
    first, _ = claim_of({"rows": [row]}, {"A": [file("a.pdf", "x")]})
    other = {**row, "item_id": "N1", "invoice_number": "2", "evidence_ref": "b"}
    later, _ = claim_of({"rows": [other]}, {"A": [file("b.pdf", "x")]}, earlier=(first,), number=2)
    assert told(later) == [("EVI-05-EARLIER", "N1", "")]
    message = next(f.message for f in later.findings if f.code == "EVI-05-EARLIER")
    assert "item A1 of period 1" in message
    same = {**row, "item_id": "N1", "share": "0.5"}
    later, _ = claim_of({"rows": [same]}, {"A": [file("a.pdf", "x")]}, earlier=(first,), number=2)
    assert told(later) == []
