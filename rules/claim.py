"""From an assessment to the claim: the contract of ``product.md`` §5, every figure in its place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from rules.assess import ASSESSED, Assessment
from rules.case import Case
from rules.claim_items import claim_items
from rules.evidence_files import papers_of
from rules.follow_up import follow_up, left_open
from rules.funding import contribution_lines, fund_lines
from rules.indicators import count_activities, count_participants, measure
from rules.inputs import Inputs, why_not
from rules.receipts import interest
from rules.reconcile import reconcile
from rules.sums import UNASSIGNED, Parts, total
from schemas.bank_accounts import without_accounts
from schemas.claim import (
    CategoryClaim,
    Claim,
    ClaimFinding,
    DeliverableLine,
    ParameterUse,
    PartnerClaim,
    Provenance,
    RateUse,
    RuleAssessment,
    Status,
    Totals,
)
from schemas.findings import Finding, worst_first
from schemas.law import DatedValue
from schemas.money import format_ratio, share_of
from schemas.project import Partner
from schemas.words import N_, Words


@dataclass(frozen=True)
class Heading:
    """What stands around the figures of a claim.

    Attributes:
        status: draft or provisional when it is made.
        submitted_on: the day stated for the run, else the period's deadline for partners.
        words: the language of its messages.
        version: number of the claim among those of the period.
    """

    status: Status
    submitted_on: date
    words: Words
    version: int
    provenance: Provenance
    stale: bool = False


NOT_BUILT = N_("Not assessed by this version of Eurocent.")


def make_claim(case: Case, result: Assessment, heading: Heading) -> Claim:
    """Write the claim of a period, reconciled."""
    partners = [_partner(partner, case, result) for partner in case.partners]
    family = case.law.family(case.project.rule_set)
    papers = case.once(papers_of)
    items = claim_items(result.items, result.findings, papers.of_items)
    lines = follow_up(items, result.findings, case)
    findings = worst_first([*result.findings, *left_open(lines, case)])
    draft = Claim(
        project=case.project.id,
        period=case.number,
        rule_set=case.project.rule_set,
        rule_set_version=family.version,
        submitted_on=heading.submitted_on,
        status=heading.status,
        stale=heading.stale,
        addressee=family.addressee.of(heading.words.language),
        language=heading.words.language,
        version=heading.version,
        partners=partners,
        totals=_totals(partners, case, result),
        adjustments=result.adjustments,
        fund_reductions=[*result.funding.reductions, *result.deliverables.reductions],
        findings=[claim_finding(finding, case, heading.words) for finding in findings],
        items=items,
        follow_up=lines,
        activities=count_activities(case),
        participants=count_participants(case),
        indicators=measure(case),
        evidence=papers.counts,
        deliverables=_deliverables(case, result, heading.words.language),
        receipts=result.receipts,
        retention=result.retention,
        rules=_rules(case, result, heading.words),
        parameters=_parameters(case, heading.words),
        rates=_rates(result),
        assumptions=case.project.assumptions,
        provenance=heading.provenance,
    )
    return draft.model_copy(update={"reconciliation": reconcile(draft)})


def _partner(partner: Partner, case: Case, result: Assessment) -> PartnerClaim:
    parts = result.partners[partner.id]
    report = case.reports[partner.id]
    fund = result.funding.of_partner(partner.id)
    own = parts.eligible - fund
    return PartnerClaim(
        **parts.as_dict(),
        partner=partner.id,
        name=partner.name,
        country=partner.country,
        fund_rate=format_ratio(sum((entry.rate for entry in case.funds_of(partner)), Fraction(0))),
        submitted_on=report.submitted_on,
        delivered=report.delivered,
        certified=partner.id in case.certificates,
        fund=fund,
        own=own,
        cumulative_eligible=result.before.of_partner(partner.id) + parts.eligible,
        cumulative_fund=result.before.fund_of_partner(partner.id) + fund,
        unreadable_rows=result.unreadable[partner.id],
        budget=partner.budget_total,
        max_fund=sum(_largest(partner, entry.max, entry.rate) for entry in case.funds_of(partner)),
        categories=_categories(partner, case, result),
        funds=fund_lines(partner, result.funding, result.before, case),
        contributions=contribution_lines(partner, own),
    )


def _largest(partner: Partner, stated: int | None, rate: Fraction) -> int:
    """The largest EU share of a partner: as stated, else its rate of its whole budget."""
    return share_of(partner.budget_total, rate, "down") if stated is None else stated


def _categories(partner: Partner, case: Case, result: Assessment) -> list[CategoryClaim]:
    """The partner's cost categories with budget, flat rate or cost, in the family's order."""
    flat = {f.category: f for f in result.flat_rates if f.partner == partner.id}
    used = {category for name, category in result.sums if name == partner.id}
    earlier = {
        category
        for (name, category), amount in result.before.eligible.items()
        if name == partner.id and category and amount
    }
    wanted = used | earlier | set(partner.budget) | set(flat)
    family = [category.code for category in case.law.family(case.project.rule_set).categories]
    ordered = [code for code in family if code in wanted]
    ordered += sorted(wanted - set(family) - {UNASSIGNED}) + [
        c for c in (UNASSIGNED,) if c in wanted
    ]
    lines = []
    for category in ordered:
        parts = result.sums.get((partner.id, category), Parts())
        before = result.before.eligible.get((partner.id, category), 0)
        budget = partner.budget.get(category, 0)
        rate = flat.get(category)
        lines.append(
            CategoryClaim(
                **parts.as_dict(),
                category=category,
                budget=budget,
                flat_rate=format_ratio(rate.rate) if rate else "",
                previous=before,
                cumulative=before + parts.eligible,
                remaining=budget - before - parts.eligible,
                flat_rate_of=rate.of if rate else "",
                base_declared=rate.base_declared if rate else 0,
                base_accepted=rate.base_accepted if rate else 0,
            )
        )
    return lines


def _totals(partners: list[PartnerClaim], case: Case, result: Assessment) -> Totals:
    whole = total(result.partners.values())
    fund = sum(partner.fund for partner in partners)
    return Totals(
        **whole.as_dict(),
        fund=fund,
        own=whole.eligible - fund,
        cumulative_eligible=sum(partner.cumulative_eligible for partner in partners),
        cumulative_fund=sum(partner.cumulative_fund for partner in partners),
        max_fund=case.project.max_fund or 0,
        payable=fund - result.deliverables.damages - interest(result.receipts),
    )


def _deliverables(case: Case, result: Assessment, language: str) -> list[DeliverableLine]:
    """The deliverables with their titles in the language of the run."""
    titles = {entry.id: entry.title.get(language, "") for entry in case.project.deliverables}
    return [
        line.model_copy(update={"title": titles.get(line.deliverable) or line.title})
        for line in result.deliverables.lines
    ]


def claim_finding(finding: Finding, case: Case, words: Words) -> ClaimFinding:
    """Write a finding in the reader's language, with the article of the project's family.

    The claim is public: of a bank account in the cell only the last four digits are repeated.
    """
    if isinstance(finding.found, str):
        finding = replace(finding, found=without_accounts(finding.found))
    return ClaimFinding(
        code=finding.code,
        rule=finding.rule,
        severity=finding.severity.value,
        applies_to=finding.kind.applies_to,
        partner=finding.partner,
        table=finding.table,
        item_id=finding.item_id,
        file=finding.file,
        sheet=finding.sheet,
        row=finding.row or None,
        column=finding.column,
        found=finding.plain_found(),
        expected=finding.plain_expected(),
        amount=finding.amount_cents,
        message=finding.message(words),
        remedy=finding.remedy(words),
        basis=finding.reference or _basis(finding.rule, case, words),
    )


def _basis(rule: str, case: Case, words: Words) -> str:
    """The article behind a rule in the project's family, "" where the extract contract asks."""
    known = case.once(_bases)
    if (rule, words.language) not in known:
        known[rule, words.language] = _found_basis(rule, case, words)
    return known[rule, words.language]


