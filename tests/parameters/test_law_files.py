"""The shipped law: every file loads, every value is referenced, every rule has what it names."""

from __future__ import annotations

import re
import typing
from datetime import date
from fractions import Fraction

import pytest
from pydantic import BaseModel

from intake.law import LAW_FOLDER, load_law
from schemas.activities import ACTIVITIES
from schemas.columns import Table
from schemas.costs import COSTS
from schemas.law import CONTRACT, Family, Rule
from schemas.participants import PARTICIPANTS
from schemas.project import Project

LAW = load_law()

# The rules of the domain reference, group by group.
RULE_COUNTS = {
    "PER": 5, "CUR": 3, "DUP": 3, "CAT": 1, "INEL": 8, "VAT": 3, "STF": 6, "OVH": 4, "TRV": 1,
    "SCO": 2, "INK": 2, "REV": 2, "RAT": 3, "BUD": 3, "PRC": 3, "AID": 2, "GEO": 1, "CTR": 4,
    "COF": 1, "PUB": 1, "PAR": 3, "DOC": 1, "RET": 1, "LP": 1, "SRV": 3, "TRU": 1,
}  # fmt: skip
RULE_IDS = {f"R-{name}-{n:02d}" for name, count in RULE_COUNTS.items() for n in range(1, count + 1)}
RULE_IDS |= {"R-FLT-40"}


def test_all_sixty_nine_rules_are_stated() -> None:
    assert len(RULE_IDS) == 69
    assert set(LAW.rules) == RULE_IDS


def test_every_file_of_the_law_is_read() -> None:
    files = {path.stem for path in LAW_FOLDER.rglob("*") if path.is_file()}
    assert files == {*LAW.families, *LAW.catalogue, *LAW.rules}


def test_a_link_leads_to_the_act_it_stands_beside() -> None:
    """``reg/2013/1303`` belongs to "No 1303/2013", ``reg/2021/1060`` to "2021/1060"."""
    links: set[tuple[str, str | None]] = {
        (value.reference.act, value.reference.link)
        for parameter in LAW.catalogue.values()
        for dated in parameter.values.values()
        for value in dated
    }
    links |= {(act.code, act.link) for family in LAW.families.values() for act in family.acts}
    for act, link in links:
        if link is not None:
            year, number = link.split("/")[-3:-1]
            assert re.search(
                rf"\b({number}/{year}|{number}/{year[2:]}|{year}/{number}|{year[2:]}/{number})\b",
                act,
            )


FAMILIES = [pytest.param(LAW.family(name), id=name) for name in LAW.families]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_act_a_rule_rests_on_stands_in_the_law_chapter(family: Family) -> None:
    known = {act.code for act in family.acts}
    for rule in LAW.rules_of(family.id):
        for part in LAW.basis(rule.id, family.id).basis.split("; "):
            assert any(part == act or part.startswith(f"{act}, ") for act in known), (rule.id, part)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_contract_is_an_act_of_every_family(family: Family) -> None:
    assert CONTRACT in {act.code for act in family.acts}


def test_a_german_reader_meets_german_names_of_acts() -> None:
    for family in map(LAW.family, LAW.families):
        for rule in LAW.rules_of(family.id):
            cited = family.cite(LAW.basis(rule.id, family.id).basis, "de")
            assert not re.search(r"Reg\.|Dir\.| No |\(EC|agreement|manual|convention", cited), cited
        for dated in LAW.parameters(family.id).values.values():
            for value in dated:
                cited = family.cite(value.reference, "de")
                assert not re.search(r"Reg\.|Dir\.| No |\(EC|agreement|manual", cited), cited


TABLES: dict[str, Table] = {
    "costs": COSTS,
    "activities": ACTIVITIES,
    "participants": PARTICIPANTS,
}


@pytest.mark.parametrize("rule", LAW.rules.values(), ids=lambda rule: rule.id)
def test_every_input_of_a_rule_is_a_column_or_a_project_key(rule: Rule) -> None:
    for name in rule.inputs:
        if name == "reports.submitted_on":  # on the receipt, neither in a file nor in the project
            continue
        first, *rest = name.split(".")
        if first in TABLES and rest[0] in TABLES[first].by_extract:
            continue
        keys = rest if first == "project" else [first, *rest]
        assert _is_key(Project, keys), f"{rule.id}: {name}"


