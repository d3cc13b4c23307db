"""A column mapping as a YAML file that people can read, keep and send along."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from intake.yaml_lines import YamlProblem, explain, parse_yaml
from schemas.mapping import ColumnMapping

_HEAD = "# Which column is which in this layout. eurocent map FILE --use THIS reads it.\n"


class MappingFileError(Exception):
    """A mapping file is not in order; ``problems`` are sentences that begin with file and line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def read_mapping(path: Path) -> ColumnMapping:
    """Read a mapping that somebody saved.

    Raises:
        MappingFileError: it is not there, or not in order.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise MappingFileError([f"There is no mapping {path} that can be read."]) from None
    try:
        data, lines = parse_yaml(content)
    except YamlProblem as problem:
        raise MappingFileError([f"{path.name}, line {problem.line}: {problem.message}"]) from None
    try:
        return ColumnMapping.model_validate(_as_texts(data))
    except ValidationError as error:
        told = [f"{path.name}, line {line}: {sentence}" for line, sentence in explain(error, lines)]
        raise MappingFileError(told) from None


def written_mapping(mapping: ColumnMapping) -> str:
    """A mapping as the text of a YAML file."""
    text: str = yaml.safe_dump(mapping.plain(), allow_unicode=True, sort_keys=False, width=100)
    return _HEAD + text


def _as_texts(data: object) -> object:
    """Words of the partner's are texts, also where they look like numbers: account 5031."""
    if not isinstance(data, dict) or not isinstance(data.get("words"), dict):
        return data
    words = {
        column: {str(word): code for word, code in meanings.items()}
        if isinstance(meanings, dict)
        else meanings
        for column, meanings in data["words"].items()
    }
    return data | {"words": words}
