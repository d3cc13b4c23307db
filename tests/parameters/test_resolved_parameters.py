"""What binds one project: its family's values, a programme's over them, its contract's over all."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from intake.law import load_law
from schemas.law import DatedValue, Family, Law, LawGap, LawRefusal, Parameters
from schemas.project import Override

LAW = load_law()
DAY = date(2017, 6, 30)


@pytest.fixture
def interreg() -> Parameters:
    return LAW.parameters("INTERREG_2014")


def test_each_unit_answers_in_its_own_type(interreg: Parameters) -> None:
    assert interreg.ratio("flat_rate.office_administration.of_staff", DAY) == Fraction(3, 20)
    assert interreg.cents("gift.limit", DAY) == 5000
    assert interreg.days("report.partner_days", DAY) == 30
    assert interreg.months("control.months", DAY) == 3
    assert interreg.number("staff.annual_hours", DAY) == 1720
    assert interreg.flag("control.required", DAY) is True
    assert LAW.parameters("CGRANT_2002").flag("control.required", DAY) is False
    assert interreg.choice("fx.month_selector", DAY) == "submission"
    assert interreg.day("window.end", DAY) == date(2023, 12, 31)
    assert "office_rent" in interreg.items("office.elements", DAY)


def test_a_value_begins_on_its_day(interreg: Parameters) -> None:
    eve, day = date(2018, 8, 1), date(2018, 8, 2)
    assert not interreg.has("flat_rate.other_costs.of_staff", eve)
    assert interreg.has("flat_rate.other_costs.of_staff", day)
    assert interreg.cents("revenue.threshold", eve) == 5_000_000
    assert interreg.cents("revenue.threshold", day) == 10_000_000
    article = interreg.dated("flat_rate.staff.of_other_direct", eve).reference
    assert str(article) == "Reg. (EU) No 1299/2013, Art. 19"


def test_an_absent_value_raises_and_an_absent_day_is_none() -> None:
    grant = LAW.parameters("CGRANT_2002")
    assert grant.day("window.end", DAY) is None
    with pytest.raises(LawGap, match=r"no value for 'control\.months' on 2017-06-30"):
        grant.months("control.months", DAY)


def test_a_misspelt_key_never_switches_a_rule_off(interreg: Parameters) -> None:
    with pytest.raises(LawGap, match=r"no parameter 'gift\.limits'; did you mean 'gift"):
        interreg.has("gift.limits", DAY)
    with pytest.raises(LawGap, match=r"did you mean 'window\.end'"):
        interreg.day("window.ends", DAY)


def test_a_value_is_not_read_in_another_unit(interreg: Parameters) -> None:
    with pytest.raises(LawGap, match=r"'gift\.limit' is of unit eur, not ratio"):
        interreg.ratio("gift.limit", DAY)


def test_the_contract_goes_before_the_law() -> None:
    stated = {
        "budget.flexibility": Override(value="0.15", reference="Subsidy contract, § 8"),
        "fund.cumulative_true_up": Override(value="false"),
        "period.closure_days": Override(value="60"),
        "window.end": Override(value="2022-12-31"),
        "office.elements": Override(value="office_rent; archives"),
        "gift.limit": Override(value="20.00"),
        "fx.month_selector": Override(value="paid"),
    }
    parameters = LAW.parameters("INTERREG_2014", stated)
    assert parameters.ratio("budget.flexibility", DAY) == Fraction(3, 20)
    assert parameters.flag("fund.cumulative_true_up", DAY) is False
    assert parameters.days("period.closure_days", DAY) == 60
    assert parameters.day("window.end", DAY) == date(2022, 12, 31)
    assert parameters.items("office.elements", DAY) == ("office_rent", "archives")
    assert parameters.cents("gift.limit", DAY) == 2000
    assert parameters.choice("fx.month_selector", DAY) == "paid"
    assert parameters.overridden == set(stated)
    named = parameters.dated("budget.flexibility", DAY)
    assert (named.reference.article.en, named.confidence) == ("Subsidy contract, § 8", "M")
    unnamed = parameters.dated("gift.limit", DAY)
    assert str(unnamed.reference) == "Subsidy contract / agreement, as the project file states"
    assert LAW.family("INTERREG_2014").cite(unnamed.reference, "de") == (
        "Zuwendungsvertrag, laut Projektdatei"
    )


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("budget.flexibility", "20", 'must be a ratio between 0 and 1, like "0.15"'),
        ("budget.flexibility", "20 %", 'must be a ratio between 0 and 1, like "0.15"'),
        ("gift.limit", "20", 'must be an amount of EUR with two decimals, like "50.00"'),
        ("gift.limit", "-1.00", 'must be an amount of EUR with two decimals, like "50.00"'),
        ("period.closure_days", "-3", "must be a whole number of days, like 30"),
        ("fund.cumulative_true_up", "yes", "must be true or false"),
        ("fund.level", "action", "must be one of: partner, project"),
        ("window.end", "31.12.2022", "must be a day, like 2023-12-31"),
        ("office.elements", " ; ", "must be a list of words"),
        (
            "budget.flexible",
            "0.20",
            "there is no parameter 'budget.flexible'; did you mean 'budget",
        ),
    ],
)
def test_a_contract_value_that_does_not_fit_is_refused(key: str, value: str, words: str) -> None:
    with pytest.raises(LawRefusal) as caught:
        LAW.parameters("INTERREG_2014", {key: Override(value=value)})
    assert words in str(caught.value)
    assert caught.value.key == key


def test_an_unknown_rule_set_is_refused_with_the_known_ones() -> None:
    with pytest.raises(LawRefusal, match="there is no rule set 'INTERREG_2013'; known are: CGRANT"):
        LAW.parameters("INTERREG_2013")


@pytest.fixture
def programme() -> Law:
    """The shipped law with one more programme, made here, over INTERREG_2014."""
    base = LAW.families["INTERREG_2014"]
    value = DatedValue.model_validate(
        {
            "from": date(2015, 6, 11),
            "value": "0.15",
            "reference": {"act": "Programme manual", "article": "7.2"},
            "confidence": "H",
        }
    )
    example = Family(
        id="EXAMPLE_2014",
        family="INTERREG_2014",
        title=base.title,
        version=base.version,
        addressee=base.addressee,
        fund_statement=base.fund_statement,
        default_fund="ERDF",
        parameters={"budget.flexibility": (value,)},
    )
    families = {**LAW.families, example.id: example}
    return Law(families, LAW.catalogue, LAW.rules, LAW.digest)


def test_a_programme_inherits_what_it_does_not_state(programme: Law) -> None:
    family, base = programme.family("EXAMPLE_2014"), programme.family("INTERREG_2014")
    assert (family.categories, family.acts) == (base.categories, base.acts)
    assert programme.rules_of("EXAMPLE_2014") == programme.rules_of("INTERREG_2014")
    own, inherited = programme.parameters("EXAMPLE_2014"), programme.parameters("INTERREG_2014")
    assert own.ratio("budget.flexibility", DAY) == Fraction(3, 20)
    assert not own.has("budget.flexibility", date(2015, 6, 10))
    assert inherited.ratio("budget.flexibility", DAY) == Fraction(1, 5)
    assert own.cents("gift.limit", DAY) == inherited.cents("gift.limit", DAY)
    basis = programme.basis("R-INEL-02", "EXAMPLE_2014")
    assert basis.basis == "Reg. (EU) No 481/2014, Art. 2(2)(b)"


def test_a_rule_of_another_family_has_no_basis_here() -> None:
    with pytest.raises(LawGap, match="'R-SRV-01' does not apply in CGRANT_2002"):
        LAW.basis("R-SRV-01", "CGRANT_2002")


def test_categories_are_found_by_code() -> None:
    family = LAW.family("CGRANT_2002")
    assert family.category("overheads").direct is False
    with pytest.raises(KeyError):
        family.category("office_administration")