@pytest.mark.parametrize("rule", LAW.rules.values(), ids=lambda rule: rule.id)
def test_every_rule_has_an_example_with_the_same_figures_in_both_languages(rule: Rule) -> None:
    assert rule.example is not None
    english, german = (
        sorted(re.sub(r"\D", "", figure) for figure in re.findall(r"\d[\d.,]*", text))
        for text in (rule.example.en, rule.example.de)
    )
    assert english == german


def _is_key(model: type[BaseModel], keys: list[str]) -> bool:
    """Whether a project file may hold the keys, each below the one before."""
    field = model.model_fields.get(keys[0])
    if field is None or len(keys) == 1:
        return field is not None
    below = _models(field.annotation)
    return any(_is_key(inner, keys[1:]) for inner in below)


def _models(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in _models(part)]


_OVERHEADS = "flat_rate.overheads.of_direct"


# Read in the legal texts as the domain reference quotes them, never from a run.
@pytest.mark.parametrize(
    ("family", "key", "on", "expected"),
    [
        ("INTERREG_2014", "flat_rate.office_administration.of_staff", date(2017, 6, 30), "0.15"),
        ("INTERREG_2014", "flat_rate.staff.of_other_direct", date(2017, 6, 30), "0.20"),
        ("INTERREG_2014", "flat_rate.other_costs.of_staff", date(2018, 8, 2), "0.40"),
        ("INTERREG_2014", "rate.ceiling", date(2017, 6, 30), "0.85"),
        ("INTERREG_2014", "gift.limit", date(2017, 6, 30), "50.00"),
        ("INTERREG_2014", "revenue.threshold", date(2018, 8, 1), "50000.00"),
        ("INTERREG_2014", "revenue.threshold", date(2018, 8, 2), "100000.00"),
        ("INTERREG_2014", "window.start", date(2017, 6, 30), date(2014, 1, 1)),
        ("INTERREG_2014", "window.end", date(2017, 6, 30), date(2023, 12, 31)),
        ("INTERREG_2014", "staff.annual_hours", date(2017, 6, 30), 1720),
        ("INTERREG_2014", "control.months", date(2017, 6, 30), 3),
        ("INTERREG_2014", "retention.months", date(2017, 6, 30), 36),
        ("INTERREG_2014", "aid.de_minimis_ceiling", date(2023, 12, 31), "200000.00"),
        ("INTERREG_2014", "aid.de_minimis_ceiling", date(2024, 1, 1), "300000.00"),
        ("INTERREG_2014", "procurement.threshold.sub_central", date(2017, 6, 30), "209000.00"),
        ("INTERREG_2014", "procurement.threshold.works", date(2018, 1, 1), "5548000.00"),
        ("ETC_2007", "flat_rate.administration.of_direct", date(2009, 10, 12), "0.25"),
        ("ETC_2007", "flat_rate.administration.of_direct", date(2009, 10, 13), "0.20"),
        ("ETC_2007", "window.end", date(2012, 6, 30), date(2015, 12, 31)),
        ("ETC_2007", "fund.level", date(2012, 6, 30), "partner"),
        ("ETC_2007", "budget.flexibility", date(2012, 6, 30), "0.20"),
        ("INTERREG_2021", "flat_rate.travel_accommodation.of_staff", date(2023, 6, 30), "0.15"),
        ("INTERREG_2021", "flat_rate.office_administration.of_direct", date(2023, 6, 30), "0.07"),
        ("INTERREG_2021", "rate.ceiling", date(2023, 6, 30), "0.80"),
        ("INTERREG_2021", "gift.limit", date(2023, 6, 30), "0.00"),
        ("INTERREG_2021", "window.end", date(2023, 6, 30), date(2029, 12, 31)),
        ("INTERREG_2021", "vat.total_cost_limit", date(2023, 6, 30), "5000000.00"),
        ("INTERREG_2021", "staff.part_time_year_cap", date(2023, 6, 30), True),
        ("SERVICE", "fund.level", date(2015, 6, 30), "project"),
        ("SERVICE", "control.required", date(2015, 6, 30), False),
        ("SERVICE", "damages.factor", date(2015, 6, 30), "0.30"),
        ("COSME", "flat_rate.overheads.of_direct", date(2016, 6, 30), "0.07"),
        ("COSME", "revenue.no_profit_above", date(2016, 6, 30), "60000.00"),
        ("COSME", "audit_certificate.threshold", date(2016, 6, 30), "750000.00"),
        (
            "H2020",
            "flat_rate.overheads.of_direct_without_subcontracting",
            date(2016, 6, 30),
            "0.25",
        ),
        ("H2020", "audit_certificate.threshold", date(2016, 6, 30), "325000.00"),
        ("H2020", "fx.month_selector", date(2016, 6, 30), "period_mean"),
        ("HEUROPE", "audit_certificate.threshold", date(2022, 6, 30), "430000.00"),
        ("HEUROPE", "procurement.threshold.central", date(2022, 6, 30), "140000.00"),
        ("CGRANT_2002", "flat_rate.overheads.of_direct", date(2007, 6, 30), "0.07"),
        ("CGRANT_2002", "budget.flexibility", date(2007, 6, 30), "0.10"),
        ("CGRANT_2002", "gift.limit", date(2007, 6, 30), "0.00"),
        ("CGRANT_2002", "audit_certificate.threshold", date(2007, 6, 30), "750000.00"),
        ("CGRANT_2002", "procurement.threshold.central", date(2007, 12, 31), "137000.00"),
        ("CGRANT_2002", "retention.months", date(2007, 6, 30), 60),
    ],
)
def test_values_of_the_law(family: str, key: str, on: date, expected: object) -> None:
    assert LAW.parameters(family).dated(key, on).value == expected


