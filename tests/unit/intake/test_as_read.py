"""Every row as it was understood, in one form for every style; nothing of a person among it."""

from __future__ import annotations

from pathlib import Path

from intake.as_read import rows_as_read
from tests.unit.intake.extracts import COSTS, read
from tests.unit.intake.test_tables import ATTENDANCE

HEADING = f"{COSTS.replace(',', ';')};invoice_date;share;hours;gift;Kostenstelle"


def test_rows_are_written_in_one_form_whatever_their_style(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        f"Liste\n{HEADING}\n"
        "A1;Personal;Studie;eur;1.234,50;05.03.2017;50 %;7,50;ja;4711\n"
        "A2;staff;Trip;EUR;-3;;;;nein;\n",
    )
    assert list(rows_as_read(result.tables[0])) == [
        {
            "row": 3,
            "values": {
                "item_id": "A1",
                "cost_category": "staff",
                "description": "Studie",
                "currency": "EUR",
                "amount_declared": "1234.50",
                "invoice_date": "2017-03-05",
                "share": "0.5",
                "hours": "7.5",
                "gift": "yes",
            },
        },
        {
            "row": 4,
            "values": {
                "item_id": "A2",
                "cost_category": "staff",
                "description": "Trip",
                "currency": "EUR",
                "amount_declared": "-3.00",
                "invoice_date": "",
                "share": "",
                "hours": "",
                "gift": "no",
            },
        },
    ]


def test_rows_that_wait_are_listed_in_their_place(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        f"{COSTS}\nA1,staff,Study,EUR,12.5o\nA2,staff\nA3,staff,Trip,EUR,2.00\nSumme,,,,2.00\n",
    )
    rows = list(rows_as_read(result.tables[0]))
    assert [row["row"] for row in rows] == [2, 3, 4]
    assert rows[0]["values"]["item_id"] == "A1"
    assert rows[0]["values"]["amount_declared"] == ""
    assert rows[1]["values"] == {}
    assert len(rows) == result.tables[0].rows


def test_persons_are_pseudonyms_and_refused_tables_are_not_listed(tmp_path: Path) -> None:
    row = "A1.1;anna@example.org;Uni;sme;DE;speaker;3"
    (table,) = read(tmp_path, f"{ATTENDANCE}\n{row}\n").tables
    (read_row,) = rows_as_read(table)
    assert len(read_row["values"].pop("participant_ref")) == 32
    assert "anna" not in str(read_row)
    (refused,) = read(tmp_path, f"{ATTENDANCE};Geburtsdatum\n{row};1.1.1980\n").tables
    assert list(rows_as_read(refused)) == []
