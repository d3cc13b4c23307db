"""Papers behind an item: its voucher, proof of payment, ledger code, and declarations.

R-DOC-01 (Reg. (EU) No 480/2014 Art. 25; Reg. (EC) No 1083/2006 Art. 60(d)) and R-INEL-08
(Reg. (EU) No 481/2014 Art. 7(2); Reg. (EU) 2021/1059 Art. 43(2)).
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from rules.case import Case
from rules.rulings import Mask, Ruling, flagged, mask, remark
from schemas.findings import Finding

_EXPECTED = {"payment_proof_ref": "DOC-01-PAYMENT", "ledger_code": "DOC-01-LEDGER"}
"""What every item should state, and the finding where it does not."""


def rejections(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """Items without a voucher, and second-hand equipment without its declarations.

    The declarations (no other EU aid, market price, fitness for purpose) stand where the evidence
    reference points; whether they say enough is for the controller to read.
    """
    if case.applies("R-DOC-01"):
        no_voucher = mask(items["invoice_number"].eq("") & items["evidence_ref"].eq(""))
        yield Ruling("DOC-01", no_voucher & documented(items), "evidence_ref")
    if case.applies("R-INEL-08"):
        bare = mask(items["cost_category"].eq("equipment") & items["evidence_ref"].eq(""))
        yield Ruling("INEL-08", bare & flagged(items["flags"], "second_hand"), "evidence_ref")


def remarks(items: pd.DataFrame, counted: Mask, case: Case) -> list[Finding]:
    """Proofs of payment and ledger codes that are missing, of items that count.

    Where a partner states the column for other items, each item without it is named; where it
    states the column nowhere, one finding says so for all of them.
    """
    if not case.applies("R-DOC-01"):
        return []
    findings = []
    for column, code in _EXPECTED.items():
        empty = mask(items[column].eq(""))
        missing = counted & empty & documented(items)
        if column == "payment_proof_ref":
            # What a third party gives in kind is not paid by the partner.
            missing &= ~flagged(items["flags"], "in_kind")
        if not missing.any():
            continue
        stating = items.loc[~empty, "partner"].unique()
        named = mask(items["partner"].isin(stating))
        findings += remark(items, Ruling(code, missing & named, column))
        silent = items.loc[missing & ~named, "partner"].value_counts(sort=False)
        findings += [
            Finding(
                f"{code}-ALL", partner=str(name), table="costs", column=column, found=int(count)
            )
            for name, count in silent.items()
        ]
    return findings


def documented(items: pd.DataFrame) -> Mask:
    """Items that rest on papers: not simplified costs, and not rows that wait for a cell."""
    simplified = items["unit_cost_id"].ne("") | items["lump_sum_id"].ne("")
    return mask(~simplified & items["unread"].eq(""))
