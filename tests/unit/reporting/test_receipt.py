"""The receipt on paper: everything it has to say, and data that stays data."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import pytest

from reporting.receipt import receipt_html, receipt_pdf
from schemas.receipt import Receipt
from tests.unit.reporting.printed import pages_of

MARKER = "<&\"'>{{7*7}}"


def a_receipt(**changes: Any) -> Receipt:
    finding = {
        "code": "PER-05",
        "rule": "R-PER-05",
        "severity": "reject",
        "applies_to": "item",
        "partner": "WFS",
        "table": "costs",
        "item_id": "W-3",
        "file": "kosten.csv",
        "sheet": "",
        "row": 4,
        "column": "invoice_date",
        "found": "2017-07-03",
        "expected": "2017-06-30",
        "amount": 0,
        "message": "Row 4: dated 3 Jul 2017, after the reporting period.",
        "remedy": "Report it next period.",
        "basis": "",
    }
    table = {
        "table": "costs",
        "sheet": "",
        "rows": 3,
        "usable_rows": 2,
        "unreadable_rows": 0,
        "sum_declared": {"EUR": "1330.00"},
    }
    given: dict[str, Any] = {
        "receipt": "innocooppolsax/1/WFS/2",
        "number": 2,
        "project": "innocooppolsax",
        "acronym": "InnoCoopPolSax",
        "partner": "WFS",
        "partner_name": "Wirtschaftsförderung Sachsen GmbH",
        "period": 1,
        "period_start": date(2017, 1, 1),
        "period_end": date(2017, 6, 30),
        "deadline": date(2017, 7, 30),
        "nil": False,
        "received_on": date(2017, 8, 1),
        "received_at": "2017-08-02T09:30:00+00:00",
        "back_dated": True,
        "late": True,
        "by": "Anna Kaiser",
        "digest": "0123456789abcdef" * 4,
        "files": [
            {
                "file": "kosten.csv",
                "sha256": "fedcba9876543210" * 4,
                "size": 400,
                "kept": True,
                "tables": [table],
            }
        ],
        "rows": 3,
        "usable_rows": 2,
        "waiting_rows": 1,
        "sums": [
            {
                "category": "staff",
                "title": "Staff",
                "currency": "EUR",
                "rows": 3,
                "usable_rows": 2,
                "declared": "1330.00",
                "usable": "1250.00",
            }
        ],
        "outcome": "action needed",
        "verdict": "Received, action needed.",
        "findings": [finding],
        "comparison": {
            "number": 1,
            "tables": [
                {
                    "table": "costs",
                    "new": 1,
                    "changed": 1,
                    "gone": 1,
                    "unchanged": 1,
                    "new_ids": ["W-9"],
                    "changed_rows": [
                        {
                            "item_id": "W-1",
                            "row": 2,
                            "cells": [
                                {"column": "amount_declared", "before": "90.00", "after": "99.00"}
                            ],
                        }
                    ],
                    "gone_ids": ["W-2"],
                }
            ],
            "sums": [
                {"category": "staff", "currency": "EUR", "before": "1321.00", "after": "1330.00"}
            ],
            "solved": 2,
            "still": 1,
            "new": 0,
        },
        "repeated": [
            {
                "code": "PER-05",
                "column": "invoice_date",
                "period": 1,
                "times": 1,
                "times_before": 2,
                "message": "Row 4: dated 3 Jul 2017.",
                "prevention": "Limit the export to the days of the period.",
            }
        ],
        "replaces": 1,
        "language": "en",
        "rule_set": "INTERREG_2014",
        "software": "eurocent 0.1.0",
    }
    return Receipt.model_validate(given | changes)


def test_everything_an_auditor_asks_for_is_on_it() -> None:
    told = " ".join(" ".join(pages_of(receipt_pdf(a_receipt()))).split())
    for part in (
        "innocooppolsax/1/WFS/2",
        "Wirtschaftsförderung Sachsen GmbH (WFS)",
        "2 Aug 2017 at 09:30 UTC",
        "1 Aug 2017",
        "Anna Kaiser",
        "submission 1",
        "3, of which 2 usable and 1 waiting",
        "deadline of 30 Jul 2017",
        "1,330.00",
        "1,250.00",
        "W-1 amount_declared 90.00 99.00",
        "2 are solved, 1 are as before and 0 are new",
        "Limit the export to the days of the period.",
        "Row 4: dated 3 Jul 2017, after the reporting period.",
        "01234567 89abcdef",
    ):
        assert part in told, part


def test_a_nil_report_says_so() -> None:
    nil = a_receipt(nil=True, files=[], sums=[], findings=[], comparison=None, repeated=[], rows=0)
    assert "none: nil report" in receipt_html(nil)


def test_the_same_receipt_has_the_same_bytes() -> None:
    assert receipt_pdf(a_receipt()) == receipt_pdf(a_receipt())


@pytest.mark.parametrize("field", ["acronym", "partner_name", "by", "verdict", "receipt"])
def test_data_stays_data(field: str) -> None:
    html = receipt_html(a_receipt(**{field: MARKER}))
    assert MARKER not in html
    assert escape(MARKER).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in html


@pytest.mark.parametrize("language", ["de", "pl"])
def test_it_speaks_the_partner_s_language(language: str) -> None:
    html = receipt_html(a_receipt(language=language))
    assert f'lang="{language}"' in html
    assert "01.08.2017" in html
