"""What both databases must hold: history is append-only, types are exact, tables as described."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, Table, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from ledger import database, upgrade
from ledger.column_types import Cents, Day, Digest, Flag, Instant, Json
from ledger.database import Database
from ledger.erasures import ErasedRow, NewErasure
from ledger.errors import LedgerUnavailable
from ledger.home import Home
from ledger.inserts import insert_columns
from ledger.ledger import Ledger
from ledger.office import Office, Scheduled
from ledger.tables import metadata, raw_file
from schemas.evidence import EvidenceFile
from schemas.project import PublishedRate
from tests.unit.ledger.conftest import NewHome
from tests.unit.ledger.samples import (
    PROJECT,
    a_certificate,
    a_claim,
    a_mapping,
    a_submission,
    an_item,
    digest,
)

TABLES = sorted(metadata.tables)
NOW = datetime(2017, 8, 1, 9, 0, tzinfo=UTC)


@contextmanager
def connected(home: Home) -> Iterator[Connection]:
    with Database.at(home.database_url).writing("test") as connection:
        yield connection


def fill(ledger: Ledger) -> None:
    definition = ledger.keep_definition(PROJECT, "id: innocooppolsax\n")
    ledger.keep_raw(b"extract")
    handed_in = ledger.submit(a_submission(ledger), after=None).submission
    assert handed_in is not None
    ledger.submit(a_submission(ledger, partner="TGZ"), after=None)
    ledger.withdraw(PROJECT, 1, "TGZ", "T. Geschke", "the wrong file")
    ledger.refuse(PROJECT, 1, "KARR", {"koszty.csv": digest("k")}, ["COL-01"])
    claim = a_claim(provenance={"project_sha256": definition})
    ledger.record_run(claim, "out", submitted=[handed_in.id])
    ledger.record_certificate(PROJECT, a_certificate(), "Controller")
    ledger.approve(PROJECT, 1, "Lead")
    ledger.keep_mapping(a_mapping(), "Anna Nowak")
    rate = PublishedRate(month="2017-07", currency="PLN", units_per_eur="4.2259")
    ledger.keep_rates("rates.csv", [rate], "Anna Nowak")
    erased = ErasedRow(digest("list"), "Participants", 2, "t" * 32)
    replaced = {digest("old"): digest("new")}
    ledger.record_erasure(NewErasure(PROJECT, "person", "A", "request", [erased], replaced))
    kept = ledger.keep_evidence(b"%PDF-1.7 a list of participants")
    paper = EvidenceFile(file="Lista.pdf", sha256=kept, size=31, kind="pdf")
    ledger.add_evidence(PROJECT, 1, "KARR", [paper], "Anna Nowak")
    ledger.erase_evidence(kept, "Anna Nowak", "kept long enough")
    ledger.index_invoices(1, lambda claim: {item.invoice_number for item in claim.items})
    office = Office.open(ledger.home, ledger._clock)
    office.put_on_calendar(Scheduled(PROJECT, PROJECT, None, Path("out"), "en"))
    office.note_done(PROJECT, "reminder", "1 2018-01-30")
    with office.turn(PROJECT, 1, "a worker", patience=0):
        pass
    office.close()


def content(home: Home) -> str:
    """A digest of all rows, the same on both databases."""
    with connected(home) as connection:
        rows = [
            [name, [[str(cell) for cell in row] for row in connection.execute(select(table))]]
            for name, table in sorted(metadata.tables.items())
        ]
    return sha256(repr(rows).encode()).hexdigest()


def test_rows_are_never_changed_or_deleted(home: Home, ledger: Ledger) -> None:
    fill(ledger)
    for name in TABLES:
        table = metadata.tables[name]
        column = table.columns.keys()[1]
        for change in ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"):
            with (
                pytest.raises(IntegrityError, match="append-only"),
                connected(home) as connection,
            ):
                connection.execute(text(change.format(name, f'"{column}"')))
        with connected(home) as connection:
            assert connection.execute(select(table)).first() is not None, name


def test_rows_are_not_replaced_or_truncated(home: Home, ledger: Ledger) -> None:
    fill(ledger)
    taking_away = (
        "REPLACE INTO raw_file SELECT sha256, 0, recorded_at FROM raw_file"
        if home.database_url.startswith("sqlite")
        else "TRUNCATE raw_file"
    )
    with pytest.raises(IntegrityError, match="append-only"), connected(home) as connection:
        connection.execute(text(taking_away))
    with connected(home) as connection:
        sizes = select(raw_file.c.size).where(raw_file.c.sha256 == digest("extract"))
        assert connection.execute(sizes).scalar_one() == len(b"extract")


def test_the_same_story_is_the_same_content_on_both_databases(new_home: NewHome) -> None:
    contents = []
    for kind in ("sqlite", "postgresql"):
        home = new_home(kind)
        (home.root / "pseudonym.key").write_bytes(b"one key for both, of 32 bytes ..")
        fill(Ledger.open(home, clock=lambda: NOW))
        contents.append(content(home))
    assert contents[0] == contents[1]


def test_the_tables_are_those_described(home: Home, ledger: Ledger) -> None:
    del ledger
    with connected(home) as connection:
        options = {"version_table": "ledger_version", "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        checks = {
            check["name"]
            for name in TABLES
            for check in inspect(connection).get_check_constraints(name)
        }
        assert checks == {
            constraint.name
            for table in metadata.tables.values()
            for constraint in table.constraints
            if type(constraint).__name__ == "CheckConstraint"
        }
        if connection.dialect.name == "sqlite":
            listing = connection.execute(text("PRAGMA table_list")).all()
            strict = {row.name for row in listing if row.strict}
            assert strict == set(TABLES)


def test_the_newest_step_is_the_one_that_the_code_knows() -> None:
    folder = Path(upgrade.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_heads() == [upgrade.NEWEST]


def test_an_upgrade_that_fails_leaves_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("ledger.migrations.append_only.forbid_changes", broken)
        with pytest.raises(KeyboardInterrupt):
            Ledger.open(home)
    with connected(home) as connection:
        assert inspect(connection).get_table_names() == []
    fill(Ledger.open(home))


def test_opening_again_changes_nothing(home: Home, ledger: Ledger) -> None:
    fill(ledger)
    before = content(home)
    Ledger.open(home).close()
    assert content(home) == before


def test_opening_again_imports_nothing_slow(home: Home, ledger: Ledger) -> None:
    del ledger
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from ledger.home import Home\nfrom ledger.ledger import Ledger\n"
        "Ledger.open(Home(Path(sys.argv[1]), sys.argv[2]))\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    imported = subprocess.run(
        [sys.executable, "-c", program, home.root, home.database_url],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert not {"alembic", "pandas", "pyarrow", "pydantic", "dotenv"} & set(imported)


def test_a_newer_ledger_is_left_alone(home: Home, ledger: Ledger) -> None:
    fill(ledger)
    with connected(home) as connection:
        connection.execute(text("UPDATE ledger_version SET version_num = 'v9999'"))
    before = content(home)
    with pytest.raises(LedgerUnavailable, match="newer Eurocent") as told:
        Ledger.open(home)
    assert told.value.remedy.startswith("Install that version")
    assert content(home) == before


def a_table(connection: Connection, column: Column[Any]) -> Table:
    table = Table("scratch", MetaData(), column, sqlite_strict=True)
    table.create(connection)
    return table


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Cents(), -(2**62)),
        (Flag(), True),
        (Day(), date(2017, 5, 2)),
        (Instant(), datetime(2017, 5, 2, 10, 30, 0, 5, tzinfo=UTC)),
        (Json(), {"PLN": 42_259, "list": ["č", None, True]}),
        (Digest(), digest("x")),
        (Cents(), None),
        (Day(), None),
    ],
)
def test_values_come_back_as_they_went_in(home: Home, kind: Any, value: object) -> None:
    with connected(home) as connection:
        table = a_table(connection, Column("value", kind))
        connection.execute(table.insert().values(value=value))
        insert_columns(connection, table, {"value": [value]})
        back = connection.execute(select(table.c.value)).scalars().all()
    assert back == [value, value]
    assert [type(entry) for entry in back] == [type(value)] * 2


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Cents(), 1.0),
        (Cents(), True),
        (Cents(), Decimal(1)),
        (Cents(), "1"),
        (Flag(), 1),
        (Day(), datetime(2017, 5, 2, tzinfo=UTC)),
        (Day(), "2017-05-02"),
        (Instant(), datetime(2017, 5, 2)),
        (Instant(), date(2017, 5, 2)),
        (Json(), {"amount": 0.1}),
        (Json(), {1: "key"}),
        (Digest(), "ABC"),
        (Digest(), digest("x").upper()),
    ],
)
def test_inexact_values_are_refused(home: Home, kind: Any, value: object) -> None:
    with connected(home) as connection:
        table = a_table(connection, Column("value", kind))
        with pytest.raises((TypeError, ValueError, StatementError)):
            connection.execute(table.insert().values(value=value))
        with pytest.raises((TypeError, ValueError)):
            insert_columns(connection, table, {"value": [value]})
        assert connection.execute(select(table)).all() == []


def test_moments_are_kept_in_utc_and_sort_as_text(home: Home) -> None:
    summer = timezone(timedelta(hours=2))
    later = datetime(2017, 5, 2, 11, 0, tzinfo=UTC)
    earlier = datetime(2017, 5, 2, 12, 30, tzinfo=summer)
    with connected(home) as connection:
        table = a_table(connection, Column("value", Instant()))
        insert_columns(connection, table, {"value": [later, earlier]})
        sorted_back = connection.execute(select(table.c.value).order_by(table.c.value)).scalars()
        assert sorted_back.all() == [earlier, later]


def test_many_rows_go_in_at_once_or_not_at_all(home: Home, ledger: Ledger) -> None:
    del home
    items = [an_item(number) for number in range(1, 3_001)]
    stored = ledger.record_run(a_claim(items=items), "out")
    assert len(stored.claim.items) == 3_000
    with ledger._database.reading() as connection:
        total = connection.execute(
            text("SELECT count(*), max(sequence), sum(eligible_cents) FROM expenditure_item")
        ).one()
    assert [int(cell) for cell in total] == [3_000, 3_000, 3_000 * 8_250]
    with pytest.raises(IntegrityError):
        ledger.record_run(a_claim("second", items=[*items, an_item(1, cut=-1)]), "out")
    assert [change for change in ledger.later_runs(PROJECT, 0) if change.version == 2] == []


def test_an_empty_list_of_expenditure_is_a_run_too(ledger: Ledger) -> None:
    nil = a_claim(items=[], provenance={"inputs": []})
    assert ledger.record_run(nil, "out").claim == nil


@pytest.mark.parametrize(
    "url",
    ["mysql://root@localhost/x", "ledger.sqlite", "postgresql+asyncpg://x/y", "://", "sqlite://"],
)
def test_a_strange_address_is_refused(url: str) -> None:
    with pytest.raises(LedgerUnavailable, match="EUROCENT_DATABASE_URL"):
        Database.at(url)


def test_a_server_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://lead:secret@/ledger?host={tmp_path}"
    with pytest.raises(LedgerUnavailable, match="cannot be used") as told:
        Ledger.open(Home(tmp_path, url))
    assert "secret" not in str(told.value)
    assert told.value.remedy.startswith("See that it runs")


def test_a_locked_ledger_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    home = Home.open(tmp_path)
    ledger = Ledger.open(home)
    with connected(home), pytest.raises(LedgerUnavailable, match="locked by another") as told:
        ledger.keep_definition(PROJECT, "id: x\n")
    assert str(home.root) in told.value.message
    assert ledger.keep_definition(PROJECT, "id: x\n")


def test_two_that_meet_at_a_new_file_wait_for_each_other() -> None:
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    connection = Mock(**{"execute.side_effect": [busy, busy, Mock()]})
    database._write_ahead(connection)
    assert connection.execute.call_count == 3


def test_a_reader_is_not_kept_waiting_by_a_writer(home: Home, ledger: Ledger) -> None:
    with connected(home):
        assert ledger.latest_run(PROJECT, 1) is None


@pytest.mark.parametrize(
    ("damage", "words"),
    [(b"this is no database at all" * 100, "is no database"), (None, "cannot be opened|director")],
)
def test_a_file_that_is_no_ledger_is_told(tmp_path: Path, damage: bytes | None, words: str) -> None:
    home = Home.open(tmp_path)
    file = tmp_path / "ledger.sqlite"
    if damage is None:
        file.mkdir()
    else:
        file.write_bytes(damage)
    with pytest.raises(LedgerUnavailable, match=words):
        Ledger.open(home)


def add_raw_files(ledger: Ledger, count: int, pragma: str) -> None:
    with ledger._database.writing(PROJECT) as connection:
        connection.exec_driver_sql(pragma)
        for number in range(count):
            values = {"sha256": digest(str(number)), "size": 1, "recorded_at": NOW}
            connection.execute(raw_file.insert().values(**values))


def test_a_read_only_ledger_is_told(tmp_path: Path) -> None:
    ledger = Ledger.open(Home.open(tmp_path))
    with pytest.raises(LedgerUnavailable, match="read-only"):
        add_raw_files(ledger, 1, "PRAGMA query_only = ON")


def test_a_full_disk_is_told_and_nothing_is_half_done(tmp_path: Path) -> None:
    ledger = Ledger.open(Home.open(tmp_path))
    with pytest.raises(LedgerUnavailable, match="No space"):
        add_raw_files(ledger, 10_000, "PRAGMA max_page_count = 50")
    with ledger._database.reading() as connection:
        assert connection.execute(select(raw_file)).all() == []


def test_our_own_mistakes_stay_exceptions(ledger: Ledger) -> None:
    with pytest.raises(DBAPIError), ledger._database.writing(PROJECT) as connection:
        connection.execute(text("SELECT nonsense FROM nowhere"))


def test_only_its_owner_reads_the_ledger(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "state")
    Ledger.open(home)
    assert (home.root / "ledger.sqlite").stat().st_mode & 0o777 == 0o600
