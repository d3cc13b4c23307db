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
_WORD = re.compile(r"\w+")
_HIDDEN = "[\N{HORIZONTAL ELLIPSIS}]"


def keys_of(case: Case) -> frozenset[str]:
    """The keys under which the participants of the period are kept."""
    return frozenset(str(key) for key in case.participants["participant_ref"].unique())


def without_persons(text: str, keys: frozenset[str]) -> str:
    """A text without e-mail addresses and participants' keys."""
    if "@" in text:
        text = _ADDRESS.sub(_HIDDEN, text)
    return _WORD.sub(lambda word: _HIDDEN if word[0] in keys else word[0], text)


def exposed(case: Case) -> list[Finding]:
    """Cells of the activities that name a participant; the finding does not repeat the name."""
    keys = keys_of(case)
    return [
        Finding(
            "PAR-03",
            partner=row["partner"],
            table="activities",
            file=row["file"],
            sheet=row["sheet"],
            row=int(row["row"]),
            column=column,
        )
        for row in case.activities.to_dict("records")
        for column in PRINTED
        if without_persons(row[column], keys) != row[column]
    ]
