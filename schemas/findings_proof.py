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
)
