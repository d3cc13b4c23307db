"""The receipt of a submission as PDF: one calm page that can be shown to an auditor.

It is made from the stored receipt alone, so that it is the same, byte for byte, whenever it is
printed again; its data travels inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reporting.pages import environment
from reporting.tables import Cell, Column, Row, Section, Table, row
from reporting.typography import NOTHING, printed, visible
from schemas.money import Money
from schemas.receipt import Comparison, Receipt, TableComparison
from schemas.words import N_, Value, Words, words

_CARDS = 12
"""How many findings are printed; all are in the data inside."""

_ROWS = 8
"""How many changed rows of a table are printed."""

_SHAPES = {"accepted": "accepted", "action needed": "attention", "refused": "rejected"}
_FATES = {
    "blocking": ("attention", N_("blocking")),
    "reject": ("rejected", N_("rejected")),
    "cut": ("cut", N_("cut")),
    "park": ("parked", N_("parked")),
    "warn": ("attention", N_("attention")),
    "info": ("remark", N_("for information")),
}
_TABLES = {
    "costs": N_("costs"),
    "activities": N_("activities"),
    "participants": N_("participants"),
}


@dataclass(frozen=True)
class _Card:
    shape: str
    word: str
    message: str
    remedy: str
    place: str


@dataclass(frozen=True)
class _Page:
    """Everything the template places, as finished text."""

    language: str
    title: str
    subject: str
    software: str
    day: str
    head: str
    number: str
    short_digest: str
    rules: str
    kind: str
    heading: str
    shape: str
    verdict: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    cards: tuple[_Card, ...]
    more: str
    verify: tuple[str, ...]
    digest: tuple[str, ...]


@dataclass(frozen=True)
class _Writer:
    """A receipt and its language."""

    receipt: Receipt
    words: Words

    def __call__(self, message: str, **values: Value) -> str:
        return visible(self.words.sentence(message, values))

    def money(self, cents: int, currency: str) -> str:
        return visible(self.words.local(Money(cents, currency)))

    def amount(self, cents: int) -> str:
        return visible(self.words.amount(cents))


def receipt_pdf(receipt: Receipt) -> bytes:
    """The receipt as PDF/A-3a and PDF/UA-1, with its data inside; the same bytes every time."""
    from reporting.rendering import EmbeddedFile, render_pdf

    inside = EmbeddedFile("receipt.json", "The receipt with its data", receipt.to_json().encode())
    return render_pdf(receipt_html(receipt), receipt.received_on, [inside])


def receipt_html(receipt: Receipt) -> str:
    """The receipt as one HTML document, whose assets are addressed as ``app:/…``."""
    template = environment(receipt.language).get_template("receipt.html")
    return template.render(receipt=_page(_Writer(receipt, words(receipt.language))))


def _page(write: _Writer) -> _Page:
    receipt = write.receipt
    report = write(
        N_("Receipt, {partner}, period {period}"),
        partner=printed(receipt.partner, 20),
        period=receipt.period,
    )
    findings = receipt.findings
    left = len(findings) - _CARDS
    return _Page(
        language=receipt.language,
        title=f"{printed(receipt.acronym, 40)}: {report}",
        subject=report,
        software=printed(receipt.software, 80),
        day=receipt.received_on.isoformat(),
        head=printed(receipt.acronym, 40),
        number=printed(receipt.receipt, 60),
        short_digest=_in_fours(receipt.digest[:16]),
        rules=printed(receipt.rule_set, 40),
        kind=write(N_("Receipt of a submission")),
        heading=write(
            N_("{acronym}, {partner}, period {period}"),
            acronym=printed(receipt.acronym, 40),
            partner=printed(receipt.partner, 20),
            period=receipt.period,
        ),
        shape=_SHAPES[receipt.outcome],
        verdict=printed(receipt.verdict),
        facts=tuple(_facts(write)),
        notes=tuple(_notes(write)),
        sections=tuple(_sections(write)),
        cards=tuple(_card(write, index) for index in range(min(len(findings), _CARDS))),
        more=write(
            N_("{left} more findings are in the data inside this file and in eurocent receipt."),
            left=left,
        )
        if left > 0
        else "",
        verify=(
            write(
                N_(
                    "Each file has the SHA-256 digest printed above; a file that was changed by a "
                    "single character has another one."
                )
            ),
            write(
                N_(
                    "The digest below stands for the whole submission. Eurocent keeps the receipt "
                    "and prints it again with the same bytes; its data is inside this file."
                )
            ),
        ),
        digest=tuple(receipt.digest[i : i + 8] for i in range(0, len(receipt.digest), 8)),
    )


def _facts(write: _Writer) -> list[tuple[str, str]]:
    receipt = write.receipt
    span = f"{write.words.local(receipt.period_start)} – {write.words.local(receipt.period_end)}"
    arrived = datetime.fromisoformat(receipt.received_at)
    facts = [
        (write(N_("Receipt number")), printed(receipt.receipt, 120)),
        (
            write(N_("Partner")),
            f"{printed(receipt.partner_name, 120)} ({printed(receipt.partner, 20)})",
        ),
        (write(N_("Reporting period")), f"{receipt.period}, {visible(span)}"),
        (
            write(N_("Arrived")),
            write(N_("{day} at {time} UTC"), day=arrived.date(), time=f"{arrived:%H:%M}"),
        ),
        (write(N_("Counts as received on")), visible(write.words.local(receipt.received_on))),
    ]
    if receipt.by:
        facts.append((write(N_("Handed in by")), printed(receipt.by, 120)))
    if receipt.replaces is not None:
        facts.append(
            (write(N_("Replaces")), write(N_("submission {number}"), number=receipt.replaces))
        )
    rows = (
        write(N_("none: nil report"))
        if receipt.nil
        else write(
            N_("{rows}, of which {usable} usable and {waiting} waiting"),
            rows=receipt.rows,
            usable=receipt.usable_rows,
            waiting=receipt.waiting_rows,
        )
    )
    facts.append((write(N_("Rows")), rows))
    counts = receipt.evidence
    if counts.partners:
        there = write(
            N_("{there} of {items} items have theirs; files: {files}"),
            there=counts.items_with,
            items=counts.items,
            files=counts.files,
        )
        facts.append((write(N_("Evidence")), there))
    return facts


def _notes(write: _Writer) -> list[str]:
    receipt = write.receipt
    notes = []
    if receipt.back_dated:
        notes.append(
            write(
                N_("The day that counts was stated and lies before the arrival; the trail says so.")
            )
        )
    if receipt.late:
        notes.append(
            write(N_("It came after the partners' deadline of {day}."), day=receipt.deadline)
        )
    return notes


def _sections(write: _Writer) -> list[Section]:
    receipt = write.receipt
    sections = []
    if receipt.files:
        sections.append(Section(write(N_("Files")), (_files(write),)))
    if receipt.sums:
        sections.append(Section(write(N_("Sums by cost category")), (_sums(write),)))
    if receipt.comparison is not None:
        sections.append(_comparison(write, receipt.comparison))
    if receipt.repeated:
        sections.append(_repeated(write))
    return sections


def _files(write: _Writer) -> Table:
    receipt = write.receipt
    rows = []
    for file in receipt.files:
        note = (
            write(N_("kept as it came"))
            if file.kept
            else write(N_("has participants: stored with pseudonyms only, the file was not kept"))
        )
        tables = [
            write(
                N_("{table}: {rows} rows, {usable} usable"),
                table=write(_TABLES[table.table]),
                rows=table.rows,
                usable=table.usable_rows,
            )
            for table in file.tables
        ]
        rows.append(
            row(
                Cell(printed(file.file, 80), note=note),
                "; ".join(tables),
                " ".join(file.sha256[i : i + 8] for i in range(0, 64, 8)),
            )
        )
    return Table(
        caption=write(N_("Files in the order in which they count")),
        columns=(
            Column(write(N_("File")), width=50),
            Column(write(N_("Rows"))),
            Column("SHA-256", kind="code", width=46),
        ),
        rows=tuple(rows),
    )


def _sums(write: _Writer) -> Table:
    return Table(
        caption=write(N_("As declared, in the currency of the rows")),
        columns=(
            Column(write(N_("Cost category"))),
            Column(write(N_("Currency")), width=18),
            Column(write(N_("Rows")), kind="figure", width=16),
            Column(write(N_("Declared")), kind="figure", width=28),
            Column(write(N_("Usable rows")), kind="figure", width=22),
            Column(write(N_("Usable")), kind="figure", width=28),
        ),
        rows=tuple(
            row(
                printed(line.title, 60) or NOTHING,
                line.currency,
                str(line.rows),
                write.amount(line.declared),
                str(line.usable_rows),
                write.amount(line.usable),
            )
            for line in write.receipt.sums
        ),
        note=write(
            N_("Usable: neither rejected nor waiting. What the law reduces is said in the report.")
        ),
    )


def _comparison(write: _Writer, comparison: Comparison) -> Section:
    title = write(N_("Compared with submission {number}"), number=comparison.number)
    lead = write(N_("No row has changed.")) if comparison.nothing_changed else ""
    if comparison.solved or comparison.still or comparison.new:
        told = write(
            N_("Of the findings, {solved} are solved, {still} are as before and {new} are new."),
            solved=comparison.solved,
            still=comparison.still,
            new=comparison.new,
        )
        lead = f"{lead} {told}".strip()
    if comparison.nothing_changed:
        return Section(title, (), lead=lead)
    counted = Table(
        caption=write(N_("Rows by their own numbers")),
        columns=(
            Column(write(N_("Table"))),
            *(
                Column(write(head), kind="figure", width=20)
                for head in (N_("New"), N_("Changed"), N_("Gone"), N_("As before"))
            ),
        ),
        rows=tuple(
            row(
                write(_TABLES[table.table]),
                *(str(n) for n in (table.new, table.changed, table.gone, table.unchanged)),
            )
            for table in comparison.tables
        ),
        narrow=True,
    )
    titles = {line.category: line.title for line in write.receipt.sums}
    moved = [line for line in comparison.sums if line.before != line.after]
    sums = Table(
        caption=write(N_("Declared sums that have changed")),
        columns=(
            Column(write(N_("Cost category"))),
            Column(write(N_("Currency")), width=18),
            Column(write(N_("Before")), kind="figure", width=28),
            Column(write(N_("Now")), kind="figure", width=28),
        ),
        rows=tuple(
            row(
                printed(titles.get(line.category, line.category), 60) or NOTHING,
                line.currency,
                write.amount(line.before),
                write.amount(line.after),
            )
            for line in moved
        ),
    )
    tables = [counted, *(_changes(write, table) for table in comparison.tables)]
    return Section(title, tuple(table for table in (*tables, sums) if table.rows), lead=lead)


def _changes(write: _Writer, table: TableComparison) -> Table:
    """The first rows of a table that are not as they were, cell by cell."""
    rows: list[Row] = [
        row(
            printed(changed.item_id, 40),
            cell.column,
            printed(cell.before, 80) or NOTHING,
            printed(cell.after, 80) or NOTHING,
        )
        for changed in table.changed_rows[:_ROWS]
        for cell in changed.cells
    ]
    for word, ids in ((N_("gone"), table.gone_ids), (N_("new"), table.new_ids)):
        rows += [row(printed(name, 40), write(word), "", "") for name in ids[:_ROWS]]
    listed = min(_ROWS, table.changed) + min(_ROWS, table.gone) + min(_ROWS, table.new)
    left = table.changed + table.gone + table.new - listed
    return Table(
        caption=write(N_("{table}: what is not as it was"), table=write(_TABLES[table.table])),
        columns=(
            Column(write(N_("Number")), width=34),
            Column(write(N_("Column")), width=36),
            Column(write(N_("Before"))),
            Column(write(N_("Now"))),
        ),
        rows=tuple(rows),
        note=write(N_("{left} more rows are in the data inside this file."), left=left)
        if left
        else "",
    )


def _repeated(write: _Writer) -> Section:
    mistakes = write.receipt.repeated
    return Section(
        write(N_("As in period {period}"), period=mistakes[0].period),
        (
            Table(
                caption=write(N_("The same was found last time")),
                columns=(
                    Column(write(N_("What"))),
                    Column(write(N_("Then")), kind="figure", width=14),
                    Column(write(N_("Now")), kind="figure", width=14),
                    Column(write(N_("What keeps it from coming back")), width=66),
                ),
                rows=tuple(
                    row(
                        printed(mistake.message, 300),
                        str(mistake.times_before),
                        str(mistake.times),
                        printed(mistake.prevention, 300),
                    )
                    for mistake in mistakes
                ),
            ),
        ),
    )


def _card(write: _Writer, index: int) -> _Card:
    finding = write.receipt.findings[index]
    shape, word = _FATES[finding.severity]
    place = [finding.code, printed(finding.file, 80), printed(finding.sheet, 40)]
    if finding.row:
        place.append(write(N_("row {row}"), row=finding.row))
    return _Card(
        shape=shape,
        word=write(word),
        message=printed(finding.message, 400),
        remedy=printed(finding.remedy, 400),
        place=" · ".join(part for part in place if part),
    )


def _in_fours(digits: str) -> str:
    return "\N{NO-BREAK SPACE}".join(digits[i : i + 4] for i in range(0, len(digits), 4))
