"""The rows that are compared when duplicates are looked for: of this report, before it, elsewhere.

All of them have the same columns, one row per item; a credit note stands under the invoice of its
item and right behind it. Text is put into comparable forms only where total, currency and day
agree with those of another row, which is rare.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rules.case import Case
from rules.identifiers import home_countries, supplier_numbers
from rules.invoices import in_form, loose_number, strict, strict_number
from rules.limits import share_of_invoice
from rules.reported_invoices import keys_of, reported, swappable, total_of
from rules.rulings import Mask, by_word, mask, whole
from schemas.money import MICRO, CentsArray, multiply
from schemas.words import Spot

INVOICE = ["supplier", "number", "invoice_date", "gross", "currency"]
"""One invoice (funding-rules §7.1): supplier's VAT number, else name; number; day; total."""

LOOSELY = ["loose_number", "day", "gross", "currency"]
"""What agrees on rows that may be of one invoice although they are not strictly."""

_QUICK = ["day", "gross", "currency"]

ORDER = ["submitted", "order", "sequence"]
"""Who wins: what was submitted earlier, then the order of partners, then that of rows."""

_ITEM = ["partner", "item_id"]
_WRITTEN = [
    *_ITEM,
    *("supplier_name", "supplier_vat_id", "invoice_number", "invoice_date", "currency"),
    *("file", "row"),
]
_NEEDED = [*_WRITTEN, "amount_gross_cents", "amount_declared_cents", "share_micro", "sequence"]
_TYPES = {
    **dict.fromkeys(_WRITTEN, "str"),
    "invoice_date": "datetime64[s]",
    **dict.fromkeys(
        ("row", "reported_in", "gross", "amount", "declared", "position", *ORDER), "int64"
    ),
    **dict.fromkeys(("project", "name", "corrected"), "str"),
    "shared": "bool",
}
_EARLIER, _NOTES_ON_EARLIER = -2, -1
"""Earlier claims come before all days of submission, and what takes them back right after."""
_RECORDED = -1
"""Submitted on the same day, what another project has on record comes before our partners."""


@dataclass(frozen=True)
class Stand:
    """Where a row stands: file and row, its partner, and its project ("" for this one)."""

    project: str
    partner: str
    place: Spot

    @classmethod
    def of(cls, row: Mapping[Hashable, Any]) -> Stand:
        """Of a row of ``invoice_rows``."""
        spot = Spot(str(row["file"]), int(row["row"]), int(row["reported_in"]))
        return cls(str(row["project"]), str(row["partner"]), spot)

    def is_of(self, partner: str) -> bool:
        """Whether it is the partner's own row, so that its place may be told to the partner."""
        return not self.project and self.partner == partner

    def for_the_lead(self) -> Spot:
        """The place in full, which only lead partners get to see."""
        project = f"{self.project}, " if self.project else ""
        return replace(self.place, whose=f"{project}{self.partner}")


def invoice_rows(items: pd.DataFrame, notes: Mask, case: Case) -> pd.DataFrame:
    """Rows whose total, currency and day stand on another one too, in the order in which they win.

    Returns:
        Per row ``position`` among the items (-1 for what is on record), ``project`` ("" for this
        one), ``partner``, ``file``, ``row``, ``reported_in`` (the period, 0 for this one), ``name``
        and ``corrected`` (names of the item and of the one that a credit note corrects), ``amount``
        charged and ``gross`` (cents of its currency), ``declared`` (its size), ``shared``, the
        invoice as written, and the columns of ``INVOICE`` and ``LOOSELY``.
    """
    before, there = _earlier(case), _elsewhere(case)
    positions = _perhaps_alike(items, notes, pd.concat([before[_QUICK], there[_QUICK]]))
    if not positions.size:
        return before.iloc[:0]
    known = pd.concat([before, _current(items, positions, case)], ignore_index=True)
    rows = pd.concat([known, _credit_notes(items, notes, known), there], ignore_index=True)
    rows = rows.assign(loose_number=in_form(rows["invoice_number"], loose_number))
    # What is strictly equal is loosely equal, so nothing is lost that rejects.
    rows = rows.loc[rows["loose_number"].ne("")]
    rows = rows.loc[rows.duplicated(LOOSELY, keep=False)]
    vat_ids = supplier_numbers(rows["supplier_vat_id"], home_countries(case))
    names = in_form(rows["supplier_name"], strict)
    rows = rows.assign(
        supplier=vat_ids.where(vat_ids.ne(""), names),
        number=in_form(rows["invoice_number"], strict_number),
    )
    return rows.sort_values(ORDER, kind="stable", ignore_index=True)


def keys_of_costs(costs: pd.DataFrame) -> set[str]:
    """The keys (``keys_of``) of all invoices of an extract, to look for them in other projects."""
    rows = costs.loc[costs["invoice_number"].ne("")]
    totals = total_of_invoice(rows)
    return set(keys_of(rows["invoice_number"], rows["invoice_date"], totals, rows["currency"]))


def _perhaps_alike(items: pd.DataFrame, notes: Mask, known: pd.DataFrame) -> NDArray[np.int64]:
    """Where items stand that count and agree with another row in what is compared quickly.

    Only these few are brought into a comparable form.
    """
    counts = (items["eligible"] + items["parked"]).ne(0) & items["invoice_number"].ne("")
    positions = np.flatnonzero(mask(counts) & ~notes)
    rows = items[_NEEDED].iloc[positions]
    here = {
        "day": swappable(rows["invoice_date"]),
        "gross": total_of_invoice(rows),
        "currency": rows["currency"],
    }
    quick = pd.concat([known, pd.DataFrame(here)], ignore_index=True)
    met: Mask = quick.duplicated(keep=False).to_numpy()[len(known) :]
    return positions[met]


