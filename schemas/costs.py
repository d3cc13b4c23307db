"""The list of expenditure as partners deliver it: one row per expenditure item."""

from __future__ import annotations

from schemas.columns import Column, Table

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
            "The partner's own number of the item, unique in its submission.",
            required=True,
        ),
        Column("cost_category", "code", "Cost category of the approved budget.", required=True),
        Column(
            "cost_element", "text", "Element of the category's closed list, such as office_rent."
        ),
        Column("work_package", "text", "Work package of the application form."),
        Column("activity_id", "text", "Activity, event or deliverable that the item served."),
        Column(
            "description",
            "text",
            "What was bought or who worked on what, in plain words.",
            required=True,
        ),
        Column("supplier_name", "text", "Name of the supplier as on the invoice."),
        Column("supplier_vat_id", "text", "VAT number of the supplier."),
        Column("invoice_number", "text", "Number of the invoice or of a document of equal value."),
        Column(
            "invoice_date", "date", "Date of the invoice: the date on which the cost was incurred."
        ),
        Column("payment_date", "date", "Day on which the amount left the partner's account."),
        Column("payment_proof_ref", "text", "Bank statement or other proof of payment."),
        Column("ledger_code", "text", "Code of the item in the project's separate accounting."),
        Column("currency", "currency", "Currency of all amounts of the row.", required=True),
        Column("amount_gross", "money", "Total of the invoice with VAT.", negative=True),
        Column("amount_vat", "money", "VAT contained in the total.", negative=True),
        Column(
            "amount_declared",
            "money",
            "Amount charged to the project, after the share; negative for a credit note.",
            required=True,
            negative=True,
        ),
        Column("corrects_item_id", "text", "For a credit note: the item that it corrects."),
        Column("share", "ratio", "Part of a split invoice that belongs to the project."),
        Column("contract_id", "text", "Procurement contract behind the invoice."),
        Column("staff_ref", "text", "Pseudonymous reference of the person; never a name."),
        Column("hours", "quantity", "Hours worked for the project."),
        Column("hourly_rate", "price", "Hourly rate charged."),
        Column("unit_cost_id", "text", "Approved unit cost that the row uses."),
        Column("units", "quantity", "Number of units or pieces."),
        Column("unit_price", "price", "Price of one unit or piece."),
        Column("lump_sum_id", "text", "Approved lump sum that the row claims."),
        Column("gift", "flag", "Whether the item is a gift or give-away."),
        Column(
            "flags",
            "codes",
            "Marks that rules look at, several separated by a semicolon.",
            codes=FLAGS,
        ),
        Column("evidence_ref", "text", "Where the voucher is kept: file name or archive number."),
        Column("comment", "text", "Anything the controller should know."),
    ),
)
