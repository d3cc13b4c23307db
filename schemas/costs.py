"""The list of expenditure as partners deliver it: one row per expenditure item."""

from __future__ import annotations

from schemas.columns import Column, Table
from schemas.words import N_

FLAGS = (
    "fine",
    "interest",
    "exchange_loss",
    "in_kind",
    "second_hand",
    "outside_area",
    "promotional",
)
"""What a partner can mark an item with; the rules of never-eligible expenditure read them."""

COSTS = Table(
    name="costs",
    sheet="Costs",
    grain="expenditure item",
    columns=(
        Column(
            "item_id",
            "text",
            N_("The partner's own number of the item, unique in its submission."),
            required=True,
        ),
        Column("cost_category", "code", N_("Cost category of the approved budget."), required=True),
        Column(
            "cost_element",
            "text",
            N_("Element of the category's closed list, such as office_rent."),
        ),
        Column("work_package", "text", N_("Work package of the application form.")),
        Column("activity_id", "text", N_("Activity, event or deliverable that the item served.")),
        Column(
            "description",
            "text",
            N_("What was bought or who worked on what, in plain words."),
            required=True,
        ),
        Column("supplier_name", "text", N_("Name of the supplier as on the invoice.")),
        Column("supplier_vat_id", "text", N_("VAT number of the supplier.")),
        Column(
            "invoice_number", "text", N_("Number of the invoice or of a document of equal value.")
        ),
        Column(
            "invoice_date",
            "date",
            N_("Date of the invoice: the date on which the cost was incurred."),
        ),
        Column("payment_date", "date", N_("Day on which the amount left the partner's account.")),
        Column("payment_proof_ref", "text", N_("Bank statement or other proof of payment.")),
        Column("ledger_code", "text", N_("Code of the item in the project's separate accounting.")),
        Column("currency", "currency", N_("Currency of all amounts of the row."), required=True),
        Column("amount_gross", "money", N_("Total of the invoice with VAT."), negative=True),
        Column("amount_vat", "money", N_("VAT contained in the total."), negative=True),
        Column(
            "amount_declared",
            "money",
            N_("Amount charged to the project, after the share; negative for a credit note."),
            required=True,
            negative=True,
        ),
        Column("corrects_item_id", "text", N_("For a credit note: the item that it corrects.")),
        Column("share", "ratio", N_("Part of a split invoice that belongs to the project.")),
        Column("contract_id", "text", N_("Procurement contract behind the invoice.")),
        Column("staff_ref", "text", N_("Pseudonymous reference of the person; never a name.")),
        Column("hours", "quantity", N_("Hours worked for the project.")),
        Column("hourly_rate", "price", N_("Hourly rate charged.")),
        Column("unit_cost_id", "text", N_("Approved unit cost that the row uses.")),
        Column("units", "quantity", N_("Number of units or pieces.")),
        Column("unit_price", "price", N_("Price of one unit or piece.")),
        Column("lump_sum_id", "text", N_("Approved lump sum that the row claims.")),
        Column("gift", "flag", N_("Whether the item is a gift or give-away.")),
        Column(
            "flags",
            "codes",
            N_("Marks that rules look at, several separated by a semicolon."),
            codes=FLAGS,
        ),
        Column(
            "evidence_ref", "text", N_("Where the voucher is kept: file name or archive number.")
        ),
        Column("comment", "text", N_("Anything the controller should know.")),
    ),
)
