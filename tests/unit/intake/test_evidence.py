"""Evidence is told by its content, bounded, marked, and never opened."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

import intake.evidence
from intake.context import Context
from intake.evidence import content_of, look_at, see
from intake.evidence_list import apply_lists
from intake.files import Refusal
from intake.inbox import deliveries_of, papers_of
from schemas.evidence import EvidenceFile
from schemas.project import Project

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 20 + b"\xff\xd9"

PROJECT = Project.model_validate(
    {
        "id": "example",
        "acronym": "Example",
        "rule_set": "INTERREG_2014",
        "start": date(2018, 1, 1),
        "end": date(2018, 12, 31),
        "periods": [
            {
                "number": 1,
                "start": date(2018, 1, 1),
                "end": date(2018, 12, 31),
                "partner_deadline": date(2019, 1, 30),
            }
        ],
        "partners": [
            {"id": "WFS", "name": "W", "role": "lead", "country": "DE", "languages": ["de"]},
            {"id": "KARR", "name": "K", "country": "PL", "languages": ["pl"]},
        ],
    }
)
CONTEXT = Context(PROJECT, "WFS", 1, {}, b"k" * 32)


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\xef\xbb\xbf\r\n" + PDF, "pdf"),
        (PNG, "png"),
        (JPEG, "jpeg"),
        (b"II*\x00....", "tiff"),
        (b"MM\x00*....", "tiff"),
        (b"\x00\x00\x00\x18ftypheic....", "heic"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "webp"),
    ],
)
def test_documents_and_pictures_are_known_by_their_first_bytes(
    tmp_path: Path, content: bytes, kind: str
) -> None:
    assert content_of(content) == kind
    # Whatever it is called: a name is a label.
    seen = look_at(put(tmp_path, "whatever.exe", content), "whatever.exe")
    assert isinstance(seen, EvidenceFile)
    assert (seen.kind, seen.sha256) == (kind, hashlib.sha256(content).hexdigest())
    assert seen.size == len(content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04" + b"0" * 40 + PDF, "ZIP"),
        (b"MZ\x90\x00" + PDF, "EXE"),
        (b"\x7fELF", "ELF"),
        (b"<html><script>alert(1)</script>", "HTML/XML"),
        (b"#!/bin/sh\n", "script"),
        (b"RIFF\x10\x00\x00\x00AVI LIST", "?"),
        (b"\x00\x00\x00\x18ftypisom", "?"),
        (b"some words", "?"),
        (b"", ""),
    ],
)
def test_anything_else_called_pdf_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    assert look_at(put(tmp_path, "a.pdf", content), "a.pdf") == Refusal("EVI-01", found=told)


@pytest.mark.parametrize(
    ("piece", "marks"),
    [
        (b"<</S/JavaScript/JS(app.alert(1))>>", ["active"]),
        (b"<</S/J#61vaScript/JS(1)>>", ["active"]),
        (b"<</S /Launch /F (cmd.exe)>>", ["active"]),
        (b"<</Type/EmbeddedFile>>", ["attached"]),
        (b"trailer<</Encrypt 5 0 R>>", ["encrypted"]),
        (b"<</Subtype/Image>> /JS", []),
    ],
)
def test_pdf_that_would_do_something_is_kept_and_marked(
    tmp_path: Path, piece: bytes, marks: list[str]
) -> None:
    path = put(tmp_path, "a.pdf", PDF.replace(b"1 0 obj", piece + b"1 0 obj"))
    seen = look_at(path, "a.pdf")
    assert isinstance(seen, EvidenceFile)
    assert seen.marks == marks


@pytest.mark.parametrize("content", [PDF[:30], PNG[:20], JPEG[:20]])
def test_file_whose_end_is_missing_is_marked(tmp_path: Path, content: bytes) -> None:
    seen = look_at(put(tmp_path, "a", content), "a")
    assert isinstance(seen, EvidenceFile)
    assert seen.marks == ["incomplete"]


def test_links_are_not_followed_and_large_files_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link.pdf").symlink_to(put(tmp_path / "elsewhere", "a.pdf", PDF))
    assert look_at(tmp_path / "link.pdf", "link.pdf") == Refusal("EVI-01-LINK")
    monkeypatch.setattr("intake.files.LARGEST_FILE", 10)
    large = look_at(put(tmp_path, "large.pdf", PDF), "large.pdf")
    assert isinstance(large, Refusal)
    assert large.code == "EVI-01-SIZE"


def test_a_set_has_an_end_and_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake.evidence, "MOST_FILES", 2)
    files = [(put(tmp_path, f"{name}.pdf", PDF), f"{name}.pdf") for name in "dcba"]
    seen = see(files, "WFS")
    assert [file.file for file in seen.files] == ["a.pdf", "b.pdf"]
    (finding,) = seen.findings
    assert (finding.code, finding.file) == ("EVI-01-MOST", "c.pdf")


def test_inbox_holds_papers_beside_extracts_and_in_a_folder(tmp_path: Path) -> None:
    put(tmp_path, "WFS/kosten.csv", b"a;b\n1;2\n")
    put(tmp_path, "WFS/Beleg 1.pdf", PDF)
    put(tmp_path, "WFS/notes.docx", b"PK\x03\x04")
    put(tmp_path, "WFS/Belege/Reise/Beleg 2.jpg", JPEG)
    put(tmp_path, "WFS/Belege/liste.csv", b"Datei;Beleg\n")
    put(tmp_path, "WFS/Belege/.hidden", b"")
    put(tmp_path, "KARR/dowody/Dowód 3.png", PNG)
    put(tmp_path, "elsewhere/x.pdf", PDF)
    files, findings = deliveries_of(tmp_path, PROJECT)
    assert {name: [path.name for path in paths] for name, paths in files.items()} == {
        "WFS": ["kosten.csv"]
    }
    assert sorted((f.code, f.file) for f in findings) == [
        ("FILE-05", "elsewhere"),
        ("FILE-06", "notes.docx"),
    ]
    papers = papers_of(tmp_path, PROJECT)
    assert {name: sorted(label for _, label in found) for name, found in papers.items()} == {
        "KARR": ["Dowód 3.png"],
        "WFS": ["Beleg 1.pdf", "Reise/Beleg 2.jpg", "liste.csv"],
    }
    seen = see(papers["WFS"], "WFS")
    assert [file.file for file in seen.files] == ["Beleg 1.pdf", "Reise/Beleg 2.jpg"]
    assert [path.name for path in seen.tables] == ["liste.csv"]


def file(name: str) -> EvidenceFile:
    return EvidenceFile(file=name, sha256=name, size=1, kind="pdf")


def test_list_says_what_files_stand_for(tmp_path: Path) -> None:
    listed = put(
        tmp_path,
        "liste.csv",
        b"Datei;Beleg;Positionsnummer\nScan 1.PDF;B-17; \nscan_2.pdf;;A3\nScan 9.pdf;x;\n",
    )
    files, findings = apply_lists(
        [file("scan-1.pdf"), file("Reise/scan 2.jpg"), file("scan 3.pdf")], [listed], CONTEXT
    )
    assert [entry.stands_for for entry in files] == [["B-17"], ["A3"], []]
    assert [(f.code, f.row, f.found) for f in findings] == [("EVI-06-FILE", 4, "Scan 9.pdf")]


@pytest.mark.parametrize("content", [b"a;b\n1;2\n", b"", b"\x00\x01\x02"])
def test_table_that_is_no_list_is_named(tmp_path: Path, content: bytes) -> None:
    files, findings = apply_lists([file("a.pdf")], [put(tmp_path, "x.csv", content)], CONTEXT)
    assert files == [file("a.pdf")]
    assert [finding.code for finding in findings] == ["EVI-06"]
