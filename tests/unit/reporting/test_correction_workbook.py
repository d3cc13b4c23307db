"""Files of every honest and hostile kind, given back: read again they say what they said."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from intake.as_read import rows_as_read
from intake.delivery import FileRead, read_file
from intake.pages import agrees, pages_of
from reporting.correction_workbook import correction_workbook
from reporting.corrections import corrections_of
from reporting.rebuilt_workbook import rebuilt_workbook
from schemas.claim import ClaimFinding
from schemas.findings import Finding
from schemas.pages import Page
from schemas.words import words
from tests.hostile import texts, values, workbooks
from tests.hostile.cases import Case
from tests.unit.intake.extracts import context

EN = words("en")
LOST = {
    "an array formula": "CELL-05",
    "a web service": "CELL-05",
    "ODS with a formula": "CELL-05",
    "columns of no width": "FILE-08-COLUMNS",
}
"""Cases with a warning that rightly goes away: a formula became its result, a column shows."""


def cases() -> Iterator[Case]:
    """All that are quick; of workbooks every eighth, or with CLAIMS set (``make campaign``) all."""
    for case in (*texts.cases(), *values.cases()):
        if not case.heavy:
            yield case
    step = 1 if os.environ.get("CLAIMS") else 8
    yield from [case for case in workbooks.cases() if not case.heavy][::step]


def told(finding: Finding) -> ClaimFinding:
    return ClaimFinding(
        code=finding.code,
        rule=finding.rule,
        severity=finding.severity.value,
        applies_to=finding.kind.applies_to,
        partner=finding.partner,
        table=finding.table,
        item_id=finding.item_id,
        file=finding.file,
        sheet=finding.sheet,
        row=finding.row or None,
        column=finding.column,
        found=finding.plain_found(),
        expected=finding.plain_expected(),
        amount=0,
        message=finding.message(EN),
        remedy=finding.remedy(EN),
        basis="",
    )


def said(read: FileRead, but: str = "") -> list[tuple[str, ...]]:
    return sorted(
        (f.code, str(f.row), f.column, f.item_id, f.plain_found(), f.plain_expected())
        for f in read.findings
        if f.code != but
    )


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.file}: {case.name}")
def test_untouched_workbook_is_read_as_the_file_was(tmp_path: Path, case: Case) -> None:
    raw, place = case.make(), context(case.partner)
    file, out = tmp_path / "in", tmp_path / "out"
    file.write_bytes(raw)
    read = read_file(file, place, label=case.file)
    pages = pages_of(raw, read, place)
    findings = [told(finding) for finding in read.findings]
    corrections = corrections_of(findings, pages, EN, period=1, label=case.file)
    made = correction_workbook(
        raw, pages, corrections, date(2017, 7, 30), lambda copy: agrees(copy, pages, read, place)
    )
    out.write_bytes(made)
    again = read_file(out, place, label="corrected.xlsx")
    if not pages:
        assert said(again)[0][0] == "FILE-02"
        return
    lost = LOST.get(case.name, "")
    assert said(again, lost) == said(read, lost)
    assert [list(rows_as_read(table)) for table in again.tables] == [
        list(rows_as_read(table)) for table in read.tables
    ]


def test_errors_and_formulas_without_results_stay_without_a_value(tmp_path: Path) -> None:
    rows = [["item_id", "amount_declared"], ["=A1", "#DIV/0!"], ["R-2", ""]]
    page = Page("costs.ods", "Costs", "Costs", rows, [1, 2, 5], ["tt", "te", "tf"], heading=1)
    nothing = corrections_of([], [page], EN, period=1, label="costs.ods")
    out = tmp_path / "out.xlsx"
    out.write_bytes(rebuilt_workbook([page], nothing, date(2017, 7, 30)))
    sheet = openpyxl.load_workbook(out, data_only=True)["Costs"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=A1", "s")
    assert (sheet["B2"].value, sheet["B5"].value) == ("#DIV/0!", "#N/A")
    assert {sheet["B2"].data_type, sheet["B5"].data_type} == {"e"}
