"""What goes beside the report: findings as a workbook, the list of expenditure as CSV.

``findings.xlsx`` is for people: record, period and message first, at most seven columns to see, all
cells text, so that no spreadsheet program turns an invoice number into a date or a formula.

``expenditure.csv`` is for machines, inside the PDF and beside it: UTF-8 with its mark (spreadsheet
programs read letters right), commas, lines ended by CR LF, decimal points, ISO dates. A text that
begins like a formula (``= + - @``, tab, return) has an apostrophe before it; amounts have not.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from reporting.scribe import Scribe
from reporting.setting import Setting
from reporting.vocabulary import SEVERITY
from schemas.claim import Claim, ClaimFinding, ClaimItem
from schemas.findings import Severity
from schemas.money import format_cents
from schemas.words import N_

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

EXPENDITURE_COLUMNS = (
    "number",
    "partner",
    "item_id",
    "category",
    "description",
    "supplier_name",
    "supplier_vat_id",
    "invoice_number",
    "invoice_date",
    "payment_date",
    "currency",
    "amount_gross",
    "amount_vat",
    "amount_declared",
    "rate",
    "rate_month",
    "rate_source",
    "declared_eur",
    "rejected_eur",
    "cut_eur",
    "parked_eur",
    "eligible_eur",
    "rules",
    "corrects_item_id",
    "file",
    "file_sha256",
    "sheet",
    "row",
)
"""Columns of ``expenditure.csv``, one row per expenditure item; names as in ``claim.json``."""


def expenditure_csv(claim: Claim) -> bytes:
    """The full list of expenditure of a claim, one row per item, in the order of the claim."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(EXPENDITURE_COLUMNS)
    for number, item in enumerate(claim.items, start=1):
        writer.writerow(_expenditure(number, item))
    return b"\xef\xbb\xbf" + held.getvalue().encode()


def _expenditure(number: int, item: ClaimItem) -> list[str]:
    return [
        str(number),
        guarded(item.partner),
        guarded(item.item_id),
        guarded(item.category),
        guarded(item.description),
        guarded(item.supplier_name),
        guarded(item.supplier_vat_id),
        guarded(item.invoice_number),
        item.invoice_date.isoformat() if item.invoice_date else "",
        item.payment_date.isoformat() if item.payment_date else "",
        guarded(item.currency),
        "" if item.amount_gross is None else format_cents(item.amount_gross),
        "" if item.amount_vat is None else format_cents(item.amount_vat),
        format_cents(item.amount_declared),
        guarded(item.rate),
        guarded(item.rate_month),
        guarded(item.rate_source),
        format_cents(item.declared),
        format_cents(item.rejected),
        format_cents(item.cut),
        format_cents(item.parked),
        format_cents(item.eligible),
        guarded("; ".join(item.rules)),
        guarded(item.corrects_item_id),
        guarded(item.file),
        guarded(item.file_sha256),
        guarded(item.sheet),
        str(item.row),
    ]


def guarded(text: str) -> str:
    """A text that no spreadsheet program takes for a formula.

    >>> guarded("=HYPERLINK(1)"), guarded("R17-4432")
    ("'=HYPERLINK(1)", 'R17-4432')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


_VISIBLE = (
    (N_("Record"), 20),
    (N_("Period"), 8),
    (N_("Message"), 62),
    (N_("What to do"), 52),
    (N_("Result"), 24),
    (N_("Where"), 36),
    (N_("Rule and legal basis"), 40),
)
_HIDDEN = (
    (N_("Code"), 16),
    (N_("Severity"), 12),
    (N_("Partner"), 12),
    (N_("File"), 30),
    (N_("Sheet"), 14),
    (N_("Row"), 8),
    (N_("Column"), 18),
    (N_("Found"), 24),
    (N_("Expected"), 24),
    (N_("Amount, EUR"), 14),
)


def findings_workbook(claim: Claim, setting: Setting) -> bytes:
    """``findings.xlsx``: one row per finding, worst first, ready to be filtered.

    What belongs to a machine (code, file, row, column) stands in hidden columns to the right.
    """
    import xlsxwriter

    scribe = Scribe(claim, setting)
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(held, options)
    day = claim.submitted_on
    workbook.set_properties(
        {
            "title": f"{setting.project.acronym}, {claim.period}",
            "created": datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        }
    )
    sheet = workbook.add_worksheet(scribe(N_("Findings"))[:31])
    head = workbook.add_format(
        {"bold": True, "font_color": "#5d6675", "bottom": 1, "text_wrap": True, "valign": "bottom"}
    )
    plain = workbook.add_format({"text_wrap": True, "valign": "top"})
    message = workbook.add_format({"text_wrap": True, "valign": "top", "bold": True})
    columns = (*_VISIBLE, *_HIDDEN)
    for place, (title, width) in enumerate(columns):
        hidden = {"hidden": place >= len(_VISIBLE)}
        sheet.set_column(place, place, width, None, hidden)
        sheet.write_string(0, place, scribe.words(title), head)
    findings = sorted(claim.findings, key=_worst_first)
    for number, finding in enumerate(findings, start=1):
        for place, text in enumerate(_finding(scribe, finding)):
            sheet.write_string(number, place, text, message if place == 2 else plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(findings), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    workbook.close()
    return held.getvalue()


def _worst_first(finding: ClaimFinding) -> tuple[int, str, str, int]:
    return Severity(finding.severity).rank, finding.partner, finding.file, finding.row or 0


def _finding(scribe: Scribe, finding: ClaimFinding) -> list[str]:
    result = scribe.term(SEVERITY, finding.severity)
    if finding.amount:
        result = f"{result}, {scribe.money(-finding.amount)}"
    where = [finding.partner, finding.file, finding.sheet]
    if finding.row:
        where.append(scribe(N_("row {row}"), row=finding.row))
    rule = f"{finding.rule}, {scribe.basis(finding.basis)}" if finding.rule else ""
    record = finding.item_id or finding.file or finding.partner
    texts = [
        record,
        str(scribe.claim.period),
        finding.message,
        finding.remedy,
        result,
        " · ".join(part for part in where if part),
        rule,
        finding.code,
        finding.severity,
        finding.partner,
        finding.file,
        finding.sheet,
        str(finding.row or ""),
        finding.column,
        finding.found,
        finding.expected,
        format_cents(finding.amount),
    ]
    return [scribe.text(text, 2000) for text in texts]
