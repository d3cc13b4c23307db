"""What every test stands on: its own state folder, no outside calls, no hurry."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Prefect reads these when it is imported, so they stand before any fixture runs.
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"

# A shared machine stalls now and then; that says nothing about an equation.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository, where the rooms are."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep every test away from the ledger, keys and settings of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("EUROCENT_")]:
        del os.environ[name]
    os.environ["EUROCENT_DATABASE_URL"] = ""  # an empty variable hides a line of .env
    os.environ["EUROCENT_HOME"] = str(tmp_path_factory.mktemp("eurocent"))
