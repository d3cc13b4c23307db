"""Where Eurocent keeps its state: one folder, and the database that may lie elsewhere."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ledger.errors import LedgerUnavailable, telling_of
from ledger.files import arriving

_KEY_BYTES = 32
_SQLITE = "sqlite:///"
_RESTORE = (
    "Restore it from a backup; a new one would give every participant a new pseudonym, and nobody"
    " would be counted once any more."
)


def setting(name: str) -> str:
    """Read an ``EUROCENT_…`` setting.

    Returns:
        The environment's value, else that of ``.env`` in the working folder, else "". An
        environment variable that is set but empty hides a line of ``.env``.

    Raises:
        LedgerUnavailable: there is a ``.env``, but it cannot be read.
    """
    if name in os.environ:
        return os.environ[name]
    file = Path(".env")
    if not file.is_file():
        return ""
    # Most machines have no such file; those that have one pay the import.
    from dotenv import dotenv_values

    try:
        return dotenv_values(file, interpolate=False).get(name) or ""
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerUnavailable(
            f"The settings in {file.absolute()} cannot be read.",
            "Make it a text file in UTF-8 that you may read, or remove it.",
        ) from error


@dataclass(frozen=True)
class Home:
    """The state folder of this installation.

    Attributes:
        root: everything but a PostgreSQL database lies below it.
        database_url: ``sqlite:///PATH`` below the root, or what ``EUROCENT_DATABASE_URL`` says.
    """

    root: Path
    database_url: str

    @classmethod
    def open(cls, root: Path | None = None) -> Home:
        """Find the state folder and make what is missing, readable by its owner only.

        Args:
            root: the folder; else ``EUROCENT_HOME``, else ``.eurocent`` in the working folder.

        Raises:
            LedgerUnavailable: the folder cannot be made.
        """
        home = cls._named(root)
        with telling_of(home.root):
            for part in (home.root, *home.parts):
                part.mkdir(mode=0o700, parents=True, exist_ok=True)
        return home

    @classmethod
    def existing(cls) -> Home | None:
        """The state folder that the settings name, where it has a ledger; nothing is made."""
        home = cls._named(None)
        file = home.database_url.removeprefix(_SQLITE)
        there = home.root.is_dir() and (file == home.database_url or Path(file).is_file())
        return home if there else None

    @classmethod
    def _named(cls, root: Path | None) -> Home:
        folder = root or Path(setting("EUROCENT_HOME") or ".eurocent")
        folder = folder.expanduser().absolute()
        return cls(
            folder, setting("EUROCENT_DATABASE_URL") or f"{_SQLITE}{folder / 'ledger.sqlite'}"
        )

    @property
    def parts(self) -> tuple[Path, ...]:
        """The folders below the root."""
        return (
            *(self.raw, self.evidence, self.store, self.participants),
            *(self.runs, self.prefect, self.keys),
        )

    @property
    def raw(self) -> Path:
        """Partners' files as they came, named by their digest."""
        return self.root / "raw"

    @property
    def evidence(self) -> Path:
        """Files of evidence, named by their digest; lists of persons may be among them."""
        return self.root / "evidence"

    @property
    def store(self) -> Path:
        """Typed frames that tasks hand to each other, named by their digest."""
        return self.root / "store"

    @property
    def participants(self) -> Path:
        """Typed frames with lists of persons, apart from all others, so that they can be erased."""
        return self.root / "participants"

    @property
    def keys(self) -> Path:
        """Secrets of this installation."""
        return self.root / "keys"

    @property
    def runs(self) -> Path:
        """What runs wrote."""
        return self.root / "runs"

    @property
    def prefect(self) -> Path:
        """Prefect's own home."""
        return self.root / "prefect"

    def pseudonym_key(self, *, make: bool = True) -> bytes:
        """The installation's secret, under which participants get their pseudonyms, made once.

        Two processes that start together agree on one key: whoever is second takes the first's.

        Args:
            make: whether a missing key may be made; False where one was in use before.

        Returns:
            32 random bytes.

        Raises:
            LedgerUnavailable: the key cannot be kept, is lost, or is not what was once made.
        """
        file = self.key_file
        if not file.exists():
            self._bring_key()
        if not file.exists():
            if not make:
                raise LedgerUnavailable(f"The key of the pseudonyms in {file} is lost.", _RESTORE)
            with arriving(file.parent) as new:
                new.handle.write(secrets.token_bytes(_KEY_BYTES))
                with suppress(FileExistsError):
                    new.settle_first(file)
        with telling_of(file.parent):
            if file.parent == self.keys and file.stat().st_mode & 0o077:
                file.chmod(0o600)
            key = file.read_bytes()
        if len(key) != _KEY_BYTES:
            raise LedgerUnavailable(f"The key of the pseudonyms in {file} is damaged.", _RESTORE)
        return key

    @property
    def key_file(self) -> Path:
        """Where the key lies: in the state folder, or where ``EUROCENT_PSEUDONYM_KEY`` says."""
        named = setting("EUROCENT_PSEUDONYM_KEY")
        return Path(named).expanduser().absolute() if named else self.keys / "pseudonym.key"

    def _bring_key(self) -> None:
        """Take the key from where it lay before it had a folder."""
        earlier = self.root / "pseudonym.key"
        if self.key_file.parent == self.keys:
            with telling_of(self.keys), suppress(FileNotFoundError):
                earlier.replace(self.key_file)
