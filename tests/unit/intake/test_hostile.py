"""Honest and hostile files, one by one: right values, or one clear sentence.

The table of files and answers is that of ``make hostile``, which also reads those that take seconds
or much memory, and measures.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile import open_documents, texts, values, workbooks
from tests.hostile.answers import answered, wrong
from tests.hostile.cases import Case

CASES = [
    case
    for module in (texts, values, workbooks, open_documents)
    for case in module.cases()
    if not case.heavy
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_file_gets_its_answer(case: Case, tmp_path: Path) -> None:
    assert list(wrong(case, answered(case, tmp_path))) == []


def test_names_of_cases_are_their_own() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
    assert len(names) >= 300
