"""The ledger's tables. Rows are only ever added: a correction is a new row.

Triggers (``migrations/append_only.py``) refuse UPDATE and DELETE on both databases. Order is that
of the numbers given by the database, never that of a clock, which may have been set back.
Amounts are whole cents and their columns end in ``_cents``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    MetaData,
    Named,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from ledger.column_types import WHOLE, Cents, Day, Digest, Flag, Instant, Json

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s",
    }
)


class DefinitionColumns(TypedColumns):
    """A project file as it was when a run read it."""

    project: Named[str] = Column(Text, primary_key=True)
    sha256: Named[str] = Column(Digest, primary_key=True)
    text: Named[str] = Column(Text)
    recorded_at: Named[datetime] = Column(Instant)


definition = Table("definition", metadata, DefinitionColumns, sqlite_strict=True)


class RawFileColumns(TypedColumns):
    """A partner's file, by its content; the bytes lie in the state folder."""

    sha256: Named[str] = Column(Digest, primary_key=True)
    size: Named[int] = Column(WHOLE)
    recorded_at: Named[datetime] = Column(Instant)


raw_file = Table("raw_file", metadata, RawFileColumns, sqlite_strict=True)


class RunColumns(TypedColumns):
    """A claim as one run made it, for one project, reporting period, content and language.

    ``version`` counts the different contents of a period; its languages share it. ``status`` is
    what the run gave it; what became of it stands in ``state_change``. ``previous`` are the
    fingerprints of the earlier claims it builds on, ``frames`` the digests, per delivery and
    table, of typed frames in the store that later periods read.
    """

    id: Named[int] = Column(WHOLE, Identity(always=True), primary_key=True)
    project: Named[str] = Column(Text)
    period: Named[int] = Column(WHOLE)
    version: Named[int] = Column(WHOLE)
    fingerprint: Named[str] = Column(Digest)
    language: Named[str] = Column(Text)
    rule_set: Named[str] = Column(Text)
    status: Named[str] = Column(Text)
    submitted_on: Named[date] = Column(Day)
    definition_sha256: Named[str | None] = Column(Digest)
    previous: Named[Any] = Column(Json, nullable=False)
    frames: Named[Any] = Column(Json, nullable=False)
    outputs: Named[str] = Column(Text)
    claim: Named[str] = Column(Text)
    claim_sha256: Named[str] = Column(Digest)
    created_at: Named[datetime] = Column(Instant)


run = Table(
    "run",
    metadata,
    RunColumns,
    UniqueConstraint("project", "period", "fingerprint", "language"),
    ForeignKeyConstraint(
        ["project", "definition_sha256"], ["definition.project", "definition.sha256"]
    ),
    CheckConstraint("period >= 1 AND version >= 1", name="counted"),
    sqlite_strict=True,
)


class RunRequestColumns(TypedColumns):
    """That another run than before was asked for, made new or found again.

    The newest row of a period names its latest run: a partner may take a correction back, and
    then an earlier run is the latest again.
    """

    id: Named[int] = Column(WHOLE, Identity(always=True), primary_key=True)
    project: Named[str] = Column(Text)
    period: Named[int] = Column(WHOLE)
    run_id: Named[int] = Column(WHOLE, ForeignKey("run.id"))
    requested_at: Named[datetime] = Column(Instant)


run_request = Table(
    "run_request", metadata, RunRequestColumns, Index(None, "project", "period"), sqlite_strict=True
)


class RunInputColumns(TypedColumns):
    """A file behind a run, under the name that its partner gave it.

    ``kept`` says whether its bytes are in ``raw_file``: files with personal data are not.
    """

    run_id: Named[int] = Column(WHOLE, ForeignKey("run.id"), primary_key=True)
    number: Named[int] = Column(WHOLE, primary_key=True)
    partner: Named[str] = Column(Text)
    file: Named[str] = Column(Text)
    sha256: Named[str] = Column(Digest)
    kept: Named[bool] = Column(Flag)
    rows: Named[int] = Column(WHOLE)
    sum_declared_cents: Named[Any] = Column(Json, nullable=False)
    received_at: Named[str] = Column(Text)


run_input = Table("run_input", metadata, RunInputColumns, sqlite_strict=True)


