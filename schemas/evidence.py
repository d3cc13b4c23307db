"""Evidence: invoices, time sheets and attendance lists as files, kept by their content.

What is in them is for a controller to read; Eurocent knows of a file what its first bytes say, its
name, and which rows it belongs to. An attendance list bears names of persons: it is counted and
recognised by its digest, and never shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

KINDS = {
    "pdf": "PDF",
    "jpeg": "JPEG",
    "png": "PNG",
    "tiff": "TIFF",
    "heic": "HEIC",
    "webp": "WebP",
}
"""What evidence may be, by its content, and how that is called."""

_ENDINGS = (
    *(".pdf", ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".tif", ".tiff"),
    *(".heic", ".heif", ".webp"),
)
_SEPARATORS = re.compile(r"[\W_]+")
_FOLDER = re.compile(r"[/\\]")
_PAGE = re.compile(
    r"(?:\s*\(\d{1,3}\)|[\W_]+(?:page|seite|blatt|strona|str|strana|stránka|oldal|stran|pagina|lk"
    r"|teil|part|p|s)[\W_]*\d{1,3})$"
)
"""What stands behind a name where one paper is several files: "(2)", "page 2", "Seite 2"."""


class EvidenceFile(BaseModel):
    """A file of evidence, as it was handed in.

    Attributes:
        file: the partner's name of it, with folders below its own, fit to be shown.
        kind: one of ``KINDS``.
        marks: what a reader should know: ``encrypted``, ``active`` (a PDF that would run
            something), ``attached`` (files inside a PDF), ``incomplete``.
        stands_for: references or numbers of items that a mapping file gives it, as written.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    sha256: str
    size: int
    kind: str
    marks: list[str] = Field(default_factory=list)
    stands_for: list[str] = Field(default_factory=list)


@lru_cache(maxsize=65_536)
def comparable(name: str) -> str:
    """A name or reference in the form in which both are compared; leading zeros stay.

    >>> comparable("RE_2018 / 0117.PDF"), comparable("re-2018-0117")
    ('re-2018-0117', 're-2018-0117')
    """
    folded = unicodedata.normalize("NFKC", name).casefold().strip()
    return _SEPARATORS.sub("-", without_ending(folded)).strip("-")


@lru_cache(maxsize=65_536)
def last_part(name: str) -> str:
    """The name behind its folders, as written; "" where it names none.

    >>> last_part("Ordner 3/Beleg 117.pdf"), last_part("Beleg 117")
    ('Beleg 117.pdf', '')
    """
    parts = _FOLDER.split(name.strip())
    return parts[-1] if len(parts) > 1 else ""


def without_page(name: str) -> str:
    """A name of a file without the number of its page, "" where it bears none.

    >>> without_page("Beleg 117 (2).pdf"), without_page("Beleg 117.pdf")
    ('beleg 117', '')
    """
    stem = without_ending(unicodedata.normalize("NFKC", name).casefold().strip())
    shorter = _PAGE.sub("", stem)
    return shorter if shorter != stem else ""


def without_ending(name: str) -> str:
    """A name in small letters without the ending of a document or picture."""
    ending = next((ending for ending in _ENDINGS if name.endswith(ending)), "")
    return name.removesuffix(ending)


def has_ending(name: str) -> bool:
    """Whether a name ends like that of a document or picture."""
    return name.casefold().strip().endswith(_ENDINGS)
