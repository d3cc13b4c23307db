"""What a check may consult of the past: settled layouts, imported rates, and claims."""

from __future__ import annotations

import pandas as pd

from intake.rates import load_rates
from ledger.home import Home
from rules.case import Earlier
from rules.invoice_rows import keys_of_costs
from rules.reported_invoices import FORM, charged_elsewhere
from schemas.costs import COSTS
from schemas.invoices import ChargedInvoice
from schemas.mapping import ColumnMapping
from schemas.project import Partner
from schemas.rates import RateTable


def mappings_of(project: str, partner: str) -> tuple[ColumnMapping, ...]:
    """The layouts that a partner has settled, the newest first; no state folder is made."""
    home = Home.existing()
    if home is None:
        return ()
    from ledger.ledger import Ledger

    ledger = Ledger.open(home)
    try:
        return tuple(ledger.mappings(project, partner))
    finally:
        ledger.close()


def rates_on_record() -> RateTable:
    """The rates that count: imported ones before the shipped ones; no state folder is made."""
    home = Home.existing()
    if home is None:
        return load_rates()
    from ledger.ledger import Ledger

    ledger = Ledger.open(home)
    try:
        return ledger.rates(load_rates())
    finally:
        ledger.close()


def on_record(
    project: str, period: int, costs: pd.DataFrame
) -> tuple[Earlier, list[ChargedInvoice]]:
    """Earlier claims of the project, and what other projects charged of a file's invoices.

    Nothing where nothing was ever run here; no state folder is made.
    """
    home = Home.existing()
    if home is None:
        return Earlier(), []
    from ledger.ledger import Ledger

    ledger = Ledger.open(home)
    try:
        earlier = [entry.run.claim for entry in ledger.earlier_claims(project, period)]
        keys = keys_of_costs(costs)
        others = ledger.claims_with(FORM, keys, but=project)
    finally:
        ledger.close()
    return Earlier(earlier), [
        charged
        for other, claims in others.items()
        for charged in charged_elsewhere(other, claims, keys)
    ]


def reported_so_far(project: str, partner: Partner, period: int) -> dict[str, int]:
    """What a partner had accepted per cost category before a period, in EUR cents.

    From the latest earlier claim on record; where there is none, what the project file says of the
    time before Eurocent.
    """
    earlier, _ = on_record(project, period, COSTS.empty())
    claims = sorted(earlier.claims, key=lambda claim: claim.period)
    for claim in reversed(claims):
        for report in claim.partners:
            if report.partner == partner.id:
                return {line.category: line.cumulative for line in report.categories}
    return dict(partner.opening.categories) if partner.opening else {}


def anything_submitted(project: str, period: int) -> bool:
    """Whether any partner ever submitted anything for a period; no state folder is made."""
    home = Home.existing()
    if home is None:
        return False
    from ledger.ledger import Ledger

    ledger = Ledger.open(home)
    try:
        return bool(ledger.submissions(project, period))
    finally:
        ledger.close()
