"""De minimis aid: what one undertaking may receive in three years (R-AID-01, R-AID-02).

The register of the project file holds every aid of an undertaking, that of others as it declared
it. Ceiling and period are those of the day on which the new aid is granted. The rules speak and
take nothing: an aid is no expenditure of a partner (product contract §5a, ``payable``).

Two things are not modelled: the lower ceiling of road freight until 2023, because the register does
not say what an undertaking does, and undertakings whose fiscal year is not the calendar year.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules.case import Case
from rules.days import add_months
from schemas.findings import Finding
from schemas.money import Money
from schemas.project import Aid

_CEILING = "aid.de_minimis_ceiling"
_PERIOD = "aid.de_minimis_period"


def about_aid(case: Case) -> list[Finding]:
    """Hold the whole register against the ceilings; remind of declarations of the period's aid."""
    if not case.applies("R-AID-01"):
        return []
    return [*_above_ceiling(case), *_without_declaration(case)]


def _above_ceiling(case: Case) -> list[Finding]:
    """R-AID-01: an aid that passes the ceiling does not stand, not even in part.

    Aid counts in the order of days, on one day in the order of the file. What does not stand has
    to be paid back and counts no further.
    """
    findings: list[Finding] = []
    standing: dict[str, list[Aid]] = {}
    for entry in sorted(case.project.aid, key=lambda entry: entry.granted_on):
        before = standing.setdefault(_name(entry), [])
        received = _within_period(before, entry.granted_on, case)
        if _exceeds(received + entry.amount, entry.granted_on, case):
            findings.append(_finding(entry, received, case))
        else:
            before.append(entry)
    return findings


def _within_period(received: Sequence[Aid], on: date, case: Case) -> int:
    """Earlier aid that counts on a day: three years back, or this fiscal year and two before."""
    if not case.parameters.has(_PERIOD, on):
        return 0
    if case.parameters.choice(_PERIOD, on) == "three_rolling_years":
        first = add_months(on, -36)
    else:
        first = date(on.year - 2, 1, 1)
    return sum(entry.amount for entry in received if entry.granted_on >= first)


def _exceeds(amount: int, on: date, case: Case) -> bool:
    """Aid from before the first law of the family is history: it counts and is not judged."""
    return case.parameters.has(_CEILING, on) and amount > case.parameters.cents(_CEILING, on)


def _finding(entry: Aid, received: int, case: Case) -> Finding:
    ceiling = case.parameters.dated(_CEILING, entry.granted_on)
    return Finding(
        "AID-01",
        found=Money(received + entry.amount),
        expected=Money(case.parameters.cents(_CEILING, entry.granted_on)),
        words={
            "undertaking": entry.undertaking,
            "date": entry.granted_on,
            "aid": Money(entry.amount),
        },
        reference=ceiling.reference.act,
    )


def _without_declaration(case: Case) -> list[Finding]:
    """R-AID-02: aid of this period without a declaration, or declared after it was granted.

    Where the register states no declaration at all, the rule has no input and is not assessed.
    """
    if not any(entry.declared_on for entry in case.project.aid):
        return []
    period = case.period
    return [
        Finding(
            "AID-02",
            found=entry.declared_on,
            expected=entry.granted_on,
            words={"undertaking": entry.undertaking},
        )
        for entry in case.project.aid
        if period.start <= entry.granted_on <= period.end
        and (entry.declared_on is None or entry.declared_on > entry.granted_on)
    ]


def _name(entry: Aid) -> str:
    return " ".join(entry.undertaking.split()).casefold()
