"""Evidence is handed in with the extracts or by itself, and the answer names what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ledger.home import Home
from ledger.ledger import Ledger
from portal.cli import app

HEAD = (
    "item_id,cost_category,description,currency,amount_declared,supplier_name,"
    "invoice_number,invoice_date,payment_date,payment_proof_ref,ledger_code,evidence_ref\n"
)
ROWS = (
    "A1,external_expertise,Study,EUR,1000.00,Muster GmbH,R-1,2017-03-01,2017-03-20,K1,9,Beleg 1\n"
    "A2,external_expertise,Print,EUR,250.00,Druck AG,R-2,2017-03-02,2017-03-21,K2,9,Beleg 2\n"
)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
WHERE = ("--project", "innocooppolsax", "--partner", "WFS", "--period", "1")


def call(*said: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in said])


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EUROCENT_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("EUROCENT_DATABASE_URL", "")
    return tmp_path / "state"


def put(folder: Path, name: str, content: bytes = PDF) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def kept() -> dict[str, list[str]]:
    ledger = Ledger.open(Home.open())
    try:
        found = ledger.evidence("innocooppolsax", 1)
    finally:
        ledger.close()
    return {partner: [file.file for file in files] for partner, files in found.items()}


def test_evidence_goes_with_the_extracts_and_missing_is_named(tmp_path: Path) -> None:
    costs = put(tmp_path, "costs.csv", (HEAD + ROWS).encode())
    answer = call("submit", costs, put(tmp_path, "Beleg 1.pdf"), *WHERE, "--json")
    assert answer.exit_code == 0, answer.output
    receipt = json.loads(answer.stdout)
    assert [file["file"] for file in receipt["files"]] == ["costs.csv"]
    assert receipt["evidence"]["items_with"] == 1
    assert receipt["evidence"]["partners"][0]["missing"] == ["A2"]
    (missing,) = [f for f in receipt["findings"] if f["code"] == "EVI-03"]
    assert (missing["item_id"], missing["found"]) == ("A2", "Beleg 2")
    assert kept() == {"WFS": ["Beleg 1.pdf"]}


def test_evidence_is_handed_in_later_and_completes_the_report(tmp_path: Path) -> None:
    call("submit", put(tmp_path, "costs.csv", (HEAD + ROWS).encode()), *WHERE)
    first = call("evidence", "add", put(tmp_path, "Beleg 1.pdf"), *WHERE)
    assert first.exit_code == 0, first.output
    assert "1 of 2 items" in first.stdout
    assert "Missing: A2." in first.stdout
    listed = put(tmp_path, "list.csv", b"file,item_id\nscan7.pdf,A2\n")
    other = put(tmp_path, "scan7.pdf", PDF + b"7")
    answer = json.loads(call("evidence", "add", other, "--map", listed, *WHERE, "--json").stdout)
    assert (answer["new"], answer["evidence"]["items_missing"]) == (1, 0)
    assert answer["findings"] == []
    again = json.loads(call("evidence", "add", other, "--map", listed, *WHERE, "--json").stdout)
    assert again["new"] == 0


def test_evidence_may_come_before_any_extract(tmp_path: Path) -> None:
    answer = call("evidence", "add", put(tmp_path, "Beleg 1.pdf"), *WHERE)
    assert answer.exit_code == 0, answer.output
    assert "No extract is handed in yet" in answer.stdout
    assert "no row refers" not in answer.stdout
    costs = put(tmp_path, "costs.csv", (HEAD + ROWS).encode())
    receipt = json.loads(call("submit", costs, *WHERE, "--json").stdout)
    assert receipt["evidence"]["items_with"] == 1


def test_what_is_no_evidence_is_refused_and_not_kept(tmp_path: Path, home: Path) -> None:
    answer = call("evidence", "add", put(tmp_path, "a.pdf", b"MZ\x90"), *WHERE)
    assert answer.exit_code == 2
    assert "a.pdf was not kept" in " ".join(answer.stdout.split())
    assert kept() == {}
    assert [path for path in (home / "evidence").rglob("*") if path.is_file()] == []


def test_evidence_alone_is_not_a_submission(tmp_path: Path) -> None:
    answer = call("submit", put(tmp_path, "Beleg 1.pdf"), *WHERE)
    assert answer.exit_code != 0
    assert "eurocent evidence add" in " ".join(answer.output.split())
    assert kept() == {}


def test_nothing_is_kept_where_the_extracts_block(tmp_path: Path) -> None:
    broken = put(tmp_path, "costs.csv", b"item_id,description\nA1,x\n")
    answer = call("submit", broken, put(tmp_path, "Beleg 1.pdf"), *WHERE)
    assert answer.exit_code != 0
    assert kept() == {}
