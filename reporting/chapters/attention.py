"""At most five points that need someone's attention, gravest first, each with a link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reporting.deductions import expenditure_findings
from reporting.scribe import Scribe
from schemas.claim import PartnerClaim
from schemas.words import N_

_MOST = 5


@dataclass(frozen=True)
class Point:
    """One point; ``link`` is the chapter that says more."""

    text: str
    link: str


def points(scribe: Scribe, partner: PartnerClaim | None = None) -> tuple[Point, ...]:
    """The points of a project report, or of one partner's."""
    chosen: list[Point] = []
    for point in _candidates(scribe, partner):
        if point not in chosen:
            chosen.append(point)
        if len(chosen) == _MOST:
            break
    return tuple(chosen)


def _candidates(scribe: Scribe, partner: PartnerClaim | None) -> Iterator[Point]:
    if partner is None:
        yield from _delivery(scribe)
    wrong = sum(1 for line in scribe.claim.reconciliation if line.difference)
    if wrong:
        yield Point(
            scribe.plural("{count} sum does not agree.", "{count} sums do not agree.", wrong),
            "reconciliation",
        )
    yield from _blocking(scribe)
    yield from _unreadable(scribe)
    yield from _fund(scribe)
    yield from _largest(scribe, partner)
    yield from _overspent(scribe)


def _delivery(scribe: Scribe) -> Iterator[Point]:
    for partner in scribe.missing:
        yield Point(
            scribe(N_("{partner} has not delivered."), partner=scribe.text(partner.partner, 20)),
            "statement",
        )
    if scribe.uncertified:
        names = ", ".join(scribe.text(p.partner, 20) for p in scribe.uncertified)
        yield Point(
            scribe(N_("The controller's certificate is missing for {names}."), names=names),
            "declaration",
        )


def _blocking(scribe: Scribe) -> Iterator[Point]:
    for finding in scribe.claim.findings:
        if finding.severity == "blocking":
            yield Point(scribe.text(finding.message, 160), "findings")


def _unreadable(scribe: Scribe) -> Iterator[Point]:
    rows = sum(partner.unreadable_rows for partner in scribe.partners)
    if rows:
        yield Point(
            scribe.plural(
                "{count} row waits, because a cell cannot be read.",
                "{count} rows wait, because cells cannot be read.",
                rows,
            ),
            "findings",
        )


def _fund(scribe: Scribe) -> Iterator[Point]:
    for entry in scribe.claim.fund_reductions:
        yield Point(
            scribe(
                N_("{partner}: a limit lowers the EU share by {amount}."),
                partner=scribe.text(entry.partner, 20),
                amount=scribe.money(entry.amount),
            ),
            "funding",
        )


def _largest(scribe: Scribe, partner: PartnerClaim | None) -> Iterator[Point]:
    taken = sorted(
        (f for f in expenditure_findings(scribe) if f.amount > 0), key=lambda f: -f.amount
    )
    for finding in taken[:3]:
        name = "" if partner else f"{scribe.text(finding.partner, 20)}: "
        yield Point(
            scribe(
                N_("{partner}{amount} taken off: {rule}."),
                partner=name,
                amount=scribe.money(finding.amount),
                rule=scribe.rule_title(finding.rule)
                if finding.rule
                else scribe.text(finding.message, 120).rstrip("."),
            ),
            "findings",
        )


def _overspent(scribe: Scribe) -> Iterator[Point]:
    for one in scribe.partners:
        for category in one.categories:
            if 0 < category.budget < category.cumulative:
                yield Point(
                    scribe(
                        N_("{partner}: {category} is {amount} above its budget line."),
                        partner=scribe.text(one.partner, 20),
                        category=scribe.category(category.category),
                        amount=scribe.money(category.cumulative - category.budget),
                    ),
                    "statement",
                )
