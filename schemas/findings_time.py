"""Kinds of findings about what comes back later: parked items, recoveries, control results."""

from __future__ import annotations

from schemas.findings import Kind, Severity
from schemas.words import N_

_SEE_CERTIFICATE = N_("Nothing to do; see the controller's certificate.")

KINDS: tuple[Kind, ...] = (
    # Parked items that come back
    Kind(
        "CTR-02-BACK",
        Severity.INFO,
        "item",
        N_("Item {found}, parked in period {period}, comes back; {expected} of it counts."),
        N_("Nothing to do; it counts once, as it was decided then."),
        rule="R-CTR-02",
    ),
    Kind(
        "CTR-02-BACK-RATE",
        Severity.INFO,
        "item",
        N_(
            "Item {found}, parked in period {period}, comes back at its rate of {month}; "
            "{expected} of it counts."
        ),
        N_("Nothing to do; it counts once, as it was decided then."),
        rule="R-CTR-02",
    ),
    Kind(
        "CTR-02-BACK-MORE",
        Severity.CUT,
        "item",
        N_(
            "Row {row}: more is declared than the {expected} that are left of item {found}, "
            "which was parked in period {period}."
        ),
        N_("Report what was not part of the parked item as an item of its own."),
        rule="R-DUP-01",
    ),
    Kind(
        "DUP-01-AGAIN",
        Severity.REJECT,
        "item",
        N_(
            "Row {row}: item {found}, parked in period {period}, was cleared or brought back "
            "already; it counts once."
        ),
        N_("Leave the row out; if it is another item, give it its own number and its own date."),
        rule="R-DUP-01",
    ),
    Kind(
        "CTR-02-BACK-CURRENCY",
        Severity.REJECT,
        "item",
        N_("Row {row}: item {found}, parked in period {period}, was reported in {expected}."),
        N_("Bring the item back in its own currency; it keeps its exchange rate."),
        rule="R-CTR-02",
    ),
    # What is taken back of accepted items
    Kind(
        "CTR-02-RECOVERED",
        Severity.CUT,
        "item",
        N_("{found} of item {item}, accepted in period {period}, are recovered ({why})."),
        _SEE_CERTIFICATE,
        rule="R-CTR-02",
    ),
    Kind(
        "CTR-02-HELD",
        Severity.PARK,
        "item",
        N_("{found} of item {item}, accepted in period {period}, are parked afterwards ({why})."),
        N_("Clear the open question with the controller; the item then comes back."),
        rule="R-CTR-02",
    ),
    Kind(
        "CTR-02-TOO-MUCH",
        Severity.WARN,
        "partner",
        N_(
            "The certificate of {partner} takes {found} from item {item} of period {period}, of "
            "which only {expected} were left."
        ),
        N_("Check the amount in the controller's list; what was left is taken back."),
        rule="R-CTR-02",
    ),
    Kind(
        "CTR-02-UNKNOWN-EARLIER",
        Severity.WARN,
        "partner",
        N_(
            "The certificate of {partner} names item {found} of period {period}, which that "
            "report does not have."
        ),
        N_("Check item number and period in the controller's list."),
        rule="R-CTR-02",
    ),
    Kind(
        "CTR-02-OPEN",
        Severity.WARN,
        "partner",
        N_("{partner}: item {found} of period {period} is still parked in the final report."),
        N_("Clear it with the controller before the final report; no later one can count it."),
        rule="R-CTR-02",
    ),
    # The list of a controller
    Kind(
        "CTL-01",
        Severity.BLOCKING,
        "file",
        N_("{file} has headings but no rows."),
        N_("Certify without a list where all items are as declared."),
    ),
    Kind(
        "CTL-02",
        Severity.BLOCKING,
        "item",
        N_("Row {row}: the report of {partner} for period {period} has no item {found}."),
        N_(
            "Write the number as it stands in the report; for an item of an earlier report add "
            "its period."
        ),
        rule="R-CTR-02",
    ),
    Kind(
        "CTL-03",
        Severity.BLOCKING,
        "item",
        N_("Row {row}: {found} deducted from item {item}, but only {expected} can be deducted."),
        N_("Correct the amount; amounts of the list are in euro."),
        rule="R-CTR-02",
    ),
    Kind(
        "CTL-03-CERTIFIED",
        Severity.BLOCKING,
        "item",
        N_("Row {row}: {found} certified of item {item}, but only {expected} can be certified."),
        N_("Correct the amount; amounts of the list are in euro."),
        rule="R-CTR-02",
    ),
    Kind(
        "CTL-03-BOTH",
        Severity.BLOCKING,
        "item",
        N_("Row {row}: with {found} certified, {expected} would be deducted from item {item}."),
        N_("Write either what is deducted or what is certified."),
        rule="R-CTR-02",
    ),
    Kind(
        "CTL-04",
        Severity.BLOCKING,
        "item",
        N_("Row {row}: item {item} is parked, and yet {found} of it are certified."),
        N_("What is parked is certified later: leave the amount empty, or do not park the item."),
        rule="R-CTR-02",
    ),
    Kind(
        "CTL-05",
        Severity.BLOCKING,
        "item",
        N_("Row {row}: period {found} of item {item} does not come before period {expected}."),
        N_("Name the period of an earlier report, or leave the cell empty."),
        rule="R-CTR-02",
    ),
)
