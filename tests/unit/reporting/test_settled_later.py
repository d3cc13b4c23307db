"""Deliverables, receipts, follow-up and retention: chapters that stand only where they must."""

from datetime import date

from reporting.chapters.declaration import declaration
from reporting.chapters.deliverables import deliverables
from reporting.chapters.follow_up import follow_up
from reporting.chapters.funding import project_funding
from reporting.chapters.kind import report_kind
from reporting.documents import partner_report_html, project_report_html
from reporting.extract import claim_of_partner
from reporting.scribe import Scribe
from schemas.claim import DeliverableLine, FollowUpLine, ReceiptLine, Retention
from tests.unit.reporting.samples import three_partners

MADE = three_partners()
NOW = MADE.claim.period
FIRST, SECOND = (partner.partner for partner in MADE.claim.partners[:2])
DELIVERABLES = [
    DeliverableLine(
        deliverable="D1",
        activity="A1",
        partner=FIRST,
        title="Inception report",
        price=2_000_000,
        due=date(2017, 9, 1),
        accepted_on=date(2017, 9, 20),
        period=NOW,
        days_late=12,
        damages=80_000,
    ),
    DeliverableLine(
        deliverable="D2",
        activity="A2",
        partner=SECOND,
        title="Matchmaking event",
        price=3_000_000,
        due=date(2017, 10, 1),
    ),
    DeliverableLine(
        deliverable="D3",
        activity="A3",
        partner=SECOND,
        title="Secret of the second partner",
        price=500_000,
        due=date(2030, 1, 1),
    ),
]
FOLLOW_UP = [
    FollowUpLine(partner=FIRST, period=1, item_id="17", amount=12_345, why="Time sheet missing"),
    FollowUpLine(
        partner=SECOND,
        period=1,
        item_id="Secret item",
        amount=500,
        status="re-included",
        settled_in=NOW,
    ),
]
RECEIPTS = [
    ReceiptLine(partner=FIRST, kind="net_revenue", this_period=35_000, deducted=35_000),
    ReceiptLine(partner=SECOND, kind="interest", this_period=1_234, cumulative=2_000),
]


def claim_with(**parts):
    return MADE.claim.model_copy(update=parts)


def scribe_of(claim, language="en"):
    return Scribe(claim, MADE.setting(language))


def texts(section):
    return [[cell.text for cell in row.cells] for table in section.tables for row in table.rows]


def test_deliverables_add_up_and_say_where_each_stands() -> None:
    chapter = deliverables(scribe_of(claim_with(deliverables=DELIVERABLES)))
    agreed, damages = chapter.sections
    rows = texts(agreed)
    assert [row[4] for row in rows] == ["accepted", "pending, overdue", "pending", ""]
    assert rows[-1][-2:] == ["55,000.00", "20,000.00"]
    assert texts(damages) == [["D1", FIRST, "12", "20,000.00", "\N{MINUS SIGN}800.00"]]
    assert "1 of 3 deliverables count in this period, worth EUR\N{NO-BREAK SPACE}20,000.00" in (
        chapter.lead
    )


def test_a_claim_without_deliverables_or_follow_up_has_no_such_chapter() -> None:
    scribe = scribe_of(MADE.claim)
    assert deliverables(scribe) is None
    assert follow_up(scribe) is None


def test_follow_up_counts_what_is_still_parked() -> None:
    chapter = follow_up(scribe_of(claim_with(follow_up=FOLLOW_UP)))
    assert chapter.lead.startswith("1 item is still parked")
    assert [row[2] for row in texts(chapter.sections[0])] == ["open", "re-included"]
    settled = follow_up(scribe_of(claim_with(follow_up=FOLLOW_UP[1:])))
    assert settled.lead == "Everything that controllers had parked is settled."


def test_payment_names_damages_and_interest_and_money_to_be_recovered() -> None:
    totals = MADE.claim.totals.model_copy(update={"payable": -100})
    claim = claim_with(deliverables=DELIVERABLES, receipts=RECEIPTS, totals=totals)
    payment = next(s for s in project_funding(scribe_of(claim)).sections if s.anchor == "payment")
    words = {row[0]: row[1] for row in texts(payment)}
    assert words["Liquidated damages"] == "\N{MINUS SIGN}800.00"
    assert words["Interest on pre-financing"] == "\N{MINUS SIGN}12.34"
    assert words["To be recovered"] == "\N{MINUS SIGN}1.00"


def test_sources_of_income_are_the_eligible_expenditure() -> None:
    funding = project_funding(scribe_of(claim_with(receipts=RECEIPTS)))
    titles = {section.title: section for section in funding.sections}
    eligible = scribe_of(MADE.claim).amount(MADE.claim.totals.eligible)
    assert texts(titles["Sources of income"])[-1] == ["Eligible", "", eligible, "100.0"]
    assert [row[1] for row in texts(titles["Receipts"])] == [
        "net revenue",
        "interest on pre-financing",
    ]


def test_retention_says_from_when_and_until_when() -> None:
    kind = report_kind(MADE.setting("en"), NOW)
    kept = Retention(months=36, starts="accounts_with_expenditure", until=date(2022, 12, 31))
    said = declaration(scribe_of(claim_with(retention=kept)), kind).retention
    assert "36 months from 31 December after the accounts" in said
    assert "to be confirmed" in said
    certain = kept.model_copy(update={"assumed": False})
    assert (
        "to be confirmed"
        not in declaration(scribe_of(claim_with(retention=certain)), kind).retention
    )
    assert declaration(scribe_of(MADE.claim), kind).retention == ""


def test_a_partner_report_holds_nothing_of_other_partners() -> None:
    claim = claim_with(deliverables=DELIVERABLES, follow_up=FOLLOW_UP, receipts=RECEIPTS)
    own = claim_of_partner(claim, FIRST)
    assert {line.partner for line in (*own.deliverables, *own.follow_up, *own.receipts)} == {FIRST}
    page = partner_report_html(claim, FIRST, MADE.setting("en"))
    assert "Inception report" in page
    assert "Secret" not in page
    whole = project_report_html(claim, MADE.setting("en"))
    assert "Secret of the second partner" in whole
    assert "Secret item" in whole
