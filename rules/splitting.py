"""Purchases of one supplier that together reach an EU threshold (R-PRC-03).

Contracts and invoices without a contract within twelve months are added up, net of VAT, over the
whole project, because a contract of the project file does not say whose it is; whether they bought
the same object is for the controller to see (Dir. 2004/18/EC Art. 9(3), Dir. 2014/24/EU Art. 5(3)).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from rules.case import Case
from rules.contracts import net_of_item, net_of_vat, threshold_on
from rules.invoices import in_form, strict
from rules.rulings import Mask, mask, whole
from schemas.findings import Finding
from schemas.money import Money
from schemas.project import Contract

_COLUMNS = [
    "supplier_name",
    "contract_id",
    "incurred",
    "declared",
    "rejected",
    "amount_gross_cents",
    "amount_vat_cents",
]


@dataclass(frozen=True, order=True)
class _Purchase:
    """One contract, or what one supplier invoiced on one day; EUR cents net of VAT."""

    day: date
    amount: int
    kind: str = "services"
    authority: str = "sub_central"


_Purchases = dict[str, list[_Purchase]]
"""By the supplier's name in comparable form."""


def remarks(items: pd.DataFrame, counted: Mask, case: Case) -> list[Finding]:
    """Suppliers of this report whose purchases look split.

    Args:
        items: as decided.
        counted: the items of which something is accepted.
        case: the period.
    """
    if not case.applies("R-PRC-03"):
        return []
    bought = counted & mask(items["cost_category"].ne("staff"))
    bought &= mask(items["supplier_name"].ne("") | items["contract_id"].ne(""))
    if not bought.any():
        return []
    here = items.loc[bought, _COLUMNS]
    contracts = {contract.id: contract for contract in case.project.contracts}
    alone = here.loc[~here["contract_id"].isin(list(contracts)) & here["supplier_name"].ne("")]
    alone = alone.assign(key=in_form(alone["supplier_name"], strict))
    purchases = _of_contracts(contracts.values(), case)
    _add_earlier(purchases, contracts.keys(), case)
    involved = {
        strict(contracts[n].supplier) for n in here["contract_id"].unique() if n in contracts
    }
    involved |= set(alone["key"].unique())
    _add_invoices(purchases, alone, _lowest(case))
    findings = []
    for key in sorted(involved & set(purchases)):
        best = _largest(purchases[key], case)
        if best is not None:
            total, threshold, count = best
            findings.append(
                Finding(
                    "PRC-03",
                    found=Money(total),
                    expected=Money(threshold),
                    words={"supplier": _as_written(key, contracts.values(), alone), "count": count},
                )
            )
    return findings


def _of_contracts(contracts: Iterable[Contract], case: Case) -> _Purchases:
    """The contracts of the project file that stay below their threshold alone."""
    purchases: _Purchases = defaultdict(list)
    for contract in contracts:
        day = contract.signed or contract.launched
        if contract.supplier and contract.amount and day:
            threshold = threshold_on(day, contract.kind, contract.authority, case)
            if threshold is not None and contract.amount < threshold:
                purchase = _Purchase(day, contract.amount, contract.kind, contract.authority)
                purchases[strict(contract.supplier)].append(purchase)
    return purchases


def _add_earlier(purchases: _Purchases, contracts: Collection[str], case: Case) -> None:
    """Add what earlier claims accepted or hold of invoices without a contract."""
    for claim in case.earlier.claims:
        for item in claim.items:
            day = item.invoice_date or item.payment_date
            if not item.supplier_name or item.category == "staff" or day is None:
                continue
            # What was parked and came back was bought once.
            if item.origin_period is not None:
                continue
            if item.contract_id not in contracts and item.eligible + item.parked > 0:
                purchases[strict(item.supplier_name)].append(_Purchase(day, net_of_item(item)))


def _add_invoices(purchases: _Purchases, rows: pd.DataFrame, lowest: int) -> None:
    """Add what suppliers invoiced a day, of those that can reach the lowest threshold at all."""
    net = net_of_vat(whole(rows["declared"]) - whole(rows["rejected"]), rows)
    dated = rows.assign(net=net).loc[rows["incurred"].notna()]
    totals = dated.loc[dated["net"] > 0].groupby("key", sort=False)["net"].sum()
    large = [
        str(key)
        for key, total in zip(totals.index, totals, strict=True)
        if int(total) + sum(purchase.amount for purchase in purchases.get(str(key), ())) >= lowest
    ]
    days = dated.loc[dated["key"].isin(large)].groupby(["key", "incurred"], sort=False)["net"].sum()
    places: Iterable[Any] = days.index
    for (key, day), amount in zip(places, days, strict=True):
        if amount > 0:
            purchases[str(key)].append(_Purchase(day.date(), int(amount)))


def _lowest(case: Case) -> int:
    """The lowest threshold that the family knows at any time, in EUR cents."""
    known = [
        case.parameters.cents(key, dated.from_date)
        for name in ("central", "sub_central", "works")
        if (key := f"procurement.threshold.{name}") in case.parameters.values
        for dated in case.parameters.values[key]
    ]
    return min(known, default=0)


def _as_written(key: str, contracts: Iterable[Contract], rows: pd.DataFrame) -> str:
    """The supplier's name as a contract or an invoice writes it."""
    written = [contract.supplier for contract in contracts if strict(contract.supplier) == key]
    return (written or [str(name) for name in rows.loc[rows["key"].eq(key), "supplier_name"]])[0]


def _largest(purchases: list[_Purchase], case: Case) -> tuple[int, int, int] | None:
    """The largest sum within twelve months that reaches the threshold of its last day.

    Returns:
        The sum, the threshold and the number of purchases; None where no sum reaches it. What
        reaches the threshold alone is not split and stays out.
    """
    limits = {p: threshold_on(p.day, p.kind, p.authority, case) for p in purchases}
    small = sorted(p for p in purchases if p.amount < (limits[p] or 0))
    best: tuple[int, int, int] | None = None
    first = total = 0
    for last, purchase in enumerate(small):
        total += purchase.amount
        while _year_after(small[first].day) <= purchase.day:
            total -= small[first].amount
            first += 1
        limit = limits[purchase] or 0
        if total >= limit and (best is None or total > best[0]):
            best = (total, limit, last - first + 1)
    return best


def _year_after(day: date) -> date:
    return (pd.Timestamp(day) + pd.DateOffset(months=12)).date()
