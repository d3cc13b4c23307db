"""Deliverables of service contracts: accepted, they are paid at their price (R-SRV-01 to -03).

A service contract pays a price and no costs. An accepted deliverable is an item of the claim, in
the period in which it was accepted, with the place of its row in the activities table; what is not
accepted yet is listed and waits. Damages for delay leave the price as it is and lower what is
payable (product contract §5a, "Service contracts"; model service contract, general conditions).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from rules.case import Case
from rules.rulings import Ruling, mask, money_of, whole
from schemas.claim import DeliverableLine, FundReduction
from schemas.findings import Finding
from schemas.money import MICRO, Money, multiply, share_of
from schemas.project import Deliverable
from schemas.words import Value

DELIVERABLES = "deliverables"
"""The category in which accepted deliverables stand."""

_RULE = "R-SRV-01"


@dataclass
class Deliverables:
    """What the deliverables of a service contract bring into the claim.

    Attributes:
        records: one per deliverable that counts in this period, as a row of the items.
        lines: every deliverable that has a price, in the order of the project file.
        reductions: damages, each with the price it is taken off.
        findings: about rows of the activities table.
    """

    records: list[dict[str, Any]] = field(default_factory=list)
    lines: list[DeliverableLine] = field(default_factory=list)
    reductions: list[FundReduction] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def damages(self) -> int:
        """EUR cents by which deliverables of this claim that came late lower what is payable."""
        return sum(reduction.amount for reduction in self.reductions)

    def add_to(self, items: pd.DataFrame, case: Case) -> pd.DataFrame:
        """Put the deliverables that count among the items, behind those of the same partner."""
        if not self.records:
            return items
        empty: dict[str, Any] = {"str": "", "int64": 0}
        blank = {name: empty.get(str(dtype)) for name, dtype in items.dtypes.items()}
        rows = [{**blank, **record} for record in self.records]
        added = pd.DataFrame(rows, columns=list(items.columns)).astype(items.dtypes)
        together = pd.concat([items, added], ignore_index=True) if len(items) else added
        order = {partner.id: index for index, partner in enumerate(case.partners)}
        places = together["partner"].map(order).to_numpy()
        return together.iloc[np.argsort(places, kind="stable")].reset_index(drop=True)


def rejections(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """Cost rows that a service contract does not pay: deliverables as cost, and VAT."""
    if not case.applies(_RULE):
        return
    yield Ruling("SRV-01-COST", mask(items["cost_category"].eq(DELIVERABLES)), "cost_category")
    vat = np.abs(whole(items["amount_vat_cents"]))
    if not vat.any():
        return
    declared = np.abs(whole(items["amount_declared_cents"]))
    gross = np.abs(whole(items["amount_gross_cents"].fillna(items["amount_declared_cents"])))
    share = whole(items["share_micro"].fillna(MICRO))
    net = multiply(np.maximum(gross - vat, 0), share, MICRO, "down")
    yield Ruling(
        "SRV-03",
        (vat > 0) & (declared > net),
        "amount_vat",
        found=money_of(vat, items["currency"]),
        expected=money_of(net, items["currency"]),
    )


def deliver(case: Case) -> Deliverables:
    """Look every deliverable up in the activities table and pay what was accepted."""
    result = Deliverables()
    if not case.applies(_RULE):
        return result
    agreed = {entry.id: entry for entry in case.project.deliverables}
    paid = _paid_before(case)
    rows = _rows(case.activities, case)
    earlier = _rows(case.earlier.activities, case)
    for entry in case.project.deliverables:
        own = rows.get(entry.id, [])
        # What a partner says now goes before what it said in an earlier report.
        said = own or earlier.get(entry.id, [])[-1:]
        if entry.price is None:
            result.findings += [_at(row, "SRV-01-PRICE") for row in own if _accepted(row)]
        elif entry.id in paid:
            line = paid[entry.id]
            result.lines.append(line)
            result.findings += [
                _at(row, "SRV-01-PAID", found=_accepted(row), words={"period": line.period})
                for row in own
                if _accepted(row)
            ]
        else:
            _settle(entry, entry.price, said, result, case)
    result.findings += [
        _at(row, "SRV-01-UNKNOWN", expected=", ".join(agreed))
        for number, named in rows.items()
        if number not in agreed
        for row in named
        if row["type"] == "deliverable" or _accepted(row)
    ]
    return result


def _settle(
    entry: Deliverable, price: int, rows: list[dict[str, Any]], result: Deliverables, case: Case
) -> None:
    """Decide on a deliverable that no earlier claim paid; the earliest acceptance counts."""
    activity = {a.id: a for a in case.project.activities}.get(entry.activity)
    accepted = sorted((row for row in rows if _accepted(row)), key=_accepted_first)
    row = accepted[0] if accepted else rows[0] if rows else None
    owner = (activity.partner if activity else "") or (row["partner"] if row else "")
    due = entry.due or (activity.due if activity else None) or _day(row, "deliverable_due")
    line = DeliverableLine(
        deliverable=entry.id,
        activity=entry.activity,
        partner=owner,
        title=next(iter(entry.title.values()), ""),
        price=price,
        due=due,
        accepted_on=_day(row, "deliverable_accepted_on") if accepted else None,
    )
    if row is None or line.accepted_on is None:
        result.lines.append(line)
        return
    result.findings += [
        _at(other, "SRV-01-TWICE", found=_accepted(other)) for other in accepted[1:]
    ]
    # Nobody reports after the last period; what is accepted later belongs to it.
    if line.accepted_on > case.period.end and case.period != case.project.periods[-1]:
        result.findings.append(
            _at(row, "SRV-01-LATER", found=line.accepted_on, expected=case.period.end)
        )
        result.lines.append(line)
        return
    if not case.period.start <= line.accepted_on <= case.period.end:
        result.findings.append(_at(row, "SRV-01-OUTSIDE", found=line.accepted_on))
    days = _days_late(row, due)
    damages = _damages(entry, days, row, result, case)
    line = line.model_copy(
        update={"period": case.number, "days_late": days or 0, "damages": damages}
    )
    result.lines.append(line)
    result.records.append(_record(line, row))
    if damages:
        result.reductions.append(
            FundReduction(
                partner=owner,
                rule="R-SRV-02",
                before=price,
                limit=price - damages,
                amount=damages,
            )
        )


def _damages(
    entry: Deliverable,
    days: int | None,
    row: dict[str, Any],
    result: Deliverables,
    case: Case,
) -> int:
    """R-SRV-02: factor x price / agreed days for each day late, at most the price."""
    on = case.agreed
    parameters = case.parameters
    if not (parameters.has("damages.applies", on) and parameters.flag("damages.applies", on)):
        return 0
    if days is None:
        result.findings.append(_at(row, "SRV-02-DAY", column="actual_end"))
    if not days:
        return 0
    if not entry.agreed_days or entry.agreed_days < 0:
        result.findings.append(_at(row, "SRV-02-DAYS", column="actual_end", found=days))
        return 0
    each = parameters.ratio("damages.factor", on) / entry.agreed_days
    price = entry.price or 0
    damages = min(share_of(price, Fraction(days) * each, "down"), price)
    result.findings.append(
        _at(
            row,
            "SRV-02",
            column="actual_end",
            found=Money(price),
            expected=Money(price - damages),
            amount_cents=damages,
            words={"days": days},
        )
    )
    return damages


def _days_late(row: Mapping[str, Any], due: date | None) -> int | None:
    """Days from the agreed day to the actual end; None where the actual end is not stated.

    A deliverable that was accepted by the agreed day was not late, whenever it was ended.
    """
    if due is None or row["deliverable_accepted_on"].date() <= due:
        return 0
    ended = _day(row, "actual_end")
    return None if ended is None else max((ended - due).days, 0)


def _record(line: DeliverableLine, row: Mapping[str, Any]) -> dict[str, Any]:
    """A deliverable as an expenditure item: its price in euro, at the place of its row."""
    place = ("period", "file", "file_sha256", "sheet", "row", "sequence", "evidence_ref")
    return {
        **{name: row[name] for name in place},
        "item_id": line.deliverable,
        "partner": line.partner,
        "cost_category": DELIVERABLES,
        "activity_id": line.activity,
        "description": line.title,
        "currency": "EUR",
        "amount_declared_cents": line.price,
        "incurred": row["deliverable_accepted_on"],
        "rate": "1",
        "rate_numerator": 1,
        "rate_denominator": 1,
        "declared": line.price,
        "eligible": line.price,
    }


def _rows(activities: pd.DataFrame, case: Case) -> dict[str, list[dict[str, Any]]]:
    """Rows by the deliverable they name, in the order of partners, files and rows.

    Rows whose cells could not be read wait, as everywhere.
    """
    order = {partner.id: index for index, partner in enumerate(case.partners)}
    usable = activities.loc[activities["unread"].eq("")]
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(
        usable.to_dict("records"),
        key=lambda row: (row["period"], order.get(row["partner"], len(order)), row["sequence"]),
    ):
        found.setdefault(row["activity_id"], []).append({str(k): v for k, v in row.items()})
    return found


def _paid_before(case: Case) -> dict[str, DeliverableLine]:
    """Deliverables that an earlier claim paid, as they stand in it."""
    return {
        line.deliverable: line
        for claim in case.earlier.claims
        for line in claim.deliverables
        if line.period == claim.period
    }


def _accepted(row: Mapping[str, Any]) -> date | None:
    return _day(row, "deliverable_accepted_on")


def _accepted_first(row: Mapping[str, Any]) -> date:
    return _accepted(row) or date.max


def _day(row: Mapping[str, Any] | None, column: str) -> date | None:
    if row is None or row[column] is pd.NaT:
        return None
    day: date = row[column].date()
    return day


def _at(
    row: Mapping[str, Any],
    code: str,
    *,
    column: str = "deliverable_accepted_on",
    found: Value = None,
    expected: Value = None,
    amount_cents: int = 0,
    words: Mapping[str, Value] | None = None,
) -> Finding:
    """A finding about a row of the activities table."""
    return Finding(
        code,
        partner=row["partner"],
        table="activities",
        item_id=row["activity_id"],
        file=row["file"],
        sheet=row["sheet"],
        row=int(row["row"]),
        column=column,
        found=found,
        expected=expected,
        amount_cents=amount_cents,
        words=words or {},
    )
