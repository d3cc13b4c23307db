"""Evidence: the files that partners handed in as proof, and what had to be erased of them."""

import sqlalchemy as sa
from alembic import op

from ledger.column_types import WHOLE
from ledger.migrations.append_only import forbid_changes

revision = "v0006"
down_revision = "v0005"


def upgrade() -> None:
    """Make the tables and forbid changes to their rows."""
    op.create_table(
        "evidence",
        sa.Column("id", WHOLE, sa.Identity(always=True), nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("period", WHOLE, nullable=False),
        sa.Column("partner", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("marks", sa.Text, nullable=False),
        sa.Column("stands_for", sa.Text, nullable=False),
        sa.Column("handed_in_by", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sqlite_strict=True,
    )
    op.create_index("ix_evidence", "evidence", ["project", "period", "partner"])
    op.create_table(
        "evidence_erasure",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_evidence_erasure"),
        sqlite_strict=True,
    )
    forbid_changes(op.get_bind(), "evidence", "evidence_erasure")
