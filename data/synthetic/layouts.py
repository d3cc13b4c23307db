"""How partners write: their headings, their numbers and days, their charset.

Headings are the ones that Eurocent recognises (``intake/headings.yaml``), in the partner's
language; which of several is the plan's choice.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from data.synthetic.plan import Layout, Row, Value
from schemas.columns import Table

_YES_NO = {"de": ("ja", "nein"), "pl": ("tak", "nie"), "cs": ("ano", "ne"), "en": ("yes", "no")}
_LETTERS = {"ł": "l", "Ł": "L", "ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue"}


def columns_of(table: Table, rows: Iterable[Row], layout: Layout) -> list[str]:
    """The columns that the partner fills anywhere, in the contract's order but for ``first``."""
    filled = {name for row in rows for name, value in row.items() if value not in (None, "")}
    names = [column.extract for column in table.columns if column.extract in filled]
    return [*layout.first, *(name for name in names if name not in layout.first)]


def heading(table: str, column: str, layout: Layout) -> str:
    """A column's heading in the partner's language."""
    known = _headings()[table][column][layout.language]
    return str(known[min(layout.alternative, len(known) - 1)])


def sheet_name(table: str, layout: Layout) -> str:
    """The name of a table's sheet, or file, in the partner's language."""
    return str(_headings()["sheets"][table][layout.language][0])


def flag(value: bool, layout: Layout) -> str:  # noqa: FBT001  (the value of a cell)
    """Yes or no in the partner's language."""
    return _YES_NO[layout.language][0 if value else 1]


def text(value: Value, layout: Layout, *, amount: bool) -> str:
    """Write a value as the partner's program exports it into a text file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return flag(value, layout)
    if isinstance(value, date):
        return value.strftime(layout.dates)
    if isinstance(value, Decimal):
        written = f"{value:,.2f}" if amount else f"{value.normalize():f}"
        marks = {",": layout.thousands, ".": layout.decimal}
        return "".join(marks.get(letter, letter) for letter in written)
    return spelled(str(value), layout.encoding)


def spelled(words: str, encoding: str) -> str:
    """Write words in a charset; letters that it lacks lose their marks, as in old programs."""
    return "".join(letter if _fits(letter, encoding) else _plain(letter) for letter in words)


def _fits(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _plain(letter: str) -> str:
    return _LETTERS.get(letter) or unicodedata.normalize("NFKD", letter)[0]


@lru_cache(maxsize=1)
def _headings() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((files("intake") / "headings.yaml").read_text("utf-8"))
    return content
