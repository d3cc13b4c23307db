"""What the chapters say follows from the claim, to the cent."""

from itertools import pairwise

import pytest

from reporting.chapters.activities import project_activities
from reporting.chapters.attention import points
from reporting.chapters.cover import cover
from reporting.chapters.declaration import declaration
from reporting.chapters.evidence import assumptions, reconciliation
from reporting.chapters.expenditure import (
    FIRST_PAGE,
    FULL_PAGE,
    PRINTED_ITEMS,
    expenditure_list,
    fate,
    printed_rows,
)
from reporting.chapters.findings import PRINTED_CARDS, checks, findings
from reporting.chapters.funding import project_funding
from reporting.chapters.glance import project_glance
from reporting.chapters.kind import report_kind
from reporting.chapters.statement import project_statement
from reporting.deductions import reasons, taken_off
from reporting.extract import claim_of_partner
from reporting.scribe import Scribe
from schemas.claim import ReconciliationLine
from tests.unit.reporting.printed import sample
from tests.unit.reporting.samples import three_partners, twelve_partners


def scribe_of(made, claim=None, language="en"):
    return Scribe(claim or made.claim, made.setting(language))


def cents(text):
    """An English amount as it stands in a table."""
    if text == "–":
        return 0
    return int(text.replace(",", "").replace(".", "").replace("\N{MINUS SIGN}", "-"))


def column(table, place, kind=None):
    return [cents(row.cells[place].text) for row in table.rows if kind is None or row.kind == kind]


both = pytest.mark.parametrize("partners", [3, 12])


@both
def test_every_statement_adds_up_to_its_total(partners):
    statement = project_statement(scribe_of(sample(partners)))
    tables = [table for section in statement.sections for table in section.tables]
    for table in tables:
        for place, head in enumerate(table.columns):
            if head.kind == "figure" and "%" not in head.head:
                assert sum(column(table, place, "")) == column(table, place, "total")[0], head.head


@both
def test_statements_state_the_claim(partners):
    made = sample(partners)
    statement = project_statement(scribe_of(made))
    for partner, section in zip(made.claim.partners, statement.sections[2:], strict=True):
        (total,) = [row for row in section.tables[0].rows if row.kind == "total"]
        figures = [cents(cell.text) for cell in total.cells[1:7]]
        assert figures == [
            partner.budget,
            partner.cumulative_eligible - partner.eligible,
            partner.declared,
            partner.eligible,
            partner.cumulative_eligible,
            partner.budget - partner.cumulative_eligible,
        ]


def test_what_is_cut_above_the_categories_has_a_line_of_its_own():
    made = three_partners()
    partner = made.claim.partners[0]
    less = partner.model_copy(
        update={
            "cut": partner.cut + 100_00,
            "eligible": partner.eligible - 100_00,
            "cumulative_eligible": partner.cumulative_eligible - 100_00,
        }
    )
    claim = made.claim.model_copy(update={"partners": [less, *made.claim.partners[1:]]})
    section = project_statement(scribe_of(made, claim)).sections[2]
    line = section.tables[0].rows[-2]
    assert line.cells[0].text == "Revenue and limits of the whole budget"
    assert line.cells[4].text == "−100.00"


@both
def test_the_waterfall_leads_from_declared_to_the_eu_share(partners):
    made = sample(partners)
    totals = made.claim.totals
    table = project_funding(scribe_of(made)).sections[0].tables[0]
    declared, rejected, cut, parked, eligible, own, fund = column(table, 1)
    assert declared + rejected + cut + parked == eligible == totals.eligible
    assert eligible + own == fund == totals.fund


@both
def test_the_payment_claim_ends_at_what_is_payable(partners):
    made = sample(partners)
    (section,) = [s for s in project_funding(scribe_of(made)).sections if s.anchor == "payment"]
    steps = column(section.tables[0], 1)
    assert steps[1] + steps[2] == steps[3] == made.claim.totals.fund
    assert sum(steps[3:-1]) == steps[-1] == made.claim.totals.payable


@both
def test_reasons_add_up_to_what_was_taken_off(partners):
    made = sample(partners)
    found = reasons(scribe_of(made), made.claim.totals)
    assert sum(reason.cents for reason in found) == taken_off(made.claim.totals)
    assert all(reason.rule for reason in found)


def test_what_no_finding_explains_is_not_hidden():
    made = three_partners()
    claim = made.claim.model_copy(update={"findings": []})
    (reason,) = reasons(scribe_of(made, claim), claim.totals)
    assert (reason.title, reason.cents) == ("Without a finding of its own", taken_off(claim.totals))


