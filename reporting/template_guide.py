"""The first sheet of a template: for whom it is, how it works, the budget, and what to write where.

The worked example stands here, column by column, and not among the rows to be sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from reporting.rebuilt_cells import Styles
from reporting.template_content import TemplateColumn, TemplateContent
from schemas.words import N_

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_BLUE, _INK, _MUTED, _LINE = "#003399", "#1b1f27", "#5d6675", "#d5dae2"
_WIDTHS = (30, 17, 17, 17, 40)
_A4 = 9
_LETTERS_IN_A_LINE = 80
_LETTERS_IN_A_CELL = 17
_LETTERS_IN_A_NOTE = 42

_STEPS = (
    N_("1. Fill in one row for each item on the sheet {costs}. Blue columns with * are needed."),
    N_("2. Say on the sheet {activities} where each activity stands at the end of the period."),
    N_("3. If you held events, list who came on the sheet {participants}, one row for each."),
    N_("4. Leave sheets and columns that you do not need empty; you may change their order."),
    N_("5. Save the workbook as XLSX and hand it in. Nothing to declare? Then send a nil report."),
)


def write_guide(sheet: Worksheet, content: TemplateContent, styles: Styles) -> None:
    """Write the sheet."""
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    guide = _Guide(sheet, content, styles)
    guide.write_top()
    guide.write_steps()
    guide.write_budget()
    guide.write_columns()
    sheet.hide_gridlines(2)
    sheet.set_tab_color(_BLUE)
    sheet.protect("")
    sheet.set_portrait()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


class _Guide:
    def __init__(self, sheet: Worksheet, content: TemplateContent, styles: Styles) -> None:
        self._sheet = sheet
        self._content = content
        self._words = content.words
        self._styles = styles
        self._row = 0

    def write_top(self) -> None:
        """Project, partner, period, and the mark by which the workbook is known again."""
        content, words = self._content, self._words
        title = words.sentence(
            N_("{project}, period {period}: extract of {partner}"),
            {
                "project": content.project,
                "period": content.mark.period,
                "partner": content.partner,
            },
        )
        about = words.sentence(
            N_("{start} to {end}; to be handed in by {deadline}; your currency is {currency}."),
            {
                "start": content.span[0],
                "end": content.span[1],
                "deadline": content.deadline,
                "currency": content.currency,
            },
        )
        self._line(title, bold=True, font_size=15)
        self._line(about, font_color=_MUTED)
        mark = self._styles(font_size=8, font_color=_MUTED)
        self._sheet.write_string(self._row, 0, str(content.mark), mark)
        self._row += 2

    def write_steps(self) -> None:
        """How it works, in five lines."""
        self._line(self._words(N_("How it works")), bold=True, font_size=12, font_color=_BLUE)
        titles: dict[str, Any] = {table.name: table.title for table in self._content.tables}
        for step in _STEPS:
            self._line(self._words.sentence(step, titles))
        self._row += 1

    def write_budget(self) -> None:
        """Budget, reported so far and remaining of every cost category."""
        words = self._words
        if not self._content.budget:
            return
        self._line(words(N_("Your budget")), bold=True, font_size=12, font_color=_BLUE)
        self._head(
            words(N_("Cost category")),
            words(N_("Budget, EUR")),
            words(N_("Reported so far, EUR")),
            words(N_("Remaining, EUR")),
            "",
            figures=(1, 2, 3),
        )
        for line in self._content.budget:
            figures = (line.budget, line.reported, line.remaining)
            self._ruled(line.title, *figures, line.flat_rate)
        lines = self._content.budget
        total = [sum(line.budget for line in lines), sum(line.reported for line in lines)]
        self._ruled(words(N_("Total")), *total, total[0] - total[1], "", bold=True)
        self._row += 1

    def write_columns(self) -> None:
        """Every column of every sheet, with an example."""
        words = self._words
        self._line(words(N_("What to write where")), bold=True, font_size=12, font_color=_BLUE)
        for table in self._content.tables:
            self._line(table.title, bold=True)
            self._head(
                words(N_("Column")),
                words(N_("Example")),
                words(N_("What to write")),
                "",
                "",
            )
            for entry in table.columns:
                self._column(entry)
            self._row += 1
        self._line(
            words(N_("The examples stand here only; they are not part of what you hand in.")),
            font_color=_MUTED,
        )

    def _column(self, entry: TemplateColumn) -> None:
        look = self._styles(**_RULED)
        needed = {"bold": True} if entry.column.required else {}
        star = " *" if entry.column.required else ""
        meaning = self._words(entry.column.meaning)
        if entry.column.unit:
            meaning = f"{meaning} ({self._words(entry.column.unit)})"
        example = self._example(entry.example)
        lines = 1 + max(len(meaning) // _LETTERS_IN_A_LINE, len(example) // _LETTERS_IN_A_CELL)
        self._sheet.set_row(self._row, 14 * lines + 3)
        name = self._styles(**_RULED, **needed)
        self._sheet.write_string(self._row, 0, f"{entry.heading}{star}", name)
        muted = self._styles(**{**_RULED, "font_color": _MUTED})
        self._sheet.write_string(self._row, 1, example, muted)
        self._sheet.merge_range(self._row, 2, self._row, 4, meaning, look)
        self._row += 1

    def _example(self, value: str | date | int) -> str:
        if isinstance(value, int):
            return self._words.amount(value)
        return self._words.local(value) if isinstance(value, date) else value

    def _line(self, text: str, **look: Any) -> None:
        style = self._styles(**{"font_size": 10, "font_color": _INK, **look})
        self._sheet.write_string(self._row, 0, text, style)
        self._row += 1

    def _head(self, *heads: str, figures: Sequence[int] = ()) -> None:
        for index, text in enumerate(heads):
            look = {**_RULED, "bold": True, "font_color": _MUTED, "valign": "bottom"}
            if index in figures:
                look["align"] = "right"
            self._sheet.write_string(self._row, index, text, self._styles(**look))
        self._row += 1

    def _ruled(self, *cells: str | int, bold: bool = False) -> None:
        """A line of the budget; whole numbers are amounts in cents."""
        texts = (len(cell) // _LETTERS_IN_A_NOTE for cell in cells if isinstance(cell, str))
        self._sheet.set_row(self._row, 14 * (1 + max(texts)) + 3)
        look = {**_RULED, "bold": True} if bold else _RULED
        for index, cell in enumerate(cells):
            if isinstance(cell, int):
                style = self._styles(**look, num_format="#,##0.00", align="right")
                self._sheet.write_number(self._row, index, cell / 100, style)
            else:
                style = self._styles(**look, indent=int(index == len(cells) - 1))
                self._sheet.write_string(self._row, index, cell, style)
        self._row += 1


_RULED: dict[str, Any] = {
    "font_size": 10,
    "font_color": _INK,
    "text_wrap": True,
    "valign": "top",
    "bottom": 1,
    "bottom_color": _LINE,
}
