"""The order of the law (funding-rules §0.6): one pure function from rows to the EU share.

Convert, decide on every item, add up categories, add flat rates on the accepted sums, hold
headings against the budget, apply co-financing rates, hold shares against ceilings. The reporting
task and ``check`` both call it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pandas as pd

from rules import (
    aid,
    area,
    contracts,
    control,
    deliverables,
    documents,
    duplicates,
    elements,
    evidence,
    evidence_files,
    final_report,
    identifiers,
    ineligible,
    limits,
    organisations,
    payments,
    periods,
    privacy,
    retention,
    simplified_costs,
    small_operations,
    splitting,
    staff,
    suppliers,
    vat,
    working_time,
)
from rules.aside import set_aside
from rules.budget import adjust
from rules.case import Case
from rules.ceilings import in_kind_so_far
from rules.conversion import convert
from rules.credit_notes import find, follow
from rules.deliverables import Deliverables
from rules.flat_rates import FlatRateSum, add_to, work_out
from rules.funding import Funding, ProjectTotals, fund, is_trued_up
from rules.original_rates import corrections
from rules.overheads import limit_overheads
from rules.receipts import deduct_revenue, receipt_lines, total_receipts
from rules.rulings import Mask, Ruling, Verdict, cut, mask, reject, remark, text_of
from rules.sums import Parts, Previous, Sums, by_category, previous, total
from schemas.claim import Adjustment, ReceiptLine, Retention
from schemas.findings import Finding

ASSESSED = (
    "R-AID-01",
    "R-AID-02",
    "R-BUD-01",
    "R-BUD-02",
    "R-BUD-03",
    "R-CAT-01",
    "R-COF-01",
    "R-CTR-01",
    "R-CTR-02",
    "R-CTR-03",
    "R-CTR-04",
    "R-CUR-01",
    "R-CUR-02",
    "R-CUR-03",
    "R-DOC-01",
    "R-DUP-01",
    "R-DUP-02",
    "R-DUP-03",
    "R-FLT-40",
    "R-GEO-01",
    "R-INEL-01",
    "R-INEL-02",
    "R-INEL-03",
    "R-INEL-04",
    "R-INEL-05",
    "R-INEL-06",
    "R-INEL-07",
    "R-INEL-08",
    "R-INK-01",
    "R-INK-02",
    "R-LP-01",
    "R-OVH-01",
    "R-OVH-02",
    "R-OVH-03",
    "R-OVH-04",
    "R-PAR-01",
    "R-PAR-02",
    "R-PAR-03",
    "R-PER-01",
    "R-PER-02",
    "R-PER-03",
    "R-PER-04",
    "R-PER-05",
    "R-PRC-01",
    "R-PRC-02",
    "R-PRC-03",
    "R-PUB-01",
    "R-RAT-01",
    "R-RAT-02",
    "R-RAT-03",
    "R-RET-01",
    "R-REV-01",
    "R-REV-02",
    "R-SCO-01",
    "R-SCO-02",
    "R-SRV-01",
    "R-SRV-02",
    "R-SRV-03",
    "R-STF-01",
    "R-STF-02",
    "R-STF-03",
    "R-STF-04",
    "R-STF-05",
    "R-STF-06",
    "R-TRU-01",
    "R-TRV-01",
    "R-VAT-01",
    "R-VAT-02",
    "R-VAT-03",
)
"""The rules that this engine works out; every other rule of a family is "not assessed"."""


@dataclass(frozen=True)
class Assessment:
    """What the rules made of one period.

    Attributes:
        items: one row per expenditure item with its EUR cents by fate.
        unreadable: rows without a EUR amount, by partner.
        sums: by partner and category, after all cuts.
        flat_rates: how each flat rate was worked out.
        adjustments: cuts above the item.
        partners: by partner, after cuts of the whole budget.
        funding: EU shares and their ceilings.
        deliverables: those of a service contract, with damages for delay.
        receipts: money the action received, and what it took off.
        retention: until when documents are kept, None where the family has no rule.
        before: what earlier claims hold.
        findings: everything found, from the files to the ceilings.
    """

    items: pd.DataFrame
    unreadable: dict[str, int]
    sums: Sums
    flat_rates: list[FlatRateSum]
    adjustments: list[Adjustment]
    partners: dict[str, Parts]
    funding: Funding
    deliverables: Deliverables
    receipts: list[ReceiptLine]
    retention: Retention | None
    before: Previous
    findings: list[Finding]


def assess(case: Case) -> Assessment:
    """Apply the law to one reporting period."""
    items, findings, lost = convert(case)
    items, met = _decide_items(items, case)
    accepted = deliverables.deliver(case)
    # No rule about vouchers, payment or invoices meets a deliverable: its acceptance is the proof.
    items = accepted.add_to(items, case)
    findings = [*case.findings, *findings, *met, *accepted.findings]

    sums = by_category(items)
    flat_rates, met = work_out(sums, case)
    findings += met
    before = previous(case)
    sums = add_to(sums, flat_rates)
    adjustments, met = limit_overheads(sums, flat_rates, before, case)
    findings += met
    sums = _reduced(sums, adjustments)
    over_budget, met = adjust(sums, before, case)
    findings += met
    sums = _reduced(sums, over_budget)
    adjustments += over_budget

    revenue = deduct_revenue(_by_partner(sums, adjustments, case), before, case)
    findings += revenue.findings
    adjustments += revenue.adjustments
    partners = _by_partner(sums, adjustments, case)
    eligible = {partner: parts.eligible for partner, parts in partners.items()}
    totals = ProjectTotals(
        in_kind_so_far(items, case),
        total_receipts(case),
        corrections(items, case, trued_up=is_trued_up(case)),
    )
    funding = fund(eligible, before, case, totals)
    received = receipt_lines(revenue, funding.reductions, case)
    kept = retention.keep_until(case)
    findings += final_report.missing_proof(partners, funding, before, case)
    findings += payments.about_payments(funding, before, case) + aid.about_aid(case)
    findings += retention.about_aid_records(kept, case)
    findings += small_operations.about(items, case)
    findings += funding.findings + _about_deliveries(case)
    so_far = sum(eligible.values()) + sum(before.of_partner(p.id) for p in case.partners)
    findings += area.share_outside(items, so_far, case)
    findings += evidence.publicity(case) + privacy.exposed(case)
    findings += case.once(evidence_files.papers_of).findings
    findings += organisations.remarks(case)
    unreadable = {
        name: report.unreadable_rows + lost.get(name, 0) for name, report in case.reports.items()
    }
    return Assessment(
        items,
        unreadable,
        sums,
        flat_rates,
        adjustments,
        partners,
        funding,
        accepted,
        received,
        kept,
        before,
        findings,
    )


def _decide_items(items: pd.DataFrame, case: Case) -> Verdict:
    """Decide on every item: reject, cut, look for duplicates, follow the controller, credit."""
    items = items.assign(element=elements.element_codes(items["cost_element"]))
    aside = set_aside(items, case)
    items = aside.others
    notes = find(items, aside.returned, case)
    ordinary = ~notes.rows
    findings = [*aside.findings, *notes.findings]

    def apply(
        verdict: Callable[[pd.DataFrame, Ruling], Verdict], rulings: Iterable[Ruling]
    ) -> None:
        nonlocal items
        for ruling in rulings:
            items, met = verdict(items, _only(ruling, ordinary))
            findings.extend(met)

    apply(reject, _waiting(items))
    apply(reject, periods.rejections(items, case))
    apply(reject, ineligible.rejections(items, case))
    apply(reject, deliverables.rejections(items, case))
    apply(reject, suppliers.rejections(items, case))
    apply(reject, elements.rejections(items, case))
    apply(reject, documents.rejections(items, case))
    apply(reject, staff.rejections(items, case))
    apply(reject, evidence.rejections(items, case))
    apply(reject, simplified_costs.rejections(items, case))
    apply(cut, limits.cuts(items, case))
    apply(cut, staff.cuts(items, case))
    apply(cut, simplified_costs.cuts(items, case))
    items, met = duplicates.judge(items, notes.rows, case)
    findings += met
    apply(cut, working_time.cuts(items, notes.rows, case))
    apply(cut, contracts.cuts(items, case))
    apply(reject, simplified_costs.repeated(items, notes.rows, case))
    apply(cut, simplified_costs.above_approved(items, notes.rows, case))
    items = aside.put_back(items)
    notes = replace(notes, rows=aside.none_of_them(notes.rows))
    ordinary = aside.none_of_them(ordinary)
    items, met = control.apply_certificates(items, case)
    findings += met
    accepted = mask(items["eligible"].ne(0)) & ordinary
    for ruling in (
        *periods.remarks(items, case),
        *staff.remarks(items, case),
        *working_time.spans(items, case),
        *simplified_costs.remarks(items, notes.rows, case),
    ):
        findings += remark(items, _only(ruling, accepted))
    for room in (documents, elements, vat, contracts, splitting, evidence, area, identifiers):
        findings += room.remarks(items, accepted, case)
    return aside.in_order(follow(items, notes, case)), findings


def _waiting(items: pd.DataFrame) -> Iterable[Ruling]:
    """Rows with a cell that could not be read wait; each cell has its own finding already."""
    unread = items["unread"]
    yield Ruling("ROW-05", mask(unread.ne("")), found=text_of(unread))


def _only(ruling: Ruling, rows: Mask) -> Ruling:
    return replace(ruling, rows=ruling.rows & rows)


def _reduced(sums: Sums, adjustments: list[Adjustment]) -> Sums:
    """Take adjustments of a category off its sum."""
    reduced = dict(sums)
    for adjustment in adjustments:
        if adjustment.category is not None:
            key = (adjustment.partner, adjustment.category)
            reduced[key] = reduced.get(key, Parts()).reduced(adjustment.amount)
    return reduced


def _by_partner(sums: Sums, adjustments: list[Adjustment], case: Case) -> dict[str, Parts]:
    """Partners: their categories, less what exceeds the whole budget and less net revenue."""
    partners = {}
    for partner in case.partners:
        parts = total(parts for (name, _), parts in sums.items() if name == partner.id)
        for adjustment in adjustments:
            if adjustment.partner == partner.id and adjustment.category is None:
                parts = parts.reduced(adjustment.amount)
        partners[partner.id] = parts
    return partners


def _about_deliveries(case: Case) -> list[Finding]:
    """Partners missing, reports late, certificates missing, earlier periods without a claim."""
    expected = [p.id for p in case.partners if p.takes_part_in(case.period)]
    missing = [
        Finding("DEL-02" if case.reports[name].blocked else "DEL-01", partner=name)
        for name in expected
        if not case.reports[name].delivered
    ]
    claimed = {claim.period for claim in case.earlier.claims}
    gaps = [
        Finding("DEL-03", found=period.number)
        for period in case.project.periods
        if period.number < case.number and period.number not in claimed
    ]
    late = [*periods.late_reports(case), *control.late_certificates(case)]
    return missing + late + control.missing_certificates(case) + gaps
