"""One invoice, charged once (R-DUP-01, R-DUP-02; Reg. (EU) No 1303/2013 Art. 65(11)).

Two rows are of one invoice where supplier, invoice number, date, total and currency agree. Several
rows that together stay within the total are a split; the row with which they pass it loses, the
later by period, submission, file order and row. Only items that are accepted or parked count, of
this project and of others. Rows that only look like one invoice are named and left alone.

A partner learns that another one, or another project, reported the invoice, and never which; the
lead partner's finding names both places.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from rules.case import Case
from rules.conversion import to_euro
from rules.invoice_rows import INVOICE, Stand, invoice_rows, total_of_invoice
from rules.near_duplicates import Like, look_alikes
from rules.reported_invoices import Taken
from rules.rulings import Mask, Ruling, cut, mask, reject, remark, text_of
from schemas.findings import Finding
from schemas.money import CentsArray, Money
from schemas.words import Spot


@dataclass
class _Verdicts:
    """What the comparison says about items, by their position.

    Attributes:
        room: what is left of the invoice for items that pass its total, cents of its currency.
        split: items that share an invoice with others and stay within its total.
        twins: for the former, where the invoice stands first.
        overtaken: items whose invoice another project charged once more, later; where.
        gone: names of items that credit notes took back wholly.
    """

    room: dict[int, int] = field(default_factory=dict)
    split: list[int] = field(default_factory=list)
    twins: dict[int, Stand] = field(default_factory=dict)
    overtaken: dict[int, Stand] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)


def judge(items: pd.DataFrame, notes: Mask, case: Case) -> tuple[pd.DataFrame, list[Finding]]:
    """Reject or cut what would charge an invoice above its total.

    Args:
        items: as decided so far.
        notes: which rows are credit notes that share the fate of their item.
        case: the period.
    """
    if not items["invoice_number"].ne("").any():
        return items, []
    rows = invoice_rows(items, notes, case)
    if rows.empty:
        return items, []
    verdicts = _add_up(rows)
    doubled = _at(verdicts.room, items)
    shared = mask(items["share_micro"].notna())
    own = _at([p for p, twin in verdicts.twins.items() if twin.is_of(_partner(items, p))], items)
    away = _at([p for p, twin in verdicts.twins.items() if twin.project], items)
    whole = doubled & ~shared
    findings: list[Finding] = []
    for ruling in (
        Ruling("DUP-01", whole & own, _NUMBER, _number(items), _place(verdicts.twins)),
        Ruling("DUP-01-OTHER", whole & ~own & ~away, _NUMBER, _number(items)),
        Ruling("DUP-01-PROJECT", whole & away, _NUMBER, _number(items)),
    ):
        items, met = reject(items, ruling)
        findings += met
    items, met = cut(items, _over_the_total(items, doubled & shared, verdicts.room, case))
    findings += met
    findings += remark(
        items, Ruling("DUP-02-SPLIT", _at(verdicts.split, items), _NUMBER, _number(items))
    )
    for code, positions in (
        ("DUP-01-LEAD", whole & ~own),
        ("DUP-02-LEAD", doubled & shared & ~own),
    ):
        findings += _for_the_lead(items, code, np.flatnonzero(positions), verdicts.twins)
    findings += _for_the_lead(items, "DUP-01-LATER", sorted(verdicts.overtaken), verdicts.overtaken)
    likes = look_alikes(rows, set(np.flatnonzero(whole)), verdicts.gone)
    return items, findings + _near(items, likes)


_NUMBER = "invoice_number"


def _add_up(rows: pd.DataFrame) -> _Verdicts:
    """Add up each invoice in order and see with which row it passes its total."""
    verdicts = _Verdicts()
    alike = rows.loc[rows.duplicated(INVOICE, keep=False)]
    # Invoices are judged one by one, because whether a row counts depends on those before it;
    # the loop runs over rows that share an invoice only, which are few in any honest list.
    invoices = alike.groupby(INVOICE, sort=False, dropna=False).ngroup()
    records = alike.assign(invoice=invoices).sort_values("invoice", kind="stable")
    for _, invoice in groupby(records.to_dict("records"), key=itemgetter("invoice")):
        _charge(invoice, verdicts)
    return verdicts


def _charge(invoice: Iterable[Mapping[Hashable, Any]], verdicts: _Verdicts) -> None:
    """Charge an invoice row by row, in the order in which rows win."""
    charged = total = 0
    first: Stand | None = None
    taken: dict[str, Taken] = {}
    ours: list[int] = []
    later: Stand | None = None
    for row in invoice:
        position, amount, total = int(row["position"]), int(row["amount"]), int(row["gross"])
        if row["corrected"]:
            item = taken.get(str(row["corrected"]))
            charged -= item.give_back(int(row["declared"])) if item else 0
            if item and not item.declared:
                verdicts.gone.add(str(row["corrected"]))
            continue
        room = max(total - charged, 0)
        counted = amount
        # What is on record stays; only this report's rows can lose.
        if position >= 0 and amount > room:
            verdicts.room[position] = room
            verdicts.twins[position] = first or Stand.of(row)
            counted = room if row["shared"] else 0
        elif position >= 0 and amount > 0:
            verdicts.split += [position] if charged > 0 else []
        taken[str(row["name"])] = Taken(int(row["declared"]), counted)
        charged += counted
        if amount > 0:
            first = first or Stand.of(row)
            ours += [position] if position >= 0 and counted else []
            later = Stand.of(row) if row["project"] and ours else later
    if later and charged > total:
        verdicts.overtaken[ours[0]] = later


def _over_the_total(items: pd.DataFrame, rows: Mask, room: Mapping[int, int], case: Case) -> Ruling:
    """R-DUP-02: a part of a split invoice gets what is left of its total."""
    limits: CentsArray = np.zeros(len(items), dtype=np.int64)
    limits[list(room)] = list(room.values())
    total = total_of_invoice(items) if rows.any() else limits

    def money(position: int) -> Money:
        return Money(int(total[position]), str(items["currency"].iat[position]))

    limit = to_euro(limits, items, case)
    return Ruling("DUP-02", rows, "share", _number(items), money, limit_cents=limit)


def _near(items: pd.DataFrame, likes: Mapping[int, Like]) -> list[Finding]:
    """Name rows that look like another invoice's, and for the lead partner both places."""
    stands = {position: like.stand for position, like in likes.items()}
    own = [p for p, stand in stands.items() if stand.is_of(_partner(items, p))]
    others = sorted(set(stands) - set(own))
    twin = {"twin": lambda position: likes[position].number}
    findings = remark(
        items,
        Ruling("DUP-01-NEAR", _at(own, items), _NUMBER, _number(items), _place(stands), twin),
    )
    findings += remark(
        items, Ruling("DUP-01-NEAR-OTHER", _at(others, items), _NUMBER, _number(items))
    )
    numbers = {position: like.number for position, like in likes.items()}
    return findings + _for_the_lead(items, "DUP-01-NEAR-LEAD", others, stands, numbers)


def _for_the_lead(
    items: pd.DataFrame,
    code: str,
    positions: Iterable[int],
    stands: Mapping[int, Stand],
    numbers: Mapping[int, str] | None = None,
) -> list[Finding]:
    """Findings with both places: where the invoice stands otherwise, and this row's."""
    return [
        Finding(
            code,
            found=str(items[_NUMBER].iat[position]),
            words={
                "first": stands[position].for_the_lead(),
                "second": Spot(
                    str(items["file"].iat[position]),
                    int(items["row"].to_numpy()[position]),
                    whose=_partner(items, position),
                ),
                "twin": (numbers or {}).get(position, ""),
            },
        )
        for position in map(int, positions)
    ]


def _at(positions: Iterable[int], items: pd.DataFrame) -> Mask:
    """A mask of the items at some positions."""
    rows = np.zeros(len(items), dtype=np.bool_)
    rows[list(positions)] = True
    return rows


def _partner(items: pd.DataFrame, position: int) -> str:
    return str(items["partner"].iat[position])


def _number(items: pd.DataFrame) -> Any:
    return text_of(items[_NUMBER])


def _place(stands: Mapping[int, Stand]) -> Any:
    return lambda position: stands[position].place
