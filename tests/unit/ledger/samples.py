"""Small claims, certificates and submissions, as runs of a small project make them."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from ledger.ledger import Ledger
from ledger.submission_records import NewSubmission, SubmittedFile
from schemas.claim import Claim, ClaimItem, InputFile, PartnerClaim, Provenance, Totals
from schemas.mapping import ColumnMapping
from schemas.project import Certificate

PROJECT = "innocooppolsax"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def an_item(number: int = 1, **changes: Any) -> ClaimItem:
    given: dict[str, Any] = {
        "item_id": f"W-{number:03}",
        "partner": "WFS",
        "category": "external_expertise",
        "currency": "PLN",
        "amount_declared": 42_259,
        "rate": "4.2259",
        "rate_month": "2017-07",
        "rate_source": "published",
        "declared": 10_000,
        "rejected": 1_000,
        "cut": 500,
        "parked": 250,
        "eligible": 8_250,
        "file_sha256": digest("extract"),
        "file": "koszty.csv",
        "sheet": "",
        "row": number + 1,
        "supplier_name": "Tłumaczenia Žižka",
        "supplier_vat_id": "PL5260001246",
        "invoice_number": f"FV/{number}/2017",
        "invoice_date": date(2017, 5, 2),
        "amount_gross": 51_979,
    }
    return ClaimItem(**given | changes)


def a_claim(made_of: str = "first", period: int = 1, **changes: Any) -> Claim:
    """A claim whose fingerprint is that of ``made_of``."""
    provenance: dict[str, Any] = {
        "inputs": [
            InputFile(
                file="koszty.csv",
                sha256=digest("extract"),
                partner="WFS",
                rows=1,
                sum_declared={"PLN": 42_259},
                received_at="2017-07-15",
            )
        ],
        "fingerprint": digest(made_of),
        "software": "eurocent 0.1.0",
        "libraries": {"weasyprint": "70.0"},
        "rules_sha256": digest("rules"),
    } | changes.pop("provenance", {})
    partner = PartnerClaim(
        partner="WFS",
        name="Wirtschaftsförderung Sachsen GmbH",
        country="DE",
        fund_rate="0.85",
        submitted_on=date(2017, 7, 15),
        delivered=True,
        certified=False,
        declared=10_000,
    )
    given: dict[str, Any] = {
        "project": PROJECT,
        "period": period,
        "rule_set": "INTERREG_2014",
        "rule_set_version": "1",
        "submitted_on": date(2017, 7, 15),
        "status": "draft",
        "addressee": "Joint secretariat",
        "partners": [partner],
        "totals": Totals(declared=10_000),
        "items": [an_item()],
    }
    return Claim(**given | changes, provenance=Provenance(**provenance))


def a_certificate(by: str = "Controller Nowak", deducted: str = "12.50") -> Certificate:
    return Certificate.model_validate(
        {
            "partner": "WFS",
            "period": 1,
            "by": by,
            "date": date(2017, 8, 1),
            "items": [
                {"item_id": "W-001", "deducted": deducted, "error_type": "4", "why": "alcohol"},
                {"item_id": "W-002", "parked": True},
            ],
        }
    )


def a_submission(ledger: Ledger, content: str = "first", **changes: Any) -> NewSubmission:
    """One file of the partner WFS; what it refers to is kept in the ledger."""
    given: dict[str, Any] = {
        "project": PROJECT,
        "period": 1,
        "partner": "WFS",
        "nil": False,
        "received_on": date(2017, 7, 15),
        "back_dated": False,
        "stated": False,
        "by": "",
        "files": [
            SubmittedFile(
                file="kosten.csv",
                sha256=ledger.keep_raw(content.encode()),
                size=len(content),
                kept=True,
                rows=1,
                sum_declared={"EUR": 100_00},
            )
        ],
        "outcome": "accepted",
        "frames": {"costs": digest(content)},
        "definition_sha256": ledger.keep_definition(PROJECT, "id: innocooppolsax\n"),
        "receipt": {"rows": 1, "said": content},
    }
    return NewSubmission(**given | changes)


def a_mapping(partner: str = "KARR", amount: str = "Kwota", *more: str) -> ColumnMapping:
    return ColumnMapping.model_validate(
        {
            "project": PROJECT,
            "partner": partner,
            "table": "costs",
            "headings": ["Data", "Dokument", "Kwota", "Netto", *more],
            "columns": {
                "item_id": {"from": ["Dokument"], "row_number": True},
                "amount_declared": amount,
                "currency": {"fixed": "PLN"},
            },
        }
    )
