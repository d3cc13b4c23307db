"""Set-up: make Eurocent's state folder ready, and Prefect's home with it, once.

``python -m flows.prepare`` runs a real flow, which migrates Prefect's database on a new machine
(about a quarter of a minute) and proves that the orchestrator works here.
"""

from __future__ import annotations

from prefect import flow

from tasks.prepare import open_state


@flow(name="prepare")
def prepare() -> str:
    """Open the ledger, bring it to its newest form, and make the installation's key."""
    return open_state()


if __name__ == "__main__":
    prepare()
