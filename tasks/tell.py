"""What the orchestrator shows of a collection: a table of what came and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import task
from prefect.artifacts import acreate_table_artifact

from tasks.arrivals import TakenIn


@task
async def tell_arrivals(project: str, taken: Sequence[TakenIn]) -> None:
    """Leave a table with one row per partner whose files were taken in; none where none came."""
    if not taken:
        return
    rows = [
        {
            "period": entry.period,
            "partner": entry.partner,
            "outcome": entry.outcome,
            "receipt": entry.receipt.get("number", ""),
            "trouble": entry.trouble,
        }
        for entry in taken
    ]
    await acreate_table_artifact(table=rows, key=f"deliveries-{project}".lower())
