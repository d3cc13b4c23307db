"""A new project can be looked at as it is, and replaces nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from intake.law import load_law
from intake.project import load_project
from portal.cli import app


@pytest.mark.parametrize(
    ("folder", "name"),
    [("clear-rivers", "clear-rivers"), ("Czysta Łódź 2027", "czysta-odz-2027")],
)
def test_a_new_project_is_in_order_under_its_folders_name(
    tmp_path: Path, folder: str, name: str
) -> None:
    result = CliRunner().invoke(app, ["init", str(tmp_path / folder)])
    assert result.exit_code == 0, result.output
    project = load_project(str(tmp_path / folder), load_law()).project
    assert project.id == name
    assert project.synthetic
    folders = {path.name for path in (tmp_path / folder / "inbox").iterdir()}
    assert folders == {partner.id for partner in project.partners}


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text("id: mine\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["init", str(tmp_path)])
    assert result.exit_code == 2
    assert "There is a project" in result.output
    assert (tmp_path / "project.yaml").read_text("utf-8") == "id: mine\n"


def test_a_name_without_letters_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["init", str(tmp_path / "___")])
    assert result.exit_code == 2
    assert not (tmp_path / "___").exists()
