"""Every sentence that users read exists in every language, and reads as its language does."""

import re
from datetime import date
from fractions import Fraction
from functools import cache
from string import Formatter

import pytest

from schemas.law_files import Bilingual
from schemas.locale.update import catalogue_file, gather, left_to_do, texts_of, updated, written
from schemas.money import Money
from schemas.words import LANGUAGES, words
from tests.unit.schemas.terms import ENGLISH_WORDS, TERMS, THE_SAME

TRANSLATED = [language for language in LANGUAGES if language != "en"]

_EXPLAINED = r"\{\w+\}|\w+\.\w+|\bfile(?=,? (\w+ )?evidence_ref)"
"""Placeholders, file names, and the column "file" of lists of evidence."""

ENDINGS = ".!?:;,…"


@cache
def sentences():
    return gather()


@cache
def catalogue(language):
    return updated(language, sentences())


def entries(language):
    return [entry for entry in catalogue(language) if entry.id]


def pairs(language):
    """What is meant and what is said, for every form of every translated sentence.

    The first form is the singular, the others are ways to say the plural; a language with one
    form for all counts has only a plural.
    """
    return [
        (meant, said)
        for entry in entries(language)
        for meant, said in _forms(texts_of(entry.id), texts_of(entry.string))
        if said
    ]


def _forms(meant, said):
    if len(said) < len(meant):
        return [(meant[-1], said[0])]
    return [(meant[min(number, len(meant) - 1)], form) for number, form in enumerate(said)]


def placeholders(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_sentence_is_left_untranslated_or_unsure(language):
    missing, fuzzy = left_to_do(catalogue(language))
    assert not missing, "run `make words` and translate these"
    assert not fuzzy, "look at these again and take the mark away"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_is_as_make_words_leaves_it(language):
    # Nothing that the code no longer says, everything it says, in one order, without noise.
    assert catalogue_file(language).read_text("utf-8") == written(catalogue(language))


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_hold_the_same_values(language):
    wrong = [
        (meant, said)
        for meant, said in pairs(language)
        if placeholders(meant) != placeholders(said)
    ]
    assert not wrong


@pytest.mark.parametrize("language", TRANSLATED)
def test_sentences_begin_and_end_alike(language):
    def edges(text):
        return (text[: len(text) - len(text.lstrip())], text[-1] if text[-1] in ENDINGS else "")

    wrong = [
        (meant, said)
        for meant, said in pairs(language)
        # The point of "Invoice no." is the abbreviation's, which other languages may not write.
        if edges(meant) != edges(said) and not re.search(r"\b[Nn]o\.$", meant)
    ]
    assert not wrong


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_is_left(language):
    alike = {meant for meant, said in pairs(language) if meant == said}
    assert alike <= THE_SAME.get(language, set())
    telltale = [
        said
        for _, said in pairs(language)
        if ENGLISH_WORDS & set(re.findall(r"\w+", re.sub(_EXPLAINED, "", said)))
    ]
    assert not telltale


@pytest.mark.parametrize("language", TRANSLATED)
def test_quotation_marks_are_the_language_own(language):
    # What is typed behind an option of a command keeps the marks of the command line.
    typed = r'--[a-z]+ \S*"\S*'
    assert not [said for _, said in pairs(language) if '"' in re.sub(typed, "", said)]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_names_a_thing_the_same_way_everywhere(language):
    wrong = [
        (term, said)
        for meant, said in pairs(language)
        for term, required in TERMS[language].items()
        if re.search(term, meant, re.IGNORECASE) and not re.search(required, said, re.IGNORECASE)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("{file} is empty.", "schemas/findings_intake.py"),  # marked by N_
        ("Documents", "portal/figures.py"),  # spoken within an f-string
        ("{count} further reason", "reporting/chapters/glance.py"),  # with a plural
        ("How to read this report", "report_templates/chapters/guide.html"),  # in a template
        ("to be confirmed", "portal/rule_words.py"),  # words(language)("…")
    ],
)
def test_sentences_are_found_wherever_they_are_spoken(sentence, place):
    found = {texts_of(e.id)[0]: [file for file, _ in e.locations] for e in sentences() if e.id}
    assert place in found[sentence]


def test_a_marked_sentence_must_be_literal(tmp_path):
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "door.py").write_text('N_(f"Row {row}")')
    with pytest.raises(ValueError, match="line 1: N_ marks literal text only"):
        gather(tmp_path)


