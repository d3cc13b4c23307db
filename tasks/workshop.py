"""What every step of a run needs at hand: state folder, ledger, store, law and rates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from intake.law import load_law
from intake.rates import load_rates
from ledger.home import Home
from ledger.ledger import Ledger
from ledger.store import FrameStore
from schemas.law import Law
from schemas.rates import RateTable


@dataclass(frozen=True)
class Workshop:
    """Everything opened once a process and state folder."""

    home: Home
    ledger: Ledger
    store: FrameStore
    law: Law

    @property
    def rates(self) -> RateTable:
        """The rates that count at this moment; an authority's table may be imported any time."""
        return self.ledger.rates(load_rates())

    def folder_of(self, fingerprint: str, language: str) -> Path:
        """Where a run's documents are kept, whatever was asked to be copied elsewhere."""
        return self.home.runs / fingerprint / language


def workshop() -> Workshop:
    """Open what the settings of this moment name."""
    home = Home.open()
    return _opened(home.root, home.database_url)


@lru_cache(maxsize=4)
def _opened(root: Path, database_url: str) -> Workshop:
    home = Home(root, database_url)
    return Workshop(home, Ledger.open(home), FrameStore.open(home), load_law())