def _bases(_: Case) -> dict[tuple[str, str], str]:
    """What ``_basis`` has found: the same few articles stand behind many findings."""
    return {}


def _found_basis(rule: str, case: Case, words: Words) -> str:
    family = case.law.family(case.project.rule_set)
    if not rule or case.law.base(family.id) not in case.law.rules[rule].families:
        return ""
    return family.cite(case.law.basis(rule, family.id).basis, words.language)


def _rules(case: Case, result: Assessment, words: Words) -> list[RuleAssessment]:
    """Every rule of the family: assessed with what it did, or not assessed with the reason."""
    inputs = Inputs(case)
    met = Counter(finding.rule for finding in result.findings)
    taken: Counter[str] = Counter()
    for finding in result.findings:
        taken[finding.rule] += finding.amount_cents
    assessed = []
    for rule in case.law.rules_of(case.project.rule_set):
        built = rule.id in ASSESSED
        # A rule that found something had what it needed.
        missing = inputs.missing(rule) if built and not met[rule.id] else []
        reason = why_not(missing, words) if missing else "" if built else words(NOT_BUILT)
        assessed.append(
            RuleAssessment(
                rule=rule.id,
                assessed=not reason,
                reason=reason,
                missing=[name for need in missing for name in need.inputs],
                findings=met[rule.id],
                amount=taken[rule.id],
                basis=_basis(rule.id, case, words),
            )
        )
    return assessed


def _parameters(case: Case, words: Words) -> list[ParameterUse]:
    """The dated values that bind the project on the last day of the period."""
    parameters = case.parameters
    family = case.law.family(case.project.rule_set)
    used = []
    for key in parameters.keys():  # noqa: SIM118  (its own method, not a mapping's)
        if not parameters.has(key, case.closing):
            continue
        dated: DatedValue = parameters.dated(key, case.closing)
        value = "; ".join(dated.value) if isinstance(dated.value, tuple) else str(dated.value)
        if dated.by_country:
            own = ", ".join(f"{country} {part}" for country, part in dated.by_country.items())
            value = f"{value} ({own})"
        since = "" if key in parameters.overridden else dated.from_date.isoformat()
        used.append(
            ParameterUse(
                key=key,
                value=value.lower() if isinstance(dated.value, bool) else value,
                valid_from=since,
                reference=family.cite(dated.reference, words.language),
                confidence=dated.confidence,
            )
        )
    return used


def _rates(result: Assessment) -> list[RateUse]:
    """The exchange rates used, by currency and month, with the amounts converted."""
    foreign = result.items.loc[result.items["currency"].ne("EUR")]
    if foreign.empty:
        return []
    keys = ["currency", "rate_month", "rate", "rate_source"]
    grouped = foreign.groupby(keys, sort=True).agg(
        items=("item_id", "size"), amount=("amount_declared_cents", "sum"), euro=("declared", "sum")
    )
    return [
        RateUse(
            currency=row["currency"],
            month=row["rate_month"],
            rate=row["rate"],
            source=row["rate_source"],
            items=int(row["items"]),
            amount=int(row["amount"]),
            amount_eur=int(row["euro"]),
        )
        for row in grouped.reset_index().to_dict("records")
    ]
