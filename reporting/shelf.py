"""Where finished documents lie: a run's own folder, and the folder they were asked for.

``claim.json`` is written last: a folder that has it is complete. A signed report is never lost.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MARK = "claim.json"
_SIGNED = ("approved", "submitted", "paid")


def is_complete(folder: Path) -> bool:
    """Whether a run came to its end here."""
    return (folder / MARK).exists()


def put(folder: Path, documents: Mapping[str, bytes]) -> None:
    """Write documents, each whole or not at all, in the order given."""
    for name, content in documents.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        arriving = place.with_name(f".{place.name}.arriving")
        arriving.write_bytes(content)
        arriving.replace(place)


def deliver(source: Path, target: Path) -> None:
    """Put a run's documents in place of those of an earlier, unsigned run.

    A signed report that another version would replace moves to ``versions/<number>`` first.
    """
    _keep_signed(source, target)
    wanted = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    for folder in ("partners", "handover", "corrections"):
        for stale in (target / folder).glob("*.*"):
            if stale.relative_to(target) not in wanted:
                stale.unlink()
    for relative in sorted(wanted, key=lambda path: (path.name == MARK, path)):
        put(target, {relative.as_posix(): (source / relative).read_bytes()})


def _keep_signed(source: Path, target: Path) -> None:
    there, new = _claim(target), _claim(source)
    if there is None or there["status"] not in _SIGNED:
        return
    if new is not None and there["provenance"]["fingerprint"] == new["provenance"]["fingerprint"]:
        return
    kept = target / "versions" / str(there["version"])
    kept.mkdir(parents=True, exist_ok=True)
    for path in target.iterdir():
        if path.name != "versions":
            shutil.move(str(path), kept / path.name)


def _claim(folder: Path) -> Any:
    path = folder / MARK
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
