"""Organisations counted once each: what unites two names, and what is only proposed."""

from __future__ import annotations

import csv
import random
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.law import load_law
from intake.rates import load_rates
from rules.case import Case
from rules.indicators import count_participants
from rules.organisations import organisation_key, remarks
from schemas.activities import ACTIVITIES
from schemas.costs import COSTS
from schemas.participants import PARTICIPANTS
from tests.unit.intake.extracts import PROJECT

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "participants"


def attended(*rows: tuple[str, str, str], partner: str = "WFS") -> pd.DataFrame:
    """Participants by organisation, country and type."""
    count = len(rows)
    frame = pd.DataFrame(
        {name: [""] * count for name, dtype in PARTICIPANTS.dtypes.items() if dtype == "str"}
    )
    frame["organisation"] = [row[0] for row in rows]
    frame["country"] = [row[1] for row in rows]
    frame["organisation_type"] = [row[2] for row in rows]
    frame["participant_ref"] = [f"{number:032x}" for number in range(count)]
    frame["partner"], frame["period"], frame["file_sha256"] = partner, 1, "1" * 64
    frame["row"], frame["sequence"] = range(2, count + 2), range(count)
    for name, dtype in PARTICIPANTS.dtypes.items():
        if name not in frame:
            frame[name] = pd.Series([None] * count, dtype=dtype)
    return frame[list(PARTICIPANTS.dtypes)].astype(PARTICIPANTS.dtypes)


def case(participants: pd.DataFrame) -> Case:
    return Case(
        project=PROJECT,
        number=1,
        law=load_law(),
        rates=load_rates(),
        costs=COSTS.empty(),
        activities=ACTIVITIES.empty(),
        participants=participants,
        reports={},
    )


SAME = [
    ("Nowak Sp. z o.o.", "NOWAK spółka z ograniczoną odpowiedzialnością", "PL"),
    ("Novák s.r.o.", "Novák, spol. s r.o.", "CZ"),
    ("Muster GmbH", "MUSTER  G.m.b.H.", "DE"),
    ("Muster GmbH & Co. KG", "Muster", "DE"),
    ("Kovács Kft.", "kovacs", "HU"),
    ("Rossi S.r.l.", "Rossi SRL", "IT"),
    ("Horvat d.o.o.", "Horvat d. o. o.", "SI"),
    ("Tamm OÜ", "TAMM", "EE"),
    ("Cluster Sachsen e.V.", "Cluster-Sachsen e. V.", "DE"),
    ("Tech Hub", "TechHub", "PL"),
    ("Universität Zürich", "Universitat Zurich", "CH"),
    ("Аlfa", "Alfa", "PL"),
    ("ABC\u00a0Ltd.", "ABC Limited", "GB"),
]
OTHER = [
    ("TU Dresden", "Technische Universität Dresden", "DE"),
    ("University of Essex", "University of Wessex", "GB"),
    ("Grundschule 1", "Grundschule 2", "DE"),
    ("Stadt Aue", "Stadt Auw", "DE"),
]


@pytest.mark.parametrize(("one", "other", "country"), SAME)
def test_typing_makes_no_difference(one: str, other: str, country: str) -> None:
    assert organisation_key(one, country) == organisation_key(other, country)
    people = case(attended((one, country, "sme"), (other, country, "sme")))
    assert count_participants(people).organisations == 1
    assert people.participants["organisation"].tolist() == [one, other]


@pytest.mark.parametrize(("one", "other", "country"), OTHER)
def test_nothing_is_guessed(one: str, other: str, country: str) -> None:
    people = case(attended((one, country, "ngo"), (other, country, "ngo")))
    assert count_participants(people).organisations == 2
    assert remarks(people) == []


def test_the_same_name_in_two_countries_is_two_organisations() -> None:
    counts = count_participants(case(attended(("Caritas", "DE", "ngo"), ("Caritas", "PL", "ngo"))))
    assert counts.organisations == 2
    assert counts.by_country == {"DE": 1, "PL": 1}


