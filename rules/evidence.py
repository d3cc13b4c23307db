"""Proof that events took place and showed who paid for them (R-PAR-01, R-PUB-01).

Reg. (EU) No 480/2014 Art. 25 and Reg. (EU) 2021/1060 Annex XIII; Reg. (EU) No 821/2014 Art. 3 to 5
and Reg. (EU) 2021/1059 Art. 36. Proof may come with any report: agenda, attendance list and
photographs behind the activity's evidence reference count wherever the activity was reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from rules.case import Case
from rules.inputs import EVENTS, PUBLIC
from rules.rulings import Mask, Ruling, mask, remark_once, text_of
from schemas.findings import Finding

REDUCTION = "publicity.reduction"


@dataclass
class _Reported:
    """What all reports so far say of one activity.

    Attributes:
        type, status: as last reported.
        completed: whether any report said so.
        documented: whether any report refers to evidence.
    """

    type: str
    status: str
    completed: bool = False
    documented: bool = False


def rejections(items: pd.DataFrame, case: Case) -> Iterator[Ruling]:
    """R-PAR-01: cost of an event that was reported as completed, without any proof of it."""
    named = mask(items["activity_id"].ne(""))
    if not named.any() or not case.applies("R-PAR-01"):
        return
    attended = _attended(case)
    bare = [
        name
        for name, told in _activities(case).items()
        if told.type in EVENTS and told.completed and not told.documented and name not in attended
    ]
    if bare:
        activity = items["activity_id"]
        yield Ruling("PAR-01", named & mask(activity.isin(bare)), "activity_id", text_of(activity))


def remarks(items: pd.DataFrame, counted: Mask, case: Case) -> list[Finding]:
    """What is to be asked about activities that bear cost, each once.

    Args:
        items: as decided.
        counted: the items of which something is accepted.
        case: the period.
    """
    charged = counted & mask(items["activity_id"].ne(""))
    if not charged.any() or not case.applies("R-PAR-01"):
        return []
    activity = items["activity_id"]
    findings: list[Finding] = []
    for code, names in _open(set(activity[charged].unique()), case).items():
        if not names:
            continue
        rows = charged & mask(activity.isin(names))
        ruling = Ruling(code, rows, "activity_id", text_of(activity))
        findings += remark_once(items, ruling, {"partner": items["partner"], "activity": activity})
    return findings


def publicity(case: Case) -> list[Finding]:
    """R-PUB-01: completed events and publications that did not show the EU's support."""
    if case.activities.empty or not case.applies("R-PUB-01"):
        return []
    done = _public(case)
    missed = done.loc[_not_shown(done)]
    findings = [
        Finding(
            "PUB-01",
            partner=row["partner"],
            table="activities",
            file=row["file"],
            sheet=row["sheet"],
            row=int(row["row"]),
            column="publicity_ok",
            found=row["activity_id"],
            words={"title": row["title"]},
        )
        for row in missed.to_dict("records")
    ]
    silent = done.loc[done["publicity_ok"].isna(), "partner"].value_counts(sort=False)
    return findings + [
        Finding(
            "PUB-01-UNSTATED",
            partner=str(partner),
            table="activities",
            column="publicity_ok",
            found=int(count),
        )
        for partner, count in silent.items()
    ]


def publicity_reductions(case: Case) -> dict[str, Fraction]:
    """By which part the support of a partner is reduced, where the contract sets such a part."""
    if not case.applies("R-PUB-01") or REDUCTION not in case.parameters.overridden:
        return {}
    done = _public(case)
    part = case.parameters.ratio(REDUCTION, case.closing)
    law = case.law.parameters(case.project.rule_set)
    if law.has(REDUCTION, case.closing):
        part = min(part, law.ratio(REDUCTION, case.closing))
    missed = done.loc[_not_shown(done), "partner"]
    return {str(partner): part for partner in missed.unique()} if part else {}


def _not_shown(rows: pd.DataFrame) -> Mask:
    return mask(rows["publicity_ok"].notna() & ~rows["publicity_ok"].fillna(value=True))


def _public(case: Case) -> pd.DataFrame:
    rows = case.activities
    return rows.loc[rows["status"].eq("completed") & rows["type"].isin(sorted(PUBLIC))]


def _open(names: set[str], case: Case) -> dict[str, list[str]]:
    """Which of the activities that bear cost leave a question open, by kind of finding.

    An activity that neither the project nor any report knows is only asked about where one of
    them knows activities at all. An event that is still to come needs no proof yet.
    """
    told, attended = _activities(case), _attended(case)
    planned = {activity.id: activity for activity in case.project.activities}
    known = {*told, *planned, *(d.id for d in case.project.deliverables)}
    known |= {deliverable.activity for deliverable in case.project.deliverables}
    events = {name for name, entry in told.items() if entry.type in EVENTS}
    due = {
        name
        for name, plan in planned.items()
        if plan.type in EVENTS and (plan.planned_end or plan.planned_start or plan.due)
        if (plan.planned_end or plan.planned_start or plan.due or case.closing) <= case.closing
    }
    return {
        "PAR-01-ATTENDANCE": [
            name
            for name in names & events
            if told[name].completed and not told[name].documented and name in attended
        ],
        "PAR-01-CANCELLED": [name for name in names & events if told[name].status == "cancelled"],
        "PAR-01-UNREPORTED": sorted((names & due) - set(told)),
        "PAR-01-UNKNOWN": sorted(names - known) if told or planned else [],
    }


def _activities(case: Case) -> dict[str, _Reported]:
    """The activities of this report and the earlier ones, by id."""
    found: dict[str, _Reported] = {}
    for frame in (case.earlier.activities, case.activities):
        columns = frame[["activity_id", "type", "status", "evidence_ref"]]
        for name, kind, status, evidence in columns.itertuples(index=False):
            told = found.setdefault(str(name), _Reported(str(kind), str(status)))
            told.type, told.status = str(kind) or told.type, str(status) or told.status
            told.completed |= status == "completed"
            told.documented |= evidence != ""
    return found


def _attended(case: Case) -> set[str]:
    """Activities with at least one participant listed, now or before."""
    frames = (case.earlier.participants, case.participants)
    return {str(name) for frame in frames for name in frame["activity_id"].unique()}
