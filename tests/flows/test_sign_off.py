"""From a draft to a signed claim by the command line, as a lead partner does it."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from portal.cli import app
from schemas.money import parse_cents
from schemas.run import RunRequest
from tests.unit.reporting.printed import pages_of

pytestmark = pytest.mark.usefixtures("orchestrator", "home")
PARTNERS = ("WFS", "TGZ", "KARR")


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def run(out: Path, period: int = 1, **more: object) -> Path:
    from flows.reporting import reporting_run

    asked = {"project": "innocooppolsax", "period": period, "out": out, **more}
    result = asyncio.run(reporting_run(RunRequest.model_validate(asked)))
    return Path(result.folder)


def words_of(report: Path) -> str:
    return " ".join(" ".join(pages_of(report.read_bytes())).split())


def claim_in(folder: Path) -> dict[str, object]:
    return dict(json.loads((folder / "claim.json").read_text("utf-8")))


def test_a_claim_is_signed_once_and_every_report_says_by_whom(tmp_path: Path) -> None:
    folder = run(tmp_path)
    signed = call("approve", "innocooppolsax", "1", "--by", "Lena Partner")
    assert signed.exit_code == 0, signed.output
    claim = claim_in(folder)
    assert claim["status"] == "approved"
    assert claim["approval"]["by"] == "Lena Partner"  # type: ignore[index]  # plain JSON
    assert "signed by Lena Partner" in words_of(folder / "report.pdf")
    for partner in PARTNERS:
        assert "approved" in words_of(folder / "partners" / f"{partner}.pdf")
    again = call("approve", "innocooppolsax", "1", "--by", "Lena Partner")
    assert again.exit_code == 1
    assert "signed off already" in again.output


def test_a_changed_earlier_period_makes_the_later_claim_stale(tmp_path: Path) -> None:
    run(tmp_path, sign_off_by="Lena Partner")
    run(tmp_path, 2)
    run(tmp_path, submitted_on=date(2017, 7, 20), sign_off_by="Lena Partner")
    refused = call("approve", "innocooppolsax", "2", "--by", "Lena Partner")
    assert refused.exit_code == 1
    assert "was changed after this claim was made" in refused.output
    told = call("status", "innocooppolsax", "2", "--json")
    assert json.loads(told.output)[0]["stale"]


def test_where_control_is_required_a_claim_without_it_is_not_signed(tmp_path: Path) -> None:
    root = Path(__file__).parents[2] / "data/projects/innocooppolsax"
    text = (root / "project.yaml").read_text("utf-8")
    uncontrolled = tmp_path / "project.yaml"
    uncontrolled.write_text(text[: text.index("\ncertificates:")] + "\n", encoding="utf-8")
    inbox = root / "extracts" / "1"
    run(tmp_path / "out", project=str(uncontrolled), inbox=inbox)
    refused = call("approve", str(uncontrolled), "1", "--by", "Lena Partner")
    assert refused.exit_code == 1
    assert "WFS: no controller's certificate is there" in refused.output
    for partner in PARTNERS:
        assert (
            call("certify", str(uncontrolled), "1", "--partner", partner, "--by", "C").exit_code
            == 0
        )
    folder = run(tmp_path / "out", project=str(uncontrolled), inbox=inbox)
    assert call("approve", str(uncontrolled), "1", "--by", "Lena Partner").exit_code == 0
    assert claim_in(folder)["status"] == "approved"


def test_a_controllers_list_counts_from_the_next_run_on(tmp_path: Path) -> None:
    early = tmp_path / "list.csv"
    early.write_text("item_id,deducted,parked\nTGZ-1-001,30.00,\n", encoding="utf-8")
    certify = ["certify", "innocooppolsax", "1", "--partner", "TGZ", "--by", "C", str(early)]
    refused = call(*certify)
    assert refused.exit_code == 1
    assert "there is no claim yet" in refused.output
    first = claim_in(run(tmp_path))
    parked, unknown = list_of(first, "TGZ")[0], tmp_path / "unknown.csv"
    unknown.write_text("item_id,deducted,parked\nX9,1.00,\n", encoding="utf-8")
    refused = call(*certify[:-1], str(unknown))
    assert refused.exit_code == 1
    assert "Row 2: the report of TGZ for period 1 has no item X9." in refused.output
    early.write_text(f"item_id,deducted,parked\n{parked},1.00,yes\n", encoding="utf-8")
    assert call(*certify).exit_code == 0
    again = claim_in(run(tmp_path))
    (line,) = [line for line in again["follow_up"] if line["status"] == "open"]  # type: ignore[attr-defined]
    assert (line["partner"], line["period"], line["item_id"]) == ("TGZ", 1, parked)
    assert again["version"] == 2
    carried = claim_in(run(tmp_path, 2))
    assert line in carried["follow_up"]  # type: ignore[operator]
    unreadable = tmp_path / "list.xlsx"
    unreadable.write_bytes(b"PK no workbook")
    assert call(*certify[:-1], str(unreadable)).exit_code == 2


def list_of(claim: dict[str, object], partner: str) -> list[str]:
    """Items of a partner of which something is eligible."""
    items: list[dict[str, str]] = claim["items"]  # type: ignore[assignment]  # plain JSON
    return [
        item["item_id"]
        for item in items
        if item["partner"] == partner and parse_cents(item["eligible"]) > 200
    ]


def test_status_fits_the_narrowest_terminal() -> None:
    told = call("status", "eccop")
    assert told.exit_code == 0
    assert "○ open: WFS, SN1, BB1, EE1, PL1, PL2, CZ1, CZ2, AT1, SI1, IT1, IT2" in told.output
    assert max(map(len, told.output.splitlines())) <= 80
