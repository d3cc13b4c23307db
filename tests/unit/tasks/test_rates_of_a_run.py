"""A run uses the rates that it was planned with, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.project import PublishedRate
from schemas.run import RunRefused


def test_rates_imported_during_a_run_end_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EUROCENT_HOME", str(tmp_path / "state"))
    from tasks.assess import _rates
    from tasks.plan import Plan
    from tasks.workshop import workshop

    shop = workshop()
    plan = Plan.model_construct(rates_sha256=shop.rates.digest)
    assert _rates(plan, shop).digest == plan.rates_sha256
    rate = PublishedRate(month="2017-07", currency="PLN", units_per_eur="4.2259")
    shop.ledger.keep_rates("rates.csv", [rate], "Anna")
    with pytest.raises(RunRefused, match="imported during the run"):
        _rates(plan, shop)