def _current(items: pd.DataFrame, positions: NDArray[np.int64], case: Case) -> pd.DataFrame:
    """Items of this period as rows of invoices, without credit notes."""
    rows = items[_NEEDED].iloc[positions]
    order = {partner.id: index for index, partner in enumerate(case.partners)}
    submitted = {name: report.submitted_on.toordinal() for name, report in case.reports.items()}
    return pd.DataFrame(
        {
            **{name: rows[name] for name in _WRITTEN},
            "day": swappable(rows["invoice_date"]),
            "gross": total_of_invoice(rows),
            "amount": _charge(rows),
            "declared": np.abs(whole(rows["amount_declared_cents"])),
            "shared": rows["share_micro"].notna(),
            "position": positions,
            "project": "",
            "reported_in": 0,
            "name": "/" + rows["partner"] + "/" + rows["item_id"],
            "corrected": "",
            "submitted": by_word(rows["partner"], submitted),
            "order": by_word(rows["partner"], order),
            "sequence": rows["sequence"],
        }
    )


def _credit_notes(items: pd.DataFrame, notes: Mask, known: pd.DataFrame) -> pd.DataFrame:
    """Credit notes of this period, each right behind the row of the item that it corrects."""
    if not notes.any():
        return known.iloc[:0]
    following = items.loc[notes, ["partner", "corrects_item_id", "amount_declared_cents"]]
    named = items["item_id"].isin(following["corrects_item_id"]) & ~notes
    named &= items["amount_declared_cents"].gt(0)
    # An item of this report goes before one of an earlier report, also where it was rejected.
    here = pd.MultiIndex.from_frame(items.loc[named, _ITEM])
    originals = known.loc[known["amount"].gt(0)]
    earlier = originals["position"].lt(0)
    originals = originals.loc[~(earlier & pd.MultiIndex.from_frame(originals[_ITEM]).isin(here))]
    originals = originals.drop_duplicates(_ITEM, keep="last")
    behind = originals.assign(
        corrected=originals["name"],
        submitted=originals["submitted"].mask(originals["position"].lt(0), _NOTES_ON_EARLIER),
    )
    rows = following.rename(columns={"corrects_item_id": "item_id"})
    rows = rows.assign(position=np.flatnonzero(notes)).merge(
        behind.drop(columns=["position", "amount", "declared", "name"]), on=_ITEM
    )
    size = np.abs(whole(rows["amount_declared_cents"]))
    return rows.assign(amount=-size, declared=size, name="")[list(known.columns)]


def _earlier(case: Case) -> pd.DataFrame:
    """Items of earlier claims as rows of invoices, their credit notes under their items' ones."""
    entries = [entry for entry in reported(case.earlier.claims) if entry.invoice.invoice_number]
    return _on_record(
        [
            {
                "project": "",
                "partner": entry.item.partner,
                "item_id": entry.item.item_id,
                "supplier_name": entry.invoice.supplier_name,
                "supplier_vat_id": entry.invoice.supplier_vat_id,
                "invoice_number": entry.invoice.invoice_number,
                "invoice_date": entry.invoice.invoice_date,
                "currency": entry.invoice.currency,
                "gross": total_of(entry.invoice),
                "amount": entry.charged,
                "declared": abs(entry.item.amount_declared),
                "reported_in": entry.period,
                "file": entry.item.file,
                "row": entry.item.row,
                "name": entry.name,
                "corrected": entry.corrected,
                "submitted": _EARLIER,
            }
            for entry in entries
        ]
    )


def _elsewhere(case: Case) -> pd.DataFrame:
    """What other projects charged as rows of invoices."""
    return _on_record(
        [
            {
                **entry.model_dump(include=set(_WRITTEN)),
                "project": entry.project,
                "gross": entry.gross,
                "amount": entry.charged,
                "declared": 0,
                "reported_in": entry.period,
                "name": f"{entry.project}/{entry.period}/{entry.partner}/{entry.item_id}",
                "corrected": "",
                "submitted": entry.submitted_on.toordinal(),
            }
            for entry in case.elsewhere
        ]
    )


def _on_record(records: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Typed rows of what is decided already and can only win."""
    full = [
        {**record, "shared": False, "position": -1, "order": _RECORDED, "sequence": number}
        for number, record in enumerate(records)
    ]
    rows = pd.DataFrame(full, columns=list(_TYPES)).astype(_TYPES)
    return rows.assign(day=swappable(rows["invoice_date"]))


def total_of_invoice(items: pd.DataFrame) -> CentsArray:
    """Each invoice's total; where it is not stated, the declared amount tells it by its share."""
    declared = np.abs(whole(items["amount_declared_cents"]))
    share = whole(items["share_micro"].fillna(MICRO))
    told = multiply(declared, MICRO, np.where(share > 0, share, MICRO), "half_up")
    gross = items["amount_gross_cents"]
    return np.where(mask(gross.notna()), np.abs(whole(gross)), told)


def _charge(items: pd.DataFrame) -> CentsArray:
    """What an item charges of its invoice: as declared, at most its share of the total."""
    declared = whole(items["amount_declared_cents"])
    stated = mask(items["amount_gross_cents"].notna())
    most = np.where(stated, share_of_invoice(items), np.abs(declared))
    return np.sign(declared) * np.minimum(np.abs(declared), most)
