"""Which periods the demo runs: those that a project ships extracts of, and no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from portal import running
from portal.cli import app
from schemas.run import RunRequest

SHORTEST = """
id: first
acronym: First
rule_set: INTERREG_2014
start: 2017-01-01
end: 2018-12-31
periods: [{number: 1, start: 2017-01-01, end: 2017-06-30, partner_deadline: 2017-07-30}]
partners: [{id: LEAD, name: Town of Example, role: lead, country: DE}]
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[RunRequest]:
    """What the demo would run; nothing is run."""
    requests: list[RunRequest] = []

    async def note(runs: list[tuple[Any, RunRequest]], _spoken: object) -> list[Any]:
        requests.extend(request for _, request in runs)
        return []

    monkeypatch.setattr(running, "_run_all", note)
    return requests


def test_all_projects_run_every_period_with_extracts(
    asked: list[RunRequest], tmp_path: Path
) -> None:
    running.run_demo("", tmp_path, "en")
    numbers: dict[str, list[int]] = {}
    for request in asked:
        numbers.setdefault(request.project, []).append(request.period)
    assert numbers == {
        "clustercoop": [1, 2, 3, 4, 5, 6],
        "eccop": [1, 2, 3],
        "eccp-matchmaking-2014": [1, 2],
        "eccp-platform-2015": [1, 2, 3, 4],
        # Its third period runs, and nobody is late in it.
        "example-living": [1, 2],
        "innocooppolsax": [1, 2, 3, 4],
    }
    assert {request.sign_off_by for request in asked} == {"Demo (synthetic)"}


def test_a_project_without_extracts_is_told_what_to_do(
    asked: list[RunRequest], tmp_path: Path
) -> None:
    (tmp_path / "project.yaml").write_text(SHORTEST, encoding="utf-8")
    result = CliRunner().invoke(app, ["demo", "--project", str(tmp_path)])
    assert result.exit_code == 2
    assert "has no extracts of its own" in result.output
    assert "--inbox DIR" in result.output
    assert asked == []
