"""One invoice, charged once (R-DUP-01, R-DUP-02; Reg. (EU) No 1303/2013 Art. 65(11)).

Two rows are of one invoice where supplier, invoice number, date, total and currency agree. Several
rows that together stay within the total are a split; the row with which they pass it loses, the
later by period, submission, file order and row. Only items that are accepted or parked count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rules.case import Case
from rules.conversion import to_euro
from rules.rulings import Mask, Ruling, cut, mask, reject, remark, whole
from schemas.claim import ClaimItem
from schemas.findings import Finding
from schemas.money import CentsArray, Money

_KEY = ["supplier", "invoice_number", "invoice_date", "gross", "currency"]


@dataclass(frozen=True)
class _Verdicts:
    """Per item: what is left of the invoice for it (cents of its currency), and its twin."""

    room: CentsArray
    doubled: Mask
    split: Mask
    twin: dict[int, tuple[str, str]]


def judge(items: pd.DataFrame, case: Case) -> tuple[pd.DataFrame, list[Finding]]:
    """Reject or cut what would charge an invoice above its total.

    Returns:
        The items and findings; where the twin is another partner's, the row's own finding does
        not say whose, and a finding for the lead partner names both places.
    """
    verdicts = _compare(items, case)
    shared = mask(items["share_micro"].notna())
    numbers = items["invoice_number"]

    def number(position: int) -> str:
        return str(numbers.iat[position])

    def place(position: int) -> str:
        return verdicts.twin.get(position, ("", ""))[1]

    foreign = np.zeros(len(items), dtype=np.bool_)
    for position, (partner, _) in verdicts.twin.items():
        foreign[position] = partner != str(items["partner"].iat[position])
    whole_row = verdicts.doubled & ~shared
    findings: list[Finding] = []
    for ruling in (
        Ruling("DUP-01", whole_row & ~foreign, "invoice_number", number, place),
        Ruling("DUP-01-OTHER", whole_row & foreign, "invoice_number", number),
    ):
        items, met = reject(items, ruling)
        findings += met
    findings += _for_the_lead(items, np.flatnonzero(whole_row & foreign), verdicts)
    gross = whole(_gross(items))
    over = Ruling(
        "DUP-02",
        verdicts.doubled & shared,
        "share",
        number,
        lambda position: Money(int(gross[position]), str(items["currency"].iat[position])),
        limit_cents=to_euro(verdicts.room, items, case),
    )
    items, met = cut(items, over)
    findings += met
    findings += remark(items, Ruling("DUP-02-SPLIT", verdicts.split, "invoice_number", number))
    return items, findings


def _compare(items: pd.DataFrame, case: Case) -> _Verdicts:
    """Add up each invoice in order and see with which row it passes its total."""
    rows = _current(items, case)
    if case.earlier.claims:
        rows = pd.concat([_earlier(case), rows], ignore_index=True)
    none = np.zeros(len(items), dtype=np.bool_)
    verdicts = _Verdicts(np.zeros(len(items), dtype=np.int64), none, none.copy(), {})
    alike = rows.loc[rows["counts"].astype("bool") & rows.duplicated(_KEY, keep=False)]
    # Invoices are judged one by one, because whether a row counts depends on those before it;
    # the loop runs over rows that share an invoice only, which are few in any honest list.
    for _, invoice in alike.groupby(_KEY, sort=False, dropna=False):
        _add_up(invoice, verdicts)
    return verdicts


def _add_up(invoice: pd.DataFrame, verdicts: _Verdicts) -> None:
    charged = 0
    first: tuple[str, str] | None = None
    lost: set[str] = set()
    for row in invoice.to_dict("records"):
        position, amount, total = int(row["position"]), int(row["amount"]), int(row["gross"])
        if amount < 0 and row["corrects"] in lost:
            continue
        if amount > 0 and charged + amount > total:
            lost.add(str(row["item_id"]))
            if position >= 0:
                verdicts.doubled[position] = True
                verdicts.room[position] = max(total - charged, 0)
                verdicts.twin[position] = first or ("", "")
                charged = max(charged, total) if row["shared"] else charged
            continue
        if position >= 0 and amount > 0 and first is not None:
            verdicts.split[position] = charged > 0
        charged += amount
        first = first or (str(row["partner"]), str(row["place"]))


def _current(items: pd.DataFrame, case: Case) -> pd.DataFrame:
    """This period's items as rows of invoices; a credit note stands with the item it corrects."""
    order = {partner.id: index for index, partner in enumerate(case.partners)}
    submitted = {name: report.submitted_on.toordinal() for name, report in case.reports.items()}
    frame = pd.DataFrame(
        {
            "partner": items["partner"],
            "item_id": items["item_id"],
            "corrects": items["corrects_item_id"],
            "supplier": _supplier(items["supplier_vat_id"], items["supplier_name"]),
            "invoice_number": _comparable(items["invoice_number"]),
            "invoice_date": items["invoice_date"],
            "gross": _gross(items),
            "currency": items["currency"],
            "amount": items["amount_declared_cents"],
            "shared": items["share_micro"].notna(),
            "place": items["file"] + ", row " + items["row"].astype("str"),
            "position": np.arange(len(items)),
            "counts": (items["eligible"] + items["parked"]).ne(0),
            "submitted": items["partner"].map(submitted),
            "order": items["partner"].map(order),
            "sequence": items["sequence"],
        }
    )
    notes = frame["corrects"].ne("") & frame["amount"].lt(0)
    if notes.any():
        frame = _with_their_items(frame, notes)
    frame["counts"] &= frame["invoice_number"].ne("")
    return frame.sort_values(["submitted", "order", "sequence"], kind="stable")


