"""Purchases of one supplier that together reach an EU threshold (R-PRC-03).

Contracts and invoices without a contract within twelve months are added up, net of VAT, over the
whole project, because a contract of the project file does not say whose it is; whether they bought
the same object is for the controller to see (Dir. 2004/18/EC Art. 9(3), Dir. 2014/24/EU Art. 5(3)).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from rules.case import Case
from rules.contracts import net_of_item, net_of_vat, threshold_on
from rules.invoices import strict
from rules.rulings import Mask, mask, whole
from schemas.findings import Finding
from schemas.money import Money
from schemas.project import Contract


@dataclass(frozen=True, order=True)
class _Purchase:
    """One contract, or what one supplier invoiced on one day; EUR cents net of VAT."""

    day: date
    amount: int
    kind: str = "services"
    authority: str = "sub_central"


def remarks(items: pd.DataFrame, counted: Mask, case: Case) -> list[Finding]:
    """Suppliers of this report whose purchases look split.

    Args:
        items: as decided.
        counted: the items of which something is accepted.
        case: the period.
    """
    bought = counted & mask(items["cost_category"].ne("staff"))
    bought &= mask(items["supplier_name"].ne("") | items["contract_id"].ne(""))
    if not bought.any() or not case.applies("R-PRC-03"):
        return []
    here = items.loc[bought]
    purchases: dict[str, list[_Purchase]] = defaultdict(list)
    names: dict[str, str] = {}
    contracts = {contract.id: contract for contract in case.project.contracts}
    for contract in contracts.values():
        _add_contract(contract, purchases, names)
    alone = here.loc[~here["contract_id"].isin(list(contracts)) & here["supplier_name"].ne("")]
    for name, day, amount in [*_invoices(alone), *_earlier(case, set(contracts))]:
        key = strict(name)
        names.setdefault(key, name)
        purchases[key].append(_Purchase(day, amount))
    under = [contracts[name] for name in here["contract_id"].unique() if name in contracts]
    involved = {strict(name) for name in alone["supplier_name"].unique()}
    involved |= {strict(contract.supplier) for contract in under}
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
                    words={"supplier": names[key], "count": count},
                )
            )
    return findings


def _add_contract(
    contract: Contract, purchases: dict[str, list[_Purchase]], names: dict[str, str]
) -> None:
    day = contract.signed or contract.launched
    if contract.supplier and contract.amount and day:
        key = strict(contract.supplier)
        names.setdefault(key, contract.supplier)
        purchases[key].append(_Purchase(day, contract.amount, contract.kind, contract.authority))


def _invoices(items: pd.DataFrame) -> Iterable[tuple[str, date, int]]:
    """What each supplier invoiced a day, in EUR cents net of VAT."""
    charged = whole(items["declared"]) - whole(items["rejected"])
    net = net_of_vat(charged, items["amount_gross_cents"], items["amount_vat_cents"])
    dated = items.assign(net=net).loc[items["incurred"].notna()]
    days = dated.groupby(["supplier_name", "incurred"], sort=False)["net"].sum()
    keys: Iterable[Any] = days.index
    return [
        (str(name), day.date(), int(amount))
        for (name, day), amount in zip(keys, days, strict=True)
        if amount > 0
    ]


def _earlier(case: Case, contracts: set[str]) -> Iterable[tuple[str, date, int]]:
    """The same of earlier claims."""
    for claim in case.earlier.claims:
        for item in claim.items:
            day = item.invoice_date or item.payment_date
            bought = item.supplier_name and item.category != "staff" and day
            if bought and item.contract_id not in contracts and item.eligible + item.parked > 0:
                yield item.supplier_name, day or claim.submitted_on, net_of_item(item)


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
