"""Until when documents are kept (R-RET-01), as exactly as it can be known.

Retention runs from an event that lies after the report: a payment, the accounts, the closure of the
programme. Where that day is not stated, it is worked out from the deadline of the last report and
the days the authority has to pay, and the result is marked as assumed.
"""

from __future__ import annotations

from datetime import date, timedelta

from rules.case import Case
from rules.days import add_months
from schemas.claim import Retention
from schemas.findings import Finding

_MONTHS = "retention.months"
_LARGE = "retention.months_large"
_LOW_VALUE = "retention.months_low_value"
_AID = "aid.retention_months"


def keep_until(case: Case) -> Retention | None:
    """How long documents are kept, from which event, and until which day; None without a rule."""
    on = case.closing
    if not (case.parameters.has(_MONTHS, on) and case.parameters.has("retention.starts", on)):
        return None
    starts = case.parameters.choice("retention.starts", on)
    months = _months(case)
    begins, known = _begins(starts, case)
    until = None if begins is None else add_months(begins, months)
    privacy = case.project.privacy
    return Retention(
        months=months,
        starts=starts,
        until=until,
        assumed=not known,
        participants_until=privacy.participants_kept_until if privacy else until,
    )


def about_aid_records(kept: Retention | None, case: Case) -> list[Finding]:
    """A word in the final period where records of de minimis aid are kept longer than the rest."""
    if not (case.period.final and kept and case.applies("R-AID-01")):
        return []
    ends = [
        add_months(entry.granted_on, case.parameters.months(_AID, entry.granted_on))
        for entry in case.project.aid
        if case.parameters.has(_AID, entry.granted_on)
    ]
    if not ends or (kept.until and max(ends) <= kept.until):
        return []
    return [Finding("RET-01-AID", found=kept.until, expected=max(ends))]


def _months(case: Case) -> int:
    """The family's months; others for large operations and for low-value grants."""
    parameters, on, project = case.parameters, case.closing, case.project
    cost = project.total_cost or sum(partner.budget_total for partner in case.partners)
    if parameters.has(_LARGE, on) and cost >= parameters.cents("retention.large_from", on):
        return parameters.months(_LARGE, on)
    if parameters.has(_LOW_VALUE, on):
        limit = parameters.cents("retention.low_value_up_to", on)
        if project.max_fund is not None and project.max_fund <= limit:
            return parameters.months(_LOW_VALUE, on)
    return parameters.months(_MONTHS, on)


def _begins(starts: str, case: Case) -> tuple[date | None, bool]:
    """The day on which retention begins, and whether it is known for certain."""
    if starts == "programme_closure":
        return case.parameters.day("programme.closure", case.closing), False
    last = case.project.periods[-1]
    reported = last.lead_deadline or last.partner_deadline
    if starts == "accounts_with_expenditure":
        return _year_end(_accounts(reported)), False
    paid = [payment.date for payment in case.project.payments if payment.kind == "balance"]
    known = bool(paid)
    day = max(paid) if known else reported + timedelta(days=_days_to_pay(case))
    return (_year_end(day) if starts == "last_payment" else day), known


def _accounts(reported: date) -> date:
    """When the accounts with an expenditure are handed in: by 15 February after their year.

    An accounting year of the programme runs from 1 July to 30 June (Reg. (EU) No 1303/2013,
    Art. 2(29) and 138).
    """
    ends = reported.year if reported <= date(reported.year, 6, 30) else reported.year + 1
    return date(ends + 1, 2, 15)


def _days_to_pay(case: Case) -> int:
    key = "payment.days"
    return case.parameters.days(key, case.closing) if case.parameters.has(key, case.closing) else 0


def _year_end(day: date) -> date:
    return date(day.year, 12, 31)
