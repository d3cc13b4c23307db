"""What a run is made of, as one digest: the same inputs, rules and code find their result again."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
_ROOMS = ("schemas", "rules", "intake", "reporting", "report_templates")
_LIBRARIES = ("pandas", "numpy", "pandera", "weasyprint", "jinja2", "babel", "fonttools")


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def fingerprint_of(parts: dict[str, Any]) -> str:
    """SHA-256 of a canonical writing of everything a run depends on."""
    written = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()


@lru_cache(maxsize=1)
def code_sha256() -> str:
    """Digest of the rooms whose code or words decide what a report says."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted((_ROOT / room).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(_ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def rules_sha256(law_digest: str) -> str:
    """Digest of the law files and of the code of the rules."""
    digest = hashlib.sha256(law_digest.encode())
    for path in sorted((_ROOT / "rules").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def libraries() -> dict[str, str]:
    """Versions of the libraries that could change a figure or a page."""
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def software() -> str:
    """Name and version of this program."""
    return f"eurocent {version('eurocent')}"
