"""Load the law files and refuse, with file and line, whatever is wrong in them.

The files are small and many (one parameter, one rule a file), so that a change of law is a change
of one file and its history tells the story. They are loaded once a process.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from intake.yaml_lines import Lines, YamlProblem, explain, read_yaml
from schemas.law import Family, Law, Parameter, Rule

LAW_FOLDER = Path(__file__).resolve().parents[1] / "rules" / "law"

_Model = TypeVar("_Model", bound=BaseModel)


class LawError(Exception):
    """The law files are not in order; `problems` are sentences that begin with file and line."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def load_law(folder: Path | None = None) -> Law:
    """Load and check all law files.

    Args:
        folder: a folder with `parameters`, `families` and `rules`; by default the shipped one.

    Raises:
        LawError: at least one file is wrong. Every problem found is named, so that a maintainer
            corrects them in one go.
    """
    return _load((folder or LAW_FOLDER).resolve())


@lru_cache(maxsize=4)
def _load(folder: Path) -> Law:
    files = _Files(folder)
    parameters = files.read("parameters", Parameter, "key")
    families = files.read("families", Family, "id")
    rules = files.read("rules", Rule, "id")
    files.refuse_problems()
    files.problems += _programmes(families, parameters, files)
    files.problems += _unknown_parameters(rules, parameters, files)
    files.problems += _unlisted_acts(families, parameters, files)
    files.refuse_problems()
    return Law(families, parameters, rules, files.digest())


class _Files:
    """The law files of one folder: their data, their lines and what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._data: dict[str, Any] = {}
        self._lines: dict[tuple[str, str], tuple[str, Lines]] = {}
        self.problems: list[str] = []

    def read(self, kind: str, model: type[_Model], name: str) -> dict[str, _Model]:
        """Read all files of one kind; each bears the name of what it describes."""
        found: dict[str, _Model] = {}
        paths = sorted((self._folder / kind).glob("*.yaml"))
        if not paths:
            self.problems.append(f"{self._shown(kind)}: there are no files here")
        for path in paths:
            shown = self._shown(f"{kind}/{path.name}")
            try:
                data, lines = read_yaml(path)
                entry = model.model_validate(data)
            except YamlProblem as problem:
                self.problems.append(f"{shown}, {problem}")
                continue
            except ValidationError as error:
                told = explain(error, lines)
                self.problems += [f"{shown}, line {line}: {text}" for line, text in told]
                continue
            own_name = str(getattr(entry, name))
            self._data[f"{kind}/{path.name}"] = data
            self._lines[kind, own_name] = (shown, lines)
            if own_name != path.stem:
                self.tell(kind, own_name, (name,), f"the file must bear the name {own_name}.yaml")
            found[own_name] = entry
        return found

    def tell(self, kind: str, name: str, loc: tuple[str | int, ...], sentence: str) -> None:
        """Note a problem at a place of a file that was read."""
        self.problems.append(self.place(kind, name, loc) + sentence)

    def place(self, kind: str, name: str, loc: tuple[str | int, ...]) -> str:
        """Return the beginning of a problem: file and line."""
        shown, lines = self._lines[kind, name]
        return f"{shown}, line {lines.line(loc)}: "

    def refuse_problems(self) -> None:
        if self.problems:
            raise LawError(self.problems)

    def digest(self) -> str:
        """Return the SHA-256 of the content: comments and layout of the files do not matter."""
        content = json.dumps(self._data, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(content.encode()).hexdigest()

    def _shown(self, name: str) -> str:
        return f"rules/law/{name}"


def _programmes(
    families: Mapping[str, Family], parameters: Mapping[str, Parameter], files: _Files
) -> Iterator[str]:
    """Check what a programme builds on and the values it states itself."""
    for name, family in families.items():
        if family.family is not None and family.family not in families:
            yield (
                files.place("families", name, ("family",))
                + f"there is no file for the family {family.family}"
            )
        for key, dated in family.parameters.items():
            place = ("parameters", key)
            if key not in parameters:
                yield files.place("families", name, place) + f"there is no parameter '{key}'"
                continue
            for position, entry in enumerate(dated):
                for where, problem in parameters[key].problems(entry):
                    yield files.place("families", name, (*place, position, *where)) + problem


def _unknown_parameters(
    rules: Mapping[str, Rule], parameters: Mapping[str, Parameter], files: _Files
) -> Iterator[str]:
    for name, rule in rules.items():
        for position, key in enumerate(rule.parameters):
            if key not in parameters:
                place = files.place("rules", name, ("parameters", position))
                yield f"{place}there is no parameter '{key}'"


def _unlisted_acts(
    families: Mapping[str, Family], parameters: Mapping[str, Parameter], files: _Files
) -> Iterator[str]:
    """Every act a value refers to must stand in the law chapter of its family's report."""
    for name, family in families.items():
        base = families.get(family.family) if family.family else None
        listed = {act.code for act in (*family.acts, *(base.acts if base else ()))}
        stated = [
            (("families", name), ("parameters", key), dated)
            for key, dated in family.parameters.items()
        ]
        stated += [
            (("parameters", key), ("values", owner), dated)
            for key, parameter in parameters.items()
            for owner, dated in parameter.values.items()
            if owner == name
        ]
        for file, loc, values in stated:
            for position, entry in enumerate(values):
                if entry.reference.act not in listed:
                    place = files.place(*file, (*loc, position, "reference", "act"))
                    act = entry.reference.act
                    yield f"{place}'{act}' is not among the acts of families/{name}.yaml"
