"""Deliver: copy a run's documents to where they were asked for; a signed report is never lost."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

from prefect import task

from schemas.progress import Progress, tell
from tasks.plan import read_plan
from tasks.workshop import workshop


@task
async def deliver_documents(plan: str) -> str:
    """Copy the documents of a run to ``OUT/<project>/<period>/``.

    Returns:
        That folder.
    """
    made = read_plan(plan)
    source = workshop().folder_of(made.fingerprint, made.request.language)
    target = made.request.out / made.project_id / str(made.request.period)
    await asyncio.to_thread(deliver, source, target)
    tell(Progress("deliver"))
    return str(target)


def deliver(source: Path, target: Path) -> None:
    """Put a run's documents in place of those of an earlier, unsigned run.

    A signed report that another version would replace moves to ``versions/<number>`` first.
    """
    _keep_signed(source, target)
    target.mkdir(parents=True, exist_ok=True)
    wanted = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    for folder in ("partners", "handover"):
        for stale in (target / folder).glob("*.*"):
            if stale.relative_to(target) not in wanted:
                stale.unlink()
    for relative in sorted(wanted):
        place = target / relative
        place.parent.mkdir(parents=True, exist_ok=True)
        arriving = place.with_name(f".{place.name}.arriving")
        shutil.copyfile(source / relative, arriving)
        arriving.replace(place)


def _keep_signed(source: Path, target: Path) -> None:
    there, new = _claim(target), _claim(source)
    if there is None or there["status"] not in ("approved", "submitted", "paid"):
        return
    if new is not None and there["provenance"]["fingerprint"] == new["provenance"]["fingerprint"]:
        return
    kept = target / "versions" / str(there["version"])
    kept.mkdir(parents=True, exist_ok=True)
    for path in target.iterdir():
        if path.name != "versions":
            shutil.move(str(path), kept / path.name)


def _claim(folder: Path) -> Any:
    path = folder / "claim.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
