"""How far a budget is used: cumulative, remaining and in percent, as reports show it.

Percentages are whole numbers of their last shown place (6,689 hundredths are 66.89 %), rounded
half-up; they are shown and never calculated with.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.money import round_quotient


def percent_of(part: int, whole: int, *, places: int = 2) -> int:
    """A part of a whole in percent, as a whole number of units of the last of its places.

    Args:
        part: of either sign.
        whole: at least 0; of nothing, nothing is all (100 %), and anything else shows as 0.
        places: decimals shown.

    >>> percent_of(60200, 90000), percent_of(60200, 90000, places=1)
    (6689, 669)
    """
    hundred: int = 100 * 10**places
    if not whole:
        return 0 if part else hundred
    return round_quotient(part * hundred, whole, "half_up")


@dataclass(frozen=True)
class Progress:
    """One line of a financial table, in EUR cents.

    Attributes:
        budget: as approved, amendments included.
        previous: eligible in earlier claims.
        eligible: in this claim.
    """

    budget: int
    previous: int
    eligible: int

    @property
    def cumulative(self) -> int:
        """Eligible in this claim and all before it."""
        return self.previous + self.eligible

    @property
    def remaining(self) -> int:
        """What is left of the budget; negative when it is overspent."""
        return self.budget - self.cumulative

    @property
    def percent(self) -> int:
        """How much of the budget is used, in hundredths of a percent."""
        return percent_of(self.cumulative, self.budget)
