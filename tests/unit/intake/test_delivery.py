"""A partner's files together: which sheets are read, what blocks, and who is whose."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from intake.delivery import deliveries_of, read_delivery, read_file
from intake.vocabulary import TABLES
from schemas.words import words
from tests.unit.intake.extracts import (
    COSTS,
    PROJECT,
    codes,
    context,
    read,
    said,
    sheet,
    the,
    workbook,
)
from tests.unit.intake.test_tables import ACTIVITY_ROWS, ATTENDANCE

HEADINGS: list[object] = list(COSTS.split(","))
ROW: list[object] = ["A1", "staff", "Study", "EUR", 1]


def sheets(**rows: list[list[object]]) -> bytes:
    """A workbook of sheets, by name."""

    def fill(book: xlsxwriter.Workbook) -> None:
        for name, content in rows.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(content):
                page.write_row(number, 0, row)

    return workbook(fill)


ACTIVITY: list[list[object]] = [
    list(ACTIVITY_ROWS.split(";")),
    ["A1.1", "WP1", "event", "Forum", "completed", 1, "yes"],
]


def test_a_workbook_may_hold_all_three(tmp_path: Path) -> None:
    attendance: list[list[object]] = [
        list(ATTENDANCE.split(";")),
        ["A1.1", "p1", "Uni", "sme", "DE", "speaker", 2],
    ]
    raw = sheets(
        Cover=[["Report 1"]], Náklady=[HEADINGS, ROW], Działania=ACTIVITY, Teilnehmer=attendance
    )
    result = read(tmp_path, raw, "report.xlsx")
    assert [(table.table, table.sheet, table.rows) for table in result.tables] == [
        ("costs", "Náklady", 1),
        ("activities", "Działania", 1),
        ("participants", "Teilnehmer", 1),
    ]
    assert [(finding.code, finding.sheet) for finding in result.findings] == [("FILE-07", "Cover")]
    assert result.personal


def test_a_single_sheet_is_recognised_by_its_headings(tmp_path: Path) -> None:
    result = read(tmp_path, sheets(Tabelle1=ACTIVITY, Tabelle2=[]), "liste.xlsx")
    assert codes(result) == []
    assert [table.table for table in result.tables] == ["activities"]


def test_headings_go_before_the_name_of_the_sheet(tmp_path: Path) -> None:
    result = read(tmp_path, sheets(Costs=ACTIVITY), "costs.xlsx")
    assert [table.table for table in result.tables] == ["activities"]


@pytest.mark.parametrize("names", [("Costs", "Kosten"), ("Tabelle1", "Tabelle2")])
def test_two_sheets_of_one_kind_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    raw = sheets(**{name: [HEADINGS, ROW] for name in names})
    result = read(tmp_path, raw, "costs.xlsx")
    assert codes(result) == ["FILE-01-SHEETS"]
    assert f"{names[0]}, {names[1]}" in said(the(result, "FILE-01-SHEETS"))
    assert result.refused


@pytest.mark.parametrize(
    "raw",
    [sheets(Tabelle1=[["a", "b"], [1, 2]]), sheets(Costs=[["a", "b"], [1, 2]], Other=[["x"]])],
)
def test_a_workbook_without_headings_is_refused(tmp_path: Path, raw: bytes) -> None:
    result = read(tmp_path, raw, "costs.xlsx")
    assert the(result, "FILE-01-HEADINGS").expected == 20
    assert result.refused


def test_headings_are_looked_for_in_the_first_twenty_rows(tmp_path: Path) -> None:
    titles = "Title\n" * 19
    assert not read(tmp_path, f"{titles}{COSTS}\nA1,staff,Study,EUR,1\n").findings
    late = read(tmp_path, f"{titles}Title\n{COSTS}\nA1,staff,Study,EUR,1\n")
    assert codes(late) == ["FILE-01-HEADINGS"]


def test_headings_alone_are_no_nil_report(tmp_path: Path) -> None:
    result = read(tmp_path, f"{COSTS}\n\n")
    assert codes(result) == ["FILE-03"]
    assert "--nil" in said(the(result, "FILE-03"))
    assert result.refused
    both = sheets(Costs=[HEADINGS, ROW], Participants=[list(ATTENDANCE.split(";"))])
    assert codes(read(tmp_path, both, "report.xlsx")) == []


def test_files_of_a_delivery_follow_each_other(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(f"{COSTS}\nA1,staff,Study,EUR,1\nA2,staff,Trip,PLN,x\n", encoding="utf-8")
    second.write_text(f"{COSTS}\nA1,staff,Study,EUR,3\nA3,staff,Trip,EUR,4\n", encoding="utf-8")
    delivery = read_delivery([first, second], context())
    assert delivery.costs["sequence"].tolist() == [0, 2, 3]
    assert delivery.costs["unread"].tolist() == ["", "item_id", ""]
    assert delivery.unreadable_rows == 1
    assert not delivery.blocked
    repeated = next(f for f in delivery.findings if f.code == "ROW-01")
    assert (repeated.file, repeated.row, repeated.item_id) == ("b.csv", 2, "A1")
    assert "already stands in row 2 of a.csv" in said(repeated)
    assert delivery.files[1].tables[0].frame["unread"].tolist() == ["item_id", ""]


def test_a_refused_file_blocks_the_delivery(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.csv", tmp_path / "b.csv"
    good.write_text(f"{COSTS}\nA1,staff,Study,EUR,1\n", encoding="utf-8")
    bad.write_bytes(b"%PDF-1.4")
    delivery = read_delivery([good, bad], context())
    assert delivery.blocked
    assert [file.refused for file in delivery.files] == [False, True]


def test_nothing_delivered_is_typed_all_the_same() -> None:
    delivery = read_delivery([], context())
    for name, table in TABLES.items():
        frame = getattr(delivery, name)
        assert isinstance(frame, pd.DataFrame)
        table.frame_schema.validate(frame, lazy=True)
        assert len(frame) == 0
    assert not delivery.blocked


def test_the_partner_s_name_of_a_file_may_be_given(tmp_path: Path) -> None:
    path = tmp_path / "0f3a.csv"
    path.write_text(f"{COSTS}\nA1,staff,Study,EUR,1\n", encoding="utf-8")
    result = read_file(path, context(), label="koszty\r\n.csv", first_sequence=7)
    assert result.file == "koszty  .csv"
    assert result.tables[0].frame["sequence"].tolist() == [7]


def test_findings_are_spoken_in_every_language(tmp_path: Path) -> None:
    result = read(tmp_path, f"{COSTS},Kostenstelle\nA1,catering,,PLN,1.2345,x\n,,,,5,\n")
    for finding in result.findings:
        for language in ("en", "de"):
            assert finding.message(words(language))
            assert finding.remedy(words(language))


def test_an_inbox_has_a_folder_for_each_partner(tmp_path: Path) -> None:
    def put(*names: str) -> None:
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x", encoding="utf-8")

    put("WFS/b.csv", "WFS/a.XLSX", "WFS/.hidden", "WFS/~$a.xlsx", "WFS/invoice.pdf", "WFS/m.xlsm")
    put("karr s.a./koszty.ods", "KARR/dzialania.tsv", "ACME/costs.csv", "loose.csv", ".DS_Store")
    (tmp_path / "WFS/vouchers").mkdir()
    (tmp_path / "WFS/link.csv").symlink_to("/etc/hostname")
    (tmp_path / "USA").symlink_to(tmp_path / "WFS")
    os.mkfifo(tmp_path / "KARR/pipe.csv")
    files, findings = deliveries_of(tmp_path, PROJECT)
    assert {partner: [path.name for path in paths] for partner, paths in files.items()} == {
        "WFS": ["a.XLSX", "b.csv", "m.xlsm"],
        "KARR": ["dzialania.tsv", "koszty.ods"],
    }
    assert sorted((finding.code, finding.partner, finding.file) for finding in findings) == [
        ("FILE-05", "", "ACME"),
        ("FILE-06", "WFS", "invoice.pdf"),
        ("FILE-06-LINK", "", "USA"),
        ("FILE-06-LINK", "KARR", "pipe.csv"),
        ("FILE-06-LINK", "WFS", "link.csv"),
        ("FILE-06-LINK", "WFS", "vouchers"),
        ("FILE-06-PLACE", "", "loose.csv"),
    ]
    unknown = next(finding for finding in findings if finding.code == "FILE-05")
    assert "WFS, KARR, USA" in said(unknown)


def test_an_inbox_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        deliveries_of(tmp_path / "nowhere", PROJECT)


def test_a_row_beside_the_used_columns_is_told(tmp_path: Path) -> None:
    raw = sheet([*HEADINGS], [*ROW, None, "note"])
    assert [(f.code, f.column) for f in read(tmp_path, raw, "costs.xlsx").findings] == [
        ("COL-02-UNNAMED", "G")
    ]
