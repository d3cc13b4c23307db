"""Activities, events, missions and deliverables: one row per activity and period."""

from __future__ import annotations

from schemas.columns import Column, Table

TYPES = (
    "event",
    "mission",
    "matchmaking",
    "study",
    "training",
    "publication",
    "deliverable",
    "management",
    "other",
)
STATUSES = ("planned", "ongoing", "completed", "delayed", "cancelled")

ACTIVITIES = Table(
    name="activities",
    sheet="Activities",
    grain="activity and period",
    columns=(
        Column(
            "activity_id", "text", "Number of the activity in the application form.", required=True
        ),
        Column("work_package", "text", "Work package to which it belongs.", required=True),
        Column("type", "code", "Kind of activity.", required=True, codes=TYPES),
        Column("title", "text", "Title as used towards participants.", required=True),
        Column(
            "status",
            "code",
            "Where it stands at the end of the period.",
            required=True,
            codes=STATUSES,
        ),
        Column("planned_start", "date", "Planned first day."),
        Column("planned_end", "date", "Planned last day."),
        Column("actual_start", "date", "Actual first day."),
        Column("actual_end", "date", "Actual last day."),
        Column("country", "text", "Country where it took place, as ISO 3166 code."),
        Column("city", "text", "Town where it took place."),
        Column("progress", "ratio", "Part of the work done."),
        Column("indicator_id", "text", "Indicator to which the activity contributes."),
        Column("indicator_value", "quantity", "Contribution to that indicator in this period."),
        Column("deliverable_due", "date", "Agreed day of delivery."),
        Column("deliverable_accepted_on", "date", "Day on which the authority accepted it."),
        Column("publicity_ok", "flag", "Whether emblem and fund statement were shown."),
        Column("evidence_ref", "text", "Agenda, attendance list, photographs, publication."),
        Column("deviation", "text", "What differed from the plan, and why."),
        Column("comment", "text", "Anything the reader should know."),
    ),
)
