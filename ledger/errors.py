"""What the ledger says when it cannot remember: one sentence what is wrong, one what to try."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FULL = (errno.ENOSPC, errno.EDQUOT)


class LedgerUnavailable(Exception):
    """State cannot be read or written; nothing was half done.

    Attributes:
        message: one sentence what is wrong.
        remedy: one sentence what to try.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


@contextmanager
def telling_of(folder: Path) -> Iterator[None]:
    """Turn what the operating system refuses about our own folder into our two sentences.

    Raises:
        LedgerUnavailable: the folder is read-only, missing, full or damaged.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        if error.errno in _FULL:
            raise LedgerUnavailable(
                f"No space is left for {folder}.", "Free some space and try again."
            ) from error
        raise LedgerUnavailable(
            f"Eurocent's state in {folder} cannot be read or written: {reason}.",
            "Correct its permissions, or name another folder in EUROCENT_HOME.",
        ) from error
