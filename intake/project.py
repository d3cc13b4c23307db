"""Load a project definition; refuse, with file and line, what contradicts itself or the law."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from pydantic import ValidationError

from intake.yaml_lines import Place, YamlProblem, explain, parse_yaml
from schemas.law import Family, Law, LawRefusal, Parameters
from schemas.money import format_ratio
from schemas.project import Partner, Project

PROJECTS = Path(__file__).resolve().parents[1] / "data" / "projects"


class ProjectError(Exception):
    """A project file is not in order; ``problems`` are sentences that begin with file and line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Definition:
    """A project file as it was read.

    Attributes:
        path: where it lies; extracts of the reference projects lie beside it.
        text: its content, kept in the ledger.
        sha256: digest of the content.
    """

    project: Project
    path: Path
    text: str
    sha256: str


def find_project(name: str) -> Path:
    """Find the file of a project given by an id under ``data/projects`` or by a path.

    Raises:
        ProjectError: there is neither such an id nor such a file.
    """
    path = Path(name).expanduser()
    for candidate in (path / "project.yaml", path, PROJECTS / name / "project.yaml"):
        if candidate.is_file():
            return candidate
    known = ", ".join(sorted(folder.parent.name for folder in PROJECTS.glob("*/project.yaml")))
    raise ProjectError(
        [f"There is no project {name}; name one of {known}, or the path of a project.yaml."]
    )


def load_project(name: str, law: Law) -> Definition:
    """Load and check a project definition.

    Args:
        name: an id under ``data/projects``, a folder, or the path of a ``project.yaml``.
        law: the law that its rule set and parameters name.

    Raises:
        ProjectError: it cannot be read, contradicts itself, or allows more than the law does.
    """
    path = find_project(name)
    try:
        content = path.read_bytes()
        data, lines = parse_yaml(content)
    except OSError as error:
        raise ProjectError([f"{path} cannot be read: {error.strerror}."]) from None
    except YamlProblem as problem:
        raise ProjectError([f"{path}, {problem}"]) from None
    if not isinstance(data, dict):
        raise ProjectError([f"{path}, line 1: a project definition begins with a line such as id:"])
    try:
        project = Project.model_validate(data)
    except ValidationError as error:
        told = explain(error, lines)
        raise ProjectError([f"{path}, line {line}: {text}" for line, text in told]) from None
    problems = [
        f"{path}, line {lines.line(place)}: {text}" for place, text in _unlawful(project, law)
    ]
    if problems:
        raise ProjectError(problems)
    return Definition(
        project, path, content.decode("utf-8-sig"), hashlib.sha256(content).hexdigest()
    )


def category_names(family: Family) -> dict[str, tuple[str, ...]]:
    """By which words partners may call each cost category of a family: its code and titles."""
    return {
        category.code: (category.code, category.title.en, category.title.de)
        for category in family.categories
    }


def _unlawful(project: Project, law: Law) -> Iterator[tuple[Place, str]]:
    """Where the project claims more than its rule set allows."""
    try:
        family = law.family(project.rule_set)
        parameters = law.parameters(project.rule_set, project.parameters)
    except LawRefusal as refusal:
        place = ("parameters", refusal.key) if refusal.key else ("rule_set",)
        yield place, str(refusal)
        return
    known = {category.code for category in family.categories}
    approved = project.programme.agreement_date or project.start
    for position, period in enumerate(project.periods):
        if not parameters.has("rate.ceiling", period.end):
            since = parameters.values["rate.ceiling"][0].from_date
            yield (
                ("periods", position, "end"),
                (
                    f"period {period.number} ends on {period.end}, before the law of "
                    f"{project.rule_set} begins ({since}); name another rule set"
                ),
            )
            return
        allowed = _Allowed(parameters, known, period.end, approved)
        for index, partner in enumerate(project.as_of(period.number).partners):
            yield from _of_partner(partner, index, allowed)
        # One amended period is enough to show each mistake once.
        if not project.amendments:
            break


@dataclass(frozen=True)
class _Allowed:
    """What the rule set allows on a day; ``approved`` is the day that picks contract values."""

    parameters: Parameters
    categories: set[str]
    on: date
    approved: date

    def flat_rate(self, category: str, of: str) -> Fraction | None:
        """The largest flat rate of a category on a base, None where the rule set knows none."""
        key = f"flat_rate.{category}.of_{of}"
        if key not in self.parameters.catalogue:
            return None
        by_contract = self.parameters.catalogue[key].date_key == "contract_date"
        day = self.approved if by_contract else self.on
        return self.parameters.ratio(key, day) if self.parameters.has(key, day) else None


def _of_partner(partner: Partner, index: int, allowed: _Allowed) -> Iterator[tuple[Place, str]]:
    place: Place = ("partners", index)
    on = allowed.on
    ceiling = allowed.parameters.ratio("rate.ceiling", on, partner.country)
    if partner.fund_rate_on(on) > ceiling:
        yield (
            (*place, "funds"),
            (
                f"{partner.id} is funded at {_percent(partner.fund_rate_on(on))}, above the "
                f"ceiling of {_percent(ceiling)}; lower the rate, or state rate.ceiling with its "
                "reference"
            ),
        )
    for category in partner.budget:
        if category not in allowed.categories:
            yield (
                (*place, "budget", category),
                (
                    f"'{category}' is no cost category of the rule set; use one of: "
                    f"{', '.join(sorted(allowed.categories))}"
                ),
            )
    for category, flat in partner.flat_rates.items():
        limit = allowed.flat_rate(category, flat.of)
        if limit is None:
            yield (
                (*place, "flat_rates", category),
                f"the rule set knows no flat rate for '{category}' of '{flat.of}' on {on}",
            )
            continue
        if flat.rate > limit:
            yield (
                (*place, "flat_rates", category, "rate"),
                (
                    f"{partner.id} claims {_percent(flat.rate)} for {category}, above the limit "
                    f"of {_percent(limit)}"
                ),
            )


def _percent(rate: Fraction) -> str:
    return f"{format_ratio(rate * 100)} %"
