"""A file as it arrives: its bytes taken once, its kind told by its content and never by its name.

Files are other people's input. They are opened without following links, read once up to a limit,
and everything after works on those bytes.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from intake.grids import FileKind, visible

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes. 100,000 rows of a full list of expenditure are about 20 MB."""

ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsb", ".xls", ".ods")
"""How the names of extracts end."""

REFUSED_ENDINGS = (".xlsm", ".xltx", ".xltm", ".numbers")
"""Workbooks all the same: they are opened, so that their refusal says why."""

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_CONTENTS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "GZIP"),
    (b"PAR1", "Parquet"),
    (b"GIF8", "GIF"),
)
_BOOK_STREAMS = ("Workbook", "WORKBOOK", "Book", "BOOK")
_JSON = re.compile(rb"\s*(?:\[\s*)?\{\s*\"")
_MARKUP = re.compile(rb"\s*<(\?xml|!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_WORKBOOK_ENDINGS = (".xlsx", ".xlsb", ".xls", ".ods", *REFUSED_ENDINGS)
_TEXT_ENDINGS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Refusal:
    """Why a file, or a sheet of it, cannot be read: the values of one finding.

    Attributes:
        code: of the finding.
        found, expected, row: its values.
        headings: the first lines of the text, where ``found`` is a piece of it.
    """

    code: str
    found: str = ""
    expected: str = ""
    row: int = 0
    headings: str = ""


def label_of(path: Path) -> str:
    """The partner's name of the file, safe to show: bounded, without invisible characters."""
    return visible(os.fsencode(path.name).decode("utf-8", "backslashreplace"), 120)


def take(path: Path) -> bytes | Refusal:
    """Read a regular file once, without following a link.

    Raises:
        OSError: there is no such file, or this process may not read it.
    """
    try:
        # Not blocking, because opening a named pipe would otherwise wait for its writer.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        if path.is_symlink():
            return Refusal("FILE-01-LINK")
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return Refusal("FILE-01-LINK")
    with os.fdopen(handle, "rb") as file:
        raw = file.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        return Refusal("FILE-01-SIZE", expected=str(LARGEST_FILE // 1024**2))
    return raw


def kind_of(raw: bytes, name: str) -> FileKind | Refusal:
    """Tell what the bytes are; the name only counts where it contradicts them.

    A compound file that is not encrypted passes as XLS and a ZIP archive as XLSX; what is really in
    them is found out where they are opened, in a guarded process.
    """
    if not raw.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return Refusal("FILE-02")
    ending = Path(name).suffix.casefold()
    if raw.startswith((_ZIP, _EMPTY_ZIP, _COMPOUND)):
        if ending in _TEXT_ENDINGS:
            return Refusal("FILE-01-NAME", found="XLSX", expected=ending.strip(".").upper())
        return _compound(raw) if raw.startswith(_COMPOUND) else "xlsx"
    if foreign := _foreign_content(raw):
        return Refusal("FILE-01-CONTENT", found=foreign)
    if ending in _WORKBOOK_ENDINGS:
        return Refusal("FILE-01-NAME", found="CSV", expected=ending.strip(".").upper())
    return "csv"


def _foreign_content(raw: bytes) -> str:
    """Name the content that is neither workbook nor table, "" where it may be a table."""
    if markup := _MARKUP.match(raw):
        return "XML" if markup[1].lower() == b"?xml" else "HTML"
    if _JSON.match(raw):
        return "JSON"
    return next((content for start, content in _CONTENTS if raw.startswith(start)), "")


def _compound(raw: bytes) -> FileKind | Refusal:
    """Tell an old workbook from an encrypted new one and from other Office documents."""
    # The directory of a compound file names its streams in UTF-16.
    named = {
        name: name.encode("utf-16-le") in raw
        for name in ("EncryptedPackage", "_VBA_PROJECT_CUR", *_BOOK_STREAMS, "WordDocument")
    }
    if named["EncryptedPackage"]:
        return Refusal("FILE-01-PASSWORD")
    if named["_VBA_PROJECT_CUR"]:
        return Refusal("FILE-01-MACRO")
    if any(named[name] for name in _BOOK_STREAMS):
        return "xls"
    if named["WordDocument"]:
        return Refusal("FILE-01-CONTENT", found="DOC")
    return Refusal("FILE-01-CONTENT", found="OLE")
