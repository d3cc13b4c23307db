"""Read an authority's published table of exchange rates, CSV or workbook, into rates.

Headings are those of Eurocent's own table or of the Commission's InforEuro download. A table is
used as a whole or not at all: a rate that is left out in silence would be replaced by a derived
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError

from intake.cage import read_workbook
from intake.context import Place
from intake.csv_tables import read_csv
from intake.files import Refusal, kind_of, label_of, take
from intake.grids import Grid, visible
from intake.yaml_lines import Lines, explain
from schemas.project import PublishedRate
from schemas.rates import Rate, RateTable
from schemas.words import words

HEADINGS = {
    "month": ("month", "period", "date", "monat", "miesiąc", "měsíc"),
    "currency": ("iso code", "iso a3 code", "currency code", "currency", "währung", "waluta"),
    "units_per_eur": ("units_per_eur", "units per eur", "value", "amount", "rate", "kurs"),
    "source": ("source", "quelle", "źródło"),
}
"""Names by which a column of a rate table is known, in small letters."""

_SHOWN = 10
_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-01)?|(\d{2})[/.](\d{4})")
_DECIMALS = re.compile(r",(\d{1,2}|\d{4,})$")
"""A comma that cannot stand between thousands."""
_NEAR = Decimal("0.2")
"""How far a rate may lie from the derived one before somebody has to look: a fifth."""


class RateTableError(Exception):
    """A table cannot be used; every problem names its line.

    Attributes:
        problems: sentences, at most the first ten and how many more there are.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        more = len(problems) - _SHOWN
        self.problems = problems[:_SHOWN] + (
            [f"... and {more} more like these"] if more > 0 else []
        )


@dataclass(frozen=True)
class RateTableRead:
    """A table as read.

    Attributes:
        rates: in the order of month and currency, each once.
        ignored: how many rates are of a currency that the euro had replaced by their month.
        remarks: rates that lie far from what the European Central Bank quoted.
    """

    rates: tuple[PublishedRate, ...]
    ignored: int
    remarks: tuple[str, ...]


def read_rate_table(path: Path, shipped: RateTable, month: str, source: str) -> RateTableRead:
    """Read a published table and hold it against the rates that are there.

    Args:
        path: CSV (any delimiter, point or comma) or a workbook with one sheet.
        shipped: rates by which an inverted or misplaced one is noticed.
        month: of a table without such a column ("2018-03"), "" where it has one.
        source: of rates whose line names none.

    Raises:
        RateTableError: it cannot be read, or a line of it cannot be used.
        OSError: there is no such file, or this process may not read it.
    """
    name = label_of(path)
    grid = _grid(path, name)
    top, columns = _headings(grid, name, month)
    rates: dict[tuple[str, str], PublishedRate] = {}
    problems: list[str] = []
    remarks: list[str] = []
    lines = list(_lines(grid, top, columns))
    comma = _comma_is_decimal(cells["units_per_eur"] for _, cells in lines)
    for number, cells in lines:
        where = f"{name}, line {number}"
        try:
            rate = _rate(cells, month, source, comma=comma)
        except ValidationError as error:
            problems.append(f"{where}: {explain(error, Lines({}))[0][1]}")
            continue
        about = (rate.month, rate.currency)
        known = rates.setdefault(about, rate)
        if known.units_per_eur != rate.units_per_eur:
            problems.append(
                f"{where}: {rate.currency} of {rate.month} is {rate.units_per_eur} here, and "
                f"{known.units_per_eur} in a line above"
            )
        elif _is_inverted(rate, shipped):
            problems.append(
                f"{where}: {rate.units_per_eur} looks like euros per {rate.currency}; the table "
                f"needs {rate.currency} per euro"
            )
        elif far := _far(rate, shipped):
            remarks.append(f"{where}: {far}")
    if not rates and not problems:
        problems.append(f"{name}: there is no rate below the headings")
    if problems:
        raise RateTableError(problems)
    kept = [rate for about, rate in sorted(rates.items()) if not shipped.is_replaced(*about)]
    return RateTableRead(tuple(kept), len(rates) - len(kept), tuple(remarks))


