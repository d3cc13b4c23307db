"""One partner's files held against the law: what ``check`` and ``submit`` have in common.

Nothing is printed and nothing is kept here. Both read the files as a run would; they differ in what
they do with the answer.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from intake.delivery import Context, Delivery, FileRead, TableRead, read_delivery
from intake.law import load_law
from intake.mapping_files import read_mapping
from intake.project import Definition, category_names, load_project
from portal.remembered import mappings_of, on_record, rates_on_record
from rules.assess import assess
from rules.case import Case, PartnerReport
from rules.claim import claim_finding
from rules.evidence_files import papers_of
from schemas.claim import ClaimFinding, EvidenceCounts
from schemas.evidence import EvidenceFile
from schemas.findings import Finding, kinds, without_flood, worst_first
from schemas.law import Law
from schemas.mapping import ColumnMapping
from schemas.project import Partner, Project
from schemas.run import RunRefused, require_partner, require_period
from schemas.words import N_, Words

OUTCOMES = {
    "clean": N_("Clean: everything can be used."),
    "action needed": N_("Action needed: the rows named wait or were reduced, the others are used."),
    "refused": N_("Refused: the file cannot be used as it is."),
}


@dataclass(frozen=True)
class Desk:
    """Where a partner hands in: one project as it is in one reporting period.

    Attributes:
        definition: the project file as it was read.
        project: as amended for the period.
        owner: the partner.
    """

    definition: Definition
    project: Project
    owner: Partner
    period: int
    law: Law

    @classmethod
    def of(cls, project: str, partner: str, period: int) -> Desk:
        """Find project, partner and period.

        Raises:
            ProjectError: the project file is not there or not in order.
            RunRefused: the project has no such period or partner.
        """
        law = load_law()
        definition = load_project(project, law)
        require_period(definition.project, period)
        amended = definition.project.as_of(period)
        return cls(definition, amended, require_partner(amended, partner), period, law)

    def mappings(self, use: Path | None = None) -> tuple[ColumnMapping, ...]:
        """The mappings of the partner's own layouts: one from a file first, then the remembered.

        Raises:
            MappingFileError: the file is not there or not in order.
            RunRefused: it is a mapping of another project or partner.
        """
        remembered = mappings_of(self.project.id, self.owner.id)
        if use is None:
            return remembered
        mapping = read_mapping(use)
        if (mapping.project, mapping.partner) != (self.project.id, self.owner.id):
            raise RunRefused(
                f"{use.name} is the mapping of {mapping.partner} in {mapping.project}.",
                "Name that project and partner, or change the two lines in the file.",
            )
        return (mapping, *remembered)

    def context(
        self, pseudonym_key: bytes | None = None, mappings: Sequence[ColumnMapping] | None = None
    ) -> Context:
        """What intake has to know.

        Args:
            pseudonym_key: without one the pseudonyms are good for this time only.
            mappings: of the partner's own layouts; those that are remembered, unless given.
        """
        if mappings is None:
            mappings = self.mappings()
        return Context(
            project=self.project,
            partner=self.owner.id,
            period=self.period,
            categories=category_names(self.law.family(self.project.rule_set)),
            pseudonym_key=pseudonym_key or secrets.token_bytes(32),
            mappings=tuple(mappings),
        )


@dataclass(frozen=True)
class Assessed:
    """What there is to say about a partner's files.

    Attributes:
        delivery: the files as read.
        findings: worst first, in the reader's language.
        fate: the partner's expenditure items with what became of each (``rules.assess``).
        outcome: ``clean``, ``action needed`` or ``refused``.
        evidence: how many rows have their evidence, where the partner hands any in.
    """

    delivery: Delivery
    findings: list[ClaimFinding]
    fate: pd.DataFrame
    outcome: str
    evidence: EvidenceCounts = field(default_factory=EvidenceCounts)

    @property
    def tables(self) -> Iterator[tuple[FileRead, TableRead, int]]:
        """Every table with its file and its number of usable rows."""
        for file in self.delivery.files:
            for table in file.tables:
                yield file, table, self._usable(file, table)

    @property
    def is_unreadable(self) -> bool:
        """Whether a file cannot be read at all; unknown headings are only missing columns."""
        unreadable = {code for code in kinds() if code.startswith("FILE-01")}
        return any(f.code in unreadable - {"FILE-01-HEADINGS"} for f in self.findings)

    @property
    def usable(self) -> pd.Series[bool]:
        """Of every item, whether it counts: neither rejected nor parked."""
        return self.fate["rejected"].eq(0) & self.fate["parked"].eq(0)

    def _usable(self, file: FileRead, table: TableRead) -> int:
        if table.table != "costs":
            return int(table.frame["unread"].eq("").sum())
        here = self.fate["file"].eq(file.file) & self.fate["sheet"].eq(table.sheet)
        return int((here & self.usable).sum())


def assess_files(
    files: Sequence[Path], desk: Desk, context: Context, spoken: Words, on: date | None = None
) -> Assessed:
    """Read files and hold them against the law, as the run of the period would.

    Args:
        files: in the order in which they count.
        desk: where they are handed in.
        context: of the same desk; its key makes the pseudonyms.
        spoken: language of the findings.
        on: the day of submission; without it the one to be expected (``expected_day``).

    Raises:
        OSError: a file is not there, or this process may not read it.
    """
    return assess_delivery(read_delivery(files, context), desk, spoken, on)


def assess_delivery(
    delivery: Delivery,
    desk: Desk,
    spoken: Words,
    on: date | None = None,
    *,
    evidence: Sequence[EvidenceFile] = (),
    about_evidence: Sequence[Finding] = (),
) -> Assessed:
    """Hold what was read against the law, alone: other partners' files are not looked at.

    Args:
        delivery: the partner's files as read.
        desk: where they are handed in.
        spoken: language of the findings.
        on: the day of submission; without it the one to be expected (``expected_day``).
        evidence: all files of evidence of the report.
        about_evidence: what was found about those files.
    """
    project, owner = desk.project, desk.owner
    day = on or expected_day(project.period(desk.period).partner_deadline, _today())
    earlier, elsewhere = on_record(project.id, desk.period, delivery.costs)
    case = Case(
        project=project,
        number=desk.period,
        law=desk.law,
        rates=rates_on_record().with_published(project.rates),
        costs=delivery.costs,
        activities=delivery.activities,
        participants=delivery.participants,
        reports=_reports(project, owner, day, stated=on is not None),
        findings=[*delivery.findings, *about_evidence],
        earlier=earlier,
        elsewhere=elsewhere,
        evidence={owner.id: evidence} if evidence else {},
    )
    result = assess(case)
    told = [
        claim_finding(finding, case, spoken)
        for finding in without_flood(worst_first(result.findings))
        # What concerns the whole partner report (control, deadlines) is not this file's affair, and
        # what earlier claims say of other partners is not this partner's.
        if finding.partner in ("", owner.id)
        if finding.file or finding.kind.applies_to in ("file", "table", "item", "category")
    ]
    return Assessed(delivery, told, result.items, outcome_of(told), case.once(papers_of).counts)


def expected_day(deadline: date, today: date) -> date:
    """The day on which files would count that are only looked at.

    It is the partners' deadline, as in a run that knows no receipt; but while that lies ahead,
    today: whoever hands in now is received now, and for a month to come there are no rates.
    """
    return min(deadline, today)


def _today() -> date:
    return datetime.now().astimezone().date()


def outcome_of(findings: Sequence[ClaimFinding]) -> str:
    """The verdict in one of the words of ``OUTCOMES``."""
    severities = {finding.severity for finding in findings}
    if "blocking" in severities:
        return "refused"
    return "action needed" if severities - {"info"} else "clean"


def _reports(
    project: Project, owner: Partner, day: date, *, stated: bool
) -> Mapping[str, PartnerReport]:
    """How deliveries arrived: this partner's is here, of the others nothing is known."""
    return {
        partner.id: PartnerReport(submitted_on=day, stated=stated, delivered=partner.id == owner.id)
        for partner in project.partners
    }
