"""The exchange rate that an item bears: in which month's, from which source, how exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from schemas.money import format_ratio

RATE_COLUMNS = ["rate", "rate_numerator", "rate_denominator", "rate_month", "rate_source"]
"""The columns in which items bear it."""


@dataclass(frozen=True)
class UsedRate:
    """A rate as an item carries it: EUR = amount x denominator / numerator."""

    text: str
    numerator: int
    denominator: int
    month: str
    source: str

    @classmethod
    def of(cls, rate: Fraction, month: str, source: str) -> UsedRate:
        """Make it from the exact number of units per euro."""
        return cls(format_ratio(rate), rate.numerator, rate.denominator, month, source)

    @property
    def columns(self) -> tuple[str, int, int, str, str]:
        """Its values in the order of ``RATE_COLUMNS``."""
        return self.text, self.numerator, self.denominator, self.month, self.source
