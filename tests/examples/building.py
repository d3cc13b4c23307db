"""From a worked example to the claim it leads to, past intake: this room tests the rules alone.

An example states what matters to it. Everything else is ordinary: one lead partner ``A`` without
a budget, half-yearly periods in two years of its family (from 2018 in ``INTERREG_2014``), items of
external expertise (grants: subcontracting, service contracts: reimbursable costs) in euro, invoiced
a month and paid six weeks after the period began, with voucher, payment proof and ledger code, no
control required. Keys of an example:

``family``, ``project`` (keys of a project file), ``parameters``; ``rows`` (an extract's columns;
items are numbered A1, A2, B1 by partner where they bear no ``item_id``), ``activities`` and
``participants`` (likewise), ``submitted_on`` (one day, or one a partner), ``missing``, ``blocked``,
``certificates``, ``found`` (findings of the files), ``elsewhere`` (what other projects charged of
invoices: fields of ``ChargedInvoice``, usually of item X1, submitted at the deadline);
``earlier``: the same keys for each period before; ``expected``: what to compare.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd

from intake.law import load_law
from intake.rates import load_rates
from rules.assess import assess
from rules.case import Case, Earlier, PartnerReport
from rules.claim import Heading, make_claim
from schemas.activities import ACTIVITIES
from schemas.claim import Claim, Provenance
from schemas.columns import Column, Table
from schemas.costs import COSTS
from schemas.findings import Finding
from schemas.invoices import ChargedInvoice
from schemas.money import MICRO, parse_cents
from schemas.participants import PARTICIPANTS
from schemas.project import Certificate, Period, Project
from schemas.words import words

Example = Mapping[str, Any]

_HALF_YEARS = ((1, 1, 6, 30), (7, 1, 12, 31))
_FAMILIES: dict[str, dict[str, Any]] = {
    "CGRANT_2002": {"years": (2007, 2008), "fund": "EU", "rate": "0.70"},
    "ETC_2007": {"years": (2011, 2012), "fund": "ERDF", "rate": "0.75"},
    "INTERREG_2014": {"years": (2018, 2019), "fund": "ERDF", "rate": "0.85"},
    "INTERREG_2021": {"years": (2023, 2024), "fund": "ERDF", "rate": "0.80"},
    "SERVICE": {"years": (2015, 2016), "fund": "EU", "rate": "1"},
    "COSME": {"years": (2016, 2017), "fund": "EU", "rate": "0.75"},
    "H2020": {"years": (2016, 2017), "fund": "EU", "rate": "1"},
    "HEUROPE": {"years": (2022, 2023), "fund": "EU", "rate": "1"},
}
_CATEGORIES = {
    "CGRANT_2002": "subcontracting",
    "ETC_2007": "external_expertise",
    "INTERREG_2014": "external_expertise",
    "INTERREG_2021": "external_expertise",
    "SERVICE": "reimbursable",
    "COSME": "subcontracting",
    "H2020": "subcontracting",
    "HEUROPE": "subcontracting",
}
_PROVENANCE = Provenance(
    inputs=[], fingerprint="0" * 64, software="", libraries={}, rules_sha256="0" * 64
)


def claims_of(example: Example) -> list[Claim]:
    """The claims of every period that an example tells about, the last one as expected there."""
    project = project_of(example)
    done: list[Claim] = []
    cases: list[Case] = []
    for number, report in enumerate([*example.get("earlier", []), example], start=1):
        case = case_of(project, number, report, done, cases)
        cases.append(case)
        claim = make_claim(case, assess(case), _heading(case))
        # Earlier claims come back from where they were written, as they do in a real run.
        done.append(Claim.model_validate_json(claim.to_json()))
    return done


def project_of(example: Example) -> Project:
    """The project of an example, what it does not state filled in."""
    family = example.get("family", "INTERREG_2014")
    usual = _FAMILIES[load_law().base(family)]
    stated = dict(example.get("project", {}))
    years = usual["years"]
    periods = [
        _period(number, date(year, *half[:2]), date(year, *half[2:]))
        for number, (year, half) in enumerate(
            [(year, half) for year in years for half in _HALF_YEARS], start=1
        )
    ]
    funds = [{"fund": usual["fund"], "rate": usual["rate"]}]
    partners = [
        {
            "name": f"Partner {partner.get('id', 'A')}",
            "role": "partner" if position else "lead",
            "country": "DE",
            "id": "A",
            "funds": funds,
            **partner,
        }
        for position, partner in enumerate(stated.pop("partners", [{}]))
    ]
    parameters = {"control.required": False, **example.get("parameters", {})}
    definition = {
        "id": "example",
        "acronym": "Example",
        "rule_set": family,
        "start": date(years[0], 1, 1),
        "end": date(years[-1], 12, 31),
        "periods": periods,
        **stated,
        "parameters": parameters,
        "partners": partners,
    }
    return Project.model_validate(definition)


def case_of(
    project: Project,
    number: int,
    report: Example,
    earlier: Sequence[Claim],
    cases: Sequence[Case] = (),
) -> Case:
    """One period of the project with what was delivered for it, after the cases before."""
    amended = project.as_of(number)
    period = amended.period(number)
    ids = [partner.id for partner in amended.partners]
    absent = {*report.get("missing", []), *report.get("blocked", [])}
    return Case(
        project=amended,
        number=number,
        law=load_law(),
        rates=load_rates().with_published(amended.rates),
        costs=costs_of(report.get("rows", []), period, ids, _category(amended)),
        activities=activities_of(report.get("activities", []), period, ids),
        participants=participants_of(report.get("participants", []), period, ids),
        reports={
            name: PartnerReport(
                submitted_on=_submitted(report, name) or period.partner_deadline,
                stated=_submitted(report, name) is not None,
                delivered=name not in absent,
                blocked=name in report.get("blocked", []),
            )
            for name in ids
        },
        certificates={
            entry["partner"]: Certificate.model_validate(
                {"period": number, "by": "First-level control", "date": period.end, **entry}
            )
            for entry in report.get("certificates", [])
        },
        findings=[Finding(**found) for found in report.get("found", [])],
        elsewhere=[_charged(entry, period) for entry in report.get("elsewhere", [])],
        earlier=Earlier(
            list(earlier),
            _together(ACTIVITIES, [case.activities for case in cases]),
            _together(PARTICIPANTS, [case.participants for case in cases]),
        ),
    )


def costs_of(
    rows: Iterable[Mapping[str, Any]], period: Period, partners: Sequence[str], category: str
) -> pd.DataFrame:
    """The typed frame of an extract; one row per expenditure item."""
    usual = {
        "cost_category": category,
        "description": "as invoiced",
        "currency": "EUR",
        "invoice_date": period.start + timedelta(days=30),
        "payment_date": period.start + timedelta(days=45),
        "payment_proof_ref": "bank statement",
        "ledger_code": "project",
        "evidence_ref": "voucher",
    }
    return _frame_of(COSTS, rows, period, partners, usual)


def activities_of(
    rows: Iterable[Mapping[str, Any]], period: Period, partners: Sequence[str]
) -> pd.DataFrame:
    """The typed frame of an extract; one row per activity and period."""
    usual = {"work_package": "WP1", "type": "event", "title": "Forum", "status": "completed"}
    return _frame_of(ACTIVITIES, rows, period, partners, usual)


def participants_of(
    rows: Iterable[Mapping[str, Any]], period: Period, partners: Sequence[str]
) -> pd.DataFrame:
    """The typed frame of an extract; one row per attendance."""
    usual = {"organisation": "Mill", "organisation_type": "sme", "country": "DE"}
    return _frame_of(PARTICIPANTS, rows, period, partners, usual)


def _frame_of(
    table: Table,
    rows: Iterable[Mapping[str, Any]],
    period: Period,
    partners: Sequence[str],
    usual: Mapping[str, Any],
) -> pd.DataFrame:
    """Rows as intake would hand them on, what they do not state filled in."""
    types = table.dtypes
    counts: Counter[str] = Counter()
    records = []
    for row in rows:
        partner = row.get("partner", partners[0])
        counts[partner] += 1
        number = f"{partner}{counts[partner]}"
        written = {"item_id": number, "participant_ref": f"person {number}", **usual, **row}
        records.append(
            {
                **{column.frame: _cell(column, written) for column in table.columns},
                "partner": partner,
                "period": period.number,
                "file": f"{partner}-{period.number}.csv",
                "file_sha256": hashlib.sha256(f"{partner}{period.number}".encode()).hexdigest(),
                "sheet": "",
                "row": counts[partner] + 1,
                "sequence": counts[partner],
                "unread": row.get("unread", ""),
            }
        )
        unknown = set(row) - set(table.by_extract) - {"partner", "unread"}
        assert not unknown, f"an extract has no column {unknown}"
    return pd.DataFrame(records, columns=list(types)).astype(types) if records else table.empty()


def _together(table: Table, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    full = [frame for frame in frames if not frame.empty]
    return pd.concat(full, ignore_index=True) if full else table.empty()


def _category(project: Project) -> str:
    return _CATEGORIES[load_law().base(project.rule_set)]


def _cell(column: Column, row: Mapping[str, Any]) -> Any:
    """One cell as intake would hand it on; an empty one is "", ``<NA>`` or ``NaT``."""
    value = row.get(column.extract)
    if column.kind in ("text", "code", "codes", "currency"):
        return "" if value is None else str(value)
    if value is None:
        return pd.NaT if column.kind == "date" else pd.NA
    if column.kind == "money":
        return parse_cents(value)
    if column.kind in ("price", "quantity", "ratio"):
        return int(Decimal(str(value)) * MICRO)
    return pd.Timestamp(value) if column.kind == "date" else value


def _charged(entry: Mapping[str, Any], period: Period) -> ChargedInvoice:
    """An item of another project, what the example does not state filled in."""
    usual = {
        "project": "other",
        "period": 1,
        "partner": "X",
        "item_id": "X1",
        "file": "X-1.csv",
        "row": 2,
        "supplier_name": "",
        "supplier_vat_id": "",
        "invoice_date": period.start + timedelta(days=30),
        "currency": "EUR",
        "charged": entry["gross"],
        "submitted_on": period.partner_deadline,
    }
    stated = {**usual, **entry}
    cents = {name: parse_cents(stated[name]) for name in ("gross", "charged")}
    return ChargedInvoice.model_validate({**stated, **cents})


def _submitted(report: Example, partner: str) -> date | None:
    """The stated day of submission: one for all, or one a partner."""
    stated = report.get("submitted_on")
    return stated.get(partner) if isinstance(stated, Mapping) else stated


def _period(number: int, start: date, end: date) -> dict[str, Any]:
    return {
        "number": number,
        "start": start,
        "end": end,
        "partner_deadline": end + timedelta(days=30),
        "lead_deadline": end + timedelta(days=90),
    }


def _heading(case: Case) -> Heading:
    return Heading("draft", case.period.partner_deadline, words("en"), 1, _PROVENANCE)
