"""What other projects charged of an invoice is read from their claims, net of what came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from rules.reported_invoices import FORM, charged_elsewhere, keys_of, keys_of_claim, swappable
from schemas.claim import Claim
from tests.examples.building import claims_of

INVOICE = {
    "supplier_name": "Muster GmbH",
    "invoice_number": "R-1",
    "invoice_date": "2018-05-02",
    "amount_gross": "100.00",
    "amount_declared": "100.00",
}


def charged(claims: Sequence[Claim]) -> list[tuple[int, str, int]]:
    keys = set().union(*map(keys_of_claim, claims))
    found = charged_elsewhere("other", claims, keys)
    return [(entry.period, entry.item_id, entry.charged) for entry in found]


def claims(rows: list[Any], *earlier: list[Any], **more: Any) -> list[Claim]:
    return claims_of({"rows": rows, "earlier": [{"rows": listed} for listed in earlier], **more})


def test_an_item_that_counts_charges_its_invoice() -> None:
    ours = claims([INVOICE, {**INVOICE, "invoice_number": "R-2", "payment_date": None}])
    assert charged(ours) == [(1, "A1", 10_000)], "what is not paid is rejected and does not count"
    (entry,) = charged_elsewhere("other", ours, keys_of_claim(ours[0]))
    assert (entry.project, entry.partner, entry.file, entry.row) == ("other", "A", "A-1.csv", 2)
    assert (entry.gross, entry.currency) == (10_000, "EUR")
    assert entry.invoice_date == date(2018, 5, 2)
    assert entry.submitted_on == ours[0].partners[0].submitted_on


def test_only_invoices_that_were_asked_for_are_given() -> None:
    ours = claims([INVOICE, {**INVOICE, "invoice_number": "R-2"}])
    wanted = {key for key in keys_of_claim(ours[0]) if key.startswith("r2|")}
    assert [entry.item_id for entry in charged_elsewhere("other", ours, wanted)] == ["A2"]


def test_a_credit_note_of_a_later_period_is_taken_off() -> None:
    note = {"amount_declared": "-30.00", "corrects_item_id": "A1", "item_id": "N1"}
    assert charged(claims([note], [INVOICE])) == [(1, "A1", 7_000)]
    assert charged(claims([{**note, "amount_declared": "-100.00"}], [INVOICE])) == []


def test_a_part_that_was_cut_charges_what_was_left() -> None:
    part = {**INVOICE, "share": "0.6", "amount_declared": "60.00"}
    assert charged(claims([part, part])) == [(1, "A1", 6_000), (1, "A2", 4_000)]


def test_a_part_whose_vat_was_cut_still_charges_its_share() -> None:
    part = {**INVOICE, "share": "0.5", "amount_declared": "50.00", "amount_vat": "19.00"}
    project = {"partners": [{"vat_recoverable": "1"}]}
    ours = claims([part], project=project)
    assert ours[0].items[0].cut == 950
    assert charged(ours) == [(1, "A1", 5_000)]


def test_days_are_equal_where_day_and_month_are_swapped() -> None:
    days = ["2018-03-04", "2018-04-03", "2018-03-14", "2019-03-04", None]
    one, two, three, four, none = swappable(pd.Series(pd.to_datetime(days)))
    assert one == two
    assert len({one, three, four, none}) == 4


def test_the_form_of_keys_is_the_one_that_its_number_stands_for() -> None:
    """Where this fails, ``FORM`` has to be one higher: stored keys would not be found any more."""
    keys = keys_of(
        pd.Series(["RE-2018/O17", "ŁÓDŹ 3", "АВ-1"], dtype="str"),
        pd.Series(pd.to_datetime(["2018-03-04", "2018-12-31", None])),
        pd.Series([10_000, 1, 99]).to_numpy(),
        pd.Series(["EUR", "PLN", "CZK"], dtype="str"),
    )
    assert FORM == 1
    assert list(keys) == ["re2018017|20180403|10000|EUR", "10d23|20183112|1|PLN", "a81|0|99|CZK"]
