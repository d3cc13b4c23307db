"""Two projects charge one invoice: the later submission loses, and partners learn nothing more."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from intake.law import load_law
from intake.project import load_project
from portal.cli import app
from schemas.claim import Claim
from schemas.run import RunRequest, RunResult
from tests.unit.reporting.printed import pages_of

pytestmark = pytest.mark.usefixtures("orchestrator", "home")

HEADING = (
    "item_id;cost_category;description;supplier_name;invoice_number;invoice_date;payment_date;"
    "payment_proof_ref;ledger_code;currency;amount_gross;amount_declared"
)
INVOICE = (
    "{item};external_expertise;study;{supplier};{number};2018-03-14;2018-03-20;B-1;10;EUR;"
    "{gross};{gross}"
)


class Project:
    """A project of one partner, its file and its inbox in a folder of their own."""

    def __init__(self, folder: Path, name: str, partner: str) -> None:
        self.folder, self.name, self.partner = folder / name, name, partner
        (self.folder / "inbox" / partner).mkdir(parents=True)
        period = {"number": 1, "start": "2018-01-01", "end": "2018-06-30"}
        deadlines = {"partner_deadline": "2018-07-30", "lead_deadline": "2018-09-28"}
        definition = {
            "id": name,
            "acronym": name.title(),
            "title": {"en": name},
            "rule_set": "INTERREG_2014",
            "start": "2018-01-01",
            "end": "2018-06-30",
            "periods": [period | deadlines],
            "parameters": {"control.required": False},
            "partners": [
                {
                    "id": partner,
                    "name": f"Institute {partner}",
                    "role": "lead",
                    "country": "DE",
                    "funds": [{"fund": "ERDF", "rate": "0.85"}],
                }
            ],
        }
        (self.folder / "project.yaml").write_text(yaml.safe_dump(definition), encoding="utf-8")
        load_project(str(self.folder / "project.yaml"), load_law())

    def charge(self, *rows: str) -> None:
        text = "\n".join([HEADING, *rows]) + "\n"
        (self.folder / "inbox" / self.partner / "costs.csv").write_text(text, encoding="utf-8")

    def run(self, submitted_on: date, **more: object) -> RunResult:
        from flows.reporting import reporting_run

        asked = {
            "project": str(self.folder / "project.yaml"),
            "period": 1,
            "inbox": self.folder / "inbox",
            "out": self.folder / "out",
            "submitted_on": submitted_on,
        }
        return asyncio.run(reporting_run(RunRequest.model_validate(asked | more)))

    def check(self) -> dict[str, Any]:
        file = self.folder / "inbox" / self.partner / "costs.csv"
        project = str(self.folder / "project.yaml")
        asked = ["check", str(file), "--project", project, "--partner", self.partner]
        told = CliRunner().invoke(app, [*asked, "--period", "1", "--json"])
        return dict(json.loads(told.stdout))

    def claim(self, submitted_on: date) -> Claim:
        result = self.run(submitted_on)
        return Claim.model_validate_json((Path(result.folder) / "claim.json").read_text("utf-8"))


SECRET = INVOICE.format(item="S-9", supplier="Secret Supplier GmbH", number="R-117", gross="100.00")
SAME = INVOICE.format(item="T-1", supplier="Secret Supplier GmbH", number="r 117", gross="100.00")
LIKE = INVOICE.format(item="T-1", supplier="Secret Supplier", number="R-ll7", gross="100.00")
OTHER = INVOICE.format(item="T-2", supplier="Printer AG", number="4711", gross="55.00")
EARLY, LATE = date(2018, 7, 19), date(2018, 7, 20)


@pytest.fixture
def here(tmp_path: Path) -> Project:
    return Project(tmp_path, "here", "HERE1")


@pytest.fixture
def there(tmp_path: Path) -> Project:
    project = Project(tmp_path, "there", "THERE1")
    project.charge(SECRET)
    return project


def codes(claim: Claim) -> set[str]:
    return {finding.code for finding in claim.findings if finding.rule == "R-DUP-01"}


def test_the_later_submission_loses_and_only_the_lead_partner_learns_where(
    here: Project, there: Project
) -> None:
    there.run(EARLY)
    here.charge(SAME, OTHER)
    claim = here.claim(LATE)
    assert (claim.totals.rejected, claim.totals.eligible) == (10_000, 5_500)
    own, lead = sorted(
        (f for f in claim.findings if f.rule == "R-DUP-01"), key=lambda f: not f.partner
    )
    assert (own.code, own.partner, own.item_id) == ("DUP-01-PROJECT", "HERE1", "T-1")
    assert (lead.code, lead.partner) == ("DUP-01-LEAD", "")
    assert "there, THERE1 period 1: costs.csv, row 2" in lead.message


def test_a_partner_sees_nothing_of_the_other_projects_row(here: Project, there: Project) -> None:
    there.run(EARLY)
    here.charge(LIKE)
    result = here.run(LATE)
    claim = Claim.model_validate_json((Path(result.folder) / "claim.json").read_text("utf-8"))
    assert codes(claim) == {"DUP-01-NEAR-OTHER", "DUP-01-NEAR-LEAD"}
    told = json.dumps([f.model_dump(mode="json") for f in claim.findings if f.partner])
    printed = " ".join(pages_of((Path(result.folder) / "partners" / "HERE1.pdf").read_bytes()))
    for word in ("THERE1", "there,", "R-117", "Supplier GmbH", "S-9"):
        assert word not in told
        assert word not in printed


def test_who_submitted_earlier_wins_though_it_runs_later(here: Project, there: Project) -> None:
    there.run(LATE)
    here.charge(SAME)
    claim = here.claim(EARLY)
    assert claim.totals.eligible == 10_000
    assert codes(claim) == {"DUP-01-LATER"}
    again = there.claim(LATE)
    assert (again.totals.eligible, again.totals.rejected) == (0, 10_000)
    assert codes(again) == {"DUP-01-PROJECT", "DUP-01-LEAD"}
    # Its row does not count any more, so nothing is left to warn of.
    assert codes(here.claim(EARLY)) == set()


def test_a_run_is_found_again_unless_another_project_charged_one_of_its_invoices(
    here: Project, there: Project
) -> None:
    here.charge(OTHER)
    first = here.run(LATE)
    there.run(EARLY)
    again = here.run(LATE)
    assert (first.found_again, again.found_again) == (False, True)
    there.charge(SECRET, OTHER.replace("T-2", "S-10"))
    there.run(EARLY)
    assert not here.run(LATE).found_again
    assert here.claim(LATE).totals.eligible == 0


def test_a_dry_run_sees_other_projects_and_is_not_seen_by_them(
    here: Project, there: Project
) -> None:
    there.run(EARLY, dry_run=True)
    here.charge(SAME)
    assert here.claim(LATE).totals.eligible == 10_000


def test_a_check_consults_other_projects_and_does_not_name_them(
    here: Project, there: Project
) -> None:
    there.run(EARLY)
    here.charge(SAME)
    told = here.check()
    assert [f["code"] for f in told["findings"] if f["rule"] == "R-DUP-01"] == ["DUP-01-PROJECT"]
    assert "there" not in json.dumps(told).lower().replace(str(here.folder).lower(), "")
