"""Puts the stored results of formulas into a workbook that was written without them.

The library writes every formula with an empty result; a workbook that is sent again without being
opened would then be refused for formulas without a value. Runs in the process of ``own_workbook``.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import NamedTuple
from xml.sax.saxutils import escape

from openpyxl.utils.datetime import to_excel

_FORMULA = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?)(?: t="[a-z]+")?>(<f[^>]*>[^<]*</f>)'
    rb"(?:<v ?/>|<v></v>)</c>"
)
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""Time of all parts of the archive, so that the same request gives the same bytes."""


class Result(NamedTuple):
    """Result of a formula: N number, D day, T text or e error, and its text as the grid has it."""

    kind: str
    text: str


def put_results(
    raw: bytes, results: Sequence[Mapping[str, Result]], epoch: datetime, modified: datetime | None
) -> bytes:
    """Write the results in, and let nothing tell when that was done.

    Args:
        raw: the workbook as the library wrote it.
        results: per sheet, by the name of the cell.
        epoch: from which the workbook counts days.
        modified: time of the partner's own last change.
    """
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(raw)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for member in old.infolist():
            content = old.read(member)
            if match := _SHEET.fullmatch(member.filename):
                content = _with_results(content, results[int(match[1]) - 1], epoch)
            elif member.filename == "docProps/core.xml" and modified:
                stamp = modified.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            new.writestr(zipfile.ZipInfo(member.filename, _EARLIEST), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _with_results(content: bytes, results: Mapping[str, Result], epoch: datetime) -> bytes:
    def result(match: re.Match[bytes]) -> bytes:
        found = results.get(match[1].decode())
        if found is None:
            return match[0]
        kind, value = _written(found, epoch)
        return b'<c r="%b"%b%b>%b<v>%b</v></c>' % (
            match[1],
            match[2],
            kind,
            match[3],
            escape(value).encode(),
        )

    return _FORMULA.sub(result, content) if results else content


def _written(result: Result, epoch: datetime) -> tuple[bytes, str]:
    """Type and value of a result in the workbook's own terms."""
    if result.kind == "N":
        return b"", result.text
    if result.kind == "D":
        return b"", repr(to_excel(datetime.fromisoformat(result.text), epoch))  # type: ignore[no-untyped-call]
    if result.kind == "e":
        return b' t="e"', result.text
    return b' t="str"', result.text