@pytest.mark.parametrize(
    ("family", "key", "on"),
    [
        ("INTERREG_2014", "flat_rate.other_costs.of_staff", date(2018, 8, 1)),
        ("INTERREG_2014", "simplified_costs.mandatory_up_to", date(2018, 8, 1)),
        ("INTERREG_2014", "flat_rate.overheads.of_direct", date(2017, 6, 30)),
        ("CGRANT_2002", "flat_rate.office_administration.of_staff", date(2007, 6, 30)),
        ("CGRANT_2002", "audit_certificate.cumulative_requests", date(2007, 4, 30)),
        ("CGRANT_2002", "damages.applies", date(2007, 6, 30)),
        ("INTERREG_2021", "revenue.threshold", date(2023, 6, 30)),
        ("INTERREG_2021", "area.outside_share", date(2023, 6, 30)),
        ("H2020", "budget.flexibility", date(2016, 6, 30)),
    ],
)
def test_what_a_family_does_not_know_is_absent(family: str, key: str, on: date) -> None:
    assert not LAW.parameters(family).has(key, on)


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        *((country, Fraction(3, 4)) for country in ("AT", "DE", "IT")),
        *((country, Fraction(17, 20)) for country in ("CZ", "HU", "PL", "SI", "SK", "UA", "")),
    ],
)
def test_the_ceiling_of_2007_follows_the_country(country: str, expected: Fraction) -> None:
    on = date(2012, 6, 30)
    assert LAW.parameters("ETC_2007").ratio("rate.ceiling", on, country) == expected


def test_the_office_list_has_the_twelve_elements_of_the_article() -> None:
    elements = LAW.parameters("INTERREG_2014").items("office.elements", date(2017, 6, 30))
    assert (len(elements), elements[0], elements[-1]) == (
        12,
        "office_rent",
        "transnational_transaction_charges",
    )


def test_the_categories_are_those_of_the_product_contract() -> None:
    grants = "staff travel subsistence equipment consumables subcontracting other overheads"
    interreg = (
        "staff office_administration travel_accommodation external_expertise equipment "
        "infrastructure"
    )
    own = {
        "CGRANT_2002": grants,
        "COSME": grants,
        "ETC_2007": "staff administration external_expertise travel_accommodation meetings_events "
        "promotion equipment investments other preparation",
        "H2020": grants,
        "HEUROPE": grants,
        "INTERREG_2014": interreg,
        "INTERREG_2021": interreg,
        "SERVICE": "deliverables reimbursable",
    }
    for family, codes in own.items():
        expected = [*codes.split(), "lump_sums", "other_costs"]
        assert [category.code for category in LAW.family(family).categories] == expected
