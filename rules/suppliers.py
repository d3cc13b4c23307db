"""Suppliers by name: external expertise comes from outside (R-INEL-07).

In 2014-2020 the partner itself may not be its own supplier (Reg. (EU) No 481/2014 Art. 6), from
2021 on no partner of the project may be one (Reg. (EU) 2021/1059 Art. 42).
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from rules.case import Case
from rules.rulings import Ruling, mask, text_of


def comparable_names(names: pd.Series[str]) -> pd.Series[str]:
    """Names in a comparable form: letters and digits only, without case; the originals stay."""
    normal = names.str.normalize("NFKC").str.casefold()
    return normal.str.replace(r"[\W_]+", "", regex=True)


def rejections(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """R-INEL-07: external expertise whose supplier bears a partner's id, name or alias."""
    if not case.applies("R-INEL-07"):
        return
    asked = mask(items["cost_category"].eq("external_expertise") & items["supplier_name"].ne(""))
    if not asked.any():
        return
    bearers = _bearers(case)
    written = items.loc[asked, "supplier_name"].drop_duplicates()
    normal = comparable_names(written)
    known = {
        name: bearers[key] for name, key in zip(written, normal, strict=True) if key in bearers
    }
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
    normal = comparable_names(pd.Series([name for name, _ in pairs], dtype="str"))
    return {key: owner for key, (_, owner) in zip(normal, pairs, strict=True) if key}
