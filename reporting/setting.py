"""What stands around a claim when it is written: project, law in words, language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.law import Family, Law, Rule
from schemas.project import Partner, Project


@dataclass(frozen=True)
class Setting:
    """Everything a document needs beside the claim.

    Attributes:
        project: as amended for the claim's period.
        family: titles of categories, addressee, fund statement and acts of the rule set.
        rules: every rule of the family by id, for its title.
        language: of the reader, one of ``schemas.words.LANGUAGES``.
    """

    project: Project
    family: Family
    rules: Mapping[str, Rule]
    language: str

    @classmethod
    def of(cls, project: Project, law: Law, language: str) -> Setting:
        """Take from the law what the project's rule set needs."""
        rules = {rule.id: rule for rule in law.rules_of(project.rule_set)}
        return cls(project, law.family(project.rule_set), rules, language)


def lead_partner(setting: Setting) -> Partner:
    """The partner that speaks for all, in grants called the coordinator."""
    partners = setting.project.partners
    return next((partner for partner in partners if partner.role == "lead"), partners[0])
