"""What other processes do in the tests: start together, write together, die in between."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event

from ledger.home import Home
from ledger.ledger import Ledger
from tests.unit.ledger.samples import PROJECT, a_claim, a_submission

_Answer = TypeVar("_Answer")

SPAWN = multiprocessing.get_context("spawn")


def together(work: Callable[..., _Answer], home: Home, processes: int) -> list[_Answer]:
    """Do the same work in several processes at once; each is told its number."""
    with ProcessPoolExecutor(processes, mp_context=SPAWN) as pool:
        return [job.result() for job in [pool.submit(work, home, n) for n in range(processes)]]


def write_states(home: Home, process: int) -> int:
    """Change a state from many threads, each in words of its own."""
    ledger = Ledger.open(home)

    def change(number: int) -> bool:
        return ledger.change_state(
            "partner_report",
            PROJECT,
            1,
            "WFS",
            state="delivered",
            who="WFS",
            why=f"{process} {number}",
        )

    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(change, range(40)))


def record_runs(home: Home, process: int) -> list[tuple[int, int]]:
    """Record ten contents, the same in every process, beginning at different ones."""
    ledger = Ledger.open(home)
    names = [f"content {(process + number) % 10}" for number in range(10)]
    runs = [ledger.record_run(a_claim(name), "out") for name in names]
    return [(run.id, run.version) for run in runs]


def approve(home: Home, process: int) -> str:
    """Sign off the latest claim of the first period."""
    return Ledger.open(home).approve(PROJECT, 1, f"Lead {process}").outcome


def submit_many(home: Home, process: int) -> list[int]:
    """Hand in ten contents of one partner, looking again whenever another came between."""
    ledger = Ledger.open(home)
    numbers = []
    for number in range(10):
        new = a_submission(ledger, f"{process} {number}")
        while True:
            stands = ledger.standing_submissions(PROJECT, 1).get("WFS")
            answer = ledger.submit(new, after=stands.id if stands else None)
            if answer.outcome == "received" and answer.submission is not None:
                numbers.append(answer.submission.number)
                break
    return numbers


def die_while_keeping(home: Home, content: bytes, moment: str) -> None:
    """Keep a raw file in a process that is killed at a moment of it."""
    _dies(_keep_and_die, home, content, moment)


def die_while_submitting(home: Home, moment: str) -> None:
    """Hand something in, in a process that is killed at a moment of it."""
    _dies(_submit_and_die, home, moment)


def _dies(work: Callable[..., None], *arguments: object) -> None:
    process = SPAWN.Process(target=work, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def _submit_and_die(home: Home, moment: str) -> None:
    ledger = Ledger.open(home)
    if "name" in moment:
        _be_killed(moment, 0)
        a_submission(ledger)
    new = a_submission(ledger)
    _be_killed(moment, 0)
    ledger.submit(new, after=None)
    _kill()


def _keep_and_die(home: Home, content: bytes, moment: str) -> None:
    ledger = Ledger.open(home)
    _be_killed(moment, len(content) // 2)
    ledger.keep_raw(content)
    _kill()


def _be_killed(moment: str, length: int) -> None:
    """Have this process killed at a moment; what is on its way has reached a length by then."""
    replace = Path.replace

    def killed_before_reaching_the_disk(descriptor: int) -> None:
        os.truncate(descriptor, length)
        _kill()

    def killed_before_the_name(_file: Path, _target: Path) -> None:
        _kill()

    def killed_after_the_name(file: Path, target: Path) -> None:
        replace(file, target)
        _kill()

    def killed_before_the_end(_connection: Connection, *_: Any) -> None:
        _kill()

    if moment == "before reaching the disk":
        os.fsync = killed_before_reaching_the_disk  # type: ignore[assignment]
    elif moment == "before the name":
        Path.replace = killed_before_the_name  # type: ignore[assignment,method-assign]
    elif moment == "after the name":
        Path.replace = killed_after_the_name  # type: ignore[assignment,method-assign]
    elif moment == "with the row, before the end":
        event.listen(Engine, "commit", killed_before_the_end)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
