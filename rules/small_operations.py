"""Small operations must use simplified costs (R-SCO-01; a warning for the project).

Up to EUR 100,000 of public support (Reg. (EU) No 1303/2013 Art. 67(2a), from 2 August 2018) or EUR
200,000 of total cost (Reg. (EU) 2021/1060 Art. 53(2)) an operation is reimbursed by unit costs,
lump sums and flat rates; categories that a flat rate stands on may be real costs all the same.
State aid is exempt.
"""

from __future__ import annotations

import pandas as pd

from rules.case import Case
from rules.rulings import mask
from schemas.findings import Finding
from schemas.money import Money
from schemas.project import Partner

_LIMIT, _MEASURE = "simplified_costs.mandatory_up_to", "simplified_costs.measure"


def about(items: pd.DataFrame, case: Case) -> list[Finding]:
    """One warning where a small operation claims real costs; ``items`` as decided."""
    size = _size(case)
    if size is None or not case.parameters.has(_LIMIT, case.closing):
        return []
    limit = case.parameters.cents(_LIMIT, case.closing)
    if size > limit or case.project.state_aid:
        return []
    real = mask(
        items["eligible"].gt(0) & items["unit_cost_id"].eq("") & items["lump_sum_id"].eq("")
    )
    used = items.loc[real, ["partner", "cost_category"]].drop_duplicates()
    claimed = set(used.itertuples(index=False, name=None))
    partners = [
        partner.id
        for partner in case.partners
        if any(
            name == partner.id and not _stands_under(category, partner)
            for name, category in claimed
        )
    ]
    if not partners:
        return []
    words = {"partners": ", ".join(partners)}
    return [Finding("SCO-01", found=Money(size), expected=Money(limit), words=words)]


def _size(case: Case) -> int | None:
    """Public support or total cost in EUR cents, as the family measures; None where not stated."""
    if not case.parameters.has(_MEASURE, case.closing):
        return None
    if case.parameters.choice(_MEASURE, case.closing) == "total_cost":
        return case.project.total_cost
    return case.project.max_fund


def _stands_under(category: str, partner: Partner) -> bool:
    """Whether a flat rate of the partner stands on the category."""
    return any(
        (flat.of == "staff" and category == "staff")
        or (flat.of == "other_direct" and category != "staff")
        or flat.of in ("direct", "direct_with_flat_travel")
        or (flat.of == "direct_without_subcontracting" and category != "subcontracting")
        for flat in partner.flat_rates.values()
    )
