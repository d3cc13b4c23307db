"""The page for partners with an own layout holds what it promises: its example is carried out."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from intake.mapping_files import read_mapping
from portal.cli import app

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mapping.md"


def block(language: str) -> str:
    found = re.search(
        rf"^```{language}\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found is not None
    return found[1]


def told_commands() -> list[list[str]]:
    """The commands of the page, as they would be typed."""
    lines = re.findall(r"^```\n(eurocent .*)\n```", PAGE.read_text("utf-8"), re.MULTILINE)
    return [shlex.split(line)[1:] for line in lines]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EUROCENT_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("EUROCENT_DATABASE_URL", "")
    monkeypatch.setenv("COLUMNS", "220")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rejestr.csv").write_text(block("csv"), encoding="utf-8")
    return tmp_path


def call(words: list[str]) -> Result:
    return CliRunner().invoke(app, words)


def test_the_example_goes_as_the_page_says(folder: Path) -> None:
    ask, settle, check = told_commands()
    shown = call(ask)
    assert shown.exit_code == 1
    assert "amount_declared = Kwota Wn − Kwota Ma" in shown.stdout
    assert "cost_category ?" in shown.stdout
    assert '"PR1" = WP1' in shown.stdout
    settled = call(settle)
    assert settled.exit_code == 0, settled.output
    assert "3 rows, of which 0 wait; 3,980.00 PLN" in settled.stdout
    answer = json.loads(call([*check, "--json"]).stdout)
    assert answer["tables"][0]["sum_declared"] == {"PLN": "3980.00"}
    assert (folder / "layout.yaml").exists()


def test_the_file_of_the_page_is_a_mapping_and_reads_the_example(folder: Path) -> None:
    path = folder / "sent.yaml"
    path.write_text(block("yaml"), encoding="utf-8")
    assert read_mapping(path).words["cost_category"]["501-01"] == "staff"
    _, _, check = told_commands()
    answer = json.loads(call([*check, "--use", str(path), "--json"]).stdout)
    assert answer["tables"][0]["sum_declared"] == {"PLN": "3980.00"}
