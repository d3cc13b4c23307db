"""Kinds of findings about numbers that identify: suppliers' VAT numbers and bank accounts.

None of them takes money: a number that cannot be right makes an invoice harder to follow, not
ineligible.
"""

from __future__ import annotations

from schemas.findings import Kind, Severity
from schemas.words import N_

KINDS: tuple[Kind, ...] = (
    Kind(
        "ID-01",
        Severity.WARN,
        "item",
        N_("Row {row}: the VAT number {found} has a mistyped digit (rows: {count})."),
        N_("Compare it with the invoice and correct it; the amount counts meanwhile."),
    ),
    Kind(
        "ID-01-FORM",
        Severity.WARN,
        "item",
        N_(
            "Row {row}: {found} does not have the form of a VAT number, {expected} (rows: {count})."
        ),
        N_("Compare it with the invoice (9 is a digit, L a letter); the amount counts meanwhile."),
    ),
    Kind(
        "ID-01-COUNTRY",
        Severity.WARN,
        "item",
        N_("Row {row}: {found} is no VAT number of {countries} (rows: {count})."),
        N_(
            "Write the supplier's country in front, such as {expected}; leave the cell empty where "
            "the supplier has no VAT number."
        ),
    ),
    Kind(
        "ID-02",
        Severity.INFO,
        "partner",
        N_("{partner}: {column} holds bank accounts (rows: {found})."),
        N_("Nothing to do; of an account only the last four digits are ever printed."),
    ),
)
