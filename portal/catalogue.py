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
from portal.rule_words import on_day, sureness, unknown_in
from rules.assess import ASSESSED
from schemas.law import DatedValue, Law, Rule
from schemas.words import N_, Words, words


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
        _explain(console, chosen[0], law, on, spoken)
        return
    table = Table(box=None, padding=(0, 1))
    for head in (N_("Rule"), N_("What it says"), N_("Applies to"), N_("Assessed")):
        table.add_column(spoken(head))
    for entry in chosen:
        assessed = spoken("yes") if entry.id in ASSESSED else spoken("not yet")
        table.add_row(entry.id, entry.statement.of(language), entry.applies_at, assessed)
    console.print(table)


def _record(rule: Rule, law: Law, on: date | None, language: str) -> dict[str, Any]:
    """A rule as plain data: meaning, basis by family, and its dated values.

    With a day, ``on_day`` says in words what holds then in each rule set that knows the rule.
    """
    spoken = words(language)
    record: dict[str, Any] = {
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
        "unknown_in": unknown_in(rule, law),
        "inputs": list(rule.inputs),
        "parameters": [_parameter(key, law, on, language) for key in rule.parameters],
        "example": rule.example.of(language) if rule.example else "",
    }
    if on is not None:
        record["on"] = on.isoformat()
        record["on_day"] = [
            _plain(found.record(rule, on, spoken)) for found in on_day(rule, law, on, spoken)
        ]
    return record


def _plain(value: Any) -> Any:
    """Plain data with days as ISO text."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def _parameter(key: str, law: Law, on: date | None, language: str) -> dict[str, Any]:
    parameter = law.catalogue[key]
    stated = dict(parameter.values) | {
        name: own.parameters[key] for name, own in law.families.items() if key in own.parameters
    }
    return {
        "key": key,
        "title": parameter.title.of(language),
        "unit": parameter.unit,
        "values": [
            {
                "family": family,
                "from": value.from_date.isoformat(),
                "value": list(value.value) if isinstance(value.value, tuple) else str(value.value),
                "by_country": {name: str(own) for name, own in value.by_country.items()},
                "reference": str(value.reference),
                "confidence": value.confidence,
            }
            for family, dated in stated.items()
            for value in dated
            if on is None or value is _valid(dated, on)
        ],
    }


def _valid(dated: tuple[DatedValue, ...], on: date) -> DatedValue | None:
    """The value of a family that holds on a day."""
    return next((value for value in reversed(dated) if value.from_date <= on), None)


def _explain(console: Console, rule: Rule, law: Law, on: date | None, spoken: Words) -> None:
    language = spoken.language
    console.print(f"[bold]{rule.id} · {rule.title.of(language)}[/bold]")
    console.print(rule.statement.of(language).strip())
    effects = ", ".join(rule.severity)
    console.print(f"{spoken('Applies to')}: {rule.applies_at} · {spoken('effect')}: {effects}")
    if rule.id not in ASSESSED:
        console.print(spoken("Not assessed by this version of Eurocent."))
    if on is None:
        _tables(console, _record(rule, law, None, language), spoken)
    else:
        for found in on_day(rule, law, on, spoken):
            first, *values = found.sentences(rule, on, spoken)
            console.print(f"\n{first}", highlight=False)
            for value in values:
                console.print(f"  · {value}", highlight=False)
    unknown = unknown_in(rule, law)
    if unknown:
        said = spoken(N_("Not a rule of: {families}."))
        console.print("\n" + said.format(families=", ".join(unknown)))
    if rule.example:
        told = rule.example.of(language).strip()
        console.print(f"\n{spoken(N_('For example'))}: {told}", highlight=False)


def _tables(console: Console, record: dict[str, Any], spoken: Words) -> None:
    """Legal basis and all dated values."""
    basis = Table(title=spoken("Legal basis"), title_justify="left", box=None, padding=(0, 1))
    basis.add_column(spoken("Rule set"))
    basis.add_column(spoken("Basis"))
    basis.add_column(spoken("Confidence"))
    for family, entry in record["families"].items():
        basis.add_row(family, entry["basis"], sureness(entry["confidence"], spoken))
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
            own = ", ".join(f"{country} {part}" for country, part in value["by_country"].items())
            table.add_row(
                value["family"],
                value["from"],
                f"{shown} ({own})" if own else shown,
                value["reference"],
                sureness(value["confidence"], spoken),
            )
        console.print(table)
