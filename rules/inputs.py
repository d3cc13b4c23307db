"""What was delivered for the rules: a rule whose input nobody gave is not assessed, never passed.

Two things must not be taken for each other. Where the *input is missing*, the rule could have
bitten and nobody can know: staff rows without hours. Where *nothing in the claim concerns the
rule*, it was assessed and met nothing: no staff rows at all. A mark by exception (a flag, a gift)
that nobody set says that there is no exception, and a register that the project file states as
empty is one (``aid: []``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from pydantic import BaseModel

from rules.case import Case
from schemas.activities import ACTIVITIES
from schemas.costs import COSTS
from schemas.law import Need, Rule
from schemas.law_files import Concern
from schemas.money import MICRO
from schemas.participants import PARTICIPANTS
from schemas.words import N_, Words

REGISTERS = frozenset({"aid", "contracts", "payments", "receipts", "vat_declarations"})
"""Lists of the project file that may be stated as empty: there is nothing of the kind."""

EVENTS = frozenset({"event", "matchmaking", "mission", "training"})
PUBLIC = EVENTS | {"publication"}

_TABLES = {"costs": COSTS, "activities": ACTIVITIES, "participants": PARTICIPANTS}
_SUBMISSION = "reports.submitted_on"


class Inputs:
    """What one claim delivers to its rules; every question is worked out once."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._known: dict[str, bool] = {}

    def missing(self, rule: Rule) -> list[Need]:
        """The needs of a rule that nobody met, among those that concern this claim."""
        return [
            need
            for need in rule.needs
            if self.concerns(need.when) and not any(map(self.is_there, need.inputs))
        ]

    def concerns(self, what: Concern) -> bool:
        """Whether the claim holds what a need is about."""
        return self._once(what, lambda: _CONCERNS[what](self._case))

    def is_there(self, name: str) -> bool:
        """Whether a column holds anything, or the project file states a key."""
        return self._once(name, lambda: self._delivered(name))

    def _once(self, name: str, ask: Callable[[], bool]) -> bool:
        if name not in self._known:
            self._known[name] = ask()
        return self._known[name]

    def _delivered(self, name: str) -> bool:
        first, *keys = name.split(".")
        if name == _SUBMISSION:
            return any(report.stated for report in self._case.reports.values())
        if first == "certificates":
            # Controllers' results also come from beside the project file.
            return bool(self._case.certificates)
        if first in _TABLES:
            column = _TABLES[first].by_extract[keys[0]]
            return _filled(getattr(self._case, first)[column.frame])
        return _stated(self._case.project, keys if first == "project" else [first, *keys])


def _staff(case: Case) -> pd.Series[bool]:
    """Rows of staff whose cost is real, not a flat rate."""
    flat = [partner.id for partner in case.partners if "staff" in partner.flat_rates]
    rows = case.costs["cost_category"].eq("staff")
    return rows & ~case.costs["partner"].isin(flat) if flat else rows


def _purchases(case: Case) -> pd.Series[bool]:
    """Rows that were bought from somebody: no staff, no unit cost, no lump sum."""
    simplified = case.costs["unit_cost_id"].ne("") | case.costs["lump_sum_id"].ne("")
    return case.costs["cost_category"].ne("staff") & ~simplified


def _staff_by(case: Case, method: str) -> bool:
    """Staff rows, and people charged by this method; where nobody says how, any may be."""
    people = case.project.staff
    charged = not people or any(person.method == method for person in people)
    return charged and bool(_staff(case).any())


def _recovered(case: Case) -> bool:
    """Purchases of partners that get VAT back."""
    recovering = [partner.id for partner in case.partners if partner.vat_recoverable]
    return bool((_purchases(case) & case.costs["partner"].isin(recovering)).any())


def _in_category(case: Case, category: str) -> bool:
    return bool(case.costs["cost_category"].eq(category).any())


