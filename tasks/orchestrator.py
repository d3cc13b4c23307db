"""The orchestrator that stays: a real Prefect server on loopback, started, found and ended here.

A one-shot command starts a temporary server of its own, which knows no schedules. ``serve`` starts
this one; whatever is started beside it on the same machine finds it by the note in the state
folder and uses it, which is ten times quicker.

Prefect's open-source server has one password and no roles, so it is never offered beyond this
machine by itself; several machines reach it inside a closed network only (docs/operator.md).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from ledger.files import arriving
from ledger.home import Home, setting
from schemas.run import RunRefused

LOOPBACK = "127.0.0.1"
PORT = 4200
STARTING_SECONDS = 180
"""A new home is migrated first, and a busy machine takes its time."""

_ENDING_SECONDS = 10
_TEMPORARY = "prefect.server.api.server:create_app"
"""What the command line of a temporary server says."""


@dataclass(frozen=True)
class Orchestrator:
    """A Prefect server that answers.

    Attributes:
        url: of its API.
    """

    url: str


def served(home: Home) -> Orchestrator | None:
    """The server that is to be used: the one that the settings name, else one that runs here."""
    named = setting("EUROCENT_ORCHESTRATOR_URL")
    if named:
        return Orchestrator(named.rstrip("/"))
    with suppress(OSError, ValueError, KeyError, TypeError):
        noted = json.loads(_note(home).read_text("utf-8"))
        if answers(str(noted["url"])):
            return Orchestrator(str(noted["url"]))
    return None


def state_folder() -> Home:
    """The state folder that the settings of this moment name."""
    return Home.open()


def point_to(orchestrator: Orchestrator) -> None:
    """Let everything in this process, and what it starts, use a server; before Prefect is imported.

    Prefect reads its settings once.
    """
    os.environ["PREFECT_API_URL"] = orchestrator.url


def point_to_served(*, required: bool = True) -> str:
    """Use the server that runs, and give its address; "" where none does and none is required.

    Raises:
        RunRefused: none runs, or the one that the settings name does not answer.
    """
    found = served(state_folder())
    if found is None:
        if not required:
            return ""
        raise RunRefused(
            "No orchestrator is running here.",
            "Start one: eurocent serve. Or name another machine's in EUROCENT_ORCHESTRATOR_URL.",
        )
    if not answers(found.url):
        raise RunRefused(
            f"The orchestrator at {found.url} does not answer.",
            "See that it runs there and can be reached from here, then try again.",
        )
    point_to(found)
    return found.url


def answers(url: str) -> bool:
    """Whether a Prefect server answers at an address."""
    with suppress(httpx.HTTPError):
        return httpx.get(f"{url}/health", timeout=2).status_code == httpx.codes.OK
    return False


@contextmanager
def running(home: Home, port: int = PORT) -> Iterator[Orchestrator]:
    """Start a server on loopback, and end it afterwards; one that answers already is used as it is.

    Its database lies in the state folder, or where ``EUROCENT_ORCHESTRATOR_DATABASE_URL`` says,
    so that runs and schedules survive a restart.

    Raises:
        RunRefused: it does not start, or something else uses the port.
    """
    there = served(home)
    if there is not None:
        yield there
        return
    url = f"http://{LOOPBACK}:{port}/api"
    log = home.prefect / "server.log"
    with log.open("ab") as writing:
        where = ("--host", LOOPBACK, "--port", str(port))
        process = subprocess.Popen(  # noqa: S603  (our own interpreter, our own words)
            [sys.executable, "-m", "prefect", "server", "start", *where, "--no-ui"],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=writing,
            stderr=writing,
            start_new_session=True,
        )
    try:
        _await(url, process, log)
        with arriving(home.prefect) as new:
            new.handle.write(json.dumps({"url": url, "pid": process.pid}).encode())
            new.settle(_note(home))
        yield Orchestrator(url)
    finally:
        _note(home).unlink(missing_ok=True)
        _end(process)


def reap_temporary_servers(home: Home) -> int:
    """End the temporary servers of this state folder whose command was killed.

    A one-shot command that is ended hard cannot end its server; nobody would.

    Returns:
        How many there were.
    """
    ended = 0
    for process in psutil.process_iter(["ppid", "cmdline"]):
        with suppress(psutil.Error):
            command = " ".join(process.info["cmdline"] or ())
            if _TEMPORARY not in command or not _is_orphan(process):
                continue
            if process.environ().get("PREFECT_HOME") == str(home.prefect):
                process.send_signal(signal.SIGTERM)
                ended += 1
    return ended


def _is_orphan(process: psutil.Process) -> bool:
    """Whether whoever started it is gone: it then belongs to the first process, or to no other."""
    parent = process.parent()
    if parent is None or parent.pid == 1:
        return True
    # Where a service manager adopts orphans, it is no Python that was started from this house.
    return "python" not in parent.name() and "eurocent" not in parent.name()


def _note(home: Home) -> Path:
    return home.prefect / "served.json"


def _environment() -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    database = setting("EUROCENT_ORCHESTRATOR_DATABASE_URL")
    if database:
        scheme, _, rest = database.partition("://")
        driver = "postgresql+asyncpg" if scheme.startswith("postgres") else scheme
        environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = f"{driver}://{rest}"
    return environment


def _await(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    patience = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < patience:
        if process.poll() is not None:
            break
        if answers(url):
            return
        time.sleep(0.2)
    raise RunRefused(
        f"The orchestrator did not start at {url}.",
        f"See whether something else uses the port; its own words are in {log}.",
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server and what it started; it gets time to write down what it knows."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
