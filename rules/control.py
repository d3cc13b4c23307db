"""The controller's result: certified = declared - deducted - parked (R-CTR-01, R-CTR-02)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rules.case import Case
from rules.rulings import Ruling, cut, park
from schemas.findings import Finding
from schemas.money import Money


def apply_certificates(items: pd.DataFrame, case: Case) -> tuple[pd.DataFrame, list[Finding]]:
    """Take off what controllers deducted and hold what they parked."""
    findings: list[Finding] = []
    for partner, certificate in case.certificates.items():
        positions = {
            str(item_id): position
            for position, (owner, item_id) in enumerate(
                zip(items["partner"], items["item_id"], strict=True)
            )
            if owner == partner
        }
        for item in certificate.items:
            position = positions.get(item.item_id)
            if position is None:
                findings.append(
                    Finding("CTR-02-UNKNOWN", partner=partner, table="costs", found=item.item_id)
                )
                continue
            rows = np.zeros(len(items), dtype=np.bool_)
            rows[position] = True
            words = {"why": item.why or item.error_type or "-"}
            if item.deducted:
                left = abs(items["eligible"].to_numpy(dtype=np.int64)) - abs(item.deducted)
                ruling = Ruling(
                    "CTR-02-DEDUCTED",
                    rows,
                    found=Money(item.deducted),
                    words=words,
                    limit_cents=np.maximum(left, 0),
                )
                items, met = cut(items, ruling)
                findings += met
            if item.parked:
                items, met = park(items, Ruling("CTR-02-PARKED", rows, words=words))
                findings += met
    return items, findings


def missing_certificates(case: Case) -> list[Finding]:
    """R-CTR-01: partners without a controller's result, where the family asks for one."""
    if not case.parameters.flag("control.required", case.closing):
        return []
    return [
        Finding("CTR-01", partner=name)
        for name, report in case.reports.items()
        if report.delivered and name not in case.certificates
    ]
