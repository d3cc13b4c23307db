"""The first tables: definitions, raw files, runs with their items, certificates and states."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from ledger.column_types import WHOLE
from ledger.migrations.append_only import forbid_changes

revision = "v0001"
down_revision = None


def upgrade() -> None:
    """Make the tables and forbid changes to their rows."""
    _table("definition", *_texts("project", "sha256", "text", "recorded_at"), key="project sha256")
    _table("raw_file", _text("sha256"), _whole("size"), _text("recorded_at"), key="sha256")
    _runs()
    _items()
    _decisions()
    forbid_changes(
        op.get_bind(),
        "definition",
        "raw_file",
        "run",
        "run_request",
        "run_input",
        "expenditure_item",
        "state_change",
        "certificate",
    )


def _runs() -> None:
    _table(
        "run",
        _number(),
        _text("project"),
        *_wholes("period", "version"),
        *_texts("fingerprint", "language", "rule_set", "status", "submitted_on"),
        _text("definition_sha256", nullable=True),
        *_texts("previous", "frames", "outputs", "claim", "claim_sha256", "created_at"),
        sa.UniqueConstraint("project", "period", "fingerprint", "language", name="uq_run"),
        sa.ForeignKeyConstraint(
            ["project", "definition_sha256"],
            ["definition.project", "definition.sha256"],
            name="fk_run_definition",
        ),
        sa.CheckConstraint("period >= 1 AND version >= 1", name=op.f("ck_run_counted")),
    )
    _table(
        "run_request",
        _number(),
        _text("project"),
        *_wholes("period", "run_id"),
        _text("requested_at"),
        _of_run("run_request"),
    )
    op.create_index("ix_run_request", "run_request", ["project", "period"])
    _table(
        "run_input",
        *_wholes("run_id", "number"),
        *_texts("partner", "file", "sha256"),
        *_wholes("kept", "rows"),
        *_texts("sum_declared_cents", "received_at"),
        _of_run("run_input"),
        key="run_id number",
    )


def _items() -> None:
    _table(
        "expenditure_item",
        *_wholes("run_id", "sequence"),
        *_texts("item_id", "partner", "category", "currency"),
        *_wholes("amount_declared_cents", "declared_cents", "rejected_cents"),
        *_wholes("cut_cents", "parked_cents", "eligible_cents"),
        *_texts("rate", "rate_month", "file_sha256", "sheet"),
        _whole("row"),
        *_texts("supplier_name", "supplier_vat_id", "invoice_number"),
        _text("invoice_date", nullable=True),
        _whole("amount_gross_cents", nullable=True),
        _of_run("expenditure_item"),
        sa.CheckConstraint(
            "declared_cents = rejected_cents + cut_cents + parked_cents + eligible_cents",
            name=op.f("ck_expenditure_item_adds_up"),
        ),
        key="run_id sequence",
    )


def _decisions() -> None:
    _table(
        "state_change",
        _number(),
        _text("project"),
        _whole("period"),
        *_texts("subject", "partner"),
        _whole("run_id", nullable=True),
        *_texts("state", "who", "why"),
        _text("seen_digest", nullable=True),
        _text("recorded_at"),
        _of_run("state_change"),
        sa.CheckConstraint(
            "(subject = 'claim' AND partner = '' AND run_id IS NOT NULL"
            " AND seen_digest IS NOT NULL)"
            " OR (subject = 'partner_report' AND partner <> '' AND run_id IS NULL)",
            name=op.f("ck_state_change_subject"),
        ),
    )
    op.create_index("ix_state_change", "state_change", ["project", "period"])
    _table(
        "certificate",
        _number(),
        _text("project"),
        _whole("period"),
        *_texts("partner", "certified_by", "certified_on", "changed_items", "recorded_at"),
    )
    op.create_index("ix_certificate", "certificate", ["project", "period", "partner"])


def _table(name: str, *parts: Any, key: str = "id") -> None:
    primary = sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{name}")
    op.create_table(name, *parts, primary, sqlite_strict=True)


def _number() -> sa.Column[int]:
    """The row's number, which the database gives in order."""
    return sa.Column("id", WHOLE, sa.Identity(always=True), nullable=False)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, WHOLE, nullable=nullable)


def _wholes(*names: str) -> list[sa.Column[int]]:
    return [_whole(name) for name in names]


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [_text(name) for name in names]


def _of_run(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=f"fk_{name}_run")
