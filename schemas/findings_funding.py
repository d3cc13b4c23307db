"""Kinds of findings about receipts, EU shares, aid, deliverables and the project as a whole."""

from __future__ import annotations

from schemas.findings import Kind, Severity
from schemas.words import N_

KINDS: tuple[Kind, ...] = (
    # Service contracts
    Kind(
        "SRV-01-COST",
        Severity.REJECT,
        "item",
        N_("Row {row}: a deliverable is paid at its price, never as a cost."),
        N_("State it in the activities table, with the day on which it was accepted."),
        rule="R-SRV-01",
    ),
    Kind(
        "SRV-01-UNKNOWN",
        Severity.WARN,
        "item",
        N_("Row {row}: {item} is no deliverable of the contract ({expected})."),
        N_("Write the number of the deliverable as the contract does."),
        rule="R-SRV-01",
    ),
    Kind(
        "SRV-01-PRICE",
        Severity.WARN,
        "item",
        N_("Row {row}: deliverable {item} is accepted, but the project file states no price."),
        N_("Add its price to the project file; until then nothing is paid for it."),
        rule="R-SRV-01",
    ),
    Kind(
        "SRV-01-TWICE",
        Severity.INFO,
        "item",
        N_("Row {row}: deliverable {item} is reported as accepted twice; it counts once."),
        N_("Leave one of the two rows out."),
        rule="R-SRV-01",
    ),
    Kind(
        "SRV-01-PAID",
        Severity.INFO,
        "item",
        N_("Row {row}: deliverable {item} stands in the claim of period {period} already."),
        N_("Nothing to do; it is not paid again."),
        rule="R-SRV-01",
    ),
    Kind(
        "SRV-01-LATER",
        Severity.INFO,
        "item",
        N_("Row {row}: deliverable {item} was accepted on {found}, after this reporting period."),
        N_("Nothing to do; it goes into the claim of the period in which it was accepted."),
        rule="R-SRV-01",
    ),
    Kind(
        "SRV-01-OUTSIDE",
        Severity.INFO,
        "item",
        N_("Row {row}: deliverable {item} was accepted on {found}, outside this period; accepted."),
        N_("Nothing to do; no other claim holds it."),
        rule="R-SRV-01",
    ),
    Kind(
        "SRV-02",
        Severity.CUT,
        "item",
        N_(
            "Deliverable {item} came {days} days late: of its price of {found}, {expected} is paid."
        ),
        N_("Nothing to do; damages lower what is payable, not the price."),
        rule="R-SRV-02",
    ),
    Kind(
        "SRV-02-DAY",
        Severity.WARN,
        "item",
        N_("Row {row}: without an actual end nobody can tell whether deliverable {item} was late."),
        N_("State the day on which it was handed over."),
        rule="R-SRV-02",
    ),
    Kind(
        "SRV-02-DAYS",
        Severity.WARN,
        "item",
        N_("Deliverable {item} came {found} days late, but no agreed days are stated for damages."),
        N_("Add the days that the contract gives for it to the project file (agreed_days)."),
        rule="R-SRV-02",
    ),
    Kind(
        "SRV-03",
        Severity.REJECT,
        "item",
        N_("Row {row}: VAT of {found} is charged; EU bodies are exempt, {expected} would be net."),
        N_("Invoice without VAT and name the exemption (Protocol No 7, Art. 3 and 4)."),
        rule="R-SRV-03",
    ),
)
