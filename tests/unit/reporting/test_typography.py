"""Text of the data on paper: bounded, and nothing in it stays invisible."""

import pytest

from reporting.typography import CUT_MARK, bound, printed, visible


def test_plain_text_stays_as_it_is():
    text = "Wirtschaftsförderung Sachsen GmbH, Karkonoska Agencja Łódź: „Žižka“ – 2.500 Stück"
    assert visible(text) == text


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("1\u202e000", "1‹U+202E›000"),  # turns the reading direction
        ("R17\u200b4432", "R17‹U+200B›4432"),  # zero width
        ("Inno\u00advation", "Inno‹U+00AD›vation"),  # soft hyphen
        ("a\x00b", "a‹U+0000›b"),
        ("a\ue000b", "a‹U+E000›b"),  # private use
    ],
)
def test_invisible_characters_are_shown_by_their_code(hidden, shown):
    assert visible(hidden) == shown


def test_line_breaks_and_odd_spaces_become_spaces_the_fonts_have():
    assert visible("a\nb\tc\u2028d\u2003e") == "a b c d e"
    assert visible("85\u202f%") == "85\u00a0%"


def test_a_letter_bears_four_marks_at_most():
    shown = visible("e" + "\u0301" * 3000)
    assert shown.startswith("e\u0301\u0301\u0301\u0301‹U+0301›")


def test_long_text_is_cut_with_a_mark():
    assert printed("x" * 10, 4) == "xxxx" + CUT_MARK
    assert printed("x" * 4, 4) == "xxxx"


def test_codes_cannot_make_a_cut_text_long_again():
    assert len(printed("\u202e" * 5_000_000, 100)) <= 200 + len(CUT_MARK)


def test_words_of_one_letter_stay_with_the_next_where_the_language_asks_for_it():
    assert bound("straty i w okresie", "pl") == "straty i\u00a0w\u00a0okresie"
    assert bound("výdaje a úroky", "cs") == "výdaje a\u00a0úroky"
    assert bound("item a of e i", "en") == "item a of e i"
    assert bound("Anna i", "pl") == "Anna i"
