"""The one step of set-up."""

from __future__ import annotations

from prefect import task

from tasks.workshop import workshop


@task
def open_state() -> str:
    """Open the state folder and ledger, and make the key of the pseudonyms if there is none.

    Returns:
        The state folder.
    """
    shop = workshop()
    shop.ledger.secret()
    return str(shop.home.root)
