"""Kinds of findings about files in a partner's own layout, read by a remembered mapping."""

from __future__ import annotations

from schemas.findings import Kind, Severity
from schemas.words import N_

_LOOK_AGAIN = N_(
    "Write the heading back, or settle the new layout: eurocent map FILE; nothing was read in its"
    " place."
)

KINDS = (
    Kind(
        "MAP-01",
        Severity.INFO,
        "table",
        N_("{file} was read by the column mapping that {by} saved on {on} ({digest})."),
        N_("Nothing to do. eurocent map FILE shows it and changes it."),
    ),
    Kind(
        "MAP-01-FILE",
        Severity.INFO,
        "table",
        N_("{file} was read by the column mapping that was handed over with it ({digest})."),
        N_("Nothing to do. eurocent map FILE shows it and saves it."),
    ),
    Kind(
        "MAP-02-MOVED",
        Severity.INFO,
        "table",
        N_("{file}: columns have moved since the mapping was saved: {found}."),
        N_("Nothing to do: they were read by their headings."),
    ),
    Kind(
        "MAP-02-ADDED",
        Severity.INFO,
        "table",
        N_("{file}: columns have come since the mapping was saved and were not used: {found}."),
        N_("Nothing to do, unless they belong to the report: then eurocent map FILE."),
    ),
    Kind(
        "MAP-03",
        Severity.BLOCKING,
        "table",
        N_('{file}: the column "{found}", which the mapping takes for {columns}, is not there.'),
        _LOOK_AGAIN,
    ),
    Kind(
        "MAP-03-ALIKE",
        Severity.BLOCKING,
        "table",
        N_(
            '{file}: the column "{found}", which the mapping takes for {columns}, is not there;'
            ' "{expected}" looks like it.'
        ),
        _LOOK_AGAIN,
    ),
    Kind(
        "MAP-03-OPTIONAL",
        Severity.WARN,
        "table",
        N_('{file}: the column "{found}", which the mapping takes for {columns}, is not there.'),
        _LOOK_AGAIN,
    ),
    Kind(
        "MAP-03-OPTIONAL-ALIKE",
        Severity.WARN,
        "table",
        N_(
            '{file}: the column "{found}", which the mapping takes for {columns}, is not there;'
            ' "{expected}" looks like it.'
        ),
        _LOOK_AGAIN,
    ),
    Kind(
        "MAP-04",
        Severity.INFO,
        "table",
        N_("{file}: {found} is no work package of the project; {count} rows have it."),
        N_(
            "Write one of {expected}, or have your own word remembered: eurocent map FILE --value"
            ' work_package:"{found}"={first}'
        ),
    ),
    Kind(
        "MAP-04-NEAR",
        Severity.INFO,
        "table",
        N_(
            "{file}: {found} is no work package of the project; {count} rows have it. The nearest"
            " is {expected}."
        ),
        N_(
            "Write {expected}, or have your own word remembered: eurocent map FILE --value"
            ' work_package:"{found}"={expected}'
        ),
    ),
    Kind(
        "CELL-06",
        Severity.REJECT,
        "item",
        N_(
            "Row {row}, {heading}: the word {found} does not say whether the amount counts for or"
            " against; expected one of {expected}."
        ),
        N_("Correct the word, or tell what it means: eurocent map FILE."),
    ),
)
