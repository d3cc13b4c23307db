"""What check and submit have in common: on which day files count that are only looked at."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from portal.assessing import expected_day
from portal.cli import app

DEADLINE = date(2027, 1, 30)


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 25), date(2026, 11, 25)),  # the period still runs
        (DEADLINE, DEADLINE),
        (date(2027, 2, 1), DEADLINE),  # late: as in a run that knows no receipt
    ],
)
def test_files_count_today_until_the_deadline_has_come(today: date, day: date) -> None:
    assert expected_day(DEADLINE, today) == day


def test_a_running_period_needs_no_rate_of_a_month_to_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "koszty.csv"
    file.write_text(
        "Numer pozycji;Kategoria kosztów;Opis;Numer faktury;Data zapłaty;Waluta;"
        "Kwota zadeklarowana\nK1;Personel;Wynagrodzenie;L-7;31.07.2026;PLN;4321,55\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("portal.assessing._today", lambda: date(2026, 11, 25))
    asked = ["check", str(file), "--project", "example-living", "--partner", "WZOR"]
    answer = json.loads(CliRunner().invoke(app, [*asked, "--period", "3", "--json"]).output)
    assert [f["code"] for f in answer["findings"] if f["rule"].startswith("R-CUR")] == []
    assert answer["tables"][0]["unreadable_rows"] == 0
