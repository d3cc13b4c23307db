"""The column mapping of a partner's own layout: which of its columns is which of the contract's.

A person said so once, looking at samples; from then on every file of that layout is read by it.
Everything in a mapping is explicit, so that nothing has to be guessed when a file is read: which
columns, what stands in none of them, which amounts are negative, and which of the partner's words
mean which code. It is kept per project and partner, and can be sent along as a YAML file.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from schemas.activities import ACTIVITIES
from schemas.columns import PLACE, Column, Table
from schemas.costs import COSTS
from schemas.participants import PARTICIPANTS

_TABLES: Mapping[str, Table] = {table.name: table for table in (COSTS, ACTIVITIES, PARTICIPANTS)}
_MOST_HEADINGS = 1_000
_LONGEST = 500

Label: TypeAlias = Annotated[str, Field(min_length=1, max_length=_LONGEST)]
"""How a column of the partner's is called: its heading, ``Heading (2)`` where that stands there a
second time, or ``(C)``, the letter, where it has none."""

Sign: TypeAlias = Literal["+", "-"]


def word_key(text: str) -> str:
    """The form in which a partner's own words and headings are compared with remembered ones.

    Case, blanks and invisible characters say nothing; punctuation does, since 501-01 and 5010-1
    are two accounts.

    >>> word_key("  Kwota  NETTO "), word_key("501-01")
    ('kwota netto', '501-01')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(
        "".join(letter for letter in folded if unicodedata.category(letter) != "Cf").split()
    )


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _spelled_out(value: object) -> object:
    """A heading alone, or several to be joined, as people write them."""
    if isinstance(value, str):
        return {"from": [value]}
    return {"from": value} if isinstance(value, list) else value


class Source(_Part):
    """Where the cells of one contract column come from.

    Attributes:
        headings: the partner's columns; several are joined, blank ones left out.
        joined_by: what stands between joined cells.
        row_number: the row's own number serves, alone or behind the columns.
        fixed: the same value for all rows, of a column that the file does not have.
        less: for an amount kept in two columns, the one that counts against it (credit).
        negated: whether the file has expenditure below zero.
        sign_column: the column whose word says whether the amount counts for or against.
        signs: those words.
    """

    headings: tuple[Label, ...] = Field(
        default=(), validation_alias="from", serialization_alias="from", max_length=10
    )
    joined_by: str = Field(default="/", max_length=5)
    row_number: bool = False
    fixed: str = Field(default="", max_length=_LONGEST)
    less: str = Field(default="", max_length=_LONGEST)
    negated: bool = False
    sign_column: str = Field(default="", max_length=_LONGEST)
    signs: dict[str, Sign] = Field(default_factory=dict, max_length=100)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every column of the partner's that it needs."""
        return (*self.headings, *(label for label in (self.less, self.sign_column) if label))

    @property
    def is_amount_with_sign(self) -> bool:
        """Whether anything decides on the sign of an amount."""
        return bool(self.less or self.negated or self.sign_column)

    @property
    def is_plain(self) -> bool:
        """Whether it is one column, taken as it stands."""
        return len(self.headings) == 1 and not self.row_number and not self.is_amount_with_sign

    def written(self) -> str:
        """The source as a person reads it, in the partner's own headings."""
        if self.fixed:
            return f'"{self.fixed}"'
        joined = " + ".join((*self.headings, *(["#"] if self.row_number else ())))
        if self.sign_column:
            return f"{joined} (± {self.sign_column})"
        return f"{'−' if self.negated else ''}{joined}{f' − {self.less}' if self.less else ''}"

    def shortest(self) -> str | list[str] | dict[str, Any]:
        """The source as it stands in the YAML file."""
        if self.is_plain:
            return self.headings[0]
        long: dict[str, Any] = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return long["from"] if set(long) == {"from"} else long

    @model_validator(mode="after")
    def _says_one_thing(self) -> Source:
        if bool(self.fixed) == bool(self.headings or self.row_number):
            raise ValueError("name the columns (from), or the row number, or one fixed value")
        ways = [bool(self.less), self.negated, bool(self.sign_column)]
        if sum(ways) > 1 or (any(ways) and (len(self.headings) != 1 or self.row_number)):
            raise ValueError("the sign of an amount comes from one thing, and from one column")
        if bool(self.sign_column) != bool(self.signs):
            raise ValueError("sign_column and signs belong together")
        return self


AnySource: TypeAlias = Annotated[Source, BeforeValidator(_spelled_out)]


