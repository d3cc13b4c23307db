"""A controller's list against the report that it certifies (R-CTR-02).

Certified = declared - deducted - parked. A row says what is deducted, or what is certified; the
deduction is then what remains of the item after the rules' own cuts. The list is used as a whole or
not at all, so that every amount in it is one that the claim can bear.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from rules.standing import Reported, Standing, standings
from schemas.claim import Claim
from schemas.findings import Finding
from schemas.money import Money, format_cents
from schemas.project import CertifiedItem

_Row: TypeAlias = Mapping[Hashable, Any]


@dataclass(frozen=True)
class _Item:
    """An item that a row names, in EUR cents.

    Attributes:
        most: what can be deducted from it, of its sign.
        open: what the controller decides on, of its sign; certified is that less the deduction.
    """

    most: int
    open: int


def certified_items(
    frame: pd.DataFrame, partner: str, claim: Claim, earlier: Sequence[Claim]
) -> tuple[list[CertifiedItem], list[Finding]]:
    """Turn the rows of a list into the changed items of a certificate.

    Args:
        frame: typed frame of a list, one row per item.
        partner: id of the partner whose report is certified.
        claim: of the period that is certified, as its latest run made it.
        earlier: claims of earlier periods, ascending.

    Returns:
        The items that are not as declared; and why rows cannot be used, in which case none of the
        list may be.
    """
    own = _own(claim, partner)
    past = standings([Reported.of(entry) for entry in earlier], set(frame["item_id"])).named
    items: list[CertifiedItem] = []
    findings: list[Finding] = []
    for position in range(len(frame)):
        row: _Row = frame.iloc[position].to_dict()
        number, period = row["item_id"], _period(row, claim)
        if period is None:
            named = own.get(number)
        else:
            named = _of_earlier(past.get((partner, period, number)))
        if period is not None and period > claim.period:
            findings.append(
                _at(row, partner, "CTL-05", "period", found=period, expected=claim.period)
            )
        elif named is None:
            reported = period or claim.period
            findings.append(
                _at(row, partner, "CTL-02", "item_id", found=number, words={"period": reported})
            )
        else:
            findings += _amounts(row, named, partner)
            items += _changed(row, period, named)
    return items, findings


def _period(row: _Row, claim: Claim) -> int | None:
    """The earlier period that a row names; None for the report that is certified."""
    named = _number(row["period"])
    return None if named == claim.period else named


def _changed(row: _Row, period: int | None, named: _Item) -> Iterator[CertifiedItem]:
    """The entry of a row; nothing for an item of the report that is certified as declared."""
    entry = CertifiedItem.model_validate(
        {
            "item_id": row["item_id"],
            "period": period,
            "deducted": format_cents(_deducted(row, named)),
            "parked": _is_parked(row),
            "error_type": row["error_type"],
            "why": row["why"],
        }
    )
    if entry.deducted or entry.parked or period is not None:
        yield entry


def _own(claim: Claim, partner: str) -> dict[str, _Item]:
    """The items of the report, without what an earlier result of the controller took.

    Items of earlier reports that stand in the claim without a row of this one are named with
    their period.
    """
    taken: dict[str, int] = {}
    for finding in claim.findings:
        if finding.code == "CTR-02-DEDUCTED" and finding.partner == partner:
            taken[finding.item_id] = taken.get(finding.item_id, 0) + finding.amount
    files = {entry.sha256 for entry in claim.provenance.inputs if entry.partner == partner}
    return {
        item.item_id: _Item(item.declared, item.eligible + item.parked + taken.get(item.item_id, 0))
        for item in claim.items
        if item.partner == partner
        and (item.origin_period is None or (item.amount_declared and item.file_sha256 in files))
    }


def _of_earlier(standing: Standing | None) -> _Item | None:
    """An item of an earlier report: what is parked of it, else what was accepted."""
    if standing is None:
        return None
    left = standing.parked if standing.parked > 0 else max(standing.eligible, 0)
    return _Item(left, left)


def _amounts(row: _Row, item: _Item, partner: str) -> Iterator[Finding]:
    """Amounts that the item cannot bear, or that contradict each other."""
    deducted, certified = _number(row["deducted_cents"]), _number(row["certified_cents"])
    sign = -1 if item.most < 0 else 1
    if deducted is not None and deducted > abs(item.most):
        most = Money(abs(item.most))
        yield _at(row, partner, "CTL-03", "deducted", found=Money(deducted), expected=most)
    if certified is None:
        return
    if not 0 <= sign * certified <= abs(item.most):
        most = Money(item.most)
        yield _at(
            row, partner, "CTL-03-CERTIFIED", "certified", found=Money(certified), expected=most
        )
    elif _is_parked(row) and certified:
        yield _at(row, partner, "CTL-04", "certified", found=Money(certified))
    elif deducted is not None and not _is_parked(row):
        implied = max(abs(item.open) - abs(certified), 0)
        if deducted not in (implied, abs(item.most) - abs(certified)):
            yield _at(
                row,
                partner,
                "CTL-03-BOTH",
                "certified",
                found=Money(certified),
                expected=Money(implied),
            )


def _deducted(row: _Row, item: _Item) -> int:
    """EUR cents above 0; rules have cut their part already, which is not deducted once more."""
    deducted, certified = _number(row["deducted_cents"]), _number(row["certified_cents"])
    if certified is None or _is_parked(row):
        return deducted or 0
    return max(abs(item.open) - abs(certified), 0)


def _is_parked(row: _Row) -> bool:
    return row["parked"] is not pd.NA and bool(row["parked"])


def _number(value: Any) -> int | None:
    """A whole number, such as cents; None for an empty cell."""
    return None if pd.isna(value) else int(value)


def _at(
    row: _Row,
    partner: str,
    code: str,
    column: str,
    **values: Any,
) -> Finding:
    return Finding(
        code,
        partner=partner,
        table="control_list",
        item_id=row["item_id"],
        file=row["file"],
        sheet=row["sheet"],
        row=int(row["row"]),
        column=column,
        **values,
    )
