"""Kinds of findings about proof: vouchers, cost elements, suppliers, contracts and activities."""

from __future__ import annotations

from schemas.findings import Kind, Severity
from schemas.words import N_

KINDS: tuple[Kind, ...] = (
    # Papers behind an item
    Kind(
        "DOC-01",
        Severity.REJECT,
        "item",
        N_("Row {row}: no voucher; neither an invoice number nor an evidence reference is stated."),
        N_("State the number of the invoice, or where the voucher is kept."),
        rule="R-DOC-01",
    ),
    Kind(
        "DOC-01-PAYMENT",
        Severity.WARN,
        "item",
        N_("Row {row}: no proof of payment is stated."),
        N_("Name the bank statement or other proof of payment; the amount counts meanwhile."),
        rule="R-DOC-01",
    ),
    Kind(
        "DOC-01-PAYMENT-ALL",
        Severity.WARN,
        "partner",
        N_("{partner}: the report states no proof of payment for any of {found} items."),
        N_("Add the column payment_proof_ref; the amounts count meanwhile."),
        rule="R-DOC-01",
    ),
    Kind(
        "DOC-01-LEDGER",
        Severity.WARN,
        "item",
        N_("Row {row}: no ledger code is stated."),
        N_("State the code under which the item stands in the project's separate accounting."),
        rule="R-DOC-01",
    ),
    Kind(
        "DOC-01-LEDGER-ALL",
        Severity.WARN,
        "partner",
        N_("{partner}: the report states no ledger code for any of {found} items."),
        N_("Add the column ledger_code; a project needs separate accounting."),
        rule="R-DOC-01",
    ),
    Kind(
        "INEL-08",
        Severity.REJECT,
        "item",
        N_("Row {row}: second-hand equipment without its declarations."),
        N_(
            "State where three declarations are kept: no other EU aid, market price, fitness for "
            "purpose."
        ),
        rule="R-INEL-08",
    ),
    # Elements
    Kind(
        "CAT-01",
        Severity.WARN,
        "item",
        N_("Row {row}: the element {found} belongs to {expected}, not to {category}."),
        N_("Enter the item under the category of its element, or correct the element."),
        rule="R-CAT-01",
    ),
    Kind(
        "CAT-01-UNKNOWN",
        Severity.WARN,
        "item",
        N_("Row {row}: {found} is no element of the closed list of {category} (rows: {count})."),
        N_("Choose the element from the list of the category, or check the category."),
        rule="R-CAT-01",
    ),
    Kind(
        "INEL-06",
        Severity.REJECT,
        "item",
        N_("Row {row}: {found} of {person} is covered by the daily allowance of the same trip."),
        N_("Leave the item out, or claim the real cost without a daily allowance."),
        rule="R-INEL-06",
    ),
    # Suppliers, contributions in kind
    Kind(
        "INEL-07",
        Severity.REJECT,
        "item",
        N_("Row {row}: the supplier {found} is the partner {owner}; expertise must be external."),
        N_("Leave the item out; what a partner does itself is its own staff and travel cost."),
        rule="R-INEL-07",
    ),
    Kind(
        "INK-02",
        Severity.REJECT,
        "item",
        N_("Row {row}: a contribution in kind is not an eligible cost of a grant."),
        N_("Leave the item out; name the contribution among the sources of income."),
        rule="R-INK-02",
    ),
    # VAT
    Kind(
        "VAT-02",
        Severity.INFO,
        "project",
        N_(
            "The project file states no total cost; recoverable VAT was taken out as if it were "
            "{expected} or more."
        ),
        N_("Write total_cost into the project file; below that amount VAT is eligible."),
        rule="R-VAT-02",
    ),
    Kind(
        "VAT-03",
        Severity.WARN,
        "partner",
        N_("{partner} charges VAT, but declared for this period nothing about recovering it."),
        N_("Ask the partner for its VAT declaration and add it to vat_declarations."),
        rule="R-VAT-03",
    ),
    Kind(
        "VAT-03-OTHER",
        Severity.WARN,
        "partner",
        N_(
            "{partner} declared to recover {found} of its VAT; the project file reckons {expected}."
        ),
        N_("Correct vat_recoverable of the partner, or its declaration."),
        rule="R-VAT-03",
    ),
    # Contracts
    Kind(
        "PRC-01",
        Severity.CUT,
        "item",
        N_("Row {row}: contract {found} bears a correction of {expected} (EU procedure)."),
        N_("Nothing to do; the authority set the correction for the procedure of the contract."),
        rule="R-PRC-01",
    ),
    Kind(
        "PRC-01-PROCEDURE",
        Severity.WARN,
        "project",
        N_(
            "Contract {contract} of {found} reaches the EU threshold of {expected}, but names no "
            "procedure."
        ),
        N_("State the procedure and where it was published; else the authority sets a correction."),
        rule="R-PRC-01",
    ),
    Kind(
        "PRC-01-ABOVE",
        Severity.WARN,
        "project",
        N_("Contract {contract}: {found} was charged so far, its amount is {expected}."),
        N_("Check whether the contract was extended, and add the extension to the project file."),
        rule="R-PRC-01",
    ),
    Kind(
        "PRC-01-UNKNOWN",
        Severity.WARN,
        "item",
        N_("Row {row}: the project file knows no contract {found} (rows: {count})."),
        N_("Correct the number of the contract, or add the contract to the project file."),
        rule="R-PRC-01",
    ),
    Kind(
        "PRC-02",
        Severity.CUT,
        "item",
        N_("Row {row}: contract {found} bears a correction of {expected}."),
        N_("Nothing to do; the authority set the correction for the award of the contract."),
        rule="R-PRC-02",
    ),
    Kind(
        "PRC-02-OFFERS",
        Severity.WARN,
        "project",
        N_(
            "Contract {contract} is above {limit}; {found} offers are documented, {expected} are "
            "asked for."
        ),
        N_("Document the offers, or the reason for fewer; else the authority sets a correction."),
        rule="R-PRC-02",
    ),
    Kind(
        "PRC-03",
        Severity.WARN,
        "project",
        N_(
            "{supplier}: {count} purchases within twelve months are {found} together and reach the "
            "EU threshold of {expected}."
        ),
        N_("Show that they were different objects, or that the EU procedure was followed."),
        rule="R-PRC-03",
    ),
    # Events
    Kind(
        "PAR-01",
        Severity.REJECT,
        "item",
        N_("Row {row}: event {found} is reported as completed without any proof."),
        N_("State where agenda, attendance list and photographs are kept, and list participants."),
        rule="R-PAR-01",
    ),
    Kind(
        "PAR-01-ATTENDANCE",
        Severity.WARN,
        "item",
        N_("Event {found}: participants are listed, but no agenda, photographs or material."),
        N_("State in evidence_ref of the activity where they are kept."),
        rule="R-PAR-01",
    ),
    Kind(
        "PAR-01-CANCELLED",
        Severity.WARN,
        "item",
        N_("Event {found} was cancelled, but {count} rows charge cost for it."),
        N_("Tell the controller why the cost could not be avoided."),
        rule="R-PAR-01",
    ),
    Kind(
        "PAR-01-UNREPORTED",
        Severity.WARN,
        "item",
        N_("Event {found} bears cost and should have taken place, but no report tells of it."),
        N_("Report the activity with its evidence and participants."),
        rule="R-PAR-01",
    ),
    Kind(
        "PAR-01-UNKNOWN",
        Severity.WARN,
        "item",
        N_("Row {row}: no activity {found} is planned or reported (rows: {count})."),
        N_("Correct the number of the activity, or report it."),
        rule="R-PAR-01",
    ),
    Kind(
        "PAR-02-NUMBERS",
        Severity.WARN,
        "table",
        N_(
            "{file}: the column {heading} holds what look like identity numbers of persons, the"
            " first in row {row}."
        ),
        N_(
            "Take them out, and use a number of your own for each person; the file itself is not"
            " kept."
        ),
        rule="R-PAR-02",
    ),
    Kind(
        "PAR-02-ADDRESS",
        Severity.WARN,
        "table",
        N_("{file}: the column {heading} holds e-mail addresses, the first in row {row}."),
        N_("Take them out, if they are of persons: nothing here needs them."),
        rule="R-PAR-02",
    ),
    Kind(
        "PAR-02-STAFF",
        Severity.WARN,
        "table",
        N_(
            "{file}: the column {heading} looks like it holds names of persons, the first in row"
            " {row}; claim and report show a pseudonym instead."
        ),
        N_(
            "Use a reference that says nothing, such as S1, the same in every period, and state it"
            " in the project file."
        ),
        rule="R-PAR-02",
    ),
    Kind(
        "PAR-03",
        Severity.BLOCKING,
        "table",
        N_("Row {row}, {column}: a person can be recognised; the report is public."),
        N_("Take e-mail addresses and names of participants out and send the file again."),
        rule="R-PAR-03",
    ),
    Kind(
        "PAR-05-FORMS",
        Severity.INFO,
        "table",
        N_("Row {row}: {found} and {other} were counted as one organisation."),
        N_("Nothing to do, if they are one; else write what tells them apart into both names."),
    ),
    Kind(
        "PAR-05-FORMS-LEAD",
        Severity.INFO,
        "project",
        N_("Lists of several partners: {found} and {other} were counted as one organisation."),
        N_("Nothing to do, if they are one; else have their names written differently."),
    ),
    Kind(
        "PAR-05-ALIKE",
        Severity.INFO,
        "table",
        N_("Row {row}: {found} and {other} are nearly the same and were counted separately."),
        N_("If they are one organisation, write its name the same way in all rows."),
    ),
    Kind(
        "PAR-05-ALIKE-LEAD",
        Severity.INFO,
        "project",
        N_(
            "Lists of several partners: {found} and {other} are nearly the same and were"
            " counted separately."
        ),
        N_("If they are one organisation, have its name written the same way."),
    ),
    Kind(
        "PUB-01",
        Severity.WARN,
        "table",
        N_("Row {row}: {title} did not show emblem and funding statement."),
        N_("Tell the authority what was done to make up for it."),
        rule="R-PUB-01",
    ),
    Kind(
        "PUB-01-UNSTATED",
        Severity.INFO,
        "partner",
        N_(
            "{partner}: publicity is not stated for completed events and publications (rows: "
            "{found})."
        ),
        N_("Fill in publicity_ok: whether emblem and funding statement were shown."),
        rule="R-PUB-01",
    ),
    Kind(
        "PUB-01-REDUCTION",
        Severity.CUT,
        "partner",
        N_("{partner}: for missing publicity the EU share of {found} is reduced to {expected}."),
        N_("Nothing to do; the difference is borne by the partner's own contribution."),
        rule="R-PUB-01",
    ),
    Kind(
        "PUB-01-BACK",
        Severity.INFO,
        "partner",
        N_("{partner}: of {found} only {expected} is taken back; the rest was never paid."),
        N_("Nothing to do; the EU share had been reduced for missing publicity."),
        rule="R-PUB-01",
    ),
    # Area
    Kind(
        "GEO-01",
        Severity.WARN,
        "project",
        N_("{outside} of {eligible} eligible so far ({found}) lie outside the programme area."),
        N_("Nothing to do; the limit binds the programme, which asks for the share of projects."),
        rule="R-GEO-01",
    ),
    Kind(
        "GEO-01-REASON",
        Severity.WARN,
        "item",
        N_("Row {row}: outside the programme area, without a reason."),
        N_("Write into the comment what the programme area gains from it."),
        rule="R-GEO-01",
    ),
)
