"""Evidence in the ledger: bytes by digest, names with what a list said, and erasure."""

from __future__ import annotations

from ledger.ledger import Ledger
from schemas.evidence import EvidenceFile
from tests.unit.ledger.samples import PROJECT

CONTENT = b"%PDF-1.7 an invoice"


def a_file(ledger: Ledger, name: str = "Beleg 1.pdf", **values: list[str]) -> EvidenceFile:
    digest = ledger.keep_evidence(CONTENT)
    return EvidenceFile(file=name, sha256=digest, size=len(CONTENT), kind="pdf", **values)


def test_bytes_lie_apart_from_extracts_and_once(ledger: Ledger) -> None:
    digest = ledger.keep_evidence(CONTENT)
    assert ledger.keep_evidence(CONTENT) == digest
    assert ledger.evidence_path(digest).read_bytes() == CONTENT
    assert not ledger.raw_path(digest).exists()
    assert [path.name for path in ledger.home.evidence.rglob("*") if path.is_file()] == [digest]


def test_file_comes_back_for_its_partner_and_period(ledger: Ledger) -> None:
    file = a_file(ledger, marks=["encrypted"])
    assert ledger.add_evidence(PROJECT, 1, "KARR", [file], "Anna") == 1
    assert ledger.evidence(PROJECT, 1) == {"KARR": [file]}
    assert ledger.evidence(PROJECT, 2) == {}
    assert ledger.evidence("another", 1) == {}


def test_the_same_is_not_doubled_and_a_new_list_counts(ledger: Ledger) -> None:
    file = a_file(ledger)
    ledger.add_evidence(PROJECT, 1, "KARR", [file], "Anna")
    assert ledger.add_evidence(PROJECT, 1, "KARR", [file], "Anna") == 0
    listed = a_file(ledger, stands_for=["A1"])
    assert ledger.add_evidence(PROJECT, 1, "KARR", [listed], "Anna") == 1
    assert ledger.evidence(PROJECT, 1) == {"KARR": [listed]}
    # One content under two names is two names of one file.
    ledger.add_evidence(PROJECT, 1, "KARR", [a_file(ledger, "Beleg 2.pdf")], "Anna")
    assert [entry.file for entry in ledger.evidence(PROJECT, 1)["KARR"]] == [
        "Beleg 1.pdf",
        "Beleg 2.pdf",
    ]


def test_erasure_takes_the_bytes_and_leaves_what_was_counted(ledger: Ledger) -> None:
    file = a_file(ledger)
    ledger.add_evidence(PROJECT, 1, "KARR", [file], "Anna")
    ledger.erase_evidence(file.sha256, "Anna", "retention is over")
    ledger.erase_evidence(file.sha256, "Anna", "retention is over")
    assert not ledger.evidence_path(file.sha256).exists()
    assert ledger.evidence(PROJECT, 1) == {"KARR": [file]}
