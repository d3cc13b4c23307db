"""Kind ``currency``: a draft is converted by ``rules.conversion`` at its month's rate; what is
frozen or re-included keeps the rate that it bears."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pandas as pd

from rules.case import Case
from rules.conversion import UsedRate, to_euro
from rules.conversion import convert as convert_costs
from tests.examples.building import case_of, project_of
from tests.vectors.reading import Figures, Given, cents, euros

_MONTH = "2018-01"


def convert(given: Given) -> Figures:
    if given["re_included"] or given["report_status"] != "Draft":
        return _at_its_own_rate(given)
    items, _, _ = convert_costs(_case(given))
    if items.empty:
        return {"rate": None, "amount_eur": None}
    return {
        "rate": Fraction(str(items["rate"].iat[0])),
        "amount_eur": euros(int(items["declared"].iat[0])),
    }


def _at_its_own_rate(given: Given) -> Figures:
    if given["stored_rate"] is None:
        return {"rate": None, "amount_eur": None}
    used = UsedRate.of(Fraction(given["stored_rate"]), _MONTH, "published")
    item = pd.DataFrame(
        {"rate_numerator": [used.numerator], "rate_denominator": [used.denominator]}
    )
    amount = to_euro(np.array([cents(given["amount"])]), item, _case(given))
    return {"rate": Fraction(used.text), "amount_eur": euros(int(amount[0]))}


def _case(given: Given) -> Case:
    """An item of the amount, in a project that knows the month's rate of its currency."""
    currency, rate = given["currency"], given["month_rate"]
    published = [{"month": _MONTH, "currency": currency, "units_per_eur": rate, "source": "vector"}]
    project = project_of(
        {
            "project": {"rates": published if rate and currency != "EUR" else []},
            "parameters": {"fx.month_selector": "incurred"},
        }
    )
    row = {"amount_declared": given["amount"], "currency": currency, "invoice_date": "2018-01-10"}
    return case_of(project, 1, {"rows": [row]}, [])


VARIANTS: dict[str, Callable[[Given], Figures]] = {"convert": convert}
