"""``claim.json``: one run's result, the contract of ``product.md`` §5.

Inside Eurocent every amount of the claim is a whole number of EUR cents; written out it is text
with two decimals. The same models read a stored claim back, so that earlier periods come from
what was signed and never from a second calculation.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from schemas.money import format_cents, parse_cents


def _read_amount(value: object) -> int:
    return value if isinstance(value, int) else parse_cents(value)


Amount: TypeAlias = Annotated[
    int,
    BeforeValidator(_read_amount),
    PlainSerializer(format_cents, return_type=str, when_used="json"),
]
"""EUR cents in memory, ``"1234.50"`` in JSON."""

ReceiptKind: TypeAlias = Literal["net_revenue", "other_funding", "interest"]
Status: TypeAlias = Literal["draft", "provisional", "approved", "submitted", "paid", "superseded"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Breakdown(_Part):
    """What became of declared expenditure: ``declared = rejected + cut + parked + eligible``."""

    declared: Amount = 0
    rejected: Amount = 0
    cut: Amount = 0
    parked: Amount = 0
    eligible: Amount = 0


class CategoryClaim(Breakdown):
    """One cost category of one partner.

    Attributes:
        flat_rate: the rate as text where the category is a flat rate, else "".
        previous: eligible in earlier claims; ``cumulative`` adds this claim's, ``remaining`` is
            budget less cumulative (negative when overspent).
        flat_rate_of, base_declared, base_accepted: how a flat rate was worked out ("" and 0 else).
    """

    category: str
    budget: Amount = 0
    flat_rate: str = ""
    previous: Amount = 0
    cumulative: Amount = 0
    remaining: Amount = 0
    flat_rate_of: str = ""
    base_declared: Amount = 0
    base_accepted: Amount = 0


class FundShare(_Part):
    """One EU fund's part of a partner's claim; ``cumulative`` includes earlier claims."""

    fund: str
    rate: str
    amount: Amount
    cumulative: Amount = 0


class ContributionShare(_Part):
    """One source of the partner's own contribution."""

    source: str
    status: str
    amount: Amount


class PartnerClaim(Breakdown):
    """One partner's part of the claim; ``eligible = fund + own``."""

    partner: str
    name: str
    country: str
    fund_rate: str
    submitted_on: date
    delivered: bool
    certified: bool
    fund: Amount = 0
    own: Amount = 0
    cumulative_eligible: Amount = 0
    cumulative_fund: Amount = 0
    unreadable_rows: int = 0
    budget: Amount = 0
    max_fund: Amount = 0
    categories: list[CategoryClaim] = Field(default_factory=list)
    funds: list[FundShare] = Field(default_factory=list)
    contributions: list[ContributionShare] = Field(default_factory=list)


class Totals(Breakdown):
    """The claim of the whole project."""

    fund: Amount = 0
    own: Amount = 0
    cumulative_eligible: Amount = 0
    cumulative_fund: Amount = 0
    max_fund: Amount = 0
    payable: Amount = 0


class Adjustment(_Part):
    """A cut above the item; ``category`` is null for revenue and a partner's whole budget."""

    level: Literal["partner", "action"]
    partner: str
    category: str | None
    rule: str
    amount: Amount


class FundReduction(_Part):
    """A rule that lowers the EU share alone: ``amount = before - limit``."""

    partner: str
    rule: str
    before: Amount
    limit: Amount
    amount: Amount


class ClaimFinding(_Part):
    """A finding as it stands in the claim, in the language of the run."""

    code: str
    rule: str
    severity: str
    applies_to: str
    partner: str
    table: str
    item_id: str
    file: str
    sheet: str
    row: int | None
    column: str
    found: str
    expected: str
    amount: Amount
    message: str
    remedy: str
    basis: str


