"""Claims as the engine makes them, for looking at and testing documents.

Two synthetic projects: three partners of an Interreg project with EUR and PLN, items of every
fate, a credit note and a partner whose certificate is missing; and twelve partners of a Commission
grant with 165 items in four currencies, one partner missing. What they are made of stands in
``data``; sums are worked out in ``adding_up`` by additions only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reporting.setting import Setting
from schemas.claim import (
    ActivityLine,
    Adjustment,
    Claim,
    ClaimFinding,
    IndicatorValue,
    ParameterUse,
    ParticipantCounts,
)
from schemas.law import Family, Rule
from schemas.project import Project
from tests.unit.reporting.adding_up import Ingredients, Row, add_up

_DATA = Path(__file__).parent / "data"
_EMPTY = dict.fromkeys(
    ("rule", "table", "item_id", "file", "sheet", "column", "found", "expected", "basis"), ""
)


@dataclass(frozen=True)
class Sample:
    """A claim with what stands around it."""

    claim: Claim
    project: Project
    family: Family
    rules: dict[str, Rule]

    def setting(self, language: str = "en") -> Setting:
        return Setting(self.project, self.family, self.rules, language)


@cache
def three_partners() -> Sample:
    """Interreg, period 2: PLN, one certificate missing, a ceiling, an unreadable cell."""
    return _sample("three_partners")


@cache
def twelve_partners() -> Sample:
    """Commission grant, last period: 165 items, EEK, PLN and CZK, one partner missing."""
    return _sample("twelve_partners")


def _sample(name: str) -> Sample:
    raw = _read(name)
    law = _read("law")
    family = Family.model_validate(law["families"][raw["family"]])
    basis = {rule: entry["basis"] for rule, entry in law["rules"].items()}
    project = Project.model_validate(raw["project"])
    ingredients = Ingredients(
        project=project,
        family=family,
        basis=basis,
        period=raw["period"],
        status=raw["status"],
        submitted_on=raw["submitted_on"],
        rows=[Row.of(row) for row in raw["rows"]],
        previous=raw["previous"],
        missing=raw["missing"],
        uncertified=raw["uncertified"],
        not_assessed=raw["not_assessed"],
        adjustments=[Adjustment.model_validate(entry) for entry in raw["adjustments"]],
        findings=[
            ClaimFinding.model_validate(_EMPTY | {"row": None} | entry) for entry in raw["findings"]
        ],
        activities=[ActivityLine.model_validate(entry) for entry in raw["activities"]],
        participants=ParticipantCounts.model_validate(raw["participants"]),
        indicators=[IndicatorValue.model_validate(entry) for entry in raw["indicators"]],
        parameters=[ParameterUse.model_validate(entry) for entry in raw["parameters"]],
    )
    rules = {rule: _rule(rule, entry, family.id) for rule, entry in law["rules"].items()}
    return Sample(add_up(ingredients), project, family, rules)


def _rule(rule: str, entry: dict[str, str], family: str) -> Rule:
    title = {"en": entry["en"], "de": entry["de"]}
    return Rule.model_validate(
        {
            "id": rule,
            "title": title,
            "statement": title,
            "applies_at": "item",
            "severity": ["reject"],
            "families": {family: {"basis": entry["basis"], "confidence": "H"}},
        }
    )


def _read(name: str) -> Any:
    return yaml.safe_load((_DATA / f"{name}.yaml").read_text("utf-8"))
