"""The index of invoices: which runs have an invoice in common, and nothing else about them."""

import sqlalchemy as sa
from alembic import op

from ledger.column_types import WHOLE
from ledger.migrations.append_only import forbid_changes

revision = "v0002"
down_revision = "v0001"


def upgrade() -> None:
    """Make the tables and forbid changes to their rows; runs are indexed when they are needed."""
    op.create_table(
        "indexed_run",
        sa.Column("run_id", WHOLE, nullable=False),
        sa.Column("form", WHOLE, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "form", name="pk_indexed_run"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_indexed_run_run"),
        sqlite_strict=True,
    )
    op.create_table(
        "invoice_key",
        sa.Column("sealed_key", sa.Text, nullable=False),
        sa.Column("run_id", WHOLE, nullable=False),
        sa.Column("form", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("sealed_key", "run_id", "form", name="pk_invoice_key"),
        sa.ForeignKeyConstraint(
            ["run_id", "form"],
            ["indexed_run.run_id", "indexed_run.form"],
            name="fk_invoice_key_indexed_run",
        ),
        sqlite_strict=True,
    )
    forbid_changes(op.get_bind(), "indexed_run", "invoice_key")
