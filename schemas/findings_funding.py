"""Kinds of findings about receipts, EU shares, aid, deliverables and the project as a whole."""

from __future__ import annotations

from schemas.findings import Kind, Severity
from schemas.words import N_

KINDS: tuple[Kind, ...] = (
    # Revenue and receipts
    Kind(
        "REV-01",
        Severity.CUT,
        "partner",
        N_("{partner}: net revenue of {found} is deducted from the eligible expenditure."),
        N_("Nothing to do; the EU share follows the expenditure that is left."),
        rule="R-REV-01",
    ),
    Kind(
        "REV-01-BACK",
        Severity.INFO,
        "partner",
        N_("{partner}: {found} of the net revenue deducted before is given back."),
        N_("Nothing to do; the expenditure from which it was deducted was taken back."),
        rule="R-REV-01",
    ),
    Kind(
        "REV-01-FREE",
        Severity.INFO,
        "partner",
        N_("{partner}: net revenue of {found} is not deducted under the rules of this project."),
        N_("Nothing to do; check total cost and State aid in the project file if in doubt."),
        rule="R-REV-01",
    ),
    Kind(
        "REV-01-WAITS",
        Severity.WARN,
        "partner",
        N_("{partner}: net revenue of {found} is above all eligible expenditure and waits."),
        N_("Nothing to do; it is deducted as soon as there is eligible expenditure."),
        rule="R-REV-01",
    ),
    Kind(
        "REV-02",
        Severity.CUT,
        "partner",
        N_("{partner}: a grant gives no profit; the EU share of {found} becomes {expected}."),
        N_("Nothing to do; check the receipts in the project file if the surplus is in doubt."),
        rule="R-REV-02",
    ),
    # Limits of the EU share
    Kind(
        "INK-01",
        Severity.CUT,
        "partner",
        N_(
            "{partner}: the EU share of {found} is limited to {expected}, because contributions "
            "in kind are not paid for."
        ),
        N_("Nothing to do; support reaches at most the expenditure that somebody paid."),
        rule="R-INK-01",
    ),
    Kind(
        "RAT-02-BACK",
        Severity.INFO,
        "partner",
        N_("{partner}: of {found} only {expected} is taken back; the rest was never paid."),
        N_("Nothing to do; a limit had lowered the EU share before."),
        rule="R-RAT-02",
    ),
    Kind(
        "INK-01-BACK",
        Severity.INFO,
        "partner",
        N_("{partner}: of {found} only {expected} is taken back; the rest was never paid."),
        N_("Nothing to do; a limit had lowered the EU share before."),
        rule="R-INK-01",
    ),
    # Payments and proof
    Kind(
        "RAT-03",
        Severity.WARN,
        "project",
        N_(
            "Pre-financing and claims reach {found}; before the balance at most {expected} is "
            "paid, {retained} waits."
        ),
        N_("Nothing to do; what waits is paid with the balance."),
        rule="R-RAT-03",
    ),
    Kind(
        "RAT-03-GUARANTEE",
        Severity.INFO,
        "project",
        N_("{found} ({rate} of the largest grant) stays in the guarantee fund until the balance."),
        N_("Nothing to do; it is released with the payment of the balance."),
        rule="R-RAT-03",
    ),
    Kind(
        "COF-01",
        Severity.WARN,
        "partner",
        N_("{partner}: the approved sources give {found}, but {expected} is to be contributed."),
        N_("Add the source that bears the difference, with its proof, to the project file."),
        rule="R-COF-01",
    ),
    Kind(
        "LP-01",
        Severity.WARN,
        "project",
        N_("{partner} kept {found} of the {expected} that the authority paid on {date}."),
        N_("Pass the EU money on in full; the lead partner may take no fee and no deduction."),
        rule="R-LP-01",
    ),
    # Control
    Kind(
        "CTR-03",
        Severity.WARN,
        "partner",
        N_("{partner}: the controller's result of {found} came after {expected}."),
        N_("Nothing to do; ask the controller for an earlier date next time."),
        rule="R-CTR-03",
    ),
    Kind(
        "CTR-04",
        Severity.WARN,
        "partner",
        N_("{partner}: with {found} an audit certificate is due (from {expected})."),
        N_("Add the certificate on the financial statements to the final report."),
        rule="R-CTR-04",
    ),
    # De minimis aid
    Kind(
        "AID-01",
        Severity.WARN,
        "project",
        N_(
            "With the aid of {aid} granted on {date}, {undertaking} would have received {found}; "
            "the ceiling is {expected}. None of the new aid stands."
        ),
        N_("Grant less, or grant under another exemption; check the register first."),
        rule="R-AID-01",
    ),
    Kind(
        "AID-02",
        Severity.WARN,
        "project",
        N_("{undertaking} declared its earlier aid too late or not at all; granted on {expected}."),
        N_("Ask for the declaration before the aid is granted (declared_on in the register)."),
        rule="R-AID-02",
    ),
    # Retention
    Kind(
        "RET-01-AID",
        Severity.INFO,
        "project",
        N_("Records of the de minimis aid are to be kept until {expected}."),
        N_("Keep them longer than the other documents of the project."),
        rule="R-RET-01",
    ),
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
