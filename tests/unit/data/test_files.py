"""The committed files, read from the disk by other means than Eurocent's and added up by hand."""

import csv
import io
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from python_calamine import CalamineWorkbook

ROOMS = Path(__file__).resolve().parents[3]
PLANS = ROOMS / "data" / "synthetic" / "plans"
CENT = Decimal("0.01")

# Encodings and decimal marks of the partners that write text files.
TEXT_FILES = {
    ("innocooppolsax", "WFS"): ("utf-8-sig", ","),
    ("innocooppolsax", "KARR"): ("cp1250", ","),
    ("eccop", "SN1"): ("utf-8-sig", ","),
    ("eccop", "BB1"): ("cp1252", ","),
    ("eccop", "EE1"): ("utf-8", "."),
    ("eccop", "PL1"): ("cp1250", ","),
    ("eccop", "CZ1"): ("cp1250", ","),
    ("eccop", "AT1"): ("cp1252", ","),
    ("eccop", "IT1"): ("utf-8", ","),
    ("clustercoop", "MNDE"): ("utf-8-sig", ","),
    ("clustercoop", "MIT"): ("cp1250", ","),
    ("clustercoop", "MESR"): ("utf-8-sig", ","),
    ("clustercoop", "VDIVDE"): ("utf-8-sig", ","),
    ("clustercoop", "PIEMONTE"): ("utf-8", ","),
    ("clustercoop", "RZESZOW"): ("cp1250", ","),
    ("eccp-matchmaking-2014", "INNO"): ("utf-8", "."),
    ("eccp-matchmaking-2014", "SEZ"): ("utf-8-sig", ","),
    ("eccp-platform-2015", "EUROTOP"): ("utf-8", ","),
    ("eccp-platform-2015", "LSIC"): ("utf-8-sig", ","),
    ("eccp-platform-2015", "AWEX"): ("utf-8-sig", "."),
    ("eccp-platform-2015", "EXPERT"): ("utf-8-sig", ","),
    ("example-living", "MUSTER"): ("utf-8-sig", ","),
    ("example-living", "VZOR"): ("cp1250", ","),
}
PROJECTS = sorted(path.stem for path in PLANS.glob("*.yaml"))


def read_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def meanings(section: Any) -> dict[str, str]:
    """Word to what it means, in all languages."""
    return {
        word: meaning
        for meaning, languages in section.items()
        for words in languages.values()
        for word in words
    }


HEADINGS = read_yaml(ROOMS / "intake" / "headings.yaml")
WORDS = read_yaml(ROOMS / "intake" / "cell_words.yaml")


