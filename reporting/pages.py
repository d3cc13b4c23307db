"""Templates: one environment, everything escaped, nothing undefined."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from schemas.words import words


@cache
def environment(language: str) -> Environment:
    """The environment of one language.

    Data is never template source, every name is escaped whatever the file is called, and a name
    that does not exist is an error rather than an empty space on paper.
    """
    folder = Path(str(files("report_templates")))
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["_"] = words(language)
    return made
