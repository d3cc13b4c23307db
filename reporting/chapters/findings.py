"""What was found: cards for what was taken off, a table for the rest, and the rules behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reporting.chapters.expenditure import RowPlace
from reporting.deductions import taken_off
from reporting.scribe import Scribe
from reporting.tables import Cell, Column, Row, Section, Table, row
from reporting.typography import NOTHING
from reporting.vocabulary import SEVERITY, SEVERITY_SHAPE
from schemas.claim import ClaimFinding, RuleAssessment
from schemas.findings import Severity
from schemas.words import N_

PRINTED_CARDS = 60
PRINTED_NOTES = 60
"""More findings than these stand in findings.xlsx; the largest amounts are printed."""

_CARDS = ("blocking", "reject", "cut", "park")


@dataclass(frozen=True)
class Card:
    """One deduction or blocked delivery.

    Attributes:
        amount: what was taken, "" where nothing could be counted.
        shape, word: its status.
        message: what is the matter.
        link: id of the item's row in the printed list, "" where it is not in this document.
        place: partner, item, file and row.
        change: found → expected, "" where the message says it all.
        remedy: what happens next.
        rule, basis: which rule on which article, "" where the extract contract asks.
    """

    anchor: str
    link: str
    amount: str
    shape: str
    word: str
    message: str
    place: str
    change: str
    remedy: str
    rule: str
    basis: str


@dataclass(frozen=True)
class Findings:
    """The chapter: cards, a sentence about those not printed, a table of remarks."""

    lead: str
    cards: tuple[Card, ...]
    more: str
    sections: tuple[Section, ...]


def findings(scribe: Scribe, printed: Mapping[RowPlace, str] | None = None) -> Findings:
    """The findings of a claim, of the project's or of one reduced to a partner.

    Args:
        scribe: writes the claim.
        printed: ids of the rows of the list of expenditure in the same document.
    """
    found = scribe.claim.findings
    severe = [finding for finding in found if finding.severity in _CARDS]
    severe.sort(key=lambda f: (f.severity != "blocking", -f.amount, _rank(f)))
    mild = sorted((f for f in found if f.severity not in _CARDS), key=_rank)
    hidden = max(len(severe) - PRINTED_CARDS, 0) + max(len(mild) - PRINTED_NOTES, 0)
    more = ""
    if hidden:
        more = scribe.plural(
            "{count} more finding stands in findings.xlsx beside this report.",
            "{count} more findings stand in findings.xlsx beside this report.",
            hidden,
        )
    sections: tuple[Section, ...] = ()
    if mild:
        sections = (Section(scribe(N_("Points to note")), (_notes(scribe, mild),)),)
    cards = tuple(
        _card(scribe, finding, number, printed or {})
        for number, finding in enumerate(severe[:PRINTED_CARDS], start=1)
    )
    return Findings(_lead(scribe, severe), cards, more, sections)


def _rank(finding: ClaimFinding) -> tuple[int, str, str, int]:
    return (Severity(finding.severity).rank, finding.partner, finding.file, finding.row or 0)


def _lead(scribe: Scribe, severe: list[ClaimFinding]) -> str:
    if not severe:
        return scribe(N_("Nothing was taken off and nothing blocks."))
    return scribe(
        N_("{amount} was taken off; each reason stands below, the largest first."),
        amount=scribe.money(taken_off(scribe.claim.totals)),
    )


def _card(
    scribe: Scribe, finding: ClaimFinding, number: int, printed: Mapping[RowPlace, str]
) -> Card:
    rule = ""
    if finding.rule:
        rule = f"{scribe.text(finding.rule, 20)} · {scribe.rule_title(finding.rule)}"
    return Card(
        anchor=f"finding-{number}",
        link=printed.get((finding.file, finding.sheet, finding.row or 0), ""),
        amount=scribe.amount(-finding.amount) if finding.amount else NOTHING,
        shape=SEVERITY_SHAPE[finding.severity],
        word=scribe.term(SEVERITY, finding.severity),
        message=scribe.text(finding.message, 400),
        place=place(scribe, finding),
        change=_change(scribe, finding),
        remedy=scribe.text(finding.remedy, 300),
        rule=rule,
        basis=scribe.basis(finding.basis),
    )


def _change(scribe: Scribe, finding: ClaimFinding) -> str:
    """What was found → what was expected, where both are known."""
    if not (finding.found and finding.expected):
        return ""
    return f"{scribe.value(finding.found)} → {scribe.value(finding.expected)}"


def place(scribe: Scribe, finding: ClaimFinding) -> str:
    """Where a finding lies: partner, item, file, sheet and row."""
    parts = [scribe.text(finding.partner, 20), scribe.text(finding.item_id, 40)]
    if finding.file:
        parts.append(scribe.text(finding.file, 60))
    if finding.row:
        parts.append(scribe(N_("row {row}"), row=finding.row))
    return " · ".join(part for part in parts if part)


def _notes(scribe: Scribe, mild: list[ClaimFinding]) -> Table:
    rows = [
        row(
            Cell(scribe.term(SEVERITY, finding.severity), shape=SEVERITY_SHAPE[finding.severity]),
            Cell(scribe.text(finding.message, 300), note=scribe.text(finding.remedy, 300)),
            Cell(place(scribe, finding)),
            Cell(scribe.text(finding.rule, 20) or NOTHING),
        )
        for finding in mild[:PRINTED_NOTES]
    ]
    return Table(
        scribe(N_("Warnings and remarks; they take nothing off")),
        (
            Column(scribe(N_("Kind")), width=30),
            Column(scribe(N_("What, and what to do"))),
            Column(scribe(N_("Where")), width=42),
            Column(scribe(N_("Rule")), width=22),
        ),
        tuple(rows),
    )


@dataclass(frozen=True)
class Checks:
    """The chapter on the rules that were run."""

    lead: str
    sections: tuple[Section, ...]


def checks(scribe: Scribe) -> Checks:
    """Every rule of the family with what it did."""
    rules = scribe.claim.rules
    assessed = sum(rule.assessed for rule in rules)
    lead = scribe(
        N_("{assessed} of {total} rules of {family} were assessed."),
        assessed=scribe.count(assessed),
        total=scribe.count(len(rules)),
        family=setting_title(scribe),
    )
    ran = [_assessed(scribe, rule) for rule in rules if rule.assessed]
    left = [_not_assessed(scribe, rule) for rule in rules if not rule.assessed]
    sections = []
    if ran:
        sections.append(Section(scribe(N_("Rules assessed")), (_assessed_table(scribe, ran),)))
    if left:
        sections.append(Section(scribe(N_("Not assessed")), (_left_table(scribe, left),)))
    return Checks(lead, tuple(sections))


def _assessed_table(scribe: Scribe, rows: list[Row]) -> Table:
    return Table(
        scribe(N_("Results and legal basis")),
        (
            Column(scribe(N_("Rule")), width=19),
            Column(scribe(N_("What is checked"))),
            Column(scribe(N_("Result")), width=27),
            Column(scribe(N_("Taken off, EUR")), "figure", 18),
            Column(scribe(N_("Legal basis")), width=66, apart=True),
        ),
        tuple(rows),
    )


def _left_table(scribe: Scribe, rows: list[Row]) -> Table:
    return Table(
        scribe(N_("These rules say nothing about this claim")),
        (
            Column(scribe(N_("Rule")), width=19),
            Column(scribe(N_("What would be checked"))),
            Column(scribe(N_("Why not")), width=50),
            Column(scribe(N_("Legal basis")), width=55),
        ),
        tuple(rows),
    )


def setting_title(scribe: Scribe) -> str:
    """Title of the rule set."""
    return scribe.setting.family.title.of(scribe.setting.language)


def _assessed(scribe: Scribe, rule: RuleAssessment) -> Row:
    if rule.findings:
        count = scribe.plural("{count} finding", "{count} findings", rule.findings)
        result = Cell(count, shape="cut" if rule.amount else "remark", strong=True)
    else:
        result = Cell(scribe(N_("no finding")), shape="accepted")
    return row(
        scribe.text(rule.rule, 20),
        scribe.rule_title(rule.rule),
        result,
        Cell(scribe.amount(-rule.amount) if rule.amount else NOTHING, strong=bool(rule.amount)),
        scribe.basis(rule.basis),
    )


def _not_assessed(scribe: Scribe, rule: RuleAssessment) -> Row:
    return row(
        scribe.text(rule.rule, 20),
        scribe.rule_title(rule.rule),
        scribe.text(rule.reason, 160),
        scribe.basis(rule.basis),
    )
