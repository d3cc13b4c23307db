"""Submissions: what partners handed in, took back, tried in vain, and which run used it."""

import sqlalchemy as sa
from alembic import op

from ledger.column_types import WHOLE
from ledger.migrations.append_only import forbid_changes

revision = "v0003"
down_revision = "v0002"


def upgrade() -> None:
    """Make the tables and forbid changes to their rows."""
    op.create_table(
        "submission",
        sa.Column("id", WHOLE, sa.Identity(always=True), nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("period", WHOLE, nullable=False),
        sa.Column("partner", sa.Text, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("nil", WHOLE, nullable=False),
        sa.Column("received_on", sa.Text, nullable=False),
        sa.Column("back_dated", WHOLE, nullable=False),
        sa.Column("handed_in_by", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("frames", sa.Text, nullable=False),
        sa.Column("definition_sha256", sa.Text, nullable=False),
        sa.Column("receipt", sa.Text, nullable=False),
        sa.Column("receipt_sha256", sa.Text, nullable=False),
        sa.Column("received_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
        sa.UniqueConstraint("project", "period", "partner", "number", name="uq_submission"),
        sa.ForeignKeyConstraint(
            ["project", "definition_sha256"],
            ["definition.project", "definition.sha256"],
            name="fk_submission_definition",
        ),
        sa.CheckConstraint("period >= 1 AND number >= 1", name=op.f("ck_submission_counted")),
        sqlite_strict=True,
    )
    op.create_table(
        "submission_file",
        sa.Column("submission_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("kept", WHOLE, nullable=False),
        sa.Column("rows", WHOLE, nullable=False),
        sa.Column("sum_declared_cents", sa.Text, nullable=False),
        sa.Column("reading", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("submission_id", "number", name="pk_submission_file"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name="fk_submission_file_submission"
        ),
        sa.CheckConstraint(
            "kept = 1 OR reading IS NOT NULL", name=op.f("ck_submission_file_can_be_used_again")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "submission_withdrawal",
        sa.Column("submission_id", WHOLE, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name="pk_submission_withdrawal"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name="fk_submission_withdrawal_submission"
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "submission_refusal",
        sa.Column("id", WHOLE, sa.Identity(always=True), nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("period", WHOLE, nullable=False),
        sa.Column("partner", sa.Text, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("codes", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submission_refusal"),
        sqlite_strict=True,
    )
    op.create_index("ix_submission_refusal", "submission_refusal", ["project", "period", "partner"])
    op.create_table(
        "run_submission",
        sa.Column("run_id", WHOLE, nullable=False),
        sa.Column("submission_id", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "submission_id", name="pk_run_submission"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_run_submission_run"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name="fk_run_submission_submission"
        ),
        sqlite_strict=True,
    )
    forbid_changes(
        op.get_bind(),
        "submission",
        "submission_file",
        "submission_withdrawal",
        "submission_refusal",
        "run_submission",
    )
