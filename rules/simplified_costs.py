"""Unit costs and lump sums as they were approved (R-SCO-02).

A row of unit costs is worth units times the approved price, in EUR; an item in another currency is
converted and compared. A lump sum is its approved amount, once over the project's life and for all
partners together: instalments may reach it, the row with which it is passed is cut, and a row for
which nothing is left is rejected (product contract §5a; Reg. (EU) No 1303/2013 Art. 67(1)(b)-(c);
Reg. (EU) 2021/1060 Art. 53(1)(b)-(c)).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from rules.case import Case
from rules.rulings import Mask, Ruling, by_word, mask, money_of, text_of, whole
from rules.sums import LUMP_SUMS
from schemas.claim import ClaimItem
from schemas.money import MICRO, CentsArray, Money, multiply

_RULE = "R-SCO-02"


def rejections(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """Unit costs and lump sums that nobody approved, and unit costs without units."""
    if not case.applies(_RULE):
        return
    for column, approved in _approved(case).items():
        named = mask(items[column].ne(""))
        if approved and named.any():
            unknown = named & ~mask(items[column].isin(approved))
            yield Ruling("SCO-02-UNKNOWN", unknown, column, text_of(items[column]))
    counted = mask(items["unit_cost_id"].isin(_approved(case)["unit_cost_id"]))
    yield Ruling("SCO-02-UNITS", counted & (whole(items["units_micro"]) == 0), "units")


def cuts(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """What is above units times the approved price."""
    named = mask(items["unit_cost_id"].isin(_approved(case)["unit_cost_id"]))
    if not case.applies(_RULE) or not named.any():
        return
    prices = {unit.id: unit.price for unit in case.project.unit_costs}
    price = whole(by_word(items["unit_cost_id"], prices).astype("Int64"))
    worth = multiply(whole(items["units_micro"]), price, MICRO, "down")
    yield Ruling(
        "SCO-02",
        named,
        "amount_declared",
        money_of(whole(items["declared"])),
        money_of(worth),
        {"price": money_of(price)},
        worth,
    )


def repeated(items: pd.DataFrame, notes: Mask, case: Case) -> Iterator[Ruling]:
    """Rows of a lump sum of which nothing is left."""
    rows, room = _left(items, notes, case)
    if rows.any():
        yield Ruling(
            "SCO-02-TWICE", rows & (room == 0), "lump_sum_id", text_of(items["lump_sum_id"])
        )


def above_approved(items: pd.DataFrame, notes: Mask, case: Case) -> Iterator[Ruling]:
    """Rows with which a lump sum passes its approved amount."""
    rows, room = _left(items, notes, case)
    if rows.any():
        yield Ruling(
            "SCO-02-LUMP",
            rows,
            "amount_declared",
            money_of(whole(items["declared"])),
            money_of(room),
            {"lump_sum": text_of(items["lump_sum_id"])},
            room,
        )


def remarks(items: pd.DataFrame, notes: Mask, case: Case) -> Iterator[Ruling]:
    """Lump sums below their amount or without a name, and where nobody says what was approved."""
    if not case.applies(_RULE):
        return
    for column, approved in _approved(case).items():
        if not approved:
            open_rows = mask(items[column].ne(""))
            yield Ruling("SCO-02-OPEN", open_rows, column, text_of(items[column]))
    lump_sums = mask(items["cost_category"].eq(LUMP_SUMS))
    if not lump_sums.any():
        return
    ids = items["lump_sum_id"]
    yield Ruling("SCO-02-NAME", lump_sums & mask(ids.eq("")), "lump_sum_id")
    rows, _ = _left(items, notes, case)
    left = _unclaimed(items, notes, case)
    eligible = whole(items["eligible"])
    for lump_sum, taken in zip(ids[rows].tolist(), eligible[rows].tolist(), strict=True):
        left[lump_sum] -= taken
    part = rows & mask(by_word(ids, left).astype("Int64").gt(0))
    amounts = {lump.id: Money(lump.amount) for lump in case.project.lump_sums}
    yield Ruling(
        "SCO-02-PART",
        part,
        "amount_declared",
        money_of(eligible),
        lambda position: amounts[str(ids.iat[position])],
        {"lump_sum": text_of(ids)},
    )


def _approved(case: Case) -> dict[str, list[str]]:
    """What the project file lists as approved, by the column that names it.

    An empty list says that nobody delivered it: such rows are not assessed, never rejected.
    """
    return {
        "unit_cost_id": [unit.id for unit in case.project.unit_costs],
        "lump_sum_id": [lump.id for lump in case.project.lump_sums],
    }


def _left(items: pd.DataFrame, notes: Mask, case: Case) -> tuple[Mask, CentsArray]:
    """Which rows claim a lump sum, and how much of it is left for each, in EUR cents.

    The loop runs over rows of lump sums, in the order in which rows win: by submission, then by
    partner, file and row.
    """
    room = np.zeros(len(items), dtype=np.int64)
    named = mask(items["lump_sum_id"].isin(_approved(case)["lump_sum_id"]))
    eligible = whole(items["eligible"])
    rows = named & ~notes & (eligible > 0)
    if not case.applies(_RULE) or not rows.any():
        return np.zeros(len(items), dtype=np.bool_), room
    left = _unclaimed(items, notes, case)
    submitted = {name: report.submitted_on.toordinal() for name, report in case.reports.items()}
    # Items stand in the order of partners, files and rows; a stable sort keeps it.
    days = whole(by_word(items["partner"], submitted))[rows]
    winning = np.flatnonzero(rows)[np.argsort(days, kind="stable")]
    ids = items["lump_sum_id"].iloc[winning].tolist()
    for position, lump_sum in zip(map(int, winning), ids, strict=True):
        room[position] = max(left[lump_sum], 0)
        left[lump_sum] -= min(int(eligible[position]), int(room[position]))
    return rows, room


def _unclaimed(items: pd.DataFrame, notes: Mask, case: Case) -> dict[str, int]:
    """What earlier claims left of each lump sum, with what this report gives back."""
    before = _Claimed()
    for claim in case.earlier.claims:
        for item in sorted(claim.items, key=lambda item: item.amount_declared < 0):
            before.add(claim.period, item)
    left = {lump.id: lump.amount - before.of(lump.id) for lump in case.project.lump_sums}
    eligible = whole(items["eligible"])
    taken_back = mask(items["lump_sum_id"].isin(list(left))) & ~notes & (eligible < 0)
    for position in map(int, np.flatnonzero(taken_back)):
        left[str(items["lump_sum_id"].iat[position])] -= int(eligible[position])
    if notes.any():
        before.latest |= _of_this_report(items, notes)
        columns = ["partner", "corrects_item_id", "declared"]
        for row in items.loc[notes, columns].to_dict("records"):
            part = before.latest.get((row["partner"], row["corrects_item_id"]))
            if part is not None and part.lump_sum in left and part.declared > 0:
                left[part.lump_sum] += -int(row["declared"]) * part.accepted // part.declared
    return left


@dataclass(frozen=True)
class _Part:
    """What an item took of a lump sum, in EUR cents."""

    lump_sum: str
    declared: int
    accepted: int


def _of_this_report(items: pd.DataFrame, notes: Mask) -> dict[tuple[str, str], _Part]:
    """The items that this report's credit notes may correct; they go before earlier ones."""
    named = items["item_id"].isin(set(items.loc[notes, "corrects_item_id"])) & ~notes
    columns = ["partner", "item_id", "lump_sum_id", "declared", "eligible"]
    return {
        (row["partner"], row["item_id"]): _Part(
            row["lump_sum_id"], int(row["declared"]), int(row["eligible"])
        )
        for row in items.loc[named, columns].to_dict("records")
    }


