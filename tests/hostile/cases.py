"""What a case is: a file, made when it is needed, and the answer that it must get."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

HEADINGS = ("item_id", "cost_category", "description", "currency", "amount_declared")
ROWS = (
    ("A1", "staff", "Study", "EUR", "1234.50"),
    ("A2", "staff", "Trip", "EUR", "-20.00"),
    ("A3", "external_expertise", "Report", "EUR", "0.99"),
)
CENTS = 123450 - 2000 + 99
"""Sum of ``ROWS``."""


@dataclass(frozen=True)
class Case:
    """One file and its answer.

    Attributes:
        name: what is special about it.
        file: the partner's name of it.
        make: gives its bytes.
        refused: code of the only finding, where the file cannot be used; several where it depends
            on the machine which limit is met first.
        cents: sum of all readable cost rows in EUR, where it is read.
        rows: item rows, readable or not.
        codes: of all findings, each once.
        values: per column of the contract, the text of every readable row (see ``as_read``).
        partner: who hands it in (WFS in Germany, KARR in Poland).
        any_codes: whether the findings are not looked at.
        heavy: whether it takes seconds or much memory; then only the campaign reads it.
    """

    name: str
    file: str
    make: Callable[[], bytes]
    refused: str = ""
    cents: int = CENTS
    rows: int = len(ROWS)
    codes: frozenset[str] = frozenset()
    values: Mapping[str, list[str]] = field(default_factory=dict)
    partner: str = "WFS"
    any_codes: bool = False
    heavy: bool = False


def text(raw: str | bytes, encoding: str = "utf-8") -> Callable[[], bytes]:
    """A file of that text."""
    return lambda: raw if isinstance(raw, bytes) else raw.encode(encoding)


def joined(
    rows: tuple[tuple[str, ...], ...] = (HEADINGS, *ROWS), delimiter: str = ";", end: str = "\r\n"
) -> str:
    """Rows as lines, without quotation marks."""
    return end.join(delimiter.join(row) for row in rows) + end
