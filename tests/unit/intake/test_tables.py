"""From text to typed rows: every fault named at its place, good rows used, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.vocabulary import TABLES
from schemas.activities import ACTIVITIES
from schemas.columns import Table
from schemas.costs import COSTS as COSTS_TABLE
from schemas.participants import PARTICIPANTS
from tests.unit.intake.extracts import COSTS, codes, read, said, sheet, the

GOOD = "A1,staff,Study,EUR,10.50"


@pytest.mark.parametrize(
    ("row", "code", "column", "words"),
    [
        (",staff,Study,EUR,1", "CELL-02", "item_id", "item_id is empty"),
        ("A2,,Study,EUR,1", "CELL-02", "cost_category", "Fill in the cell"),
        ("A2,staff,,EUR,1", "CELL-02", "description", "every row needs it"),
        ("A2,staff,Study,,1", "CELL-02", "currency", "the row waits"),
        ("A2,staff,Study,EUR,", "CELL-02", "amount_declared", "is empty"),
        (
            "A2,catering,Study,EUR,1",
            "CELL-03",
            "cost_category",
            "catering is not known; expected one of Personal, Reise und Unterbringung, ",
        ),
        (
            "A2,equipment,Study,EUR,1",  # a category, but none of this project
            "CELL-03",
            "cost_category",
            "equipment is not known",
        ),
        (
            "A2,staff,Study,EURO,1",
            "CELL-03-CURRENCY",
            "currency",
            "EURO is not the code of a currency (ISO 4217)",
        ),
        ("A1,staff,Trip,EUR,1", "ROW-01", "item_id", "A1 already stands in row 2 of"),
        ("A2,staff,Study", "ROW-04", "", "has 3 cells where the heading has 5"),
        ("A2,staff,Study, part 2,EUR,1", "ROW-04", "", "6 cells"),
    ],
)
def test_one_bad_row_is_named_and_the_good_one_used(
    tmp_path: Path, row: str, code: str, column: str, words: str
) -> None:
    result = read(tmp_path, f"{COSTS}\n{GOOD}\n{row}\n")
    finding = the(result, code)
    assert codes(result) == [code]
    assert (finding.row, finding.column, finding.table) == (3, column, "costs")
    assert words in said(finding)
    (table,) = result.tables
    assert table.rows == 2
    unreadable = column in ("currency", "amount_declared") or code == "ROW-04"
    assert table.unreadable_rows == unreadable
    assert table.frame["unread"].tolist() == ([""] if unreadable else ["", column])
    assert table.sum_declared == {"EUR": 1050 if unreadable else 1150}
    assert not result.refused


def test_one_bad_cell_never_hides_another(tmp_path: Path) -> None:
    heading = f"{COSTS},invoice_date,gift,share"
    result = read(tmp_path, f"{heading}\n,catering,,PLN,1.50,31.02.2017,perhaps,7\n")
    assert sorted(finding.column for finding in result.findings) == [
        *("cost_category", "description", "gift", "invoice_date", "item_id", "share"),
    ]
    (table,) = result.tables
    assert table.sum_declared == {"PLN": 150}
    assert table.frame["unread"].tolist() == [
        "item_id;cost_category;description;invoice_date;gift;share"
    ]
    assert table.frame["cost_category"].tolist() == [""]


def test_words_stay_words(tmp_path: Path) -> None:
    names = ["NA", "None", "NaN", "null", "TRUE", "#N/A", "-", "1E5", "12E7", "000123", "0x1F"]
    heading = f"{COSTS},supplier_name,invoice_number"
    rows = [f"{name},staff,{name},EUR,1,{name},{name}" for name in names]
    (table,) = read(tmp_path, "\n".join((heading, *rows))).tables
    for column in ("item_id", "description", "supplier_name", "invoice_number"):
        assert table.frame[column].tolist() == names


def test_document_numbers_of_a_workbook_are_not_changed(tmp_path: Path) -> None:
    rows = [
        [12, "staff", "Study", "EUR", 1, 12345678901234, 4711.0],
        ["000123", "staff", "Study", "EUR", 2, "12E7", "1.0"],
    ]
    heading = [*COSTS.split(","), "invoice_number", "supplier_vat_id"]
    (table,) = read(tmp_path, sheet(heading, *rows), "costs.xlsx").tables
    assert table.frame["item_id"].tolist() == ["12", "000123"]
    assert table.frame["invoice_number"].tolist() == ["12345678901234", "12E7"]
    assert table.frame["supplier_vat_id"].tolist() == ["4711", "1.0"]


def test_every_row_knows_where_it_came_from(tmp_path: Path) -> None:
    content = f"Ausgabenliste WFS\n\n{COSTS}\nA1,staff,Study,EUR,1\n\nA2,staff,Trip,EUR,2\n"
    result = read(tmp_path, content, "kosten.csv")
    frame = result.tables[0].frame
    assert frame["row"].tolist() == [4, 6]
    assert frame["sequence"].tolist() == [0, 1]
    assert set(frame["file"]) == {"kosten.csv"}
    assert set(frame["file_sha256"]) == {result.sha256}
    assert set(frame["partner"]) == {"WFS"}
    assert set(frame["period"]) == {1}
    assert set(frame["sheet"]) == {""}
    COSTS_TABLE.frame_schema.validate(frame, lazy=True)


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        (
            "Belegnummer;Kostenkategorie;Beschreibung;Währung;Förderfähiger Betrag;Rechnungsdatum",
            "A1;Personal;Studie;eur;1.234,50;05.03.2017",
        ),
        (
            "Numer pozycji;Kategoria kosztów;Opis;Waluta;Kwota kwalifikowalna;Data faktury",
            "A1;Koszty personelu;Studium;EUR ;1 234,50;2017-03-05",
        ),
        (
            "Číslo položky;Kategorie nákladů;Popis;Měna;Způsobilá částka;Datum faktury",
            "A1;Personální náklady;Studie;EUR;1234,5;5. 3. 2017",
        ),
        (
            "Číslo položky;Kategória nákladov;Opis;Mena;Oprávnená suma;Dátum faktúry",
            "A1;Personálne náklady;Štúdia;EUR;1 234,50;5.3.2017",
        ),
        (
            "Tételszám;Költségkategória;Leírás;Pénznem;Elszámolni kívánt összeg;Számla kelte",
            "A1;Személyi költségek;Tanulmány;EUR;1 234,50;2017.03.05",
        ),
        (
            "Številka postavke;Kategorija stroškov;Opis;Valuta;Upravičeni znesek;Datum računa",
            "A1;Stroški osebja;Študija;EUR;1.234,50;5. 3. 2017",
        ),
        (
            "Numero voce;Categoria di costo;Descrizione;Valuta;Importo ammissibile;Data fattura",
            "A1;Costi del personale;Studio;EUR;1.234,50;05/03/2017",
        ),
        (
            "Kulu number;Kulukategooria;Kirjeldus;Valuuta;Abikõlblik summa;Arve kuupäev",
            "A1;Personalikulud;Uuring;EUR;1 234,50;05.03.2017",
        ),
        (
            "Item number;Cost category;Description;Currency;Declared amount;Invoice date",
            "A1;Staff costs;Study;EUR;1,234.50;05/03/2017",
        ),
        (
            "Item_ID;COST CATEGORY;description ;currency*;Eligible amount (EUR);invoice-date",
            "A1;STAFF;Study;EUR;1234.5;2017/3/5",
        ),
    ],
)
def test_the_same_item_is_read_in_every_language(tmp_path: Path, heading: str, row: str) -> None:
    result = read(tmp_path, f"{heading}\n{row}\n")
    assert not result.findings
    (table,) = result.tables
    assert table.sum_declared == {"EUR": 123450}
    (item,) = table.frame.to_dict("records")
    assert (item["item_id"], item["cost_category"]) == ("A1", "staff")
    assert str(item["invoice_date"]) == "2017-03-05 00:00:00"


def test_a_percentage_is_no_amount(tmp_path: Path) -> None:
    # "MwSt. %" and "MwSt." are the same word once punctuation is gone, but not the same figure.
    result = read(tmp_path, f"{COSTS},MwSt.,MwSt. %,Anteil %\nA1,staff,x,EUR,1,19,19%,50%\n")
    assert [(f.code, f.found) for f in result.findings] == [("COL-02", "MwSt. %")]
    assert result.tables[0].frame["amount_vat_cents"].tolist() == [1900]


def test_marks_and_flags_are_read_in_every_language(tmp_path: Path) -> None:
    heading = f"{COSTS.replace(',', '|')}|gift|flags"
    cells = [("ja", "Zinsen; fine"), ("NIE", ""), ("ano", "kurzová ztráta"), ("", "IN_KIND")]
    rows = [f"A{n}|staff|x|EUR|1|{gift}|{flags}" for n, (gift, flags) in enumerate(cells)]
    result = read(tmp_path, "\n".join((heading, *rows)))
    assert not result.findings
    frame = result.tables[0].frame
    assert frame["gift"].isna().tolist() == [False, False, False, True]
    assert frame["gift"].dropna().tolist() == [True, False, True]
    assert frame["flags"].tolist() == ["fine;interest", "", "exchange_loss", "in_kind"]


def test_former_currencies_are_currencies(tmp_path: Path) -> None:
    result = read(tmp_path, f"{COSTS}\nA1,staff,Study,EEK,100\nA2,staff,Study,SKK,5\n")
    assert not result.findings
    assert result.tables[0].sum_declared == {"EEK": 10000, "SKK": 500}


TOTALS = f"{COSTS},amount_gross,supplier_name"


@pytest.mark.parametrize(
    "row",
    [
        "Summe,,,,10.50,,",
        ",,Summe Personal,EUR,10.50,10.50,",
        ",,,,10.50,12.00,",
        "RAZEM:,,,,,,",
        ",,,Celkem,10.50,,",
        "Total,,,,10.50",
    ],
)
def test_a_total_is_named_and_not_counted(tmp_path: Path, row: str) -> None:
    result = read(tmp_path, f"{TOTALS}\nA1,staff,Study,EUR,10.50,12.00,x\n{row}\n")
    assert codes(result) == ["ROW-03"]
    assert the(result, "ROW-03").row == 3
    assert result.tables[0].sum_declared == {"EUR": 1050}
    assert result.tables[0].rows == 1


@pytest.mark.parametrize(
    "row",
    [
        "A2,staff,Total Quality seminar,EUR,10.50,,",
        "Total-7,staff,Seminar,EUR,10.50,,",
        ",staff,Seminar,EUR,10.50,,Summe GmbH",
    ],
)
def test_an_item_is_no_total_for_one_word_in_it(tmp_path: Path, row: str) -> None:
    result = read(tmp_path, f"{TOTALS}\nA1,staff,Study,EUR,10.50,12.00,x\n{row}\n")
    assert "ROW-03" not in codes(result)
    assert result.tables[0].rows == 2


def test_repeated_headings_and_blank_rows_are_no_items(tmp_path: Path) -> None:
    result = read(tmp_path, f"{COSTS}\n{GOOD}\n,,,,\n\n{COSTS}\nA2,staff,Trip,EUR,1\n")
    assert codes(result) == ["ROW-06"]
    assert result.tables[0].frame["row"].tolist() == [2, 6]


def test_trailing_delimiters_shift_nothing(tmp_path: Path) -> None:
    result = read(tmp_path, f"{COSTS}\n{GOOD},,,\n")
    assert not result.findings
    assert result.tables[0].rows == 1


@pytest.mark.parametrize(
    ("heading", "code", "column", "words"),
    [
        ("item_id,cost_category,description,currency", "COL-01", "amount_declared", "missing"),
        (
            "item_id,cost_category,description,currency,Declared amount,Eligible amount",
            "COL-03",
            "amount_declared",
            "Declared amount / Eligible amount and both mean amount_declared",
        ),
        (
            "item_id,cost_category,description,currency,аmount_declared",
            "COL-05",
            "amount_declared",
            "CYRILLIC SMALL LETTER A",
        ),
    ],
)
def test_headings_that_cannot_be_used_block(
    tmp_path: Path, heading: str, code: str, column: str, words: str
) -> None:
    cells = ["A1", "catering", "Study", "EUR", "1", "1"][: heading.count(",") + 1]
    result = read(tmp_path, f"{heading}\n{','.join(cells)}\n")
    finding = the(result, code)
    assert finding.column == column
    assert words in said(finding)
    assert result.refused
    # The other cells are looked at all the same, so that all can be mended at once.
    assert "CELL-03" in codes(result)
    (table,) = result.tables
    assert (table.rows, table.unreadable_rows, len(table.frame)) == (1, 1, 0)


def test_a_missing_column_is_suggested_in_the_partner_s_language(tmp_path: Path) -> None:
    result = read(tmp_path, "item_id,cost_category,description,currency\nA1,staff,x,EUR\n")
    assert "Angemeldeter Betrag (amount_declared)" in said(the(result, "COL-01"))


def test_unknown_and_unnamed_columns_are_told(tmp_path: Path) -> None:
    result = read(tmp_path, f"{COSTS},Kostenstelle,,\n{GOOD},4711,x,\n")
    assert [(f.code, f.found or f.column) for f in result.findings] == [
        ("COL-02", "Kostenstelle"),
        ("COL-02-UNNAMED", "G"),
    ]
    assert not result.refused


@pytest.mark.parametrize(
    ("column", "own"),
    [
        ("partner", ("WFS", "wfs", "Wirtschaftsförderung Sachsen GmbH", "")),
        ("Projekt", ("BrückenBau", "brueckenbau", "Building bridges", "PLSN.01.01-IP.02-001")),
        ("Okres sprawozdawczy", ("1", "01", "Period 1", "1. Zeitraum")),
    ],
)
def test_rows_that_say_where_they_belong_must_agree(
    tmp_path: Path, column: str, own: tuple[str, ...]
) -> None:
    heading = f"{COSTS},{column}"
    rows = [f"A{n},staff,Study,EUR,1,{said}" for n, said in enumerate(own)]
    assert not read(tmp_path, "\n".join((heading, *rows))).findings
    other = read(tmp_path, "\n".join((heading, *rows, "B1,staff,Study,EUR,1,KARR 7")))
    finding = the(other, "ROW-02")
    assert (finding.row, finding.item_id, finding.found) == (len(own) + 2, "B1", "KARR 7")
    assert [name for name in other.tables[0].frame["unread"] if name] == [finding.column]
    assert other.tables[0].sum_declared == {"EUR": 100 * (len(own) + 1)}
    whole = read(tmp_path, f"{heading}\nB1,staff,Study,EUR,1,KARR 7\n")
    assert "KARR 7, but was handed in for" in said(the(whole, "FILE-04"))
    assert whole.refused


ACTIVITY_ROWS = "activity_id;work_package;type;title;status;progress;publicity_ok"
ATTENDANCE = "activity_id;participant_ref;organisation;organisation_type;country;role;meetings"


def test_activities_are_read(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        f"{ACTIVITY_ROWS}\nA1.1;WP1;Szkolenie;Warsztaty;Zakończone;100 %;tak\n"
        "A1.1;WP1;event;Twice;ongoing;50 %;nein\n",
        partner="KARR",
    )
    assert codes(result) == ["ROW-01"]
    (table,) = result.tables
    assert table.table == "activities"
    assert table.frame["type"].tolist() == ["training", "event"]
    assert table.frame["status"].tolist() == ["completed", "ongoing"]
    assert table.frame["progress_micro"].tolist() == [1_000_000, 500_000]
    assert table.frame["unread"].tolist() == ["", "activity_id"]
    ACTIVITIES.frame_schema.validate(table.frame, lazy=True)


def test_keys_of_participants_are_replaced_before_anything_sees_them(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        f"{ATTENDANCE}\nA1.1;Anna@example.org;Uni;Hochschule;DE;Referentin;3\n"
        "A1.2; anna@EXAMPLE.org ;Uni;university_research;DE;participant;1.5\n"
        "A1.1;jan@example.org;Uni;pub;PL;;\nA1.1;;Uni;sme;PL;;\n",
    )
    assert result.personal
    (table,) = result.tables
    first, again, other, missing = table.frame["participant_ref"]
    assert len(first) == 32
    assert first == again != other
    assert missing == ""
    assert [(f.code, f.column, f.item_id) for f in result.findings] == [
        ("CELL-01-COUNT", "meetings", ""),
        ("CELL-03", "organisation_type", ""),
        ("CELL-02", "participant_ref", ""),
    ]
    assert "example" not in repr(result).casefold()
    assert "example" not in table.frame.to_csv()
    PARTICIPANTS.frame_schema.validate(table.frame, lazy=True)


def test_a_list_with_personal_data_is_not_read_at_all(tmp_path: Path) -> None:
    result = read(
        tmp_path, f"{ATTENDANCE};Geburtsdatum\nA1.1;anna@example.org;Uni;x;DE;;;05.03.1980\n"
    )
    finding = the(result, "COL-04")
    assert finding.found == "Geburtsdatum"
    assert finding.rule == "R-PAR-02"
    assert "nothing of it was stored" in said(finding)
    assert codes(result) == ["COL-04"]
    assert result.refused
    assert result.personal
    assert len(result.tables[0].frame) == 0


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_an_empty_column_is_missing_and_not_wrong(tmp_path: Path, table: Table) -> None:
    names = [column.extract for column in table.columns]
    words = {column.extract: "x" for column in table.columns if column.required} | {"country": "DE"}
    cells = [words.get(name, "") if table.by_extract[name].kind == "text" else "" for name in names]
    result = read(tmp_path, f"{';'.join(names)}\n{';'.join(cells)}\n")
    required = {c.extract for c in table.columns if c.required and c.kind != "text"}
    assert {f.column for f in result.findings} == required
    assert set(codes(result)) <= {"CELL-02"}
