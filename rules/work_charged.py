"""What was charged for whom: rows of staff of this report and of earlier claims, side by side.

The limits of a month and of a year look at everything that counts: accepted and parked rows, with
the later ones behind the earlier, and what credit notes gave back. A credit note gives back the
same part of the hours as of the amount, in the month and year of the item that it corrects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from rules.case import Case
from rules.conversion import rates_in
from rules.persons import STAFF, rows_of_staff, with_terms, year_and_month
from rules.rulings import Mask, by_word, mask, whole
from schemas.claim import ClaimItem
from schemas.money import MICRO, CentsArray, multiply, share_of

BEFORE = -1
"""The position of what cannot lose: earlier claims, and what is given back."""

_ORDER = ["submitted", "order", "sequence"]

_READ = [
    "item_id",
    "partner",
    "staff_ref",
    "incurred",
    "payment_date",
    "currency",
    "unit_cost_id",
    "hours_micro",
    "amount_declared_cents",
    "declared",
    "eligible",
    "rate_numerator",
    "rate_denominator",
    "sequence",
]
"""The columns of an item that tell what it charges; all others would only be carried along."""


@dataclass(frozen=True)
class _Work:
    """One charge; what credit notes give back is one below 0.

    Attributes:
        incurred, payment_date: None where the row had no such date.
        currency: of the item.
        hours: whole millionths.
        of_hours: hours of the charge that this is or belongs to, likewise.
        own, euro: what was accepted, in cents of the item's currency and in EUR cents.
    """

    partner: str
    staff_ref: str
    incurred: Any
    payment_date: Any
    currency: str
    hours: int
    of_hours: int
    own: int
    euro: int

    def given_back(self, part: Fraction) -> _Work:
        """What goes when a part of the charge is taken back."""
        hours, own, euro = (
            -share_of(amount, min(part, Fraction(1)), "down")
            for amount in (self.hours, self.own, self.euro)
        )
        return replace(self, hours=hours, own=own, euro=euro)


@dataclass
class _Reported:
    """Charges of earlier claims.

    Attributes:
        works: by partner, and the period and number under which the item was first reported.
        latest: by partner and item number, the key of the latest item that bears the number, and
            its declared amount.
        back: what credit notes gave back.
    """

    works: dict[tuple[str, int, str], _Work] = field(default_factory=dict)
    latest: dict[tuple[str, str], tuple[_Work, int]] = field(default_factory=dict)
    back: list[_Work] = field(default_factory=list)

    def add(self, period: int, item: ClaimItem) -> None:
        """Count an item; one that was parked and comes again counts once."""
        key = (item.partner, item.origin_period or period, item.origin_item_id or item.item_id)
        accepted = item.eligible + item.parked
        corrected = self.latest.get((item.partner, item.corrects_item_id))
        if item.amount_declared < 0 and corrected is not None:
            part = Fraction(-item.amount_declared, corrected[1])
            self.back.append(corrected[0].given_back(part))
        elif item.amount_declared == 0 and accepted < 0 and key in self.works:
            work = self.works[key]
            self.back.append(work.given_back(Fraction(-accepted, max(work.euro, -accepted))))
        elif item.amount_declared and item.category == STAFF and item.staff_ref and accepted:
            work = _of_item(item, accepted)
            self.works[key] = work
            if item.amount_declared > 0:
                self.latest[item.partner, item.item_id] = (work, item.amount_declared)
        elif item.amount_declared:
            # The number may stand for another item now, or for one that does not count.
            self.works.pop(key, None)
            self.latest.pop((item.partner, item.item_id), None)


def work_charged(items: pd.DataFrame, notes: Mask, case: Case) -> pd.DataFrame:
    """Everything that counts against the limits of persons, in the order in which rows win.

    Args:
        items: as decided so far.
        notes: which rows are credit notes that share the fate of their item.
        case: the period.

    Returns:
        One row per charge with ``partner``, ``staff_ref``, ``year``, ``month`` (0 without a date),
        the person's terms, ``hours`` and ``of_hours`` (millionths), ``own`` (cents of the item's
        currency, 0 for unit costs, which annual costs do not limit), ``person_amount`` (cents of
        the partner's currency), ``euro`` (EUR cents), and ``position`` among the items, ``BEFORE``
        for what cannot lose. Empty where no row of this report charges anybody.
    """
    charged = rows_of_staff(items) & ~notes & mask(items["eligible"].ne(0))
    if not charged.any():
        return pd.DataFrame()
    here = _here(items, charged, case)
    reported = _earlier(case)
    given = [*reported.works.values(), *reported.back]
    given += _given_back(items, notes, here, reported)
    rows = pd.concat([_frame(given), here]) if given else here
    rows = rows.sort_values(_ORDER, kind="stable", ignore_index=True)
    rows = with_terms(year_and_month(rows), case)
    return rows.assign(person_amount=_in_partner_currency(rows, case))


def _earlier(case: Case) -> _Reported:
    reported = _Reported()
    for claim in case.earlier.claims:
        about = [item for item in claim.items if item.category == STAFF]
        for item in sorted(about, key=lambda item: item.amount_declared < 0):
            reported.add(claim.period, item)
    return reported


def _of_item(item: ClaimItem, accepted: int) -> _Work:
    own = item.amount_declared
    if accepted != item.declared:
        own = share_of(accepted, Fraction(item.rate), "half_up")
    if item.unit_cost_id:
        own = 0
    hours = int(Fraction(item.hours or 0) * MICRO)
    return _Work(
        item.partner,
        item.staff_ref,
        item.invoice_date or item.payment_date,
        item.payment_date,
        item.currency,
        hours if item.amount_declared > 0 else -hours,
        hours,
        own,
        accepted,
    )


def _frame(given: list[_Work]) -> pd.DataFrame:
    """Charges that cannot lose, in front of all rows of this report."""
    frame = pd.DataFrame([asdict(work) for work in given])
    days = {name: pd.to_datetime(frame[name]) for name in ("incurred", "payment_date")}
    return frame.assign(**days, position=BEFORE, submitted=BEFORE, order=BEFORE, sequence=0)


def _here(items: pd.DataFrame, charged: Mask, case: Case) -> pd.DataFrame:
    """The rows of this report; a negative one gives back, and cannot lose."""
    rows = items.loc[charged, _READ]
    order = {partner.id: index for index, partner in enumerate(case.partners)}
    submitted = {name: report.submitted_on.toordinal() for name, report in case.reports.items()}
    declared, euro = whole(rows["amount_declared_cents"]), whole(rows["eligible"])
    reconverted = multiply(
        euro, rows["rate_numerator"].to_numpy(), rows["rate_denominator"].to_numpy(), "half_up"
    )
    own = np.where(euro == whole(rows["declared"]), declared, reconverted)
    hours = whole(rows["hours_micro"])
    return rows.assign(
        hours=np.where(declared < 0, -hours, hours),
        of_hours=hours,
        own=np.where(rows["unit_cost_id"].eq(""), own, 0),
        euro=euro,
        position=np.where(declared < 0, BEFORE, np.flatnonzero(charged)),
        submitted=by_word(rows["partner"], submitted),
        order=by_word(rows["partner"], order),
    )


def _given_back(
    items: pd.DataFrame, notes: Mask, here: pd.DataFrame, reported: _Reported
) -> Iterator[_Work]:
    """What the credit notes of this report give back of its items, or of earlier ones."""
    if not notes.any():
        return
    known = dict(reported.latest)
    named = items["item_id"].isin(set(items.loc[notes, "corrects_item_id"])) & ~notes
    # An item of this report goes before an earlier one of its number, also where it was rejected.
    for key in zip(items.loc[named, "partner"], items.loc[named, "item_id"], strict=True):
        known.pop(key, None)
    columns = list(_Work.__annotations__)
    asked = [*columns, "item_id", "amount_declared_cents"]
    for row in here.loc[named.loc[here.index], asked].to_dict("records"):
        work = _Work(**{name: row[name] for name in columns})
        known[row["partner"], row["item_id"]] = (work, int(row["amount_declared_cents"]))
    asked = ["partner", "corrects_item_id", "amount_declared_cents"]
    for row in items.loc[notes, asked].to_dict("records"):
        found = known.get((row["partner"], row["corrects_item_id"]))
        if found is not None and found[1] > 0:
            yield found[0].given_back(Fraction(-int(row["amount_declared_cents"]), found[1]))


def _in_partner_currency(rows: pd.DataFrame, case: Case) -> CentsArray:
    """Amounts in the currency of annual costs; others than the partner's by way of the euro."""
    amounts = whole(rows["own"]).copy()
    # Without terms there is no limit that an amount could be held against.
    other = mask(rows["currency"].ne(rows["person_currency"]) & rows["stated"]) & (amounts != 0)
    if other.any():
        foreign = rows.loc[other].reset_index(drop=True)
        used = rates_in(foreign["person_currency"], foreign, case)
        amounts[other] = multiply(
            whole(foreign["euro"]),
            used["rate_numerator"].to_numpy(),
            used["rate_denominator"].to_numpy(),
            "half_up",
        )
    return amounts
