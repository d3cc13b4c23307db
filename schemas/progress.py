"""Telling whoever watches what is happening, without knowing who watches.

A run tells its steps; the command line shows them, the portal will, and tests need not listen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, TypeAlias

Step: TypeAlias = Literal["start", "collect", "assess", "reconcile", "record", "render", "deliver"]


@dataclass(frozen=True)
class Progress:
    """One step done.

    Attributes:
        step: which stage of the run.
        partner: id of the partner it concerned, "" for the project.
        done, of: how many of how many of this stage are done.
    """

    step: Step
    partner: str = ""
    done: int = 1
    of: int = 1


Listener: TypeAlias = Callable[[Progress], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def tell(progress: Progress) -> None:
    """Say that a step is done; nobody has to listen."""
    listener = _listener.get()
    if listener is not None:
        listener(progress)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Hear everything that is told inside the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
