"""File before row: a file is whole under its own name, or it is not there at all.

Bytes go to a temporary name in the same folder, reach the disk, are renamed, and then the folder
itself reaches the disk. Only after that may a row of the ledger name them. A crash leaves at most
a file ``.arriving-…`` that nobody refers to.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ledger.errors import telling_of

ARRIVING = ".arriving-"


class Arrival:
    """A file on its way in; it can be written until it is given its name.

    Attributes:
        handle: open for writing.
        path: the temporary name, readable by its owner only.
    """

    def __init__(self, handle: BinaryIO, path: Path) -> None:
        self.handle = handle
        self.path = path

    def settle(self, target: Path) -> None:
        """Give the file its name; another of the same name is replaced whole."""
        target.parent.mkdir(mode=0o700, exist_ok=True)
        self._reach_the_disk()
        self.path.replace(target)
        _fsync_folder(target.parent)
        _fsync_folder(target.parent.parent)

    def settle_first(self, target: Path) -> None:
        """Give the file its name unless another came first; that one then stays.

        Raises:
            FileExistsError: another came first.
        """
        self._reach_the_disk()
        target.hardlink_to(self.path)
        _fsync_folder(target.parent)

    def _reach_the_disk(self) -> None:
        self.handle.flush()
        os.fsync(self.handle.fileno())


@contextmanager
def arriving(folder: Path) -> Iterator[Arrival]:
    """Open a temporary file in a folder; what was not settled at the end is removed.

    Raises:
        LedgerUnavailable: the folder cannot be written to.
    """
    with telling_of(folder):
        descriptor, name = tempfile.mkstemp(prefix=ARRIVING, dir=folder)
        path = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as handle:
                yield Arrival(handle, path)
        finally:
            path.unlink(missing_ok=True)


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
