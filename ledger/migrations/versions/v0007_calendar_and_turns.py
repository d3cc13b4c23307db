"""The calendar: projects that run by themselves, appointments kept, and whose turn a run is."""

import sqlalchemy as sa
from alembic import op

from ledger.column_types import WHOLE
from ledger.migrations.append_only import forbid_changes

revision = "v0007"
down_revision = "v0006"


def upgrade() -> None:
    """Make the tables and forbid changes to their rows."""
    number = sa.Identity(always=True)
    op.create_table(
        "project_schedule",
        sa.Column("id", WHOLE, number, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("project", "definition", "inbox", "outputs", "language")
        ),
        sa.Column("active", WHOLE, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_project_schedule"),
        sqlite_strict=True,
    )
    op.create_index("ix_project_schedule", "project_schedule", ["project"])
    op.create_table(
        "appointment",
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("project", "kind", "key", "recorded_at")
        ),
        sa.PrimaryKeyConstraint("project", "kind", "key", name="pk_appointment"),
        sqlite_strict=True,
    )
    op.create_table(
        "run_turn",
        sa.Column("id", WHOLE, number, nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("period", WHOLE, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("began_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_run_turn"),
        sqlite_strict=True,
    )
    op.create_index("ix_run_turn", "run_turn", ["project", "period"])
    op.create_table(
        "run_turn_end",
        sa.Column("turn_id", WHOLE, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("ended_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("turn_id", name="pk_run_turn_end"),
        sa.ForeignKeyConstraint(["turn_id"], ["run_turn.id"], name="fk_run_turn_end_run_turn"),
        sqlite_strict=True,
    )
    forbid_changes(op.get_bind(), "project_schedule", "appointment", "run_turn", "run_turn_end")
