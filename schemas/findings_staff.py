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
    # Flat-rate staff
    Kind(
        "STF-05-CONTRACT",
        Severity.REJECT,
        "category",
        N_(
            "{partner}: the staff flat rate does not hold, because contract {found} reaches the "
            "EU threshold."
        ),
        N_("Ask the authority for another way to charge staff; the flat rate is not open to you."),
        rule="R-STF-05",
    ),
    # Overheads
    Kind(
        "OVH-03",
        Severity.CUT,
        "category",
        N_(
            "{partner}: the flat rate for administration follows the accepted direct costs: "
            "{found} becomes {expected}."
        ),
        N_("Nothing to do; it comes back if the rejected items of the base are accepted."),
        rule="R-OVH-03",
    ),
    Kind(
        "OVH-03-REAL",
        Severity.REJECT,
        "item",
        N_("Row {row}: administration is already covered by the flat rate of {expected}."),
        N_("Leave the item out; the flat rate is added by itself."),
        rule="R-OVH-03",
    ),
    Kind(
        "OVH-03-LIMIT",
        Severity.CUT,
        "category",
        N_(
            "{partner}: administration of {found} is above {expected}, the limit of {limit} for "
            "operations approved on {date}."
        ),
        N_("Correct the flat rate, or the date of the agreement, in the project file."),
        rule="R-OVH-03",
    ),
    Kind(
        "OVH-03-UNKNOWN",
        Severity.CUT,
        "category",
        N_(
            "{partner}: administration of {found} is above {expected}; the project file does not "
            "say when the operation was approved, so the stricter limit of {limit} holds."
        ),
        N_("State the date of the agreement in the project file."),
        rule="R-OVH-03",
    ),
    Kind(
        "OVH-04",
        Severity.CUT,
        "category",
        N_(
            "{partner}: indirect costs follow the accepted direct costs without subcontracting: "
            "{found} becomes {expected}."
        ),
        N_("Nothing to do; it comes back if the rejected items of the base are accepted."),
        rule="R-OVH-04",
    ),
    Kind(
        "OVH-04-REAL",
        Severity.REJECT,
        "item",
        N_("Row {row}: indirect costs are already covered by the flat rate of {expected}."),
        N_("Leave the item out; the flat rate is added by itself."),
        rule="R-OVH-04",
    ),
    Kind(
        "OVH-04-LIMIT",
        Severity.CUT,
        "category",
        N_("{partner}: indirect costs of {found} are above the limit of {expected}."),
        N_("They are limited to a part of the accepted direct costs without subcontracting."),
        rule="R-OVH-04",
    ),
    Kind(
        "OVH-04-BACK",
        Severity.INFO,
        "category",
        N_("{partner}: of the indirect costs that were cut before, {found} counts as taken back."),
        N_("Nothing to do; indirect costs that were never accepted are taken back first."),
        rule="R-OVH-04",
    ),
    Kind(
        "BUD-02",
        Severity.CUT,
        "category",
        N_(
            "{partner}, {category}: {found} so far; no transfer raises overheads or a flat rate "
            "above {expected}."
        ),
        N_("Ask for a budget change if the cost is needed; the excess is not eligible now."),
        rule="R-BUD-02",
    ),
    Kind(
        "BUD-02-BACK",
        Severity.INFO,
        "category",
        N_("{partner}: of what was cut above the budget before, {found} counts as taken back."),
        N_("Nothing to do; expenditure that was never accepted is taken back first."),
        rule="R-BUD-02",
    ),
    # Unit costs and lump sums
    Kind(
        "SCO-02-UNKNOWN",
        Severity.REJECT,
        "item",
        N_("Row {row}: the project file knows no unit cost or lump sum {found}."),
        N_("Name one that was approved, or ask the lead partner to add it to the project file."),
        rule="R-SCO-02",
    ),
    Kind(
        "SCO-02-OPEN",
        Severity.WARN,
        "item",
        N_("Row {row}: the project file does not say what was approved for {found}."),
        N_("Ask the lead partner to add the approved price or amount to the project file."),
        rule="R-SCO-02",
    ),
    Kind(
        "SCO-02-UNITS",
        Severity.REJECT,
        "item",
        N_("Row {row}: a unit cost without units is worth nothing."),
        N_("Add the number of units."),
        rule="R-SCO-02",
    ),
    Kind(
        "SCO-02",
        Severity.CUT,
        "item",
        N_(
            "Row {row}: {found} declared; the units at the approved price of {price} come to "
            "{expected}."
        ),
        N_("Declare units times the approved price, or correct the number of units."),
        rule="R-SCO-02",
    ),
    Kind(
        "SCO-02-TWICE",
        Severity.REJECT,
        "item",
        N_("Row {row}: the lump sum {found} was already claimed in full."),
        N_("Leave the item out; a lump sum is paid once."),
        rule="R-SCO-02",
    ),
    Kind(
        "SCO-02-LUMP",
        Severity.CUT,
        "item",
        N_("Row {row}: {found} declared; of the lump sum {lump_sum}, {expected} is left."),
        N_("Declare no more than the approved amount; a lump sum is paid once."),
        rule="R-SCO-02",
    ),
    Kind(
        "SCO-02-PART",
        Severity.WARN,
        "item",
        N_("Row {row}: {found} of the lump sum {lump_sum}, which was approved at {expected}."),
        N_("A lump sum is its approved amount; check whether instalments were agreed."),
        rule="R-SCO-02",
    ),
    Kind(
        "SCO-02-NAME",
        Severity.WARN,
        "item",
        N_("Row {row}: no lump sum is named, so the approved amount could not be checked."),
        N_("Name the lump sum that was approved."),
        rule="R-SCO-02",
    ),
    Kind(
        "SCO-01",
        Severity.WARN,
        "project",
        N_(
            "The operation is small ({found}; simplified costs are required up to {expected}), but "
            "{partners} claim real costs that no flat rate stands on."
        ),
        N_("Use unit costs, lump sums or flat rates, or ask the authority whether you are exempt."),
        rule="R-SCO-01",
    ),
)
