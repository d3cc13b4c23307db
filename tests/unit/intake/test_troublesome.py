"""Files that trouble readers: each is read, or refused in one sentence; none ends in an error.

The files are no extracts, so that reading ends at their headings. They are other people's and not
part of the project; where they are not at hand, these tests are left out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.delivery import read_file
from tests.unit.intake.extracts import codes, context, said

NASTY = Path(__file__).resolve().parents[4] / "shared" / "data" / "nasty"
FILES = sorted(path for path in NASTY.glob("*") if path.name != "index.csv")
PASSWORDS = ("pycalamine_password.xlsx", "qsv_password-protected.xlsx")

pytestmark = pytest.mark.skipif(not FILES, reason="the set of troublesome files is not at hand")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_read_or_refused_in_one_sentence(path: Path) -> None:
    result = read_file(path, context())
    expected = "FILE-01-HEADINGS"
    if path.name in PASSWORDS:
        expected = "FILE-01-PASSWORD"
    elif path.name in ("openpyxl_null_file.xlsx", "poi_sheetProtection_allLocked.xlsx"):
        expected = "FILE-02"
    assert codes(result) == [expected]
    assert path.name in said(result.findings[0])
