"""A file is what its content says, and is taken once, without following links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from intake import files
from intake.delivery import read_file
from intake.files import Refusal, kind_of, label_of, take
from tests.unit.intake.extracts import codes, context, read, said, sheet, the

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("raw", "name", "code", "words"),
    [
        (b"", "costs.csv", "FILE-02", "is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "costs.csv", "FILE-02", "is empty"),
        (b"", "costs.xlsx", "FILE-02", "is empty"),
        (b"%PDF-1.7 ...", "costs.csv", "FILE-01-CONTENT", "its content is PDF"),
        (b"<html><table>", "costs.xls", "FILE-01-CONTENT", "its content is HTML"),
        (b"\n<!DOCTYPE html>", "costs.csv", "FILE-01-CONTENT", "its content is HTML"),
        (b"<?xml version='1.0'?>", "costs.xls", "FILE-01-CONTENT", "its content is XML"),
        (b"a;b\n1;2\n", "costs.xlsx", "FILE-01-NAME", "named like XLSX, but its content is CSV"),
        (b"PK\x03\x04 ...", "costs.csv", "FILE-01-NAME", "named like CSV, but its content is XLSX"),
        (
            COMPOUND + "EncryptedPackage".encode("utf-16-le"),
            "costs.xlsx",
            "FILE-01-PASSWORD",
            "Save it without a password",
        ),
        (
            COMPOUND + "Workbook _VBA_PROJECT_CUR".encode("utf-16-le"),
            "costs.xls",
            "FILE-01-MACRO",
            "without macros",
        ),
        (COMPOUND + "WordDocument".encode("utf-16-le"), "a.doc", "FILE-01-CONTENT", "DOC"),
    ],
)
def test_what_is_no_extract_is_refused_with_its_remedy(
    tmp_path: Path, raw: bytes, name: str, code: str, words: str
) -> None:
    result = read(tmp_path, raw, name)
    assert codes(result) == [code]
    assert words in said(the(result, code))
    assert result.refused
    assert result.tables == ()


def test_a_workbook_may_bear_any_name_of_a_workbook() -> None:
    assert kind_of(sheet(["a"]), "costs.xls") == "xlsx"
    assert kind_of(b"a;b", "costs") == "csv"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    link = tmp_path / "costs.csv"
    link.symlink_to("/etc/hostname")
    assert take(link) == Refusal("FILE-01-LINK")
    assert codes(read_file(link, context())) == ["FILE-01-LINK"]


def test_a_pipe_without_writer_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "costs.csv")
    assert take(tmp_path / "costs.csv") == Refusal("FILE-01-LINK")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert take(tmp_path) == Refusal("FILE-01-LINK")


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "costs.csv", context())


def test_a_larger_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 10)
    assert codes(read(tmp_path, b"0123456789")) == ["FILE-01-HEADINGS"]
    assert codes(read(tmp_path, b"0123456789x")) == ["FILE-01-SIZE"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("koszty żółte.csv", "koszty żółte.csv"),
        ("a\r\nb.csv", "a  b.csv"),
        ("a\N{RIGHT-TO-LEFT OVERRIDE}vsc.exe", "a<U+202E>vsc.exe"),
        ("x" * 300, "x" * 119 + "…"),
    ],
)
def test_a_name_is_only_a_label(name: str, label: str) -> None:
    assert label_of(Path(name)) == label


def test_a_name_in_no_encoding_is_still_a_label() -> None:
    assert label_of(Path(os.fsdecode(b"k\xf3szty.csv"))) == "k\\xf3szty.csv"
