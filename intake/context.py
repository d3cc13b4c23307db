"""What intake knows of the place in which a file was handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from intake.grids import visible
from intake.pseudonyms import project_key
from schemas.findings import Finding
from schemas.mapping import ColumnMapping
from schemas.persons import HIDDEN, without_addresses
from schemas.project import Partner, Project


@dataclass(frozen=True)
class Context:
    """For whom and which reporting period a file was handed in.

    Attributes:
        project: as amended for the period.
        partner: id of the partner.
        period: number of the reporting period.
        categories: code of each cost category and the titles by which partners may call it.
        pseudonym_key: secret of this installation, from which the key of participants is made.
        mappings: the layouts that the partner has settled, the newest first.
    """

    project: Project
    partner: str
    period: int
    categories: Mapping[str, tuple[str, ...]]
    pseudonym_key: bytes
    mappings: Sequence[ColumnMapping] = ()

    @cached_property
    def key_of_persons(self) -> bytes:
        """The key under which persons of this project get their pseudonyms."""
        return project_key(self.pseudonym_key, self.project.id)

    @cached_property
    def owner(self) -> Partner:
        """The partner who handed the file in."""
        return self.project.partner(self.partner)


@dataclass(frozen=True)
class Place:
    """Where a finding is: partner, file and sheet, and the table that the sheet holds."""

    partner: str
    file: str
    sheet: str = ""
    table: str = ""

    def on(self, sheet: str, table: str) -> Place:
        """The same file, one sheet of it."""
        return replace(self, sheet=sheet, table=table)

    def finding(self, code: str, *, found: Any = None, **values: Any) -> Finding:
        """A finding at this place; what was found is made fit to be shown.

        A participant's key is not shown at all, and an e-mail address nowhere.
        """
        if isinstance(found, str):
            is_key = values.get("column") == "participant_ref" and values.get("row")
            found = HIDDEN if found and is_key else visible(without_addresses(found))
        return Finding(
            code,
            partner=self.partner,
            table=self.table,
            file=self.file,
            sheet=self.sheet,
            found=found,
            **values,
        )
