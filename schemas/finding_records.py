"""Findings as plain records, so that one step of a run can hand them to the next as JSON."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any

from schemas.findings import Finding
from schemas.money import Money
from schemas.words import Spot, Value


def to_record(finding: Finding) -> dict[str, Any]:
    """Write a finding as JSON-ready values; nothing of it is lost."""
    record = {entry.name: getattr(finding, entry.name) for entry in fields(Finding)}
    record["found"] = _pack(finding.found)
    record["expected"] = _pack(finding.expected)
    record["words"] = {name: _pack(value) for name, value in finding.words.items()}
    return record


def from_record(record: dict[str, Any]) -> Finding:
    """Read back what ``to_record`` wrote."""
    return Finding(
        **{
            **record,
            "found": _unpack(record["found"]),
            "expected": _unpack(record["expected"]),
            "words": {name: _unpack(value) for name, value in record["words"].items()},
        }
    )


def _pack(value: Value) -> Any:
    if isinstance(value, Money):
        return {"money": [value.cents, value.currency]}
    if isinstance(value, Fraction):
        return {"ratio": [value.numerator, value.denominator]}
    if isinstance(value, Spot):
        return {"spot": [value.file, value.row, value.period, value.whose]}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def _unpack(value: Any) -> Value:
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]  # text, count or nothing, as JSON has them
    if "money" in value:
        return Money(*value["money"])
    if "ratio" in value:
        return Fraction(*value["ratio"])
    if "spot" in value:
        return Spot(*value["spot"])
    return date.fromisoformat(value["day"])
