"""Load a project definition; refuse, with file and line, what contradicts itself or the law."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from intake.lawful import beyond_the_law
from intake.yaml_lines import YamlProblem, explain, parse_yaml
from schemas.law import Family, Law
from schemas.project import Project
from schemas.run import RunRefused, require_inbox

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

    def extracts(self, period: int) -> Path:
        """The folder of the project's own extracts of a period; a period may have none."""
        return self.path.parent / "extracts" / str(period)

    def inbox(self, period: int, given: Path | None) -> Path:
        """The inbox given, else the folder of the project's own extracts.

        Raises:
            RunRefused: it is no folder, or neither is there.
        """
        if given is not None:
            require_inbox(given)
            return given
        if not self.extracts(period).is_dir():
            raise RunRefused(
                f"{self.project.acronym} has no extracts of its own for period {period}.",
                "Name the folder that holds what the partners delivered: --inbox DIR.",
            )
        return self.extracts(period)


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
        f"{path}, line {lines.line(place)}: {text}" for place, text in beyond_the_law(project, law)
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
