"""A partner's own workbook back: its bytes, with red cells, comments and a first sheet of ours.

The file is other people's input, so that the library that reads and writes it runs in a guarded
child process, as the reader of extracts does. Whatever it cannot do faithfully is left to
``rebuilt_workbook``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from reporting.correction_sheet import column_letters, sheet_of
from reporting.corrections import Corrections
from schemas.pages import Page

MOST_CELLS = 400_000
"""Filled cells; larger workbooks would take longer than a partner waits."""
SECONDS = 60
LARGEST = 64 * 1024 * 1024

_ROOT = Path(__file__).resolve().parent.parent


def own_workbook(
    raw: bytes, pages: Sequence[Page], corrections: Corrections, most_cells: int = MOST_CELLS
) -> bytes | None:
    """Write the marks and the sheet of corrections into a partner's XLSX workbook.

    Charts, pictures, links to the outside and embedded objects are left out; formulas that reach
    outside are replaced by their results.

    Args:
        raw: the workbook, which intake has opened before.
        pages: its sheets as they were read.
        corrections: what is to be corrected.
        most_cells: how large it may be.

    Returns:
        The workbook, or None where it is too large or cannot be written again.
    """
    if sum(len(row) for page in pages for row in page.rows) > most_cells:
        return None
    request = {
        "sheets": [page.sheet for page in pages],
        "results": [_results(page) for page in pages],
        "marks": [
            [mark.spot.page, mark.spot.row, mark.spot.column + 1, mark.fill, mark.comment]
            for mark in corrections.marks
        ],
        "corrections": sheet_of(corrections, [page.sheet for page in pages]),
    }
    return _in_child(json.dumps(request).encode() + b"\n" + raw)


def _results(page: Page) -> dict[str, list[str]]:
    """Kind and text of the stored result of every formula; the library itself would lose them."""
    return {
        f"{column_letters(index)}{number}": [kind, row[index]]
        for number, kinds, row in zip(page.numbers, page.kinds, page.rows, strict=True)
        for index, kind in enumerate(kinds)
        if kind.isupper() or kind == "e"
    }


def _in_child(handed: bytes) -> bytes | None:
    with (
        tempfile.TemporaryDirectory(prefix="eurocent-") as folder,
        tempfile.TemporaryFile() as asked,
        tempfile.TemporaryFile() as answer,
    ):
        asked.write(handed)
        asked.seek(0)
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-s", "-m", "reporting.own_workbook_child"],
                stdin=asked,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "TMPDIR": folder},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        answer.seek(0)
        made = answer.read(LARGEST + 1)
    return made if done.returncode == 0 and 0 < len(made) <= LARGEST else None