@dataclass
class _Claimed:
    """What earlier claims accepted or parked of lump sums; an item that comes again counts once.

    Attributes:
        parts: by partner, and the period and number under which the item was first reported.
        latest: by partner and item number.
        back: what credit notes and recoveries took back, by lump sum, in EUR cents.
    """

    parts: dict[tuple[str, int, str], _Part] = field(default_factory=dict)
    latest: dict[tuple[str, str], _Part] = field(default_factory=dict)
    back: dict[str, int] = field(default_factory=dict)

    def of(self, lump_sum: str) -> int:
        """EUR cents of a lump sum that earlier claims hold."""
        taken = sum(part.accepted for part in self.parts.values() if part.lump_sum == lump_sum)
        return taken + self.back.get(lump_sum, 0)

    def add(self, period: int, item: ClaimItem) -> None:
        """Count an item of a claim."""
        accepted = item.eligible + item.parked
        key = (item.partner, item.origin_period or period, item.origin_item_id or item.item_id)
        corrected = self.latest.get((item.partner, item.corrects_item_id))
        if item.amount_declared > 0 and item.category != LUMP_SUMS:
            # The number stands for another item now.
            self.latest.pop((item.partner, item.item_id), None)
        elif item.amount_declared > 0:
            part = _Part(item.lump_sum_id, item.declared, accepted)
            self.parts[key] = self.latest[item.partner, item.item_id] = part
        elif item.amount_declared < 0 and corrected is not None:
            self._take_back(corrected.lump_sum, accepted)
        elif item.lump_sum_id or key in self.parts:
            known = self.parts.get(key)
            self._take_back(known.lump_sum if known else item.lump_sum_id, accepted)

    def _take_back(self, lump_sum: str, accepted: int) -> None:
        self.back[lump_sum] = self.back.get(lump_sum, 0) + accepted
