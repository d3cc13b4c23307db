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
        self._formats: dict[tuple[str, str, bool], Format | None] = {}

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
        kind = page.kinds[position][index].lower() if page.kinds else ""
        if not text and kind not in ("e", "f"):
            if fill:
                self._sheet.write_blank(*place, None, self._format(fill=fill))
            return
        meaning = None
        if index in page.values and number not in page.aside:
            meaning = page.values[index].get(number)
        bold = number == page.heading
        if isinstance(meaning, date):
            # A day has no zone, nor has a cell.
            self._write_day(place, datetime(meaning.year, meaning.month, meaning.day), fill)  # noqa: DTZ001
        elif meaning is not None:
            form = "#,##0.00" if (meaning * 100).denominator == 1 else "General"
            self._sheet.write_number(*place, float(meaning), self._format(form, fill=fill))
        elif kind:
            self._write_kind(place, kind, text, fill, bold=bold)
        else:
            form = "@" if index in page.words and not bold else ""
            self._write_text(place, text, self._format(form, fill=fill, bold=bold))

    def _write_kind(
        self, place: tuple[int, int], kind: str, text: str, fill: str, *, bold: bool
    ) -> None:
        plain = self._format(fill=fill, bold=bold)
        if kind == "n":
            self._sheet.write_number(*place, float(text), plain)
        elif kind == "d" and int(text[:4]) >= _FIRST_YEAR:
            self._write_day(place, datetime.fromisoformat(text), fill)
        elif kind in ("e", "f"):
            # An error stays one, and a formula without a result becomes one: both have no value.
            error = text if text in _ERRORS else "#N/A"
            self._sheet.write_formula(*place, f"={error}", plain, error)
        else:
            self._write_text(place, text, plain)

    def _write_day(self, place: tuple[int, int], moment: datetime, fill: str) -> None:
        form = self._styles.day if moment.time() == moment.min.time() else "yyyy-mm-dd hh:mm:ss"
        self._sheet.write_datetime(*place, moment, self._format(form, fill=fill))

    def _write_text(self, place: tuple[int, int], text: str, form: Format | None) -> None:
        self._sheet.write_string(*place, text[:_LONGEST], form)

    def _format(self, form: str = "", *, fill: str = "", bold: bool = False) -> Format | None:
        key = (form, fill, bold)
        if key not in self._formats:
            look: dict[str, Any] = {"num_format": form} if form else {}
            look |= {"bg_color": f"#{fill}"} if fill else {}
            look |= {"bold": True} if bold else {}
            self._formats[key] = self._styles(**look)
        return self._formats[key]
