"""The proof that the extracts add up: the claim worked out again, with arithmetic of its own.

Nothing here knows the engine. Amounts are converted item by item with Decimal, the plan's
hand-written verdicts are held against the certificates, flat rates and funds are cut down, and at
the end the published totals must stand there to the cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from data.synthetic.euro import rate_month, to_euro
from data.synthetic.items import Item
from data.synthetic.plan import DELIVERABLES, Book, Key, row_categories
from schemas.project import Certificate, CertifiedItem, Partner, Period, Project


class PlanError(Exception):
    """The plan of the synthetic extracts contradicts itself or misses its totals."""


@dataclass
class Reckoning:
    """EUR cents by partner, period and category, and EU shares by partner and period.

    The EU share of a project that is computed as a whole stands under the partner "". Damages of
    service contracts, by period, lower what is paid and nothing else.
    """

    eligible: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    fund: dict[tuple[str, int], int] = field(default_factory=dict)
    damages: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def total(self, *, partner: str = "", upto: int = 0, category: str = "") -> int:
        """Add up what is eligible, of all or of one partner or category, up to a period."""
        return sum(
            cents
            for (name, period, code), cents in self.eligible.items()
            if partner in ("", name) and category in ("", code) and (not upto or period <= upto)
        )

    def shares(self, *, upto: int) -> int:
        """Add up the EU shares up to a period."""
        return sum(cents for (_, period), cents in self.fund.items() if period <= upto)


Reports = dict[tuple[str, int], list[Item]]
"""The lists of expenditure by partner and period."""


def prove(book: Book, reports: Reports) -> Reckoning:
    """Work out the whole project.

    Raises:
        PlanError: a verdict, a budget or a published total is not met.
    """
    reckoning = Reckoning()
    for period in book.periods:
        project = book.project.as_of(period.number)
        for partner in project.partners:
            for item in reports[partner.id, period.number]:
                category = str(item.row["cost_category"])
                key = (partner.id, period.number, category)
                reckoning.eligible[key] += _accepted(book, partner, period, item, reports)
            _add_cleared(book, reckoning, partner, period, reports)
            _add_deliverables(book, reckoning, partner, period)
            _add_flat_rates(reckoning, partner, period)
        _take_overspent(project, book.overspent, reckoning, period)
        _hold_budgets(project, reckoning, period)
        _share(project, reckoning, period)
    if book.whole:
        last = book.periods[-1].number
        _hold("total cost", reckoning.total(), book.project.total_cost or 0)
        _hold("EU contribution", reckoning.shares(upto=last), book.project.max_fund or 0)
    return reckoning


def _accepted(book: Book, partner: Partner, period: Period, item: Item, reports: Reports) -> int:
    """What is accepted of an item; the plan's word is held against amount and certificate."""
    name = f"item {item.row['item_id']}"
    certified = _certified(book.project, partner, period, str(item.row["item_id"]))
    if item.accepted is None:
        if certified is not None:
            raise PlanError(f"{name}: the certificate names an item that the plan does not know")
        return _in_euro(book, partner, period, item, reports)
    if item.accepted == 0 and certified is None:
        return 0
    euro = _in_euro(book, partner, period, item, reports)
    deducted = certified.deducted if certified else 0
    expected = 0 if certified and certified.parked else euro - deducted
    vat = _recoverable_vat(partner, item)
    _hold(name, item.accepted, expected - vat - item.cut)
    return item.accepted


def _add_cleared(
    book: Book, reckoning: Reckoning, partner: Partner, period: Period, reports: Reports
) -> None:
    """Add what the controller clears of items that an earlier certificate parked."""
    certificate = _certificate(book.project, partner, period)
    added: dict[Key, int] = defaultdict(int)
    for cleared in certificate.items if certificate else []:
        if cleared.period is None or cleared.parked:
            continue
        before = book.project.period(cleared.period)
        item = next(
            item
            for item in reports[partner.id, before.number]
            if item.row["item_id"] == cleared.item_id
        )
        held = _certified(book.project, partner, before, cleared.item_id)
        if held is None or not held.parked:
            raise PlanError(f"item {cleared.item_id} is cleared, but was never parked")
        key = (partner.id, period.number, str(item.row["cost_category"]))
        euro = _in_euro(book, partner, before, item, reports)
        added[key] += euro - cleared.deducted
    for category in row_categories(partner):
        key = (partner.id, period.number, category)
        _hold(f"{category} of {partner.id} cleared", added[key], book.cleared(key))
        reckoning.eligible[key] += added[key]


def _add_deliverables(book: Book, reckoning: Reckoning, partner: Partner, period: Period) -> None:
    """Add accepted deliverables at their price, and take damages for those that came late."""
    applies = book.project.parameters.get("damages.applies")
    for entry, delivery in book.deliverables_of(partner):
        if delivery.accepted is None or not period.start <= delivery.accepted <= period.end:
            continue
        price = entry.price or 0
        reckoning.eligible[partner.id, period.number, DELIVERABLES] += price
        late = 0
        if delivery.handed_over and entry.due and delivery.accepted > entry.due:
            late = max((delivery.handed_over - entry.due).days, 0)
        if late and applies and applies.value == "true":
            each = Fraction(3, 10) * price / (entry.agreed_days or 1)
            reckoning.damages[period.number] += min(int(each * late), price)


def _certificate(project: Project, partner: Partner, period: Period) -> Certificate | None:
    for certificate in project.certificates:
        if (certificate.partner, certificate.period) == (partner.id, period.number):
            return certificate
    return None


