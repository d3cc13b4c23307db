"""The printed list of expenditure: pages of equal height, with sums carried forward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from reporting.chapters.papers import mark
from reporting.scribe import Scribe
from reporting.typography import NOTHING
from reporting.vocabulary import FATE
from schemas.claim import ClaimItem
from schemas.words import N_

PRINTED_ITEMS = 300
"""Items printed for a partner; one page takes as many as fit, and memory grows with each."""

FIRST_PAGE = 16
FULL_PAGE = 19
"""Rows of two lines on the first page, which bears the chapter's head, and on those after it."""


RowPlace: TypeAlias = tuple[str, str, int]
"""File, sheet and row that an item came from."""


@dataclass(frozen=True)
class Line:
    """One expenditure item as it stands on paper; ``fifth`` bears the faint rule."""

    anchor: str
    number: str
    item_id: str
    category: str
    description: str
    supplier: str
    invoice: str
    dates: str
    amount: str
    currency: str
    rate: str
    month: str
    declared: str
    taken: str
    eligible: str
    shape: str
    word: str
    evidence: str
    fifth: bool


@dataclass(frozen=True)
class Sums:
    """A line of sums: carried forward, or of the whole list."""

    label: str
    declared: str
    taken: str
    eligible: str


@dataclass(frozen=True)
class Page:
    """One printed page of the list."""

    brought: Sums | None
    lines: tuple[Line, ...]
    carried: Sums


@dataclass(frozen=True)
class Expenditure:
    """The chapter."""

    lead: str
    pages: tuple[Page, ...]


def expenditure_list(scribe: Scribe) -> Expenditure:
    """The list of a claim reduced to one partner, in the order of its extracts.

    At most ``PRINTED_ITEMS`` rows are printed.
    """
    items = scribe.claim.items
    printed = items[:PRINTED_ITEMS]
    if not items:
        return Expenditure(scribe(N_("No items were declared in this period.")), ())
    lead = scribe.plural(
        "{count} item was declared; it is embedded in this document as expenditure.csv.",
        "{count} items were declared; all are embedded in this document as expenditure.csv.",
        len(items),
    )
    if len(printed) < len(items):
        lead = scribe(
            N_(
                "The first {printed} of {count} items are printed; the full list is embedded in "
                "this document as expenditure.csv."
            ),
            printed=scribe.count(len(printed)),
            count=scribe.count(len(items)),
        )
    if any(item.evidence for item in printed):
        note = scribe(N_("Below each result: files of evidence, and the first one's digest."))
        lead = f"{lead} {note}"
    pages: list[Page] = []
    start = 0
    while start < len(printed):
        end = start + (FULL_PAGE if pages else FIRST_PAGE)
        chunk = printed[start:end]
        brought = None
        if start:
            brought = _sums(scribe, scribe(N_("Carried forward")), printed[:start])
        pages.append(Page(brought, _lines(scribe, chunk, start), _foot(scribe, items, end)))
        start = end
    return Expenditure(lead, tuple(pages))


def printed_rows(scribe: Scribe) -> dict[RowPlace, str]:
    """Where each printed item stands in the document, by the place it came from."""
    return {
        (item.file, item.sheet, item.row): _anchor(number)
        for number, item in enumerate(scribe.claim.items[:PRINTED_ITEMS], start=1)
    }


def _anchor(number: int) -> str:
    return f"item-{number}"


def _foot(scribe: Scribe, items: list[ClaimItem], end: int) -> Sums:
    """The sum at the foot of a page; on the last one, of the whole list."""
    if end < min(len(items), PRINTED_ITEMS):
        return _sums(scribe, scribe(N_("To carry forward")), items[:end])
    if len(items) > PRINTED_ITEMS:
        label = scribe(N_("All {count} items"), count=scribe.count(len(items)))
        return _sums(scribe, label, items)
    return _sums(scribe, scribe(N_("All items")), items)


def _sums(scribe: Scribe, label: str, items: list[ClaimItem]) -> Sums:
    declared = sum(item.declared for item in items)
    eligible = sum(item.eligible for item in items)
    return Sums(
        label,
        scribe.amount(declared),
        scribe.amount_or_dash(eligible - declared),
        scribe.amount(eligible),
    )


def _lines(scribe: Scribe, items: list[ClaimItem], start: int) -> tuple[Line, ...]:
    return tuple(_line(scribe, item, number) for number, item in enumerate(items, start=start + 1))


def _line(scribe: Scribe, item: ClaimItem, number: int) -> Line:
    shape = fate(item)
    foreign = item.currency != "EUR"
    return Line(
        anchor=_anchor(number),
        number=str(number),
        item_id=scribe.text(item.item_id, 26),
        category=scribe.category(item.category),
        description=scribe.text(item.description, 160) or NOTHING,
        supplier=scribe.text(item.supplier_name, 80),
        invoice=scribe.text(item.invoice_number, 26) or NOTHING,
        dates=_dates(scribe, item),
        amount=scribe.amount(item.amount_declared) if foreign else NOTHING,
        currency=scribe.text(item.currency, 3),
        rate=scribe.text(item.rate, 12) if foreign else "",
        month=scribe.month(item.rate_month) if foreign else "",
        declared=scribe.amount(item.declared),
        taken=scribe.amount_or_dash(item.eligible - item.declared),
        eligible=scribe.amount(item.eligible),
        shape=shape,
        word=scribe.term(FATE, shape),
        evidence=mark(scribe, item),
        fifth=number % 5 == 0,
    )


def _dates(scribe: Scribe, item: ClaimItem) -> str:
    """Day of the invoice and of payment."""
    if item.payment_date is None:
        return scribe.day(item.invoice_date)
    return f"{scribe.day(item.invoice_date)} · {scribe.day(item.payment_date)}"


def fate(item: ClaimItem) -> str:
    """What became of an item: rejected, parked, cut or accepted."""
    if item.rejected and item.rejected == item.declared:
        return "rejected"
    if item.parked and not item.eligible:
        return "parked"
    if item.rejected or item.cut or item.parked:
        return "cut"
    return "accepted"
