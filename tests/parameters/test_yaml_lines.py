"""The YAML reader: plain values, remembered lines, and traps that are refused."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import BaseModel, ValidationError

from intake.yaml_lines import YamlProblem, explain, parse_yaml


def test_values_are_read_as_they_were_written() -> None:
    data, _ = parse_yaml(
        b"""\
rate: 0.85
precise: 1.10
amount: 304300.00
days: 30
negative: -3
code: 007
clock: 1:30
norway: NO
answer: yes
flag: true
day: 2017-01-31
month: 2017-07
quoted: "2017-01-31"
text: a plain sentence
nothing:
also: ~
exponent: 1e3
"""
    )
    assert data == {
        "rate": "0.85",
        "precise": "1.10",
        "amount": "304300.00",
        "days": 30,
        "negative": -3,
        "code": "007",
        "clock": "1:30",
        "norway": "NO",
        "answer": "yes",
        "flag": True,
        "day": date(2017, 1, 31),
        "month": "2017-07",
        "quoted": "2017-01-31",
        "text": "a plain sentence",
        "nothing": None,
        "also": None,
        "exponent": "1e3",
    }
    assert {type(value) for value in data.values()} == {str, int, bool, date, type(None)}


NESTED = b"""\
# a comment
id: x
partners:
  - id: WFS
    budget: {staff: "1.00",
             travel: "2.00"}
  - id: TGZ
    funds:
      - fund: ERDF
        rate: 0.85
"""


@pytest.mark.parametrize(
    ("loc", "line"),
    [
        (("id",), 2),
        (("partners",), 3),
        (("partners", 0), 4),
        (("partners", 0, "budget", "staff"), 5),
        (("partners", 0, "budget", "travel"), 6),
        (("partners", 1, "funds", 0, "rate"), 10),
        (("partners", 1, "name"), 7),
        (("partners", 1, "funds", 0, "rate", "function-plain"), 10),
        (("nowhere",), 2),
        ((), 2),
    ],
)
def test_each_value_knows_its_line(loc: tuple[str | int, ...], line: int) -> None:
    _, lines = parse_yaml(NESTED)
    assert lines.line(loc) == line


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"a: 1\nb: 2\na: 3\n", 3, "the key 'a' already stands in line 1"),
        (b"a: &x 1\nb: *x\n", 1, "anchors (&) and aliases (*) are not used"),
        (b"a: 1\n<<: {b: 2}\n", 2, "merge keys (<<) are not used"),
        (b"a: 1\nb: !!python/object/apply:os.getcwd []\n", 2, "the tag"),
        (b"a: !!float 1\n", 1, "the tag"),
        (b"a: 1\n? [b, c]\n: 2\n", 2, "a key must be one word"),
        (b"a: 1\n---\nb: 2\n", 2, "a second document begins here"),
        (b"day: 1\nend: 2017-02-30\n", 2, "2017-02-30 is not a day of the calendar"),
        (b"a: [1, 2\nb: 3\n", 2, "this is not YAML"),
        (b"a: 1\n\tb: 2\n", 2, "this is not YAML"),
        ("a: 1\nb: Wirtschaftsförderung\n".encode("cp1252"), 2, "this is not UTF-8 text"),
        (b"a: 1\nb: \x07\n", 2, "a control character stands here"),
        (b"a: " + b"[" * 50 + b"]" * 50, 1, "nested too deeply"),
        (b"a" * 5_000_001, 1, "larger than 5 MB"),
    ],
)
def test_what_cannot_be_trusted_is_refused(content: bytes, line: int, words: str) -> None:
    with pytest.raises(YamlProblem) as caught:
        parse_yaml(content)
    assert caught.value.line == line
    assert words in caught.value.message


@pytest.mark.parametrize("content", [b"", b"# only a comment\n"])
def test_an_empty_file_holds_nothing(content: bytes) -> None:
    data, lines = parse_yaml(content)
    assert data is None
    assert lines.line(()) == 1


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert parse_yaml(b"\xef\xbb\xbfid: x\n")[0] == {"id": "x"}


class _Period(BaseModel):
    number: int
    start: date


class _Sample(BaseModel):
    name: str
    periods: list[_Period]
    flag: bool = False


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"periods: []\n", [(1, "'name' is missing")]),
        (
            b"name: 2017\nperiods: []\n",
            [(1, "'name' is 2017, but it must be text; put it in quotes")],
        ),
        (b"name: x\nperiods: 3\n", [(2, "'periods' is 3, but it must be a list")]),
        (
            b"name: x\nflag: often\nperiods:\n  - number: one\n    start: soon\n",
            [
                (2, "'flag' is 'often', but it must be true or false"),
                (4, "'number' is 'one' under 'periods.0', but it must be a whole number"),
                (5, "'start' is 'soon' under 'periods.0', but it must be a day, like 2017-06-30"),
            ],
        ),
        (
            b"name: x\nperiods:\n  - soon\n",
            [(3, "'periods' is 'soon', but it must be a group of keys, each with its value")],
        ),
    ],
)
def test_mistakes_are_told_in_sentences(content: bytes, expected: list[tuple[int, str]]) -> None:
    data, lines = parse_yaml(content)
    with pytest.raises(ValidationError) as caught:
        _Sample.model_validate(data)
    assert explain(caught.value, lines) == expected
