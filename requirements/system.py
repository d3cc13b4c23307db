"""What Eurocent needs from the machine itself, which no Python package brings.

The Makefile runs this with the machine's own Python, before there is an environment, so it takes
nothing but the standard library:

    python3 requirements/system.py environment documents

Each word names a need. What is missing is installed where the user may (as root, or with a sudo
that asks no password); elsewhere one line says what to install, and the exit code is 1.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple

# WeasyPrint opens these itself. The subset library is optional to it, but without it the fonts
# in a report are cut by slower code, and into other bytes.
DOCUMENT_LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)


class Need(NamedTuple):
    """One need: the Debian packages that fill it, and how to see that it is filled."""

    packages: tuple[str, ...]
    is_met: Callable[[], bool]


def can_make_environments() -> bool:
    """Say whether ``python3 -m venv`` works; Debian ships its second half separately."""
    importlib.invalidate_caches()  # it may have come while this script ran
    return importlib.util.find_spec("ensurepip") is not None


def can_make_documents() -> bool:
    """Say whether the text and font libraries of WeasyPrint load."""
    try:
        for library in DOCUMENT_LIBRARIES:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def can_read_documents() -> bool:
    """Say whether the tests can take text and pictures out of a report."""
    return all(shutil.which(tool) for tool in ("pdftotext", "pdftoppm"))


NEEDS = {
    "environment": Need(
        (f"python{sys.version_info.major}.{sys.version_info.minor}-venv",), can_make_environments
    ),
    "documents": Need(
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"), can_make_documents
    ),
    "tests": Need(("poppler-utils",), can_read_documents),
}


def missing_packages(needs: list[str]) -> list[str]:
    """Return the Debian packages that would fill those of ``needs`` that are not met."""
    return [
        package for need in needs if not NEEDS[need].is_met() for package in NEEDS[need].packages
    ]


def succeeds(command: list[str]) -> bool:
    """Run a command quietly, its complaints included: what counts is what is there afterwards."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def install(packages: list[str]) -> None:
    """Install Debian packages if this user may, without a question; else do nothing."""
    if not shutil.which("apt-get"):
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n", "--"]
    if as_root and not (shutil.which("sudo") and succeeds([*as_root, "true"])):
        return
    print(f"Installing {' '.join(packages)} ...", flush=True)
    apt_get = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    succeeds([*apt_get, "update"])
    succeeds([*apt_get, "install", "--no-install-recommends", "-y", *packages])


def main(needs: list[str]) -> int:
    """Fill the needs named on the command line; return the exit code."""
    missing = missing_packages(needs)
    if missing:
        install(missing)
        missing = missing_packages(needs)
    if missing:
        packages = " ".join(missing)
        print(
            f"This machine lacks {packages}: run `sudo apt-get install {packages}` "
            "(or your system's equivalent), then make again.",
            file=sys.stderr,
        )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
