"""Codes of claims and extracts in the words of the field."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.words import N_

CLAIM_STATUS: Mapping[str, str] = {
    "draft": N_("Draft, not signed off"),
    "provisional": N_("Provisional, an earlier period is not signed off"),
    "approved": N_("Approved by the lead partner"),
    "submitted": N_("Submitted"),
    "paid": N_("Paid"),
    "superseded": N_("Superseded by a later version"),
}

CLAIM_STATUS_SHORT: Mapping[str, str] = {
    "draft": N_("draft"),
    "provisional": N_("provisional"),
    "approved": N_("approved"),
    "submitted": N_("submitted"),
    "paid": N_("paid"),
    "superseded": N_("superseded"),
}

CLAIM_SHAPE: Mapping[str, str] = {
    "draft": "open",
    "provisional": "open",
    "approved": "accepted",
    "submitted": "accepted",
    "paid": "accepted",
    "superseded": "attention",
}

FATE: Mapping[str, str] = {
    "accepted": N_("accepted"),
    "cut": N_("cut"),
    "rejected": N_("rejected"),
    "parked": N_("parked"),
    "attention": N_("attention"),
}
"""What became of an item, and the word beside its shape."""

SEVERITY: Mapping[str, str] = {
    "blocking": N_("blocks the delivery"),
    "reject": N_("rejected"),
    "cut": N_("cut"),
    "park": N_("parked"),
    "warn": N_("attention"),
    "info": N_("for information"),
}

SEVERITY_SHAPE: Mapping[str, str] = {
    "blocking": "attention",
    "reject": "rejected",
    "cut": "cut",
    "park": "parked",
    "warn": "attention",
    "info": "remark",
}

ACTIVITY_STATUS: Mapping[str, str] = {
    "planned": N_("planned"),
    "ongoing": N_("ongoing"),
    "completed": N_("completed"),
    "delayed": N_("delayed"),
    "cancelled": N_("cancelled"),
}

ACTIVITY_SHAPE: Mapping[str, str] = {
    "planned": "open",
    "ongoing": "cut",
    "completed": "accepted",
    "delayed": "attention",
    "cancelled": "rejected",
}
"""Half for begun, full for done, hollow for given up: the same shapes as for items."""

ACTIVITY_TYPE: Mapping[str, str] = {
    "event": N_("event"),
    "mission": N_("mission"),
    "matchmaking": N_("matchmaking"),
    "study": N_("study"),
    "training": N_("training"),
    "publication": N_("publication"),
    "deliverable": N_("deliverable"),
    "management": N_("management"),
    "other": N_("other activity"),
}

ORGANISATION_TYPE: Mapping[str, str] = {
    "sme": N_("Small and medium-sized enterprises"),
    "large_enterprise": N_("Large enterprises"),
    "cluster_organisation": N_("Cluster organisations"),
    "network": N_("Networks"),
    "chamber": N_("Chambers"),
    "public_authority": N_("Public authorities"),
    "university_research": N_("Universities and research"),
    "intermediary": N_("Intermediaries"),
    "ngo": N_("Non-governmental organisations"),
    "other": N_("Other organisations"),
}

CONTRIBUTION_STATUS: Mapping[str, str] = {
    "public": N_("public"),
    "automatic_public": N_("automatic public"),
    "private": N_("private"),
}

RECEIPT_KIND: Mapping[str, str] = {
    "net_revenue": N_("net revenue"),
    "other_funding": N_("other funding"),
    "interest": N_("interest on pre-financing"),
}

FLAT_RATE_BASE: Mapping[str, str] = {
    "staff": N_("staff"),
    "other_direct": N_("direct costs other than staff"),
    "direct": N_("direct costs"),
    "direct_with_flat_travel": N_("direct costs with flat-rate travel"),
    "direct_without_subcontracting": N_("direct costs without subcontracting"),
}

INDICATOR_KIND: Mapping[str, str] = {
    "output": N_("output"),
    "result": N_("result"),
    "impact": N_("impact"),
}

RETENTION_STARTS: Mapping[str, str] = {
    "balance_payment": N_("the payment of the balance"),
    "accounts_with_expenditure": N_("31 December after the accounts that hold the expenditure"),
    "programme_closure": N_("the closure of the programme"),
    "last_payment": N_("31 December of the year of the last payment"),
}

FOLLOW_UP_STATUS: Mapping[str, str] = {
    "open": N_("open"),
    "re-included": N_("re-included"),
    "recovered": N_("recovered"),
    "closed": N_("closed"),
}

FOLLOW_UP_SHAPE: Mapping[str, str] = {
    "open": "parked",
    "re-included": "accepted",
    "recovered": "cut",
    "closed": "rejected",
}

UNASSIGNED = N_("Category not readable")
"""Title of the category that holds rows whose own category could not be read."""
