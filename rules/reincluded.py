"""Parked items that come back: they count once, at their own rate, with their own verdicts.

An item that a controller parked stands in its claim with 0.00 eligible until it is cleared. It
comes back as a row of a later report that repeats it (same number, currency and amount), as a row
that names it in ``corrects_item_id``, or by itself where a later certificate clears it. What rules
rejected or cut of it then stays rejected or cut; what was parked becomes eligible, less what the
controller deducts. Rules about items do not look at it again: they did in its first report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from rules.case import Case
from rules.earlier_rows import rows_of
from rules.rulings import Ruling, finding_at, mask, reject, whole
from rules.standing import FATE, Standing
from schemas.findings import Finding
from schemas.money import Money, allocate
from schemas.words import Value


@dataclass(frozen=True)
class Matches:
    """Rows of a report that concern an item which was parked before.

    Attributes:
        back: position of each row that re-includes an item, and the item as it stands.
        again: position of each row whose item came back already, or was decided on.
        foreign: position of each row that names a parked item in another currency.
    """

    back: dict[int, Standing] = field(default_factory=dict)
    again: dict[int, Standing] = field(default_factory=dict)
    foreign: dict[int, Standing] = field(default_factory=dict)


def match(items: pd.DataFrame, case: Case) -> Matches:
    """Find the rows that concern items of earlier claims which were parked.

    Args:
        items: rows in the order in which they count; of two that bring back one item, the later
            comes too late.
        case: the period.
    """
    found = Matches()
    known = case.history.parked
    if not known:
        return found
    numbers = {number for _, number in known}
    named = items["corrects_item_id"]
    usable = items["amount_declared_cents"].gt(0) & items["unread"].eq("")
    concerned = named.isin(numbers) | (named.eq("") & items["item_id"].isin(numbers))
    taken: set[tuple[str, int, str]] = set()
    for position in map(int, np.flatnonzero(mask(usable & concerned))):
        row = items.iloc[position]
        held = known.get((row["partner"], row["corrects_item_id"] or row["item_id"]), [])
        if not row["corrects_item_id"]:
            held = [standing for standing in held if _repeats(row, standing)]
        open_ones = [s for s in held if s.parked > 0 and s.key not in taken]
        if not held:
            continue
        standing = (open_ones or held)[-1]
        if not open_ones:
            found.again[position] = standing
        elif row["currency"] != standing.currency:
            found.foreign[position] = standing
        else:
            found.back[position] = standing
            taken.add(standing.key)
    return found


def _repeats(row: pd.Series, standing: Standing) -> bool:
    """Whether a row is the item again: numbers alone may begin anew in every period.

    The invoice's number tells where both have one, else the day on which the cost was incurred.
    """
    item = standing.item
    amount = int(row["amount_declared_cents"])
    if row["currency"] != standing.currency or amount not in (standing.amount, standing.left):
        return False
    if row["invoice_number"] and item.invoice_number:
        return _plain(row["invoice_number"]) == _plain(item.invoice_number)
    day, then = row["invoice_date"], item.invoice_date
    if pd.isna(day) or then is None:
        day, then = row["payment_date"], item.payment_date
    return bool(pd.isna(day)) or then is None or day.date() == then


def _plain(number: str) -> str:
    return "".join(number.split()).casefold()


@dataclass(frozen=True)
class ReIncluded:
    """Parked items that are back, as they stand in this report.

    Attributes:
        rows: those for which the report has a row, with its place among the items as index.
        cleared: those that come back by themselves, because a certificate clears them.
        items: all rows of the report, those that come too late rejected.
        findings: what is to be said.
    """

    rows: pd.DataFrame
    cleared: pd.DataFrame
    items: pd.DataFrame
    findings: list[Finding]


def re_include(items: pd.DataFrame, case: Case) -> ReIncluded:
    """Decide on the parked items that come back in this report."""
    found = match(items, case)
    items, findings = _refuse(items, found)
    rows, met = _decided(items.iloc[list(found.back)], list(found.back.values()))
    findings += met
    standings = list(_cleared(case, {standing.key for standing in found.back.values()}))
    entries = [(standing, standing.left, standing.standing) for standing in standings]
    cleared, met = _decided(rows_of(entries, items), standings)
    return ReIncluded(rows, cleared, items, [*findings, *met])


def _cleared(case: Case, back: set[tuple[str, int, str]]) -> Iterable[Standing]:
    """Parked items that a certificate of this period clears, and no row brings back."""
    seen = set(back)
    for partner, certificate in case.certificates.items():
        for entry in certificate.items:
            standing = case.history.named.get((partner, entry.period or 0, entry.item_id))
            if standing is None or standing.parked <= 0 or entry.parked or standing.key in seen:
                continue
            seen.add(standing.key)
            yield standing


def _refuse(items: pd.DataFrame, found: Matches) -> tuple[pd.DataFrame, list[Finding]]:
    """Reject rows that come too late, or name a parked item in another currency."""
    items, findings = reject(items, _refusal("DUP-01-AGAIN", "item_id", found.again, items))
    items, met = reject(items, _refusal("CTR-02-BACK-CURRENCY", "currency", found.foreign, items))
    return items, findings + met


def _refusal(
    code: str, column: str, standings: Mapping[int, Standing], items: pd.DataFrame
) -> Ruling:
    rows = np.zeros(len(items), dtype=np.bool_)
    rows[list(standings)] = True

    def number(position: int) -> Value:
        return standings[position].item_id

    def currency(position: int) -> Value:
        return standings[position].currency

    def period(position: int) -> Value:
        return standings[position].period

    return Ruling(code, rows, column, number, currency, {"period": period})


def _decided(
    rows: pd.DataFrame, standings: Sequence[Standing]
) -> tuple[pd.DataFrame, list[Finding]]:
    """Give rows the fate of the items that they bring back, what was parked as eligible."""
    if rows.empty:
        return rows, []
    fates, findings = [], []
    amounts, euros = whole(rows["amount_declared_cents"]), whole(rows["declared"])
    for position, standing in enumerate(standings):
        declared, fate = _fate(int(amounts[position]), int(euros[position]), standing)
        rejected, cut, parked, _ = fate
        above = declared - rejected - cut - parked
        fates.append((declared, rejected, cut + above, 0, parked))
        words = {"period": standing.period, "month": standing.item.rate_month}
        about = {"found": standing.item_id, "words": words}
        code = "CTR-02-BACK" if standing.currency == "EUR" else "CTR-02-BACK-RATE"
        findings.append(finding_at(rows, position, code, expected=Money(parked), **about))
        if above:
            findings.append(
                finding_at(
                    rows,
                    position,
                    "CTR-02-BACK-MORE",
                    column="amount_declared",
                    expected=Money(declared - above),
                    amount_cents=above,
                    **about,
                )
            )
    changed = dict(zip(("declared", *FATE), zip(*fates, strict=True), strict=True))
    return rows.assign(
        **changed,
        # The heading is that of the first report, or no rule would have looked at it.
        cost_category=[standing.item.category for standing in standings],
        origin_period=pd.array([standing.period for standing in standings], dtype="Int64"),
        origin_item_id=[standing.item_id for standing in standings],
    ), findings


def _fate(amount: int, converted: int, standing: Standing) -> tuple[int, list[int]]:
    """EUR cents declared by a row, and what of them the item brings back, by fate.

    A smaller row brings back a part; what credit notes took of the item stays behind.
    """
    if amount < standing.left:
        return converted, allocate(converted, standing.standing)
    if amount == standing.amount:
        return sum(standing.fate), standing.standing
    return (sum(standing.standing) if amount == standing.left else converted), standing.standing