class ExpenditureItemColumns(TypedColumns):
    """An expenditure item as a run assessed it.

    ``amount_declared_cents`` and ``amount_gross_cents`` are in ``currency``, the rest in EUR.
    Supplier and invoice stand as written: the form in which duplicates are compared may get
    better, and rows that cannot be changed must not hold an old one.
    """

    run_id: Named[int] = Column(WHOLE, ForeignKey("run.id"), primary_key=True)
    sequence: Named[int] = Column(WHOLE, primary_key=True)
    item_id: Named[str] = Column(Text)
    partner: Named[str] = Column(Text)
    category: Named[str] = Column(Text)
    currency: Named[str] = Column(Text)
    amount_declared_cents: Named[int] = Column(Cents)
    declared_cents: Named[int] = Column(Cents)
    rejected_cents: Named[int] = Column(Cents)
    cut_cents: Named[int] = Column(Cents)
    parked_cents: Named[int] = Column(Cents)
    eligible_cents: Named[int] = Column(Cents)
    rate: Named[str] = Column(Text)
    rate_month: Named[str] = Column(Text)
    file_sha256: Named[str] = Column(Digest)
    sheet: Named[str] = Column(Text)
    row: Named[int] = Column(WHOLE)
    supplier_name: Named[str] = Column(Text)
    supplier_vat_id: Named[str] = Column(Text)
    invoice_number: Named[str] = Column(Text)
    invoice_date: Named[date | None] = Column(Day)
    amount_gross_cents: Named[int | None] = Column(Cents)


expenditure_item = Table(
    "expenditure_item",
    metadata,
    ExpenditureItemColumns,
    CheckConstraint(
        "declared_cents = rejected_cents + cut_cents + parked_cents + eligible_cents",
        name="adds_up",
    ),
    sqlite_strict=True,
)


class StateChangeColumns(TypedColumns):
    """Who changed the state of what, when and why, having seen which digest.

    The subject is a claim (then ``partner`` is "" and ``run_id`` names the run that was seen) or
    a partner report.
    """

    id: Named[int] = Column(WHOLE, Identity(always=True), primary_key=True)
    project: Named[str] = Column(Text)
    period: Named[int] = Column(WHOLE)
    subject: Named[str] = Column(Text)
    partner: Named[str] = Column(Text)
    run_id: Named[int | None] = Column(WHOLE, ForeignKey("run.id"))
    state: Named[str] = Column(Text)
    who: Named[str] = Column(Text)
    why: Named[str] = Column(Text)
    seen_digest: Named[str | None] = Column(Digest)
    recorded_at: Named[datetime] = Column(Instant)


state_change = Table(
    "state_change",
    metadata,
    StateChangeColumns,
    CheckConstraint(
        "(subject = 'claim' AND partner = '' AND run_id IS NOT NULL AND seen_digest IS NOT NULL)"
        " OR (subject = 'partner_report' AND partner <> '' AND run_id IS NULL)",
        name="subject",
    ),
    Index(None, "project", "period"),
    sqlite_strict=True,
)


class CertificateColumns(TypedColumns):
    """A controller's result for one partner and period; the newest row counts.

    ``changed_items`` are those that are not accepted as declared (deductions as text with two
    decimals, EUR).
    """

    id: Named[int] = Column(WHOLE, Identity(always=True), primary_key=True)
    project: Named[str] = Column(Text)
    period: Named[int] = Column(WHOLE)
    partner: Named[str] = Column(Text)
    certified_by: Named[str] = Column(Text)
    certified_on: Named[date] = Column(Day)
    changed_items: Named[Any] = Column(Json, nullable=False)
    recorded_at: Named[datetime] = Column(Instant)


certificate = Table(
    "certificate",
    metadata,
    CertificateColumns,
    Index(None, "project", "period", "partner"),
    sqlite_strict=True,
)


class ColumnMappingColumns(TypedColumns):
    """Which column is which in a partner's own layout, as somebody settled it.

    Of each ``layout`` (digest of its table and headings) the newest row counts; one that is
    ``withdrawn`` says that none does any more.
    """

    id: Named[int] = Column(WHOLE, Identity(always=True), primary_key=True)
    project: Named[str] = Column(Text)
    partner: Named[str] = Column(Text)
    layout: Named[str] = Column(Digest)
    withdrawn: Named[bool] = Column(Flag)
    mapping: Named[Any] = Column(Json, nullable=False)
    mapping_sha256: Named[str] = Column(Digest)
    saved_by: Named[str] = Column(Text)
    recorded_at: Named[datetime] = Column(Instant)


