"""Time a large list of expenditure through all rules, and tell which rule module takes how long.

``python -m benchmarks.rules`` (or ``make bench``) makes 100,000 items from a fixed seed, applies
the law to them several times and prints the shortest time; then once more under the profiler. The
time of a module is that of its own functions with all the library calls they make. Goal on one
idle core: at most 1 s. Writing the claim is timed apart.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from benchmarks.large_list import case_of
from rules.assess import Assessment, assess
from rules.case import Case
from rules.claim import Heading, make_claim
from schemas.claim import Claim, Provenance
from schemas.words import words

GOAL = 1.0
"""Seconds for 100,000 items through all rules."""

_RULES = Path(__file__).resolve().parents[1] / "rules"
_PROVENANCE = Provenance(
    inputs=[], fingerprint="0" * 64, software="", libraries={}, rules_sha256="0" * 64
)
_Result = TypeVar("_Result")


def main() -> int:
    """Measure, print, and fail where the goal is asked for and missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_Plain)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=3, help="how often; the shortest counts")
    parser.add_argument("--strict", action="store_true", help=f"fail above {GOAL:.1f} s")
    options = parser.parse_args()

    case = case_of(options.items)
    # A case remembers what rules asked of it; every time begins with one that remembers nothing.
    seconds, result = _shortest(lambda: assess(replace(case)), options.times)
    say(f"{options.items:,} items through all rules: {seconds:.2f} s (goal {GOAL:.1f} s)")
    say(f"{len(result.findings):,} findings")
    written, _ = _shortest(lambda: _claim(case, result), 1)
    say(f"writing the claim: {written:.2f} s\n")
    _profile(case)
    return int(options.strict and seconds > GOAL)


def say(line: str) -> None:
    """Tell whoever measures."""
    sys.stdout.write(line + "\n")


class _Plain(argparse.RawDescriptionHelpFormatter):
    """The module's own words, as they are laid out."""


def _shortest(work: Callable[[], _Result], times: int) -> tuple[float, _Result]:
    taken = []
    for _ in range(times):
        gc.collect()
        start = perf_counter()
        result = work()
        taken.append(perf_counter() - start)
    return min(taken), result


def _claim(case: Case, result: Assessment) -> Claim:
    heading = Heading("draft", case.period.partner_deadline, words("en"), 1, _PROVENANCE)
    return make_claim(case, result, heading)


def _profile(case: Case) -> None:
    """Print seconds by rule module, the slowest first."""
    with cProfile.Profile() as profiler:
        assess(replace(case))
    say("Under the profiler, by module of rules/ (its own functions and their library calls):")
    for module, seconds in sorted(_by_module(profiler).items(), key=lambda pair: -pair[1]):
        say(f"  {seconds:6.3f} s  {module}")


def _by_module(profiler: cProfile.Profile) -> dict[str, float]:
    """Add up what was spent from entering a module until it returned, less other rule modules."""
    stats = pstats.Stats(profiler)
    spent: dict[str, float] = defaultdict(float)
    for (file, _, name), (_, _, _, whole, callers) in stats.stats.items():  # type: ignore[attr-defined]
        module = _module(file)
        if not module:
            continue
        if name == "assess":
            spent[module] += whole
        for (caller, _, _), (_, _, _, seconds) in callers.items():
            from_module = _module(caller)
            if from_module and from_module != module:
                spent[module] += seconds
                spent[from_module] -= seconds
    return spent


def _module(file: str) -> str:
    path = Path(file)
    return path.stem if path.parent == _RULES else ""


if __name__ == "__main__":
    raise SystemExit(main())
