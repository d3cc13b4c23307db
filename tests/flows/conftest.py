"""One Prefect server for all flow tests, and a state folder of its own for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def orchestrator() -> Iterator[None]:
    """Prefect's own test server, started once."""
    from prefect.testing.utilities import prefect_test_harness

    import tasks  # noqa: F401  (its settings stand before Prefect is imported)

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty state folder."""
    monkeypatch.setenv("EUROCENT_HOME", str(tmp_path / "state"))
    return tmp_path / "state"