def test_a_new_sentence_is_missed(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "new.py").write_text('SAID = N_("A sentence nobody translated.")')
    missing, _ = left_to_do(updated("de", gather(tmp_path)))
    assert "A sentence nobody translated." in missing


def test_short_texts_of_the_law_are_spoken_and_long_ones_stay_english():
    text = Bilingual(en="Recoverable VAT", de="Erstattungsfähige Mehrwertsteuer")
    assert text.of("en") == "Recoverable VAT"
    assert text.of("de") == "Erstattungsfähige Mehrwertsteuer"
    assert text.of("cs") == "Vratná DPH"
    assert Bilingual(en="A long note.", de="Eine lange Anmerkung.").of("cs") == "A long note."


def test_what_the_law_files_say_themselves_is_in_no_catalogue_of_theirs():
    title = "Fines, penalties, litigation"
    assert catalogue("cs").get(title)
    assert not catalogue("de").get(title)
    # What code and law both say is still the code's to translate.
    assert catalogue("de").get("Own contribution")


def test_full_titles_of_acts_are_not_gathered():
    long = [text for entry in sentences() for text in texts_of(entry.id) if "Council" in text]
    assert not long


# --- speaking ---------------------------------------------------------------------------------


def test_german_counts_in_its_own_plural():
    one, many = "{count} finding", "{count} findings"
    assert words("de").plural(one, many, 1) == "1 Feststellung"
    assert words("de").plural(one, many, 0) == "0 Feststellungen"
    assert words("en").plural(one, many, 2) == "2 findings"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("cs", {1: "1 zjištění", 5: "5 zjištění"}),
        ("pl", {1: "1 ustalenie", 3: "3 ustalenia", 5: "5 ustaleń", 22: "22 ustalenia"}),
        ("sk", {1: "1 zistenie", 3: "3 zistenia", 5: "5 zistení"}),
    ],
)
def test_other_languages_count_in_their_plurals(language, said):
    one, many = "{count} finding", "{count} findings"
    assert {count: words(language).plural(one, many, count) for count in said} == said


@pytest.mark.parametrize(
    ("language", "day", "amount"),
    [
        ("cs", "3.\N{NO-BREAK SPACE}7.\N{NO-BREAK SPACE}2017", "1\N{NO-BREAK SPACE}234,50 EUR"),
        ("pl", "03.07.2017", "1\N{NO-BREAK SPACE}234,50 EUR"),
        ("sk", "3.\N{NO-BREAK SPACE}7.\N{NO-BREAK SPACE}2017", "1\N{NO-BREAK SPACE}234,50 EUR"),
    ],
)
def test_other_languages_write_days_and_amounts_their_way(language, day, amount):
    assert words(language).local(date(2017, 7, 3)) == day
    assert words(language).local(Money(123450)) == amount


def test_a_sentence_holds_its_values_as_the_reader_writes_them():
    message = "Row {row}: paid on {found}; it had to be paid by {expected}."
    values = {"row": 27, "found": date(2017, 7, 3), "expected": date(2017, 6, 30)}
    assert words("de").sentence(message, values) == (
        "Zeile 27: bezahlt am 03.07.2017; zu bezahlen war bis zum 30.06.2017."
    )
    assert words("en").sentence(message, values) == (
        "Row 27: paid on 3 Jul 2017; it had to be paid by 30 Jun 2017."
    )


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (Money(-123456789, "PLN"), "PLN −1,234,567.89", "−1.234.567,89 PLN"),
        (Money(0), "EUR 0.00", "0,00 EUR"),
        (Fraction(17, 40), "42.5\N{NARROW NO-BREAK SPACE}%", "42,5\N{NARROW NO-BREAK SPACE}%"),
        (date(2017, 3, 1), "1 Mar 2017", "01.03.2017"),
        (12, "12", "12"),
        (None, "", ""),
    ],
)
def test_amounts_rates_and_days_are_local(value, english, german):
    assert words("en").local(value) == english
    assert words("de").local(value) == german


def test_nothing_stays_nothing():
    # gettext would answer an empty sentence with the head of the catalogue.
    assert words("de")("") == ""


def test_a_language_that_is_not_spoken_is_named_with_those_that_are():
    with pytest.raises(ValueError, match=r'"fr" yet\. Choose one of: en, de\b'):
        words("fr")
