"""Mistakes that come again: this time as last time, and what would keep them from coming back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from schemas.claim import ClaimFinding
from schemas.findings import Severity
from schemas.receipt import Repeated
from schemas.words import N_, Words

NAMED = 3
"""How many are named: the most frequent ones; a longer list would not be read."""

_PREVENTION = {
    "CELL-01-DATE": N_(
        "Give the whole column one date format in your workbook, such as 2017-03-31, and keep it."
    ),
    "CELL-01-ORDER": N_(
        "Give the whole column one date format in your workbook, such as 2017-03-31, and keep it."
    ),
    "CELL-01-YEAR": N_("Have your accounting write years with four digits."),
    "CELL-01": N_(
        "Set the whole column to the number format with two decimals in your workbook, and keep "
        "it; the template has it set."
    ),
    "CELL-02": N_("Make it a column that your export always fills."),
    "CELL-03": N_(
        "Tell Eurocent once what your own words mean (eurocent map), or choose from the list of "
        "the template (eurocent template)."
    ),
    "CELL-04": N_("Save the extract as values: copy, paste special, values."),
    "COL": N_("Tell Eurocent once what your columns mean (eurocent map); it remembers them."),
    "ROW-01": N_("Use the document number of your accounting as the number of the row."),
    "ROW-04": N_("Send a workbook instead of a CSV file; then no text can split a row."),
    "PER-05": N_("Limit the export to the days of the period before you save it."),
    "DOC-01": N_("Add invoice number, date and day of payment to the export once, as columns."),
    "DUP-01": N_("Mark in your accounting what was reported, and leave it out of the next export."),
}
"""By code, or how codes begin; the longest that fits counts. Else the remedy of the finding."""


def come_again(
    now: Sequence[ClaimFinding], before: Sequence[ClaimFinding], period: int, words: Words
) -> list[Repeated]:
    """The mistakes of now that were made before, the most frequent first.

    Args:
        now: findings of this submission.
        before: findings of the earlier one.
        period: of the earlier one.
        words: the reader's language.
    """
    counted, earlier = _counted(now), _counted(before)
    again = sorted(counted.keys() & earlier.keys(), key=lambda kind: (-counted[kind], kind))
    examples = {(f.code, f.column): f for f in reversed(now)}
    return [
        Repeated(
            code=kind[0],
            column=kind[1],
            period=period,
            times=counted[kind],
            times_before=earlier[kind],
            message=examples[kind].message,
            prevention=_prevention(examples[kind], words),
        )
        for kind in again[:NAMED]
    ]


def asks(finding: ClaimFinding) -> bool:
    """Whether a finding asks for something, and does not only inform."""
    return finding.severity != Severity.INFO.value


def _counted(findings: Sequence[ClaimFinding]) -> Counter[tuple[str, str]]:
    return Counter((f.code, f.column) for f in findings if asks(f) and f.code != "ROW-05")


def _prevention(finding: ClaimFinding, words: Words) -> str:
    fitting = [start for start in _PREVENTION if finding.code.startswith(start)]
    return words(_PREVENTION[max(fitting, key=len)]) if fitting else finding.remedy
