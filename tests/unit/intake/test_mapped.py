"""Files in partners' own layouts, read by a remembered mapping: real habits of bookkeeping."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.delivery import FileRead, read_delivery, read_file
from schemas.costs import COSTS
from schemas.mapping import ColumnMapping
from schemas.project import Project
from tests.unit.intake.extracts import codes, context, said, sheet, the

OPTIMA = "Lp;Data;Dokument;Konto;Kontrahent;Treść;Wn;Ma"
"""An extract of an account as Polish programs print it: debit and credit side by side."""


def mapping(
    headings: str, columns: dict[str, Any], words: Any = None, **more: Any
) -> ColumnMapping:
    return ColumnMapping.model_validate(
        {
            "project": "brueckenbau",
            "partner": "KARR",
            "table": "costs",
            "headings": headings.split(";"),
            "columns": columns,
            "words": words or {},
            **more,
        }
    )


def optima(**more: Any) -> ColumnMapping:
    columns = {
        "item_id": {"from": ["Dokument"], "row_number": True},
        "cost_category": "Konto",
        "description": {"from": ["Treść", "Kontrahent"], "joined_by": ", "},
        "payment_date": "Data",
        "supplier_name": "Kontrahent",
        "currency": {"fixed": "PLN"},
        "amount_declared": {"from": ["Wn"], "less": "Ma"},
    }
    accounts = {"501-01": "staff", "502-07": "travel_accommodation"}
    return mapping(OPTIMA, columns, {"cost_category": accounts}, **more)


def read(
    folder: Path, content: str | bytes, *known: ColumnMapping, name: str = "x.csv"
) -> FileRead:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, replace(context("KARR"), mappings=known))


def costs(result: FileRead) -> pd.DataFrame:
    (table,) = result.tables
    assert table.frame.dtypes.to_dict() == COSTS.empty().dtypes.to_dict()
    return table.frame


def cents(result: FileRead) -> list[int]:
    return [int(value) for value in costs(result)["amount_declared_cents"]]


def test_debit_and_credit_become_one_amount(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        f"{OPTIMA}\n"
        "1;01.02.2017;LP 2/2017;501-01;;Wynagrodzenie;3 900,00;0,00\n"
        "2;03.02.2017;FV 7;502-07;Wzór Sp. z o.o.;Taxi;84,50;\n"
        "3;09.02.2017;KOR 7;502-07;Wzór Sp. z o.o.;Taxi;;4,50\n",
        optima(),
    )
    assert codes(result) == ["MAP-01-FILE"]
    frame = costs(result)
    assert cents(result) == [390_000, 8_450, -450]
    assert list(frame["item_id"]) == ["LP 2/2017/2", "FV 7/3", "KOR 7/4"]
    assert list(frame["cost_category"]) == ["staff", "travel_accommodation", "travel_accommodation"]
    assert list(frame["description"]) == [
        "Wynagrodzenie",
        "Taxi, Wzór Sp. z o.o.",
        "Taxi, Wzór Sp. z o.o.",
    ]
    assert list(frame["currency"]) == ["PLN"] * 3
    assert not frame["unread"].any()
    assert result.tables[0].sum_declared == {"PLN": 394_000 + 4_000}


def test_a_cell_that_cannot_be_read_is_named_by_the_partners_own_heading(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        f"{OPTIMA}\n"
        "1;01.02.2017;A;501-01;;x;1,00;b\n"
        "2;01.02.2017;B;501-01;;x;;\n"
        "3;32.02.2017;C;501-09;;x;3,00;\n",
        optima(),
    )
    assert "Row 2, Wn − Ma: b is not a number" in said(the(result, "CELL-01-NUMBER"))
    assert "Row 3: Wn − Ma is empty" in said(the(result, "CELL-02"))
    assert "Row 4, Data: 32.02.2017" in said(the(result, "CELL-01-DATE"))
    assert "Row 4, Konto: 501-09" in said(the(result, "CELL-03"))
    assert cents(result) == [300]
    assert result.tables[0].unreadable_rows == 2


def test_expenditure_below_zero_is_turned(tmp_path: Path) -> None:
    known = mapping(
        "Nr;Text;Art;Betrag",
        {
            "item_id": "Nr",
            "description": "Text",
            "cost_category": "Art",
            "currency": {"fixed": "EUR"},
            "amount_declared": {"from": ["Betrag"], "negated": True},
        },
    )
    result = read(tmp_path, "Nr;Text;Art;Betrag\n1;a;staff;-1.234,50\n2;b;staff;34,50\n", known)
    assert cents(result) == [123_450, -3_450]


def test_a_mark_for_debit_and_credit_gives_the_sign(tmp_path: Path) -> None:
    headings = "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;Konto;Belegfeld 1;Buchungstext"
    known = mapping(
        headings,
        {
            "item_id": "Belegfeld 1",
            "cost_category": {"fixed": "staff"},
            "description": "Buchungstext",
            "ledger_code": "Konto",
            "currency": {"fixed": "EUR"},
            "amount_declared": {
                "from": ["Umsatz (ohne Soll/Haben-Kz)"],
                "sign_column": "Soll/Haben-Kennzeichen",
                "signs": {"S": "+", "H": "-"},
            },
        },
    )
    result = read(
        tmp_path,
        '"EXTF";700;21;"Buchungsstapel"\n'
        f"{headings}\n100,00;S;90217;1;Gehalt\n40,00;H;90217;2;Gutschrift\n7,00;;90217;3;Offen\n",
        known,
    )
    assert cents(result) == [10_000, -4_000]
    assert "expected one of S (+), H (-)" in said(the(result, "CELL-06"))
    assert the(result, "CELL-06").row == 5


def test_words_of_the_partner_are_known_by_their_letters_not_by_their_digits_alone(
    tmp_path: Path,
) -> None:
    rows = "1;01.02.2017;A; 501-01 ;;x;1,00;\n2;01.02.2017;B;5010-1;;x;1,00;\n"
    result = read(tmp_path, f"{OPTIMA}\n{rows}", optima())
    assert [finding.row for finding in result.findings if finding.code == "CELL-03"] == [3]


def test_numbers_of_rows_serve_where_no_document_has_one(tmp_path: Path) -> None:
    known = mapping(
        "Tekst;Kwota",
        {
            "item_id": {"row_number": True},
            "description": "Tekst",
            "cost_category": {"fixed": "staff"},
            "currency": {"fixed": "PLN"},
            "amount_declared": "Kwota",
        },
    )
    paths = [tmp_path / "luty.csv", tmp_path / "marzec.csv"]
    for path in paths:
        path.write_text("Tekst;Kwota\na;1,00\nb;2,00\n", encoding="utf-8")
    delivery = read_delivery(paths, replace(context("KARR"), mappings=(known,)))
    assert list(delivery.costs["item_id"]) == [
        "1/luty/2",
        "1/luty/3",
        "1/marzec/2",
        "1/marzec/3",
    ]
    assert not delivery.blocked


def test_columns_that_moved_are_read_by_their_headings(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        "Wn;Ma;Lp;Data;Dokument;Kontrahent;Konto;Treść\n5,00;;1;01.02.2017;A;;501-01;x\n",
        optima(),
    )
    assert codes(result) == ["MAP-01-FILE", "MAP-02-MOVED"]
    assert '"Wn"' in said(the(result, "MAP-02-MOVED"))
    assert cents(result) == [500]


def test_a_new_column_is_named_and_not_used(tmp_path: Path) -> None:
    result = read(tmp_path, f"{OPTIMA};Projekt 2\n1;01.02.2017;A;501-01;;x;5,00;;y\n", optima())
    assert codes(result) == ["MAP-01-FILE", "MAP-02-ADDED"]
    assert cents(result) == [500]


def test_a_column_that_was_renamed_is_never_replaced_by_another_one(tmp_path: Path) -> None:
    content = f"{OPTIMA.replace('Wn', 'Wn PLN')}\n1;01.02.2017;A;501-01;;x;5,00;\n"
    result = read(tmp_path, content, optima())
    assert result.refused
    finding = the(result, "MAP-03-ALIKE")
    assert (finding.column, finding.expected) == ("amount_declared", "Wn PLN")
    assert result.tables[0].frame.empty


def test_an_optional_column_that_is_gone_is_a_warning(tmp_path: Path) -> None:
    known = optima()
    known = ColumnMapping.model_validate(
        known.plain() | {"columns": known.plain()["columns"] | {"ledger_code": "Lp"}}
    )
    content = f"{OPTIMA.removeprefix('Lp;')}\n01.02.2017;A;501-01;;x;5,00;\n"
    result = read(tmp_path, content, known)
    assert not result.refused
    assert the(result, "MAP-03-OPTIONAL").column == "ledger_code"
    assert cents(result) == [500]


def test_columns_without_a_heading_or_with_the_same_are_known_by_their_place_only(
    tmp_path: Path,
) -> None:
    known = mapping(
        "Nr;Kwota;Kwota (2);(D)",
        {
            "item_id": "Nr",
            "description": "(D)",
            "cost_category": {"fixed": "staff"},
            "currency": {"fixed": "PLN"},
            "amount_declared": "Kwota (2)",
        },
    )
    same = read(tmp_path, "Nr;Kwota;Kwota;\n1;1,00;2,00;opis\n", known)
    assert cents(same) == [200]
    assert list(costs(same)["description"]) == ["opis"]
    changed = read(tmp_path, "Kwota;Kwota;;Nr\n1,00;2,00;opis;1\n", known)
    assert changed.refused
    assert {f.found for f in changed.findings if f.code.startswith("MAP-03")} == {
        "Kwota (2)",
        "(D)",
    }


def test_each_of_two_layouts_of_a_partner_is_read_by_its_own_mapping(tmp_path: Path) -> None:
    other = mapping(
        "Numer;Opis;Kwota",
        {
            "item_id": "Numer",
            "description": "Opis",
            "cost_category": {"fixed": "staff"},
            "currency": {"fixed": "PLN"},
            "amount_declared": "Kwota",
        },
    )
    known = (optima(), other)
    assert cents(read(tmp_path, "Numer;Opis;Kwota\n1;x;2,00\n", *known)) == [200]
    assert cents(read(tmp_path, f"{OPTIMA}\n1;01.02.2017;A;501-01;;x;5,00;\n", *known)) == [500]


def test_the_contracts_own_headings_need_no_mapping_even_beside_one(tmp_path: Path) -> None:
    content = (
        "Numer pozycji;Kategoria kosztów;Opis;Waluta;Kwota zadeklarowana;Data;Konto\n"
        "1;staff;x;PLN;2,00;;\n"
    )
    result = read(tmp_path, content, optima())
    assert cents(result) == [200]
    assert not any(code.startswith("MAP") for code in codes(result))


def test_a_workbook_is_read_by_a_mapping_whatever_its_sheet_is_called(tmp_path: Path) -> None:
    content = sheet(
        ["Ewidencja księgowa"],
        OPTIMA.split(";"),
        [1, "01.02.2017", "A", "501-01", "", "x", 5.25, 0],
        name="Arkusz1",
    )
    result = read(tmp_path, content, optima(), name="ewidencja.xlsx")
    assert cents(result) == [525]


def test_forbidden_columns_are_refused_in_an_own_layout_too(tmp_path: Path) -> None:
    known = ColumnMapping.model_validate(
        {
            "project": "brueckenbau",
            "partner": "KARR",
            "table": "participants",
            "headings": ["Kto", "Firma", "PESEL"],
            "columns": {"participant_ref": "Kto", "organisation": "Firma"},
        }
    )
    result = read(tmp_path, "Kto;Firma;PESEL\na@b.pl;X;90010112345\n", known)
    assert result.refused
    assert result.personal
    assert result.tables[0].frame.empty
    assert the(result, "COL-04").found == "PESEL"


def test_who_settled_the_layout_is_said(tmp_path: Path) -> None:
    known = optima(saved_by="Anna Nowak", saved_on=date(2017, 3, 1))
    result = read(tmp_path, f"{OPTIMA}\n1;01.02.2017;A;501-01;;x;5,00;\n", known)
    assert "Anna Nowak saved on 1 Mar 2017" in said(the(result, "MAP-01"))


@given(order=st.permutations(range(8)))
def test_the_order_of_columns_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("order")
    rows = [
        OPTIMA,
        "1;01.02.2017;LP 2;501-01;;Wynagrodzenie;3 900,00;0,00",
        "2;03.02.2017;FV 7;502-07;Wzór;Taxi;;84,50",
    ]
    mixed = "\n".join(";".join(row.split(";")[index] for index in order) for row in rows) + "\n"
    straight = costs(read(folder, "\n".join(rows) + "\n", optima()))
    other = costs(read(folder, mixed, optima()))
    pd.testing.assert_frame_equal(
        straight.drop(columns="file_sha256"), other.drop(columns="file_sha256")
    )


def test_a_word_that_is_nearly_known_is_told_the_nearest_and_how_to_map_it(tmp_path: Path) -> None:
    content = (
        "item_id,cost_category,description,currency,amount_declared\n"
        "1,Personell,x,PLN,1.00\n2,catering,x,PLN,1.00\n"
    )
    result = read(tmp_path, content)
    near = the(result, "CELL-03-NEAR")
    assert (near.row, near.expected) == (2, "Personel")
    assert '--value cost_category:"Personell"=Personel' in said(near)
    assert the(result, "CELL-03").row == 3


def test_work_packages_that_the_project_does_not_have_are_named_once_each(tmp_path: Path) -> None:
    packages = [{"id": "WP1", "title": "Management"}, {"id": "WP2", "title": "Events"}]
    plain = context("KARR").project.model_dump(mode="json", by_alias=True)
    known = Project.model_validate(plain | {"work_packages": packages})
    path = tmp_path / "x.csv"
    path.write_text(
        "item_id,cost_category,description,currency,amount_declared,work_package\n"
        "1,staff,x,PLN,1.00,WP1\n2,staff,x,PLN,1.00,wp 2\n3,staff,x,PLN,1.00,AP1\n"
        "4,staff,x,PLN,1.00,AP1\n5,staff,x,PLN,1.00,Managment\n6,staff,x,PLN,1.00,\n",
        encoding="utf-8",
    )
    result = read_file(path, replace(context("KARR"), project=known))
    assert codes(result) == ["MAP-04", "MAP-04-NEAR"]
    told = {str(finding.found): said(finding) for finding in result.findings}
    assert "2 rows have it" in told["AP1"]
    assert "The nearest is WP1" in told["Managment"]
    assert not result.refused
    assert not result.tables[0].frame["unread"].any()


def test_totals_are_known_where_items_have_no_numbers_of_their_own(tmp_path: Path) -> None:
    known = mapping(
        "Dostawca;Uwagi;Kwota",
        {
            "item_id": {"row_number": True},
            "description": {"from": ["Dostawca", "Uwagi"], "joined_by": ", "},
            "cost_category": {"fixed": "staff"},
            "currency": {"fixed": "PLN"},
            "amount_declared": "Kwota",
        },
    )
    result = read(
        tmp_path,
        "Dostawca;Uwagi;Kwota\nA;;1,00\n;tylko uwaga;2,00\nRazem;;3,00\nDostawca;Uwagi;Kwota\n"
        "B;;4,00\n;;7,00\n",
        known,
    )
    assert cents(result) == [100, 200, 400]
    assert [f.row for f in result.findings if f.code == "ROW-03"] == [4, 7]
    assert [f.row for f in result.findings if f.code == "ROW-06"] == [5]
