"""The digest in every report: it changes with the law and with nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from intake.law import LAW_FOLDER, load_law


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(LAW_FOLDER, tmp_path / "law")
    return tmp_path / "law"


def test_a_comment_does_not_change_it(copy: Path) -> None:
    file = copy / "parameters" / "gift.limit.yaml"
    file.write_text("# read again\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_law(copy).digest == load_law().digest


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("parameters/gift.limit.yaml", '"50.00"', '"51.00"'),
        ("rules/R-INEL-02.yaml", "reject", "warn"),
        ("families/CGRANT_2002.yaml", 'en: "Staff"', 'en: "Personnel"'),
    ],
)
def test_a_change_of_content_changes_it(copy: Path, name: str, old: str, new: str) -> None:
    file = copy / name
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")
    assert load_law(copy).digest != load_law().digest
