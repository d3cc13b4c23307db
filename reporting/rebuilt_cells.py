"""Single cells of a workbook built anew: written such that they are read again as what they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from schemas.pages import Page

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
_FIRST_YEAR = 1900
"""Workbooks know no day before it; such a day stays text."""
_LONGEST = 32_767


class Styles:
    """Formats of a workbook, each made once; days are written in the reader's form."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.day = "yyyy-mm-dd" if language == "en" else "dd.mm.yyyy"

    def __call__(self, **properties: Any) -> Format | None:
        """The format with these properties; none without any."""
        if not properties:
            return None
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]


def first_column(page: Page, number: int) -> int:
    """Index of the column in which a row begins.

    A row of a CSV file whose cells do not stand under their headings begins to the right of them.
    """
    return page.width if number in page.aside else 0


class CellWriter:
    """Writes the cells of one page, wherever they are to stand."""

    def __init__(self, sheet: Worksheet, page: Page, styles: Styles) -> None:
        self._sheet = sheet
        self._page = page
        self._styles = styles

    def write(self, place: tuple[int, int], position: int, index: int, fill: str = "") -> None:
        """Write one cell.

        Args:
            place: row and column to write to, from 0.
            position: of the record in the page.
            index: of the cell in the record.
            fill: colour of a marked cell.
        """
        page = self._page
        text, number = page.rows[position][index], page.numbers[position]
        look: dict[str, Any] = {"bg_color": f"#{fill}"} if fill else {}
        if number == page.heading:
            look["bold"] = True
        meaning = None
        if number not in page.aside:
            meaning = page.values.get(index, {}).get(number)
        if isinstance(meaning, date):
            # A day has no zone, nor has a cell.
            self._write_day(place, datetime(meaning.year, meaning.month, meaning.day), look)  # noqa: DTZ001
        elif meaning is not None:
            form = "#,##0.00" if (meaning * 100).denominator == 1 else "General"
            self._sheet.write_number(*place, float(meaning), self._styles(num_format=form, **look))
        elif page.kinds:
            self._write_kind(place, page.kinds[position][index].lower(), text, look)
        else:
            if index in page.words and number != page.heading:
                look["num_format"] = "@"
            self._write_text(place, text, look)

    def _write_kind(
        self, place: tuple[int, int], kind: str, text: str, look: dict[str, Any]
    ) -> None:
        if kind == "n":
            self._sheet.write_number(*place, float(text), self._styles(**look))
        elif kind == "d" and int(text[:4]) >= _FIRST_YEAR:
            self._write_day(place, datetime.fromisoformat(text), look)
        elif kind in "ef":
            # An error stays one, and a formula without a result becomes one: both have no value.
            error = text if text in _ERRORS else "#N/A"
            self._sheet.write_formula(*place, f"={error}", self._styles(**look), error)
        else:
            self._write_text(place, text, look)

    def _write_day(self, place: tuple[int, int], moment: datetime, look: dict[str, Any]) -> None:
        form = self._styles.day if moment.time() == moment.min.time() else "yyyy-mm-dd hh:mm:ss"
        self._sheet.write_datetime(*place, moment, self._styles(num_format=form, **look))

    def _write_text(self, place: tuple[int, int], text: str, look: dict[str, Any]) -> None:
        if text:
            self._sheet.write_string(*place, text[:_LONGEST], self._styles(**look))
        elif look:
            self._sheet.write_blank(*place, None, self._styles(**look))
