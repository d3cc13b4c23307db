"""A receipt in the terminal: the verdict, what came, what it adds up to, what is to be done."""

from __future__ import annotations

from datetime import datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from intake.grids import visible
from portal.checking import show_findings
from portal.evidence import evidence_line
from schemas.money import Money
from schemas.receipt import Comparison, Receipt, TableComparison
from schemas.words import N_, Words

_SHAPES = {"accepted": "●", "action needed": "▲", "refused": "○"}
_NAMED = 5
"""How many rows of a comparison a terminal names."""


def show_receipt(console: Console, receipt: Receipt, spoken: Words) -> None:
    """Show a receipt, or why there is none."""
    _show_head(console, receipt, spoken)
    _show_files(console, receipt, spoken)
    _show_sums(console, receipt, spoken)
    if receipt.comparison is not None:
        _show_comparison(console, receipt.comparison, spoken)
    _show_repeated(console, receipt, spoken)
    show_findings(console, receipt.findings, spoken)
    if receipt.evidence.partners and receipt.receipt:
        console.print(escape(evidence_line(receipt.evidence, spoken)), highlight=False)
    shape = _SHAPES[receipt.outcome]
    console.print(f"[bold]{shape} {spoken(receipt.verdict)}[/bold]", highlight=False)
    if receipt.known:
        console.print(
            spoken(N_("The very same was handed in before; this is the receipt of then.")),
            highlight=False,
        )


def moment(receipt: Receipt, spoken: Words) -> str:
    """Day and time of arrival, in UTC."""
    at = datetime.fromisoformat(receipt.received_at)
    return f"{spoken.local(at.date())}, {at:%H:%M} UTC"


def shown(text: str) -> str:
    """A partner's text as a terminal may show it: bounded, nothing in it acts."""
    return escape(visible(text, 200))


def _show_head(console: Console, receipt: Receipt, spoken: Words) -> None:
    span = f"{spoken.local(receipt.period_start)} – {spoken.local(receipt.period_end)}"
    console.print(
        f"[bold]{escape(receipt.acronym)}[/bold] · {escape(receipt.partner)} · "
        f"{spoken('period')} {receipt.period} ({span})",
        highlight=False,
    )
    if not receipt.receipt:
        return
    lines = [
        spoken.sentence(
            N_("Receipt {number}, received {moment}."),
            {"number": receipt.receipt, "moment": moment(receipt, spoken)},
        )
    ]
    if receipt.back_dated:
        lines.append(
            spoken.sentence(
                N_("Dated back: it counts as received on {day}."), {"day": receipt.received_on}
            )
        )
    if receipt.late:
        lines.append(
            spoken.sentence(N_("It came after the deadline of {day}."), {"day": receipt.deadline})
        )
    if receipt.replaces is not None:
        lines.append(
            spoken.sentence(
                N_("It replaces submission {number} as a whole."), {"number": receipt.replaces}
            )
        )
    console.print(escape(" ".join(lines)), highlight=False)
    console.print(
        spoken.sentence(N_("Digest {digest}"), {"digest": receipt.digest}),
        style="dim",
        highlight=False,
    )


def _show_files(console: Console, receipt: Receipt, spoken: Words) -> None:
    for file in receipt.files:
        console.print(f"{escape(file.file)}  [dim]{file.sha256}[/dim]", highlight=False)
        for table in file.tables:
            line = spoken.sentence(
                N_("{table}: {rows} rows, {usable} usable"),
                {"table": spoken(table.table), "rows": table.rows, "usable": table.usable_rows},
            )
            sums = [spoken.local(Money(c, code)) for code, c in table.sum_declared.items()]
            console.print(f"  {'; '.join((line, *sums))}", highlight=False)
        if receipt.receipt and not file.kept:
            console.print(
                "  "
                + spoken(
                    N_("Has participants: only pseudonyms were stored, the file itself was not.")
                ),
                highlight=False,
            )


def _show_sums(console: Console, receipt: Receipt, spoken: Words) -> None:
    if not receipt.sums:
        return
    table = Table(box=None, padding=(0, 1))
    rows = [
        (
            shown(line.title or "–"),
            line.currency,
            str(line.rows),
            spoken.amount(line.declared),
            str(line.usable_rows),
            spoken.amount(line.usable),
        )
        for line in receipt.sums
    ]
    for head in (N_("Category"), N_("Currency")):
        table.add_column(spoken(head), overflow="fold")
    for place, head in enumerate(
        (N_("Rows"), N_("Declared"), N_("Usable rows"), N_("Usable")), start=2
    ):
        # Long headings may take two lines; a figure never does.
        longest = max(len(row[place]) for row in rows)
        table.add_column(spoken(head), justify="right", min_width=longest, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _show_comparison(console: Console, comparison: Comparison, spoken: Words) -> None:
    heading = spoken.sentence(
        N_("Compared with submission {number}:"), {"number": comparison.number}
    )
    if comparison.nothing_changed:
        console.print(f"{heading} {spoken(N_('no row has changed.'))}", highlight=False)
    else:
        console.print(heading, highlight=False)
        for table in comparison.tables:
            _show_changes(console, table, spoken)
    if comparison.solved or comparison.still or comparison.new:
        told = spoken.sentence(
            N_("  Findings: {solved} solved, {still} as before, {new} new."),
            {"solved": comparison.solved, "still": comparison.still, "new": comparison.new},
        )
        console.print(told, highlight=False)


def _show_changes(console: Console, table: TableComparison, spoken: Words) -> None:
    told = spoken.sentence(
        N_("  {table}: {new} rows new, {changed} changed, {gone} gone, {unchanged} as before."),
        {
            "table": spoken(table.table),
            "new": table.new,
            "changed": table.changed,
            "gone": table.gone,
            "unchanged": table.unchanged,
        },
    )
    console.print(told, highlight=False)
    for row in table.changed_rows[:_NAMED]:
        cells = "; ".join(
            f"{cell.column} {cell.before or '–'} → {cell.after or '–'}" for cell in row.cells
        )
        console.print(f"    {shown(row.item_id)}: {shown(cells)}", highlight=False)
    for word, ids in ((N_("new"), table.new_ids), (N_("gone"), table.gone_ids)):
        if ids:
            more = " …" if len(ids) > _NAMED else ""
            named = shown(", ".join(ids[:_NAMED]))
            console.print(f"    {spoken(word)}: {named}{more}", highlight=False)


def _show_repeated(console: Console, receipt: Receipt, spoken: Words) -> None:
    for mistake in receipt.repeated:
        told = spoken.sentence(
            N_("As in period {period} ({times_before} times then, {times} now): {message}"),
            {
                "period": mistake.period,
                "times_before": mistake.times_before,
                "times": mistake.times,
                "message": mistake.message,
            },
        )
        console.print(f"[bold]{escape(told)}[/bold]\n  {escape(mistake.prevention)}")
