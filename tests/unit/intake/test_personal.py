"""Personal data where it does not belong: named, never repeated, and its file not kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.grids import Grid
from intake.personal import announced
from intake.pseudonyms import project_key, pseudonym
from intake.vocabulary import headings
from schemas.persons import looks_like_a_person
from tests.unit.intake.extracts import COSTS, PROJECT, codes, context, read, said, the, workbook

ATTENDANCE = "activity_id;participant_ref;organisation;organisation_type;country"
LIST_COSTS = [COSTS.split(","), ["A1", "staff", "Work", "EUR", "10.00"]]

PESEL = ("44051401359", "02070803628", "92032100157")


def book(**sheets: list[list[str]]) -> bytes:
    """A workbook of sheets of text."""

    def fill(made: object) -> None:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)  # type: ignore[attr-defined]
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    page.write_string(number, column, text)

    return workbook(fill)


@pytest.mark.parametrize(
    "heading",
    [
        *("Geburtsdatum", "Date of birth", "Data urodzenia", "Datum narození", "Dátum narodenia"),
        *("Születési idő", "Datum rojstva", "Data di nascita", "Sünniaeg"),
        *("Privatanschrift", "Adres zamieszkania", "Trvalé bydliště", "Adresa bydliska"),
        *("Lakcím", "Naslov prebivališča", "Indirizzo di residenza", "Koduaadress"),
        *("PESEL", "Rodné číslo", "Számlaszám / TAJ szám", "EMŠO", "Isikukood", "Passport no."),
        *("Stan zdrowia", "Niepełnosprawność", "Fogyatékosság", "Stato di salute", "Erivajadus"),
    ],
)
@pytest.mark.parametrize("table", ["costs", "activities", "participants"])
def test_forbidden_columns_are_refused_in_every_table(
    tmp_path: Path, table: str, heading: str
) -> None:
    extracts = {
        "costs": f"{COSTS},{heading}\nA1,staff,Work,EUR,1.00,secret\n",
        "activities": "activity_id;work_package;type;title;status;"
        f"{heading}\nA1;WP1;event;Fair;planned;secret\n",
        "participants": f"{ATTENDANCE};{heading}\nA1;x1;Uni;sme;DE;secret\n",
    }
    result = read(tmp_path, extracts[table])
    assert the(result, "COL-04").found == heading
    assert result.refused
    assert not result.may_be_kept
    assert all(len(entry.frame) == 0 for entry in result.tables)
    assert "secret" not in repr(result)


@pytest.mark.parametrize(
    "heading",
    [
        *("Diety", "Stravné", "Sozialversicherung AG-Anteil", "Ubezpieczenie zdrowotne"),
        *("Zdravotní pojištění", "Codice fiscale", "IBAN", "Numer konta", "Personalnummer"),
        *("Alter der Maschine", "Osobní číslo", "Davčna številka", "Agenda"),
    ],
)
def test_words_of_pay_and_suppliers_are_harmless_among_costs(tmp_path: Path, heading: str) -> None:
    result = read(tmp_path, f"{COSTS},{heading}\nA1,staff,Work,EUR,1.00,12\n")
    assert "COL-04" not in codes(result)
    assert not result.refused


@pytest.mark.parametrize("heading", ["Diät", "IBAN", "Codice fiscale", "Zdravotní omezení", "RČ"])
def test_they_are_refused_in_a_list_of_persons(tmp_path: Path, heading: str) -> None:
    result = read(tmp_path, f"{ATTENDANCE};{heading}\nA1;x1;Uni;sme;DE;secret\n")
    assert the(result, "COL-04").found == heading


def test_no_heading_of_the_contract_is_forbidden() -> None:
    known = headings()
    for table, columns in known.columns.items():
        among = table == "participants"
        assert not [word for word in columns if known.is_personal(word, among_persons=among)]


def test_forbidden_data_on_a_sheet_that_is_not_used_refuse_the_file(tmp_path: Path) -> None:
    raw = book(Costs=LIST_COSTS, Gäste=[["Name", "Geburtsdatum"], ["Anna Nowak", "05.03.1980"]])
    result = read(tmp_path, raw, "costs.xlsx")
    finding = the(result, "COL-04-SHEET")
    assert (finding.sheet, finding.found) == ("Gäste", "Geburtsdatum")
    assert result.refused
    assert not result.may_be_kept
    assert "Nowak" not in repr(result)
    assert "nothing of it was stored" in said(finding)


def test_a_note_that_speaks_of_them_is_no_column() -> None:
    note = ["Please never send dates of birth, private addresses, diet or health of anybody here."]
    rows = [["How to fill this in"], note, ["Column", "Meaning"], ["diet", "never"]]
    assert announced(Grid.of("Help", rows)) == ""
    assert announced(Grid.of("Help", [["Date of birth"], ["5.3.1980"]])) == "Date of birth"
    assert announced(Grid.of("Help", [["Name", "Date of birth"]])) == ""


def test_participants_on_a_sheet_that_is_not_used_are_not_kept_either(tmp_path: Path) -> None:
    people = [ATTENDANCE.split(";"), ["A1", "anna@example.org", "Uni", "sme", "DE"]]
    result = read(tmp_path, book(Costs=LIST_COSTS, Backup=people), "costs.xlsx")
    assert not result.refused
    assert not result.may_be_kept
    assert "anna@" not in repr(result)
    assert read(tmp_path, book(Costs=LIST_COSTS, Notes=[["x"]]), "costs.xlsx").may_be_kept


@pytest.mark.parametrize(
    "numbers",
    [
        PESEL,
        ("710319/2745", "991231/1244"),  # rodné číslo
        ("37605030299", "38001085718"),  # isikukood
        ("0101006500006", "1211988500164"),  # EMŠO
        ("RCCMNL83S18D969H", "MRTMTT91D08F205J"),  # codice fiscale
    ],
)
def test_columns_of_identity_numbers_are_named_without_the_numbers(
    tmp_path: Path, numbers: tuple[str, ...]
) -> None:
    rows = "".join(f"A{row},staff,Work,EUR,1.00,{text}\n" for row, text in enumerate(numbers, 1))
    result = read(tmp_path, f"{COSTS},Uwagi kadr\n{rows}")
    finding = the(result, "PAR-02-NUMBERS")
    assert (finding.row, finding.column) == (2, "F")
    assert "Uwagi kadr" in said(finding)
    assert not result.may_be_kept
    assert not result.refused
    assert not [text for text in numbers if text in repr(result.findings)]


def test_ordinary_numbers_are_no_identity_numbers(tmp_path: Path) -> None:
    rows = "".join(f"A{row},staff,Work,EUR,1.00,{72017000000 + row}\n" for row in range(1, 200))
    assert "PAR-02-NUMBERS" not in codes(read(tmp_path, f"{COSTS},invoice_number\n{rows}"))


def test_addresses_among_costs_are_named_without_the_address(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        f"{COSTS},Ansprechpartner\nA1,staff,Work,EUR,1.00,\n"
        "A2,staff,ask jan@example.org,EUR,1.00,anna@example.org\n",
    )
    found = [f for f in result.findings if f.code == "PAR-02-ADDRESS"]
    assert [(f.column, f.row) for f in found] == [("description", 3), ("F", 3)]
    assert not result.refused
    assert "example.org" not in repr(result.findings)


def test_findings_show_neither_addresses_nor_keys(tmp_path: Path) -> None:
    raw = b"activity_id;participant_ref;organisation;organisation_type;country\n"
    result = read(tmp_path, raw + b"A1;x1;Uni;anna@example.org;DE\n")
    assert the(result, "CELL-03").found == "[…]"
    lost = read(tmp_path, raw + "A1;Ko\N{REPLACEMENT CHARACTER}alska;Uni;sme;DE\n".encode())
    assert the(lost, "FILE-01-LETTERS").row == 2
    assert "alska" not in repr(lost)


def test_a_formula_in_the_key_is_told_without_the_key(tmp_path: Path) -> None:
    def fill(made: object) -> None:
        page = made.add_worksheet("Participants")  # type: ignore[attr-defined]
        for column, heading in enumerate(ATTENDANCE.split(";")):
            page.write_string(0, column, heading)
        page.write_string(1, 0, "A1")
        page.write_formula(1, 1, '="anna"&"@example.org"', None, "anna@example.org")
        for column, text in enumerate(("Uni", "sme", "DE"), 2):
            page.write_string(1, column, text)

    result = read(tmp_path, workbook(fill), "people.xlsx")
    assert the(result, "CELL-05").found == "[…]"
    assert "anna" not in repr(result)


@pytest.mark.parametrize(
    "written",
    ["Anna@Example.org", " anna@example.org\u200b", "MAILTO:anna@example.org", "ａnna@example.org"],
)
def test_one_person_has_one_pseudonym_however_written(written: str) -> None:
    key = project_key(b"k" * 32, "brueckenbau")
    assert pseudonym(written, key) == pseudonym("anna@example.org", key)


def test_a_person_is_not_known_as_one_in_two_projects() -> None:
    other = PROJECT.model_copy(update={"id": "another"})
    there = type(context())(other, "WFS", 1, {}, pseudonym_key=b"k" * 32)
    one, two = (pseudonym("anna@example.org", c.key_of_persons) for c in (context(), there))
    assert one != two


def test_names_of_staff_are_replaced_and_named_once(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        f"{COSTS},staff_ref\nA1,staff,Work,EUR,1.00,S1\nA2,staff,Work,EUR,1.00,Anna Nowak\n"
        "A3,staff,Work,EUR,1.00,ANNA@example.org\nA4,staff,Work,EUR,1.00,Anna Nowak\n",
    )
    finding = the(result, "PAR-02-STAFF")
    assert (finding.row, finding.column) == (3, "staff_ref")
    kept = result.tables[0].frame["staff_ref"].tolist()
    assert kept[0] == "S1"
    assert kept[1] == kept[3] != kept[2]
    assert all(reference.startswith("person-") for reference in kept[1:])
    assert "Nowak" not in repr(result.findings) + str(kept)


@pytest.mark.parametrize(
    ("reference", "person"),
    [
        ("Jan Kowalski", True),
        ("Müller, Anna-Maria", True),
        ("mgr inż. Ewa Nowak", True),
        ("Dr. Péter Kovács", True),
        ("jan.kowalski@example.org", True),
        ("S1", False),
        ("MA 03", False),
        ("Projektleiter Nord", False),
        ("Pracownik 7", False),
        ("WFS-S2", False),
        ("Kowalski", False),
        ("WP A", False),
    ],
)
def test_references_that_look_like_persons(reference: str, *, person: bool) -> None:
    assert looks_like_a_person(reference) is person


def test_a_file_with_identity_numbers_is_not_copied_into_corrections(tmp_path: Path) -> None:
    rows = "".join(f"A{row},staff,Work,EUR,1.00,{text}\n" for row, text in enumerate(PESEL, 1))
    assert read(tmp_path, f"{COSTS},Uwagi\n{rows}").has_identity_numbers
    assert not read(tmp_path, f"{COSTS},Uwagi\nA1,staff,Work,EUR,1.00,x\n").has_identity_numbers
