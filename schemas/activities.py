"""Activities, events, missions and deliverables: one row per activity and period."""

from __future__ import annotations

from schemas.columns import Column, Table
from schemas.words import N_

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
            "activity_id",
            "text",
            N_("Number of the activity in the application form."),
            required=True,
        ),
        Column("work_package", "text", N_("Work package to which it belongs."), required=True),
        Column("type", "code", N_("Kind of activity."), required=True, codes=TYPES),
        Column("title", "text", N_("Title as used towards participants."), required=True),
        Column(
            "status",
            "code",
            N_("Where it stands at the end of the period."),
            required=True,
            codes=STATUSES,
        ),
        Column("planned_start", "date", N_("Planned first day.")),
        Column("planned_end", "date", N_("Planned last day.")),
        Column("actual_start", "date", N_("Actual first day.")),
        Column("actual_end", "date", N_("Actual last day.")),
        Column("country", "text", N_("Country where it took place, as ISO 3166 code.")),
        Column("city", "text", N_("Town where it took place.")),
        Column("progress", "ratio", N_("Part of the work done.")),
        Column("indicator_id", "text", N_("Indicator to which the activity contributes.")),
        Column("indicator_value", "quantity", N_("Contribution to that indicator in this period.")),
        Column("deliverable_due", "date", N_("Agreed day of delivery.")),
        Column("deliverable_accepted_on", "date", N_("Day on which the authority accepted it.")),
        Column("publicity_ok", "flag", N_("Whether emblem and fund statement were shown.")),
        Column("evidence_ref", "text", N_("Agenda, attendance list, photographs, publication.")),
        Column("deviation", "text", N_("What differed from the plan, and why.")),
        Column("comment", "text", N_("Anything the reader should know.")),
    ),
)
