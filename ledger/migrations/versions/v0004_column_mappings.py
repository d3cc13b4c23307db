"""Column mappings: which column is which in partners' own layouts."""

import sqlalchemy as sa
from alembic import op

from ledger.column_types import WHOLE
from ledger.migrations.append_only import forbid_changes

revision = "v0004"
down_revision = "v0003"


def upgrade() -> None:
    """Make the table and forbid changes to its rows."""
    op.create_table(
        "column_mapping",
        sa.Column("id", WHOLE, sa.Identity(always=True), nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("partner", sa.Text, nullable=False),
        sa.Column("layout", sa.Text, nullable=False),
        sa.Column("withdrawn", WHOLE, nullable=False),
        sa.Column("mapping", sa.Text, nullable=False),
        sa.Column("mapping_sha256", sa.Text, nullable=False),
        sa.Column("saved_by", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_column_mapping"),
        sqlite_strict=True,
    )
    op.create_index("ix_column_mapping", "column_mapping", ["project", "partner"])
    forbid_changes(op.get_bind(), "column_mapping")