class ClaimItem(Breakdown):
    """One expenditure item; ``amount_declared`` is in its own currency, the rest in EUR.

    The fields from ``description`` on are the printed list of expenditure (funding-rules §10.2);
    quantities and prices are decimal text, "" where the row has none.

    Attributes:
        origin_period, origin_item_id: where an item first stood that an earlier report parked, or
            from which a later one recovers; None and "" for an item of this report.
        evidence: SHA-256 of each file that is kept as its evidence, ascending.
    """

    item_id: str
    partner: str
    category: str
    currency: str
    amount_declared: Amount
    rate: str
    rate_month: str
    rate_source: str
    file_sha256: str
    file: str
    sheet: str
    row: int
    description: str = ""
    supplier_name: str = ""
    supplier_vat_id: str = ""
    invoice_number: str = ""
    invoice_date: date | None = None
    payment_date: date | None = None
    amount_gross: Amount | None = None
    amount_vat: Amount | None = None
    share: str = ""
    corrects_item_id: str = ""
    cost_element: str = ""
    activity_id: str = ""
    contract_id: str = ""
    staff_ref: str = ""
    hours: str = ""
    hourly_rate: str = ""
    unit_cost_id: str = ""
    units: str = ""
    unit_price: str = ""
    lump_sum_id: str = ""
    flags: str = ""
    evidence_ref: str = ""
    origin_period: int | None = None
    origin_item_id: str = ""
    rules: list[str] = Field(default_factory=list)
    evidence: list[str] = Field(default_factory=list)


class FollowUpLine(_Part):
    """What a controller's result leaves to be settled, carried from claim to claim.

    Attributes:
        period: reporting period in which the item was first reported.
        amount: parked or deducted, in EUR cents.
        status: ``open`` (still parked), ``re-included``, ``recovered`` or ``closed``.
        settled_in: reporting period in which it left the list; None while it is open.
    """

    partner: str
    period: int
    item_id: str
    amount: Amount
    error_type: str = ""
    why: str = ""
    status: Literal["open", "re-included", "recovered", "closed"] = "open"
    settled_in: int | None = None


class DeliverableLine(_Part):
    """A deliverable of a service contract (funding-rules §5); amounts in EUR cents.

    Attributes:
        accepted_on: None while it is pending.
        period: reporting period in which it is paid; None while it is pending.
        days_late: days from the agreed day to the actual end, 0 where it came in time.
        damages: liquidated damages, taken off what is payable.
    """

    deliverable: str
    activity: str
    partner: str
    title: str
    price: Amount
    due: date | None = None
    accepted_on: date | None = None
    period: int | None = None
    days_late: int = 0
    damages: Amount = 0


class ReceiptLine(_Part):
    """Money the action received, by partner and kind, and what it did to the claim."""

    partner: str
    kind: ReceiptKind
    this_period: Amount = 0
    cumulative: Amount = 0
    deducted: Amount = 0


class Retention(_Part):
    """Until when documents are kept (R-RET-01); ``until`` is None while a date is not known yet.

    Attributes:
        months: how long, from the day that ``starts`` names.
        starts: the event from which the time runs, as the parameter ``retention.starts`` codes it.
        assumed: whether ``until`` rests on a day that is not known for certain.
        participants_until: until when lists of participants are kept, with pseudonyms: the day that
            the project states, else ``until``.
    """

    months: int
    starts: str
    until: date | None = None
    assumed: bool = True
    participants_until: date | None = None


class ActivityLine(_Part):
    """One activity of the period, for the chapter on activities and events."""

    activity_id: str
    work_package: str
    type: str
    title: str
    status: str
    partner: str
    start: date | None = None
    end: date | None = None
    city: str = ""
    country: str = ""
    participants: int = 0
    organisations: int = 0
    meetings: int = 0
    evidence_ref: str = ""
    evidence: list[str] = Field(default_factory=list)
    deviation: str = ""


class PartnerEvidence(_Part):
    """Which of a partner's rows have their files of evidence.

    Attributes:
        files: different files, by their content.
        items: items of the report that rest on papers (no simplified costs).
        items_with: of these, those that all their papers are here for.
        missing: numbers of the others.
        activities, activities_with: activities that refer to evidence, and those that have it.
        payment_proofs: files that prove a payment.
        unmatched: files that no row refers to.
    """

    partner: str = ""
    files: int = 0
    items: int = 0
    items_with: int = 0
    items_missing: int = 0
    missing: list[str] = Field(default_factory=list)
    activities: int = 0
    activities_with: int = 0
    payment_proofs: int = 0
    unmatched: int = 0


class EvidenceCounts(_Part):
    """Files of evidence that are kept here: sums over the partners who hand any in, and each.

    A partner who keeps its papers itself does not stand among ``partners``, nor in the sums.
    """

    files: int = 0
    items: int = 0
    items_with: int = 0
    items_missing: int = 0
    activities: int = 0
    activities_with: int = 0
    payment_proofs: int = 0
    unmatched: int = 0
    partners: list[PartnerEvidence] = Field(default_factory=list)

    @classmethod
    def of(cls, partners: list[PartnerEvidence]) -> EvidenceCounts:
        """The sums over some partners."""
        summed = {
            name: sum(getattr(entry, name) for entry in partners)
            for name in cls.model_fields
            if name != "partners"
        }
        return cls(**summed, partners=partners)