def _grid(path: Path, name: str) -> Grid:
    raw = take(path)
    if isinstance(raw, Refusal):
        raise RateTableError([_told(raw, name)])
    kind = kind_of(raw, name)
    if isinstance(kind, Refusal):
        raise RateTableError([_told(kind, name)])
    if kind == "csv":
        read = read_csv(raw)
        grids = read if isinstance(read, Refusal) else [read]
    else:
        grids = read_workbook(raw)
    if isinstance(grids, Refusal):
        raise RateTableError([_told(grids, name)])
    filled = [grid for grid in grids if grid.rows]
    if len(filled) != 1:
        raise RateTableError([f"{name}: {len(filled)} sheets have something in them, one is read"])
    return filled[0]


def _told(refusal: Refusal, name: str) -> str:
    finding = Place("", name).finding(
        refusal.code, found=refusal.found, expected=refusal.expected, row=refusal.row
    )
    spoken = words("en")
    return f"{name}: {finding.message(spoken)} {finding.remedy(spoken)}"


def _headings(grid: Grid, name: str, month: str) -> tuple[int, Mapping[str, int]]:
    """The line of the headings and the place of each column; titles above are passed over."""
    wanted = {"currency", "units_per_eur"} | (set() if month else {"month"})
    for top in range(min(len(grid.rows), 10)):
        cells = [" ".join(cell.casefold().split()) for cell in grid.rows[top]]
        # InforEuro has "Currency" (a name) beside "ISO code": the code goes before the name.
        found = {
            column: min(places, key=lambda place: names.index(cells[place]))
            for column, names in HEADINGS.items()
            if (places := [place for place, cell in enumerate(cells) if cell in names])
        }
        if wanted <= found.keys():
            return top, found
    missing = ", ".join(sorted(wanted))
    raise RateTableError([f"{name}: no line has the headings {missing} (and source, if you like)"])


def _lines(
    grid: Grid, top: int, columns: Mapping[str, int]
) -> Iterator[tuple[int, dict[str, str]]]:
    for index in range(top + 1, len(grid.rows)):
        row = grid.rows[index]
        cells = {
            column: row[place].strip() if place < len(row) else ""
            for column, place in columns.items()
        }
        if any(cells.values()):
            yield grid.numbers[index], cells


def _comma_is_decimal(units: Iterable[str]) -> bool:
    """Whether a table writes 4,2259; told from all its rates, as 17,543 alone may be either."""
    written = list(units)
    return not any("." in text for text in written) and any(map(_DECIMALS.search, written))


def _rate(cells: Mapping[str, str], month: str, source: str, *, comma: bool) -> PublishedRate:
    units = cells["units_per_eur"]
    if comma:
        units = units.replace(",", ".", 1)
    return PublishedRate.model_validate(
        {
            "month": _month(cells["month"]) if "month" in cells else month,
            "currency": visible(cells["currency"]),
            "units_per_eur": visible(units),
            "source": visible(cells.get("source") or source),
        }
    )


def _month(text: str) -> str:
    found = _MONTH.fullmatch(text)
    if found is None:
        return visible(text)
    return f"{found[1] or found[4]}-{found[2] or found[3]}"


def _is_inverted(rate: PublishedRate, shipped: RateTable) -> bool:
    """Whether a rate says how many euros a unit is worth."""
    known = shipped.rate(rate.month, rate.currency)
    units = Decimal(rate.units_per_eur)
    return known is not None and not _near(units, known) and _near(1 / units, known)


def _far(rate: PublishedRate, shipped: RateTable) -> str:
    """That a rate lies far from the one that is there, "" where it does not."""
    known = shipped.rate(rate.month, rate.currency)
    if known is None or _near(Decimal(rate.units_per_eur), known):
        return ""
    return (
        f"{rate.currency} of {rate.month} is {rate.units_per_eur}; {known.units_per_eur} follows "
        "from the quotations of the European Central Bank"
    )


def _near(units: Decimal, known: Rate) -> bool:
    return abs(units - known.units_per_eur) <= known.units_per_eur * _NEAR
