"""How partners write: their headings, their numbers and days, their charset.

Headings and words are those that Eurocent recognises (``intake/headings.yaml`` and
``intake/cell_words.yaml``), in the partner's language; which of several headings is the plan's
choice.
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
from schemas.columns import Column, Table

_LETTERS = {"ł": "l", "Ł": "L", "ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue"}


def columns_of(table: Table, rows: Iterable[Row], layout: Layout) -> list[str]:
    """The columns that the partner fills anywhere, in the contract's order but for ``first``."""
    filled = {name for row in rows for name, value in row.items() if value not in (None, "")}
    names = [column.extract for column in table.columns if column.extract in filled]
    return [*layout.first, *(name for name in names if name not in layout.first)]


def heading(table: str, column: str, layout: Layout) -> str:
    """A column's heading in the partner's language."""
    known = _words("headings.yaml")[table][column][layout.language]
    return str(known[min(layout.alternative, len(known) - 1)])


def sheet_name(table: str, layout: Layout) -> str:
    """The name of a table's sheet, or file, in the partner's language."""
    return str(_words("headings.yaml")["sheets"][table][layout.language][0])


def in_words(row: Row, table: Table, layout: Layout) -> Row:
    """The row with its codes, yes and no in the words of the partner's language."""
    return {
        name: _word(table.by_extract[name], value, layout)
        for name, value in row.items()
        if value != ""
    }


def _word(column: Column, value: Value, layout: Layout) -> Value:
    """A code as the partner calls it; what the language has no word for stays a code."""
    if isinstance(value, bool):
        known, value = _words("cell_words.yaml")["yes_no"], "yes" if value else "no"
    elif column.kind in ("code", "codes"):
        known = _words("cell_words.yaml").get(column.extract, {})
    else:
        return value
    return str(known.get(value, {}).get(layout.language, [value])[0])


def text(value: Value, layout: Layout, *, amount: bool) -> str:
    """Write a value as the partner's program exports it into a text file."""
    if value is None:
        return ""
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


@lru_cache(maxsize=2)
def _words(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((files("intake") / name).read_text("utf-8"))
    return content
