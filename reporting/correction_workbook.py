"""The correction workbook: the partner's own file back, with what is to be changed in red.

An XLSX workbook goes back as it came; anything else is built anew. A copy of a workbook is read
again before it leaves: where a single cell of it would be read differently, it is built anew too,
so that an untouched correction workbook always says what the file said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias

from reporting.corrections import Corrections
from reporting.own_workbook import MOST_CELLS, own_workbook
from reporting.rebuilt_workbook import rebuilt_workbook
from schemas.pages import Page

Agrees: TypeAlias = Callable[[bytes], bool]
"""Whether a workbook holds, when it is read again, what the partner's file held."""

_ZIP = b"PK\x03\x04"


def correction_workbook(
    raw: bytes | None,
    pages: Sequence[Page],
    corrections: Corrections,
    created: date,
    agrees: Agrees,
    *,
    most_cells: int = MOST_CELLS,
) -> bytes:
    """Make the correction workbook.

    Args:
        raw: the partner's file; None where the pages are of several files.
        pages: its sheets; none where it cannot be opened: then only the corrections are listed.
        corrections: what is to be corrected.
        created: the day that a workbook built anew bears.
        agrees: reads a copy again.
        most_cells: how large a workbook may be to go back as it came; it takes ten times as long.
    """
    if raw and pages and _is_xlsx(raw) and all(page.kinds or not page.rows for page in pages):
        own = own_workbook(raw, pages, corrections, most_cells)
        if own is not None and agrees(own):
            return own
    return rebuilt_workbook(pages, corrections, created)


def _is_xlsx(raw: bytes) -> bool:
    """Whether it may be XLSX: an archive, and not one that begins by saying that it is ODS."""
    return raw.startswith(_ZIP) and b"opendocument" not in raw[:120]
