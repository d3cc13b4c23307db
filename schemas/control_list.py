"""The list in which a controller names what changed: one row per item that is not as declared."""

from __future__ import annotations

from schemas.columns import Column, Table

ERROR_TYPES = (
    "public_procurement",
    "state_aid",
    "ineligible_project",
    "ineligible_expenditure",
    "missing_documents",
    "calculation_error",
    "publicity",
    "revenue",
    "financial_instruments",
    "horizontal_principles",
    "durability",
    "financial_management",
    "data_protection",
    "indicators",
    "simplified_costs",
)
"""The harmonised typology of findings, in its order from 1 to 15 (funding-rules §7.7)."""

CONTROL_LIST = Table(
    name="control_list",
    sheet="Control",
    grain="item that the controller changed",
    keyed=False,
    currency="EUR",
    columns=(
        Column("item_id", "text", "The item's number as it stands in the report.", required=True),
        Column(
            "period",
            "count",
            "Reporting period of an item of an earlier report; empty for the report certified.",
        ),
        Column("deducted", "money", "What is deducted from the item, in EUR."),
        Column(
            "certified",
            "money",
            "What is certified of the item, in EUR; may stand instead of the deduction.",
            negative=True,
        ),
        Column("parked", "flag", "Whether what the deduction leaves is held until it is cleared."),
        Column(
            "error_type", "code", "Kind of error, of the harmonised typology.", codes=ERROR_TYPES
        ),
        Column("why", "text", "The reason, in the controller's words."),
    ),
)
