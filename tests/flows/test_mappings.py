"""A run reads partners' own layouts by what they settled, and says which mapping that was."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from portal.cli import app
from schemas.run import RunRequest
from tasks.collect import Collected, _collect, read_collected
from tasks.plan import Plan, _plan, read_plan

REGISTER = (
    "Data;Dokument;Kategoria;Opis;Kwota\n"
    "31.01.2017;LP 1/2017;Personel;Wynagrodzenie;3 900,00\n"
    "03.02.2017;FV 7/2017;Personel;Premia;84,50\n"
)


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EUROCENT_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("EUROCENT_DATABASE_URL", "")
    folder = tmp_path / "inbox"
    (folder / "KARR").mkdir(parents=True)
    (folder / "KARR" / "rejestr.csv").write_text(REGISTER, encoding="utf-8")
    return folder


def planned(inbox: Path) -> Plan:
    return read_plan(_plan(RunRequest(project="innocooppolsax", period=1, inbox=inbox)))


def collected(plan: Plan) -> Collected:
    return read_collected(_collect(plan, "KARR"))


def settle(inbox: Path, *options: str) -> None:
    about = ["--project", "innocooppolsax", "--partner", "KARR", *options]
    done = CliRunner().invoke(app, ["map", str(inbox / "KARR" / "rejestr.csv"), *about])
    assert done.exit_code == 0, done.output


def test_a_settled_layout_makes_another_run_that_reads_it(inbox: Path) -> None:
    before = planned(inbox)
    assert collected(before).blocked
    settle(inbox, "--yes", "--by", "Anna Nowak")
    after = planned(inbox)
    assert after.fingerprint != before.fingerprint
    read = collected(after)
    assert not read.blocked
    assert read.files[0]["sum_declared"] == {"PLN": 398_450}
    (used,) = [finding for finding in read.found() if finding.code == "MAP-01"]
    assert used.found == after.mappings["KARR"][0].digest
    assert used.words["by"] == "Anna Nowak"
    assert planned(inbox).fingerprint == after.fingerprint
    settle(inbox, "--forget")
    assert planned(inbox).fingerprint == before.fingerprint


def test_a_file_is_read_anew_when_its_mapping_changes(inbox: Path) -> None:
    settle(inbox, "--yes")
    first = collected(planned(inbox)).frame("costs")
    assert not first["description"].str.contains("LP 1/2017").any()
    settle(inbox, "--set", "description=Opis + Dokument")
    second = collected(planned(inbox)).frame("costs")
    assert second["description"].tolist()[0] == "Wynagrodzenie, LP 1/2017"
