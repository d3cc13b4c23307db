"""Marks on sheets of our own making, so that they are known again whatever a partner does.

A correction workbook and a template come back with sheets that Eurocent wrote itself: corrections,
help, lists. They bear their mark as the text of a cell, because that is what every spreadsheet
program keeps: a sheet may be renamed, and properties of the file are lost in some programs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

VERSION = 1
"""Of templates; one of an older version is still read, and the partner is told."""

_MARK = re.compile(
    r"eurocent/(corrections|template)/([0-9]{1,4})"
    r"(?: ([A-Za-z0-9._-]{1,80}) ([A-Za-z0-9._-]{1,80}) ([0-9]{1,4}))?"
)
WITHIN_ROWS = 3
"""A mark stands in one of the first rows of its sheet."""


@dataclass(frozen=True)
class OwnSheet:
    """What a mark says.

    Attributes:
        kind: of sheet; ``template`` are the sheets of a template that hold no rows of the partner.
        version: of the form.
        project, partner, period: for whom a template was made; "" and 0 where not said.
    """

    kind: Literal["corrections", "template"]
    version: int = VERSION
    project: str = ""
    partner: str = ""
    period: int = 0

    def __str__(self) -> str:
        """The mark as it stands in a cell."""
        place = f" {self.project} {self.partner} {self.period}" if self.project else ""
        return f"eurocent/{self.kind}/{self.version}{place}"


def read_mark(text: str) -> OwnSheet | None:
    """The mark that a cell holds, None where it holds none.

    >>> read_mark("eurocent/template/1 innocooppolsax TGZ 2").partner
    'TGZ'
    """
    match = _MARK.fullmatch(text.strip())
    if match is None:
        return None
    kind: Literal["corrections", "template"] = (
        "template" if match[1] == "template" else "corrections"
    )
    return OwnSheet(kind, int(match[2]), match[3] or "", match[4] or "", int(match[5] or 0))
