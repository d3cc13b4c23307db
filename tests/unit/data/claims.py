"""The claims of a reference project from its committed extracts: intake and rules, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from intake.delivery import Context, Delivery, deliveries_of, read_delivery
from intake.law import load_law
from intake.project import Definition, category_names, load_project
from intake.rates import load_rates
from rules.assess import assess
from rules.case import Case, Earlier, PartnerReport
from rules.claim import Heading, make_claim
from schemas.claim import Claim, Provenance
from schemas.project import Project
from schemas.words import words

_PROVENANCE: dict[str, Any] = {"inputs": [], "software": "", "libraries": {}}


def claims_of(project: str) -> list[Claim]:
    """One claim for each period with extracts, each standing on those before it."""
    definition = load_project(project, load_law())
    claims: list[Claim] = []
    frames: list[Mapping[str, pd.DataFrame]] = []
    for period in definition.project.periods:
        if not definition.extracts(period.number).is_dir():
            continue
        amended = definition.project.as_of(period.number)
        delivered = _delivered(definition, amended, period.number)
        assert [entry.partner for entry in delivered if entry.blocked] == []
        frames.append(
            {
                table: pd.concat([getattr(entry, table) for entry in delivered], ignore_index=True)
                for table in ("costs", "activities", "participants")
            }
        )
        case = Case(
            project=amended,
            number=period.number,
            law=load_law(),
            rates=load_rates().with_published(amended.rates),
            reports={
                entry.partner: PartnerReport(
                    submitted_on=period.partner_deadline,
                    delivered=bool(entry.files),
                    unreadable_rows=entry.unreadable_rows,
                )
                for entry in delivered
            },
            certificates={
                entry.partner: entry
                for entry in amended.certificates
                if entry.period == period.number
            },
            findings=[finding for entry in delivered for finding in entry.findings],
            earlier=Earlier(
                claims=list(claims),
                activities=_together("activities", frames),
                participants=_together("participants", frames),
            ),
            costs=frames[-1]["costs"],
            activities=frames[-1]["activities"],
            participants=frames[-1]["participants"],
        )
        heading = Heading(
            status="draft",
            submitted_on=period.partner_deadline,
            words=words("en"),
            version=1,
            provenance=Provenance(
                fingerprint=f"{period.number}" * 64, rules_sha256="0" * 64, **_PROVENANCE
            ),
        )
        claim = make_claim(case, assess(case), heading)
        claims.append(Claim.model_validate_json(claim.to_json()))
    return claims


def _delivered(definition: Definition, project: Project, period: int) -> list[Delivery]:
    found, findings = deliveries_of(definition.extracts(period), project)
    assert findings == []
    categories = category_names(load_law().family(project.rule_set))
    return [
        read_delivery(
            found.get(partner.id, []),
            Context(
                project=project,
                partner=partner.id,
                period=period,
                categories=categories,
                pseudonym_key=b"0" * 32,
            ),
        )
        for partner in project.partners
    ]


def _together(table: str, frames: list[Mapping[str, pd.DataFrame]]) -> pd.DataFrame:
    """What earlier periods reported."""
    earlier = [frame[table] for frame in frames[:-1]]
    return pd.concat(earlier, ignore_index=True) if earlier else frames[-1][table].iloc[:0]
