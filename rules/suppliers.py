"""Suppliers by name: external expertise comes from outside (R-INEL-07).

In 2014-2020 the partner itself may not be its own supplier (Reg. (EU) No 481/2014 Art. 6), from
2021 on no partner of the project may be one (Reg. (EU) 2021/1059 Art. 42).
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from rules.case import Case
from rules.invoices import in_form, strict
from rules.rulings import Ruling, mask, text_of


def rejections(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """R-INEL-07: external expertise whose supplier bears a partner's id, name or alias."""
    if not case.applies("R-INEL-07"):
        return
    asked = mask(items["cost_category"].eq("external_expertise") & items["supplier_name"].ne(""))
    if not asked.any():
        return
    bearers = _bearers(case)
    written = items.loc[asked, "supplier_name"].drop_duplicates()
    normal = in_form(written, strict)
    known = {
        name: bearers[key] for name, key in zip(written, normal, strict=True) if key in bearers
    }
    if not known:
        return
    owner = items["supplier_name"].where(asked, "").map(known)
    rows = mask(owner.notna())
    if case.parameters.choice("supplier.excluded", case.closing) == "own_organisation":
        rows = rows & mask(owner.eq(items["partner"]))
    yield Ruling(
        "INEL-07",
        rows,
        "supplier_name",
        text_of(items["supplier_name"]),
        words={"owner": owner.get},
    )


def _bearers(case: Case) -> dict[str, str]:
    """Which partner bears a name, in comparable form."""
    pairs = [
        (name, partner.id)
        for partner in case.partners
        for name in (partner.id, partner.name, *partner.aliases)
    ]
    return {strict(name): owner for name, owner in pairs}