def _held(case: Case, types: frozenset[str]) -> bool:
    """Costs, and activities of some types that took place."""
    rows = case.activities
    happened = rows["type"].isin(types) & ~rows["status"].isin(["planned", "cancelled"])
    return not case.costs.empty and bool(happened.any())


def _flag(case: Case, key: str) -> bool:
    return case.parameters.has(key, case.closing) and case.parameters.flag(key, case.closing)


_CONCERNS: Mapping[Concern, Callable[[Case], bool]] = {
    "always": lambda _: True,
    "costs": lambda case: not case.costs.empty,
    "purchases": lambda case: bool(_purchases(case).any()),
    "staff": lambda case: bool(_staff(case).any()),
    "hourly_staff": lambda case: _staff_by(case, "hourly"),
    "fixed_share_staff": lambda case: _staff_by(case, "fixed_share"),
    "travel": lambda case: _in_category(case, "travel_accommodation"),
    "expertise": lambda case: _in_category(case, "external_expertise"),
    "split_invoices": lambda case: bool(case.costs["share_micro"].lt(MICRO).any()),
    "unit_costs": lambda case: _filled(case.costs["unit_cost_id"]),
    "lump_sums": lambda case: _filled(case.costs["lump_sum_id"]),
    "activity_costs": lambda case: _filled(case.costs["activity_id"]),
    "events": lambda case: _held(case, EVENTS),
    "public_activities": lambda case: _held(case, PUBLIC),
    "final_period": lambda case: case.period.final,
    "aid": lambda case: bool(case.project.aid),
    # A service contract pays its price whole, without a rate in the project file.
    "co_financing": lambda case: not case.applies("R-SRV-01"),
    "contracts": lambda case: bool(case.project.contracts),
    "control": lambda case: _flag(case, "control.required") and not case.costs.empty,
    "damages": lambda case: _flag(case, "damages.applies"),
    "recoverable_vat": _recovered,
}


def _filled(column: pd.Series[Any]) -> bool:
    """Whether any cell holds something; missing text is "", all else missing is NA."""
    return bool((column.ne("") if column.dtype == "str" else column.notna()).any())


def _stated(part: Any, keys: list[str]) -> bool:
    """Whether a project file states a key, somewhere in a list where it stands in one."""
    if isinstance(part, list):
        return any(_stated(entry, keys) for entry in part)
    if not keys:
        # A default that nobody wrote is no statement; neither is "no" for a mark like final.
        return part is not None and part is not False and part not in ("", {}, [])
    if isinstance(part, dict):
        return any(_stated(entry, keys) for entry in part.values())
    if not isinstance(part, BaseModel) or keys[0] not in part.model_fields_set:
        return False
    value = getattr(part, keys[0])
    return (value == [] and keys[0] in REGISTERS) or _stated(value, keys[1:])


def why_not(needs: list[Need], words: Words) -> str:
    """Say in one sentence for want of what a rule was not assessed."""
    reasons = "; ".join(_reason(need, words) for need in needs)
    return words(N_("Not assessed: {reasons}.")).format(reasons=reasons)


def _reason(need: Need, words: Words) -> str:
    table, _, name = need.inputs[0].partition(".")
    what = need.what.of(words.language) if need.what else ""
    if need.inputs[0] == _SUBMISSION:
        said = words(N_("no {what}, by receipt or stated for the run"))
    elif table in _TABLES:
        said = words(N_("column {name} of the {table} is empty in all extracts"))
        table = words(_SPOKEN[table])
    elif need.what:
        said = words(N_("no {what}: key {table} of the project file"))
    else:
        said = words(N_("the project file does not state {keys}"))
    keys = " / ".join(key.removeprefix("project.") for key in need.inputs)
    return said.format(what=what, name=name, table=table, keys=keys)


_SPOKEN = {
    "costs": N_("costs"),
    "activities": N_("activities"),
    "participants": N_("participants"),
}
