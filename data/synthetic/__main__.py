"""``python -m data.synthetic``: write the synthetic extracts, or check the committed ones."""

from __future__ import annotations

import argparse
import sys

from data.synthetic.extracts import PROJECT_IDS, differences, make, write
from data.synthetic.plan import PROJECTS


def main(arguments: list[str] | None = None) -> int:
    """Write the extracts of every reference project, or say where the committed ones differ.

    Returns:
        The exit code: 0, or 1 where ``--check`` found a difference.
    """
    parser = argparse.ArgumentParser(prog="python -m data.synthetic", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(arguments)
    found = 0
    for project in PROJECT_IDS:
        made = make(project)
        folder = PROJECTS / project / "extracts"
        if not options.check:
            write(made, folder)
            sys.stdout.write(f"{project}: {len(made)} files written\n")
            continue
        for difference in differences(made, folder):
            sys.stdout.write(f"{project}: {difference}\n")
            found += 1
    if options.check and not found:
        sys.stdout.write("The committed extracts are what the plan and the seed make.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
