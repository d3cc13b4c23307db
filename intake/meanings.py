"""The words that are known in a column, what they mean, and which of them comes nearest."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import fuzz, process

from intake.context import Context
from intake.vocabulary import codes_of, comparison_key
from schemas.columns import Column

_NEAR = 70.0
"""Of 100; "Personel koszty" and "Personalkosten" have 76."""


def meanings_of(column: Column, context: Context) -> dict[str, str]:
    """The words that are known in a column, by comparison key; {} where any word may stand."""
    if column.kind in ("code", "codes"):
        codes = column.codes or tuple(context.categories)
        known = {comparison_key(code): code for code in codes}
        known.update({key: code for key, code in codes_of(column.extract).items() if code in codes})
        if column.extract == "cost_category":
            # The titles of the project's own rule set go before the common ones.
            for code, titles in context.categories.items():
                known.update({comparison_key(title): code for title in titles})
        return known
    if column.extract == "work_package":
        packages = context.project.work_packages
        named = {comparison_key(t): p.id for p in packages for t in p.title.values()}
        return named | {comparison_key(package.id): package.id for package in packages}
    if column.extract == "activity_id":
        activities = context.project.activities
        named = {comparison_key(t): a.id for a in activities for t in a.title.values()}
        return named | {comparison_key(activity.id): activity.id for activity in activities}
    return {}


def nearest_code(word: str, meanings: Mapping[str, str]) -> str:
    """The code whose words come nearest to a word, "" where none is near."""
    found = process.extractOne(
        comparison_key(word), meanings.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR
    )
    return meanings[found[0]] if found else ""
