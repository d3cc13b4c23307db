"""A project file may state VAT number and account of a partner; wrong ones are named by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.law import load_law
from intake.project import ProjectError, load_project

DEFINITION = """\
id: example
acronym: Example
rule_set: INTERREG_2014
start: 2018-01-01
end: 2018-12-31
periods:
  - {number: 1, start: 2018-01-01, end: 2018-12-31, partner_deadline: 2019-01-30, final: true}
partners:
  - id: WFS
    name: Wirtschaftsförderung
    role: lead
    country: DE
    NUMBERS
"""


def load(folder: Path, numbers: str) -> str:
    path = folder / "project.yaml"
    path.write_text(DEFINITION.replace("NUMBERS", numbers), "utf-8")
    partner = load_project(str(path), load_law()).project.partners[0]
    return f"{partner.vat_id} {partner.iban} {partner.bic}"


def test_numbers_are_kept_without_separators(tmp_path: Path) -> None:
    numbers = "{vat_id: DE 136 695 976, iban: DE89 3704 0044 0532 0130 00, bic: deut de ff}"
    told = load(tmp_path, numbers.strip("{}").replace(", ", "\n    "))
    assert told == "DE136695976 DE89370400440532013000 DEUTDEFF"
    assert load(tmp_path, 'vat_id: "136695976"').split() == ["DE136695976"]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        (
            "vat_id: DE136695978",
            "DE136695978 has a wrong check digit; write it like DE9",
        ),
        ("vat_id: DE13", "VAT number DE13 has a wrong form; write it like DE999999999"),
        ("iban: DE89 3704 0044 0532 0130 01", "the IBAN that ends in 3001 cannot be right"),
        ("bic: DEUT", "the BIC DEUT cannot be right: it has 8 or 11 letters"),
    ],
)
def test_wrong_number_is_named_with_its_line(tmp_path: Path, numbers: str, told: str) -> None:
    with pytest.raises(ProjectError) as refused:
        load(tmp_path, numbers)
    (sentence,) = refused.value.problems
    assert "line 13: " in sentence
    assert told in sentence
