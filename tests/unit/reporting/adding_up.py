"""From items to a claim by additions alone, so that a report cannot agree with it by chance."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from schemas.claim import (
    ActivityCounts,
    ActivityLine,
    Adjustment,
    CategoryClaim,
    Claim,
    ClaimFinding,
    ClaimItem,
    ContributionShare,
    FundReduction,
    FundShare,
    IndicatorValue,
    InputFile,
    ParameterUse,
    ParticipantCounts,
    PartnerClaim,
    Provenance,
    RateUse,
    ReconciliationLine,
    RuleAssessment,
    Status,
    Totals,
)
from schemas.law import Family
from schemas.money import format_cents, format_ratio, parse_cents, round_quotient, share_of
from schemas.project import Partner, Project
from schemas.words import words

PARTS = ("declared", "rejected", "cut", "parked", "eligible")
_FLAT_RULES = {
    "staff": "R-STF-05",
    "office_administration": "R-OVH-01",
    "overheads": "R-OVH-02",
}
_SEVERITY = {"accept": "warn", "reject": "reject", "cut": "cut", "park": "park"}


@dataclass(frozen=True)
class Row:
    """One item before sums, in cents of its currency; ``limit`` is in EUR cents."""

    item_id: str
    partner: str
    category: str
    cents: int
    row: int
    description: str = ""
    supplier: str = ""
    invoice: str = ""
    invoice_date: date | None = None
    currency: str = "EUR"
    rate: str = "1"
    fate: str = "accept"
    limit: int = 0
    rule: str = ""
    code: str = ""
    message: str = ""
    remedy: str = ""
    found: str = ""
    expected: str = ""
    corrects: str = ""

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Row:
        amounts = {
            "cents": parse_cents(raw.pop("amount")),
            "limit": parse_cents(raw.pop("limit", "0.00")),
        }
        return cls(**raw, **amounts)


@dataclass(frozen=True)
class Ingredients:
    """What a sample claim is made of; ``previous`` is eligible earlier, by partner, category."""

    project: Project
    family: Family
    basis: Mapping[str, str]
    period: int
    status: Status
    submitted_on: date
    rows: list[Row]
    previous: dict[str, dict[str, str]]
    missing: list[str]
    uncertified: list[str]
    not_assessed: dict[str, str]
    adjustments: list[Adjustment]
    findings: list[ClaimFinding]
    activities: list[ActivityLine]
    participants: ParticipantCounts
    indicators: list[IndicatorValue]
    parameters: list[ParameterUse]


def add_up(case: Ingredients) -> Claim:
    """Make the claim."""
    items = [_item(row) for row in case.rows]
    partners = [_partner(case, partner, items) for partner in case.project.partners]
    sums = {part: sum(getattr(p, part) for p in partners) for part in PARTS}
    fund = sum(p.fund for p in partners)
    findings = _findings(case, partners)
    return Claim(
        project=case.project.id,
        period=case.period,
        rule_set=case.family.id,
        rule_set_version=case.family.version,
        submitted_on=case.submitted_on,
        status=case.status,
        addressee=case.family.addressee.en,
        partners=partners,
        totals=Totals(
            **sums,
            fund=fund,
            own=sums["eligible"] - fund,
            cumulative_eligible=sum(p.cumulative_eligible for p in partners),
            cumulative_fund=sum(p.cumulative_fund for p in partners),
            max_fund=case.project.max_fund or 0,
            payable=fund,
        ),
        adjustments=case.adjustments,
        fund_reductions=[r for p in partners for r in _reductions(p)],
        findings=findings,
        items=items,
        activities=ActivityCounts(
            total=len(case.activities),
            by_status=dict(Counter(line.status for line in case.activities)),
            by_type=dict(Counter(line.type for line in case.activities)),
            lines=case.activities,
        ),
        participants=case.participants,
        indicators=case.indicators,
        reconciliation=_reconciliation(items, partners, sums, fund),
        rules=_assessments(case, findings),
        parameters=case.parameters,
        rates=_rates(items),
        assumptions=case.project.assumptions,
        provenance=_provenance(case, items),
    )


def _item(row: Row) -> ClaimItem:
    millionths = int(Decimal(row.rate) * 1_000_000)
    declared = round_quotient(row.cents * 1_000_000, millionths, "half_up")
    taken = {
        "rejected": declared if row.fate == "reject" else 0,
        "cut": declared - row.limit if row.fate == "cut" else 0,
        "parked": declared if row.fate == "park" else 0,
    }
    foreign = row.currency != "EUR"
    return ClaimItem(
        item_id=row.item_id,
        partner=row.partner,
        category=row.category,
        currency=row.currency,
        amount_declared=row.cents,
        rate=row.rate,
        rate_month="2018-01" if foreign else "",
        rate_source="derived (ECB)" if foreign else "",
        declared=declared,
        **taken,
        eligible=declared - sum(taken.values()),
        file_sha256=_digest(row.partner),
        file=f"{row.partner.lower()}_kosten.xlsx",
        sheet="Costs",
        row=row.row,
        description=row.description,
        supplier_name=row.supplier,
        invoice_number=row.invoice,
        invoice_date=row.invoice_date,
        payment_date=row.invoice_date + timedelta(days=12) if row.invoice_date else None,
        amount_gross=row.cents if row.invoice else None,
        corrects_item_id=row.corrects,
        rules=[row.rule] if row.rule else [],
    )


def _partner(case: Ingredients, partner: Partner, items: list[ClaimItem]) -> PartnerClaim:
    categories = _categories(case, partner, [i for i in items if i.partner == partner.id])
    sums = {part: sum(getattr(c, part) for c in categories) for part in PARTS}
    rate = sum((fund.rate for fund in partner.funds), Fraction(0))
    earlier = sum(c.previous for c in categories)
    cumulative = earlier + sums["eligible"]
    before = share_of(earlier, rate, "down")
    ceiling = partner.funds[0].max
    fund = share_of(cumulative, rate, "down") - before
    if ceiling is not None:
        fund = min(fund, ceiling - before)
    own = sums["eligible"] - fund
    known = {certificate.partner for certificate in case.project.certificates}
    return PartnerClaim(
        partner=partner.id,
        name=partner.name,
        country=partner.country,
        fund_rate=format_ratio(rate),
        submitted_on=case.submitted_on - timedelta(days=45),
        delivered=partner.id not in case.missing,
        certified=partner.id in known,
        **sums,
        fund=fund,
        own=own,
        cumulative_eligible=cumulative,
        cumulative_fund=before + fund,
        unreadable_rows=sum(
            f.partner == partner.id and f.code.startswith("CELL") for f in case.findings
        ),
        budget=partner.budget_total,
        max_fund=ceiling or 0,
        categories=categories,
        funds=[
            FundShare(
                fund=partner.funds[0].fund,
                rate=format_ratio(rate),
                amount=fund,
                cumulative=before + fund,
            )
        ],
        contributions=_contributions(partner, own),
    )


def _categories(case: Ingredients, partner: Partner, items: list[ClaimItem]) -> list[CategoryClaim]:
    """Real costs first, then the flat rates on them, in the order of the budget."""
    sums: dict[str, dict[str, Any]] = {}
    for code in partner.budget:
        mine = [item for item in items if item.category == code]
        sums[code] = {part: sum(getattr(item, part) for item in mine) for part in PARTS}
        for entry in case.adjustments:
            if (entry.partner, entry.category) == (partner.id, code):
                sums[code]["cut"] += entry.amount
                sums[code]["eligible"] -= entry.amount
    for code, flat in partner.flat_rates.items():
        declared, accepted = _bases(flat.of, sums, set(partner.flat_rates))
        asked, given = (share_of(base, flat.rate, "down") for base in (declared, accepted))
        sums[code] = {
            "declared": asked,
            "cut": asked - given,
            "eligible": given,
            "flat_rate": format_ratio(flat.rate),
            "flat_rate_of": flat.of,
            "base_declared": declared,
            "base_accepted": accepted,
        }
    lines = []
    for code, figures in sums.items():
        earlier = parse_cents(case.previous.get(partner.id, {}).get(code, "0.00"))
        cumulative = earlier + figures["eligible"]
        lines.append(
            CategoryClaim(
                category=code,
                budget=partner.budget[code],
                previous=earlier,
                cumulative=cumulative,
                remaining=partner.budget[code] - cumulative,
                **figures,
            )
        )
    return lines


def _bases(of: str, sums: dict[str, dict[str, Any]], flat: set[str]) -> tuple[int, int]:
    chosen = ["staff"] if of == "staff" else [code for code in sums if code not in flat]
    if of == "other_direct":
        chosen = [code for code in chosen if code != "staff"]
    return (
        sum(sums[code]["declared"] for code in chosen),
        sum(sums[code]["eligible"] for code in chosen),
    )


def _contributions(partner: Partner, own: int) -> list[ContributionShare]:
    if not partner.contributions:
        return []
    total = sum(entry.amount for entry in partner.contributions)
    shares = [share_of(own, Fraction(c.amount, total), "down") for c in partner.contributions]
    shares[-1] += own - sum(shares)
    return [
        ContributionShare(source=entry.source, status=entry.status, amount=share)
        for entry, share in zip(partner.contributions, shares, strict=True)
    ]


def _reductions(partner: PartnerClaim) -> list[FundReduction]:
    full = share_of(partner.cumulative_eligible, Fraction(partner.fund_rate), "down")
    taken = full - partner.cumulative_fund
    if taken <= 0:
        return []
    return [
        FundReduction(
            partner=partner.partner,
            rule="R-RAT-02",
            before=partner.fund + taken,
            limit=partner.fund,
            amount=taken,
        )
    ]


def _findings(case: Ingredients, partners: list[PartnerClaim]) -> list[ClaimFinding]:
    found = [_of_row(case, row) for row in case.rows if row.code]
    for partner in partners:
        name = partner.partner
        for category in partner.categories:
            if category.flat_rate and category.cut:
                rule = _FLAT_RULES[category.category]
                asked, given = (format_cents(c) for c in (category.declared, category.eligible))
                message = (
                    f"{name}: the flat rate follows the accepted base: "
                    f"{words('en').amount(category.declared)} EUR becomes "
                    f"{words('en').amount(category.eligible)} EUR."
                )
                found.append(
                    _finding(
                        case,
                        code=rule.removeprefix("R-"),
                        rule=rule,
                        severity="cut",
                        applies_to="category",
                        partner=name,
                        found=f"{asked} EUR",
                        expected=f"{given} EUR",
                        amount=category.cut,
                        message=message,
                        remedy="Nothing to do; it comes back if the rejected items of the base are "
                        "accepted.",
                    )
                )
    found += case.findings
    found += [
        _finding(
            case,
            code="DEL-01",
            severity="warn",
            applies_to="partner",
            partner=name,
            message=f"{name} has not delivered for this period.",
            remedy="Late items go into the next period; a partner with nothing to declare sends a "
            "nil report.",
        )
        for name in case.missing
    ]
    found += [
        _finding(
            case,
            code="CTR-01",
            rule="R-CTR-01",
            severity="warn",
            applies_to="partner",
            partner=name,
            message=f"{name}: no controller's certificate for this period.",
            remedy="Record the controller's result; the project claim cannot be signed off before.",
        )
        for name in case.uncertified
    ]
    return found


def _of_row(case: Ingredients, row: Row) -> ClaimFinding:
    item = _item(row)
    return _finding(
        case,
        code=row.code,
        rule=row.rule,
        severity=_SEVERITY[row.fate],
        applies_to="item",
        partner=row.partner,
        table="costs",
        item_id=row.item_id,
        file=item.file,
        sheet=item.sheet,
        row=row.row,
        found=row.found,
        expected=row.expected,
        amount=item.rejected + item.cut + item.parked,
        message=row.message,
        remedy=row.remedy,
    )


def _finding(case: Ingredients, **values: Any) -> ClaimFinding:
    texts = ("rule", "table", "item_id", "file", "sheet", "column", "found", "expected")
    whole: dict[str, Any] = dict.fromkeys(texts, "") | {"row": None, "amount": 0} | values
    return ClaimFinding(basis=case.basis.get(whole["rule"], ""), **whole)


def _assessments(case: Ingredients, findings: list[ClaimFinding]) -> list[RuleAssessment]:
    return [
        RuleAssessment(
            rule=rule,
            assessed=rule not in case.not_assessed,
            reason=case.not_assessed.get(rule, ""),
            findings=sum(f.rule == rule for f in findings),
            amount=sum(f.amount for f in findings if f.rule == rule),
            basis=basis,
        )
        for rule, basis in case.basis.items()
    ]


def _reconciliation(
    items: list[ClaimItem], partners: list[PartnerClaim], sums: dict[str, int], fund: int
) -> list[ReconciliationLine]:
    flat = [c for p in partners for c in p.categories if c.flat_rate]
    pairs = [
        (
            "Declared: items and flat rates = partners",
            sum(i.declared for i in items) + sum(c.declared for c in flat),
            sums["declared"],
        ),
        (
            "Project: declared = rejected + cut + parked + eligible",
            sums["declared"],
            sums["rejected"] + sums["cut"] + sums["parked"] + sums["eligible"],
        ),
        (
            "Project: eligible = EU share + own contribution",
            sums["eligible"],
            fund + sum(p.own for p in partners),
        ),
    ]
    pairs += [
        (f"{p.partner}: eligible = EU share + own contribution", p.eligible, p.fund + p.own)
        for p in partners
    ]
    return [
        ReconciliationLine(check=check, left=left, right=right, difference=left - right)
        for check, left, right in pairs
    ]


def _rates(items: list[ClaimItem]) -> list[RateUse]:
    foreign = [item for item in items if item.currency != "EUR"]
    return [
        RateUse(
            currency=currency,
            month="2018-01",
            rate=rate,
            source="derived (ECB)",
            items=len(mine),
            amount=sum(i.amount_declared for i in mine),
            amount_eur=sum(i.declared for i in mine),
        )
        for currency, rate in sorted({(i.currency, i.rate) for i in foreign})
        for mine in [[i for i in foreign if (i.currency, i.rate) == (currency, rate)]]
    ]


def _provenance(case: Ingredients, items: list[ClaimItem]) -> Provenance:
    inputs = []
    for partner in case.project.partners:
        mine = [item for item in items if item.partner == partner.id]
        if not mine:
            continue
        sums: Counter[str] = Counter()
        for item in mine:
            sums[item.currency] += item.amount_declared
        inputs.append(
            InputFile(
                file=mine[0].file,
                sha256=mine[0].file_sha256,
                partner=partner.id,
                rows=len(mine),
                sum_declared=dict(sums),
                received_at=f"{case.submitted_on - timedelta(days=45)}T09:12:44+00:00",
            )
        )
    return Provenance(
        inputs=inputs,
        fingerprint=_digest(case.project.id, str(case.period)),
        software="eurocent 0.1.0",
        libraries={"pango": "1.56.3", "harfbuzz": "10.2.0", "weasyprint": "70.0"},
        rules_sha256=_digest("rules"),
        project_sha256=_digest(case.project.id),
        rates_sha256=_digest("rates"),
        previous=[_digest("period", "1")],
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("/".join(parts).encode()).hexdigest()
