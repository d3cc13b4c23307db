"""Exchange rates: units of a currency per 1 EUR, by month, and the fixed rates of the euro.

A rate is a quotation "units per EUR": amounts are divided by it and it is never inverted
(Reg. (EC) No 1103/97, Art. 4(3)). It has at most six decimals and is kept exactly, as Decimal
here and as whole millionths where a frame computes with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from schemas.project import PublishedRate

DERIVED = "derived (ECB)"
"""The source of a shipped rate: worked out from the quotations of the European Central Bank."""

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate of one currency and month.

    `basis_day` is the day of quotation a derived rate was taken from; None for a published one.
    """

    month: str
    currency: str
    units_per_eur: Decimal
    kind: Literal["published", "derived"]
    source: str
    basis_day: date | None = None

    @property
    def millionths(self) -> int:
        """The rate in whole millionths of the currency's unit per 1 EUR."""
        return int(self.units_per_eur * _MILLION)


@dataclass(frozen=True, slots=True)
class FixedRate:
    """The irrevocable rate of a currency that the euro replaced on `euro_since`."""

    currency: str
    country: str
    euro_since: date
    units_per_eur: Decimal

    @property
    def millionths(self) -> int:
        """The rate in whole millionths of the currency's unit per 1 EUR."""
        return int(self.units_per_eur * _MILLION)


@dataclass(frozen=True)
class RateTable:
    """All rates a run may use. Published rates go before the shipped, derived ones.

    A rate of a currency from the month of its switch to the euro on is never in the table: from
    that day the fixed rate holds. A month that is missing is missing, not zero.

    `digest` is the SHA-256 of the whole content and part of a run's fingerprint.
    """

    derived: Mapping[tuple[str, str], Decimal]
    published: Mapping[tuple[str, str], PublishedRate]
    fixed: Mapping[str, FixedRate]
    basis_days: Mapping[str, date]
    digest: str

    def rate(self, month: str, currency: str) -> Rate | None:
        """Return the monthly rate ("2018-03", "PLN"), or None where there is none."""
        entry = self.published.get((month, currency))
        if entry is not None:
            source = f"published: {entry.source}" if entry.source else "published"
            return Rate(month, currency, Decimal(entry.units_per_eur), "published", source)
        units = self.derived.get((month, currency))
        if units is None:
            return None
        return Rate(month, currency, units, "derived", DERIVED, self.basis_days.get(month))

    def fixed_rate(self, currency: str) -> FixedRate | None:
        """Return the fixed rate of a currency that the euro replaced, else None."""
        return self.fixed.get(currency)

    def abolished(self, currency: str, on: date) -> bool:
        """Return whether the euro had replaced the currency on that day."""
        fixed = self.fixed.get(currency)
        return fixed is not None and on >= fixed.euro_since

    def is_replaced(self, month: str, currency: str) -> bool:
        """Return whether the euro had replaced a currency in that month ("2018-03")."""
        return replaced(self.fixed, month, currency)

    def with_published(self, entries: Iterable[PublishedRate]) -> RateTable:
        """Return a table in which `entries` go before all rates that are already there.

        Entries of a currency that the euro had replaced by their month are ignored.
        """
        added = {
            (entry.month, entry.currency): entry
            for entry in entries
            if not replaced(self.fixed, entry.month, entry.currency)
        }
        if not added:
            return self
        content = "\n".join(
            f"{month},{currency},{entry.units_per_eur},{entry.source}"
            for (month, currency), entry in sorted(added.items())
        )
        digest = hashlib.sha256(f"{self.digest}\n{content}".encode()).hexdigest()
        return replace(self, published={**self.published, **added}, digest=digest)


def replaced(fixed: Mapping[str, FixedRate], month: str, currency: str) -> bool:
    """Return whether the euro had replaced a currency in that month; switches are on the 1st."""
    switch = fixed.get(currency)
    return switch is not None and month >= switch.euro_since.isoformat()[:7]
