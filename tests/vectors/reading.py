"""How a vector is read and compared: decimal text by value, whole cents in between."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

Given = Mapping[str, Any]
"""What a vector states under ``input``."""

Figures = Mapping[str, Any]
"""What an adapter works out: numbers, None and booleans by name, nested as in ``expected``."""

FILE = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "jems_open.json"
"""Lies beside the project and not in it; whoever has it not is told so."""


def vectors() -> list[dict[str, Any]]:
    """All vectors of the file, none where it is absent."""
    return json.loads(FILE.read_text("utf-8"))["vectors"] if FILE.exists() else []


def number(text: object) -> Fraction:
    """A decimal text, exactly; what is not known counts 0, as the conventions say of sums."""
    return Fraction(str(text)) if text is not None else Fraction(0)


def cents(text: object) -> int:
    """An amount in whole cents."""
    exact = number(text) * 100
    assert exact.denominator == 1, f"{text} has a part of a cent"
    return exact.numerator


def euros(whole_cents: int) -> Fraction:
    """Whole cents (or hundredths of a percent) as the number that a vector states."""
    return Fraction(whole_cents, 100)


def differences(expected: Any, found: Any, place: str = "") -> Iterator[str]:
    """Where found figures differ from those that a vector lists."""
    if isinstance(expected, Mapping):
        for name, value in expected.items():
            if not isinstance(found, Mapping) or name not in found:
                yield f"{place}.{name} is missing"
            else:
                yield from differences(value, found[name], f"{place}.{name}")
    elif isinstance(expected, list):
        if len(expected) != len(found):
            yield f"{place}: expected {len(expected)}, found {len(found)}"
        for position, (one, other) in enumerate(zip(expected, found, strict=False)):
            yield from differences(one, other, f"{place}[{position}]")
    elif isinstance(expected, str):
        if not isinstance(found, (int, Fraction)) or Fraction(expected) != found:
            yield f"{place}: expected {expected}, found {found}"
    elif expected != found:
        yield f"{place}: expected {expected}, found {found}"
