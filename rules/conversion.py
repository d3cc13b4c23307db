"""Conversion into euro (R-CUR-01 to -03; Reg. (EC) No 1103/97, Art. 4 and 5).

EUR = amount / rate, the rate being units of the currency per 1 EUR, never rounded, never inverted;
the result is rounded once per item. Which month's rate counts is a parameter of the programme.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from rules.case import Case
from rules.earlier_rows import used_rate
from rules.rates_used import RATE_COLUMNS, UsedRate
from rules.reincluded import match
from rules.rulings import Mask, Ruling, by_word, day_of, mask, remark, text_of, whole
from rules.sums import LUMP_SUMS, UNASSIGNED
from schemas.findings import Finding
from schemas.money import CentsArray, Rounding, multiply

EURO = "EUR"
_MEAN = "mean"
_ITEM = ["partner", "item_id", "currency"]

_NO_RATE = UsedRate("", 1, 1, "", "")


def convert(case: Case) -> tuple[pd.DataFrame, list[Finding], dict[str, int]]:
    """Give every cost row its rate and its declared amount in euro.

    Returns:
        The items (one row per expenditure item that has an amount in EUR, in the order of
        partners, files and rows) with the columns ``incurred`` (day), ``rate``, ``rate_numerator``,
        ``rate_denominator``, ``rate_month``, ``rate_source``, ``declared``, ``rejected``, ``cut``,
        ``parked``, ``eligible`` (EUR cents), ``origin_period`` and ``origin_item_id`` (of items
        that come back, else ``<NA>`` and ""); findings for rows without a rate; and the number
        of such rows by partner, which belong to ``unreadable_rows``.
    """
    items = _in_order(case)
    categories = items["cost_category"].replace("", UNASSIGNED)
    # A lump sum stands with the lump sums and in no base, whatever category was entered (§5a).
    items["cost_category"] = categories.mask(items["lump_sum_id"].ne(""), LUMP_SUMS)
    items["incurred"] = items["invoice_date"].fillna(items["payment_date"])
    months = _months(items, case)
    switch = _switches(items["currency"], case)
    abolished = _abolished(items, switch)
    items = items.join(_rates_of(months, items["currency"], case))
    items = _with_rates_of_notes(_with_rates_of_parked(items, case), case)

    missing = mask(items["rate"].eq("")) & ~abolished
    findings = _without_rate(items, missing, months, case)
    findings += _replaced(items, abolished, switch)
    readable = ~(missing | abolished)
    lost = items.loc[~readable, "partner"].value_counts()
    if not readable.all():
        items = items.loc[readable].reset_index(drop=True)
    rounding: Rounding = _rounding(case)
    declared = multiply(
        whole(items["amount_declared_cents"]),
        items["rate_denominator"].to_numpy(),
        items["rate_numerator"].to_numpy(),
        rounding,
    )
    items = items.assign(declared=declared, rejected=0, cut=0, parked=0, eligible=declared)
    items["origin_period"] = pd.array([pd.NA] * len(items), dtype="Int64")
    items["origin_item_id"] = pd.Series("", index=items.index, dtype="str")
    return items, findings, {str(partner): int(count) for partner, count in lost.items()}


def _in_order(case: Case) -> pd.DataFrame:
    """The cost rows in the order of partners, files and rows, in which intake delivers them."""
    order = {partner.id: index for index, partner in enumerate(case.partners)}
    owner = whole(by_word(case.costs["partner"], order))
    positions = np.lexsort((whole(case.costs["sequence"]), owner))
    # Fifty columns are taken anew only where rows did not come in that order.
    ordered = bool((np.diff(positions) == 1).all())
    return (case.costs if ordered else case.costs.take(positions)).reset_index(drop=True)


def to_euro(amounts: CentsArray, items: pd.DataFrame, case: Case) -> CentsArray:
    """Convert a column of amounts (cents of each item's currency) at each item's own rate."""
    return multiply(
        amounts,
        items["rate_denominator"].to_numpy(),
        items["rate_numerator"].to_numpy(),
        _rounding(case),
    )


def rates_in(currencies: pd.Series[str], items: pd.DataFrame, case: Case) -> pd.DataFrame:
    """The rates of other currencies than the items' own, of the month that each item takes.

    Returns:
        The columns of ``convert``, one row per item; ``rate`` is "" where there is none.
    """
    return _rates_of(_months(items, case), currencies, case)


def _rounding(case: Case) -> Rounding:
    return (
        "down"
        if case.parameters.choice("rounding.conversion", case.closing) == "down"
        else "half_up"
    )


def _months(items: pd.DataFrame, case: Case) -> pd.Series[str]:
    """The month whose rate each item takes, or "mean" for the mean of the period's months."""
    selector = case.parameters.choice("fx.month_selector", case.closing)
    period = case.period
    if selector == "period_mean":
        return pd.Series(_MEAN, index=items.index, dtype="str")
    if selector in ("incurred", "paid"):
        day = items["incurred"] if selector == "incurred" else items["payment_date"]
        chosen = day.fillna(items["incurred"]).dt.strftime("%Y-%m")
        return pd.Series(chosen.fillna(""), dtype="str")
    if selector == "submission":
        days = {name: report.submitted_on for name, report in case.reports.items()}
    elif selector == "reported_to_lead":
        days = {
            name: report.submitted_on
            if report.stated
            else period.lead_deadline or report.submitted_on
            for name, report in case.reports.items()
        }
    else:
        last = period.end if selector == "period_end" else period.end + timedelta(days=1)
        days = dict.fromkeys(case.reports, last)
    months = {name: f"{day:%Y-%m}" for name, day in days.items()}
    return pd.Series(by_word(items["partner"], months), dtype="str")


def _rate(case: Case, month: str, currency: str) -> UsedRate | None:
    """The rate of a currency for a month, None where there is none."""
    if currency == EURO:
        return UsedRate("1", 1, 1, "", "")
    if month == _MEAN:
        return _mean(case, currency)
    fixed = case.rates.fixed_rate(currency)
    if fixed is not None and month >= f"{fixed.euro_since:%Y-%m}":
        return UsedRate.of(Fraction(fixed.units_per_eur), month, "fixed")
    found = case.rates.rate(month, currency)
    if found is None:
        return None
    return UsedRate.of(Fraction(found.units_per_eur), month, found.kind)


def _mean(case: Case, currency: str) -> UsedRate | None:
    """The plain mean of the period's monthly rates, exact; None if one is missing.

    A currency that the euro replaced has no monthly rate any more: the mean is that of the months
    before, and where there are none the fixed rate holds.
    """
    first, last = case.period.start, case.period.end
    months = list(pd.period_range(first, last, freq="M").strftime("%Y-%m"))
    fixed = case.rates.fixed_rate(currency)
    if fixed is not None:
        switch = f"{fixed.euro_since:%Y-%m}"
        months = [month for month in months if month < switch] or months[-1:]
    rates = [_rate(case, month, currency) for month in months]
    known = [rate for rate in rates if rate is not None]
    if len(known) < len(rates):
        return None
    total = sum((Fraction(rate.numerator, rate.denominator) for rate in known), Fraction(0))
    sources = {rate.source for rate in known}
    source = sources.pop() if len(sources) == 1 else "derived"
    return UsedRate.of(total / len(known), months[-1], source)


def _rates_of(months: pd.Series[str], currencies: pd.Series[str], case: Case) -> pd.DataFrame:
    """Look every pair of month and currency up once and lay the rates beside the items."""
    of_month, known_months = pd.factorize(months)
    of_currency, known_currencies = pd.factorize(currencies)
    size = max(len(known_currencies), 1)
    pairs, of_pair = np.unique(of_month * size + of_currency, return_inverse=True)
    rates = [
        _rate(case, str(known_months[pair // size]), str(known_currencies[pair % size])) or _NO_RATE
        for pair in pairs
    ]
    table = pd.DataFrame(
        {
            "rate": pd.Series([rate.text for rate in rates], dtype="str"),
            "rate_numerator": pd.Series([rate.numerator for rate in rates], dtype="int64"),
            "rate_denominator": pd.Series([rate.denominator for rate in rates], dtype="int64"),
            "rate_month": pd.Series([rate.month for rate in rates], dtype="str"),
            "rate_source": pd.Series([rate.source for rate in rates], dtype="str"),
        }
    )
    return table.take(of_pair).set_axis(months.index)


def _with_rates_of_parked(items: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Give a parked item that comes back the rate that it had when it was parked."""
    back = match(items, case).back
    return _laid(
        items, list(back), [used_rate(standing.item).columns for standing in back.values()]
    )


def _with_rates_of_notes(items: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Give a credit note the rate of the item that it corrects, so that both cancel exactly.

    Numbers may begin anew in every period: an item of this report is meant before an earlier one,
    and the latest of earlier ones.
    """
    notes = items["corrects_item_id"].ne("") & items["amount_declared_cents"].lt(0)
    if not notes.any():
        return items
    named = set(items.loc[notes, "corrects_item_id"])
    here = items.loc[~notes & items["item_id"].isin(named), [*_ITEM, *RATE_COLUMNS]]
    originals = pd.concat([_earlier_rates(named, case), here]).drop_duplicates(_ITEM, keep="last")
    wanted = items.loc[notes, ["partner", "corrects_item_id", "currency"]].set_axis(_ITEM, axis=1)
    found = wanted.assign(position=np.flatnonzero(notes)).merge(originals, on=_ITEM)
    return _laid(items, found["position"].tolist(), found[RATE_COLUMNS].to_records(index=False))


def _laid(items: pd.DataFrame, positions: list[int], rates: Iterable[Any]) -> pd.DataFrame:
    """Lay rates over those of some rows."""
    if not positions:
        return items
    changed = {}
    for name, values in zip(RATE_COLUMNS, zip(*rates, strict=True), strict=True):
        column = items[name].to_numpy(copy=True)
        column[positions] = values
        changed[name] = pd.Series(column, dtype=items[name].dtype)
    return items.assign(**changed)


def _earlier_rates(named: set[str], case: Case) -> pd.DataFrame:
    """The rates of earlier claims' items that credit notes name."""
    rows = [
        (partner, number, standing.currency, *used_rate(standing.item).columns)
        for (partner, number), standing in case.history.latest.items()
        if number in named
    ]
    types = {name: "int64" if name.endswith("ator") else "str" for name in RATE_COLUMNS}
    return pd.DataFrame(rows, columns=[*_ITEM, *RATE_COLUMNS]).astype(
        {**dict.fromkeys(_ITEM, "str"), **types}
    )


def _abolished(items: pd.DataFrame, switch: pd.Series[pd.Timestamp]) -> Mask:
    """Items in a currency that the euro had replaced on the day they were incurred."""
    return mask(items["incurred"] >= switch)


def _switches(currencies: pd.Series[str], case: Case) -> pd.Series[pd.Timestamp]:
    """The day on which the euro replaced each item's currency, if it did."""
    since = {currency: fixed.euro_since for currency, fixed in case.rates.fixed.items()}
    return pd.to_datetime(by_word(currencies, since))


def _without_rate(
    items: pd.DataFrame, missing: Mask, months: pd.Series[str], case: Case
) -> list[Finding]:
    """Why there is no rate: none for the month, or no date that would tell the month."""
    dated = mask(months.ne(""))
    span = f"{case.period.start:%Y-%m} / {case.period.end:%Y-%m}"
    month = text_of(months.replace(_MEAN, span))
    found = text_of(items["currency"])
    return [
        *remark(
            items, Ruling("CUR-01", missing & dated, "currency", found, None, {"month": month})
        ),
        *remark(items, Ruling("CUR-01-DATE", missing & ~dated, "invoice_date", found)),
    ]


def _replaced(
    items: pd.DataFrame, abolished: Mask, switch: pd.Series[pd.Timestamp]
) -> list[Finding]:
    ruling = Ruling(
        "CUR-02",
        abolished,
        "currency",
        text_of(items["currency"]),
        day_of(switch),
        {"date": day_of(items["incurred"])},
    )
    return remark(items, ruling)
