"""The hand-over: the list of expenditure in the columns of Interreg monitoring systems.

Such systems take a list of expenditure in their own column order, at most 150 rows at a time
(funding-rules §10.2). Each piece is a workbook of text cells: what it holds is pasted or imported,
never calculated with, and no spreadsheet program may turn an invoice number into a date.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from reporting.extract import claim_of_partner
from reporting.scribe import Scribe
from reporting.setting import Setting
from schemas.claim import Claim, ClaimItem
from schemas.money import format_cents
from schemas.words import N_

PIECE = 150
"""Rows that an authority's system takes at a time."""

_COLUMNS = (
    (N_("Consecutive no."), 8),
    (N_("Cost category"), 28),
    (N_("Internal voucher no."), 20),
    (N_("Invoice no."), 22),
    (N_("Invoice date"), 12),
    (N_("Payment date"), 12),
    (N_("Description"), 50),
    (N_("Supplier"), 30),
    (N_("Supplier's VAT number"), 20),
    (N_("Total invoice value"), 16),
    (N_("VAT"), 12),
    (N_("Declared amount"), 16),
    (N_("Currency"), 9),
    (N_("Exchange rate"), 12),
    (N_("Declared, EUR"), 14),
    (N_("Comment"), 30),
)


@dataclass(frozen=True)
class Piece:
    """One workbook of at most ``PIECE`` rows; ``name`` says partner and number."""

    name: str
    content: bytes


def handover_pieces(claim: Claim, setting: Setting) -> Iterator[Piece]:
    """The lists of expenditure of all partners, in pieces, numbered through for each partner."""
    for partner in claim.partners:
        own = claim_of_partner(claim, partner.partner)
        scribe = Scribe(own, setting)
        for number, start in enumerate(range(0, len(own.items), PIECE), start=1):
            items = own.items[start : start + PIECE]
            rows = [_row(scribe, item, place) for place, item in enumerate(items, start + 1)]
            yield Piece(f"{partner.partner}-{number:02}.xlsx", _workbook(scribe, rows))


def _row(scribe: Scribe, item: ClaimItem, number: int) -> list[str]:
    corrects = ""
    if item.corrects_item_id:
        corrects = scribe(N_("corrects {item}"), item=item.corrects_item_id)
    return [
        str(number),
        scribe.category(item.category),
        item.item_id,
        item.invoice_number,
        item.invoice_date.isoformat() if item.invoice_date else "",
        item.payment_date.isoformat() if item.payment_date else "",
        item.description,
        item.supplier_name,
        item.supplier_vat_id,
        "" if item.amount_gross is None else format_cents(item.amount_gross),
        "" if item.amount_vat is None else format_cents(item.amount_vat),
        format_cents(item.amount_declared),
        item.currency,
        item.rate,
        format_cents(item.declared),
        corrects,
    ]


def _workbook(scribe: Scribe, rows: list[list[str]]) -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(held, options)
    day = scribe.claim.submitted_on
    workbook.set_properties({"created": datetime(day.year, day.month, day.day, 12, tzinfo=UTC)})
    sheet = workbook.add_worksheet(scribe(N_("List of expenditure"))[:31])
    head = workbook.add_format({"bold": True, "bottom": 1})
    for place, (title, width) in enumerate(_COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, scribe.words(title), head)
    for number, cells in enumerate(rows, start=1):
        for place, text in enumerate(cells):
            sheet.write_string(number, place, scribe.text(text, 2000))
    sheet.freeze_panes(1, 0)
    workbook.close()
    return held.getvalue()
