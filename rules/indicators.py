"""Counts of activities, participants and indicators (product contract §5a, "Counting").

Rows whose cells could not be read wait and are not counted. Organisations are counted once each,
however their names are typed (``organisations``); cumulative figures are unique over the project.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd

from rules.case import Case
from rules.evidence_files import papers_of
from rules.organisations import organisation_keys
from rules.privacy import keys_of, without_persons
from rules.rulings import whole
from schemas.claim import ActivityCounts, ActivityLine, IndicatorValue, ParticipantCounts
from schemas.money import MICRO, format_ratio
from schemas.participants import ORGANISATION_TYPES
from schemas.project import Indicator


def count_activities(case: Case) -> ActivityCounts:
    """Activities of the period by status and type, and one line each."""
    if case.activities.empty:
        return ActivityCounts()
    activities = _usable(case.activities).drop_duplicates("activity_id", keep="last")
    attended = _with_organisations(_usable(case.participants))
    planned = {activity.id: activity for activity in case.project.activities}
    keys = keys_of(case)
    papers = case.once(papers_of)
    lines = []
    for row in activities.sort_values("activity_id", kind="stable").to_dict("records"):
        here = attended.loc[attended["activity_id"].eq(row["activity_id"])]
        plan = planned.get(row["activity_id"])
        lines.append(
            ActivityLine(
                activity_id=row["activity_id"],
                work_package=row["work_package"],
                type=row["type"],
                title=without_persons(row["title"], keys),
                status=row["status"],
                partner=row["partner"] or (plan.partner if plan else ""),
                start=_day(row["actual_start"], row["planned_start"]),
                end=_day(row["actual_end"], row["planned_end"]),
                city=without_persons(row["city"], keys),
                country=without_persons(row["country"], keys),
                participants=len(here),
                organisations=here["_organisation"].nunique(),
                meetings=int(whole(here["meetings"]).sum()),
                evidence_ref=without_persons(row["evidence_ref"], keys),
                evidence=list(papers.of_activities.get((row["partner"], row["activity_id"]), ())),
                deviation=without_persons(row["deviation"], keys),
            )
        )
    return ActivityCounts(
        total=len(activities),
        by_status=_counts(activities["status"]),
        by_type=_counts(activities["type"]),
        lines=lines,
    )


def count_participants(case: Case) -> ParticipantCounts:
    """Participants of the period; types and countries by unique organisation."""
    if case.participants.empty:
        return ParticipantCounts()
    attended = _with_organisations(_usable(case.participants))
    # Where rows disagree about the kind of one organisation, the first of the contract's list
    # counts: the same one in whatever order the rows come, and a firm that is small stays small.
    kinds = {kind: place for place, kind in enumerate(ORGANISATION_TYPES)}
    ranked = attended.assign(_kind=attended["organisation_type"].map(kinds))
    unique = ranked.sort_values("_kind", kind="stable").drop_duplicates("_organisation")
    return ParticipantCounts(
        attendances=len(attended),
        unique_participants=attended["participant_ref"].nunique(),
        organisations=len(unique),
        by_type=_counts(unique["organisation_type"]),
        by_country=_counts(unique["country"]),
        meetings=int(whole(attended["meetings"]).sum()),
    )


def measure(case: Case) -> list[IndicatorValue]:
    """Every indicator of the project: this period and cumulative, as decimal text."""
    before = (_usable(case.earlier.activities), _usable(case.earlier.participants))
    after = (
        _joined(before[0], _usable(case.activities)),
        _joined(before[1], _usable(case.participants)),
    )
    values = []
    for indicator in case.project.indicators:
        earlier, cumulative = _value(indicator, *before), _value(indicator, *after)
        values.append(
            IndicatorValue(
                id=indicator.id,
                target=indicator.target,
                this_period=format_ratio(cumulative - earlier),
                cumulative=format_ratio(cumulative),
            )
        )
    return values


def _value(indicator: Indicator, activities: pd.DataFrame, participants: pd.DataFrame) -> Fraction:
    counts = indicator.counts
    if counts == "activities":
        done = activities.loc[activities["status"].eq("completed"), "activity_id"]
        return Fraction(done.nunique())
    if counts == "participants":
        return Fraction(len(participants))
    if counts == "meetings":
        return Fraction(int(whole(participants["meetings"]).sum()))
    if counts == "manual":
        own = activities.loc[activities["indicator_id"].eq(indicator.id), "indicator_value_micro"]
        return Fraction(int(whole(own).sum()), MICRO)
    if counts == "sme":
        participants = participants.loc[participants["organisation_type"].eq("sme")]
    return Fraction(organisation_keys(participants).nunique())


def _with_organisations(participants: pd.DataFrame) -> pd.DataFrame:
    """Participants with the key of their organisation; the names stay as they were typed."""
    return participants.assign(_organisation=organisation_keys(participants))


def _usable(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.loc[frame["unread"].eq("")]


def _joined(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    frames = [frame for frame in (first, second) if not frame.empty]
    return pd.concat(frames, ignore_index=True) if frames else second


def _counts(column: pd.Series[str]) -> dict[str, int]:
    """How often each word stands in a column, most frequent first, ties by word."""
    counted = column.loc[column.ne("")].value_counts()
    pairs = sorted(counted.items(), key=lambda pair: (-int(pair[1]), str(pair[0])))
    return {str(word): int(count) for word, count in pairs}


def _day(*candidates: Any) -> Any:
    """The first date that is there."""
    return next((value.date() for value in candidates if value is not pd.NaT), None)