column_mapping = Table(
    "column_mapping",
    metadata,
    ColumnMappingColumns,
    Index(None, "project", "partner"),
    sqlite_strict=True,
)


class RateTableColumns(TypedColumns):
    """A table of exchange rates that an authority published, as it was imported.

    Of rows with one content the newest counts; of two tables that both count, the later one
    goes first. ``rates`` is a list of published rates.
    """

    id: Named[int] = Column(WHOLE, Identity(always=True), primary_key=True)
    name: Named[str] = Column(Text)
    sha256: Named[str] = Column(Digest)
    rates: Named[Any] = Column(Json, nullable=False)
    withdrawn: Named[bool] = Column(Flag)
    why: Named[str] = Column(Text)
    recorded_by: Named[str] = Column(Text)
    recorded_at: Named[datetime] = Column(Instant)


rate_table = Table("rate_table", metadata, RateTableColumns, sqlite_strict=True)


class EvidenceColumns(TypedColumns):
    """A file that a partner handed in as proof for a reporting period, under its own name.

    Its bytes lie in the state folder, apart from extracts. Of rows with one name and content the
    newest counts; ``stands_for`` is what a list said of the file then.
    """

    id: Named[int] = Column(WHOLE, Identity(always=True), primary_key=True)
    project: Named[str] = Column(Text)
    period: Named[int] = Column(WHOLE)
    partner: Named[str] = Column(Text)
    file: Named[str] = Column(Text)
    sha256: Named[str] = Column(Digest)
    size: Named[int] = Column(WHOLE)
    kind: Named[str] = Column(Text)
    marks: Named[Any] = Column(Json, nullable=False)
    stands_for: Named[Any] = Column(Json, nullable=False)
    handed_in_by: Named[str] = Column(Text)
    recorded_at: Named[datetime] = Column(Instant)


evidence = Table(
    "evidence",
    metadata,
    EvidenceColumns,
    Index(None, "project", "period", "partner"),
    sqlite_strict=True,
)


class EvidenceErasureColumns(TypedColumns):
    """That the bytes of a file of evidence were erased, by whom and why."""

    sha256: Named[str] = Column(Digest, primary_key=True)
    who: Named[str] = Column(Text)
    why: Named[str] = Column(Text)
    recorded_at: Named[datetime] = Column(Instant)


evidence_erasure = Table("evidence_erasure", metadata, EvidenceErasureColumns, sqlite_strict=True)


class IndexedRunColumns(TypedColumns):
    """That the invoices of a run were entered into the index, with keys of one form.

    Keys of a better form are added beside the old ones, which nobody asks for any more.
    """

    run_id: Named[int] = Column(WHOLE, ForeignKey("run.id"), primary_key=True)
    form: Named[int] = Column(WHOLE, primary_key=True)
    recorded_at: Named[datetime] = Column(Instant)


indexed_run = Table("indexed_run", metadata, IndexedRunColumns, sqlite_strict=True)


class InvoiceKeyColumns(TypedColumns):
    """The index of invoices: that a run has an invoice with this key.

    ``sealed_key`` is a digest under the installation's own key. It only tells whether two runs
    have one invoice: no supplier, number, date, amount, partner or item can be read out of it.
    """

    sealed_key: Named[str] = Column(Digest, primary_key=True)
    run_id: Named[int] = Column(WHOLE, primary_key=True)
    form: Named[int] = Column(WHOLE, primary_key=True)


invoice_key = Table(
    "invoice_key",
    metadata,
    InvoiceKeyColumns,
    ForeignKeyConstraint(["run_id", "form"], ["indexed_run.run_id", "indexed_run.form"]),
    sqlite_strict=True,
)