class ColumnMapping(_Part):
    """What the columns of one layout of one partner mean.

    Attributes:
        project, partner: whose it is.
        table: ``costs``, ``activities`` or ``participants``.
        headings: all columns of the layout, in the order of the file that was looked at.
        columns: contract column and its source; columns not named here are not used.
        words: per contract column, the partner's words and what they mean in the contract.
        saved_by, saved_on: who settled it, and when; no part of what it says.
    """

    kind: Literal["eurocent/mapping/1"] = Field(default="eurocent/mapping/1", alias="schema")
    project: str
    partner: str
    table: Literal["costs", "activities", "participants"]
    headings: tuple[Label, ...] = Field(min_length=1, max_length=_MOST_HEADINGS)
    columns: dict[str, AnySource] = Field(min_length=1)
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    saved_by: str = ""
    saved_on: date | None = None

    @property
    def contract(self) -> Table:
        """The table whose columns it maps."""
        return _TABLES[self.table]

    @cached_property
    def layout(self) -> str:
        """Digest of the layout: the table and its headings in any order."""
        return layout_digest(self.table, self.headings)

    @cached_property
    def digest(self) -> str:
        """Digest of what it says, whoever saved it and whenever."""
        said = self.model_dump(mode="json", by_alias=True, exclude={"saved_by", "saved_on"})
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def used(self) -> tuple[str, ...]:
        """The partner's columns that mean anything, each once."""
        return tuple(dict.fromkeys(key for s in self.columns.values() for key in s.labels))

    @property
    def missing(self) -> tuple[str, ...]:
        """Contract columns that every row needs and that come from nowhere."""
        return tuple(name for name in self.contract.required if name not in self.columns)

    def meanings(self, column: str) -> Mapping[str, str]:
        """What the partner's words in a column mean, by ``word_key``."""
        return {word_key(word): code for word, code in self.words.get(column, {}).items()}

    def plain(self) -> dict[str, Any]:
        """The mapping as plain values for a YAML or JSON file, short where it can be."""
        written = self.model_dump(mode="json", by_alias=True, exclude={"columns"})
        written["columns"] = {name: source.shortest() for name, source in self.columns.items()}
        order = ("schema", "project", "partner", "table", "columns", "words", "headings")
        kept = {name: written[name] for name in order if written[name] != {}}
        if self.saved_by:
            kept |= {"saved_by": self.saved_by}
        return kept | ({"saved_on": self.saved_on.isoformat()} if self.saved_on else {})

    @model_validator(mode="after")
    def _fits_the_contract(self) -> ColumnMapping:
        headings = {word_key(label) for label in self.headings}
        for name, source in self.columns.items():
            column = self.contract.by_extract.get(name)
            if column is None and name not in PLACE:
                raise ValueError(f"{name} is no column of the table {self.table}")
            for label in source.labels:
                if word_key(label) not in headings:
                    raise ValueError(f'{name}: the layout has no column "{label}"')
            _check_source(name, column, source)
        for name, meanings in self.words.items():
            column = self.contract.by_extract.get(name)
            if column is None or name not in self.columns:
                raise ValueError(f"words: {name} is no column that is mapped")
            _check_words(column, meanings)
        return self


def layout_digest(table: str, labels: Iterable[str]) -> str:
    """Digest of a table and the headings of its columns, whatever their order."""
    text = "\n".join((table, *sorted(map(word_key, labels))))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _check_source(name: str, column: Column | None, source: Source) -> None:
    kind = "text" if column is None else column.kind
    if source.is_amount_with_sign and not (kind == "money" and column and column.negative):
        raise ValueError(f"{name} knows no amounts below zero")
    if (source.row_number or len(source.headings) > 1) and kind != "text":
        raise ValueError(f"{name} is no text: it comes from one column")
    if name == "participant_ref" and (source.fixed or source.row_number):
        raise ValueError("participant_ref needs a column of its own: a key for each person")


def _check_words(column: Column, meanings: Mapping[str, str]) -> None:
    if column.kind not in ("text", "code", "currency", "flag"):
        raise ValueError(f"words: the cells of {column.extract} are no words")
    if column.extract == "participant_ref":
        raise ValueError("words: keys of persons are not kept")
    for word, code in meanings.items():
        if not word_key(word) or not code.strip():
            raise ValueError(f"words: {column.extract} has an empty word")
        if column.codes and code not in column.codes:
            known = ", ".join(column.codes)
            raise ValueError(f"words: {code} is none of {known} ({column.extract})")
    if len({word_key(word) for word in meanings}) < len(meanings):
        raise ValueError(f"words: {column.extract} has the same word twice")
