"""What a project definition must not say: contradictions found without knowing the law."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemas.project import Project


def contradictions(project: Project) -> Iterator[str]:
    """Say each contradiction in a sentence with its remedy, gravest first."""
    if project.end < project.start:
        yield f"end: the project ends ({project.end}) before it starts ({project.start})"
