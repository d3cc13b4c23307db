"""Broken law files: one for each kind of mistake, with the words a maintainer reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from intake.law import LAW_FOLDER, LawError, load_law

GIFT = """\
key: gift.limit
title: {en: "Value of a gift", de: "Wert eines Geschenks"}
description: Up to which value per piece a gift is eligible.
unit: eur
date_key: cost_date
values:
  INTERREG_2014:
    - from: 2014-01-01
      value: "50.00"
      reference: {act: "Reg. (EU) No 481/2014", article: "Art. 2(2)(b)"}
      confidence: H
"""
REFERENCE = '      reference: {act: "Reg. (EU) No 481/2014", article: "Art. 2(2)(b)"}\n'
LATER = """\
    - from: 2013-12-31
      value: "60.00"
      reference: {act: "Reg. (EU) No 481/2014", article: "Art. 2(2)(b)"}
      confidence: H
"""
RULE = """\
id: R-PER-02
title: {en: "Paid within the window", de: "Im Zeitraum bezahlt"}
statement: {en: "A cost was paid within the window.", de: "Bezahlt im Zeitraum."}
applies_at: item
severity: [reject]
families:
  INTERREG_2014: {basis: "Reg. (EU) No 1303/2013, Art. 65(2)", confidence: H}
parameters: [window.start, window.end]
"""
PROGRAMME = """\
id: EXAMPLE_2014
family: INTERREG_2014
title: {en: "Example programme", de: "Beispielprogramm"}
version: 2026-11-24
addressee: {en: "Joint secretariat", de: "Gemeinsames Sekretariat"}
fund_statement: {en: "Co-funded by the European Union", de: "Kofinanziert von der EU"}
default_fund: ERDF
parameters:
  budget.flexibility:
    - from: 2015-06-11
      value: "0.15"
      reference: {act: "Programme manual", article: "7.2"}
      confidence: H
