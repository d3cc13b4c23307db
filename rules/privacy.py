"""The public report holds no participant (R-PAR-03; Reg. (EU) 2016/679 Art. 5 and 6).

Participants come as pseudonyms and are printed as counts. What a partner writes into the words of
an activity is printed as it stands, so these are looked through: an e-mail address or a
participant's key in them blocks the sign-off until the partner takes it out, and is not printed.
"""

from __future__ import annotations

import re

from rules.case import Case
from schemas.findings import Finding

PRINTED = ("title", "city", "country", "evidence_ref", "deviation")
"""The words of an activity that the report and the claim print."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HIDDEN = "[\N{HORIZONTAL ELLIPSIS}]"


def without_persons(text: str, case: Case) -> str:
    """A text without e-mail addresses and participants' keys."""
    if "@" in text:
        text = _ADDRESS.sub(_HIDDEN, text)
    for key in _keys_in(text, case):
        text = text.replace(key, _HIDDEN)
    return text


def exposed(case: Case) -> list[Finding]:
    """Cells of the activities that name a participant; the finding does not repeat the name."""
    findings = []
    for column in PRINTED:
        texts = case.activities[column]
        for position, text in enumerate(texts):
            if text and without_persons(str(text), case) != text:
                row = case.activities.iloc[position]
                findings.append(
                    Finding(
                        "PAR-03",
                        partner=row["partner"],
                        table="activities",
                        file=row["file"],
                        sheet=row["sheet"],
                        row=int(row["row"]),
                        column=column,
                    )
                )
    return findings


def _keys_in(text: str, case: Case) -> list[str]:
    return [key for key in case.participants["participant_ref"].unique() if key and key in text]
