"""Kinds of findings that the rules of funding make (funding-rules §8)."""

from __future__ import annotations

from schemas.findings import Kind, Severity
from schemas.words import N_

KINDS = (
    # Currencies
    Kind(
        "CUR-01",
        Severity.REJECT,
        "item",
        N_("Row {row}: there is no exchange rate for {found} in {month}."),
        N_("Import the authority's rate for that month, or correct the currency or the date."),
        rule="R-CUR-01",
    ),
    Kind(
        "CUR-01-DATE",
        Severity.REJECT,
        "item",
        N_("Row {row}: without a date no month tells the exchange rate for {found}."),
        N_("Add the date of the invoice or of the payment."),
        rule="R-CUR-01",
    ),
    Kind(
        "CUR-02",
        Severity.REJECT,
        "item",
        N_("Row {row}: {found} was replaced by the euro on {expected}; the item is dated {date}."),
        N_("State the amount in euro as invoiced, or correct the date."),
        rule="R-CUR-02",
    ),
    # Periods
    Kind(
        "PER-01",
        Severity.REJECT,
        "item",
        N_("Row {row}: dated {found}, outside the project ({start} to {end})."),
        N_(
            "Only cost incurred inside the project is eligible; correct the date or leave "
            "the item out."
        ),
        rule="R-PER-01",
    ),
    Kind(
        "PER-01-PAID",
        Severity.REJECT,
        "item",
        N_("Row {row}: paid on {found}, after the last day for payments ({expected})."),
        N_(
            "Correct the date of payment, or ask the authority whether later payments are accepted."
        ),
        rule="R-PER-01",
    ),
    Kind(
        "PER-02",
        Severity.REJECT,
        "item",
        N_("Row {row}: paid on {found}, outside the programme's window ({start} to {end})."),
        N_("Correct the date of payment, or leave the item out."),
        rule="R-PER-02",
    ),
    Kind(
        "PER-03",
        Severity.REJECT,
        "item",
        N_("Row {row}: no date of payment; it had to be paid by {expected}."),
        N_("Add the date of payment, or report the item once it is paid."),
        rule="R-PER-03",
    ),
    Kind(
        "PER-03-LATE",
        Severity.REJECT,
        "item",
        N_("Row {row}: paid on {found}; it had to be paid by {expected}."),
        N_("Report the item in the next period."),
        rule="R-PER-03",
    ),
    Kind(
        "PER-03-EARLY",
        Severity.WARN,
        "item",
        N_("Row {row}: paid on {found}, before the invoice of {expected}."),
        N_("Nothing to do for a prepayment, deposit or payroll; else check both dates."),
        rule="R-PER-03",
    ),
    Kind(
        "PER-04",
        Severity.WARN,
        "partner",
        N_("{partner} submitted on {found}; the deadline was {expected}."),
        N_("Tell the lead partner why; the amounts count."),
        rule="R-PER-04",
    ),
    Kind(
        "PER-05",
        Severity.REJECT,
        "item",
        N_("Row {row}: dated {found}, after the reporting period (until {expected})."),
        N_("Report it next period."),
        rule="R-PER-05",
    ),
    Kind(
        "PER-05-EARLIER",
        Severity.INFO,
        "item",
        N_("Row {row}: dated {found}, before this reporting period (from {expected}); accepted."),
        N_("Nothing to do, if it was not reported before."),
        rule="R-PER-05",
    ),
    # Cells that wait
    Kind(
        "ROW-05",
        Severity.REJECT,
        "item",
        N_("Row {row} waits: {found} could not be used."),
        N_("Correct the cells named for this row and send the file again."),
    ),
    # Never eligible
    Kind(
        "INEL-01",
        Severity.REJECT,
        "item",
        N_("Row {row}: fines, penalties and litigation are never eligible."),
        N_("Leave the item out of the report."),
        rule="R-INEL-01",
    ),
    Kind(
        "INEL-02",
        Severity.REJECT,
        "item",
        N_("Row {row}: a gift of {found} a piece; the limit is {expected}."),
        N_("Leave the item out, or correct price and number of pieces."),
        rule="R-INEL-02",
    ),
    Kind(
        "INEL-02-PURPOSE",
        Severity.REJECT,
        "item",
        N_("Row {row}: a gift counts only for promotion and communication."),
        N_("Mark it as promotional if it was, or leave it out."),
        rule="R-INEL-02",
    ),
    Kind(
        "INEL-03",
        Severity.REJECT,
        "item",
        N_("Row {row}: exchange losses are never eligible."),
        N_("Leave the item out of the report."),
        rule="R-INEL-03",
    ),
    Kind(
        "INEL-04",
        Severity.REJECT,
        "item",
        N_("Row {row}: interest, provisions and doubtful debts are never eligible."),
        N_("Leave the item out of the report."),
        rule="R-INEL-04",
    ),
    Kind(
        "INEL-05",
        Severity.REJECT,
        "item",
        N_("Row {row}: office cost is already covered by the flat rate of {expected}."),
        N_("Leave the item out; the flat rate is added by itself."),
        rule="R-INEL-05",
    ),
    Kind(
        "STF-06",
        Severity.REJECT,
        "item",
        N_("Row {row}: staff cost is already covered by the flat rate of {expected}."),
        N_("Leave the item out; the flat rate is added by itself."),
        rule="R-STF-06",
    ),
    Kind(
        "TRV-01",
        Severity.REJECT,
        "item",
        N_("Row {row}: travel cost is already covered by the flat rate of {expected}."),
        N_("Leave the item out; the flat rate is added by itself."),
        rule="R-TRV-01",
    ),
    Kind(
        "OVH-02-REAL",
        Severity.REJECT,
        "item",
        N_("Row {row}: overheads are already covered by the flat rate of {expected}."),
        N_("Leave the item out; the flat rate is added by itself."),
        rule="R-OVH-02",
    ),
    Kind(
        "FLT-40-REAL",
        Severity.REJECT,
        "item",
        N_("Row {row}: this cost is already covered by the flat rate of {expected}."),
        N_("Leave the item out; the flat rate is added by itself."),
        rule="R-FLT-40",
    ),
    # Limits of an item
    Kind(
        "VAT-01",
        Severity.CUT,
        "item",
        N_("Row {row}: {found} declared; without the recoverable VAT {expected} is eligible."),
        N_("Declare the amount without the VAT that the tax office returns."),
        rule="R-VAT-01",
    ),
    Kind(
        "DUP-02-SHARE",
        Severity.CUT,
        "item",
        N_("Row {row}: {found} declared; the project's share of the invoice is {expected}."),
        N_("Declare no more than share times total of the invoice, or correct the share."),
        rule="R-DUP-02",
    ),
    # Duplicates
    Kind(
        "DUP-01",
        Severity.REJECT,
        "item",
        N_("Row {row}: invoice {found} was already reported ({expected})."),
        N_("Leave it out; if it is another invoice, correct its number, date or total."),
        rule="R-DUP-01",
    ),
    Kind(
        "DUP-01-OTHER",
        Severity.REJECT,
        "item",
        N_("Row {row}: invoice {found} was already reported by another partner."),
        N_("Ask the lead partner; an invoice may be charged only once."),
        rule="R-DUP-01",
    ),
    Kind(
        "DUP-01-PROJECT",
        Severity.REJECT,
        "item",
        N_("Row {row}: invoice {found} was already reported."),
        N_("Ask the lead partner; an invoice may be charged only once."),
        rule="R-DUP-01",
    ),
    Kind(
        "DUP-01-LEAD",
        Severity.INFO,
        "project",
        N_("Invoice {found} stands twice: {first} and {second}; the second was rejected."),
        N_("Ask both partners who paid the invoice."),
        rule="R-DUP-01",
    ),
    Kind(
        "DUP-01-LATER",
        Severity.WARN,
        "project",
        N_(
            "Invoice {found} stands twice: {second} and {first}; the latter was submitted later "
            "and has to give way."
        ),
        N_("Tell the other project; its next run rejects the row."),
        rule="R-DUP-01",
    ),
    Kind(
        "DUP-01-NEAR",
        Severity.WARN,
        "item",
        N_("Row {row}: invoice {found} looks like invoice {twin}, reported already ({expected})."),
        N_("If both are one invoice, leave one out; if they are two, nothing is to be done."),
        rule="R-DUP-01",
    ),
    Kind(
        "DUP-01-NEAR-OTHER",
        Severity.WARN,
        "item",
        N_("Row {row}: invoice {found} looks like one that was already reported."),
        N_("Check number, supplier, date and total; ask the lead partner whether both are one."),
        rule="R-DUP-01",
    ),
    Kind(
        "DUP-01-NEAR-LEAD",
        Severity.INFO,
        "project",
        N_("Invoice {found} ({second}) looks like invoice {twin} ({first})."),
        N_("Compare the two vouchers; an invoice may be charged only once."),
        rule="R-DUP-01",
    ),
    Kind(
        "DUP-02",
        Severity.CUT,
        "item",
        N_(
            "Row {row}: with this row invoice {found} would be charged above its total of "
            "{expected}."
        ),
        N_("Correct the shares; together they may reach the invoice's total once."),
        rule="R-DUP-02",
    ),
    Kind(
        "DUP-02-LEAD",
        Severity.INFO,
        "project",
        N_("Parts of invoice {found} pass its total: {first} and {second}; the second was cut."),
        N_("Agree with both partners on their shares."),
        rule="R-DUP-02",
    ),
    Kind(
        "DUP-02-SPLIT",
        Severity.INFO,
        "item",
        N_("Row {row}: invoice {found} is split over several rows that stay within its total."),
        N_("Nothing to do."),
        rule="R-DUP-02",
    ),
    # Credit notes
    Kind(
        "CRN-01",
        Severity.WARN,
        "item",
        N_("Row {row} corrects {found}, but no such item was reported; it counts by itself."),
        N_("Name the item that the credit note corrects as it was reported."),
    ),
    Kind(
        "CRN-02",
        Severity.WARN,
        "item",
        N_("Row {row}: the credit note is larger than {expected}, what is left of item {found}."),
        N_("Check the amount; it was used as an ordinary negative item."),
    ),
    Kind(
        "CRN-03",
        Severity.WARN,
        "item",
        N_(
            "Row {row}: the credit note is in {found}, its item in {expected}; it counts by itself."
        ),
        N_("State the credit note in the currency of its item."),
    ),
    # Control
    Kind(
        "CTR-01",
        Severity.WARN,
        "partner",
        N_("{partner}: no controller's certificate for this period."),
        N_("Record the controller's result; the project claim cannot be signed off before."),
        rule="R-CTR-01",
    ),
    Kind(
        "CTR-02-DEDUCTED",
        Severity.CUT,
        "item",
        N_("Row {row}: the controller deducted {found} ({why})."),
        N_("Nothing to do; see the controller's certificate."),
        rule="R-CTR-02",
    ),
    Kind(
        "CTR-02-PARKED",
        Severity.PARK,
        "item",
        N_("Row {row}: the controller parked the item ({why})."),
        N_("Clear the open question with the controller; it then goes into a later report."),
        rule="R-CTR-02",
    ),
    Kind(
        "CTR-02-UNKNOWN",
        Severity.WARN,
        "partner",
        N_("The certificate of {partner} names item {found}, which this report does not have."),
        N_("Check the item number in the controller's list."),
        rule="R-CTR-02",
    ),
    # Flat rates
    Kind(
        "STF-05",
        Severity.CUT,
        "category",
        N_("{partner}: the staff flat rate follows the accepted base: {found} becomes {expected}."),
        N_("Nothing to do; it comes back if the rejected items of the base are accepted."),
        rule="R-STF-05",
    ),
    Kind(
        "OVH-01",
        Severity.CUT,
        "category",
        N_(
            "{partner}: the office flat rate follows the accepted base: {found} becomes {expected}."
        ),
        N_("Nothing to do; it comes back if the rejected items of the base are accepted."),
        rule="R-OVH-01",
    ),
    Kind(
        "OVH-02",
        Severity.CUT,
        "category",
        N_("{partner}: overheads follow the accepted direct costs: {found} becomes {expected}."),
        N_("Nothing to do; it comes back if the rejected items of the base are accepted."),
        rule="R-OVH-02",
    ),
    Kind(
        "OVH-02-LIMIT",
        Severity.CUT,
        "category",
        N_("{partner}: overheads of {found} are above the limit of {expected}."),
        N_("Overheads are limited to a part of the accepted direct costs."),
        rule="R-OVH-02",
    ),
    Kind(
        "OVH-02-BACK",
        Severity.INFO,
        "category",
        N_("{partner}: of the overheads that were cut before, {found} counts as taken back."),
        N_("Nothing to do; overheads that were never accepted are taken back first."),
        rule="R-OVH-02",
    ),
    Kind(
        "TRV-01-BASE",
        Severity.CUT,
        "category",
        N_(
            "{partner}: the travel flat rate follows the accepted base: {found} becomes {expected}."
        ),
        N_("Nothing to do; it comes back if the rejected items of the base are accepted."),
        rule="R-TRV-01",
    ),
    Kind(
        "FLT-40",
        Severity.CUT,
        "category",
        N_(
            "{partner}: the flat rate for other costs follows the accepted base: {found} "
            "becomes {expected}."
        ),
        N_("Nothing to do; it comes back if the rejected items of the base are accepted."),
        rule="R-FLT-40",
    ),
    # Budget
    Kind(
        "BUD-01",
        Severity.CUT,
        "category",
        N_("{partner}, {category}: {found} so far; budget and flexibility allow {expected}."),
        N_("Ask for a budget change if the cost is needed; the excess is not eligible now."),
        rule="R-BUD-01",
    ),
    Kind(
        "BUD-01-TOTAL",
        Severity.CUT,
        "partner",
        N_("{partner}: {found} so far is above the whole budget of {expected}."),
        N_("The total of the budget is fixed; the excess stays with the partner."),
        rule="R-BUD-01",
    ),
    Kind(
        "BUD-01-BACK",
        Severity.INFO,
        "category",
        N_("{partner}: of what was cut above the budget before, {found} counts as taken back."),
        N_("Nothing to do; expenditure that was never accepted is taken back first."),
        rule="R-BUD-01",
    ),
    Kind(
        "BUD-03",
        Severity.WARN,
        "category",
        N_("{partner} has no budget line for {category}."),
        N_("Check the cost category, or ask for a budget change."),
        rule="R-BUD-03",
    ),
    # Funding
    Kind(
        "RAT-02",
        Severity.CUT,
        "partner",
        N_(
            "{partner}: the EU share of {found} is limited to {expected} (largest amount of "
            "the partner)."
        ),
        N_("Nothing to do; the difference is borne by the partner's own contribution."),
        rule="R-RAT-02",
    ),
    Kind(
        "RAT-02-PROJECT",
        Severity.CUT,
        "partner",
        N_(
            "{partner}: the EU share of {found} is limited to {expected} (largest amount of "
            "the project)."
        ),
        N_("Nothing to do; the difference is borne by the partner's own contribution."),
        rule="R-RAT-02",
    ),
    # Deliveries and earlier claims
    Kind(
        "DEL-01",
        Severity.WARN,
        "partner",
        N_("{partner} has not delivered for this period."),
        N_(
            "Late items go into the next period; a partner with nothing to declare sends a "
            "nil report."
        ),
    ),
    Kind(
        "DEL-02",
        Severity.WARN,
        "partner",
        N_("{partner} is counted as missing, because its delivery could not be used."),
        N_("Correct what blocks (see the findings above) and run the period again."),
    ),
    Kind(
        "DEL-03",
        Severity.WARN,
        "project",
        N_("Period {found} has no claim yet, so nothing of it is in the cumulative figures."),
        N_("Run the earlier periods first, then this one again."),
    ),
)
