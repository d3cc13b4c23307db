"""Documents printed once and looked at by many tests."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

import pytest

from reporting.documents import partner_report, project_report
from tests.unit.reporting.samples import Sample, three_partners, twelve_partners


@cache
def project_pdf(partners: int = 3) -> bytes:
    made = sample(partners)
    return project_report(made.claim, made.setting())


@cache
def partner_pdf(partner: str = "WFS") -> bytes:
    made = sample(3)
    return partner_report(made.claim, partner, made.setting())


def sample(partners: int) -> Sample:
    return three_partners() if partners == 3 else twelve_partners()


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page in reading order, without regard to lines."""
    if not shutil.which("pdftotext"):
        pytest.skip("poppler's pdftotext is not installed, so no text can be taken from a report")
    text = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]
