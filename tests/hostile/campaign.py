"""Read every honest and hostile file in a process of its own, and tell what it took.

``python -m tests.hostile.campaign`` (or ``make hostile``) reads each file as ``check`` does, in a
fresh process, and prints those that were not answered rightly, the slowest and the largest. Goals:
every answer right, at most 10 s and 512 MB, for the reading process and the guarded one each. The
memory of the guarded process is told as its upper bound: where it is below the reader's own, the
reader's stands for both. On a busy machine look at processor time rather than at the clock.
"""

from __future__ import annotations

import argparse
import os
import pickle
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.hostile import large, open_documents, texts, values, workbooks
from tests.hostile.answers import read_case, wrong
from tests.hostile.cases import Case

SECONDS, MEGABYTES = 10.0, 512


@dataclass(frozen=True)
class Outcome:
    """What one case took: clock and processor seconds, megabytes, and what was wrong."""

    name: str
    refused: bool
    seconds: float
    processor: float
    megabytes: int
    wrong: tuple[str, ...]


def main() -> int:
    """Run all cases; 1 where any of them was not answered rightly."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", default="", help="cases whose name holds these words")
    options = parser.parse_args()
    outcomes = []
    for case in all_cases():
        if options.only in case.name:
            outcome = in_own_process(case)
            outcomes.append(outcome)
            if outcome.wrong:
                say(f"WRONG  {case.name}: {'; '.join(outcome.wrong)}")
    _report(outcomes)
    return int(any(outcome.wrong for outcome in outcomes))


def all_cases() -> Iterator[Case]:
    """Every case there is."""
    for module in (texts, values, workbooks, open_documents, large):
        yield from module.cases()


def in_own_process(case: Case) -> Outcome:
    """Read a case in a process that has nothing to do with the others."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "handed-in"
        path.write_bytes(case.make())
        receiver, sender = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(receiver)
            with os.fdopen(sender, "wb") as answer:
                pickle.dump(_measured(case, path), answer)
            os._exit(0)
        os.close(sender)
        with os.fdopen(receiver, "rb") as answer:
            told = answer.read()
        os.waitpid(child, 0)
    if not told:
        return Outcome(case.name, True, 0, 0, 0, ("the process died",))
    outcome: Outcome = pickle.loads(told)
    return outcome


def _measured(case: Case, path: Path) -> Outcome:
    # The highest memory so far was that of making the file.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    begun, read, found = time.monotonic(), None, ()
    try:
        read = read_case(case, path)
    except Exception:  # noqa: BLE001  (whatever it is, it must not happen)
        found = (traceback.format_exc(limit=-2),)
    seconds = time.monotonic() - begun
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(usage.ru_utime + usage.ru_stime for usage in used)
    megabytes = max(_highest_memory(), used[1].ru_maxrss // 1024)
    if read is not None:
        found = tuple(wrong(case, read))
    if megabytes > MEGABYTES:
        found = (*found, f"took {megabytes} MB")
    if min(seconds, processor) > SECONDS:
        found = (*found, f"took {seconds:.1f} s, {processor:.1f} s of the processor")
    refused = read is None or read.refused
    return Outcome(case.name, refused, seconds, processor, megabytes, found)


def _highest_memory() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def _report(outcomes: list[Outcome]) -> None:
    bad = sum(bool(outcome.wrong) for outcome in outcomes)
    refused = sum(outcome.refused for outcome in outcomes)
    say(
        f"{len(outcomes)} files: {len(outcomes) - refused} read, {refused} refused, "
        f"{bad} not answered rightly"
    )
    say("The slowest (seconds by the clock, of the processor):")
    for outcome in sorted(outcomes, key=lambda outcome: -outcome.processor)[:5]:
        say(f"  {outcome.seconds:6.1f} {outcome.processor:6.1f}  {outcome.name}")
    say("The largest (MB):")
    for outcome in sorted(outcomes, key=lambda outcome: -outcome.megabytes)[:5]:
        say(f"  {outcome.megabytes:6d}  {outcome.name}")


def say(line: str) -> None:
    """Tell whoever measures."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
