"""What other projects of this installation charged of an invoice: the rules are told, nobody else.

Such entries are read from other projects' claims only where an invoice of the present report looks
like one of theirs, and only a lead partner's finding ever names their place.
"""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict


class ChargedInvoice(BaseModel):
    """One item of another project's claim, accepted or parked, with the invoice behind it.

    Attributes:
        period: reporting period of that project.
        gross: total of the invoice, cents of ``currency``, above 0.
        charged: what the item takes of it, less its credit notes; below 0 for a negative item that
            corrects none.
        submitted_on: day of submission of the partner's report; the later one loses.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    project: str
    period: int
    partner: str
    item_id: str
    file: str
    row: int
    supplier_name: str
    supplier_vat_id: str
    invoice_number: str
    invoice_date: date | None
    currency: str
    gross: int
    charged: int
    submitted_on: date
