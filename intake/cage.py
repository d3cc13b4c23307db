"""Opening workbooks: the reader runs in a guarded child process, never in this one.

A reader of binary formats can be made to abort, loop or take all memory by a file of 2 KB; no
exception is raised then, the process is gone. A killed child is an ordinary refusal.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from intake.files import Refusal
from intake.grids import Grid, GridBuilder, Marks, TooLargeError

SECONDS = 40
"""Wall time after which the child is ended; its own limit of CPU time is the narrower one."""
LARGEST_ANSWER = 256 * 1024 * 1024

_ROOT = Path(__file__).resolve().parent.parent
_LINE = 64 * 1024 * 1024


def read_workbook(raw: bytes) -> list[Grid] | Refusal:
    """Read all sheets of a workbook (XLSX, XLS, ODS) as grids.

    Args:
        raw: the whole file; what it is was told by its first bytes only.

    Returns:
        One grid per worksheet in the order of the workbook, empty ones included; or why the
        workbook is not opened.
    """
    with tempfile.TemporaryFile() as handed, _Child(handed, raw) as child:
        sheets: list[tuple[dict[str, Any], GridBuilder]] = []
        try:
            for line in child.lines():
                if isinstance(line, list):
                    sheets[-1][1].add_block(*line)
                elif "refused" in line:
                    return Refusal(line["refused"], found=line["found"])
                elif "sheet" in line:
                    sheets.append((line, GridBuilder()))
                else:
                    return _grids(sheets)
        except TooLargeError as limit:
            return Refusal(limit.code, expected=str(limit.expected))
    # It ended without a last word: ended by its limits, by ours, or by a fault of the reader.
    return Refusal("FILE-01-BOMB" if child.was_killed else "FILE-01")


def _grids(sheets: list[tuple[dict[str, Any], GridBuilder]]) -> list[Grid] | Refusal:
    grids = [records.grid(told["sheet"], _marks(told), typed=True) for told, records in sheets]
    return grids if any(len(grid.rows) for grid in grids) else Refusal("FILE-02")


def _marks(line: dict[str, Any]) -> Marks:
    return Marks(
        hidden=line["hidden"],
        hidden_rows=frozenset(line["hidden_rows"]),
        hidden_columns=frozenset(line["hidden_columns"]),
        merged=tuple(tuple(places) for places in line["merged"]),
        complete=line["complete"],
    )


@dataclass
class _Child:
    """The guarded process; it reads a file that has no name and writes lines of JSON."""

    handed: IO[bytes]
    raw: bytes

    def __enter__(self) -> _Child:
        self.handed.write(self.raw)
        self.handed.seek(0)
        # It gets nothing of our environment but the place of the rooms, and no folder to sit in.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "intake.cage_child"],
            stdin=self.handed,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"},
        )
        self._timer = threading.Timer(SECONDS, self._process.kill)
        self._timer.start()
        return self

    def lines(self) -> Iterator[Any]:
        """What it says, line by line, until it ends or says more than any extract holds."""
        answer = self._process.stdout
        assert answer is not None  # noqa: S101  (Popen was asked for a pipe)
        received = 0
        while line := answer.readline(_LINE):
            received += len(line)
            if received > LARGEST_ANSWER or not line.endswith(b"\n"):
                self._process.kill()
                return
            yield json.loads(line)

    @property
    def was_killed(self) -> bool:
        """Whether a limit ended it (a signal), rather than its own fault."""
        return self._process.returncode < 0

    def __exit__(self, *_: object) -> None:
        if self._process.stdout:
            self._process.stdout.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._timer.cancel()
