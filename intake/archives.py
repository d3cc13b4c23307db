"""What is inside a zipped workbook, found out before any reader of workbooks sees it.

Runs in the guarded process of ``cage``: only the standard library may be imported here. Sizes are
counted while unpacking, because the sizes that an archive states of itself can be anything.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from intake.cell_kinds import FileKind

MOST_PARTS = 5_000
MOST_UNPACKED = 400 * 1024 * 1024
MOST_RATIO = 150
RATIO_COUNTS_FROM = 32 * 1024 * 1024
"""A workbook of repeating rows packs well, so that only a large one is judged by its ratio."""

ODS_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"

_CHUNK = 1024 * 1024
_OVERLAP = 64
_TELLING = (
    *(
        b"<f>",
        b"<f ",
        b"<f/",
        b":f>",
        b":f ",
        b":f/",
        b"hidden=",
        b' ht="0',
        b' width="0',
        b't="e"',
        b"t='e'",
    ),
    *(b"table:formula", b"table:visibility", b"-spanned="),
)
_NOT_UTF8 = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8|us-ascii)", re.IGNORECASE)
_UNREAD = ("customXml/", "docProps/", "docMetadata/")
"""Parts that no reader opens; Excel keeps queries there in UTF-16."""
_MEDIA = re.compile(r"(xl/media/|Pictures/|Thumbnails/)")
_MACROS = re.compile(r"(.*vbaproject\.bin|xl/macrosheets/.+|Basic/.+|Scripts/.+)", re.IGNORECASE)


class RefusedError(Exception):
    """The workbook is not opened; ``code`` and ``found`` are those of the finding."""

    def __init__(self, code: str, found: str = "") -> None:
        self.code = code
        self.found = found
        super().__init__(code)


@dataclass(frozen=True)
class Archive:
    """A checked archive.

    Attributes:
        parts: its members.
        kind: what workbook it is.
        telling: plain names of the parts that hold formulas, errors, hidden or merged cells, so
            that only these are looked through for them.
    """

    parts: zipfile.ZipFile
    kind: FileKind
    telling: frozenset[str]


def open_archive(raw: bytes) -> Archive:
    """Check every part of an archive and tell which kind of workbook it is.

    Raises:
        RefusedError: it is damaged, too large, encrypted, no workbook, or holds macros or a
            document type declaration.
    """
    try:
        parts = zipfile.ZipFile(BytesIO(raw))
        members = parts.infolist()
        if len(members) > MOST_PARTS:
            raise RefusedError("FILE-01-BOMB")
        if any(member.flag_bits & 1 for member in members):
            raise RefusedError("FILE-01-PASSWORD")
        names = [member.filename for member in members]
        if len(set(names)) < len(names) or any(_leaves(name) for name in names):
            raise RefusedError("FILE-01")
        kind = _kind(parts, names)
        telling = _look_through(parts, members, len(raw))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError):
        raise RefusedError("FILE-01") from None
    except Exception as error:
        # zlib.error and its kin have no common base; what is no refusal yet is damage.
        if isinstance(error, RefusedError | MemoryError):
            raise
        raise RefusedError("FILE-01") from error
    return Archive(parts, kind, telling)


def plain_name(name: str) -> str:
    r"""The form by which names of parts are compared: some programs write them for Windows.

    >>> plain_name("xl\\Worksheets\\sheet1.xml")
    'xl/worksheets/sheet1.xml'
    """
    return name.replace("\\", "/").lower()


def open_part(parts: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Open a part by its name, in whatever form the archive has it.

    Raises:
        KeyError: there is no such part.
    """
    plain = plain_name(name)
    own = next((own for own in parts.namelist() if plain_name(own) == plain), name)
    return parts.open(own)


def _leaves(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name)


def _kind(parts: zipfile.ZipFile, names: Iterable[str]) -> FileKind:
    known = {name.replace("\\", "/") for name in names}
    if any(_MACROS.fullmatch(name) for name in known):
        raise RefusedError("FILE-01-MACRO")
    if "mimetype" in known and parts.read("mimetype").strip() == ODS_MIMETYPE:
        if b"encryption-data" in parts.read("META-INF/manifest.xml"):
            raise RefusedError("FILE-01-PASSWORD")
        return "ods"
    if any(name.endswith("workbook.bin") for name in known):
        return "xlsb"
    if "[Content_Types].xml" not in known:
        raise RefusedError("FILE-01-CONTENT", "ZIP")
    types = parts.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise RefusedError("FILE-01-MACRO")
    for mark, content in ((b"wordprocessingml", "DOCX"), (b"presentationml.pres", "PPTX")):
        if mark in types:
            raise RefusedError("FILE-01-CONTENT", content)
    if b"spreadsheetml" not in types:
        raise RefusedError("FILE-01-CONTENT", "ZIP")
    return "xlsx"


def _look_through(
    parts: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo], packed: int
) -> frozenset[str]:
    """Unpack every part once, counting, and note what it holds."""
    unpacked = 0
    telling = set()
    for member in members:
        is_media = _MEDIA.match(member.filename)
        is_other = member.filename.startswith(_UNREAD) or member.filename.endswith(".bin")
        tail = b""
        with parts.open(member) as part:
            while chunk := part.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED or (
                    unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * packed
                ):
                    raise RefusedError("FILE-01-BOMB")
                if is_media:
                    continue
                window = tail + chunk
                if b"<!DOCTYPE" in window:
                    raise RefusedError("FILE-01-DOCTYPE")
                if (
                    not tail
                    and not is_other
                    and (window[:2] in (b"\xff\xfe", b"\xfe\xff") or _NOT_UTF8.match(window))
                ):
                    # A part in another encoding would hide its declarations from this search.
                    raise RefusedError("FILE-01")
                if any(mark in window for mark in _TELLING):
                    telling.add(plain_name(member.filename))
                tail = window[-_OVERLAP:]
    return frozenset(telling)
