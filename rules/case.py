"""What the rules are given: one project, one reporting period, and everything known about both.

Nothing here reads a file, a clock or a database. The same case gives the same result, always.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from rules.standing import Reported, Standings, standings
from schemas.activities import ACTIVITIES
from schemas.claim import Claim
from schemas.evidence import EvidenceFile
from schemas.findings import Finding
from schemas.invoices import ChargedInvoice
from schemas.law import Law, Parameters
from schemas.participants import PARTICIPANTS
from schemas.project import Certificate, Fund, Partner, Period, Project
from schemas.rates import RateTable

Result = TypeVar("Result")


@dataclass(frozen=True)
class PartnerReport:
    """How one partner's delivery for the period arrived.

    Attributes:
        submitted_on: the receipt's day, else the day given for the run, else the deadline.
        stated: whether that day was stated by a receipt or for the run (not the deadline).
        delivered: a usable delivery (or a nil report) is there.
        blocked: files came, but could not be used; the partner counts as missing.
        unreadable_rows: cost rows without a readable amount or currency.
    """

    submitted_on: date
    stated: bool = False
    delivered: bool = True
    blocked: bool = False
    unreadable_rows: int = 0


@dataclass(frozen=True)
class Earlier:
    """The earlier periods as they count: their claims, and what happened in them.

    Attributes:
        claims: one per earlier period, ascending; the approved version, else the latest run.
        activities, participants: typed frames of all earlier periods together.
    """

    claims: Sequence[Claim] = ()
    activities: pd.DataFrame = field(default_factory=ACTIVITIES.empty)
    participants: pd.DataFrame = field(default_factory=PARTICIPANTS.empty)


@dataclass(frozen=True)
class Case:
    """Everything one assessment needs.

    Attributes:
        project: the definition as amended for the period.
        number: of the reporting period.
        law: families, parameters and the catalogue of rules.
        rates: the exchange rates, the project's published ones first.
        costs, activities, participants: typed frames of the period, all partners together.
        reports: how each partner's delivery arrived, by partner id.
        certificates: controllers' results of the period, by partner id.
        findings: what was already found while reading the files.
        earlier: the periods before.
        elsewhere: what other projects charged of invoices that may be of this period, too.
        evidence: the files of evidence of each partner who hands any in, by partner id.
    """

    project: Project
    number: int
    law: Law
    rates: RateTable
    costs: pd.DataFrame
    activities: pd.DataFrame
    participants: pd.DataFrame
    reports: Mapping[str, PartnerReport]
    certificates: Mapping[str, Certificate] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    earlier: Earlier = field(default_factory=Earlier)
    elsewhere: Sequence[ChargedInvoice] = ()
    evidence: Mapping[str, Sequence[EvidenceFile]] = field(default_factory=dict)
    _done: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, work: Callable[[Case], Result]) -> Result:
        """What a function makes of the case, worked out for the first rule that asks only."""
        if work not in self._done:
            self._done[work] = work(self)
        done: Result = self._done[work]
        return done

    @property
    def period(self) -> Period:
        """The reporting period."""
        return self.project.period(self.number)

    @cached_property
    def parameters(self) -> Parameters:
        """The dated values of the family with the contract's own over them."""
        return self.law.parameters(self.project.rule_set, self.project.parameters)

    def applies(self, rule: str) -> bool:
        """Whether a rule of the catalogue belongs to the project's family."""
        return self.law.base(self.project.rule_set) in self.law.rules[rule].families

    @property
    def partners(self) -> list[Partner]:
        """The partners in the order of the project file."""
        return self.project.partners

    @property
    def closing(self) -> date:
        """The day on which parameters of the period are read: its last."""
        return self.period.end

    @property
    def agreed(self) -> date:
        """The day on which values that the contract fixes are read: that of the agreement."""
        return self.project.programme.agreement_date or self.project.start

    def funds_of(self, partner: Partner) -> list[Fund]:
        """A partner's EU funds on the closing day.

        A service contract pays its price whole: where the project file names no funds, that is the
        family's own fund at the rate of 1.
        """
        if partner.funds or not self.applies("R-SRV-01"):
            return partner.funds_on(self.closing)
        default = self.law.family(self.project.rule_set).default_fund
        return [Fund(fund=default, rate=Fraction(1))]

    @cached_property
    def history(self) -> Standings:
        """What stands of the items of earlier claims that this report can refer to."""
        if not self.earlier.claims:
            return Standings()
        named = set(self.costs["corrects_item_id"].unique())
        for certificate in self.certificates.values():
            named |= {item.item_id for item in certificate.items if item.period is not None}
        return standings([Reported.of(claim) for claim in self.earlier.claims], named)
