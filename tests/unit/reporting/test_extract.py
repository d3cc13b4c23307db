"""A partner report is made from a claim that holds nothing of the other partners."""

import pytest

from reporting.extract import claim_of_partner
from tests.unit.reporting.samples import three_partners, twelve_partners


@pytest.mark.parametrize("partner", ["WFS", "TGZ", "KARR"])
def test_figures_of_one_partner_still_agree(partner):
    own = claim_of_partner(three_partners().claim, partner)
    totals, only = own.totals, own.partners[0]
    assert totals.declared == totals.rejected + totals.cut + totals.parked + totals.eligible
    assert totals.eligible == totals.fund + totals.own
    assert totals.declared == sum(category.declared for category in only.categories)
    flat = sum(category.declared for category in only.categories if category.flat_rate)
    assert totals.declared == sum(item.declared for item in own.items) + flat
    assert [line.difference for line in own.reconciliation] == [0]


def test_nothing_of_the_others_is_left():
    claim = twelve_partners().claim
    own = claim_of_partner(claim, "DARR")
    told = own.to_json()
    for other in claim.partners:
        if other.partner != "DARR":
            assert f'"{other.partner}' not in told
            assert other.name not in told


def test_rates_are_added_up_anew():
    own = claim_of_partner(three_partners().claim, "WFS")
    (taxi,) = [item for item in own.items if item.currency == "PLN"]
    (rate,) = own.rates
    assert (rate.items, rate.amount, rate.amount_eur) == (1, taxi.amount_declared, taxi.declared)


def test_an_unknown_partner_is_an_error():
    with pytest.raises(KeyError):
        claim_of_partner(three_partners().claim, "XYZ")
