"""When a cost belongs to the project and to the report (R-PER-01 to -05).

*Dated* means incurred: the date of the invoice, else the date of payment. Both days of a period
belong to it. A row whose period cannot be told because it has no date at all is met by R-PER-03.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from rules.case import Case
from rules.rulings import Each, Ruling, by_word, day_of, flagged, mask
from schemas.findings import Finding
from schemas.words import Value


def rejections(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """Items outside the project, the programme's window, the report, or not paid in time."""
    yield from _incurred(items, case)
    yield from _payable_days(items, case)
    yield from _paid(items, case)


def remarks(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """Items that count, with a word: from before the period, or paid before the invoice."""
    start, first = case.period.start, case.project.start
    earlier = (items["incurred"] < _stamp(start)) & (items["incurred"] >= _stamp(first))
    yield Ruling("PER-05-EARLIER", mask(earlier), "invoice_date", day_of(items["incurred"]), start)
    prepaid = items["payment_date"] < items["invoice_date"]
    yield Ruling(
        "PER-03-EARLY",
        mask(prepaid),
        "payment_date",
        day_of(items["payment_date"]),
        day_of(items["invoice_date"]),
    )


def late_reports(case: Case) -> list[Finding]:
    """R-PER-04: partner reports that came after the deadline."""
    deadline = case.period.partner_deadline
    return [
        Finding("PER-04", partner=name, found=report.submitted_on, expected=deadline)
        for name, report in case.reports.items()
        if report.delivered and report.submitted_on > deadline
    ]


def _incurred(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """Cost counts from the day a partner joins the project until the day it leaves."""
    project, period = case.project, case.period
    first = {partner.id: partner.from_ or project.start for partner in case.partners}
    last = {partner.id: partner.to or project.end for partner in case.partners}
    day, owner = items["incurred"], items["partner"]
    outside = (day < pd.to_datetime(by_word(owner, first))) | (
        day > pd.to_datetime(by_word(owner, last))
    )

    def inside(position: int) -> str:
        partner = str(owner.iat[position])
        return f"{first[partner]:%Y-%m-%d} / {last[partner]:%Y-%m-%d}"

    span: dict[str, Value | Each] = {
        "start": lambda position: first[str(owner.iat[position])],
        "end": lambda position: last[str(owner.iat[position])],
    }
    yield Ruling("PER-01", mask(outside), "invoice_date", day_of(day), inside, span)
    later = (day > _stamp(period.end)) & ~outside
    yield Ruling("PER-05", mask(later), "invoice_date", day_of(day), period.end)


def _payable_days(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    paid = items["payment_date"]
    closure = case.parameters.days("period.closure_days", case.closing)
    last = case.project.end + timedelta(days=closure)
    # An item incurred outside the project is already met; saying it twice helps nobody.
    inside = items["incurred"] <= _stamp(case.project.end)
    yield Ruling(
        "PER-01-PAID", mask((paid > _stamp(last)) & inside), "payment_date", day_of(paid), last
    )
    opens = case.parameters.day("window.start", case.closing)
    closes = case.parameters.day("window.end", case.closing)
    if opens and closes:
        outside = (paid < _stamp(opens)) | (paid > _stamp(closes))
        yield Ruling(
            "PER-02",
            mask(outside),
            "payment_date",
            day_of(paid),
            f"{opens:%Y-%m-%d} / {closes:%Y-%m-%d}",
            {"start": opens, "end": closes},
        )


def _paid(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """R-PER-03; unit costs, lump sums and contributions in kind are not paid by anybody."""
    bound = items["unit_cost_id"].eq("") & items["lump_sum_id"].eq("")
    bound &= ~flagged(items["flags"], "in_kind")
    if case.parameters.choice("period.paid_by", case.closing) == "period_end":
        limits = dict.fromkeys(case.reports, case.period.end)
    else:
        limits = {name: report.submitted_on for name, report in case.reports.items()}
    limit = pd.to_datetime(by_word(items["partner"], limits))
    paid = items["payment_date"]
    # A day that is there but cannot be read has a finding of its own.
    missing = bound & paid.isna() & ~items["unread"].str.contains("payment_date", regex=False)
    yield Ruling("PER-03", mask(missing), "payment_date", expected=day_of(limit))
    yield Ruling(
        "PER-03-LATE", mask(bound & (paid > limit)), "payment_date", day_of(paid), day_of(limit)
    )


def _stamp(day: date) -> pd.Timestamp:
    return pd.Timestamp(day)
