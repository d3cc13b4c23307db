"""Deliverables of a service contract: what was agreed, accepted, and is therefore paid."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.scribe import Scribe
from reporting.tables import Cell, Column, Row, Section, Table, row
from schemas.claim import DeliverableLine
from schemas.words import N_


@dataclass(frozen=True)
class Deliverables:
    """The chapter."""

    lead: str
    sections: tuple[Section, ...]


def deliverables(scribe: Scribe) -> Deliverables | None:
    """Every deliverable of the claim; None where the agreement knows none with a price."""
    lines = scribe.claim.deliverables
    if not lines:
        return None
    now = [line for line in lines if line.period == scribe.claim.period]
    accepted = [line for line in lines if line.accepted_on]
    lead = scribe(
        N_(
            "{now} of {total} deliverables count in this period, worth {price}; {accepted} are "
            "accepted so far."
        ),
        now=scribe.count(len(now)),
        total=scribe.count(len(lines)),
        price=scribe.money(sum(line.price for line in now)),
        accepted=scribe.count(len(accepted)),
    )
    late = [line for line in lines if line.damages and line.period == scribe.claim.period]
    sections = [Section(scribe(N_("Agreed, accepted and paid")), (_table(scribe, lines),))]
    if late:
        sections.append(Section(scribe(N_("Liquidated damages")), (_damages(scribe, late),)))
    return Deliverables(lead, tuple(sections))


def _table(scribe: Scribe, lines: list[DeliverableLine]) -> Table:
    rows = [_line(scribe, line) for line in lines]
    total = sum(line.price for line in lines)
    now = sum(line.price for line in lines if line.period == scribe.claim.period)
    rows.append(
        row(
            scribe(N_("Together")),
            "",
            "",
            "",
            "",
            scribe.amount(total),
            scribe.amount_or_dash(now),
            kind="total",
        )
    )
    return Table(
        scribe(N_("Deliverables and their price, EUR")),
        (
            Column(scribe(N_("Deliverable"))),
            Column(scribe(N_("Partner")), width=20),
            Column(scribe(N_("Due")), "day", 23),
            Column(scribe(N_("Accepted")), "day", 23),
            Column(scribe(N_("Status")), width=27),
            Column(scribe(N_("Price")), "figure", 22),
            Column(scribe(N_("This claim")), "figure", 22, apart=True),
        ),
        tuple(rows),
    )


def _line(scribe: Scribe, line: DeliverableLine) -> Row:
    now = line.period == scribe.claim.period
    shape, words = _state(scribe, line)
    return row(
        Cell(scribe.text(line.deliverable, 20), note=scribe.text(line.title, 120)),
        scribe.text(line.partner, 20),
        scribe.day(line.due),
        scribe.day(line.accepted_on),
        Cell(words, shape=shape),
        scribe.amount(line.price),
        Cell(scribe.amount_or_dash(line.price if now else 0), strong=now),
    )


def _state(scribe: Scribe, line: DeliverableLine) -> tuple[str, str]:
    """Shape and word for where a deliverable stands at the end of the period."""
    if line.period == scribe.claim.period:
        return "accepted", scribe(N_("accepted"))
    if line.period is not None:
        return "accepted", scribe(N_("paid in period {number}"), number=line.period)
    end = scribe.setting.project.period(scribe.claim.period).end
    if line.due is not None and line.due <= end:
        return "attention", scribe(N_("pending, overdue"))
    return "parked", scribe(N_("pending"))


def _damages(scribe: Scribe, lines: list[DeliverableLine]) -> Table:
    rows = [
        row(
            scribe.text(line.deliverable, 20),
            scribe.text(line.partner, 20),
            scribe.count(line.days_late),
            scribe.amount(line.price),
            Cell(scribe.amount(-line.damages), strong=True),
        )
        for line in lines
    ]
    return Table(
        scribe(N_("Days late, and what each day costs by the contract, EUR")),
        (
            Column(scribe(N_("Deliverable"))),
            Column(scribe(N_("Partner")), width=28),
            Column(scribe(N_("Days late")), "figure", 22),
            Column(scribe(N_("Price")), "figure", 26),
            Column(scribe(N_("Damages")), "figure", 26),
        ),
        tuple(rows),
        scribe(N_("Damages leave the price as it is and lower what is payable.")),
    )
