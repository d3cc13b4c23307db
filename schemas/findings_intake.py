"""Kinds of findings about files, tables, columns and cells (the extract contract, product §4)."""

from __future__ import annotations

from schemas.findings import Kind, Severity
from schemas.words import N_

KINDS = (
    Kind(
        "FILE-01", Severity.BLOCKING, "file",
        N_("{file} cannot be read: {reason}"),
        N_("Save it again as a plain XLSX workbook or CSV file and send it once more."),
    ),
    Kind(
        "FILE-02", Severity.BLOCKING, "file",
        N_("{file} is empty."),
        N_("Send the extract with its headings and rows; nothing to declare is a nil report."),
    ),
    Kind(
        "FILE-03", Severity.BLOCKING, "file",
        N_("{file} has headings but no rows."),
        N_("Nothing to declare? Then send a nil report (--nil)."),
    ),
    Kind(
        "FILE-04", Severity.BLOCKING, "file",
        N_("{file} says {column} {found}, but was handed in for {expected}."),
        N_("Put it where it belongs, or correct the column in the file."),
    ),
    Kind(
        "FILE-05", Severity.BLOCKING, "file",
        N_("The folder {found} belongs to no partner of this project."),
        N_("Name the folder as one of: {expected}."),
    ),
    Kind(
        "FILE-06", Severity.WARN, "file",
        N_("{file} was left aside: {reason}"),
        N_("Extracts are CSV, XLSX, XLS or ODS files; evidence is handed in beside them."),
    ),
    Kind(
        "FILE-07", Severity.INFO, "file",
        N_("The sheet {sheet} of {file} is none of Costs, Activities, Participants and was not used."),
        N_("Rename the sheet if its rows belong to the report."),
    ),
    Kind(
        "FILE-08", Severity.WARN, "file",
        N_("{file}, sheet {sheet}: {reason}"),
        N_("Look at these cells once more; they were read as they stand in the file."),
    ),
    Kind(
        "COL-01", Severity.BLOCKING, "table",
        N_("{file}: the column {column} is missing."),
        N_("Add it with the heading {expected}, or write that heading over the column you use."),
    ),
    Kind(
        "COL-02", Severity.INFO, "table",
        N_("{file}: the column {found} is not one of the contract's and was kept but not used."),
        N_("Nothing to do, unless it should have been recognised: then use the heading of the template."),
    ),
    Kind(
        "COL-03", Severity.BLOCKING, "table",
        N_("{file}: two columns are headed {found} and both mean {column}."),
        N_("Keep one of them."),
    ),
    Kind(
        "COL-04", Severity.BLOCKING, "table",
        N_("{file}: the column {found} holds personal data that must not be collected here."),
        N_("Delete the column and send the file again; nothing of it was stored."),
        rule="R-PAR-02",
    ),
    Kind(
        "CELL-01", Severity.REJECT, "item",
        N_("Row {row}: {column} cannot be read: found {found}, expected {expected}."),
        N_("Correct the cell and send the file again; the row waits until then."),
    ),
    Kind(
        "CELL-02", Severity.REJECT, "item",
        N_("Row {row}: {column} is empty, but every row needs it."),
        N_("Fill in the cell and send the file again; the row waits until then."),
    ),
    Kind(
        "CELL-03", Severity.REJECT, "item",
        N_("Row {row}: {found} is not a known {column}; expected one of {expected}."),
        N_("Write one of these words."),
    ),
    Kind(
        "CELL-04", Severity.REJECT, "item",
        N_("Row {row}: {column} holds a formula without a stored result."),
        N_("Open the workbook in your spreadsheet program, save it, and send it again; or write the value."),
    ),
    Kind(
        "CELL-05", Severity.WARN, "item",
        N_("Row {row}: {column} is a formula; its stored result {found} was used."),
        N_("Check that the result is up to date."),
    ),
    Kind(
        "ROW-01", Severity.REJECT, "item",
        N_("Row {row}: the item number {item} already stands in {expected}."),
        N_("Give every item of the submission its own number."),
    ),
    Kind(
        "ROW-02", Severity.REJECT, "item",
        N_("Row {row} names {column} {found}, but the file was handed in for {expected}."),
        N_("Remove the row, or have the right partner report it."),
    ),
    Kind(
        "ROW-03", Severity.INFO, "item",
        N_("Row {row} looks like a total ({found}) and was not read as an item."),
        N_("Nothing to do, if it is one; else give it an item number."),
    ),
    Kind(
        "ROW-04", Severity.REJECT, "item",
        N_("Row {row} has {found} cells where the heading has {expected}."),
        N_("Check for a delimiter inside a text, or for a shifted row."),
    ),
)
