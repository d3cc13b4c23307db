"""Erasures of participants, and the check of the key under which they have their pseudonyms."""

import sqlalchemy as sa
from alembic import op

from ledger.column_types import WHOLE
from ledger.migrations.append_only import forbid_changes

revision = "v0005"
down_revision = "v0004"


def upgrade() -> None:
    """Make the tables and forbid changes to their rows."""
    op.create_table(
        "key_check",
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("check_value", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_key_check"),
        sa.CheckConstraint("number = 1", name=op.f("ck_key_check_one")),
        sqlite_strict=True,
    )
    op.create_table(
        "erasure",
        sa.Column("id", WHOLE, sa.Identity(always=True), nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("rows", WHOLE, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasure"),
        sa.CheckConstraint("scope IN ('person', 'lists')", name=op.f("ck_erasure_scope")),
        sqlite_strict=True,
    )
    op.create_index("ix_erasure", "erasure", ["project"])
    op.create_table(
        "erased_row",
        sa.Column("erasure_id", WHOLE, nullable=False),
        sa.Column("file_sha256", sa.Text, nullable=False),
        sa.Column("sheet", sa.Text, nullable=False),
        sa.Column("row", WHOLE, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("erasure_id", "file_sha256", "sheet", "row", name="pk_erased_row"),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name="fk_erased_row_erasure"),
        sqlite_strict=True,
    )
    op.create_table(
        "replaced_list",
        sa.Column("old_digest", sa.Text, nullable=False),
        sa.Column("new_digest", sa.Text, nullable=False),
        sa.Column("erasure_id", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("old_digest", name="pk_replaced_list"),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name="fk_replaced_list_erasure"),
        sqlite_strict=True,
    )
    forbid_changes(op.get_bind(), "key_check", "erasure", "erased_row", "replaced_list")
