"""How a column of an extract is described: once, for parsing, checking and documentation.

An *extract column* is what a partner writes (``amount_gross``); the *frame column* is what the
rules calculate with (``amount_gross_cents``). Both stand in one ``Column``, with unit and meaning,
and the pandera schema, the column documentation and the templates are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from schemas.words import N_

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

Kind: TypeAlias = Literal[
    "text",
    "code",
    "codes",
    "currency",
    "money",
    "price",
    "quantity",
    "ratio",
    "count",
    "date",
    "flag",
]

FRAME_DTYPES: dict[Kind, str] = {
    "text": "str",
    "code": "str",
    "codes": "str",
    "currency": "str",
    "money": "Int64",
    "price": "Int64",
    "quantity": "Int64",
    "ratio": "Int64",
    "count": "Int64",
    "date": "datetime64[s]",
    "flag": "boolean",
}
"""Frame type per kind. Missing text is "", a missing number ``<NA>``, a missing date ``NaT``."""

SUFFIXES: dict[Kind, str] = {
    "money": "_cents",
    "price": "_micro",
    "quantity": "_micro",
    "ratio": "_micro",
}

UNITS: dict[Kind, str] = {
    "text": "",
    "code": N_("one word of the list"),
    "codes": N_("words of the list, several by ;"),
    "currency": N_("ISO 4217 code"),
    "money": N_("two decimals, in the row's currency"),
    "price": N_("up to six decimals, in the row's currency"),
    "quantity": N_("number, up to six decimals"),
    "ratio": N_("0 to 1 (or a percentage with its sign)"),
    "count": N_("whole number"),
    "date": N_("day"),
    "flag": N_("yes or no"),
}

Codes: TypeAlias = tuple[str, ...]

PLACE = ("project", "partner", "period")
"""Columns that say where a row belongs; they must agree with where the file was handed in."""


@dataclass(frozen=True)
class Column:
    """One column of an extract.

    Attributes:
        extract: the name in the extract, as ``product.md`` §4 fixes it.
        kind: how its cells are read.
        meaning: one sentence for the person who fills it in.
        required: the column must exist and every row must carry a value.
        codes: the permitted words for ``code`` and ``codes``; empty means that the project or
            the rule family names them.
        negative: whether an amount below zero is meaningful here (credit notes).
    """

    extract: str
    kind: Kind
    meaning: str
    required: bool = False
    codes: Codes = ()
    negative: bool = False

    @property
    def frame(self) -> str:
        """The column's name in typed frames: ``amount_gross_cents`` for ``amount_gross``."""
        return self.extract + SUFFIXES.get(self.kind, "")

    @property
    def dtype(self) -> str:
        """The pandas type of the frame column."""
        return FRAME_DTYPES[self.kind]

    @property
    def unit(self) -> str:
        """What one cell holds, in words, for the column documentation."""
        return UNITS[self.kind]


PROVENANCE: dict[str, str] = {
    "partner": "str",
    "period": "int64",
    "file": "str",
    "file_sha256": "str",
    "sheet": "str",
    "row": "int64",
    "sequence": "int64",
    "unread": "str",
}
"""Columns that every typed frame bears beside the extract's own.

``row`` is the spreadsheet's own row number (heading of a plain file = 1), ``sequence`` counts rows
through a partner's submission in file order, and ``unread`` names the columns of the row, joined by
``;``, whose cells could not be read: such a row waits, and each cell has its finding.
"""


@dataclass(frozen=True)
class Table:
    """One kind of extract: ``costs``, ``activities`` or ``participants``.

    Attributes:
        name: as in ``product.md`` §4.
        sheet: name of its sheet in a workbook that holds all three.
        grain: what one row is.
        columns: in the order of the contract.
        keyed: whether the first column is a number that no second row of a submission may bear.
        currency: of all amounts, "" where a column states it for each row.
    """

    name: str
    sheet: str
    grain: str
    columns: tuple[Column, ...]
    keyed: bool = True
    currency: str = ""

    @cached_property
    def by_extract(self) -> dict[str, Column]:
        """The columns by their name in extracts."""
        return {column.extract: column for column in self.columns}

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that must be there."""
        return tuple(column.extract for column in self.columns if column.required)

    @cached_property
    def provenance(self) -> dict[str, str]:
        """The columns beside its own; a table that has one of that name means something by it."""
        own = {column.frame for column in self.columns}
        return {name: dtype for name, dtype in PROVENANCE.items() if name not in own}

    def empty(self) -> pd.DataFrame:
        """An empty typed frame with every column and its type (pandera needs the types)."""
        return self._empty.copy()

    @cached_property
    def dtypes(self) -> dict[str, str]:
        """Every column of the typed frame with its pandas type."""
        return {column.frame: column.dtype for column in self.columns} | PROVENANCE

    @cached_property
    def _empty(self) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in self.dtypes.items()})

    @cached_property
    def frame_schema(self) -> pa.DataFrameSchema:
        """The pandera schema of the typed frame: one row per ``grain``, strict, no coercion.

        Cells are parsed one by one before (a cell that cannot be read never reaches pandera);
        a failure here is therefore our mistake and raises ``pandera.errors.SchemaErrors``.
        """
        import pandera.pandas as pa

        columns = {
            column.frame: pa.Column(
                column.dtype,
                checks=list(_checks(column)),
                nullable=column.kind not in ("text", "code", "codes", "currency"),
                description=column.meaning,
                metadata={"extract": column.extract, "kind": column.kind, "unit": column.unit},
            )
            for column in self.columns
        }
        provenance = {name: pa.Column(dtype) for name, dtype in self.provenance.items()}
        provenance["file_sha256"] = pa.Column("str", pa.Check.str_matches(r"^[0-9a-f]{64}$"))
        provenance["row"] = pa.Column("int64", pa.Check.ge(1))
        return pa.DataFrameSchema({**columns, **provenance}, name=self.name, strict=True)


def _checks(column: Column) -> list[pa.Check]:
    """The value checks of one typed column."""
    import pandera.pandas as pa

    if column.kind == "ratio":
        return [pa.Check.in_range(0, 1_000_000)]
    if column.kind == "currency":
        return [pa.Check.str_matches(r"^([A-Z]{3})?$")]
    if column.kind == "code" and column.codes:
        return [pa.Check.isin(["", *column.codes])]
    if column.kind in ("money", "price", "quantity", "count") and not column.negative:
        return [pa.Check.ge(0)]
    return []
