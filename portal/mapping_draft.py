"""A mapping in the making: what was proposed, what a person settled, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from intake.context import Context
from intake.name_proposals import Names, names_of
from intake.own_layout import has_no_heading
from intake.proposal import Proposal
from intake.vocabulary import READABLE
from portal.errors import Refusal
from portal.mapping_options import SIGNED, Settings
from schemas.mapping import ColumnMapping, Source, word_key


@dataclass
class Draft:
    """What the columns of a file are taken for at this moment.

    Attributes:
        proposal: the file as it was looked at.
        context: whose file it is.
        columns: by contract name, where its cells come from.
        words: per column, the partner's words and what they mean.
        settled: columns that a person, or a mapping that was saved, has settled.
    """

    proposal: Proposal
    context: Context
    columns: dict[str, Source] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, proposal: Proposal, context: Context, saved: ColumnMapping | None) -> Draft:
        """Begin with what was saved before, else with what is proposed."""
        draft = cls(proposal, context)
        there = {word_key(look.label) for look in proposal.looks}
        if saved:
            draft.columns = {
                name: source
                for name, source in saved.columns.items()
                if all(word_key(label) in there for label in source.labels)
            }
            draft.words = {name: dict(words) for name, words in saved.words.items()}
            draft.settled = set(draft.columns)
        else:
            draft.columns = {name: entry.source for name, entry in proposal.columns.items()}
            for name, names in proposal.names.items():
                if names.told:
                    draft.words[name] = dict(names.told)
        return draft

    def settle(self, settings: Settings) -> None:
        """Take over what a person said."""
        for name, source in settings.columns.items():
            self.settled.add(name)
            if source is None:
                self.columns.pop(name, None)
                self.words.pop(name, None)
                continue
            if self.columns.get(name) != source:
                self.words.pop(name, None)
            self.columns[name] = source
            if (names := self._names(name)) and names.told:
                self.words.setdefault(name, {}).update(names.told)
        for name, words in settings.words.items():
            if name in SIGNED:
                self._mark(name, words)
            elif name not in self.columns:
                raise Refusal(
                    f"No column is taken for {name}, so it has no words.",
                    f'Name it first: --set {name}="HEADING"',
                )
            else:
                self.words.setdefault(name, {}).update(words)

    def _mark(self, name: str, marks: Mapping[str, str]) -> None:
        source = self.columns.get(name)
        if source is None or not source.sign_column:
            raise Refusal(
                f"{name} has no column of marks for debit and credit.",
                f'Name it first: --set {name}="Umsatz +- Soll/Haben"',
            )
        self.columns[name] = source.model_copy(update={"signs": {**source.signs, **marks}})

    def leave_out_questions(self) -> list[str]:
        """Leave out what nobody settled and every row can do without; what was left out."""
        required = READABLE[self.proposal.table].required
        left = [name for name in self.questions if name not in required]
        for name in left:
            self.columns.pop(name)
            self.words.pop(name, None)
        return left

    def serving(self, label: str) -> list[str]:
        """The contract columns for which a column of the file serves."""
        key = word_key(label)
        return [
            name
            for name, source in self.columns.items()
            if key in {word_key(used) for used in source.labels}
        ]

    @property
    def missing(self) -> tuple[str, ...]:
        """Contract columns that every row needs and that come from nowhere."""
        required = READABLE[self.proposal.table].required
        return tuple(name for name in required if name not in self.columns)

    @property
    def questions(self) -> tuple[str, ...]:
        """Columns whose proposal is not sure and that nobody has settled."""
        proposed = self.proposal.columns
        return tuple(
            name
            for name in self.columns
            if name not in self.settled and name in proposed and not proposed[name].sure
        )

    @property
    def unknown_words(self) -> dict[str, dict[str, int]]:
        """Per column, words without a meaning, and in how many rows they stand."""
        unknown = {}
        for name in self.columns:
            names = self._names(name)
            known = {word_key(word) for word in self.words.get(name, {})}
            open_ = {
                word: count
                for word, count in (names.unknown if names else {}).items()
                if word_key(word) not in known
            }
            if open_:
                unknown[name] = open_
        return unknown

    def nearest(self, name: str) -> Mapping[str, str]:
        """For the unknown words of a column, the code that comes nearest."""
        names = self._names(name)
        return names.nearest if names else {}

    def codes(self, name: str) -> tuple[str, ...]:
        """What a word of a column can mean."""
        names = self._names(name)
        return names.codes if names else ()

    def _names(self, name: str) -> Names | None:
        source = self.columns.get(name)
        column = READABLE[self.proposal.table].by_extract.get(name)
        if source is None or column is None or not source.is_plain:
            return None
        label = word_key(source.headings[0])
        look = next((o for o in self.proposal.looks if word_key(o.label) == label), None)
        return names_of(column, look, self.context) if look else None

    def mapping(self) -> ColumnMapping:
        """The draft as a mapping.

        Raises:
            Refusal: it contradicts itself or the contract.
        """
        used = {word_key(label) for source in self.columns.values() for label in source.labels}
        headings = [
            look.label
            for look in self.proposal.looks
            if not has_no_heading(look.label) or word_key(look.label) in used
        ]
        try:
            return ColumnMapping.model_validate(
                {
                    "project": self.context.project.id,
                    "partner": self.context.partner,
                    "table": self.proposal.table,
                    "headings": headings,
                    "columns": {name: source.shortest() for name, source in self.columns.items()},
                    "words": {name: words for name, words in self.words.items() if words},
                }
            )
        except ValidationError as error:
            said = dict.fromkeys(
                problem["msg"].removeprefix("Value error, ") for problem in error.errors()
            )
            raise Refusal("\n".join(said), "Settle these columns in another way.") from None
