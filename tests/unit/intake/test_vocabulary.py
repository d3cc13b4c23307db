"""The words of partners' files mean one thing each."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml

from intake.vocabulary import (
    READABLE,
    _keys,
    comparison_key,
    headings,
    preferred_heading,
    total_line,
)
from schemas.participants import FORBIDDEN_COLUMNS

Words: TypeAlias = dict[str, dict[str, dict[str, dict[str, list[str]]]]]

LANGUAGES = ("en", "de", "pl", "cs", "sk", "hu", "sl", "it", "et")


@pytest.fixture(scope="module")
def files(root: Path) -> Words:
    return {
        name: yaml.safe_load((root / "intake" / f"{name}.yaml").read_text(encoding="utf-8"))
        for name in ("headings", "cell_words")
    }


@pytest.mark.parametrize("table", READABLE)
def test_every_column_has_headings_in_every_language(files: Words, table: str) -> None:
    described = files["headings"][table]
    assert list(described) == list(READABLE[table].by_extract)
    for column, languages in described.items():
        assert list(languages) == list(LANGUAGES), column
        assert all(languages.values()), column


@pytest.mark.parametrize("table", READABLE)
def test_a_heading_means_one_column(files: Words, table: str) -> None:
    meanings: dict[str, str] = {}
    known = files["headings"]
    for column, languages in chain(known["place"].items(), known[table].items()):
        for heading in (column, *chain.from_iterable(languages.values())):
            for key in _keys(heading):
                assert meanings.setdefault(key, column) == column, heading


def test_a_sheet_s_name_means_one_table(files: Words) -> None:
    meanings: dict[str, str] = {}
    for table, languages in files["headings"]["sheets"].items():
        assert list(languages) == list(LANGUAGES), table
        for name in chain.from_iterable(languages.values()):
            for key in _keys(name):
                assert meanings.setdefault(key, table) == table, name


def test_a_word_in_a_cell_means_one_code(files: Words) -> None:
    for column, codes in files["cell_words"].items():
        if column == "totals":
            continue
        meanings: dict[str, str] = {}
        for code, languages in codes.items():
            assert list(languages) == list(LANGUAGES), code
            for word in (code, *chain.from_iterable(languages.values())):
                for key in _keys(word):
                    assert meanings.setdefault(key, code) == code, (column, word)


def test_every_code_of_the_contract_can_be_written_in_every_language(files: Words) -> None:
    for table in READABLE.values():
        for column in table.columns:
            if column.codes:
                assert set(files["cell_words"][column.extract]) == set(column.codes)


def test_every_kind_of_forbidden_data_has_its_words(files: Words) -> None:
    assert tuple(files["headings"]["forbidden"]) == FORBIDDEN_COLUMNS
    for kind, languages in files["headings"]["forbidden"].items():
        assert list(languages) == list(LANGUAGES), kind


def test_no_column_of_a_list_of_participants_is_taken_for_forbidden(files: Words) -> None:
    for languages in files["headings"]["participants"].values():
        for heading in chain.from_iterable(languages.values()):
            assert not headings().is_personal(heading), heading


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("amount_declared", "amount_declared"),
        ("  FÖRDERFÄHIGER   BETRAG ", "amount_declared"),
        ("Foerderfaehiger Betrag", "amount_declared"),
        ("Kwota kwalifikowalna", "amount_declared"),
        ("kwota_brutto", "amount_gross"),
        ("Způsobilé výdaje", "amount_declared"),
        ("Zpusobile vydaje", "amount_declared"),
        ("Datum uhrady", "payment_date"),
        ("MwSt", "amount_vat"),
        ("Beleg-Nr.:", "item_id"),
        ("Kategoria kosztów *", "cost_category"),
        ("Datum zaplatenia", "payment_date"),
        ("Dátum úhrady", "payment_date"),
        ("Oprávnené výdavky", "amount_declared"),
        ("Kifizetés dátuma", "payment_date"),
        ("ELSZAMOLHATO KOLTSEG", "amount_declared"),
        ("Áfa összege", "amount_vat"),
        ("Datum plačila", "payment_date"),
        ("Št. računa", "invoice_number"),
        ("Upravičeni stroški", "amount_declared"),
        ("Data pagamento", "payment_date"),
        ("N. fattura", "invoice_number"),
        ("Valuta", "currency"),
        ("Importo ammissibile", "amount_declared"),
        ("Tasumise kuupäev", "payment_date"),
        ("Arve nr.", "invoice_number"),
        ("Abikolblikud kulud", "amount_declared"),
        ("Betrag", None),
        ("Importo", None),
        ("Összeg", None),
        ("Lp.", None),
    ],
)
def test_headings_are_recognised_however_they_are_typed(written: str, column: str | None) -> None:
    assert headings().column("costs", written) == column


@pytest.mark.parametrize(
    ("heading", "personal"),
    [
        ("Geburtsdatum", True),
        ("Date of birth (dd.mm.yyyy)", True),
        ("Data urodzenia", True),
        ("PESEL", True),
        ("Rodné číslo", True),
        ("Adres zamieszkania", True),
        ("Privatanschrift", True),
        ("Dietary requirements", True),
        ("Stan zdrowia", True),
        ("Age", True),
        ("Dátum narodenia", True),
        ("Adresa trvalého pobytu", True),
        ("Születési dátum", True),
        ("Lakcím", True),
        ("Személyi igazolvány száma", True),
        ("Étrend", True),
        ("Datum rojstva", True),
        ("EMŠO", True),
        ("Stalno prebivališče", True),
        ("Data di nascita", True),
        ("Codice fiscale", True),
        ("Esigenze alimentari", True),
        ("Stato di salute", True),
        ("Sünniaeg", True),
        ("Isikukood", True),
        ("Toiduallergiad", True),
        ("Settore alimentare", False),
        ("Egészségügyi ágazat", False),
        ("Národnosť", False),
        ("Korszak", False),
        ("Agenda", False),
        ("Alternative", False),
        ("Nachname", False),
        ("Health sector", False),
        ("E-Mail", False),
    ],
)
def test_personal_data_is_told_by_its_heading(heading: str, *, personal: bool) -> None:
    assert headings().is_personal(heading) is personal


def test_a_look_alike_letter_is_named() -> None:
    looks = headings().looks_like("costs", "аmount_declared")
    assert looks == ("amount_declared", "а (CYRILLIC SMALL LETTER A)")
    assert headings().looks_like("costs", "Бюджет") is None


def test_a_heading_is_suggested_in_the_partner_s_language() -> None:
    assert preferred_heading("costs", "payment_date", ["pl"]) == "Data zapłaty (payment_date)"
    assert preferred_heading("costs", "payment_date", ["hu"]) == "Kifizetés dátuma (payment_date)"
    assert preferred_heading("costs", "payment_date", ["fi", "en"]) == "payment_date"


@pytest.mark.parametrize(
    "cell",
    [
        "Summe",
        "SUMME Personal:",
        "Razem",
        "Celkem",
        "Total costs",
        "Spolu",
        "ÖSSZESEN:",
        "Skupaj",
        "Totale complessivo",
        "Kokku",
    ],
)
def test_total_words_are_known(cell: str) -> None:
    assert total_line().match(cell)


@pytest.mark.parametrize(
    "cell", ["Summer school", "Totalübersetzung", "Razemex", "Spolufinancovanie"]
)
def test_words_that_only_begin_alike_are_no_totals(cell: str) -> None:
    assert not total_line().match(cell)


def test_keys_ignore_what_cannot_be_seen() -> None:
    assert comparison_key("Beleg\N{SOFT HYPHEN}nummer\N{ZERO WIDTH SPACE}") == "belegnummer"
