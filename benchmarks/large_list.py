"""A large list of expenditure for measuring: three partners, every column filled, from one seed.

Most rows are ordinary, as in an honest list; a few of every kind that a rule looks at are among
them: fines, gifts, second-hand goods, splits and duplicates, credit notes, unit costs, lump sums,
rows outside the period, unpaid ones, and items that a controller deducted from or parked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from intake.law import load_law
from intake.rates import load_rates
from rules.case import Case, PartnerReport
from schemas.activities import ACTIVITIES
from schemas.costs import COSTS
from schemas.money import MICRO
from schemas.participants import PARTICIPANTS
from schemas.project import Certificate, Project

SEED = 20180630
_START, _END, _SUBMITTED = date(2018, 1, 1), date(2018, 6, 30), date(2018, 7, 20)
_CATEGORIES = ("staff", "travel_accommodation", "external_expertise", "equipment")
_CURRENCIES = {"WFS": "EUR", "KARR": "PLN", "BRNO": "CZK"}
_RECOVERABLE_HALVES = {"WFS": 0, "KARR": 2, "BRNO": 1}
"""How many halves of their VAT the partners get back; honest rows are charged without it."""

_FEW = 0.002
"""Share of rows of each kind that some rule takes something from."""

_PERSONS = 1000
"""Staff of each partner: in 100,000 items about two rows a month for everybody."""

_PROJECT: dict[str, Any] = {
    "id": "large-list",
    "acronym": "Large list",
    "rule_set": "INTERREG_2014",
    "start": _START,
    "end": "2019-12-31",
    "max_fund": "900000000.00",
    "total_cost": "1350000000.00",
    "periods": [{"number": 1, "start": _START, "end": _END, "partner_deadline": "2018-07-30"}],
    "partners": [
        {
            "id": name,
            "name": name,
            "role": "lead" if name == "WFS" else "partner",
            "country": country,
            "currency": _CURRENCIES[name],
            "vat_recoverable": str(_RECOVERABLE_HALVES[name] / 2),
            "funds": [{"fund": "ERDF", "rate": "0.85"}],
            "contributions": [{"source": "own budget", "status": "public", "amount": "1000.00"}],
            "flat_rates": {"office_administration": {"of": "staff", "rate": "0.15"}},
            "budget": dict.fromkeys((*_CATEGORIES, "office_administration"), "90000000.00"),
        }
        for name, country in (("WFS", "DE"), ("KARR", "PL"), ("BRNO", "CZ"))
    ],
    "staff": [
        {
            "ref": f"{name}-S{number}",
            "partner": name,
            "method": "hourly",
            "year": 2018,
            "annual_cost": "900000.00",
        }
        for name in _CURRENCIES
        for number in range(_PERSONS)
    ],
    "contracts": [
        {"id": f"{name}-C{number}", "supplier": f"Supplier {number}", "amount": "90000000.00"}
        for name in _CURRENCIES
        for number in range(40)
    ],
    "unit_costs": [{"id": "U1", "title": "Audit", "unit": "day", "price": "400.00"}],
    "lump_sums": [{"id": "L1", "title": "Preparation", "amount": "15000.00"}],
}


def project_file() -> dict[str, Any]:
    """The project of the list in the plain values of a project file."""
    plain: dict[str, Any] = json.loads(json.dumps(_PROJECT, default=str))
    return plain


def case_of(rows: int, *, seed: int = SEED) -> Case:
    """One reporting period with as many expenditure items as asked for."""
    costs = costs_of(rows, np.random.default_rng(seed))
    chosen = costs.loc[costs["amount_declared_cents"].gt(0)].iloc[:: max(rows // 200, 1)]
    return Case(
        project=Project.model_validate(_PROJECT),
        number=1,
        law=load_law(),
        rates=load_rates(),
        costs=costs,
        activities=ACTIVITIES.empty(),
        participants=PARTICIPANTS.empty(),
        reports={name: PartnerReport(_SUBMITTED, stated=True) for name in _CURRENCIES},
        certificates={
            name: Certificate.model_validate(
                {
                    "partner": name,
                    "period": 1,
                    "by": "First-level control",
                    "date": "2018-09-01",
                    "items": [
                        {"item_id": item, "deducted": "1.00", "parked": position % 4 == 0}
                        for position, item in enumerate(
                            chosen.loc[chosen["partner"].eq(name), "item_id"]
                        )
                    ],
                }
            )
            for name in _CURRENCIES
        },
    )


def costs_of(rows: int, chance: np.random.Generator) -> pd.DataFrame:
    """The typed frame: one row per expenditure item, partner by partner as intake delivers them."""
    names = np.array(list(_CURRENCIES))
    turn = np.sort(np.arange(rows) % len(names))
    owner = names[turn]
    number = np.arange(rows) - np.searchsorted(turn, turn) + 1
    category = chance.choice(_CATEGORIES, rows, p=(0.3, 0.3, 0.25, 0.15))
    staff = category == "staff"
    hours = chance.integers(1, 40, rows)
    rate = chance.integers(20, 60, rows)
    gross = np.where(staff, hours * rate * 100, chance.integers(500, 500_000, rows))
    vat = np.where(staff, 0, gross * 19 // 119)
    recoverable = pd.Series(owner).map(_RECOVERABLE_HALVES).to_numpy()
    declared = (2 * gross - recoverable * vat) // 2
    day = chance.integers(1, 170, rows)
    written: dict[str, Any] = {
        "item_id": _numbered(owner, number),
        "cost_category": category,
        "cost_element": _some(staff, "gross_salary", "conference_fee"),
        "work_package": chance.choice(["WP1", "WP2", "WP3"], rows),
        "activity_id": chance.choice(["A1.1", "A2.1"], rows),
        "description": _numbered(np.full(rows, "As invoiced, item"), number),
        "supplier_name": _some(staff, "", "Müller & Söhne GmbH"),
        "supplier_vat_id": _numbered(np.full(rows, "DE"), 100_000_000 + number % 500),
        "invoice_number": _numbered(np.full(rows, "R"), np.arange(rows)),
        "invoice_date": _days(day),
        "payment_date": _days(day + 14),
        "payment_proof_ref": "statement 7",
        "ledger_code": "2018/0815",
        "currency": pd.Series(owner).map(_CURRENCIES).to_numpy(),
        "amount_gross_cents": gross,
        "amount_vat_cents": vat,
        "amount_declared_cents": declared,
        "contract_id": np.where(category == "equipment", owner + "-C7", ""),
        "staff_ref": np.where(staff, owner + "-S" + (number % _PERSONS).astype(str), ""),
        "hours_micro": np.where(staff, hours * MICRO, None),
        "hourly_rate_micro": np.where(staff, rate * MICRO, None),
        "gift": False,
        "evidence_ref": _numbered(np.full(rows, "folder"), number),
        "comment": "as agreed",
    }
    types = COSTS.dtypes
    frame = pd.DataFrame(written, index=range(rows)).reindex(columns=list(types))
    frame = frame.assign(
        partner=owner,
        period=1,
        file=owner + ".csv",
        file_sha256="0" * 64,
        row=number + 1,
        sequence=number,
    )
    text = [name for name, kind in types.items() if kind == "str"]
    frame[text] = frame[text].fillna("")
    _mix_in(frame, chance)
    return frame.astype(types)


def _mix_in(frame: pd.DataFrame, chance: np.random.Generator) -> None:
    """Change a few rows of every kind, each into something that a rule looks at."""
    rows = len(frame)

    def some() -> NDArray[np.bool_]:
        return chance.random(rows) < _FEW

    for flag in ("fine", "interest", "second_hand", "outside_area", "in_kind"):
        frame.loc[some(), "flags"] = flag
    gifts = some()
    frame.loc[gifts, ["gift", "flags"]] = [True, "promotional"]
    frame.loc[gifts, "units_micro"] = 30 * MICRO
    split = some()
    frame.loc[split, "share_micro"] = MICRO // 2
    doubled = np.flatnonzero(some())[1:]
    # Half of the twins stand in the partner's own list, half in another one's.
    twins = np.where(doubled % 2, doubled - 1, (doubled + rows // 3) % rows)
    invoice = ["supplier_name", "supplier_vat_id", "invoice_number", "invoice_date", "currency"]
    for name in (*invoice, "amount_gross_cents"):
        frame.loc[doubled, name] = frame[name].to_numpy()[twins]
    notes = np.flatnonzero(some())
    notes = notes[notes >= 3]
    frame.loc[notes, "corrects_item_id"] = frame["item_id"].to_numpy()[notes - 3]
    frame.loc[notes, "currency"] = frame["currency"].to_numpy()[notes - 3]
    frame.loc[notes, "amount_declared_cents"] = -100
    units = some()
    frame.loc[units, "unit_cost_id"] = "U1"
    frame.loc[units, "units_micro"] = 2 * MICRO
    frame.loc[some(), "lump_sum_id"] = "L1"
    frame.loc[some(), "payment_date"] = pd.NaT
    frame.loc[some(), "invoice_date"] = pd.Timestamp(2018, 7, 9)
    frame.loc[some(), "evidence_ref"] = ""


def _numbered(words: NDArray[Any], numbers: NDArray[np.int64]) -> Sequence[str]:
    return [f"{word} {number}" for word, number in zip(words, numbers, strict=True)]


def _some(condition: NDArray[np.bool_], yes: str, no: str) -> NDArray[Any]:
    return np.where(condition, yes, no)


def _days(offsets: NDArray[np.int64]) -> NDArray[Any]:
    return np.datetime64(_START, "s") + offsets.astype("timedelta64[D]")
