"""A PostgreSQL server for tests, started from the package that brings its programs along."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def postgresql_server(programs: Path) -> Iterator[Path]:
    """Run a server on a socket of its own, for as long as the tests need it.

    PostgreSQL refuses to run as root. The package's own helper would then add a user to the
    machine and open folders up to the top for it; ours copies the programs to a folder that
    belongs to ``nobody``.

    Yields:
        The folder of the socket.
    """
    home = Path(tempfile.mkdtemp(prefix="eurocent-pg-"))
    options: dict[str, Any] = {"cwd": home, "stdin": subprocess.DEVNULL}
    try:
        if os.geteuid() == 0:
            programs = _copied(programs, home)
            shutil.chown(home, "nobody")
            options["user"] = "nobody"
        data = home / "data"
        settings = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync"]
        subprocess.run(
            [programs / "initdb", *settings, "-D", data],
            check=True,
            capture_output=True,
            **options,
        )
        # What the tests write is thrown away, so it need not reach the disk (-F).
        server = subprocess.Popen(
            [programs / "postgres", "-F", "-D", data, "-k", home, "-h", ""],
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )
        try:
            assert server.stderr is not None
            log = ""
            for line in server.stderr:
                log += line
                if "ready to accept connections" in line:
                    break
            else:
                raise RuntimeError(log)
            yield home
        finally:
            server.send_signal(signal.SIGINT)  # at once, without waiting for clients
            server.communicate()
    finally:
        shutil.rmtree(home)


def _copied(programs: Path, home: Path) -> Path:
    """Copy an installation with the libraries that lie beside its package."""
    installation, package = programs.parent, programs.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    copy = home / package.name / installation.name
    shutil.copytree(installation, copy, symlinks=True)
    shutil.copytree(libraries, home / libraries.name)
    return copy / programs.name