def tables(project: str, period: int, partner: str) -> list[list[list[Any]]]:
    folder = ROOMS / "data" / "projects" / project / "extracts" / str(period) / partner
    found: list[list[list[Any]]] = []
    # The living example has no extracts of periods that have not ended.
    # Evidence lies in a folder of its own.
    for path in sorted(path for path in folder.glob("*") if path.is_file()):
        if path.suffix == ".xlsx":
            book = CalamineWorkbook.from_path(path)
            found += [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        else:
            encoding, _ = TEXT_FILES[project, partner]
            text = path.read_bytes().decode(encoding)
            found.append(list(csv.reader(io.StringIO(text), delimiter=text_delimiter(text))))
    return found


def text_delimiter(text: str) -> str:
    return ";" if ";" in text.splitlines()[0] else ","


def rows_of(project: str, period: int, partner: str, table: str) -> list[dict[str, Any]]:
    """The rows of one table, by the names of the contract."""
    known = meanings(HEADINGS[table])
    required = {"costs": "amount_declared", "activities": "status", "participants": "organisation"}
    for heading, *lines in tables(project, period, partner):
        names = [known.get(str(word), str(word)) for word in heading]
        if required[table] in names:
            return [dict(zip(names, line, strict=True)) for line in lines]
    return []


def number(cell: Any, project: str, partner: str) -> Decimal:
    if isinstance(cell, float):
        return Decimal(str(cell)).quantize(CENT)
    _, mark = TEXT_FILES[project, partner]
    grouped = str(cell).replace("\u00a0", "").replace("," if mark == "." else ".", "")
    return Decimal(grouped.replace(mark, "."))


def month(cell: Any) -> str:
    """The month of a day as 2017-03, whether it is text or a date."""
    text = str(cell)
    if text[4:5] in "-.":
        return f"{text[:4]}-{text[5:7]}"
    return f"{text[6:10]}-{text[3:5]}"


@pytest.fixture(scope="module")
def rates() -> dict[tuple[str, str], Decimal]:
    table = (ROOMS / "data" / "rates" / "inforeuro_monthly.csv").read_text("utf-8")
    lines = (line.split(",") for line in table.splitlines()[1:])
    return {(line[0], line[1]): Decimal(line[2]) for line in lines}


def accepted_by_category(
    project: str, rates: dict[tuple[str, str], Decimal]
) -> dict[tuple[str, int, str], Decimal]:
    """Add up the files: hand-written items as the plan says, all others converted in full."""
    definition = read_yaml(ROOMS / "data" / "projects" / project / "project.yaml")
    plan = read_yaml(PLANS / f"{project}.yaml")
    said = {
        f"{item['partner']}-{item['period']}-{item['number']:03d}": Decimal(item["accepted"])
        for item in plan["items"]
    }
    selector = definition["parameters"]["fx.month_selector"]["value"]
    categories = meanings(WORDS["cost_category"])
    sums: dict[tuple[str, int, str], Decimal] = defaultdict(Decimal)
    for period in definition["periods"]:
        for partner in (entry["id"] for entry in definition["partners"]):
            for row in rows_of(project, period["number"], partner, "costs"):
                if row["item_id"] in ("Summe", "Razem"):
                    continue
                amount = said.get(row["item_id"])
                if amount is None:
                    rated = {
                        "incurred": month(row.get("invoice_date") or row["payment_date"]),
                        "paid": month(row["payment_date"]),
                        "submission": f"{period['partner_deadline']:%Y-%m}",
                    }[selector]
                    declared = number(row["amount_declared"], project, partner)
                    rate = rates.get((rated, row["currency"]), Decimal(1))
                    amount = (declared / rate).quantize(CENT, ROUND_HALF_UP)
                category = categories[row["cost_category"]]
                sums[partner, period["number"], category] += amount
    return sums


def cut_down(amount: Fraction) -> Decimal:
    """Cut an amount to the cent."""
    return Decimal(int(amount * 100)) / 100


def test_innocooppolsax_adds_up_to_the_cent(rates: dict[tuple[str, str], Decimal]) -> None:
    sums = accepted_by_category("innocooppolsax", rates)
    sums["WFS", 3, "equipment"] -= Decimal("300.00")
    eligible: dict[str, Decimal] = defaultdict(Decimal)
    for (partner, _, _), amount in sums.items():
        eligible[partner] += amount
    for period in (1, 2, 3, 4):
        for partner in ("WFS", "KARR"):
            staff = sums[partner, period, "staff"]
            eligible[partner] += cut_down(Fraction(staff) * 15 / 100)
        other = sum(
            amount
            for (partner, number, _), amount in sums.items()
            if (partner, number) == ("TGZ", period)
        )
        flat_staff = cut_down(Fraction(other) * 20 / 100)
        eligible["TGZ"] += flat_staff + cut_down(Fraction(flat_staff) * 15 / 100)
    assert sum(eligible.values()) == Decimal("358000.00")
    shares = [cut_down(Fraction(amount) * 85 / 100) for amount in eligible.values()]
    assert sum(shares) == Decimal("304300.00")


def test_eccop_adds_up_to_the_cent(rates: dict[tuple[str, str], Decimal]) -> None:
    sums = accepted_by_category("eccop", rates)
    eligible = sum(sums.values()) - Decimal("250.00")
    reports = {(partner, period) for partner, period, _ in sums if partner != "AT1"}
    for report in reports:
        direct = sum(
            amount for (partner, period, _), amount in sums.items() if (partner, period) == report
        )
        eligible += cut_down(Fraction(direct) * 7 / 100)
    assert eligible == Decimal("935000.00")
    assert cut_down(Fraction(eligible) * 70 / 100) == Decimal("654500.00")


def test_clustercoop_adds_up_to_the_cent(rates: dict[tuple[str, str], Decimal]) -> None:
    sums = accepted_by_category("clustercoop", rates)
    # Above the allowance of the heading, and cleared by the controller a period later.
    sums["CZI", 6, "promotion"] -= Decimal("150.00")
    sums["UNILJ", 3, "external_expertise"] += Decimal("480.00")
    eligible: dict[str, Decimal] = defaultdict(Decimal)
    for (partner, _, _), amount in sums.items():
        eligible[partner] += amount
    for period in range(1, 7):
        direct = sum(
            amount
            for (partner, number, _), amount in sums.items()
            if (partner, number) == ("VDIVDE", period)
        )
        eligible["VDIVDE"] += cut_down(Fraction(direct) * 765 / 10_000)
    assert len(eligible) == 10
    assert set(eligible.values()) == {Decimal("215300.00")}
    shares = [
        cut_down(Fraction(amount) * (75 if partner in ("VDIVDE", "PIEMONTE") else 85) / 100)
        for partner, amount in eligible.items()
    ]
    assert sum(shares) == Decimal("1786990.00")


def test_all_deliverables_are_accepted_once_within_their_period() -> None:
    for project, price in (("eccp-matchmaking-2014", 240_000), ("eccp-platform-2015", 1_200_000)):
        definition = read_yaml(ROOMS / "data" / "projects" / project / "project.yaml")
        prices = {entry["id"]: Decimal(entry["price"]) for entry in definition["deliverables"]}
        accepted: list[str] = []
        for period in definition["periods"]:
            for partner in (entry["id"] for entry in definition["partners"]):
                accepted += [
                    row["activity_id"]
                    for row in rows_of(project, period["number"], partner, "activities")
                    if row.get("deliverable_accepted_on")
                    and month(row["deliverable_accepted_on"]) <= f"{period['end']:%Y-%m}"
                ]
        assert sorted(accepted) == sorted(prices)
        assert sum(prices.values()) == price


def test_service_contracts_count_the_events_that_are_published() -> None:
    events = {
        row["city"]
        for period in (1, 2)
        for partner in ("SPI", "INNO", "SEZ")
        for row in rows_of("eccp-matchmaking-2014", period, partner, "activities")
        if row.get("city")
    }
    assert events == {"La Louvière", "Naples", "Sevilla", "Brussels"}
    definition = read_yaml(ROOMS / "data" / "projects" / "eccp-platform-2015" / "project.yaml")
    missions = [a for a in definition["activities"] if a["type"] in ("mission", "matchmaking")]
    assert len(missions) == 10


@pytest.mark.parametrize("project", PROJECTS)
def test_every_row_says_that_it_is_synthetic(project: str) -> None:
    definition = read_yaml(ROOMS / "data" / "projects" / project / "project.yaml")
    checked = 0
    for period in definition["periods"]:
        for partner in (entry["id"] for entry in definition["partners"]):
            report = (project, period["number"], partner)
            costs = rows_of(*report, "costs")
            for row in [*costs, *rows_of(*report, "activities")]:
                assert row["comment"] == "synthetic" or row["item_id"] in ("Summe", "Razem")
                checked += 1
            for row in rows_of(*report, "participants"):
                assert row["participant_ref"].endswith("@example.org")
                assert row["organisation"].endswith("(synth.)")
                checked += 1
    assert checked > 200


@pytest.mark.parametrize("project", ["clustercoop", "eccop", "innocooppolsax"])
def test_every_partner_of_a_cost_project_has_a_list_of_fair_length(project: str) -> None:
    definition = read_yaml(ROOMS / "data" / "projects" / project / "project.yaml")
    for period in definition["periods"]:
        for partner in (entry["id"] for entry in definition["partners"]):
            assert 5 <= len(rows_of(project, period["number"], partner, "costs")) <= 40


@pytest.mark.parametrize("project", ["clustercoop", "eccop", "innocooppolsax"])
def test_suppliers_are_marked_as_invented(project: str) -> None:
    definition = read_yaml(ROOMS / "data" / "projects" / project / "project.yaml")
    suppliers = {
        row["supplier_name"]
        for period in definition["periods"]
        for partner in definition["partners"]
        for row in rows_of(project, period["number"], partner["id"], "costs")
        if row["supplier_name"]
    }
    assert len(suppliers) > 20
    assert {name for name in suppliers if not name.endswith("(synth.)")} == set()