def test_a_limit_of_the_eu_share_takes_nothing_from_expenditure():
    made = three_partners()
    (reduction,) = made.claim.fund_reductions
    extra = made.claim.findings[0].model_copy(
        update={
            "rule": reduction.rule,
            "partner": reduction.partner,
            "amount": reduction.amount,
            "severity": "cut",
        }
    )
    claim = made.claim.model_copy(update={"findings": [*made.claim.findings, extra]})
    told = {reason.rule for reason in reasons(scribe_of(made, claim), claim.totals)}
    assert reduction.rule not in told


@both
def test_at_a_glance_says_the_verdict_and_at_most_five_points(partners):
    made = sample(partners)
    glance = project_glance(scribe_of(made))
    totals = made.claim.totals
    declared, taken, eligible, fund = (cents(f.text) for f in glance.figures[:4])
    assert (declared, eligible, fund) == (totals.declared, totals.eligible, totals.fund)
    assert declared + taken == eligible
    assert (
        f"EUR\u00a0{glance.figures[2].text} of EUR\u00a0{glance.figures[0].text}" in glance.verdict
    )
    assert 1 <= len(glance.points) <= 5


def test_what_is_missing_comes_before_what_is_dear():
    texts = [point.text for point in points(scribe_of(twelve_partners()))]
    assert texts[0] == "CRR has not delivered."
    assert points(scribe_of(three_partners()))[0].link == "declaration"


def test_the_cover_names_missing_partners_and_missing_certificates():
    told = " ".join(notice.text for notice in cover_of(12).notices)
    assert "Partners missing: CRR." in told
    told = " ".join(notice.text for notice in cover_of(3).notices)
    assert "Not certified: TGZ." in told


def test_where_no_control_is_required_nobody_is_uncertified():
    assert all("Not certified" not in notice.text for notice in cover_of(12).notices)


def test_a_stale_claim_says_so_on_the_cover():
    made = three_partners()
    claim = made.claim.model_copy(update={"stale": True})
    kind = report_kind(made.setting(), claim.period)
    assert any(
        "Out of date" in notice.text for notice in cover(scribe_of(made, claim), kind).notices
    )


def cover_of(partners):
    made = sample(partners)
    return cover(scribe_of(made), report_kind(made.setting(), made.claim.period))


def test_documents_are_named_after_the_law_they_stand_under():
    assert cover_of(3).report == "Project report 2 and payment claim"
    assert cover_of(12).report == "Final report 3 and request for payment"


def test_the_declaration_asks_for_what_is_payable_and_names_the_controllers():
    made = three_partners()
    kind = report_kind(made.setting(), 2)
    made_declaration = declaration(scribe_of(made), kind)
    assert "EUR\u00a075,345.95" in made_declaration.lead
    assert made_declaration.control[0] == (
        "WFS",
        "certified by Sächsische Aufbaubank on 12\u00a0Mar\u00a02018",
    )
    assert made_declaration.control[1] == ("TGZ", "not certified")


def test_cards_say_amount_change_place_rule_and_what_next():
    first = findings(scribe_of(three_partners())).cards[0]
    assert first.amount == "−11,900.00"
    assert (first.shape, first.word) == ("rejected", "rejected")
    assert first.change == "2017-77 → TGZ-001"
    assert first.place == "TGZ · TGZ-002 · tgz_kosten.xlsx · row 3"
    assert first.rule == "R-DUP-01 · An invoice is charged once"
    assert first.basis == "Reg.\u00a0(EU) No\u00a01303/2013, Art.\u00a065(11)"
    assert first.remedy.startswith("Leave it out")


def test_found_and_expected_stand_in_the_readers_form():
    cards = findings(scribe_of(three_partners(), language="de")).cards
    changes = [card.change for card in cards]
    assert "7.140,00\u00a0EUR → 6.000,00\u00a0EUR" in changes
    assert "09.01.2018 → 31.12.2017" in changes


def test_a_card_leads_to_the_printed_row_of_its_item():
    made = three_partners()
    own = scribe_of(made, claim_of_partner(made.claim, "TGZ"))
    cards = findings(own, printed_rows(own)).cards
    rows = {line.anchor: line.item_id for line in expenditure_list(own).pages[0].lines}
    assert [rows[card.link] for card in cards if card.link] == ["TGZ-002", "TGZ-004"]
    assert all(card.link == "" for card in findings(scribe_of(made)).cards)


def test_a_partner_that_did_not_deliver_handed_nothing_in():
    made = twelve_partners()
    own = claim_of_partner(made.claim, "CRR")
    kind = report_kind(made.setting(), own.period, "CRR")
    told = cover(scribe_of(made, own), kind, own.partners[0])
    assert told.status == "Not delivered"
    assert "Submitted on" not in dict(told.facts)