def test_a_slip_is_proposed_and_counted_separately() -> None:
    rows = [
        ("Politechnika Wrocławska", "PL", "university_research"),
        ("Politechnika Wrocłavska", "PL", "university_research"),
        ("Politechnika Wrocławska", "CZ", "university_research"),
    ]
    people = case(attended(*rows))
    assert count_participants(people).organisations == 3
    (finding,) = remarks(people)
    assert finding.code == "PAR-05-ALIKE"
    assert {finding.found, finding.words["other"]} == {rows[0][0], rows[1][0]}


def test_two_legal_forms_under_one_name_are_told() -> None:
    people = case(attended(("Muster GmbH", "DE", "sme"), ("Muster AG", "DE", "sme")))
    assert count_participants(people).organisations == 1
    assert [finding.code for finding in remarks(people)] == ["PAR-05-FORMS"]


def test_what_another_partner_typed_is_told_to_the_lead_only() -> None:
    people = pd.concat(
        [
            attended(("Politechnika Wrocławska", "PL", "ngo")),
            attended(("Politechnika Wrocłavska", "PL", "ngo"), partner="KARR"),
        ],
        ignore_index=True,
    )
    (finding,) = remarks(case(people))
    assert (finding.code, finding.partner, finding.file) == ("PAR-05-ALIKE-LEAD", "", "")


_NAMES = ["Nowak Sp. z o.o.", "Muster GmbH", "Tamm OÜ", "Universität Zürich", "Caritas"]
_TYPES = ["sme", "ngo", "other", "university_research"]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(_NAMES), st.sampled_from(["PL", "DE"]), st.sampled_from(_TYPES)),
        min_size=1,
        max_size=25,
    ),
    random=st.randoms(use_true_random=False),
)
def test_order_case_and_spaces_change_no_count(
    rows: list[tuple[str, str, str]], random: random.Random
) -> None:
    counted = count_participants(case(attended(*rows)))
    assert sum(counted.by_type.values()) == counted.organisations
    assert sum(counted.by_country.values()) == counted.organisations
    shuffled = [(random.choice([n.upper(), f" {n} ", n.replace(" ", "  ")]), *r) for n, *r in rows]
    random.shuffle(shuffled)
    assert count_participants(case(attended(*shuffled))) == counted


def test_five_thousand_attendances_are_counted_at_once() -> None:
    words = ["Nord", "Süd", "Berg", "Tal", "Feld", "Wald", "Stein", "Bach", "Burg", "Hof"]
    rows = [
        (f"{words[n % 10]}{words[n // 10 % 10]}{words[n // 100 % 10]}werke GmbH", "DE", "sme")
        for n in range(5000)
    ]
    people = case(attended(*rows))
    began = time.process_time()
    assert count_participants(people).organisations == 1000
    remarks(people)
    assert time.process_time() - began < 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published lists are not here")
def test_a_real_list_as_people_typed_it() -> None:
    path = SHARED / "conference2020_organisations_as_typed.csv"
    with path.open(encoding="utf-8") as handle:
        names = [row["organisation_as_typed"] for row in csv.DictReader(handle)]
    united: dict[str, list[str]] = {}
    for name in names:
        united.setdefault(organisation_key(name, "XX"), []).append(name)
    assert sorted(group[-1] for group in united.values() if len(group) > 1) == [
        "Mannheim Centre for European Social Research, University of Mannheim, Mannheim",
        "University of Amsterdam, Amsterdam",
        "University of Oslo, Oslo",
        "University of Zürich, Zürich",
    ]
    proposed = remarks(case(attended(*((name, "XX", "university_research") for name in names))))
    assert [(finding.code, finding.found, finding.words["other"]) for finding in proposed] == [
        ("PAR-05-ALIKE", "Koç University, Istanbul", "Koc University, ?stanbul"),
        ("PAR-05-ALIKE", "Science Po, Paris", "Sciences Po, Paris"),
        ("PAR-05-ALIKE", "University of Geneva, Geneva", "University of Geneva, Geneve"),
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published lists are not here")
def test_organisations_that_are_different_stay_different() -> None:
    with (SHARED / "conference2020_participants.csv").open(encoding="utf-8") as handle:
        people = list(csv.DictReader(handle))
    rows = [(row["organisation"], row["country_code"], "university_research") for row in people]
    told = case(attended(*rows))
    assert count_participants(told).organisations == len(
        {row["organisation_ror"] for row in people}
    )
    assert remarks(told) == []
