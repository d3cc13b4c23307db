"""Rate tables: exchange rates that an authority published, imported beside the shipped ones."""

import sqlalchemy as sa
from alembic import op

from ledger.column_types import WHOLE
from ledger.migrations.append_only import forbid_changes

revision = "v0008"
down_revision = "v0007"


def upgrade() -> None:
    """Make the table and forbid changes to its rows."""
    op.create_table(
        "rate_table",
        sa.Column("id", WHOLE, sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("rates", sa.Text, nullable=False),
        sa.Column("withdrawn", WHOLE, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rate_table"),
        sqlite_strict=True,
    )
    forbid_changes(op.get_bind(), "rate_table")
