"""The README beside the extracts: that they are synthetic, what they add up to, what they show."""

from __future__ import annotations

from data.synthetic.plan import Book
from data.synthetic.proof import Reckoning, Reports
from schemas.money import format_cents


def readme(book: Book, reports: Reports, reckoning: Reckoning) -> str:
    """Write the README of a project's extracts folder."""
    return "\n".join(
        [
            f"# Synthetic extracts of {book.project.acronym}",
            "",
            "Everything here is invented: expenditure, suppliers, invoices, participants and their",
            "organisations. Every cost row and activity says `synthetic` in its comment, invented",
            "companies bear `(synth.)` in their names, and participants have keys at example.org.",
            "`python -m data.synthetic` makes these files from a plan and a seed; with `--check`",
            "it says whether they are still what it makes.",
            "",
            f"The folders are `<period>/<partner>/`. {_counted(book, reports)} add up, by",
            "an arithmetic that knows nothing of Eurocent's rules, to these totals in EUR:",
            "",
            *_totals(book, reckoning),
            "",
            "## What the files show on purpose",
            "",
            "| Item | Accepted in EUR | What should be seen |",
            "| --- | ---: | --- |",
            *_shown(reports),
            *_delivered(book),
            *_overspent(book),
            *_missing(book),
            "",
        ]
    )


def _counted(book: Book, reports: Reports) -> str:
    """What the extracts hold: cost rows, and priced deliverables where the contract has them."""
    rows = sum(len(items) for items in reports.values())
    prices = len(book.plan.deliveries)
    counted = {"expenditure items": rows, "deliverables": prices}
    return " and ".join(f"{number} {name}" for name, number in counted.items() if number)


def _totals(book: Book, reckoning: Reckoning) -> list[str]:
    """Eligible expenditure by partner and period, and the EU share."""
    periods = [period.number for period in book.periods]
    lines = [
        "| Partner | " + " | ".join(f"Period {number}" for number in periods) + " | Total |",
        "| --- |" + " ---: |" * (len(periods) + 1),
    ]
    for name, label in [*((p.id, p.id) for p in book.project.partners), ("", "**Eligible**")]:
        sums = [reckoning.total(partner=name, upto=number) for number in periods]
        by_period = [now - before for now, before in zip(sums, [0, *sums], strict=False)]
        lines.append(_line(label, [*by_period, sums[-1]]))
    shares = [reckoning.shares(upto=number) for number in periods]
    by_period = [now - before for now, before in zip(shares, [0, *shares], strict=False)]
    lines.append(_line("**EU share**", [*by_period, shares[-1]]))
    if reckoning.damages:
        damages = [reckoning.damages[number] for number in periods]
        lines.append(_line("**Damages**", [*damages, sum(damages)]))
    return lines


def _line(label: str, cents: list[int]) -> str:
    return f"| {label} | " + " | ".join(format_cents(amount) for amount in cents) + " |"


def _shown(reports: Reports) -> list[str]:
    return [
        f"| {item.row['item_id']} | {format_cents(item.accepted or 0)} | {item.shows} |"
        for items in reports.values()
        for item in items
        if item.shows
    ]


def _delivered(book: Book) -> list[str]:
    """Deliverables whose course shows something."""
    prices = {entry.id: entry.price or 0 for entry in book.project.deliverables}
    return [
        f"| {name} | {format_cents(prices[name] if delivery.accepted else 0)} | {delivery.shows} |"
        for name, delivery in book.plan.deliveries.items()
        if delivery.shows
    ]


def _overspent(book: Book) -> list[str]:
    """The budget headings that end above their allowance."""
    return [
        f"| {over.partner}, period {over.period} | | R-BUD-01: EUR {format_cents(over.amount)} of"
        f" {over.category} lie above the allowance of the heading and are cut |"
        for over in book.plan.overspent
    ]


def _missing(book: Book) -> list[str]:
    """Items whose evidence is missing on purpose, of partners who hand evidence in."""
    return [
        f"| {papers.partner}-{papers.period}-{number:03d} | | EVI-03: its evidence is missing;"
        " the others have theirs |"
        for papers in book.plan.papers
        for number in papers.missing
    ]
