"""Whether the answer to a case is the right one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from intake.as_read import rows_as_read
from intake.delivery import FileRead, TableRead, read_file
from schemas.findings import Severity
from schemas.words import words
from tests.hostile.cases import Case
from tests.unit.intake.extracts import context

_OLD = frozenset({"FILE-08-XLS"})
"""What every workbook of its kind gets."""


def answered(case: Case, folder: Path) -> FileRead:
    """Read the file of a case as its partner."""
    path = folder / "handed-in"
    path.write_bytes(case.make())
    return read_case(case, path)


def read_case(case: Case, path: Path) -> FileRead:
    """Read the file of a case, where it lies already."""
    return read_file(path, context(case.partner), label=case.file)


def wrong(case: Case, read: FileRead) -> Iterator[str]:
    """What is wrong with an answer; nothing where it is right."""
    spoken = words("en")
    for finding in read.findings:
        if not finding.message(spoken).strip() or "{" in finding.message(spoken).replace("{{", ""):
            yield f"no sentence for {finding.code}"
    codes = {finding.code for finding in read.findings} - _OLD
    if case.refused:
        if not read.refused or len(codes) != 1 or not codes <= set(case.refused.split()):
            yield f"expected a refusal {case.refused}, got {sorted(codes)}"
        return
    if codes != case.codes and not case.any_codes:
        yield f"expected {sorted(case.codes)}, got {sorted(codes)}: {_said(read)}"
    yield from _wrong_tables(case, [table for table in read.tables if table.table == "costs"])


def _wrong_tables(case: Case, tables: Sequence[TableRead]) -> Iterator[str]:
    cents = sum(table.sum_declared.get("EUR", 0) for table in tables)
    if cents != case.cents:
        yield f"expected {case.cents} cents, got {cents}"
    rows = sum(table.rows for table in tables)
    if rows != case.rows:
        yield f"expected {case.rows} rows, got {rows}"
    for table in tables:
        if table.rows != len(table.frame) + table.unreadable_rows:
            yield "rows are lost"
    listed = [row["values"] for table in tables for row in rows_as_read(table)]
    for name, expected in case.values.items():
        found = [values.get(name, "") for values in listed]
        if found != expected:
            yield f"expected {name} {expected}, got {found}"


def _said(read: FileRead) -> str:
    spoken = words("en")
    worst = [f for f in read.findings if f.severity is not Severity.INFO] or list(read.findings)
    return " | ".join(finding.message(spoken) for finding in worst[:3])
