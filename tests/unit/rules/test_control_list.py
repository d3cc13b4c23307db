"""A controller's list: read in partners' languages, held against the claim, used whole or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.context import Context
from intake.control_list import ControlListRead, read_control_list
from rules.control_list import certified_items
from schemas.claim import Claim
from schemas.findings import Finding
from schemas.project import CertifiedItem
from schemas.words import words
from tests.examples.building import claims_of, project_of

STORY = {
    "project": {"partners": [{"id": "A", "vat_recoverable": "1"}, {"id": "B"}]},
    "earlier": [
        {
            "rows": [
                {"item_id": "P1", "amount_declared": "100.00"},
                {"item_id": "OLD", "amount_declared": "80.00"},
            ],
            "certificates": [{"partner": "A", "items": [{"item_id": "P1", "parked": True}]}],
        }
    ],
    "rows": [
        {"item_id": "X1", "amount_declared": "100.00"},
        {
            "item_id": "X2",
            "amount_declared": "119.00",
            "amount_gross": "119.00",
            "amount_vat": "19.00",
        },
        {"item_id": "Y1", "partner": "B", "amount_declared": "50.00"},
    ],
}
HEADINGS = "Item number;Period;Deducted;Certified;Parked;Error type;Why\n"


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    return claims_of(STORY)


def read(folder: Path, text: str) -> ControlListRead:
    file = folder / "list.csv"
    file.write_text(text, encoding="utf-8")
    return read_control_list(file, Context(project_of(STORY), "A", 2, {}, b""))


def certified(
    folder: Path, claims: list[Claim], rows: str
) -> tuple[list[CertifiedItem], list[Finding]]:
    done = read(folder, HEADINGS + rows)
    if done.refused:
        return [], list(done.findings)
    return certified_items(done.frame, "A", claims[-1], claims[:-1])


def test_what_is_deducted_parked_and_cleared(tmp_path: Path, claims: list[Claim]) -> None:
    items, findings = certified(
        tmp_path,
        claims,
        "X1;;30.00;;;ineligible expenditure;no event\n"
        "X2;2;;;yes;1;offer missing\n"
        "P1;1;12.50;;no;;\n"
        "OLD;1;;75.00;;calculation error;\n",
    )
    assert findings == []
    assert [item.model_dump(exclude_defaults=True) for item in items] == [
        {
            "item_id": "X1",
            "deducted": 3_000,
            "error_type": "ineligible_expenditure",
            "why": "no event",
        },
        {
            "item_id": "X2",
            "parked": True,
            "error_type": "public_procurement",
            "why": "offer missing",
        },
        {"item_id": "P1", "period": 1, "deducted": 1_250},
        {"item_id": "OLD", "period": 1, "deducted": 500, "error_type": "calculation_error"},
    ]


@pytest.mark.parametrize(
    ("row", "deducted"),
    [
        # 119.00 declared, of which 19.00 of recoverable VAT are cut already.
        ("X2;;;100.00;;;", None),
        ("X2;;;119.00;;;", None),
        ("X2;;;90.00;;;", 1_000),
        ("X2;;10.00;90.00;;;", 1_000),
        ("X2;;29.00;90.00;;;", 1_000),
        ("X2;;;0.00;;;", 10_000),
        ("X1;;0.00;;no;;", None),
        ("X1;;100.00;;;;", 10_000),
    ],
)
def test_certified_may_stand_instead_of_deducted(
    tmp_path: Path, claims: list[Claim], row: str, deducted: int | None
) -> None:
    items, findings = certified(tmp_path, claims, row + "\n")
    assert findings == []
    assert [item.deducted for item in items] == ([] if deducted is None else [deducted])


def test_a_second_list_is_held_against_the_report_and_not_against_the_first(tmp_path: Path) -> None:
    first = {"certificates": [{"partner": "A", "items": [{"item_id": "X2", "deducted": "10.00"}]}]}
    again = claims_of({**STORY, **first})
    items, findings = certified(tmp_path, again, "X2;;;80.00;;;\n")
    assert findings == []
    assert [item.deducted for item in items] == [2_000]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("X9;;30.00;;;;", "Row 2: the report of A for period 2 has no item X9."),
        ("Y1;;30.00;;;;", "Row 2: the report of A for period 2 has no item Y1."),
        ("X1;1;30.00;;;;", "Row 2: the report of A for period 1 has no item X1."),
        ("X1;3;30.00;;;;", "Row 2: period 3 of item X1 does not come before period 2."),
        (
            "X1;;100.01;;;;",
            "Row 2: EUR 100.01 deducted from item X1, but only EUR 100.00 can be deducted.",
        ),
        (
            "OLD;1;80.01;;;;",
            "Row 2: EUR 80.01 deducted from item OLD, but only EUR 80.00 can be deducted.",
        ),
        (
            "X1;;;100.01;;;",
            "Row 2: EUR 100.01 certified of item X1, but only EUR 100.00 can be certified.",
        ),
        (
            "X1;;30.00;60.00;;;",
            "Row 2: with EUR 60.00 certified, EUR 40.00 would be deducted from item X1.",
        ),
        ("X1;;;60.00;yes;;", "Row 2: item X1 is parked, and yet EUR 60.00 of it are certified."),
        (
            "X1;;-30.00;;;;",
            "Row 2, Deducted: -30.00 is below zero, which has no meaning in this column.",
        ),
        ("X1;;thirty;;;;", "Row 2, Deducted: thirty is not a number as"),
        (
            "X1;;30.00 PLN;;;;",
            "Row 2, Deducted: the amount is stated in PLN, but the row's currency is",
        ),
        ("X1;;;;perhaps;;", "Row 2, Parked: perhaps is neither yes nor no."),
        ("X1;;30.00;;;16;", "Row 2, Error type: 16 is not known; expected one of public_proc"),
        (";;30.00;;;;no", "Row 2: Item number is empty, but every row needs it."),
        ("X1;;30.00;;;;\nX1;;20.00;;;;", "Row 3: the number X1 already stands in row 2 of list"),
    ],
)
def test_a_row_that_cannot_be_used_refuses_the_list(
    tmp_path: Path, claims: list[Claim], row: str, said: str
) -> None:
    _, findings = certified(tmp_path, claims, row + "\n")
    told = [finding.message(words("en")) for finding in findings]
    assert len(told) == 1
    assert told[0].startswith(said)
    assert findings[0].remedy(words("en"))


def test_the_same_number_of_another_period_is_another_item(tmp_path: Path) -> None:
    done = read(tmp_path, HEADINGS + "P1;1;;;;;\nP1;;;;;;\n")
    assert not done.refused
    assert list(done.frame["period"].fillna(0)) == [1, 0]


@pytest.mark.parametrize(
    "headings",
    [
        "Belegnummer;Abgezogen;Zurückgestellt;Fehlerart;Begründung",
        "Numer pozycji;Potrącono;Wstrzymano;Rodzaj błędu;Uzasadnienie",
        "Číslo položky;Odečteno;Pozastaveno;Druh chyby;Důvod",
        "item_id;deducted;parked;error_type;why",
    ],
)
def test_lists_are_read_in_the_languages_of_partners(tmp_path: Path, headings: str) -> None:
    done = read(tmp_path, f"{headings}\nX1;30,00;;4;brak\n")
    assert not done.refused
    (row,) = done.frame.to_dict("records")
    assert row["deducted_cents"] == 3_000
    assert row["error_type"] == "ineligible_expenditure"


@pytest.mark.parametrize(
    ("text", "code", "unreadable"),
    [
        (HEADINGS, "CTL-01", False),
        ("first;second\n1;2\n", "FILE-01-HEADINGS", True),
        ("Deducted;Why\n30.00;none\n", "COL-01", False),
        ("", "FILE-02", True),
    ],
)
def test_a_file_that_is_no_list(tmp_path: Path, text: str, code: str, *, unreadable: bool) -> None:
    done = read(tmp_path, text)
    assert [finding.code for finding in done.findings] == [code]
    assert (done.refused, done.unreadable) == (True, unreadable)
    assert done.frame.empty


def test_the_list_of_the_page_can_be_read_and_says_the_same(root: Path) -> None:
    sample = root / "docs" / "samples" / "control-list.csv"
    done = read_control_list(sample, Context(project_of(STORY), "A", 2, {}, b""))
    assert not done.refused
    page = (root / "docs" / "controllers.md").read_text("utf-8")
    for line in sample.read_text("utf-8").splitlines():
        cells = "| " + " | ".join(line.split(";")) + " |"
        assert " ".join(cells.split()) in page
