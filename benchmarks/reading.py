"""Time ``eurocent check`` from the command to the answer, on the large list of expenditure.

``python -m benchmarks.reading`` (or ``make bench``) writes 100,000 rows of 20 columns as CSV and
10,000 as a workbook, checks each several times in a process of its own, and prints the shortest
time, the processor time of that run, and the most memory. Goals on an idle machine: 3 s and 512 MB
for either. On a busy one the processor time tells more than the clock.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter

import numpy as np
import xlsxwriter
import yaml

from benchmarks.large_list import SEED, costs_of, project_file
from benchmarks.rules import say
from schemas.costs import COSTS
from schemas.money import format_cents

SECONDS, MEGABYTES = 3.0, 512

_COLUMNS = (
    *("item_id", "cost_category", "cost_element", "work_package", "activity_id", "description"),
    *("supplier_name", "supplier_vat_id", "invoice_number", "invoice_date", "payment_date"),
    *("payment_proof_ref", "ledger_code", "currency", "amount_gross", "amount_vat"),
    *("amount_declared", "contract_id", "evidence_ref", "comment"),
)


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, seconds of the processor, and megabytes of one check."""

    clock: float
    processor: float
    megabytes: int


def main() -> int:
    """Measure, print, and fail where the goals are asked for and missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=3, help="how often; the shortest counts")
    parser.add_argument("--strict", action="store_true", help="fail above the goals")
    options = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = folder / "project.yaml"
        project.write_text(yaml.safe_dump(project_file()), encoding="utf-8")
        for path in (_as_csv(folder, 100_000), _as_workbook(folder, 10_000)):
            took = min((_check(path, project) for _ in range(options.times)), key=_by_clock)
            missed |= took.clock > SECONDS or took.megabytes > MEGABYTES
            say(
                f"{path.name} ({path.stat().st_size / 1e6:.1f} MB): {took.clock:.2f} s, "
                f"{took.processor:.2f} s of the processor, {took.megabytes} MB "
                f"(goals {SECONDS:.1f} s, {MEGABYTES} MB)"
            )
    return int(options.strict and missed)


def _by_clock(took: Took) -> float:
    return took.clock


_COMMAND = """
import atexit, sys
from portal.cli import main
atexit.register(lambda: sys.stderr.write(open("/proc/self/status").read()))
main()
"""


def _check(path: Path, project: Path) -> Took:
    where = ["--project", str(project), "--partner", "WFS", "--period", "1", "--json"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = perf_counter()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _COMMAND, "check", str(path), *where],
        check=True,
        capture_output=True,
        env=os.environ | {"EUROCENT_HOME": str(path.parent / "nowhere")},
    )
    clock = perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # Of the process itself; the guarded one cannot take more than its own limit.
    highest = done.stderr.split(b"VmHWM:")[1].split()[0]
    return Took(clock, used, int(highest) // 1024)


def _rows(count: int) -> Iterator[tuple[str, ...]]:
    """The first rows of one partner, as it would write them."""
    frame = costs_of(3 * count, np.random.default_rng(SEED))
    frame = frame.loc[frame["partner"].eq("WFS")].head(count)
    columns = []
    for name in _COLUMNS:
        column = COSTS.by_extract[name]
        values = frame[column.frame]
        if column.kind == "money":
            columns.append([format_cents(int(cents)) for cents in values])
        elif column.kind == "date":
            columns.append(values.dt.strftime("%Y-%m-%d").fillna("").tolist())
        else:
            columns.append(values.tolist())
    yield _COLUMNS
    yield from zip(*columns, strict=True)


def _as_csv(folder: Path, count: int) -> Path:
    path = folder / f"{count} rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(_rows(count))
    return path


def _as_workbook(folder: Path, count: int) -> Path:
    path = folder / f"{count} rows.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet("Costs")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for number, row in enumerate(_rows(count)):
        for index, text in enumerate(row):
            kind = COSTS.by_extract[_COLUMNS[index]].kind
            if number and text and kind == "money":
                page.write_number(number, index, float(text))
            elif number and text and kind == "date":
                page.write_datetime(number, index, datetime.fromisoformat(text), day)
            else:
                page.write_string(number, index, text)
    book.close()
    return path


if __name__ == "__main__":
    raise SystemExit(main())