def test_many_findings_are_bounded_and_the_rest_is_counted():
    made = three_partners()
    many = [
        made.claim.findings[0].model_copy(update={"amount": n}) for n in range(PRINTED_CARDS + 5)
    ]
    chapter = findings(scribe_of(made, made.claim.model_copy(update={"findings": many})))
    assert len(chapter.cards) == PRINTED_CARDS
    assert chapter.cards[0].amount == "−0.64"
    assert chapter.more.startswith("5 more findings stand in findings.xlsx")


def test_every_rule_is_either_assessed_or_said_to_be_not():
    made = three_partners()
    chapter = checks(scribe_of(made))
    ran, left = (section.tables[0].rows for section in chapter.sections)
    assert len(ran) + len(left) == len(made.claim.rules)
    assert chapter.lead == "23 of 25 rules of Interreg programmes 2014-2020 were assessed."
    assert {row.cells[2].text for row in left} == {
        line.reason for line in made.claim.rules if not line.assessed
    }


def test_sums_that_differ_forbid_to_sign():
    made = three_partners()
    wrong = ReconciliationLine(check="Partners together: declared", left=1, right=0, difference=1)
    claim = made.claim.model_copy(update={"reconciliation": [wrong]})
    chapter = reconciliation(scribe_of(made, claim))
    assert chapter.lead == "1 sum does not agree; this report must not be signed."
    cell = chapter.sections[0].tables[0].rows[0].cells[3]
    assert (cell.text, cell.shape, cell.strong) == ("0.01", "attention", True)


def test_what_is_uncertain_is_to_be_confirmed():
    chapter = assumptions(scribe_of(three_partners()))
    assert chapter.lead == "6 points are to be confirmed."
    keys = [row.cells[0].text for row in chapter.sections[0].tables[0].rows]
    assert keys == ["budget.flexibility", "report.partner_days"]


def test_activities_stand_in_order_of_time():
    chapter = project_activities(scribe_of(three_partners()))
    (timeline,) = [s.tables[0] for s in chapter.sections if s.title == "Activities and events"]
    assert timeline.rows[0].cells[0].text == "Innovation potential of SMEs, part 2"
    assert timeline.rows[-1].cells[0].text == "Broschüre „Innovation an der Neiße“"


def items(number):
    made = three_partners()
    item = made.claim.items[0].model_copy(update={"declared": 101, "eligible": 101})
    partner = claim_of_partner(made.claim, "WFS")
    return made, partner.model_copy(
        update={"items": [item.model_copy(update={"item_id": f"N{n}"}) for n in range(number)]}
    )


def test_sums_are_carried_from_page_to_page():
    made, claim = items(FIRST_PAGE + FULL_PAGE + 3)
    pages = expenditure_list(scribe_of(made, claim)).pages
    assert [len(page.lines) for page in pages] == [FIRST_PAGE, FULL_PAGE, 3]
    assert pages[0].brought is None
    for before, after in pairwise(pages):
        assert before.carried.eligible == after.brought.eligible
    assert cents(pages[0].carried.eligible) == 101 * FIRST_PAGE
    assert cents(pages[-1].carried.declared) == 101 * len(claim.items)
    assert pages[-1].carried.label == "All items"


def test_the_printed_list_is_bounded_and_says_so():
    made, claim = items(PRINTED_ITEMS + 50)
    chapter = expenditure_list(scribe_of(made, claim))
    assert sum(len(page.lines) for page in chapter.pages) == PRINTED_ITEMS
    assert chapter.lead.startswith("The first 300 of 350 items are printed; the full list")
    assert chapter.pages[-1].carried.label == "All 350 items"
    assert cents(chapter.pages[-1].carried.eligible) == 101 * 350


def test_a_list_that_ends_with_its_page_has_one_total():
    made, claim = items(FIRST_PAGE)
    (page,) = expenditure_list(scribe_of(made, claim)).pages
    assert page.carried.label == "All items"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"declared": 100, "eligible": 100}, "accepted"),
        ({"declared": 100, "cut": 20, "eligible": 80}, "cut"),
        ({"declared": 100, "rejected": 100}, "rejected"),
        ({"declared": 100, "parked": 100}, "parked"),
        ({"declared": 0, "eligible": 0}, "accepted"),
        ({"declared": -50, "rejected": -50}, "rejected"),
    ],
)
def test_an_item_bears_the_shape_of_its_fate(parts, expected):
    zero = dict.fromkeys(("declared", "rejected", "cut", "parked", "eligible"), 0)
    item = three_partners().claim.items[0].model_copy(update=zero | parts)
    assert fate(item) == expected
