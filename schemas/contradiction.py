"""One thing that a project definition says against itself, with its place in the file."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""Keys and positions that lead to a value of the file."""


class Contradiction(NamedTuple):
    """Where the file contradicts itself, and in which sentence a project manager is told."""

    place: Place
    sentence: str
