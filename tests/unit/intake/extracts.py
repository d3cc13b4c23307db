"""Extracts for the tests: written out where they are used, read as a partner of a small project."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter

from intake.delivery import Context, FileRead, read_file
from intake.vocabulary import TABLES
from schemas.findings import Finding
from schemas.project import Project
from schemas.words import words

_TYPES = {name: table.empty().dtypes.to_dict() for name, table in TABLES.items()}

PROJECT = Project.model_validate(
    {
        "id": "brueckenbau",
        "acronym": "BrückenBau",
        "title": {"en": "Building bridges"},
        "rule_set": "INTERREG_2014",
        "programme": {"agreement": "PLSN.01.01-IP.02-001"},
        "start": "2017-01-01",
        "end": "2018-12-31",
        "periods": [
            {
                "number": 1,
                "start": "2017-01-01",
                "end": "2017-06-30",
                "partner_deadline": "2017-07-30",
            }
        ],
        "partners": [
            {
                "id": "WFS",
                "name": "Wirtschaftsförderung Sachsen GmbH",
                "role": "lead",
                "country": "DE",
                "languages": ["de", "en"],
            },
            {
                "id": "KARR",
                "name": "Karkonoska Agencja",
                "aliases": ["Karr S.A."],
                "country": "PL",
                "languages": ["pl"],
            },
            {"id": "USA", "name": "Bridge Institute", "country": "US"},
        ],
    }
)
CATEGORIES = {
    "staff": ("staff", "Staff", "Personal"),
    "travel_accommodation": ("travel_accommodation", "Travel and accommodation"),
    "external_expertise": ("external_expertise", "External expertise", "Externe Expertise"),
}

COSTS = "item_id,cost_category,description,currency,amount_declared"
"""The required columns, as the contract writes them."""


def context(partner: str = "WFS") -> Context:
    """As one partner, in period 1."""
    return Context(PROJECT, partner, 1, CATEGORIES, pseudonym_key=b"k" * 32)


def read(
    folder: Path, content: str | bytes, name: str = "costs.csv", partner: str = "WFS"
) -> FileRead:
    """Read a file of that content; what comes out has the columns and types of its table."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    result = read_file(path, context(partner))
    for table in result.tables:
        # Quicker than the whole schema, which test_tables and the properties hold.
        assert table.frame.dtypes.to_dict() == _TYPES[table.table]
        assert table.rows == len(table.frame) + table.unreadable_rows
    return result


def codes(result: FileRead) -> list[str]:
    """The codes of all findings."""
    return [finding.code for finding in result.findings]


def the(result: FileRead, code: str) -> Finding:
    """The only finding of a code."""
    (finding,) = [finding for finding in result.findings if finding.code == code]
    return finding


def said(finding: Finding) -> str:
    """Sentence and remedy, in English."""
    return f"{finding.message(words('en'))} {finding.remedy(words('en'))}"


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """An XLSX workbook, filled by a function."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    fill(book)
    book.close()
    return out.getvalue()


def sheet(*rows: Sequence[object], name: str = "Costs") -> bytes:
    """A workbook of one sheet; numbers stay numbers, texts stay texts."""

    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(number, column, value)
                elif value is not None:
                    page.write(number, column, value)

    return workbook(fill)
