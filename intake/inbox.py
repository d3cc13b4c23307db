"""The inbox of a project: one folder for each partner, in it the files of one reporting period."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from intake.context import Place
from intake.evidence import FOLDERS, is_paper, papers_in
from intake.files import ENDINGS, REFUSED_ENDINGS, label_of
from schemas.findings import Finding
from schemas.project import Partner, Project


def deliveries_of(inbox: Path, project: Project) -> tuple[dict[str, list[Path]], list[Finding]]:
    """Find the extracts of every partner.

    Folders are named by a partner's id, name or alias. Hidden files and the lock files of office
    programs say nothing; links, folders and devices are never followed. Evidence is ``papers_of``'s
    affair.

    Args:
        inbox: the folder that holds one folder a partner.
        project: whose partners these are.

    Returns:
        The files by partner id, sorted by name, for every partner who has any; and findings about
        what was left aside.

    Raises:
        OSError: the inbox is not a folder, or this process may not read it.
    """
    files: dict[str, list[Path]] = {}
    findings: list[Finding] = []
    expected = ", ".join(partner.id for partner in project.partners)
    for entry in _visible(inbox):
        place = Place("", label_of(entry))
        partner = _partner_of(entry.name, project)
        if not entry.is_dir() or entry.is_symlink():
            code = "FILE-06-PLACE" if entry.is_file() and not entry.is_symlink() else "FILE-06-LINK"
            findings.append(place.finding(code, expected=expected))
        elif partner is None:
            findings.append(place.finding("FILE-05", found=entry.name, expected=expected))
        else:
            found, left = _extracts(entry, partner)
            files.setdefault(partner.id, []).extend(found)
            findings.extend(left)
    return {
        partner: sorted(found, key=lambda path: path.name)
        for partner, found in files.items()
        if found
    }, findings


def papers_of(inbox: Path, project: Project) -> dict[str, list[tuple[Path, str]]]:
    """Find the evidence of every partner: beside the extracts, or in a folder of its own.

    What is a document or picture by its first bytes is evidence wherever it lies; in a folder
    called ``evidence`` (``Belege``, ``dowody`` ...) everything is handed in as such.

    Returns:
        By partner id the files with the partner's names of them, for every partner who has any.

    Raises:
        OSError: the inbox is not a folder, or this process may not read it.
    """
    papers: dict[str, list[tuple[Path, str]]] = {}
    for entry in _visible(inbox):
        partner = _partner_of(entry.name, project)
        if partner is None or not entry.is_dir() or entry.is_symlink():
            continue
        for file in _visible(entry):
            if _is_folder_of_evidence(file):
                papers.setdefault(partner.id, []).extend(papers_in(file))
            elif is_paper(file, file.name):
                papers.setdefault(partner.id, []).append((file, label_of(file)))
    return papers


def _is_folder_of_evidence(entry: Path) -> bool:
    name = unicodedata.normalize("NFC", entry.name).casefold()
    return name in FOLDERS and entry.is_dir() and not entry.is_symlink()


def _extracts(folder: Path, partner: Partner) -> tuple[list[Path], list[Finding]]:
    found: list[Path] = []
    left: list[Finding] = []
    for entry in _visible(folder):
        place = Place(partner.id, label_of(entry))
        if _is_folder_of_evidence(entry):
            continue
        if entry.is_symlink() or not entry.is_file():
            left.append(place.finding("FILE-06-LINK"))
        elif entry.suffix.casefold() in (*ENDINGS, *REFUSED_ENDINGS):
            found.append(entry)
        elif not is_paper(entry, entry.name):
            left.append(place.finding("FILE-06"))
    return found, left


def _visible(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if not entry.name.startswith((".", "~$")):
            yield entry


def _partner_of(name: str, project: Project) -> Partner | None:
    # Some file systems store accents as characters of their own.
    spoken = unicodedata.normalize("NFC", name)
    return next((partner for partner in project.partners if partner.answers_to(spoken)), None)
