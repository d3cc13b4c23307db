"""Numbers that identify suppliers and accounts: said where they cannot be right, never more.

A VAT number tells invoices of one supplier from those of another (funding-rules §7.1); its check
digit finds the slip of a pen before a duplicate is missed. No amount depends on either.
"""

from __future__ import annotations

import pandas as pd

from rules.case import Case
from rules.invoices import in_form, strict
from rules.rulings import Mask, Ruling, by_word, mask, remark_once, text_of
from schemas.bank_accounts import PERHAPS, without_accounts
from schemas.findings import Finding
from schemas.vat_numbers import Fault, read_vat_number

_CODES: dict[Fault, str] = {
    "check_digit": "ID-01",
    "form": "ID-01-FORM",
    "country": "ID-01-COUNTRY",
}
_WORDS = ("description", "payment_proof_ref", "evidence_ref", "comment")
"""Columns in which partners write what they like."""


def home_countries(case: Case) -> tuple[str, ...]:
    """The countries of the partners, in which a number without country is looked for."""
    return tuple(dict.fromkeys(partner.country for partner in case.partners))


def supplier_numbers(vat_ids: pd.Series[str], countries: tuple[str, ...]) -> pd.Series[str]:
    """VAT numbers in the form in which invoices are compared.

    A number that can be right is written with its country and nothing else; any other is compared
    strictly as it stands.
    """

    def form(written: str) -> str:
        return read_vat_number(written, countries).canonical.casefold() or strict(written)

    return in_form(vat_ids, form)


def remarks(items: pd.DataFrame, _counted: Mask, case: Case) -> list[Finding]:
    """Each supplier's number that cannot be right, once, and which columns hold accounts."""
    return [*_vat_numbers(items, case), *_accounts(items)]


def _vat_numbers(items: pd.DataFrame, case: Case) -> list[Finding]:
    written = items["supplier_vat_id"]
    countries = home_countries(case)
    read = {text: read_vat_number(text, countries) for text in written.unique() if text}
    faults = {text: number.fault for text, number in read.items() if number.fault}
    if not faults:
        return []
    fault = by_word(written, faults)
    findings: list[Finding] = []
    for met, code in _CODES.items():
        ruling = Ruling(
            code,
            mask(fault.eq(met)),
            "supplier_vat_id",
            text_of(written),
            lambda position: read[str(written.iat[position])].shape,
            words={"countries": ", ".join(countries)},
        )
        findings += remark_once(items, ruling, {"partner": items["partner"], "number": written})
    return findings


def _accounts(items: pd.DataFrame) -> list[Finding]:
    """Which of a partner's columns hold bank accounts; none of them is repeated."""
    findings = []
    for column in _WORDS:
        perhaps = items.loc[mask(items[column].str.contains(PERHAPS)), ["partner", column]]
        held = [text for text in perhaps[column].unique() if without_accounts(text) != text]
        rows = perhaps.loc[perhaps[column].isin(held), "partner"].value_counts(sort=False)
        findings += [
            Finding("ID-02", partner=str(name), table="costs", column=column, found=int(count))
            for name, count in rows.items()
        ]
    return findings
