"""The state folder: private, found through settings, with one key that is made once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger.errors import LedgerUnavailable
from ledger.home import Home, setting


@pytest.fixture
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, without settings in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("EUROCENT_HOME", "EUROCENT_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_state_lies_in_the_working_folder_unless_said_otherwise(working_folder: Path) -> None:
    home = Home.open()
    assert home.root == working_folder / ".eurocent"
    assert home.database_url == f"sqlite:///{working_folder}/.eurocent/ledger.sqlite"


def test_every_folder_is_its_owner_s_alone(working_folder: Path) -> None:
    home = Home.open(working_folder / "deep" / "state")
    for folder in (home.root, home.raw, home.store, home.runs, home.prefect):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_settings_come_from_the_environment_then_from_the_file(
    working_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (working_folder / ".env").write_text(
        "# where state lies\n"
        f"EUROCENT_HOME='{working_folder}/from file'\n"
        "EUROCENT_DATABASE_URL=postgresql://lead:pa$word${X}@host/ledger\n",
        encoding="utf-8",
    )
    home = Home.open()
    assert home.root == working_folder / "from file"
    assert home.database_url == "postgresql://lead:pa$word${X}@host/ledger"
    monkeypatch.setenv("EUROCENT_HOME", str(working_folder / "from environment"))
    monkeypatch.setenv("EUROCENT_DATABASE_URL", "")
    home = Home.open()
    assert home.root == working_folder / "from environment"
    assert home.database_url.startswith("sqlite:///")
    assert setting("EUROCENT_NOTHING") == ""


def test_settings_that_cannot_be_read_are_told(working_folder: Path) -> None:
    (working_folder / ".env").write_bytes("EUROCENT_HOME=Büro".encode("latin-1"))
    with pytest.raises(LedgerUnavailable, match="settings") as told:
        Home.open()
    assert "UTF-8" in told.value.remedy


def test_a_folder_that_cannot_be_made_is_told(working_folder: Path) -> None:
    (working_folder / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(LedgerUnavailable, match="cannot be read or written") as told:
        Home.open(working_folder / "file" / "state")
    assert "EUROCENT_HOME" in told.value.remedy


def test_the_key_of_the_pseudonyms_is_made_once(working_folder: Path) -> None:
    home = Home.open(working_folder / "state")
    key = home.pseudonym_key()
    assert len(key) == 32
    assert Home.open(home.root).pseudonym_key() == key
    file = home.keys / "pseudonym.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert Home.open(working_folder / "other").pseudonym_key() != key


def test_processes_that_start_together_agree_on_the_key(working_folder: Path) -> None:
    home = Home.open(working_folder / "state")
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: home.pseudonym_key(), range(64)))
    assert len(keys) == 1
    parts = sorted(part.name for part in home.root.iterdir())
    assert parts == ["evidence", "keys", "participants", "prefect", "raw", "runs", "store"]
    assert [file.name for file in home.keys.iterdir()] == ["pseudonym.key"]


def test_a_damaged_key_is_told_and_not_replaced(working_folder: Path) -> None:
    home = Home.open(working_folder / "state")
    (home.keys / "pseudonym.key").write_bytes(b"short")
    with pytest.raises(LedgerUnavailable, match="damaged"):
        home.pseudonym_key()
    assert (home.keys / "pseudonym.key").read_bytes() == b"short"
