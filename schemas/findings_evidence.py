"""Kinds of findings about files of evidence: what was kept, what is missing, what is there twice.

None of them takes money, and none holds a claim up: what a paper proves, a controller reads.
"""

from __future__ import annotations

from schemas.findings import Kind, Severity
from schemas.words import N_

_SCAN_AGAIN = N_("Save or scan it as PDF, JPEG, PNG, TIFF, HEIC or WebP and hand that in.")

KINDS: tuple[Kind, ...] = (
    # Files that are not kept
    Kind(
        "EVI-01",
        Severity.WARN,
        "file",
        N_("{file} was not kept: its content is neither a PDF nor a picture ({found})."),
        _SCAN_AGAIN,
    ),
    Kind(
        "EVI-01-SIZE",
        Severity.WARN,
        "file",
        N_("{file} was not kept: it is larger than {expected} MB."),
        N_("Scan it in black and white or with 200 dots an inch, or hand its pages in one by one."),
    ),
    Kind(
        "EVI-01-MOST",
        Severity.WARN,
        "file",
        N_("{file} and the files after it were not kept; a report takes {expected} of evidence."),
        N_("Scan with 200 dots an inch; hand in what the rows of this period refer to."),
    ),
    Kind(
        "EVI-01-LINK",
        Severity.WARN,
        "file",
        N_("{file} was not kept: it is a link, a folder or a device, not a file."),
        N_("Put the file itself there."),
    ),
    # What a reader should know about files that are kept
    Kind(
        "EVI-02-ENCRYPTED",
        Severity.INFO,
        "file",
        N_("{file} is kept; it is protected, and may ask its reader for a password."),
        N_("Make sure that it opens without a password; otherwise save it without one."),
    ),
    Kind(
        "EVI-02-ACTIVE",
        Severity.WARN,
        "file",
        N_("{file} is kept, but marked: it would run a program when it is opened."),
        N_('Print it into a new PDF ("Print to PDF") and hand that in instead.'),
    ),
    Kind(
        "EVI-02-ATTACHED",
        Severity.INFO,
        "file",
        N_("{file} is kept; further files are inside it, as in an electronic invoice."),
        N_("Nothing to do; what is inside is not opened here."),
    ),
    Kind(
        "EVI-02-INCOMPLETE",
        Severity.WARN,
        "file",
        N_("{file} is kept, but its end is missing."),
        N_("Open it, and hand it in once more if it does not show every page."),
    ),
    # Rows and their evidence
    Kind(
        "EVI-03",
        Severity.WARN,
        "item",
        N_("Row {row}: {found} is not among the evidence (rows: {count})."),
        N_("Hand the file in under this name, or say in a list which file it is."),
        rule="R-DOC-01",
    ),
    Kind(
        "EVI-03-NONE",
        Severity.WARN,
        "item",
        N_("Row {row}: no evidence is named or found (rows of this kind: {count})."),
        N_("Write the name of the file into evidence_ref, or name the file as the item."),
        rule="R-DOC-01",
    ),
    Kind(
        "EVI-03-ACTIVITY",
        Severity.WARN,
        "table",
        N_("Row {row}: {found} of activity {activity} is not among the evidence."),
        N_("Hand the file in under this name, or say in a list which file it is."),
        rule="R-PAR-01",
    ),
    Kind(
        "EVI-04",
        Severity.INFO,
        "file",
        N_("{file} is kept, but no row refers to it."),
        N_("Name it as the row's evidence_ref or item number, or leave it out."),
    ),
    Kind(
        "EVI-04-AMBIGUOUS",
        Severity.WARN,
        "file",
        N_("{file} is kept, but its name fits rows of different invoices: {found}."),
        N_("Name it in evidence_ref of the row, or say in a list which item it belongs to."),
    ),
    Kind(
        "EVI-04-LIST",
        Severity.WARN,
        "file",
        N_("The list gives {file} to {found}, which is neither an item nor a reference."),
        N_("Correct the list: the item's number, or its evidence_ref as it stands in the extract."),
    ),
    # The same paper twice
    Kind(
        "EVI-05",
        Severity.WARN,
        "item",
        N_("Row {row}: the very same file proves another invoice too, item {other}."),
        N_("Hand in the right scan for each, or withdraw the item that is there twice."),
        rule="R-DUP-02",
    ),
    Kind(
        "EVI-05-EARLIER",
        Severity.WARN,
        "item",
        N_("Row {row}: the very same file proved item {other} of period {period}."),
        N_("Make sure that the cost is not charged twice; say in the comment why it is not."),
        rule="R-DUP-02",
    ),
    Kind(
        "EVI-05-OTHER",
        Severity.WARN,
        "item",
        N_("Row {row}: the very same file was handed in as evidence by another partner."),
        N_("Make sure that the cost is charged once; a shared invoice needs its share stated."),
        rule="R-DUP-02",
    ),
    Kind(
        "EVI-05-LEAD",
        Severity.WARN,
        "project",
        N_("One file of evidence stands for {first} and for {second}."),
        N_("Ask both partners whether they share the invoice."),
        rule="R-DUP-02",
    ),
    # Lists that say which file is what
    Kind(
        "EVI-06",
        Severity.WARN,
        "file",
        N_("{file} is no list of evidence: it has no columns file and evidence_ref or item_id."),
        N_("Head its columns file, evidence_ref and item_id; one line for each file."),
    ),
    Kind(
        "EVI-06-FILE",
        Severity.WARN,
        "file",
        N_("{file}, row {row}: there is no evidence called {found}."),
        N_("Correct the name of the file, or hand it in."),
    ),
)
