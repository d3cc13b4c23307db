"""Render: the claim becomes documents, side by side in processes of their own."""

from __future__ import annotations

import asyncio
import importlib
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

from prefect import task

from reporting.documents import Setting, partner_report, project_report
from reporting.handover import handover_pieces
from reporting.shelf import MARK, put
from reporting.workbooks import expenditure_csv, findings_workbook
from schemas.claim import Claim
from schemas.progress import Progress, tell
from tasks.assess import read_claim
from tasks.plan import Plan, definition_of, read_plan
from tasks.workshop import workshop


@lru_cache(maxsize=1)
def presses() -> ProcessPoolExecutor:
    """The processes in which documents are rendered; they live as long as the command.

    Spawned rather than forked: a fork would copy the threads of the orchestrator half alive.
    """
    workers = min(os.cpu_count() or 1, 4)
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def warm_up() -> None:
    """Start the processes while other work is going on."""
    for _ in range(min(os.cpu_count() or 1, 4)):
        presses().submit(_load)


@task
async def render_project_report(plan: str, claim: str) -> str:
    """Render the project report and payment claim. Returns the file's path."""
    made, told = read_plan(plan), read_claim(claim)
    await _print(made, "report.pdf", project_report, told, _setting(made, told))
    tell(Progress("render"))
    return str(_folder(made) / "report.pdf")


@task(task_run_name="render {partner}")
async def render_partner_report(plan: str, claim: str, partner: str) -> str:
    """Render one partner's report with its list of expenditure. Returns the file's path."""
    made, told = read_plan(plan), read_claim(claim)
    name = f"partners/{partner}.pdf"
    await _print(made, name, partner_report, told, partner, _setting(made, told))
    tell(Progress("render", partner))
    return str(_folder(made) / name)


@task
async def write_tables(plan: str, claim: str) -> list[str]:
    """Write findings.xlsx, expenditure.csv, the hand-over pieces and, last of all, claim.json.

    It comes after the reports: a folder that has ``claim.json`` is complete.

    Returns:
        The files' paths.
    """
    made, told = read_plan(plan), read_claim(claim)
    setting = _setting(made, told)
    tables = {
        "findings.xlsx": findings_workbook(told, setting),
        "expenditure.csv": expenditure_csv(told),
    }
    tables |= {f"handover/{piece.name}": piece.content for piece in handover_pieces(told, setting)}
    tables[MARK] = told.to_json().encode()
    put(_folder(made), tables)
    return [str(_folder(made) / name) for name in tables]


async def _print(plan: Plan, name: str, document: Callable[..., bytes], *about: object) -> None:
    loop = asyncio.get_running_loop()
    put(_folder(plan), {name: await loop.run_in_executor(presses(), document, *about)})


def _load() -> None:
    """Import what rendering needs; it is the slowest part of a first document."""
    importlib.import_module("reporting.rendering")


def _folder(plan: Plan) -> Path:
    return workshop().folder_of(plan.fingerprint, plan.request.language)


def _setting(plan: Plan, claim: Claim) -> Setting:
    project = definition_of(plan).project.as_of(claim.period)
    return Setting.of(project, workshop().law, plan.request.language)
