"""Which reports are held word by word, and how their pages are written down.

When a report is meant to change: ``python -m tests.golden.reports`` writes the files anew; read the
difference before committing it.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from tests.unit.reporting.printed import pages_of, partner_pdf, project_pdf

FOLDER = Path(__file__).parent
REPORTS = {
    "project_report": lambda: project_pdf(3),
    "partner_report": lambda: partner_pdf("TGZ"),
}


def written(name: str) -> str:
    """The words of a report, page by page, in lines that a difference can be read in."""
    return "".join(
        f"--- page {number} ---\n{textwrap.fill(text, 100, break_long_words=False)}\n"
        for number, text in enumerate(pages_of(REPORTS[name]()), start=1)
    )


if __name__ == "__main__":
    for report in REPORTS:
        (FOLDER / f"{report}.txt").write_text(written(report), "utf-8")
