"""Published lists of operations: total x rate gives the EU amount, with each list's own rounding.

The lists lie beside the project, not in it. Three of them cannot be reproduced, because they do
not say from what: the Austrian one gives the average rate of a priority axis and no EU amount, the
Swedish one neither rate nor EU amount, and the Kohesio extract adds up operations of unlike rates
that were converted from national currencies. The Interreg Europe record has rates but no amounts.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from rules.funding import fund
from rules.sums import previous
from schemas.money import Rounding, format_ratio
from tests.examples.building import case_of, project_of
from tests.vectors.reading import cents

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "operations"

pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason="the published lists of operations lie beside the project"
)


def test_northern_ireland_rounds_half_up() -> None:
    # ERDF 2014-2020. The column headed "co-financing rate" holds the amount.
    rows = _rows("ni_erdf_2014-2020.csv", "utf-8-sig", ",")
    totals = [_cents(row[4].replace(".", "").replace(",", ".")) for row in rows]
    published = [_cents(row[5].replace(".", "").replace(",", ".")) for row in rows]
    rate = Fraction(60, 100)
    assert len(rows) == 196
    assert _shares(totals, rate, "half_up") == published
    cut_off = _shares(totals, rate, "down")
    assert sum(one != other for one, other in zip(cut_off, published, strict=True)) == 38


def test_poland_cuts_off() -> None:
    # Cohesion Fund 2014-2020, in zloty. Where an operation earns revenue, its funding gap lowers
    # the EU amount; those rows have no common rate.
    rows = _rows("pl_cf_2014-2020_cp1250.csv", "cp1250", ";")
    amounts = [(_cents(row[2]), _cents(row[3])) for row in rows]
    rate = Fraction(85, 100)
    full = [pair for pair in amounts if abs(Fraction(pair[1], pair[0]) - rate) < Fraction(1, 1000)]
    assert (len(rows), len(full)) == (121, 85)
    cut_off = _shares([total for total, _ in full], rate, "down")
    other = [(*pair, share) for pair, share in zip(full, cut_off, strict=True) if pair[1] != share]
    # One row is 15,300.00 below 85 %, by no rounding.
    assert other == [(20_652_935_200, 17_553_464_920, 17_554_994_920)]
    half_up = _shares([total for total, _ in full], rate, "half_up")
    assert sum(pair[1] != share for pair, share in zip(full, half_up, strict=True)) == 3


def test_interreg_operations() -> None:
    rows = _rows("interreg_partners_published.csv", "utf-8", ",")
    published = [row for row in rows if row[7]]
    assert len(published) == 6
    for row in published:
        programme, total, amount = row[0], _cents(row[5]), Fraction(row[7]) * 100
        # MED and ADRION state two funds that have their rate together; the note names the second.
        second = Fraction(row[10].split()[3]) * 100 if row[10].startswith("ERDF + IPA") else 0
        share = _shares([total], Fraction(row[6]) / 100, "down")[0]
        if "unrounded" in row[10]:
            # Estonia-Latvia publishes four decimals: the exact product.
            assert total * Fraction(row[6]) / 100 == amount, programme
            assert share == int(amount), programme
        else:
            # MED publishes a binary fraction (2667650.1999999997); to the cent it is whole.
            assert abs(share - amount - second) < Fraction(1, 1000), programme


def test_two_funds_of_one_rate_together() -> None:
    # ADRION, ARIEL: 904,453.12 ERDF and 157,396.20 IPA of 1,249,234.50 are 85 %, cut to the cent.
    erdf, ipa, total = 90_445_312, 15_739_620, 124_923_450
    assert _shares([total], Fraction(85, 100), "down") == [erdf + ipa]
    assert _shares([total], Fraction(85, 100), "half_up") == [erdf + ipa + 1]


def _shares(totals: list[int], rate: Fraction, rounding: Rounding) -> list[int]:
    """The EU amount of each operation, every one the only item of a partner of its own."""
    funds = [{"fund": "EU", "rate": format_ratio(rate)}]
    partners = [{"id": f"P{n}", "funds": funds} for n in range(len(totals))]
    project = project_of(
        {"project": {"partners": partners}, "parameters": {"rounding.fund": rounding}}
    )
    case = case_of(project, 1, {}, [])
    eligible = {f"P{n}": total for n, total in enumerate(totals)}
    funding = fund(eligible, previous(case), case)
    return [funding.of_partner(name) for name in eligible]


def _rows(name: str, encoding: str, delimiter: str) -> list[list[str]]:
    with (FOLDER / name).open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))[1:]


def _cents(text: str) -> int:
    return cents(text.strip().replace(",", "."))
