"""What Alembic runs: the steps, on the connection and in the transaction of ``ledger.upgrade``."""

from alembic import context

from ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # Prefect, which may live in the same PostgreSQL database, has an alembic_version of its own.
    version_table="ledger_version",
)
context.run_migrations()