class ActivityCounts(_Part):
    """Activities of the period."""

    total: int = 0
    by_status: dict[str, int] = Field(default_factory=dict)
    by_type: dict[str, int] = Field(default_factory=dict)
    lines: list[ActivityLine] = Field(default_factory=list)


class ParticipantCounts(_Part):
    """Participants of the period; types and countries count unique organisations."""

    attendances: int = 0
    unique_participants: int = 0
    organisations: int = 0
    by_type: dict[str, int] = Field(default_factory=dict)
    by_country: dict[str, int] = Field(default_factory=dict)
    meetings: int = 0


class IndicatorValue(_Part):
    """An indicator against its target; values are decimal text."""

    id: str
    target: str
    this_period: str
    cumulative: str


class ReconciliationLine(_Part):
    """Two sums that must agree, and their difference."""

    check: str
    left: Amount
    right: Amount
    difference: Amount


class RuleAssessment(_Part):
    """One rule of the family: whether it ran, and what it did in this claim.

    ``missing`` names the columns and keys for want of which it did not run; ``reason`` tells it.
    """

    rule: str
    assessed: bool
    reason: str = ""
    missing: list[str] = Field(default_factory=list)
    findings: int = 0
    amount: Amount = 0
    basis: str = ""


class ParameterUse(_Part):
    """A dated value that the claim was calculated with."""

    key: str
    value: str
    valid_from: str
    reference: str
    confidence: str


class RateUse(_Part):
    """An exchange rate that the claim used, with the items and sums behind it."""

    currency: str
    month: str
    rate: str
    source: str
    items: int
    amount: Amount
    amount_eur: Amount


class InputFile(_Part):
    """A file behind the claim; ``sum_declared`` per currency, in that currency."""

    file: str
    sha256: str
    partner: str
    rows: int
    sum_declared: dict[str, Amount]
    received_at: str


class Provenance(_Part):
    """What the claim was made of."""

    inputs: list[InputFile]
    fingerprint: str
    software: str
    libraries: dict[str, str]
    rules_sha256: str
    project_sha256: str = ""
    rates_sha256: str = ""
    previous: list[str] = Field(default_factory=list)


class Approval(_Part):
    """Who signed the claim off, and on which day."""

    by: str
    on: date


class Claim(_Part):
    """One run of one project and period."""

    schema_: Literal["eurocent/claim/1"] = Field(default="eurocent/claim/1", alias="schema")
    project: str
    period: int
    rule_set: str
    rule_set_version: str
    currency: Literal["EUR"] = "EUR"
    submitted_on: date
    status: Status
    stale: bool = False
    addressee: str
    language: str = "en"
    version: int = 1
    partners: list[PartnerClaim]
    totals: Totals
    adjustments: list[Adjustment] = Field(default_factory=list)
    fund_reductions: list[FundReduction] = Field(default_factory=list)
    findings: list[ClaimFinding] = Field(default_factory=list)
    items: list[ClaimItem] = Field(default_factory=list)
    activities: ActivityCounts = Field(default_factory=ActivityCounts)
    participants: ParticipantCounts = Field(default_factory=ParticipantCounts)
    indicators: list[IndicatorValue] = Field(default_factory=list)
    evidence: EvidenceCounts = Field(default_factory=EvidenceCounts)
    reconciliation: list[ReconciliationLine] = Field(default_factory=list)
    deliverables: list[DeliverableLine] = Field(default_factory=list)
    receipts: list[ReceiptLine] = Field(default_factory=list)
    follow_up: list[FollowUpLine] = Field(default_factory=list)
    retention: Retention | None = None
    rules: list[RuleAssessment] = Field(default_factory=list)
    parameters: list[ParameterUse] = Field(default_factory=list)
    rates: list[RateUse] = Field(default_factory=list)
    assumptions: list[str] = Field(default_factory=list)
    approval: Approval | None = None
    provenance: Provenance

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    def to_json(self) -> str:
        """The claim as ``claim.json``: stable key order, amounts as text, one final newline."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"

    @property
    def blocked(self) -> bool:
        """Whether a finding blocks a partner's delivery."""
        return any(finding.severity == "blocking" for finding in self.findings)