class SubmissionColumns(TypedColumns):
    """What a partner handed in for a reporting period: a set of files, or that there is nothing.

    ``number`` counts the partner's submissions of the period. The newest stands until it is
    withdrawn; the earlier ones stay in the trail. ``received_on`` is the day that counts for the
    law, ``received_at`` the moment of the ledger's clock; ``back_dated`` says that the day was
    stated and lies before. ``frames`` are the digests of the typed frames as read then, by table,
    ``receipt`` what the receipt says beside its number and moment, as JSON.
    """

    id: Named[int] = Column(WHOLE, Identity(always=True), primary_key=True)
    project: Named[str] = Column(Text)
    period: Named[int] = Column(WHOLE)
    partner: Named[str] = Column(Text)
    number: Named[int] = Column(WHOLE)
    nil: Named[bool] = Column(Flag)
    received_on: Named[date] = Column(Day)
    back_dated: Named[bool] = Column(Flag)
    handed_in_by: Named[str] = Column(Text)
    digest: Named[str] = Column(Digest)
    outcome: Named[str] = Column(Text)
    frames: Named[Any] = Column(Json, nullable=False)
    definition_sha256: Named[str] = Column(Digest)
    receipt: Named[str] = Column(Text)
    receipt_sha256: Named[str] = Column(Digest)
    received_at: Named[datetime] = Column(Instant)


submission = Table(
    "submission",
    metadata,
    SubmissionColumns,
    UniqueConstraint("project", "period", "partner", "number"),
    ForeignKeyConstraint(
        ["project", "definition_sha256"], ["definition.project", "definition.sha256"]
    ),
    CheckConstraint("period >= 1 AND number >= 1", name="counted"),
    sqlite_strict=True,
)


class SubmissionFileColumns(TypedColumns):
    """A file of a submission, under the name that its partner gave it.

    ``kept`` says whether its bytes are in ``raw_file``. Of a file with personal data they are not;
    ``reading`` is then the digest, in the store, of what was read of it, with pseudonyms.
    """

    submission_id: Named[int] = Column(WHOLE, ForeignKey("submission.id"), primary_key=True)
    number: Named[int] = Column(WHOLE, primary_key=True)
    file: Named[str] = Column(Text)
    sha256: Named[str] = Column(Digest)
    size: Named[int] = Column(WHOLE)
    kept: Named[bool] = Column(Flag)
    rows: Named[int] = Column(WHOLE)
    sum_declared_cents: Named[Any] = Column(Json, nullable=False)
    reading: Named[str | None] = Column(Digest)


submission_file = Table(
    "submission_file",
    metadata,
    SubmissionFileColumns,
    CheckConstraint("kept = 1 OR reading IS NOT NULL", name="can_be_used_again"),
    sqlite_strict=True,
)


class SubmissionWithdrawalColumns(TypedColumns):
    """That a submission was taken back, by whom and why."""

    submission_id: Named[int] = Column(WHOLE, ForeignKey("submission.id"), primary_key=True)
    who: Named[str] = Column(Text)
    why: Named[str] = Column(Text)
    recorded_at: Named[datetime] = Column(Instant)


submission_withdrawal = Table(
    "submission_withdrawal", metadata, SubmissionWithdrawalColumns, sqlite_strict=True
)


class SubmissionRefusalColumns(TypedColumns):
    """That a partner tried to hand files in, and why they could not be taken.

    Of such files nothing is kept but name and digest, and the codes of what stood in the way.
    """

    id: Named[int] = Column(WHOLE, Identity(always=True), primary_key=True)
    project: Named[str] = Column(Text)
    period: Named[int] = Column(WHOLE)
    partner: Named[str] = Column(Text)
    files: Named[Any] = Column(Json, nullable=False)
    codes: Named[Any] = Column(Json, nullable=False)
    recorded_at: Named[datetime] = Column(Instant)


submission_refusal = Table(
    "submission_refusal",
    metadata,
    SubmissionRefusalColumns,
    Index(None, "project", "period", "partner"),
    sqlite_strict=True,
)


class RunSubmissionColumns(TypedColumns):
    """That a run used a submission; from then on it can be replaced, but not taken back."""

    run_id: Named[int] = Column(WHOLE, ForeignKey("run.id"), primary_key=True)
    submission_id: Named[int] = Column(WHOLE, ForeignKey("submission.id"), primary_key=True)


run_submission = Table("run_submission", metadata, RunSubmissionColumns, sqlite_strict=True)


