"""Participants of activities: one row per attendance, kept to the minimum the proof needs."""

from __future__ import annotations

from schemas.columns import Column, Table
from schemas.words import N_

ORGANISATION_TYPES = (
    "sme",
    "large_enterprise",
    "cluster_organisation",
    "network",
    "chamber",
    "public_authority",
    "university_research",
    "intermediary",
    "ngo",
    "other",
)
ROLES = ("participant", "speaker", "organiser", "exhibitor")

FORBIDDEN_COLUMNS = (
    "birth_date",
    "private_address",
    "identity_number",
    "diet",
    "health",
)
"""Columns that must never be in a participants' extract (data minimisation, GDPR Art. 5(1)(c))."""

PARTICIPANTS = Table(
    name="participants",
    sheet="Participants",
    grain="attendance",
    keyed=False,
    columns=(
        Column("activity_id", "text", N_("Activity that was attended."), required=True),
        Column(
            "participant_ref",
            "text",
            N_("Any key of the person; replaced by a keyed pseudonym before anything is stored."),
            required=True,
        ),
        Column("organisation", "text", N_("Organisation the person came from."), required=True),
        Column(
            "organisation_type",
            "code",
            N_("Kind of organisation."),
            required=True,
            codes=ORGANISATION_TYPES,
        ),
        Column(
            "country", "text", N_("Country of the organisation, as ISO 3166 code."), required=True
        ),
        Column("nuts", "text", N_("NUTS region of the organisation.")),
        Column("sector", "text", N_("Sector in which the organisation works.")),
        Column("role", "code", N_("Role at the activity."), codes=ROLES),
        Column("attended_on", "date", N_("Day of attendance.")),
        Column("meetings", "count", N_("Number of bilateral meetings held.")),
        Column("consent", "flag", N_("Consent to photographs and contact.")),
    ),
)
