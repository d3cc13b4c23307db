"""A partner's list of expenditure for a period: hand-written and ordinary items together.

The ordinary items fill up, in every cost category, what the hand-written ones leave of the target.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from data.synthetic.plan import Key, Row, Value, row_categories
from data.synthetic.purchases import purchases
from data.synthetic.report import Report
from data.synthetic.staff import salaries
from schemas.costs import COSTS
from schemas.vat_numbers import SHAPES, read_vat_number

LABEL = "synthetic"
_NUMBERS = ("money", "price", "quantity", "ratio")


@dataclass(frozen=True)
class Item:
    """One expenditure item: its row, what shall be accepted of it (EUR cents), what it shows.

    ``cut`` is what a rule takes off that looks at more than the row, in EUR cents.
    """

    row: Row
    accepted: int | None = None
    shows: str = ""
    cut: int = 0

    @property
    def days(self) -> tuple[date, date] | None:
        """When it was incurred (invoice, else payment) and when paid (payment, else invoice)."""
        columns = [self.row.get(column) for column in ("invoice_date", "payment_date")]
        days = [day for day in columns if isinstance(day, date)]
        return (days[0], days[-1]) if days else None


def list_of_expenditure(report: Report, targets: dict[Key, int]) -> list[Item]:
    """Make all items of a partner's report, in the order of their numbers."""
    partner, number = report.partner, report.period.number
    ordinary: list[Row] = []
    for category in row_categories(partner):
        key = (partner.id, number, category)
        wanted = targets[key] + report.book.overspent.get(key, 0) - report.book.cleared(key)
        wanted -= sum(
            item.accepted for item in report.hand_written if item.row["cost_category"] == category
        )
        make = salaries if category == "staff" else purchases
        ordinary += make(report, category, wanted)
    ordinary.sort(key=lambda row: str(row.get("invoice_date") or row["payment_date"]))
    return _numbered(report, ordinary)


def _numbered(report: Report, ordinary: list[Row]) -> list[Item]:
    """Give every row its number; the hand-written ones have theirs already."""
    taken = {
        written.number: Item(_values(written.row), written.accepted, written.shows, written.cut)
        for written in report.hand_written
    }
    rows = iter(ordinary)
    items: list[Item] = []
    for number in range(1, len(taken) + len(ordinary) + 1):
        item = taken.pop(number, None) or Item(next(rows))
        row = {"item_id": f"{report.name}-{number:03d}", **item.row}
        items.append(replace(item, row=_completed(report, row)))
    if taken:
        raise ValueError(f"{report.name}: the numbers {sorted(taken)} lie beyond the list")
    return items


def _values(written: dict[str, object]) -> Row:
    """Turn the plan's text into values; what does not read as a number is a fault meant to be."""
    row: Row = {}
    for column, value in written.items():
        if COSTS.by_extract[column].kind in _NUMBERS and isinstance(value, str):
            row[column] = _number(value)
        elif value is None or isinstance(value, (str, bool, int, date)):
            row[column] = value
        else:
            raise TypeError(f"{column}: {value!r} is no cell")
    return row


def _number(text: str) -> Value:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _completed(report: Report, row: Row) -> Row:
    """Add what every row of a tidy list has: voucher, proof of payment, account, the label."""
    words, partner = report.words, report.partner
    paid = row.get("payment_date")
    accounts = {category: number for number, category in enumerate(partner.budget)}
    account = accounts.get(str(row["cost_category"]), 99)
    tidy: Row = {
        "currency": partner.currency,
        "evidence_ref": f"{words.voucher} {row['item_id']}",
        "ledger_code": f"{report.plan.ledger}.{account:02d}",
        "payment_proof_ref": f"{words.statement} {paid:%m/%Y}" if isinstance(paid, date) else None,
        "comment": LABEL,
    }
    if supplier := row.get("supplier_name"):
        tidy["supplier_vat_id"] = _vat_number(partner.country, str(supplier))
    return {**tidy, **row}


_GIVEN_TO_NOBODY = {"DE": "9", "PL": "0"}
"""With which digit no number begins that the tax office of a country has given."""


@lru_cache(maxsize=4096)
def _vat_number(country: str, supplier: str) -> str:
    """A number with a right check digit, made of the letters of an invented supplier's name."""
    shape = SHAPES[country].replace("X", "9")
    digits, first = shape.count("9") - 1, _GIVEN_TO_NOBODY.get(country, "1")
    start = sum(position * ord(letter) for position, letter in enumerate(supplier, start=1))
    # Some countries keep a place for the district or the kind of taxpayer: the second walk goes
    # through those digits too.
    for number in (
        *range(start * 10_000 + 10, start * 10_000 + 3_000),
        *range(start, 10**9, 98_765),
    ):
        figures = iter(f"{first}{str(number).zfill(digits)[-digits:]}")
        written = "".join(next(figures) if sign == "9" else sign for sign in shape)
        if found := read_vat_number(written).canonical:
            return found
    raise ValueError(f"no VAT number of {country} was found for {supplier}")
