"""A file as it was read, as plain values: what is remembered of a file that is not kept itself.

A list of participants must not be kept with their names (ADR 7), and yet a run that comes later has
to count them. So the reading is kept: typed rows with pseudonyms, and what was found.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from intake.delivery import FileRead
from intake.tables import TableRead
from intake.vocabulary import TABLES
from schemas.finding_records import from_record, to_record


def written(read: FileRead, keep: Callable[[pd.DataFrame], str]) -> dict[str, Any]:
    """Write a reading down.

    Args:
        read: alone, before it was held against other files of its delivery.
        keep: keeps a typed frame and gives the digest that finds it again.
    """
    return {
        "file": read.file,
        "sha256": read.sha256,
        "personal": read.personal,
        "findings": [to_record(finding) for finding in read.findings],
        "tables": [
            {
                "table": table.table,
                "sheet": table.sheet,
                "rows": table.rows,
                "unreadable_rows": table.unreadable_rows,
                "sum_declared": table.sum_declared,
                "frame": keep(table.frame),
            }
            for table in read.tables
        ],
    }


def recalled(record: dict[str, Any], find: Callable[[str], pd.DataFrame]) -> FileRead:
    """The reading as it was; columns that extracts have got since are empty in it."""
    return FileRead(
        file=record["file"],
        sha256=record["sha256"],
        tables=tuple(_table(table, find) for table in record["tables"]),
        findings=tuple(from_record(finding) for finding in record["findings"]),
        refused=False,
        personal=record["personal"],
    )


def _table(record: dict[str, Any], find: Callable[[str], pd.DataFrame]) -> TableRead:
    empty = TABLES[record["table"]].empty()
    frame = find(record["frame"])
    missing = [name for name in empty.columns if name not in frame.columns]
    if missing:
        for name in missing:
            blank = "" if empty[name].dtype == "str" else pd.NA
            frame[name] = pd.Series(blank, index=frame.index).astype(empty[name].dtype)
        frame = frame[list(empty.columns)]
    return TableRead(
        table=record["table"],
        sheet=record["sheet"],
        rows=record["rows"],
        unreadable_rows=record["unreadable_rows"],
        sum_declared=record["sum_declared"],
        frame=frame,
        waiting=empty,
    )
