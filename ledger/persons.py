"""Lists of persons in the state folder: kept apart, and erased so that every total stays.

A frame is never changed under its digest, because claims and submissions name it. Erasing puts
another beside it, in which the pseudonym is a random token and what no total needs is empty; a
pointer leads from the old digest to the new, and the old bytes are overwritten and removed. Which
rows of which files were erased is noted too, so that the same file, handed in again, does not bring
the person back. The ledger remembers all of this (``erasures``); here is only what follows from it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ledger.canonical import canonical_json
from ledger.errors import telling_of
from ledger.files import arriving

if TYPE_CHECKING:
    import pandas as pd

PERSON = "participant_ref"
"""The column of pseudonyms; a frame that has it is a list of persons."""

NEEDLESS = ("nuts", "sector", "role", "attended_on", "consent")
"""What is told of an erased person and counted nowhere; it goes with the pseudonym."""

Places = Mapping[str, Mapping[int, str]]
"""Rows of one file by sheet and number, and the token that stands for the person there."""

_FRAME = ".parquet"
_POINTER = ".erased"


def is_of_persons(frame: pd.DataFrame) -> bool:
    """Whether a frame is a list of persons."""
    return PERSON in frame.columns


def with_tokens(frame: pd.DataFrame, tokens: Mapping[int, str]) -> pd.DataFrame:
    """A list in which tokens stand for persons.

    Args:
        frame: a list of persons.
        tokens: by position of the row.
    """
    rows = np.zeros(len(frame), dtype=bool)
    rows[list(tokens)] = True
    names = frame[PERSON].tolist()
    for position, token in tokens.items():
        names[position] = token
    erased = frame.assign(**{PERSON: np.array(names, dtype=object)})
    erased[PERSON] = erased[PERSON].astype(frame[PERSON].dtype)
    for name in NEEDLESS:
        if name in frame.columns:
            column = frame[name]
            erased[name] = column.mask(rows, "" if column.dtype == "str" else None).astype(
                column.dtype
            )
    return erased


class PersonsFolder:
    """The folder of the lists.

    Attributes:
        folder: lists by digest, pointers of erased ones, and below ``rows`` what was erased of
            each file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def digests(self) -> Iterator[str]:
        """The digests of all lists that are there, in order."""
        for path in sorted(self.folder.glob(f"??/*{_FRAME}")):
            yield path.stem

    def path(self, digest: str) -> Path:
        """Where a list lies, if it is there."""
        return self.folder / digest[:2] / f"{digest}{_FRAME}"

    def replacement(self, digest: str) -> str | None:
        """The digest of what replaced a list; None where it was not erased."""
        pointer = self._pointer(digest)
        with telling_of(self.folder):
            return pointer.read_text("ascii") if pointer.exists() else None

    def current(self, digest: str) -> str:
        """The digest under which a list lies now, after all erasures."""
        while replaced := self.replacement(digest):
            digest = replaced
        return digest

    def replace(self, old: str, new: str) -> None:
        """Let a list lead to its replacement, and remove it; may be repeated.

        The bytes are overwritten first. What a disk, a file system that copies, or a backup keeps
        of them is beyond a program's reach.
        """
        if self.replacement(old) is None:
            with arriving(self.folder) as pointer:
                pointer.handle.write(new.encode("ascii"))
                pointer.settle(self._pointer(old))
        self.remove(old)

    def remove(self, digest: str) -> None:
        """Overwrite and remove a list; nothing where there is none."""
        path = self.path(digest)
        with telling_of(self.folder), suppress(FileNotFoundError), path.open("r+b") as file:
            file.write(b"\0" * path.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
        with telling_of(self.folder):
            path.unlink(missing_ok=True)

    def note_rows(self, file_sha256: str, places: Places) -> None:
        """Note all rows of a file that were ever erased, in place of what was noted before."""
        content = canonical_json(
            {
                sheet: {str(row): token for row, token in rows.items()}
                for sheet, rows in places.items()
            }
        )
        with arriving(self.folder) as new:
            new.handle.write(content.encode("utf-8"))
            new.settle(self._rows(file_sha256))

    def without_erased(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A list without the persons that were erased from its files before."""
        if not len(frame) or "file_sha256" not in frame.columns:
            return frame
        tokens: dict[int, str] = {}
        for digest in frame["file_sha256"].unique():
            noted = self._rows(str(digest))
            if noted.exists():
                places = json.loads(noted.read_text("utf-8"))
                tokens |= _tokens_of(frame, str(digest), places)
        return with_tokens(frame, tokens) if tokens else frame

    def _pointer(self, digest: str) -> Path:
        return self.folder / digest[:2] / f"{digest}{_POINTER}"

    def _rows(self, file_sha256: str) -> Path:
        return self.folder / "rows" / f"{file_sha256}.json"


def _tokens_of(
    frame: pd.DataFrame, digest: str, places: Mapping[str, Mapping[str, str]]
) -> dict[int, str]:
    """The tokens of one file's rows, by their position in a list."""
    own = np.flatnonzero(frame["file_sha256"].eq(digest).to_numpy(dtype=bool))
    cells = zip(own.tolist(), frame["sheet"].iloc[own], frame["row"].iloc[own], strict=True)
    found = {
        position: places.get(str(sheet), {}).get(str(int(row))) for position, sheet, row in cells
    }
    return {position: token for position, token in found.items() if token}
