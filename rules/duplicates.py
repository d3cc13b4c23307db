"""One invoice, charged once (R-DUP-01, R-DUP-02; Reg. (EU) No 1303/2013 Art. 65(11)).

Two rows are of one invoice where supplier, invoice number, date, total and currency agree. Several
rows that together stay within the total are a split; the row with which they pass it loses, the
later by period, submission, file order and row. Only items that are accepted or parked count.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rules.case import Case
from rules.conversion import to_euro
from rules.limits import share_of_invoice
from rules.rulings import Mask, Ruling, cut, mask, reject, remark, whole
from schemas.claim import ClaimItem
from schemas.findings import Finding
from schemas.money import MICRO, CentsArray, Money, multiply, share_of

_KEY = ["supplier", "invoice_number", "invoice_date", "gross", "currency"]
_QUICK = ["invoice_date", "gross", "currency"]
_ORDER = ["submitted", "order", "sequence"]
_EARLIER, _NOTES_ON_EARLIER = -2, -1
"""Earlier claims come before all days of submission, and what takes them back right after."""


@dataclass(frozen=True)
class _Verdicts:
    """Per item: what is left of the invoice for it (cents of its currency), and its twin."""

    room: CentsArray
    doubled: Mask
    split: Mask
    twin: dict[int, tuple[str, str]]


@dataclass
class _Taken:
    """What is left of an item after its credit notes: as declared, and as its invoice bears it."""

    declared: int
    charged: int

    def give_back(self, amount: int) -> int:
        """What a credit note gives back to the invoice; one that is too large gives nothing."""
        if amount > self.declared:
            return 0
        freed = amount * self.charged // self.declared
        self.declared -= amount
        self.charged -= freed
        return freed


def judge(items: pd.DataFrame, notes: Mask, case: Case) -> tuple[pd.DataFrame, list[Finding]]:
    """Reject or cut what would charge an invoice above its total.

    Args:
        items: as decided so far.
        notes: which rows are credit notes that share the fate of their item.
        case: the period.

    Returns:
        The items and findings; where the twin is another partner's, the row's own finding does
        not say whose, and a finding for the lead partner names both places.
    """
    verdicts = _compare(items, notes, case)
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
    total = _total(items)
    over = Ruling(
        "DUP-02",
        verdicts.doubled & shared,
        "share",
        number,
        lambda position: Money(int(total[position]), str(items["currency"].iat[position])),
        limit_cents=to_euro(verdicts.room, items, case),
    )
    items, met = cut(items, over)
    findings += met
    findings += remark(items, Ruling("DUP-02-SPLIT", verdicts.split, "invoice_number", number))
    return items, findings


def _compare(items: pd.DataFrame, notes: Mask, case: Case) -> _Verdicts:
    """Add up each invoice in order and see with which row it passes its total."""
    none = np.zeros(len(items), dtype=np.bool_)
    verdicts = _Verdicts(np.zeros(len(items), dtype=np.int64), none, none.copy(), {})
    if not items["invoice_number"].ne("").any():
        return verdicts
    earlier = _earlier(case)
    concerned = _perhaps_alike(items, notes, earlier)
    if not concerned.size:
        return verdicts
    current = _current(items, notes, concerned, earlier, case)
    rows = pd.concat([earlier, current], ignore_index=True).sort_values(_ORDER, kind="stable")
    alike = rows.loc[rows["invoice_number"].ne("") & rows.duplicated(_KEY, keep=False)]
    # Invoices are judged one by one, because whether a row counts depends on those before it;
    # the loop runs over rows that share an invoice only, which are few in any honest list.
    invoices = alike.groupby(_KEY, sort=False, dropna=False).ngroup()
    records = alike.assign(invoice=invoices).sort_values("invoice", kind="stable")
    for _, invoice in groupby(records.to_dict("records"), key=itemgetter("invoice")):
        _add_up(invoice, verdicts)
    return verdicts


def _add_up(invoice: Iterable[Mapping[Hashable, Any]], verdicts: _Verdicts) -> None:
    """Charge an invoice row by row, in the order in which rows win."""
    charged = 0
    first: tuple[str, str] | None = None
    taken: dict[str, _Taken] = {}
    for row in invoice:
        position, amount = int(row["position"]), int(row["amount"])
        if row["corrected"]:
            item = taken.get(str(row["corrected"]))
            charged -= item.give_back(int(row["declared"])) if item else 0
            continue
        room = max(int(row["gross"]) - charged, 0)
        counted = amount
        # What earlier claims accepted stays; only this report's rows can lose.
        if position >= 0 and amount > room:
            verdicts.doubled[position] = True
            verdicts.room[position] = room
            verdicts.twin[position] = first or ("", "")
            counted = room if row["shared"] else 0
        elif position >= 0 and amount > 0:
            verdicts.split[position] = charged > 0
        taken[str(row["name"])] = _Taken(int(row["declared"]), counted)
        charged += counted
        if amount > 0:
            first = first or (str(row["partner"]), str(row["place"]))


def _perhaps_alike(items: pd.DataFrame, notes: Mask, earlier: pd.DataFrame) -> NDArray[np.int64]:
    """Where rows stand that agree with another in what is compared quickly, and all about notes.

    Suppliers and numbers are brought into a comparable form for these few rows only.
    """
    numbered = mask(items["invoice_number"].ne(""))
    quick = pd.concat(
        [
            earlier[_QUICK],
            pd.DataFrame(
                {
                    "invoice_date": items["invoice_date"],
                    "gross": _total(items),
                    "currency": items["currency"],
                }
            ).loc[numbered],
        ],
        ignore_index=True,
    )
    concerned = notes.copy()
    concerned[numbered] |= quick.duplicated(keep=False).to_numpy()[len(earlier) :]
    if notes.any():
        concerned |= mask(items["item_id"].isin(items.loc[notes, "corrects_item_id"]))
    return np.flatnonzero(concerned)


def _current(
    items: pd.DataFrame,
    notes: Mask,
    concerned: NDArray[np.int64],
    earlier: pd.DataFrame,
    case: Case,
) -> pd.DataFrame:
    """Items of this period as rows of invoices; a credit note stands right behind its item."""
    items, notes = items.iloc[concerned], notes[concerned]
    order = {partner.id: index for index, partner in enumerate(case.partners)}
    submitted = {name: report.submitted_on.toordinal() for name, report in case.reports.items()}
    frame = pd.DataFrame(
        {
            "partner": items["partner"],
            "item_id": items["item_id"],
            "supplier": _supplier(items["supplier_vat_id"], items["supplier_name"]),
            "invoice_number": _comparable(items["invoice_number"]),
            "invoice_date": items["invoice_date"],
            "gross": _total(items),
            "currency": items["currency"],
            "amount": _charge(items),
            "declared": np.abs(whole(items["amount_declared_cents"])),
            "shared": items["share_micro"].notna(),
            "place": items["file"] + ", row " + items["row"].astype("str"),
            "position": concerned,
            "name": "/" + items["partner"] + "/" + items["item_id"],
            "corrected": "",
            "submitted": items["partner"].map(submitted),
            "order": items["partner"].map(order),
            "sequence": items["sequence"],
        }
    )
    counts = mask((items["eligible"] + items["parked"]).ne(0))
    if not notes.any():
        return frame.loc[counts]
    here = frame.loc[~notes & frame["amount"].gt(0)]
    before = earlier.loc[earlier["amount"].gt(0)].assign(submitted=_NOTES_ON_EARLIER)
    originals = pd.concat([before, here]).drop_duplicates(["partner", "item_id"], keep="last")
    behind = originals[["partner", "item_id", *_KEY, *_ORDER, "name"]]
    behind = behind.rename(columns={"name": "corrected"})
    following = frame.loc[notes].drop(columns=["item_id", *_KEY, *_ORDER, "corrected"])
    following["item_id"] = items.loc[notes, "corrects_item_id"]
    following = following.merge(behind, on=["partner", "item_id"])
    return pd.concat([frame.loc[counts & ~notes], following])


@dataclass(frozen=True)
class _Reported:
    """An item of an earlier claim; a credit note stands under the invoice of its item."""

    name: str
    place: str
    item: ClaimItem
    invoice: ClaimItem
    corrected: str = ""


def _reported(case: Case) -> Iterator[_Reported]:
    """Accepted and parked items of earlier claims, credit notes last in theirs."""
    latest: dict[tuple[str, str], _Reported] = {}
    for claim in case.earlier.claims:
        counted = [item for item in claim.items if item.eligible + item.parked != 0]
        for item in sorted(counted, key=lambda item: item.amount_declared < 0):
            name = f"{claim.period}/{item.partner}/{item.item_id}"
            place = f"period {claim.period}: {item.file}, row {item.row}"
            entry = _Reported(name, place, item, item)
            original = latest.get((item.partner, item.corrects_item_id))
            if item.amount_declared > 0:
                latest[item.partner, item.item_id] = entry
            elif original is not None and original.item.currency == item.currency:
                entry = replace(entry, invoice=original.item, corrected=original.name)
            yield entry


def _earlier(case: Case) -> pd.DataFrame:
    """Items of earlier claims as rows of invoices."""
    reported = [entry for entry in _reported(case) if entry.invoice.invoice_number]
    originals = [entry.invoice for entry in reported]
    return pd.DataFrame(
        {
            "partner": _words(entry.item.partner for entry in reported),
            "item_id": _words(entry.item.item_id for entry in reported),
            "supplier": _supplier(
                _words(item.supplier_vat_id for item in originals),
                _words(item.supplier_name for item in originals),
            ),
            "invoice_number": _comparable(_words(item.invoice_number for item in originals)),
            "invoice_date": pd.Series(
                [item.invoice_date for item in originals], dtype="datetime64[s]"
            ),
            "gross": _numbers(_total_of(item) for item in originals),
            "currency": _words(item.currency for item in originals),
            "amount": _numbers(_charge_of(entry.item) for entry in reported),
            "declared": _numbers(abs(entry.item.amount_declared) for entry in reported),
            "shared": pd.Series([False for _ in reported], dtype="bool"),
            "place": _words(entry.place for entry in reported),
            "position": _numbers(-1 for _ in reported),
            "name": _words(entry.name for entry in reported),
            "corrected": _words(entry.corrected for entry in reported),
            "submitted": _numbers(_EARLIER for _ in reported),
            "order": _numbers(0 for _ in reported),
            "sequence": _numbers(range(len(reported))),
        }
    )


def _total(items: pd.DataFrame) -> CentsArray:
    """The invoice's total; where it is not stated, the declared amount tells it by its share."""
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


def _total_of(item: ClaimItem) -> int:
    if item.amount_gross is not None:
        return abs(item.amount_gross)
    share = Fraction(item.share or 1) or Fraction(1)
    return share_of(abs(item.amount_declared), 1 / share, "half_up")


def _charge_of(item: ClaimItem) -> int:
    size = abs(item.amount_declared)
    if item.amount_gross is not None:
        size = min(size, share_of(abs(item.amount_gross), Fraction(item.share or 1), "down"))
    return size if item.amount_declared > 0 else -size


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


def _numbers(numbers: Iterable[int]) -> pd.Series[int]:
    return pd.Series(list(numbers), dtype="int64")


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
