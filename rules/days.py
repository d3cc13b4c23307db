"""Deadlines and retention count in months: days of the calendar, without a clock."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day some months later (earlier if negative), the last one where it does not exist.

    >>> add_months(date(2018, 11, 30), 3), add_months(date(2024, 2, 29), -36)
    (datetime.date(2019, 2, 28), datetime.date(2021, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