def _with_their_items(frame: pd.DataFrame, notes: pd.Series[bool]) -> pd.DataFrame:
    """Give credit notes the invoice key of the item that they correct, where it is here."""
    originals = frame.loc[~notes].drop_duplicates(["partner", "item_id"])
    keys = originals.set_index(["partner", "item_id"])[_KEY]
    wanted = pd.MultiIndex.from_frame(frame.loc[notes, ["partner", "corrects"]])
    frame.loc[notes, _KEY] = keys.reindex(wanted).to_numpy()
    frame.loc[notes, "counts"] &= pd.notna(frame.loc[notes, "gross"])
    frame["invoice_number"] = frame["invoice_number"].fillna("")
    return frame


def _earlier(case: Case) -> pd.DataFrame:
    """Accepted and parked items of earlier claims that bear an invoice number."""
    reported = [
        (claim.period, item)
        for claim in case.earlier.claims
        for item in claim.items
        if item.invoice_number and item.eligible + item.parked != 0
    ]
    return pd.DataFrame(
        {
            "partner": [item.partner for _, item in reported],
            "item_id": [item.item_id for _, item in reported],
            "corrects": [item.corrects_item_id for _, item in reported],
            "supplier": _supplier(
                _words(item.supplier_vat_id for _, item in reported),
                _words(item.supplier_name for _, item in reported),
            ),
            "invoice_number": _comparable(_words(item.invoice_number for _, item in reported)),
            "invoice_date": pd.Series(
                [item.invoice_date for _, item in reported], dtype="datetime64[s]"
            ),
            "gross": [_gross_of(item) for _, item in reported],
            "currency": [item.currency for _, item in reported],
            "amount": [item.amount_declared for _, item in reported],
            "shared": [False for _ in reported],
            "place": [f"period {period}: {item.file}, row {item.row}" for period, item in reported],
            "position": [-1 for _ in reported],
            "counts": pd.Series([True for _ in reported], dtype="bool"),
        }
    )


def _gross(items: pd.DataFrame) -> pd.Series[int]:
    """The invoice's total; where it is not stated, the declared amount stands for it."""
    return items["amount_gross_cents"].fillna(items["amount_declared_cents"]).abs()


def _gross_of(item: ClaimItem) -> int:
    return abs(item.amount_declared if item.amount_gross is None else item.amount_gross)


def _supplier(vat_ids: pd.Series[str], names: pd.Series[str]) -> pd.Series[str]:
    """The supplier's VAT number, else its name, in a comparable form."""
    numbers = _comparable(vat_ids)
    return numbers.where(numbers.ne(""), _comparable(names))


def _comparable(texts: pd.Series[str]) -> pd.Series[str]:
    """Text without case, compatibility forms and white space; the original stays as it is."""
    normal = texts.str.normalize("NFKC").str.casefold()
    return normal.str.replace(r"\s+", "", regex=True)


def _words(texts: Iterable[str]) -> pd.Series[str]:
    return pd.Series(list(texts), dtype="str")


def _for_the_lead(
    items: pd.DataFrame, positions: Iterable[int], verdicts: _Verdicts
) -> list[Finding]:
    """The lead partner sees both places."""
    return [
        Finding(
            "DUP-01-LEAD",
            found=str(items["invoice_number"].iat[position]),
            words={
                "first": " ".join(verdicts.twin[position]),
                "second": f"{items['partner'].iat[position]} {items['file'].iat[position]}, "
                f"row {items['row'].iat[position]}",
            },
        )
        for position in map(int, positions)
    ]
