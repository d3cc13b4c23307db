"""Kinds of findings about cells and rows of an extract (the extract contract, product §4).

``{heading}`` is the column's heading as the partner wrote it, ``{column}`` its contract name.
"""

from __future__ import annotations

from schemas.findings import Kind, Severity
from schemas.words import N_

_CORRECT = N_("Correct the cell and send the file again; the row waits until then.")

KINDS = (
    # Cells that cannot be read
    Kind(
        "CELL-01-ERROR",
        Severity.REJECT,
        "item",
        N_("Row {row}, {heading}: the cell holds the spreadsheet's error {found}."),
        N_("Repair the formula or write the value, and send the file again."),
    ),
    Kind(
        "CELL-01-NUMBER",
        Severity.REJECT,
        "item",
        N_(
            "Row {row}, {heading}: {found} is not a number as this column writes them ({expected})."
        ),
        _CORRECT,
    ),
    Kind(
        "CELL-01-STYLE",
        Severity.REJECT,
        "item",
        N_(
            "Row {row}, {heading}: {found} can be read in two ways ({expected}), and no"
            " other cell tells which."
        ),
        N_("Write the amounts of the column with their decimals."),
    ),
    Kind(
        "CELL-01-DECIMALS",
        Severity.REJECT,
        "item",
        N_(
            "Row {row}, {heading}: {found} has more than {expected} decimals; it is not"
            " rounded in silence."
        ),
        N_("Round the value in your file, or correct it, and send the file again."),
    ),
    Kind(
        "CELL-01-NEGATIVE",
        Severity.REJECT,
        "item",
        N_("Row {row}, {heading}: {found} is below zero, which has no meaning in this column."),
        _CORRECT,
    ),
    Kind(
        "CELL-01-LIMIT",
        Severity.REJECT,
        "item",
        N_("Row {row}, {heading}: {found} is larger than any amount of such a project."),
        _CORRECT,
    ),
    Kind(
        "CELL-01-CURRENCY",
        Severity.REJECT,
        "item",
        N_(
            "Row {row}, {heading}: the amount is stated in {found}, but the row's currency"
            " is {expected}."
        ),
        N_("State amount and currency of the row in the same currency."),
    ),
    Kind(
        "CELL-01-RATIO",
        Severity.REJECT,
        "item",
        N_(
            "Row {row}, {heading}: {found} is not a share from 0 to 1, nor a percentage with"
            " its sign."
        ),
        N_('Write "0.5" or "50 %" all the way down the column.'),
    ),
    Kind(
        "CELL-01-COUNT",
        Severity.REJECT,
        "item",
        N_("Row {row}, {heading}: {found} is not a whole number."),
        _CORRECT,
    ),
    Kind(
        "CELL-01-DATE",
        Severity.REJECT,
        "item",
        N_("Row {row}, {heading}: {found} is not a day as this column writes them ({expected})."),
        N_("Write day, month and year with four digits, the same way all down the column."),
    ),
    Kind(
        "CELL-01-ORDER",
        Severity.REJECT,
        "item",
        N_(
            "Row {row}, {heading}: in {found} it is not certain which number is the day and"
            " which the month."
        ),
        N_("Write the days of the column as 2017-03-31 or 31.03.2017."),
    ),
    Kind(
        "CELL-01-YEAR",
        Severity.REJECT,
        "item",
        N_("Row {row}, {heading}: the year of {found} lies outside {expected}."),
        _CORRECT,
    ),
    Kind(
        "CELL-01-FLAG",
        Severity.REJECT,
        "item",
        N_("Row {row}, {heading}: {found} is neither yes nor no."),
        N_('Write "yes" or "no", or leave the cell empty.'),
    ),
    Kind(
        "CELL-02",
        Severity.REJECT,
        "item",
        N_("Row {row}: {heading} is empty, but every row needs it."),
        N_("Fill in the cell and send the file again; the row waits until then."),
    ),
    Kind(
        "CELL-03",
        Severity.REJECT,
        "item",
        N_("Row {row}, {heading}: {found} is not known; expected one of {expected}."),
        N_("Write one of these words, or have your own remembered: eurocent map FILE."),
    ),
    Kind(
        "CELL-03-CURRENCY",
        Severity.REJECT,
        "item",
        N_(
            "Row {row}, {heading}: {found} is not the code of a currency (ISO 4217), such as"
            " {expected}."
        ),
        N_("Write the three letters of the currency."),
    ),
    Kind(
        "CELL-03-NEAR",
        Severity.REJECT,
        "item",
        N_("Row {row}, {heading}: {found} is not known; the nearest word is {expected}."),
        N_(
            "Write {expected}, or have your own word remembered: eurocent map FILE --value"
            ' {column}:"{found}"={expected}'
        ),
    ),
    Kind(
        "CELL-03-COUNTRY",
        Severity.REJECT,
        "item",
        N_(
            "Row {row}, {heading}: {found} is not the code or name of a country (ISO 3166);"
            " expected a word such as {expected}."
        ),
        N_("Write the two letters of the country, or its name in one of the languages."),
    ),
    Kind(
        "CELL-03-PLACE",
        Severity.WARN,
        "item",
        N_(
            "Row {row}, {heading}: {found} is not the code or name of one country (ISO 3166), such"
            " as {expected}; it was left out."
        ),
        N_("Write the two letters of the country, or leave the cell empty."),
    ),
    Kind(
        "CELL-04",
        Severity.REJECT,
        "item",
        N_("Row {row}: {heading} holds a formula without a stored result."),
        N_(
            "Open the workbook in your spreadsheet program, save it, and send it again; or"
            " write the value."
        ),
    ),
    Kind(
        "CELL-05",
        Severity.WARN,
        "table",
        N_(
            "{file}: {heading} holds formulas ({count}), the first in row {row}; stored"
            " results such as {found} were used."
        ),
        N_("Check that the results are up to date."),
    ),
    Kind(
        "CELL-06-NUTS",
        Severity.WARN,
        "item",
        N_("Row {row}, {heading}: the region {found} does not lie in the country {expected}."),
        N_("Correct the region (NUTS codes begin with the country) or the country."),
    ),
    # Rows
    Kind(
        "ROW-01",
        Severity.REJECT,
        "item",
        N_("Row {row}: the number {item} already stands in row {first} of {other}."),
        N_("Give every row of the submission its own number."),
    ),
    Kind(
        "ROW-02",
        Severity.REJECT,
        "item",
        N_("Row {row} names {column} {found}, but the file was handed in for {expected}."),
        N_("Remove the row, or have the right partner report it."),
    ),
    Kind(
        "ROW-03",
        Severity.INFO,
        "item",
        N_("Row {row} looks like a total ({found}) and was not read as an item."),
        N_("Nothing to do, if it is one; else give it an item number."),
    ),
    Kind(
        "ROW-04",
        Severity.REJECT,
        "item",
        N_("Row {row} has {found} cells where the heading has {expected}."),
        N_("Check for a delimiter inside a text, or for a shifted row."),
    ),
    Kind(
        "ROW-06",
        Severity.INFO,
        "item",
        N_("Row {row} repeats the headings and was not read as an item."),
        N_("Nothing to do."),
    ),
    Kind(
        "ROW-07",
        Severity.INFO,
        "item",
        N_("Row {row} looks like a note ({found}) and was not read as an item."),
        N_("Nothing to do, if it is one; else give it an item number and an amount."),
    ),
    Kind(
        "ROW-08",
        Severity.WARN,
        "table",
        N_("{file}: {found} more cells or rows down to row {row} have the same fault ({code})."),
        N_("Correct those that are named, and the others in the same way."),
    ),
)