class ProjectScheduleColumns(TypedColumns):
    """That a project is to be run by its calendar, or no longer; the newest row counts.

    ``definition`` is the path of its project file, ``inbox`` the folder that is looked into every
    night ("" for none), ``outputs`` where reports go.
    """

    id: Named[int] = Column(WHOLE, Identity(always=True), primary_key=True)
    project: Named[str] = Column(Text)
    definition: Named[str] = Column(Text)
    inbox: Named[str] = Column(Text)
    outputs: Named[str] = Column(Text)
    language: Named[str] = Column(Text)
    active: Named[bool] = Column(Flag)
    recorded_at: Named[datetime] = Column(Instant)


project_schedule = Table(
    "project_schedule",
    metadata,
    ProjectScheduleColumns,
    Index(None, "project"),
    sqlite_strict=True,
)


class AppointmentColumns(TypedColumns):
    """That something of the calendar was done; it is never done twice.

    ``key`` names it within the project and kind, such as the day and period of a reminder.
    """

    project: Named[str] = Column(Text, primary_key=True)
    kind: Named[str] = Column(Text, primary_key=True)
    key: Named[str] = Column(Text, primary_key=True)
    recorded_at: Named[datetime] = Column(Instant)


appointment = Table("appointment", metadata, AppointmentColumns, sqlite_strict=True)


class RunTurnColumns(TypedColumns):
    """That somebody began a run of a project and period; others wait (``ledger.turns``)."""

    id: Named[int] = Column(WHOLE, Identity(always=True), primary_key=True)
    project: Named[str] = Column(Text)
    period: Named[int] = Column(WHOLE)
    holder: Named[str] = Column(Text)
    began_at: Named[datetime] = Column(Instant)


run_turn = Table(
    "run_turn", metadata, RunTurnColumns, Index(None, "project", "period"), sqlite_strict=True
)


class RunTurnEndColumns(TypedColumns):
    """How a turn ended; one that was broken off has no end."""

    turn_id: Named[int] = Column(WHOLE, ForeignKey("run_turn.id"), primary_key=True)
    outcome: Named[str] = Column(Text)
    ended_at: Named[datetime] = Column(Instant)


run_turn_end = Table("run_turn_end", metadata, RunTurnEndColumns, sqlite_strict=True)


class KeyCheckColumns(TypedColumns):
    """By what the key of the pseudonyms is known again: a digest made with it, never the key."""

    number: Named[int] = Column(WHOLE, primary_key=True)
    check_value: Named[str] = Column(Digest)
    recorded_at: Named[datetime] = Column(Instant)


key_check = Table(
    "key_check", metadata, KeyCheckColumns, CheckConstraint("number = 1", name="one"),
    sqlite_strict=True,
)  # fmt: skip


class ErasureColumns(TypedColumns):
    """That somebody erased a person, or lists whose time had come, from a project's participants.

    Neither the person nor the pseudonym stands here: ``scope`` is ``person`` or ``lists``.
    """

    id: Named[int] = Column(WHOLE, Identity(always=True), primary_key=True)
    project: Named[str] = Column(Text)
    scope: Named[str] = Column(Text)
    who: Named[str] = Column(Text)
    why: Named[str] = Column(Text)
    rows: Named[int] = Column(WHOLE)
    recorded_at: Named[datetime] = Column(Instant)


erasure = Table(
    "erasure",
    metadata,
    ErasureColumns,
    CheckConstraint("scope IN ('person', 'lists')", name="scope"),
    Index(None, "project"),
    sqlite_strict=True,
)


class ErasedRowColumns(TypedColumns):
    """A row of a partner's file in which a random token stands for the person now."""

    erasure_id: Named[int] = Column(WHOLE, ForeignKey("erasure.id"), primary_key=True)
    file_sha256: Named[str] = Column(Digest, primary_key=True)
    sheet: Named[str] = Column(Text, primary_key=True)
    row: Named[int] = Column(WHOLE, primary_key=True)
    token: Named[str] = Column(Text)


erased_row = Table("erased_row", metadata, ErasedRowColumns, sqlite_strict=True)


class ReplacedListColumns(TypedColumns):
    """That a list in the store was replaced by one with tokens; runs still name the old digest."""

    old_digest: Named[str] = Column(Digest, primary_key=True)
    new_digest: Named[str] = Column(Digest)
    erasure_id: Named[int] = Column(WHOLE, ForeignKey("erasure.id"))


replaced_list = Table("replaced_list", metadata, ReplacedListColumns, sqlite_strict=True)