"""


def _law(folder: Path, files: dict[str, str]) -> Path:
    """Lay changed files over a copy of the shipped law."""
    copy = folder / "law"
    shutil.copytree(LAW_FOLDER, copy)
    for name, content in files.items():
        (copy / name).write_text(content, encoding="utf-8")
    return copy


GIFT_FILE = "parameters/gift.limit.yaml"
RULE_FILE = "rules/R-PER-02.yaml"
PROGRAMME_FILE = "families/EXAMPLE_2014.yaml"

MISTAKES: list[tuple[str, str, tuple[str, str], int, str]] = [
    ("no reference", GIFT, (REFERENCE, ""), 8,
     "the value from 2014-01-01 has no reference; name the act and the article that set it"),
    ("no confidence", GIFT, ("      confidence: H\n", ""), 8,
     "the value from 2014-01-01 has no confidence; write H if you read it in the legal text"),
    ("no article", GIFT, (', article: "Art. 2(2)(b)"', ""), 10, "'article' is missing"),
    ("no start", GIFT, ("from: 2014-01-01", 'link: "x"'), 8, "'from' is missing"),
    ("unknown confidence", GIFT, ("confidence: H", "confidence: sure"), 11,
     "'confidence' is 'sure', but it must be 'H', 'H*', 'M' or 'L'"),
    ("unknown family", GIFT, ("INTERREG_2014:", "INTERREG_2013:"), 7,
     "'INTERREG_2013' is not known under 'values'; it must be 'CGRANT_2002'"),
    ("unknown key", GIFT, ("unit: eur", "unit: eur\nlimit: 3"), 5, "'limit' is not known"),
    ("unknown unit", GIFT, ("unit: eur", "unit: percent"), 4, "'unit' is 'percent', but it"),
    ("unknown date", GIFT, ("date_key: cost_date", "date_key: today"), 5, "'date_key' is 'today'"),
    ("no day", GIFT, ("from: 2014-01-01", "from: 2014-02-30"), 8,
     "2014-02-30 is not a day of the calendar"),
    ("descending", GIFT, ("", ""), 12, "the values must ascend: 2013-12-31 stands after 2014"),
    ("one decimal", GIFT, ('"50.00"', '"50.0"'), 9, 'with two decimals, like "50.00"'),
    ("empty value", GIFT, ('"50.00"', ""), 9, "the value is empty"),
    ("percentage", GIFT, ("unit: eur", "unit: ratio"), 9, 'a ratio between 0 and 1, like "0.15"'),
    ("half a day", GIFT, ("unit: eur", "unit: days"), 9, "a whole number of days, like 30"),
    ("no flag", GIFT, ("unit: eur", "unit: flag"), 9, "it must be true or false"),
    ("no date", GIFT, ("unit: eur", "unit: date"), 9, "a day, like 2023-12-31"),
    ("no list", GIFT, ("unit: eur", "unit: list"), 9, "it must be a list of words"),
    ("not chosen", GIFT, ("unit: eur", "unit: choice\nchoices: [down, half_up]"), 10,
     "it must be one of: down, half_up"),
    ("no choices", GIFT, ("unit: eur", "unit: choice"), 1, "'choices' belong to the unit choice"),
    ("twice in a list", GIFT, ('"50.00"', "[a, a]"), 9, "the list names an entry twice"),
    ("unknown act", GIFT, ('act: "Reg. (EU) No 481/2014"', 'act: "Reg. (EU) No 999/2014"'), 10,
     "'Reg. (EU) No 999/2014' is not among the acts of families/INTERREG_2014.yaml"),
    ("country out of range", GIFT, ('"50.00"', '"50.00"\n      by_country: {PL: "5.0"}'), 10,
     'with two decimals, like "50.00"'),
    ("unknown country", GIFT, ('"50.00"', '"50.00"\n      by_country: {Poland: "5.00"}'), 10,
     "Poland"),
    ("insecure link", GIFT, ('"Art. 2(2)(b)"', '"Art. 2", link: "http://x.eu"'), 10,
     "'link' is 'http://x.eu' under 'values.INTERREG_2014.0.reference', which is not the form"),
    ("another name", GIFT, ("key: gift.limit", "key: gift.maximum"), 1,
     "the file must bear the name gift.maximum.yaml"),
    ("repeated key", GIFT, ("unit: eur", "unit: eur\nunit: ratio"), 5,
     "the key 'unit' already stands in line 4"),
    ("no YAML", GIFT, ("title: {en", "title: {en: [}"), 2, "this is not YAML"),
    ("unknown parameter", RULE, ("window.end", "window.ending"), 8,
     "there is no parameter 'window.ending'"),
    ("unknown severity", RULE, ("[reject]", "[refuse]"), 5, "'severity' is 'refuse', but it"),
    ("rule without basis", RULE, ('basis: "Reg. (EU) No 1303/2013, Art. 65(2)", ', ""), 7,
     "'basis' is missing"),
    ("no German", RULE, (', de: "Bezahlt im Zeitraum."', ""), 3, "'de' is missing"),
    ("programme: unknown parameter", PROGRAMME, ("budget.flexibility", "budget.flexible"), 9,
     "there is no parameter 'budget.flexible'"),
    ("programme: value out of range", PROGRAMME, ('"0.15"', '"1.5"'), 11,
     "a ratio between 0 and 1"),
    ("programme: unlisted act", PROGRAMME, ('"Programme manual"', '"Handbook"'), 12,
     "'Handbook' is not among the acts of families/EXAMPLE_2014.yaml"),
    ("family: values of its own", PROGRAMME, ("family: INTERREG_2014\n", ""), 1,
     "'categories' is missing or empty"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "change", "line", "words"),
    [mistake[1:] for mistake in MISTAKES],
    ids=[mistake[0] for mistake in MISTAKES],
)
def test_a_mistake_is_named_with_file_line_and_words(
    tmp_path: Path, content: str, change: tuple[str, str], line: int, words: str
) -> None:
    name = {GIFT: GIFT_FILE, RULE: RULE_FILE, PROGRAMME: PROGRAMME_FILE}[content]
    old, new = change
    broken = content.replace(old, new, 1) if old else content + LATER
    assert broken != content
    with pytest.raises(LawError) as caught:
        load_law(_law(tmp_path, {name: broken}))
    places = [text for text in caught.value.problems if text.startswith(f"rules/law/{name}, line")]
    assert any(f"line {line}: " in text and words in text for text in places), caught.value


def test_the_unbroken_files_are_in_order(tmp_path: Path) -> None:
    """Otherwise the table above would prove nothing."""
    files = {GIFT_FILE: GIFT, RULE_FILE: RULE, PROGRAMME_FILE: PROGRAMME}
    assert "EXAMPLE_2014" in load_law(_law(tmp_path, files)).families


def test_a_programme_needs_the_file_of_its_family(tmp_path: Path) -> None:
    folder = _law(tmp_path, {PROGRAMME_FILE: PROGRAMME})
    (folder / "families" / "INTERREG_2014.yaml").unlink()
    with pytest.raises(LawError) as caught:
        load_law(folder)
    assert (
        f"rules/law/{PROGRAMME_FILE}, line 2: there is no file for the family INTERREG_2014"
        in caught.value.problems
    )


def test_all_mistakes_are_named_in_one_go(tmp_path: Path) -> None:
    files = {GIFT_FILE: GIFT.replace("eur", "euro"), RULE_FILE: RULE.replace("item", "row")}
    with pytest.raises(LawError) as caught:
        load_law(_law(tmp_path, files))
    assert {text.split(",")[0] for text in caught.value.problems} == {
        f"rules/law/{GIFT_FILE}",
        f"rules/law/{RULE_FILE}",
    }


def test_a_folder_without_law_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="rules/law/parameters: there are no files here"):
        load_law(tmp_path)
