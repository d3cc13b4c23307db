"""The house itself: its layers hold, its wheel is whole, its lock and its list of packages too."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import grimp
import pytest
from hatchling.build import build_wheel
from importlinter.cli import lint_imports
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# One requirement of the lock, its continued lines joined: name, exact version, marker, hashes.
LOCKED = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; [^:@]+?)?(?: --hash=sha256:[0-9a-f]{64})+"
)


@pytest.fixture(scope="module")
def pyproject(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def rooms(pyproject: dict[str, Any]) -> list[str]:
    packages: list[str] = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    return packages


@pytest.fixture(scope="module")
def needed_to_run(pyproject: dict[str, Any]) -> dict[str, Requirement]:
    return by_name(pyproject["project"]["dependencies"])


@pytest.fixture(scope="module")
def needed_to_work(pyproject: dict[str, Any]) -> dict[str, Requirement]:
    return by_name(pyproject["project"]["optional-dependencies"]["dev"])


@pytest.fixture(scope="module")
def lock(root: Path) -> list[str]:
    text = (root / "requirements" / "lock.txt").read_text("utf-8")
    lines = re.sub(r"\s*\\\n\s*", " ", text).splitlines()
    return [line for line in lines if not line.lstrip().startswith("#")]


def by_name(requirements: list[str]) -> dict[str, Requirement]:
    parsed = [Requirement(requirement) for requirement in requirements]
    return {canonicalize_name(requirement.name): requirement for requirement in parsed}


def imported_libraries(*rooms: str) -> set[str]:
    """The top names that ``rooms`` import from outside the house and the standard library."""
    graph = grimp.build_graph(*rooms, include_external_packages=True, cache_dir=None)
    names = {
        imported.partition(".")[0]
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    }
    return names - set(rooms) - sys.stdlib_module_names


def test_rooms_import_downwards_only(root: Path) -> None:
    assert lint_imports(config_filename=str(root / "pyproject.toml"), no_cache=True) == 0


def test_flows_know_tasks_schemas_and_prefect_only() -> None:
    assert imported_libraries("flows") <= {"tasks", "schemas", "prefect"}


def test_every_imported_library_is_declared(
    rooms: list[str], needed_to_run: dict[str, Requirement]
) -> None:
    origin = packages_distributions()
    undeclared = {
        library
        for library in imported_libraries(*rooms)
        if not {canonicalize_name(name) for name in origin.get(library, [])} & set(needed_to_run)
    }
    assert not undeclared


def test_wheel_holds_exactly_the_tracked_files_of_the_rooms(
    root: Path, rooms: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    with zipfile.ZipFile(tmp_path / build_wheel(str(tmp_path))) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--", *rooms], capture_output=True, check=True, text=True
    )
    tracked = set(listing.stdout.split("\0")) - {""}
    assert packed - tracked == set(), "not tracked: `git add` it, or name it in .gitignore"
    assert tracked - packed == set(), "tracked, but not in the wheel"


def test_every_line_of_the_lock_is_one_version_with_hashes(lock: list[str]) -> None:
    assert [line for line in lock if not LOCKED.fullmatch(line)] == []


def test_lock_fits_what_is_declared(
    lock: list[str],
    needed_to_run: dict[str, Requirement],
    needed_to_work: dict[str, Requirement],
) -> None:
    locked = [match for line in lock if (match := LOCKED.fullmatch(line))]
    versions = {match["name"]: match["version"] for match in locked}
    declared = needed_to_run | needed_to_work
    unfit = {
        name
        for name, requirement in declared.items()
        if name not in versions or versions[name] not in requirement.specifier
    }
    assert not unfit, "run `make lock`"


def test_every_declared_package_has_its_row_of_reasons(
    root: Path,
    needed_to_run: dict[str, Requirement],
    needed_to_work: dict[str, Requirement],
) -> None:
    text = (root / "docs" / "dependencies.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| `")
    ]
    assert [row for row in rows if len(row) != 4 or not all(row)] == []
    described = [name for row in rows for name in re.findall(r"`([^`]+)`", row[0])]
    assert sorted(described) == sorted(needed_to_run | needed_to_work)