def _certified(
    project: Project, partner: Partner, period: Period, item_id: str
) -> CertifiedItem | None:
    """What the controller did to an item of the report, if anything."""
    certificate = _certificate(project, partner, period)
    for item in certificate.items if certificate else []:
        if item.item_id == item_id and item.period is None:
            return item
    return None


def _in_euro(book: Book, partner: Partner, period: Period, item: Item, reports: Reports) -> int:
    """The declared amount in EUR cents; a credit note takes the rate of what it corrects."""
    rated_in, dated = period, item
    corrected = item.row.get("corrects_item_id")
    for number in range(1, period.number + 1) if corrected else ():
        for other in reports[partner.id, number]:
            if other.row["item_id"] == corrected:
                rated_in, dated = book.project.period(number), other
    declared = item.row["amount_declared"]
    if not isinstance(declared, Decimal):
        raise PlanError(f"item {item.row['item_id']} has no amount, but is accepted")
    if item.row["currency"] == "EUR":
        return int(declared * 100)
    if dated.days is None:
        raise PlanError(f"item {item.row['item_id']} has no day, but is accepted")
    month = rate_month(book.project, rated_in, *dated.days)
    return to_euro(int(declared * 100), str(item.row["currency"]), month)


def _recoverable_vat(partner: Partner, item: Item) -> int:
    """EUR cents of VAT that a partner charged although it recovers it (euro items only)."""
    gross, vat = item.row.get("amount_gross"), item.row.get("amount_vat")
    declared = item.row["amount_declared"]
    if not (isinstance(gross, Decimal) and isinstance(vat, Decimal)):
        return 0
    if not partner.vat_recoverable or not isinstance(declared, Decimal) or "share" in item.row:
        return 0
    return max(int((abs(declared) - abs(gross - vat)) * 100), 0)


def _add_flat_rates(reckoning: Reckoning, partner: Partner, period: Period) -> None:
    """Cut the flat rates down on accepted sums, staff first, because office may stand on it."""

    def accepted(categories: Iterable[str]) -> int:
        return sum(reckoning.eligible[partner.id, period.number, name] for name in categories)

    real = [name for name in row_categories(partner) if name != "lump_sums"]
    for category in sorted(partner.flat_rates, key=lambda name: name != "staff"):
        flat = partner.flat_rates[category]
        bases = {
            "staff": ["staff"],
            "other_direct": [name for name in real if name != "staff"],
            "direct": real,
        }
        share = accepted(bases[flat.of]) * flat.rate
        reckoning.eligible[partner.id, period.number, category] = int(share)


def _take_overspent(
    project: Project, overspent: dict[Key, int], reckoning: Reckoning, period: Period
) -> None:
    """Take off what the plan lets a partner charge above a heading's transfer allowance."""
    for (partner, number, category), cents in overspent.items():
        if number == period.number:
            reckoning.eligible[partner, number, category] -= cents
            limit, so_far = _heading(project, reckoning, period, partner, category)
            _hold(f"{category} of {partner} after the cut", so_far, limit)


def _hold_budgets(project: Project, reckoning: Reckoning, period: Period) -> None:
    """No heading above its allowance, no partner above its budget, no overheads above theirs."""
    for partner in project.partners:
        # Where no allowance is stated, headings may be shifted freely.
        bound = partner.budget if "budget.flexibility" in project.parameters else {}
        for category in bound:
            limit, so_far = _heading(project, reckoning, period, partner.id, category)
            if so_far > limit:
                raise PlanError(f"{partner.id} {category}: {so_far} is above {limit}")
        if reckoning.total(partner=partner.id, upto=period.number) > partner.budget_total:
            raise PlanError(f"{partner.id} is above its whole budget")


def _heading(
    project: Project, reckoning: Reckoning, period: Period, partner: str, category: str
) -> tuple[int, int]:
    """What a heading allows and what is charged so far, of the partner or the whole action."""
    whole = project.parameters["budget.level"].value == "action"
    names = [p.id for p in project.partners] if whole else [partner]
    budget = sum(project.partner(name).budget.get(category, 0) for name in names)
    so_far = sum(
        reckoning.total(partner=name, upto=period.number, category=category) for name in names
    )
    # Overheads of a grant may not grow by transfers at all (R-BUD-02).
    flexible = Fraction(project.parameters["budget.flexibility"].value)
    allowance = 0 if category == "overheads" else int(budget * flexible)
    return budget + allowance, so_far


def _share(project: Project, reckoning: Reckoning, period: Period) -> None:
    """The EU share so far, cut down, less what earlier periods had."""
    if project.parameters["fund.level"].value == "project":
        exact = sum(
            (
                _rate(partner) * reckoning.total(partner=partner.id, upto=period.number)
                for partner in project.partners
            ),
            Fraction(0),
        )
        reckoning.fund["", period.number] = int(exact) - reckoning.shares(upto=period.number - 1)
        return
    for partner in project.partners:
        before = sum(
            cents
            for (name, number), cents in reckoning.fund.items()
            if name == partner.id and number < period.number
        )
        so_far = reckoning.total(partner=partner.id, upto=period.number)
        reckoning.fund[partner.id, period.number] = int(so_far * _rate(partner)) - before


def _rate(partner: Partner) -> Fraction:
    return sum((fund.rate for fund in partner.funds), Fraction(0))


def _hold(what: str, found: int, expected: int) -> None:
    if found != expected:
        raise PlanError(f"{what}: {found} cents instead of {expected}")
