"""Kinds of findings about staff and simplified cost options (funding-rules §8)."""

from __future__ import annotations

from schemas.findings import Kind, Severity
from schemas.words import N_

KINDS: tuple[Kind, ...] = (
    # Persons of the project file
    Kind(
        "STF-REF",
        Severity.WARN,
        "item",
        N_("Row {row}: the project file knows no person {found}; no limit of staff was checked."),
        N_("Correct the reference, or ask the lead partner to add the person to the project file."),
    ),
    Kind(
        "STF-YEAR",
        Severity.WARN,
        "item",
        N_(
            "Row {row}: the project file says nothing of {found} for the year {expected}; no limit "
            "of staff was checked."
        ),
        N_("Correct the date, or ask the lead partner to add the year to the project file."),
        rule="R-STF-01",
    ),
    Kind(
        "STF-COST",
        Severity.WARN,
        "item",
        N_("Row {row}: the project file states no annual cost of {found}; no limit was checked."),
        N_("Ask the lead partner to add the annual cost to the project file."),
        rule="R-STF-01",
    ),
    Kind(
        "STF-HOURS",
        Severity.WARN,
        "item",
        N_("Row {row}: without hours the hourly rate of {found} could not be checked."),
        N_("Add the hours that the time sheet shows."),
        rule="R-STF-01",
    ),
    # What a person may cost
    Kind(
        "STF-01",
        Severity.CUT,
        "item",
        N_("Row {row}: {found} declared; at the allowed hourly rate of {rate}, {expected} counts."),
        N_("Charge the hours at the annual cost divided by the hours of a working year."),
        rule="R-STF-01",
    ),
    Kind(
        "STF-02",
        Severity.CUT,
        "item",
        N_(
            "Row {row}: {found} hours of {person}, of which {expected} are within the {limit} "
            "hours of {year}."
        ),
        N_("Nothing to do if the hours are right; those above the year's are not eligible."),
        rule="R-STF-02",
    ),
    Kind(
        "STF-03",
        Severity.REJECT,
        "item",
        N_(
            "Row {row}: no time sheet is named; flexible hours of part-time work need one that "
            "covers all of the working time."
        ),
        N_("State where the time sheet is kept."),
        rule="R-STF-03",
    ),
    Kind(
        "STF-04",
        Severity.CUT,
        "item",
        N_(
            "Row {row}: {found} declared for {person} in {month}; the fixed share of {share} "
            "leaves {expected}."
        ),
        N_("Charge each month a twelfth of the annual cost times the share that was agreed."),
        rule="R-STF-04",
    ),
    Kind(
        "STF-04-CHANGED",
        Severity.WARN,
        "item",
        N_("Row {row}: the fixed share of {found} changes within the reporting period."),
        N_("A fixed share stays the same over the period; check the employer's document."),
        rule="R-STF-04",
    ),
    # Time charged once
    Kind(
        "DUP-03",
        Severity.CUT,
        "item",
        N_(
            "Row {row}: {found} hours of {person} in {month}, of which {expected} are within the "
            "{limit} hours of a month."
        ),
        N_("Check the hours; if two persons bear this reference, give each its own."),
        rule="R-DUP-03",
    ),
    Kind(
        "DUP-03-SHARE",
        Severity.CUT,
        "item",
        N_(
            "Row {row}: {found} of the time of {person} in {month}, of which {expected} is within "
            "the whole of it."
        ),
        N_("Check the shares; if two persons bear this reference, give each its own."),
        rule="R-DUP-03",
    ),
    Kind(
        "DUP-03-SPAN",
        Severity.INFO,
        "item",
        N_(
            "Row {row}: {found} hours are more than the {expected} of a month; the row was not "
            "compared with others of its month."
        ),
        N_("Nothing to do; a row for every month lets hours be compared."),
        rule="R-DUP-03",
    ),
)
