"""How Prefect runs here: quiet, on this machine, with its home in our state folder."""

from __future__ import annotations

import os

from ledger.home import Home
from tasks.orchestrator import served

SETTINGS = {
    # No outside look-ups; DO_NOT_TRACK alone does not stop the server's.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # The temporary server of a one-shot command may start slowly on a busy machine.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    # A failed run is told in one line by whoever started it, not by a traceback in between.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    # Reading a pickled result would run whatever it holds.
    "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
    "PREFECT_UI_ENABLED": "false",
    # A worker asks for new runs as often; ten seconds would be most of a small run.
    "PREFECT_WORKER_QUERY_SECONDS": "1",
    # The temporary server is ended with work still in its hands, and would complain about it.
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
}


def fix_prefect() -> None:
    """Set what is not set already, before Prefect is imported.

    Where an office is open, its orchestrator is used; starting another takes ten seconds.
    """
    home = Home.open()
    os.environ.setdefault("PREFECT_HOME", str(home.prefect))
    there = served(home) if "PREFECT_API_URL" not in os.environ else None
    if there is not None:
        os.environ["PREFECT_API_URL"] = there.url
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
