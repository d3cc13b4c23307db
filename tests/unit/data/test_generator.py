"""The generator: the same seed gives the same bytes, any seed gives the same totals."""

import io
import zipfile
from pathlib import Path

import pytest

from data.synthetic.__main__ import main
from data.synthetic.extracts import PROJECT_IDS, differences, make, reports_of, write
from data.synthetic.plan import PROJECTS, Book, load
from data.synthetic.proof import PlanError, prove

PUBLISHED = {
    "clustercoop": (2_153_000_00, 1_786_990_00),
    "eccop": (935_000_00, 654_500_00),
    "innocooppolsax": (358_000_00, 304_300_00),
}
INVENTED = {
    "eccp-matchmaking-2014": (246_000_00, 246_000_00),
    "eccp-platform-2015": (1_200_000_00, 1_200_000_00),
}


def with_plan(book: Book, **changes: object) -> Book:
    return Book(book.project, book.plan.model_copy(update=changes), book.words)


@pytest.mark.parametrize("project", PROJECT_IDS)
def test_same_seed_gives_the_same_bytes(project: str) -> None:
    assert make(project) == make(project)


@pytest.mark.parametrize("project", PROJECT_IDS)
def test_committed_extracts_are_what_the_plan_makes(project: str) -> None:
    found = list(differences(make(project), PROJECTS / project / "extracts"))
    assert found == [], "run `python -m data.synthetic` and commit what it writes"


def test_all_six_projects_have_a_plan() -> None:
    assert set(PROJECT_IDS) == {*PUBLISHED, *INVENTED, "example-living"}
    assert set(PROJECT_IDS) == {path.parent.name for path in PROJECTS.glob("*/project.yaml")}


@pytest.mark.parametrize("project", PROJECT_IDS)
def test_every_definition_says_what_is_to_be_confirmed(project: str) -> None:
    definition = load(project).project
    assert definition.synthetic
    assert any("synthetic" in said or "invented" in said for said in definition.assumptions)


@pytest.mark.parametrize("project", INVENTED)
def test_contracts_reach_the_prices_that_are_invented(project: str) -> None:
    book = load(project)
    reckoning = prove(book, reports_of(book))
    assert (reckoning.total(), reckoning.shares(upto=9)) == INVENTED[project]


def test_a_project_that_goes_on_has_extracts_of_the_periods_that_ended() -> None:
    folders = {path.split("/")[0] for path in make("example-living")} - {"README.md"}
    assert folders == {"1", "2"}
    assert len(load("example-living").project.periods) == 6


@pytest.mark.parametrize("seed", ["", "another", "2027"])
@pytest.mark.parametrize("project", PUBLISHED)
def test_any_seed_reaches_the_published_totals(project: str, seed: str) -> None:
    book = load(project)
    other = with_plan(book, seed=seed)
    reports = reports_of(other)
    reckoning = prove(other, reports)
    assert (reckoning.total(), reckoning.shares(upto=9)) == PUBLISHED[project]
    assert reports != reports_of(book)


def test_proof_refuses_a_verdict_that_amount_and_certificate_do_not_bear() -> None:
    book = load("innocooppolsax")
    taxi, *others = book.plan.items
    lying = with_plan(book, items=(taxi.model_copy(update={"accepted": 19_78}), *others))
    with pytest.raises(PlanError, match=r"item WFS-1-004: 1978 cents instead of 1977"):
        prove(lying, reports_of(lying))


def test_proof_refuses_a_cut_that_is_not_what_the_budget_asks_for() -> None:
    book = load("innocooppolsax")
    (over,) = book.plan.overspent
    lying = with_plan(book, overspent=(over.model_copy(update={"amount": 299_00}),))
    reports = reports_of(book)
    with pytest.raises(PlanError, match="equipment of WFS after the cut"):
        prove(lying, reports)


def test_proof_refuses_an_item_that_is_cleared_otherwise_than_certified() -> None:
    book = load("clustercoop")
    items = tuple(
        item.model_copy(update={"cleared": {3: 479_99}}) if item.cleared else item
        for item in book.plan.items
    )
    lying = with_plan(book, items=items)
    with pytest.raises(PlanError, match="external_expertise of UNILJ cleared: 48000 cents"):
        prove(lying, reports_of(lying))


def test_proof_refuses_a_contract_of_which_a_deliverable_is_not_accepted() -> None:
    book = load("eccp-platform-2015")
    late = book.plan.deliveries["D6"].model_copy(update={"accepted": None})
    pending = with_plan(book, deliveries={**book.plan.deliveries, "D6": late})
    with pytest.raises(PlanError, match="total cost: 114000000 cents instead of 120000000"):
        prove(pending, reports_of(pending))


def test_damages_are_worked_out_by_hand() -> None:
    # Ten days late: 0.3 x 26,000.00 / 60 x 10 = 1,300.00.
    book = load("eccp-matchmaking-2014")
    assert dict(prove(book, reports_of(book)).damages) == {1: 1_300_00}


def test_proof_refuses_budgets_that_miss_the_published_total() -> None:
    book = load("eccop")
    sn1 = book.plan.partners["SN1"].model_copy(update={"moved": {"travel": -100_00}})
    less = with_plan(book, partners={**book.plan.partners, "SN1": sn1})
    with pytest.raises(PlanError, match="total cost: 93489300 cents instead of 93500000"):
        prove(less, reports_of(less))


def test_check_names_what_is_missing_foreign_and_different(tmp_path: Path) -> None:
    write({"1/WFS/kosten.csv": b"a", "1/TGZ/kosten.csv": b"b", "left/over.csv": b"c"}, tmp_path)
    made = {"1/WFS/kosten.csv": b"a", "1/TGZ/kosten.csv": b"B", "1/KARR/koszty.csv": b"d"}
    assert list(differences(made, tmp_path)) == [
        "1/KARR/koszty.csv is missing",
        "1/TGZ/kosten.csv differs",
        "left/over.csv is none of the plan's",
    ]
    write(made, tmp_path)
    assert list(differences(made, tmp_path)) == []


def test_a_workbook_packed_otherwise_is_the_same(tmp_path: Path) -> None:
    path = "1/TGZ/InnoCoopPolSax_TGZ_1.xlsx"
    made = {path: make("innocooppolsax")[path]}
    plain = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made[path])) as packed,
        zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as stored,
    ):
        for name in packed.namelist():
            stored.writestr(name, packed.read(name))
    write({path: plain.getvalue()}, tmp_path)
    assert list(differences(made, tmp_path)) == []


def test_check_says_that_the_committed_files_are_in_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out.startswith("The committed extracts are what the plan")
