"""CSV in any delimiter and encoding: read rightly, or refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.csv_tables import read_csv
from intake.files import Refusal
from intake.grids import Grid
from intake.text_encoding import decode
from tests.unit.intake.extracts import COSTS, codes, read, said, the

TEXTS = {
    "de": "Größe;Bürobedarf;Übersetzung;Straße;50 m²;5 €",
    "pl": "Wrocław;Łódź;zakup sprzętu;żółty;ćma;Śląsk;źródło;związek",
    "cs": "Děčín;Žďár;tlumočení;účastníků;občerstvení;kůň;ťuhýk",
    "hu": "Győr;költség;szűrő",
    "sk": "kľúč;pôda;vŕba;ďalší",
    "sl": "računovodstvo;šola;žaga",
    "et": "tõlge;Pärnu;šokolaad",
    "fr": "café;façade;prêt",
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250", "iso8859_2", "cp1252", "cp852")


def grid_of(raw: bytes | str) -> Grid:
    read = read_csv(raw.encode() if isinstance(raw, str) else raw)
    assert isinstance(read, Grid), read
    return read


def _has_letters(encoding: str, language: str) -> bool:
    try:
        TEXTS[language].encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("language", "encoding"),
    [(text, page) for text in TEXTS for page in ENCODINGS if _has_letters(page, text)],
)
def test_letters_are_read_in_every_encoding_that_has_them(language: str, encoding: str) -> None:
    text = f"a;b\r\n{TEXTS[language]}\r\n"
    assert decode(text.encode(encoding), [language]) == text


def test_two_languages_of_one_code_page_are_read() -> None:
    text = "a;b\nÜbersetzung für Büro;Łódź, żółty ząb\nGröße;Śląsk\n"
    assert decode(text.encode("cp1250")) == text


def test_the_partner_s_languages_decide_between_two_good_readings() -> None:
    raw = "id;opis\n1;związek\n".encode("cp1250")
    assert decode(raw) == Refusal("FILE-01-ENCODING")
    assert decode(raw, ["pl"]) == "id;opis\n1;związek\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"id;name\n1;\xb9\n",  # one letter: a Polish, a Czech or no word at all
        b"id;name\n1;\x80\x81\x8d\xff\xfe\n",
        b"id;name\n1;a\x00b\n",
        b"\xef\xbb\xbfid;name\n1;\xff\n",
    ],
)
def test_letters_that_are_not_certain_are_refused(tmp_path: Path, raw: bytes) -> None:
    finding = the(read(tmp_path, raw), "FILE-01-ENCODING")
    assert "CSV UTF-8" in said(finding)


def test_letters_that_were_lost_before_are_not_taken_over(tmp_path: Path) -> None:
    result = read(tmp_path, f"{COSTS}\nA1,staff,B\N{REPLACEMENT CHARACTER}ro,EUR,1.00\n")
    finding = the(result, "FILE-01-LETTERS")
    assert finding.row == 2
    assert "line 2: letters were lost" in said(finding)
    assert result.refused


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_found_by_the_headings(tmp_path: Path, delimiter: str) -> None:
    row = delimiter.join(("A1", "staff", '"Study, part 1; draft | a"', "EUR", "10.50"))
    result = read(tmp_path, COSTS.replace(",", delimiter) + "\n" + row + "\n")
    assert not result.findings
    (table,) = result.tables
    assert table.frame["description"].tolist() == ["Study, part 1; draft | a"]
    assert table.sum_declared == {"EUR": 1050}


def test_a_row_is_numbered_by_the_line_where_it_begins() -> None:
    grid = grid_of('a;b\r\n"first\r\nsecond";2\r\n\r\n3;4\r\n')
    assert grid.numbers == [1, 2, 5]
    assert grid.rows[1] == ["first\r\nsecond", "2"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(end: str) -> None:
    assert grid_of(end.join(("a,b", "1,2", ""))).rows == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    "rows",
    [
        'A1,staff,"Study,EUR,1.00\nA2,staff,Trip,EUR,2.00\n',
        'A1,staff,Trip,EUR,1.00\nA2,staff,"Study" GmbH,EUR,2.00\n',
    ],
)
def test_an_open_quotation_mark_swallows_no_rows(tmp_path: Path, rows: str) -> None:
    result = read(tmp_path, f"{COSTS}\n{rows}")
    finding = the(result, "FILE-01-QUOTE")
    assert finding.row == 2 + rows.splitlines().index(
        next(line for line in rows.splitlines() if '"' in line)
    )
    assert result.tables == ()
    assert "quotation mark" in said(finding)


def test_quotation_marks_belong_to_the_text_of_a_tab_file(tmp_path: Path) -> None:
    heading = COSTS.replace(",", "\t") + "\tsupplier_name"
    row = 'A1\tstaff\tStudy\tEUR\t1.00\t"ROZWÓJ" sp. z o.o.'
    result = read(tmp_path, f"{heading}\n{row}\n", "costs.tsv")
    assert result.tables[0].frame["supplier_name"].tolist() == ['"ROZWÓJ" sp. z o.o.']


def test_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    result = read(tmp_path, f"{COSTS}\nA1,staff,{'x' * 200_000},EUR,1.00\n")
    assert codes(result) == ["FILE-01-CELL"]


def test_a_blank_after_the_delimiter_is_no_part_of_the_cell(tmp_path: Path) -> None:
    result = read(tmp_path, f'{COSTS}\nA1, staff, "Study, part 1", EUR, "1,000.50"\n')
    assert result.tables[0].sum_declared == {"EUR": 100_050}


def test_the_sign_of_excel_for_the_delimiter_is_a_line_above_the_headings(tmp_path: Path) -> None:
    result = read(
        tmp_path, "sep=;\r\n" + COSTS.replace(",", ";") + "\r\nA1;staff;Study;EUR;1,50\r\n"
    )
    assert not result.findings
    assert result.tables[0].frame["row"].tolist() == [3]
