"""Read a YAML file to plain data and remember the line every value stands in.

A project manager who mistypes a budget wants to hear "line 27", and PyYAML forgets lines as soon
as it has built its dictionaries. So this module walks PyYAML's events itself, which also settles
three traps of YAML 1.1 on the way:

* an unquoted ``0.85`` would become a binary float; here it stays the text that was written;
* ``NO`` (Norway) would become False and ``1:30`` the number 90; here only ``true`` and ``false``
  are flags, only digits are whole numbers and only ``2017-01-31`` is a date;
* a repeated key would silently replace the first one; here it is refused.

Tags, anchors and merge keys are refused too: no file of ours needs them, and a few nested aliases
can grow a tiny file into gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LARGEST_FILE = 5_000_000
_DEEPEST_NESTING = 30

_WHOLE_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

Place = tuple[str | int, ...]


class YamlProblem(Exception):
    """A YAML file cannot be read; `line` is 1-based and the message tells what to change."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Lines:
    """Where every value of one file stands: path of keys and list positions to 1-based line."""

    by_path: Mapping[Place, int]

    def line(self, loc: Sequence[str | int]) -> int:
        """Return the line of `loc`, or of the nearest enclosing value that stands in the file.

        A pydantic `loc` may go on past the file (a missing key, the arm of a union); the longest
        beginning that exists is then the place a reader has to look at.
        """
        for length in range(len(loc), 0, -1):
            found = self.by_path.get(tuple(loc[:length]))
            if found is not None:
                return found
        return self.by_path.get((), 1)


def read_yaml(path: Path) -> tuple[Any, Lines]:
    """Read one YAML document: mappings, lists, texts, whole numbers, flags and dates.

    Returns:
        The data (None for an empty file) and the line of each value.

    Raises:
        YamlProblem: the file is no UTF-8 text or no YAML, repeats a key, or uses a tag, an
            anchor or a merge key.
        OSError: the file cannot be opened.
    """
    return parse_yaml(path.read_bytes())


def parse_yaml(content: bytes) -> tuple[Any, Lines]:
    """Do what `read_yaml` does for the bytes of a file."""
    if len(content) > _LARGEST_FILE:
        raise YamlProblem(1, f"the file is larger than {_LARGEST_FILE // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise YamlProblem(line, "this is not UTF-8 text; save the file as UTF-8") from None
    try:
        return _Reader(yaml.parse(text, Loader=_LOADER)).document()
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise YamlProblem(line, "a control character stands here; delete it") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        raise YamlProblem(line, f"this is not YAML: {error.problem or error.context}") from None


def explain(error: ValidationError, lines: Lines) -> list[tuple[int, str]]:
    """Turn pydantic's errors into (line, sentence), in the order of the file.

    A sentence that a validator of ours raised is passed on as it is.
    """
    problems = error.errors()
    told = set()
    for problem in problems:
        loc = problem["loc"]
        # A list whose only entry is wrong would be called empty as well.
        follows = any(other["loc"][: len(loc)] == loc and other["loc"] != loc for other in problems)
        if problem["type"] != "too_short" or not follows:
            told.add((lines.line(loc), _sentence(problem)))
    return sorted(told)


_WANTED = {
    "bool": "true or false",
    "date": "a day, like 2017-06-30",
    "dict": "a group of keys, each with its value",
    "int": "a whole number",
    "list": "a list",
    "model": "a group of keys, each with its value",
    "string": "text; put it in quotes",
    "tuple": "a list",
}
"""What pydantic's families of errors ask for, by the beginning of their names."""

_EXAMPLES = {
    "country": "PL",
    "currency": "PLN",
    "id": "WFS",
    "key": "gift.limit",
    "link": "https://eur-lex.europa.eu/eli/reg/2013/1303/oj",
    "month": "2017-07",
    "units_per_eur": '"4.2259"',
    "version": "2026-11-24",
}
"""How keys look that have a form of their own."""


def _sentence(problem: Any) -> str:
    """Say what is wrong with one value."""
    kind, value, loc = problem["type"], problem["input"], problem["loc"]
    name, place = _named(loc)
    context = problem.get("ctx", {})
    family, _, ending = kind.partition("_")
    if family == "law":
        text = str(problem["msg"])
    elif kind == "value_error":
        text = str(context["error"])
    elif kind == "missing":
        text = f"'{name}' is missing{place}"
    elif kind == "extra_forbidden":
        text = f"'{name}' is not known{place}; remove it or correct its spelling"
    elif kind == "literal_error" and loc[-1] == "[key]":
        text = f"'{value}' is not known{place}; it must be {context['expected']}"
    elif kind == "literal_error":
        text = f"'{name}' is {value!r}, but it must be {context['expected']}"
    elif kind == "string_pattern_mismatch":
        example = f"; write it like {_EXAMPLES[name]}" if name in _EXAMPLES else ""
        text = f"'{name}' is {value!r}{place}, which is not the form it needs{example}"
    elif family in _WANTED and ending.split("_")[-1] in {"type", "parsing"}:
        text = f"'{name}' is {value!r}{place}, but it must be {_WANTED[family]}"
    else:
        text = f"'{name}'{place}: {problem['msg']}"
    return text


def _named(loc: tuple[str | int, ...]) -> tuple[str, str]:
    """Name a place: the nearest key, and where that stands ("" at the top of the file)."""
    keys = [part for part in loc if part != "[key]"]
    while keys and isinstance(keys[-1], int):
        keys.pop()
    if not keys:
        return "the file", ""
    within = ".".join(str(part) for part in keys[:-1])
    return str(keys[-1]), f" under '{within}'" if within else ""


class _Reader:
    """One pass over the events of one document."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._lines: dict[Place, int] = {}

    def document(self) -> tuple[Any, Lines]:
        data: Any = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    line = _line(event)
                    raise YamlProblem(line, "a second document begins here; write one per file")
                data = self._value(next(self._events), ())
        return data, Lines(self._lines)

    def _value(self, event: Any, path: Place) -> Any:
        line = _line(event)
        self._lines.setdefault(path, line)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise YamlProblem(line, "anchors (&) and aliases (*) are not used; write it out")
        if event.tag is not None and event.tag != "!":
            raise YamlProblem(line, f"the tag {event.tag} is not allowed; write the plain value")
        if len(path) > _DEEPEST_NESTING:
            raise YamlProblem(line, "values are nested too deeply here")
        if isinstance(event, yaml.ScalarEvent):
            return _plain(event.value, line) if event.implicit[0] else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        return self._mapping(path)

    def _list(self, path: Place) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Place) -> dict[Any, Any]:
        items: dict[Any, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlProblem(line, "a key must be one word, not a list or a mapping")
            key = event.value
            if key == "<<" and event.implicit[0]:
                raise YamlProblem(line, "merge keys (<<) are not used; write the values out")
            if key in items:
                first = self._lines[(*path, key)]
                raise YamlProblem(line, f"the key '{key}' already stands in line {first}")
            self._lines[(*path, key)] = line
            items[key] = self._value(next(self._events), (*path, key))
        return items


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _plain(text: str, line: int) -> Any:
    """Read an unquoted value: empty, flag, whole number, date or text."""
    if text in _EMPTY:
        return None
    if text in _FLAGS:
        return _FLAGS[text]
    if _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise YamlProblem(line, f"{text} is not a day of the calendar") from None
    return text
