"""Tables as templates place them: every cell is finished text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reporting.charts import Bar


@dataclass(frozen=True)
class Column:
    """A column; the head says quantity and unit once.

    Attributes:
        head: what stands in it.
        kind: text runs from the left, days do not break, figures stand on their decimal, codes are
            monospace.
        width: millimetres; 0 takes what is left.
        apart: set off from the column before by space (cumulative figures).
    """

    head: str
    kind: Literal["text", "day", "figure", "code", "bar"] = "text"
    width: int = 0
    apart: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell.

    Attributes:
        text: what it says.
        note: a second line, smaller and muted.
        shape: the status drawn before the text; the text says the same in words.
        link: id of a place in the same document.
        bar: a picture in place of text.
        strong: whether it carries the message of its row.
    """

    text: str = ""
    note: str = ""
    shape: str = ""
    link: str = ""
    bar: Bar | None = None
    strong: bool = False


@dataclass(frozen=True)
class Row:
    """A row; ``kind`` sets off totals."""

    cells: tuple[Cell, ...]
    kind: Literal["", "total"] = ""


@dataclass(frozen=True)
class Table:
    """A table with its caption, which is read aloud and printed above it.

    ``narrow`` keeps label and figure of a short table together.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    narrow: bool = False


def row(*cells: str | Cell, kind: Literal["", "total"] = "") -> Row:
    """Make a row of texts and cells."""
    return Row(tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells), kind)


@dataclass(frozen=True)
class Section:
    """A part of a chapter: heading, opening sentence, tables, two of them side by side or not."""

    title: str
    tables: tuple[Table, ...]
    lead: str = ""
    anchor: str = ""
    beside: bool = False
