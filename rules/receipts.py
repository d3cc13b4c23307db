"""Money the action received: net revenue lowers eligible expenditure, interest what is paid.

Receipts come from the project file, never from cost rows (product contract §5a, "Revenue and
receipts"). In Interreg and ETC net revenue is deducted in the period of the receipt (R-REV-01); in
grants receipts count in the final period's no-profit test (R-REV-02, ``rules.ceilings``). Interest
on pre-financing leaves the EU share and lowers what is payable.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from rules.case import Case
from rules.sums import Parts, Previous
from schemas.claim import Adjustment, FundReduction, ReceiptKind, ReceiptLine
from schemas.findings import Finding
from schemas.money import Money, allocate
from schemas.project import Partner

_RULE = "R-REV-01"


@dataclass(frozen=True)
class Revenue:
    """What net revenue takes from the partners' eligible expenditure (R-REV-01)."""

    adjustments: list[Adjustment]
    findings: list[Finding]


def deduct_revenue(partners: dict[str, Parts], before: Previous, case: Case) -> Revenue:
    """Take net revenue off, after the budget and before the EU's rates.

    Over all claims so far, at most what is eligible is deducted: revenue above it waits with a
    word until there is eligible expenditure, and is given back where that is taken back.

    Args:
        partners: this period's figures by partner, all cuts but revenue made.
        before: what earlier claims hold.
        case: the period.
    """
    adjustments: list[Adjustment] = []
    findings: list[Finding] = []
    for partner in case.partners:
        revenue = _of_period(partner, case.number, case)
        due = revenue if _is_deducted(case, case.reports[partner.id].submitted_on) else 0
        if revenue != due and not case.applies("R-REV-02"):
            findings.append(Finding("REV-01-FREE", partner=partner.id, found=Money(revenue)))
        deducted = before.cuts.get((partner.id, "", _RULE), 0)
        due += _due_before(partner, case)
        whole = before.of_partner(partner.id) + deducted + partners[partner.id].eligible
        so_far = min(max(due, 0), max(whole, 0))
        amount = so_far - deducted
        if amount:
            adjustments.append(
                Adjustment(
                    level="partner", partner=partner.id, category=None, rule=_RULE, amount=amount
                )
            )
            findings.append(_finding(partner.id, amount))
        if due > so_far:
            findings.append(Finding("REV-01-WAITS", partner=partner.id, found=Money(due - so_far)))
    return Revenue(adjustments, findings)


def total_receipts(case: Case) -> int:
    """Receipts of the action so far that count against a profit, in EUR cents."""
    return sum(
        receipt.amount
        for receipt in case.project.receipts
        if receipt.kind != "interest" and receipt.period <= case.number
    )


def receipt_lines(
    revenue: Revenue, reductions: list[FundReduction], case: Case
) -> list[ReceiptLine]:
    """Receipts by partner and kind as they stand in the claim, with what each took off.

    What the no-profit test took is one figure of the whole action; it is shown pro rata to the
    receipts behind it.
    """
    lines = [
        line
        for partner in case.partners
        for kind in get_args(ReceiptKind)
        if (line := _line(partner, kind, case))
    ]
    profit = sum(reduction.amount for reduction in reductions if reduction.rule == "R-REV-02")
    weights = [max(line.cumulative, 0) if line.kind != "interest" else 0 for line in lines]
    taken = dict.fromkeys((p.id for p in case.partners), 0)
    for adjustment in revenue.adjustments:
        taken[adjustment.partner] += adjustment.amount
    finished = []
    for line, part in zip(lines, allocate(profit, weights), strict=True):
        deducted = part
        if line.kind == "interest":
            deducted = line.this_period
        elif line.kind == "net_revenue":
            deducted += taken[line.partner]
        finished.append(line.model_copy(update={"deducted": deducted}))
    return finished


def interest(lines: list[ReceiptLine]) -> int:
    """Interest on pre-financing that this period's payment is lowered by, in EUR cents."""
    return sum(line.this_period for line in lines if line.kind == "interest")


def _line(partner: Partner, kind: ReceiptKind, case: Case) -> ReceiptLine | None:
    own = [
        receipt
        for receipt in case.project.receipts
        if (receipt.partner, receipt.kind) == (partner.id, kind) and receipt.period <= case.number
    ]
    if not own:
        return None
    return ReceiptLine(
        partner=partner.id,
        kind=kind,
        this_period=sum(receipt.amount for receipt in own if receipt.period == case.number),
        cumulative=sum(receipt.amount for receipt in own),
    )


def _of_period(partner: Partner, number: int, case: Case) -> int:
    return sum(
        receipt.amount
        for receipt in case.project.receipts
        if (receipt.partner, receipt.period, receipt.kind) == (partner.id, number, "net_revenue")
    )


def _due_before(partner: Partner, case: Case) -> int:
    """Net revenue that was to be deducted in the periods of earlier claims, by the law then."""
    return sum(
        _of_period(partner, claim.period, case)
        for claim in case.earlier.claims
        for report in claim.partners
        if report.partner == partner.id and _is_deducted(case, report.submitted_on)
    )


def _is_deducted(case: Case, submitted_on: date) -> bool:
    """Whether the law of that day asks for the deduction.

    A threshold of 0.00 means that all net revenue is deducted, whatever rules the project stands
    under. Where neither a total cost nor a budget is stated, nothing shows that the project is
    below the threshold, and revenue is deducted.
    """
    key = "revenue.threshold"
    if not case.applies(_RULE) or not case.parameters.has(key, submitted_on):
        return False
    threshold = case.parameters.cents(key, submitted_on)
    cost = case.project.total_cost
    if cost is None:
        cost = sum(partner.budget_total for partner in case.partners)
    return threshold == 0 or (not case.project.state_aid and (cost == 0 or cost > threshold))


def _finding(partner: str, amount: int) -> Finding:
    found = Finding("REV-01", partner=partner, found=Money(amount), amount_cents=amount)
    return found if amount > 0 else replace(found, code="REV-01-BACK", found=Money(-amount))
