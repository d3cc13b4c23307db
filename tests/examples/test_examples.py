"""Run every worked example, and see to it that every rule that is worked out has some."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from rules.assess import ASSESSED
from schemas.claim import Claim
from schemas.costs import COSTS
from schemas.project import Period
from tests.examples.building import Example, claims_of, costs_of

FOLDER = Path(__file__).parent
FILES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in FOLDER.glob("*.yaml")}
CASES = [
    pytest.param(example, id=f"{rule}: {example['name']}")
    for rule, content in sorted(FILES.items())
    for example in content["cases"]
]
PERIOD = Period(
    number=1, start=date(2018, 1, 1), end=date(2018, 6, 30), partner_deadline=date(2018, 7, 30)
)
_NAMED = {"categories": "category", "funds": "fund", "contributions": "source"}
_TELLING = ("code", "partner", "item_id", "category", "severity", "before", "limit", "amount")


@pytest.mark.parametrize("example", CASES)
def test_worked_example(example: Example) -> None:
    claims = claims_of(example)
    wrong = list(_differences(example["expected"], _comparable(claims[-1]), "claim"))
    assert not wrong, "\n".join(wrong)
    for claim in claims:
        assert [line for line in claim.reconciliation if line.difference] == []


@pytest.mark.parametrize("rule", ASSESSED)
def test_a_rule_that_is_worked_out_has_examples_with_their_source(rule: str) -> None:
    cases = FILES[rule]["cases"]
    assert len(cases) >= 3, "one that passes, one that bites, and its boundary"
    assert all(case["name"] and case["source"] and case["expected"] for case in cases)


def test_the_rows_of_the_examples_are_what_reading_an_extract_would_give() -> None:
    frames = [
        costs_of(report.get("rows", []), PERIOD, ["A"], "other")
        for content in FILES.values()
        for example in content["cases"]
        for report in (example, *example.get("earlier", []))
    ]
    COSTS.frame_schema.validate(pd.concat(frames), lazy=True)


def test_all_worked_numbers_of_the_funding_rules_are_there() -> None:
    sources = [example["source"] for content in FILES.values() for example in content["cases"]]
    numbers = {
        int(number)
        for source in sources
        for number in re.findall(r"funding-rules §9, example (\d+)", source)
    }
    assert numbers == set(range(1, 26))


def test_every_file_bears_the_name_of_a_rule_that_is_worked_out() -> None:
    general = {
        "amendments",
        "credit-notes",
        "identifiers",
        "re-included",
        "recovery",
        "section-9",
        "true-up",
    }
    assert set(FILES) <= {*ASSESSED, *general}


def _comparable(claim: Claim) -> dict[str, Any]:
    """The claim as it is written, its lists that have names as mappings by name."""
    written = claim.model_dump(mode="json", by_alias=True)
    written["items"] = {item["item_id"]: item for item in written["items"]}
    for partner in written["partners"]:
        for name, key in _NAMED.items():
            partner[name] = {line[key]: line for line in partner[name]}
    written["partners"] = {partner["partner"]: partner for partner in written["partners"]}
    written["rates"] = {rate["currency"]: rate for rate in written["rates"]}
    return written


def _differences(expected: Any, found: Any, place: str) -> Iterator[str]:
    """Compare what an example names; a list must be named whole, in any order."""
    if isinstance(expected, Mapping):
        if expected == {} and found != {}:
            yield f"{place}: expected nothing, found {sorted(found)}"
        for key, value in expected.items():
            if key not in found:
                yield f"{place}: no {key} among {sorted(found)}"
            else:
                yield from _differences(value, found[key], f"{place}.{key}")
    elif isinstance(expected, list):
        left = list(found)
        for entry in expected:
            twin = next((e for e in left if not list(_differences(entry, e, place))), None)
            if twin is None:
                yield f"{place}: {entry} is not among {[_brief(e) for e in left]}"
            else:
                left.remove(twin)
        yield from (f"{place}: {_brief(entry)} was not expected" for entry in left)
    elif (expected.isoformat() if isinstance(expected, date) else expected) != found:
        yield f"{place}: expected {expected!r}, found {found!r}"


def _brief(entry: Any) -> Any:
    return {k: entry[k] for k in _TELLING if k in entry} if isinstance(entry, Mapping) else entry
