"""Kinds of findings about files, sheets and headings (the extract contract, product §4).

A code with a third part is a variant of the code before it, with its own sentence and remedy:
``FILE-01-PASSWORD`` is a file that cannot be read (``FILE-01``) because of a password.
"""

from __future__ import annotations

from schemas.findings import Kind, Severity
from schemas.findings_cells import KINDS as CELL_KINDS
from schemas.findings_mapping import KINDS as MAPPING_KINDS
from schemas.words import N_

_SAVE_AGAIN = N_("Save it again as a plain XLSX workbook or CSV file and send it once more.")

KINDS = (
    # Files that cannot be read
    Kind(
        "FILE-01",
        Severity.BLOCKING,
        "file",
        N_("{file} cannot be opened: it is damaged or not complete."),
        _SAVE_AGAIN,
    ),
    Kind(
        "FILE-01-PASSWORD",
        Severity.BLOCKING,
        "file",
        N_("{file} is protected by a password."),
        N_("Save it without a password and send it once more."),
    ),
    Kind(
        "FILE-01-MACRO",
        Severity.BLOCKING,
        "file",
        N_("{file} contains macros, which are never opened here."),
        N_("Save it as a plain XLSX workbook without macros and send it once more."),
    ),
    Kind(
        "FILE-01-CONTENT",
        Severity.BLOCKING,
        "file",
        N_("{file} is no table that can be read here: its content is {found}."),
        _SAVE_AGAIN,
    ),
    Kind(
        "FILE-01-NAME",
        Severity.BLOCKING,
        "file",
        N_("{file} is named like {expected}, but its content is {found}."),
        N_("Save it again from your spreadsheet program, so that name and content agree."),
    ),
    Kind(
        "FILE-01-SIZE",
        Severity.BLOCKING,
        "file",
        N_("{file} is larger than {expected} MB, the most that is opened here."),
        N_("Send the rows of this period only, in several files if need be."),
    ),
    Kind(
        "FILE-01-BOMB",
        Severity.BLOCKING,
        "file",
        N_("{file} needs far more memory or time to open than an extract does."),
        N_("Copy the rows into a new workbook, or save the sheet as CSV, and send that."),
    ),
    Kind(
        "FILE-01-DOCTYPE",
        Severity.BLOCKING,
        "file",
        N_("{file} contains a document type declaration, which no spreadsheet program writes."),
        _SAVE_AGAIN,
    ),
    Kind(
        "FILE-01-ENCODING",
        Severity.BLOCKING,
        "file",
        N_("The letters of {file} cannot be recognised with certainty."),
        N_('Save it as "CSV UTF-8" or as an XLSX workbook and send it once more.'),
    ),
    Kind(
        "FILE-01-LETTERS",
        Severity.BLOCKING,
        "file",
        N_("{file}, line {row}: letters were lost when the file was saved: {found}."),
        N_('Save it from the original as "CSV UTF-8" or as an XLSX workbook and send that.'),
    ),
    Kind(
        "FILE-01-QUOTE",
        Severity.BLOCKING,
        "file",
        N_("{file}, line {row}: a quotation mark at the start of a cell is not closed at its end."),
        N_("Write quotation marks inside a text twice, or take them out."),
    ),
    Kind(
        "FILE-01-CELL",
        Severity.BLOCKING,
        "file",
        N_("{file}, line {row}: a cell is longer than any text of an extract."),
        N_("Shorten the text; look for a delimiter or quotation mark that is missing before it."),
    ),
    Kind(
        "FILE-01-HEADINGS",
        Severity.BLOCKING,
        "file",
        N_("{file}: none of the first {expected} rows holds the headings of an extract."),
        N_(
            "Write the headings of the template into one row above your rows, or settle once which"
            " of your columns is which: eurocent map FILE."
        ),
    ),
    Kind(
        "FILE-01-SHEETS",
        Severity.BLOCKING,
        "file",
        N_("{file}: several sheets hold the same kind of rows: {found}."),
        N_('Put the rows on one sheet named "{expected}".'),
    ),
    Kind(
        "FILE-01-TABLES",
        Severity.BLOCKING,
        "file",
        N_("{file}: a second table of the same kind, with other headings, begins in row {row}."),
        N_('Put all rows under one row of headings, on one sheet named "{expected}".'),
    ),
    Kind(
        "FILE-01-ROWS",
        Severity.BLOCKING,
        "file",
        N_("{file} holds more than {expected} rows, the most that are read at once."),
        N_("Send the rows of this period only, in several files if need be."),
    ),
    Kind(
        "FILE-01-LINK",
        Severity.BLOCKING,
        "file",
        N_("{file} is a link, a folder or a device, not a file."),
        N_("Put the file itself there."),
    ),
    # Files and sheets with nothing to read, or in the wrong place
    Kind(
        "FILE-02",
        Severity.BLOCKING,
        "file",
        N_("{file} is empty."),
        N_("Send the extract with its headings and rows; nothing to declare is a nil report."),
    ),
    Kind(
        "FILE-03",
        Severity.BLOCKING,
        "file",
        N_("{file} has headings but no rows."),
        N_("Nothing to declare? Then send a nil report (--nil)."),
    ),
    Kind(
        "FILE-04",
        Severity.BLOCKING,
        "file",
        N_("{file} says {column} {found}, but was handed in for {expected}."),
        N_("Put it where it belongs, or correct the column in the file."),
    ),
    Kind(
        "FILE-04-TEMPLATE",
        Severity.BLOCKING,
        "file",
        N_("{file} is the template of {column} {found}, but was handed in for {expected}."),
        N_("Copy the rows into the template of {expected}, or hand the file in where it belongs."),
    ),
    Kind(
        "FILE-05",
        Severity.BLOCKING,
        "file",
        N_("The folder {found} belongs to no partner of this project."),
        N_("Name the folder as one of: {expected}."),
    ),
    Kind(
        "FILE-06",
        Severity.WARN,
        "file",
        N_("{file} was left aside: its name does not end like that of an extract."),
        N_("Extracts are CSV, XLSX, XLS or ODS files; evidence is handed in beside them."),
    ),
    Kind(
        "FILE-06-LINK",
        Severity.WARN,
        "file",
        N_("{file} was left aside: it is a link, a folder or a device, not a file."),
        N_("Put the file itself into the partner's folder."),
    ),
    Kind(
        "FILE-06-PLACE",
        Severity.WARN,
        "file",
        N_("{file} was left aside: it lies outside the partners' folders."),
        N_("Move it into the folder of its partner: {expected}."),
    ),
    Kind(
        "FILE-07",
        Severity.INFO,
        "file",
        N_(
            "The sheet {sheet} of {file} is none of Costs, Activities, Participants and was not"
            " used."
        ),
        N_("Rename the sheet if its rows belong to the report."),
    ),
    Kind(
        "FILE-10",
        Severity.INFO,
        "file",
        N_("{file} is a template of an older version ({found}); the newest is {expected}."),
        N_("Nothing to do; take a new template for the next period."),
    ),
    Kind(
        "FILE-11",
        Severity.INFO,
        "file",
        N_("{file}: planned activities to which nothing was added were left out: {found}."),
        N_("Nothing to do; if one belongs to this report, say where it stands."),
    ),
    # Workbooks that show less than they hold
    Kind(
        "FILE-08-SHEET",
        Severity.WARN,
        "file",
        N_("{file}: the sheet {sheet} is hidden; its rows were read all the same."),
        N_("Show the sheet and check its rows, or delete it."),
    ),
    Kind(
        "FILE-08-ROWS",
        Severity.WARN,
        "file",
        N_("{file}, sheet {sheet}: hidden rows were read all the same: {found}."),
        N_("Show the rows (clear filters) and check them, or delete them."),
    ),
    Kind(
        "FILE-08-COLUMNS",
        Severity.WARN,
        "file",
        N_("{file}, sheet {sheet}: hidden columns were read all the same: {found}."),
        N_("Show the columns and check them, or delete them."),
    ),
    Kind(
        "FILE-08-MERGED",
        Severity.WARN,
        "file",
        N_(
            "{file}, sheet {sheet}: merged cells count for their first row and column only:"
            " {found}."
        ),
        N_("Take the merging back and write the value into every row that it is meant for."),
    ),
    Kind(
        "FILE-08-XLS",
        Severity.WARN,
        "file",
        N_("{file} is an old XLS workbook: hidden cells and formulas cannot be told from others."),
        N_("Check the values, or save the workbook as XLSX."),
    ),
    # Headings
    Kind(
        "COL-01",
        Severity.BLOCKING,
        "table",
        N_("{file}: the column {column} is missing."),
        N_(
            "Add it with the heading {expected}, write that heading over the column you use, or"
            " settle once which of your columns it is: eurocent map FILE."
        ),
    ),
    Kind(
        "COL-02",
        Severity.INFO,
        "table",
        N_("{file}: the column {found} is not one of the contract's and was not used."),
        N_(
            "Nothing to do, unless it should have been recognised: then use the heading of the"
            " template."
        ),
    ),
    Kind(
        "COL-02-UNNAMED",
        Severity.INFO,
        "table",
        N_("{file}: the column {column} has cells but no heading and was not used."),
        N_("Write a heading over it if it belongs to the report."),
    ),
    Kind(
        "COL-03",
        Severity.BLOCKING,
        "table",
        N_("{file}: two columns are headed {found} and both mean {column}."),
        N_("Keep one of them."),
    ),
    Kind(
        "COL-04",
        Severity.BLOCKING,
        "table",
        N_("{file}: the column {found} holds personal data that must not be collected here."),
        N_("Delete the column and send the file again; nothing of it was stored."),
        rule="R-PAR-02",
    ),
    Kind(
        "COL-04-SHEET",
        Severity.BLOCKING,
        "file",
        N_(
            "{file}, sheet {sheet}: the column {found} holds personal data that must not be"
            " collected here, though the sheet is not used."
        ),
        N_("Delete the sheet or the column and send the file again; nothing of it was stored."),
        rule="R-PAR-02",
    ),
    Kind(
        "COL-05",
        Severity.BLOCKING,
        "table",
        N_(
            "{file}: the heading {found} holds letters that only look like those of"
            " {expected}: {letters}."
        ),
        N_("Type the heading anew on your keyboard."),
    ),
    *CELL_KINDS,
    *MAPPING_KINDS,
)
