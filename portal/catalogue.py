"""The rules in words: all of them, or one with its legal basis and the values of a day."""

from __future__ import annotations

import json as json_format
import sys
from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table

from intake.law import load_law
from portal.errors import Refusal
from rules.assess import ASSESSED
from schemas.law import Law, Rule
from schemas.words import N_, words


def show_rules(rule: str, on: date | None, language: str, *, as_json: bool) -> None:
    """List the catalogue, or explain one rule."""
    law = load_law()
    spoken = words(language)
    if rule and rule.upper() not in law.rules:
        raise Refusal(f"There is no rule {rule}.", "List them with: eurocent rules")
    chosen = [law.rules[rule.upper()]] if rule else [law.rules[name] for name in sorted(law.rules)]
    if as_json:
        records = [_record(entry, law, on, language) for entry in chosen]
        answer = records[0] if rule else records
        sys.stdout.write(json_format.dumps(answer, ensure_ascii=False, indent=1) + "\n")
        return
    console = Console()
    if rule:
        _explain(console, _record(chosen[0], law, on, language), language)
        return
    table = Table(box=None, padding=(0, 1))
    for head in (N_("Rule"), N_("What it says"), N_("Applies to"), N_("Assessed")):
        table.add_column(spoken(head))
    for entry in chosen:
        assessed = spoken("yes") if entry.id in ASSESSED else spoken("not yet")
        table.add_row(entry.id, entry.statement.of(language), entry.applies_at, assessed)
    console.print(table)


def _record(rule: Rule, law: Law, on: date | None, language: str) -> dict[str, Any]:
    """A rule as plain data: meaning, basis by family, and its dated values."""
    return {
        "rule": rule.id,
        "title": rule.title.of(language),
        "statement": rule.statement.of(language),
        "applies_at": rule.applies_at,
        "severity": list(rule.severity),
        "assessed": rule.id in ASSESSED,
        "families": {
            family: {"basis": basis.basis, "confidence": basis.confidence}
            for family, basis in rule.families.items()
        },
        "inputs": list(rule.inputs),
        "parameters": [_parameter(key, law, on, language) for key in rule.parameters],
    }


def _parameter(key: str, law: Law, on: date | None, language: str) -> dict[str, Any]:
    parameter = law.catalogue[key]
    return {
        "key": key,
        "title": parameter.title.of(language),
        "unit": parameter.unit,
        "values": [
            {
                "family": family,
                "from": value.from_date.isoformat(),
                "value": list(value.value) if isinstance(value.value, tuple) else str(value.value),
                "reference": str(value.reference),
                "confidence": value.confidence,
            }
            for family, dated in parameter.values.items()
            for value in dated
            if on is None or value is _valid(dated, on)
        ],
    }


def _valid(dated: Any, on: date) -> Any:
    """The value of a family that holds on a day."""
    return next((value for value in reversed(dated) if value.from_date <= on), None)


def _explain(console: Console, record: dict[str, Any], language: str) -> None:
    spoken = words(language)
    console.print(f"[bold]{record['rule']} · {record['title']}[/bold]")
    console.print(record["statement"])
    effects = ", ".join(record["severity"])
    console.print(f"{spoken('Applies to')}: {record['applies_at']} · {spoken('effect')}: {effects}")
    if not record["assessed"]:
        console.print(spoken("Not assessed by this version of Eurocent."))
    basis = Table(title=spoken("Legal basis"), title_justify="left", box=None, padding=(0, 1))
    basis.add_column(spoken("Rule set"))
    basis.add_column(spoken("Basis"))
    basis.add_column(spoken("Confidence"))
    for family, entry in record["families"].items():
        basis.add_row(family, entry["basis"], _confidence(entry["confidence"], language))
    console.print(basis)
    for parameter in record["parameters"]:
        table = Table(
            title=f"{parameter['title']} ({parameter['key']})",
            title_justify="left",
            box=None,
            padding=(0, 1),
        )
        for head in (N_("Rule set"), N_("From"), N_("Value"), N_("Reference"), N_("Confidence")):
            table.add_column(spoken(head))
        for value in parameter["values"]:
            shown = value["value"] if isinstance(value["value"], str) else ", ".join(value["value"])
            table.add_row(
                value["family"],
                value["from"],
                shown,
                value["reference"],
                _confidence(value["confidence"], language),
            )
        console.print(table)


def _confidence(code: str, language: str) -> str:
    return code if code == "H" else f"{code} ({words(language)('to be confirmed')})"
