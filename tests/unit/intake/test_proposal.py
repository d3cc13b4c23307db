"""What is proposed for layouts of real bookkeeping programs, and what is only asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from intake.context import Context, Place
from intake.delivery import grids_of
from intake.files import ENDINGS
from intake.grids import Grid
from intake.law import load_law
from intake.layout import find_headings, lay_out
from intake.own_layout import labels_of
from intake.project import category_names, load_project
from intake.proposal import Proposal, find_start, propose
from intake.vocabulary import TABLES
from schemas.project import Project
from schemas.words import words
from tests.unit.intake.extracts import PROJECT, context

PACKAGES = [{"id": f"WP{number}", "title": title} for number, title in enumerate("ABC", 1)]

DATEV = """\
"EXTF";700;21;"Buchungsstapel";12;20170401;;;;;;;
Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);\
Belegdatum;Belegfeld 1;Buchungstext;Kostenstelle
1.250,00;S;EUR;4120;1740;31.01.2017;LJ 2017-01;Gehalt Januar, Kennung S1;901
84,00;S;EUR;4660;1200;11.02.2017;4711;Taxi Abstimmung Jelenia Góra;901
12,50;H;EUR;4660;1200;12.02.2017;4711;Gutschrift Taxi;902
"""
OPTIMA = """\
Zestawienie zapisów na kontach;;;;;;;;
Lp.;Data księgowania;Numer dokumentu;Konto;Kontrahent;Opis;Kwota Wn;Kwota Ma;Pakiet
1;31.01.2017;LP 1/2017;501-01;;Wynagrodzenie;3 900,00;0,00;PR1
2;03.02.2017;FV 7/2017;502-07;Wzór Sp. z o.o.;Taxi;84,50;0,00;PR2
3;09.02.2017;KOR 7/2017;502-07;Wzór Sp. z o.o.;Korekta;0,00;4,50;PR2
Razem;;;;;;3 984,50;4,50;
"""
POHODA = """\
Datum;Číslo;Doklad;Text;Firma;IČO;MD;D;Částka;Středisko
31.1.2017;17ID00001;Interní;Mzda 1/2017;;;521100;331000;45 000,00;PROJ1
3.2.2017;17PF00012;Faktura;Pronájem sálu;Hotel Vzor s.r.o.;12345678;518100;321000;12 500,50;PROJ1
"""
ITALIAN = """\
Data registrazione;N. protocollo;Fornitore;Partita IVA;Num. doc.;Data doc.;Causale;Imponibile;IVA;\
Totale documento;Voce di spesa
31/01/2017;1;Esempio S.r.l.;IT01234567890;12/A;15/01/2017;Consulenza;1.000,00;220,00;1.220,00;\
External expertise
28/02/2017;2;Prova S.p.A.;IT09876543210;77;20/02/2017;Viaggio;100,00;22,00;122,00;\
Travel and accommodation
"""


def of_project(partner: str = "KARR", **changes: Any) -> Context:
    plain = PROJECT.model_dump(mode="json", by_alias=True) | {"work_packages": PACKAGES}
    known = Project.model_validate(plain | changes)
    return replace(context(partner), project=known)


def looked_at(content: str, partner: str = "KARR", table: str = "costs") -> Proposal:
    known = of_project(partner)
    grids = grids_of(content.encode(), "x.csv", known)
    assert isinstance(grids, list)
    start = find_start(grids[0], table)
    assert start is not None
    return propose(grids[0], table, start, known)


def taken(proposal: Proposal) -> dict[str, str]:
    """What is proposed; questions end with a question mark."""
    return {
        name: entry.source.written() + ("" if entry.sure else " ?")
        for name, entry in proposal.columns.items()
    }


def why(proposal: Proposal, name: str) -> str:
    reasons = proposal.columns[name].reasons
    return "; ".join(words("en").sentence(text, values) for text, values in reasons)


def test_a_batch_of_datev_is_understood_with_its_marks_of_debit_and_credit() -> None:
    proposal = looked_at(DATEV, "WFS")
    found = taken(proposal)
    amount = proposal.columns["amount_declared"]
    assert amount.sure
    assert amount.source.headings == ("Umsatz (ohne Soll/Haben-Kz)",)
    assert amount.source.sign_column == "Soll/Haben-Kennzeichen"
    assert amount.source.signs == {"S": "+", "H": "-"}
    assert found["currency"] == "WKZ Umsatz"
    assert found["invoice_date"] == "Belegdatum"
    assert found["description"] == "Buchungstext"
    assert found["item_id"] == "Belegfeld 1 + #", "the number 4711 stands there twice"
    assert found["ledger_code"].startswith("Konto")
    assert found["cost_category"].endswith("?"), "accounts are never taken for categories silently"


def test_debit_and_credit_side_by_side_are_one_amount() -> None:
    proposal = looked_at(OPTIMA)
    found = taken(proposal)
    assert found["amount_declared"] == "Kwota Wn − Kwota Ma"
    assert found["description"] == "Opis"
    assert found["supplier_name"] == "Kontrahent"
    assert found["invoice_number"] == "Numer dokumentu"
    assert found["payment_date"] == "Data księgowania"
    assert found["currency"] == '"EUR"'
    assert "the currency of the partner" in why(proposal, "currency")


def test_work_packages_with_another_prefix_are_told_by_their_numbers() -> None:
    proposal = looked_at(OPTIMA)
    assert proposal.names["work_package"].told == {"PR1": "WP1", "PR2": "WP2"}


def test_accounts_of_debit_and_credit_are_no_amounts() -> None:
    found = taken(looked_at(POHODA))
    assert found["amount_declared"] == "Částka"
    assert found["description"] == "Text"
    assert found["supplier_name"] == "Firma"
    assert found["payment_date"] == "Datum"
    assert found["supplier_vat_id"] == "IČO"


def test_net_tax_and_gross_are_told_apart() -> None:
    proposal = looked_at(ITALIAN)
    found = taken(proposal)
    assert found["amount_declared"] == "Imponibile"
    assert found["amount_vat"] == "IVA"
    assert found["amount_gross"] == "Totale documento"
    assert found["invoice_number"] == "Num. doc."
    assert found["invoice_date"] == "Data doc."
    assert found["cost_category"] == "Voce di spesa"
    assert found["supplier_vat_id"] == "Partita IVA"
    assert found["item_id"] == "N. protocollo"


def test_reasons_name_heading_and_values() -> None:
    told = why(looked_at(ITALIAN), "invoice_date")
    assert '"Data doc."' in told
    assert "100 % of 2 cells are days, from 15 Jan 2017 to 20 Feb 2017" in told


def test_of_two_columns_that_fit_alike_none_is_taken_silently() -> None:
    proposal = looked_at("Nr;Text;Betrag;Summe\n1;Miete Saal;10,00;20,00\n2;Taxi;1,50;3,00\n")
    entry = proposal.columns["amount_declared"]
    assert not entry.sure
    assert {entry.source.headings[0], *entry.alternatives} == {"Betrag", "Summe"}


def test_amounts_below_zero_are_a_question() -> None:
    proposal = looked_at("Datum;Text;Betrag\n01.02.2017;Miete;-10,00\n02.02.2017;Taxi;-1,50\n")
    assert not proposal.columns["amount_declared"].sure
    assert "100 % of the amounts are below zero" in why(proposal, "amount_declared")


def test_a_currency_in_the_heading_is_the_currency() -> None:
    proposal = looked_at("Datum;Text;Betrag (CZK)\n01.02.2017;Miete;10,00\n")
    assert taken(proposal)["currency"] == '"CZK"'


def test_words_of_currencies_are_told() -> None:
    proposal = looked_at("Opis;Kwota;Waluta\nTaxi;1,00;zł\nHotel;2,00;EUR\nBus;2,00;zl\n")
    assert taken(proposal)["currency"] == "Waluta"
    assert proposal.names["currency"].told == {"zł": "PLN", "zl": "PLN"}


def test_unknown_words_get_the_nearest_and_are_not_taken_for_it() -> None:
    names = looked_at("Art;Betrag;Kategorie\nx;1,00;Personell\ny;2,00;staff\n").names
    assert names["cost_category"].unknown == {"Personell": 1}
    assert names["cost_category"].nearest == {"Personell": "staff"}


def test_forbidden_columns_are_never_offered() -> None:
    content = (
        "Name;Firma;PESEL;Data urodzenia\nx;A;44051401359;1.1.1980\ny;B;92032100157;2.2.1990\n"
    )
    proposal = looked_at(content, table="participants")
    assert proposal.forbidden == {"PESEL", "Data urodzenia"}
    used = {label for entry in proposal.columns.values() for label in entry.source.labels}
    assert not used & proposal.forbidden


def test_a_column_that_names_another_project_is_not_taken_for_the_project() -> None:
    ours = looked_at("Projekt;Text;Betrag\nBrückenBau;x;1,00\n")
    other = looked_at("Projekt;Text;Betrag\n4711;x;1,00\n")
    assert taken(ours)["project"] == "Projekt"
    assert "project" not in other.columns


def every_heading() -> list[tuple[str, str, Mapping[str, str]]]:
    """Per language and table the heading that templates use for each column."""
    path = Path(__file__).parents[3] / "intake" / "headings.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    languages = ("en", "de", "pl", "cs", "sk", "hu", "sl", "it", "et")
    return [
        (language, table, {column: by[language][0] for column, by in content[table].items()})
        for language in languages
        for table in TABLES
    ]


@pytest.mark.parametrize(("language", "table", "headings"), every_heading())
def test_headings_of_all_languages_are_proposed_for_certain(
    language: str, table: str, headings: Mapping[str, str]
) -> None:
    row = list(headings.values())
    grid = Grid.of("", [["Title of the extract"], row, [f"{language}{n}" for n in range(len(row))]])
    proposal = propose(grid, table, 1, of_project())
    assert find_start(grid, table) == 1
    for column, heading in headings.items():
        assert proposal.columns[column].source.headings == (heading,), column
        assert proposal.columns[column].sure, column


def demo_extracts() -> list[Path]:
    """Extracts of the first two periods of every reference project."""
    projects = Path(__file__).parents[3] / "data" / "projects"
    found = (path for n in (1, 2) for path in projects.glob(f"*/extracts/{n}/*/*"))
    return sorted(path for path in found if path.suffix in ENDINGS)


@pytest.mark.parametrize("project", sorted({path.parts[-5] for path in demo_extracts()}))
def test_extracts_of_the_reference_projects_need_no_option(project: str) -> None:
    law = load_law()
    definition = load_project(project, law).project
    categories = category_names(law.family(definition.rule_set))
    looked = 0
    for path in demo_extracts():
        if path.parts[-5] != project:
            continue
        known = Context(definition.as_of(int(path.parts[-3])), path.parts[-2], 1, categories, b"k")
        for grid in grids_of(path.read_bytes(), path.name, known):
            found = find_headings(grid)
            assert found is not None
            assert find_start(grid, found[0]) == found[1]
            proposal = propose(grid, *found, replace(known, period=int(path.parts[-3])))
            assert all(entry.sure and entry.source.is_plain for entry in proposal.columns.values())
            labels = labels_of(grid.rows[found[1]])
            read = lay_out(grid, *found, Place(known.partner, path.name), ()).columns
            assert {n: entry.source.headings[0] for n, entry in proposal.columns.items()} == {
                name: labels[index] for name, index in read.items()
            }, path
            looked += 1
    assert looked
