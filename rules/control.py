"""The controller's result: certified = declared - deducted - parked (R-CTR-01 to R-CTR-03)."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from rules.case import Case
from rules.days import add_months
from rules.rulings import Ruling, cut, mask, money_of, park, whole
from schemas.findings import Finding


def apply_certificates(items: pd.DataFrame, case: Case) -> tuple[pd.DataFrame, list[Finding]]:
    """Take off what controllers deducted and hold what they parked."""
    named = [
        (partner, item)
        for partner, certificate in case.certificates.items()
        for item in certificate.items
    ]
    if not named:
        return items, []
    positions = _positions(items, {item.item_id for _, item in named}, case.number)
    back = _positions_of_earlier(items)
    findings: list[Finding] = []
    deducted = np.zeros(len(items), dtype=np.int64)
    parked = np.zeros(len(items), dtype=np.bool_)
    why: dict[int, str] = {}
    for partner, item in named:
        if item.period in (None, case.number):
            position = positions.get((partner, item.item_id))
            if position is None:
                findings.append(
                    Finding("CTR-02-UNKNOWN", partner=partner, table="costs", found=item.item_id)
                )
        else:
            standing = case.history.named.get((partner, item.period or 0, item.item_id))
            position = back.get(standing.key) if standing is not None else None
        if position is None:
            continue
        deducted[position] += abs(item.deducted)
        parked[position] |= item.parked
        why[position] = (item.why or item.error_type or "-").rstrip(".")
    left = np.abs(whole(items["eligible"])) - deducted
    items, met = cut(
        items,
        Ruling(
            "CTR-02-DEDUCTED",
            deducted > 0,
            found=money_of(deducted),
            words={"why": why.get},
            limit_cents=np.maximum(left, 0),
        ),
    )
    findings += met
    items, met = park(items, Ruling("CTR-02-PARKED", parked, words={"why": why.get}))
    return items, findings + met


def _positions(
    items: pd.DataFrame, ids: Collection[str], period: int
) -> dict[tuple[str, str], int]:
    """Where the rows of this report with these numbers stand, by partner and item id."""
    here = np.flatnonzero(mask(items["item_id"].isin(ids) & items["period"].eq(period)))
    found = items.iloc[here]
    keys = zip(found["partner"], found["item_id"], strict=True)
    return {(str(p), str(i)): int(position) for (p, i), position in zip(keys, here, strict=True)}


def late_certificates(case: Case) -> list[Finding]:
    """R-CTR-03: results that came after the months that the law gives from submission on."""
    key = "control.months"
    if not case.parameters.has(key, case.closing):
        return []
    months = case.parameters.months(key, case.closing)
    due = {name: add_months(report.submitted_on, months) for name, report in case.reports.items()}
    return [
        Finding("CTR-03", partner=name, found=certificate.date, expected=due[name])
        for name, certificate in case.certificates.items()
        if name in due and certificate.date > due[name]
    ]


def _positions_of_earlier(items: pd.DataFrame) -> dict[tuple[str, int, str], int]:
    """Where parked items stand that came back, by partner, period and number of their origin."""
    came = mask(items["origin_period"].notna() & items["amount_declared_cents"].gt(0))
    here = np.flatnonzero(came)
    origin = items.iloc[here][["partner", "origin_period", "origin_item_id"]]
    return {
        (str(partner), int(period), str(number)): int(position)
        for (partner, period, number), position in zip(
            origin.itertuples(index=False), here, strict=True
        )
    }


def missing_certificates(case: Case) -> list[Finding]:
    """R-CTR-01: partners without a controller's result, where the family asks for one."""
    if not case.parameters.flag("control.required", case.closing):
        return []
    return [
        Finding("CTR-01", partner=name)
        for name, report in case.reports.items()
        if report.delivered and name not in case.certificates
    ]
