"""No traceback ever reaches a user: one line what is wrong, one line what to try."""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import NoReturn, ParamSpec, TypeVar

import typer

from schemas.persons import without_addresses

_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")

WRONG_USAGE = 2


class Refusal(Exception):
    """The command cannot be done; ``remedy`` says what to try, ``code`` is the exit code."""

    def __init__(self, message: str, remedy: str = "", code: int = WRONG_USAGE) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.code = code


def plainly(command: Callable[_Arguments, _Answer]) -> Callable[_Arguments, _Answer]:
    """Turn whatever a command raises into plain lines on stderr and an exit code."""

    @wraps(command)
    def guarded(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Answer:
        try:
            return command(*args, **kwargs)
        except (typer.Exit, typer.Abort, KeyboardInterrupt):
            raise
        except Exception as error:  # noqa: BLE001  (the last guard before the user)
            _leave(error)

    return guarded


def _leave(error: Exception) -> NoReturn:
    if isinstance(error, Refusal):
        _say(error.message, error.remedy)
        raise typer.Exit(error.code)
    # Rooms below speak in two ways: sentences with a remedy, or a list of problems.
    problems = getattr(error, "problems", None)
    if problems:
        _say("\n".join(problems), "Correct the lines named and try again.")
        raise typer.Exit(WRONG_USAGE)
    if hasattr(error, "message") and hasattr(error, "remedy"):
        _say(str(error.message), str(error.remedy))
        raise typer.Exit(WRONG_USAGE)
    log = _written_down()
    _say(
        f"Eurocent made a mistake of its own ({type(error).__name__}).",
        f"Nothing was half done. Please send {log} to those who look after Eurocent.",
    )
    raise typer.Exit(WRONG_USAGE)


def _written_down() -> Path:
    """Keep the traceback where only the operator reads it."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="eurocent-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        log.write(without_addresses(traceback.format_exc()))
    return Path(log.name)


def _say(message: str, remedy: str) -> None:
    sys.stderr.write(f"{message}\n{remedy}\n" if remedy else f"{message}\n")
