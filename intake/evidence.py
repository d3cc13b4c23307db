"""Files of evidence as they arrive: told by their content, bounded, and never opened.

A partner's paper may hold anything. Nothing here decodes it: the first bytes say what it is, and a
PDF is searched, byte by byte, for the words by which it would run something, hold other files or
ask for a password. What only a reader of PDF could see stays unseen, and the file is never shown
nor put into a document of ours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.context import Place
from intake.files import ENDINGS, LARGEST_FILE, REFUSED_ENDINGS, Refusal, label_of, take
from intake.grids import visible
from schemas.evidence import EvidenceFile
from schemas.findings import Finding

FOLDERS = frozenset(
    (
        *("evidence", "belege", "nachweise", "dowody", "załączniki", "zalaczniki", "doklady"),
        *("přílohy", "prilohy", "prílohy", "bizonylatok", "dokazila", "evidenze", "tõendid"),
    )
)
"""How partners call the folder with their papers, in small letters."""

LARGEST_SET = 1024 * 1024 * 1024
"""Bytes of all evidence of one partner and reporting period."""
MOST_FILES = 5_000
_DEEPEST = 4

_HEADER = 1024
_STARTS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_HEIC = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_BEFORE_PDF = b"\xef\xbb\xbf \t\r\n\x00"
_PDF_NAME = re.compile(rb"/([A-Za-z#][A-Za-z0-9#]{5,40})")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# Short names such as /JS turn up in compressed pictures by accident; these are long enough.
_TELLING = {
    b"JavaScript": "active",
    b"Launch": "active",
    b"RichMedia": "active",
    b"EmbeddedFile": "attached",
    b"EmbeddedFiles": "attached",
    b"Encrypt": "encrypted",
}
_ENDS = {"pdf": b"%%EOF", "png": b"IEND", "jpeg": b"\xff\xd9"}
_FOREIGN = (
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (bytes.fromhex("d0cf11e0a1b11ae1"), "OLE"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "GZIP"),
    (b"{\\rtf", "RTF"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"<", "HTML/XML"),
    (b"#!", "script"),
)


@dataclass(frozen=True)
class EvidenceSeen:
    """The evidence of one partner and reporting period.

    Attributes:
        files: those that can be kept, by their names.
        paths: where each of them lies, likewise.
        tables: files beside them that say what each stands for.
        findings: about what cannot be kept, and what a reader should know.
    """

    files: tuple[EvidenceFile, ...] = ()
    paths: tuple[Path, ...] = ()
    tables: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()


def is_evidence(path: Path) -> bool:
    """Whether the first bytes of a regular file are those of a document or picture.

    Raises:
        OSError: there is no such file, or this process may not read it.
    """
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return bool(content_of(file.read(_HEADER)))


def is_paper(path: Path, label: str) -> bool:
    """Whether a file beside the extracts is evidence, by its content.

    One that is called like an extract is meant as one, whatever is in it, and refused where it is
    read: a list of expenditure that was printed to ``costs.csv`` must not get lost among papers.

    Raises:
        OSError: there is no such file, or this process may not read it.
    """
    ending = Path(label).suffix.casefold()
    return ending not in (*ENDINGS, *REFUSED_ENDINGS) and is_evidence(path)


def content_of(raw: bytes) -> str:
    """Which of ``schemas.evidence.KINDS`` some bytes begin, "" for anything else."""
    if raw.lstrip(_BEFORE_PDF).startswith(b"%PDF-"):
        return "pdf"
    if kind := next((kind for start, kind in _STARTS if raw.startswith(start)), ""):
        return kind
    if raw.startswith(_TIFF):
        return "tiff"
    if raw[4:8] == b"ftyp" and raw[8:12] in _HEIC:
        return "heic"
    return "webp" if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP" else ""


def look_at(path: Path, label: str) -> EvidenceFile | Refusal:
    """Take a file once, tell what it is, and note what a reader should know.

    Raises:
        OSError: there is no such file, or this process may not read it.
    """
    raw = take(path)
    if isinstance(raw, Refusal):
        if raw.code == "FILE-01-SIZE":
            return Refusal("EVI-01-SIZE", expected=str(LARGEST_FILE // 1024**2))
        return Refusal("EVI-01-LINK")
    kind = content_of(raw[:_HEADER])
    if not kind:
        return Refusal("EVI-01", found=_foreign(raw))
    return EvidenceFile(
        file=label,
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        kind=kind,
        marks=sorted(_marks(raw, kind)),
    )


def _foreign(raw: bytes) -> str:
    if not raw.strip(b"\x00 \t\r\n"):
        return ""
    return next((name for start, name in _FOREIGN if raw.startswith(start)), "?")


def _marks(raw: bytes, kind: str) -> set[str]:
    end = _ENDS.get(kind)
    found = {"incomplete"} if end and end not in raw else set()
    if kind == "pdf":
        for name in set(_PDF_NAME.findall(raw)):
            # "/J#61vaScript" is the same name to a reader of PDF.
            spelt = _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), name)
            if spelt in _TELLING:
                found.add(_TELLING[spelt])
    return found


def see(files: Sequence[tuple[Path, str]], partner: str) -> EvidenceSeen:
    """Look at all files of evidence of a partner, whatever their order.

    Args:
        files: paths with the partner's names of them.
        partner: whose they are.

    Raises:
        OSError: a file is not there, or this process may not read it.
    """
    kept: list[tuple[EvidenceFile, Path]] = []
    tables: list[Path] = []
    findings: list[Finding] = []
    size = 0
    for path, label in sorted(files, key=lambda entry: entry[1]):
        shown = visible(label, 200)
        place = Place(partner, shown)
        if path.suffix.casefold() in (*ENDINGS, *REFUSED_ENDINGS) and not is_evidence(path):
            tables.append(path)
            continue
        seen = look_at(path, shown)
        if isinstance(seen, EvidenceFile):
            size += seen.size
            if size > LARGEST_SET or len(kept) == MOST_FILES:
                most = f"{MOST_FILES} files, {LARGEST_SET // 1024**2} MB"
                findings.append(place.finding("EVI-01-MOST", expected=most))
                break
            kept.append((seen, path))
            findings += [place.finding(f"EVI-02-{mark.upper()}") for mark in seen.marks]
        else:
            findings.append(place.finding(seen.code, found=seen.found, expected=seen.expected))
    return EvidenceSeen(
        tuple(file for file, _ in kept),
        tuple(path for _, path in kept),
        tuple(tables),
        tuple(findings),
    )


def papers_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """All files below a folder of evidence, with their names from there; links are not followed."""
    for path in _below(folder, 1):
        parts = path.relative_to(folder).parts
        yield path, "/".join(label_of(Path(part)) for part in parts)


def _below(folder: Path, depth: int) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith((".", "~$")) or entry.name in {"Thumbs.db", "desktop.ini"}:
            continue
        if entry.is_dir() and not entry.is_symlink() and depth < _DEEPEST:
            yield from _below(entry, depth + 1)
        else:
            yield entry
