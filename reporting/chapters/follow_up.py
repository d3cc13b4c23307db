"""What controllers' results leave to be settled: parked items, recoveries, re-inclusions."""

from __future__ import annotations

from reporting.chapters.evidence import Evidence
from reporting.scribe import Scribe
from reporting.tables import Cell, Column, Section, Table, row
from reporting.vocabulary import FOLLOW_UP_SHAPE, FOLLOW_UP_STATUS
from schemas.words import N_

_PRINTED = 300
"""More lines than this stand in the embedded data only."""


def follow_up(scribe: Scribe) -> Evidence | None:
    """The chapter; None where nothing was parked, recovered or re-included."""
    lines = scribe.claim.follow_up
    if not lines:
        return None
    still = [line for line in lines if line.status == "open"]
    lead = scribe(N_("Everything that controllers had parked is settled."))
    if still:
        lead = scribe.plural(
            "{count} item is still parked; it does not count until it is cleared.",
            "{count} items are still parked; they do not count until they are cleared.",
            len(still),
        )
    rows = [
        row(
            Cell(scribe.text(line.partner, 20), note=scribe.text(line.item_id, 40)),
            scribe.count(line.period),
            Cell(scribe.term(FOLLOW_UP_STATUS, line.status), shape=FOLLOW_UP_SHAPE[line.status]),
            scribe.count(line.settled_in) if line.settled_in else "",
            Cell(
                scribe.text(line.why, 200),
                note=scribe.text(line.error_type, 80),
            ),
            Cell(scribe.amount(line.amount), strong=line.status == "open"),
        )
        for line in lines[:_PRINTED]
    ]
    note = ""
    if len(lines) > _PRINTED:
        note = scribe(
            N_("{count} more lines stand in the embedded data."),
            count=scribe.count(len(lines) - _PRINTED),
        )
    table = Table(
        scribe(N_("Items and what became of them, EUR")),
        (
            Column(scribe(N_("Partner and item")), width=34),
            Column(scribe(N_("Reported in")), "figure", 18),
            Column(scribe(N_("Status")), width=28, apart=True),
            Column(scribe(N_("Settled in")), "figure", 17),
            Column(scribe(N_("Why")), apart=True),
            Column(scribe(N_("Amount")), "figure", 22),
        ),
        tuple(rows),
        note,
    )
    return Evidence(lead, (Section(scribe(N_("Parked, re-included, recovered")), (table,)),))
