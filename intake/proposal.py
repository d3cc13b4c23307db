"""Which column of an unknown layout may be which of the contract's: proposed with reasons.

Headings and values are weighed together, and columns are given out one by one by the best total. A
proposal is sure only where its reasons are strong and no other column has nearly as good ones; all
else is asked. What the file does not have (a currency, numbers of items) is proposed from what is
known of the partner, and said to be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from intake.column_looks import Look, look_at_columns
from intake.context import Context
from intake.grids import Grid
from intake.layout import find_headings, in_currency, is_forbidden
from intake.name_proposals import Names, names_of
from intake.own_layout import HEADING_ROWS
from intake.personal import is_identity_number
from intake.resemblance import Resemblance, is_known_or_often, resemblances
from intake.vocabulary import READABLE, comparison_key
from intake.words import CURRENCY_SIGNS
from schemas.columns import PLACE, Column
from schemas.mapping import Sign, Source
from schemas.words import N_, Value

SURE, POSSIBLE = 0.7, 0.45
"""From these scores (0 to 1) on, a column is proposed for certain, or as a question."""

_NEARLY = 0.08
"""A column whose score comes this near to the best one is an alternative that must be named."""

_SIGNS: tuple[tuple[str, str], ...] = (
    ("s", "h"), ("soll", "haben"), ("d", "c"), ("dr", "cr"), ("debit", "credit"), ("wn", "ma"),
    ("w", "m"), ("md", "d"), ("md", "dal"), ("t", "k"), ("dare", "avere"), ("d", "a"), ("b", "d"),
    ("d", "k"), ("deebet", "kreedit"), ("+", "-"),
)  # fmt: skip
"""Marks for debit and credit as ledgers write them; of two that fit, the first is taken."""

Reason = tuple[str, Mapping[str, Value]]
"""A sentence and its values."""


@dataclass(frozen=True)
class Proposed:
    """The source that is proposed for one contract column.

    Attributes:
        column: contract name.
        source: where its cells come from.
        sure: whether it can be taken as it is; if not, it is a question.
        reasons: why.
        alternatives: labels of columns that may as well be meant.
    """

    column: str
    source: Source
    sure: bool
    reasons: tuple[Reason, ...] = ()
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """What a file in an unknown layout may mean.

    Attributes:
        table: the kind of extract.
        grid, start: the sheet and the index of its heading row.
        looks: its columns.
        forbidden: labels of columns that hold personal data and are never offered.
        columns: by contract name, what is proposed.
        names: for columns of words, which word means what.
    """

    table: str
    grid: Grid
    start: int
    looks: tuple[Look, ...]
    forbidden: frozenset[str]
    columns: Mapping[str, Proposed]
    names: Mapping[str, Names] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """The columns that make up the layout: those with a heading, and any others with cells."""
        return tuple(look.label for look in self.looks)


def propose(grid: Grid, table: str, start: int, context: Context) -> Proposal:
    """Propose a mapping for a sheet.

    Args:
        grid: the sheet.
        table: what it holds.
        start: index of its heading row.
        context: whose file it is; its categories, work packages and activities tell words.
    """
    looks = look_at_columns(grid, start, context.owner.country)
    forbidden = frozenset(look.label for look in looks if _is_forbidden(table, look))
    offered = [look for look in looks if look.label not in forbidden]
    columns = _given_out(table, offered, context)
    if table == "costs":
        columns |= _amount_with_sign(columns, offered)
        columns |= _currency(columns, context)
        columns |= _numbers_of_items(columns, offered)
        columns |= _description(columns, offered)
        columns |= _category_by_account(columns, offered)
    names = {
        name: names_of(READABLE[table].by_extract[name], found, context)
        for name, proposed in columns.items()
        if name in READABLE[table].by_extract
        and (found := _look(offered, proposed.source)) is not None
    }
    return Proposal(
        table,
        grid,
        start,
        tuple(looks),
        forbidden,
        columns,
        {name: entry for name, entry in names.items() if entry},
    )


def find_start(grid: Grid, table: str) -> int | None:
    """The row that looks most like headings, None where the first rows hold nothing."""
    found = find_headings(grid, (table,))
    best: tuple[float, int] | None = None
    for index, number in enumerate(grid.numbers):
        if number > HEADING_ROWS or index + 1 >= len(grid.rows):
            break
        cells = [cell.strip() for cell in grid.rows[index] if cell.strip()]
        if not cells:
            continue
        known = sum(is_known_or_often(table, cell) for cell in cells if len(cell) < 80)
        wordy = sum(any(map(str.isalpha, cell)) for cell in cells) / len(cells)
        below = sum(bool(cell.strip()) for cell in grid.rows[index + 1])
        score = known + wordy + min(len(cells), below) * 0.2 + (found == (table, index)) * 0.5
        if best is None or score > best[0]:
            best = (score, index)
    return best[1] if best else None


def _is_forbidden(table: str, look: Look) -> bool:
    return is_forbidden(table, look.heading) or look.share_of(is_identity_number) > 0.8


@dataclass(frozen=True)
class _Bid:
    """How well one column of the file would serve as one of the contract's."""

    score: float
    column: str
    look: Look
    reasons: tuple[Reason, ...]
    known: bool = False


def _given_out(table: str, looks: Sequence[Look], context: Context) -> dict[str, Proposed]:
    """Give every column of the file to at most one of the contract's, the best bids first."""
    bids = sorted(
        (bid for look in looks for bid in _bids(table, look, looks, context)),
        key=lambda bid: (-bid.score, bid.look.index),
    )
    taken: dict[str, _Bid] = {}
    used: set[int] = set()
    for bid in bids:
        if bid.column not in taken and bid.look.index not in used and bid.score >= POSSIBLE:
            taken[bid.column] = bid
            used.add(bid.look.index)
    return {
        column: _proposed(bid, [other for other in bids if other.column == column], used)
        for column, bid in taken.items()
    }


def _proposed(bid: _Bid, rivals: Sequence[_Bid], used: set[int]) -> Proposed:
    near = [
        other.look.label
        for other in rivals
        if other.look is not bid.look
        and other.score >= POSSIBLE
        and (other.score > bid.score - _NEARLY or other.look.index not in used)
        and not bid.known
    ]
    close = any(other.score > bid.score - _NEARLY for other in rivals if other.look.label in near)
    source = Source(headings=(bid.look.label,))
    return Proposed(
        bid.column, source, bid.score >= SURE and not close, bid.reasons, tuple(near[:3])
    )


def _bids(table: str, look: Look, looks: Sequence[Look], context: Context) -> Iterator[_Bid]:
    known = READABLE[table].by_extract
    reasons = resemblances(table, look.heading) if look.heading else {}
    for name, reason in reasons.items():
        if name in PLACE:
            if reason.how == "known" and _says_this_place(name, look, context):
                yield _Bid(1.0, name, look, (_by_heading(reason),), known=True)
            continue
        column = known.get(name) or Column(name, "text" if name == "sign" else "money", "")
        fit, fitting = _fit(column, look, context)
        if not look.filled:
            fit = 0.5
        score = 0.9 + 0.1 * fit if reason.how == "known" else reason.strength * (0.45 + 0.55 * fit)
        if column.required and reason.how != "known":
            # "Total" may be the total of the invoice, but every row needs what is declared.
            score += 0.03
        if name == "payment_date" and reason.how != "known" and _other_days(look, looks) == 0:
            score = max(score, SURE) if fit > 0.9 else score
        yield _Bid(score, name, look, (_by_heading(reason), *fitting), known=reason.how == "known")
    for name, (share, why) in _told_by_values(table, look, context).items():
        if name not in reasons:
            yield _Bid(0.8 * share, name, look, (why,))


def _other_days(look: Look, looks: Sequence[Look]) -> int:
    """How many other columns hold days."""
    return sum(other.days > 0.5 for other in looks if other is not look)


def _by_heading(reason: Resemblance) -> Reason:
    sentence = {
        "known": N_('"{phrase}" is a heading of {column}'),
        "often": N_('"{phrase}" is often a heading of {column}'),
        "alike": N_('the heading is much like "{phrase}" ({column})'),
        "part": N_('the heading has "{phrase}" in it ({column})'),
    }[reason.how]
    return sentence, {"phrase": reason.phrase, "column": reason.column}


def _share(look: Look, share: float) -> dict[str, Value]:
    return {"share": f"{int(share * 100)} %", "cells": look.looked_at}


def _fit(column: Column, look: Look, context: Context) -> tuple[float, tuple[Reason, ...]]:
    """How well the cells fit a column, 0 to 1, and why."""
    if not look.filled:
        return 0.0, ((N_("no cell is filled"), {}),)
    if column.kind == "date":
        return look.days, tuple(_about_days(look))
    if column.kind in ("money", "price", "quantity", "ratio", "count"):
        fit = look.amounts * (0.75 if look.whole and column.kind == "money" else 1.0)
        # Days such as 01.02.2017 are no amounts, but the numbers of documents may be.
        return fit, ((N_("{share} of {cells} cells are amounts"), _share(look, look.amounts)),)
    if column.kind == "currency":
        sentence = N_("{share} of {cells} cells are currencies")
        return look.currencies, ((sentence, _share(look, look.currencies)),)
    if column.kind == "text":
        return _fit_of_text(column, look, context)
    share = _share_known(column, look, context)
    return share, ((N_("{share} of {cells} cells are known words"), _share(look, share)),)


def _fit_of_text(column: Column, look: Look, context: Context) -> tuple[float, tuple[Reason, ...]]:
    if column.extract in ("description", "supplier_name", "title", "organisation"):
        return look.texts, ((N_("{share} of {cells} cells are texts"), _share(look, look.texts)),)
    if column.extract == "item_id":
        return (1.0 - look.days) * min(1.0, look.filled / look.rows + 0.3), tuple(
            _about_numbers(look)
        )
    if column.extract in ("work_package", "activity_id"):
        share = _share_known(column, look, context)
        if share:
            sentence = N_("{share} of {cells} cells are of this project")
            return 0.5 + 0.5 * share, ((sentence, _share(look, share)),)
        return 0.5, ()
    return 1.0 - 0.7 * look.days, ()


def _about_days(look: Look) -> Iterator[Reason]:
    between = look.first_and_last_day
    if between:
        sentence = N_("{share} of {cells} cells are days, from {first} to {last}")
        yield sentence, _share(look, look.days) | {"first": between[0], "last": between[1]}


def _about_numbers(look: Look) -> Iterator[Reason]:
    if look.repeated:
        yield (
            N_("{repeated} of {rows} rows have none or one that stands there before"),
            {
                "repeated": look.repeated,
                "rows": look.rows,
            },
        )
    else:
        yield N_("all {rows} rows have one, and all are different"), {"rows": look.rows}


def _share_known(column: Column, look: Look, context: Context) -> float:
    """The part of the cells whose word the contract or the project knows."""
    known = names_of(column, look, context)
    return known.share_known if known else 0.0


def _told_by_values(table: str, look: Look, context: Context) -> dict[str, tuple[float, Reason]]:
    """Columns that values alone give away: currencies, categories, work packages."""
    found: dict[str, tuple[float, Reason]] = {}
    if not look.filled or table != "costs":
        return found
    if look.currencies > 0.9:
        sentence = N_("{share} of {cells} cells are currencies")
        found["currency"] = look.currencies, (sentence, _share(look, look.currencies))
    for name in ("cost_category", "work_package"):
        share = _share_known(READABLE[table].by_extract[name], look, context)
        if share > 0.9:
            sentence = N_("{share} of {cells} cells are known words")
            found[name] = share, (sentence, _share(look, share))
    return found


def _says_this_place(name: str, look: Look, context: Context) -> bool:
    """Whether a column of projects, partners or periods names this one only."""
    if name == "partner":
        return all(map(context.owner.answers_to, look.words))
    if name == "period":
        return all(word.strip().lstrip("0") == str(context.period) for word in look.words)
    project = context.project
    own = (project.id, project.acronym, project.programme.agreement, *project.title.values())
    return set(look.key_words()) <= {comparison_key(word) for word in own if word}


def _look(looks: Sequence[Look], source: Source) -> Look | None:
    """The look of a source that is one column as it stands."""
    if not source.is_plain:
        return None
    return next((look for look in looks if look.label == source.headings[0]), None)


def _amount_with_sign(columns: dict[str, Proposed], looks: Sequence[Look]) -> dict[str, Proposed]:
    """How the ledger keeps the sign of its amounts: two columns, a mark, or a minus."""
    debit, credit, sign = (columns.pop(name, None) for name in ("debit", "credit", "sign"))
    amount = columns.get("amount_declared")
    if debit and credit and not (amount and amount.sure):
        source = debit.source.model_copy(update={"less": credit.source.headings[0]})
        reason: Reason = (
            N_("debit and credit stand side by side: the amount is the one less the other"),
            {},
        )
        sure = debit.sure and credit.sure
        return {
            "amount_declared": Proposed(
                "amount_declared", source, sure, (reason, *debit.reasons[1:]),
                amount.source.headings if amount else (),
            )
        }  # fmt: skip
    if amount is None:
        return {}
    if sign and (signs := signs_of(looks, sign.source.headings[0])):
        source = amount.source.model_copy(
            update={"sign_column": sign.source.headings[0], "signs": signs}
        )
        words = ", ".join(f"{word} = {mark}" for word, mark in signs.items())
        reason = (
            N_("{column} says what counts for and against: {words}"),
            {
                "column": sign.source.headings[0],
                "words": words,
            },
        )
        return {
            "amount_declared": replace(amount, source=source, reasons=(*amount.reasons, reason))
        }
    look = _look(looks, amount.source)
    if look and look.negative > 0.5:
        reason = (
            N_("{share} of the amounts are below zero: does the minus mean expenditure?"),
            {"share": f"{int(look.negative * 100)} %"},
        )
        return {"amount_declared": replace(amount, sure=False, reasons=(*amount.reasons, reason))}
    return {}


def signs_of(looks: Sequence[Look], label: str) -> dict[str, Sign]:
    """What the marks of a column mean, {} where they are not those of a ledger."""
    look = next(look for look in looks if look.label == label)
    words = {word.casefold().strip(" ."): word for word in look.words}
    for plus, minus in _SIGNS:
        if plus in words and set(words) <= {plus, minus}:
            # A ledger without any credit in this period may have some in the next.
            against = words.get(minus, minus.upper() if words[plus].isupper() else minus)
            return {words[plus]: "+", against: "-"}
    return {}


def _currency(columns: Mapping[str, Proposed], context: Context) -> dict[str, Proposed]:
    """The currency of a file that has no column for it."""
    if "currency" in columns and columns["currency"].sure:
        return {}
    amount = columns.get("amount_declared")
    stated = in_currency(amount.source.headings[0])[1] if amount else ""
    code = stated or context.owner.currency
    code = CURRENCY_SIGNS.get(code, code)
    reason: Reason = (
        (N_("the heading of the amount says so"), {})
        if stated
        else (N_("no column states one; it is the currency of the partner"), {})
    )
    alternatives = columns["currency"].source.headings if "currency" in columns else ()
    return {
        "currency": Proposed(
            "currency", Source(fixed=code), not alternatives, (reason,), alternatives
        )
    }


def _numbers_of_items(
    columns: Mapping[str, Proposed], looks: Sequence[Look]
) -> dict[str, Proposed]:
    """Numbers of items that are unique: a column as it stands, with the row's number, or that."""
    found = columns.get("item_id")
    if found is None:
        reason: Reason = N_("no column has a number for each item; the row's own serves"), {}
        return {
            "item_id": Proposed("item_id", Source(row_number=True), sure=True, reasons=(reason,))
        }
    look = _look(looks, found.source)
    if look is None or not look.repeated:
        return {}
    source = found.source.model_copy(update={"row_number": True})
    reason = N_("the row's own number is added, so that every item has its own"), {}
    return {"item_id": replace(found, source=source, reasons=(*found.reasons, reason))}


def _description(columns: Mapping[str, Proposed], looks: Sequence[Look]) -> dict[str, Proposed]:
    """Where no column says what was bought, one with texts may; it is only ever asked."""
    if "description" in columns:
        return {}
    taken = {label for proposed in columns.values() for label in proposed.source.labels}
    free = [look for look in looks if look.label not in taken and look.texts > 0.5]
    also = [
        look
        for name in ("comment", "supplier_name")
        if name in columns and (look := _look(looks, columns[name].source))
    ]
    wordy = sorted(free, key=lambda look: -look.filled * min(look.length, 40)) + also
    if not wordy:
        return {}
    reason: Reason = N_("no heading says so, but its cells are texts"), {}
    source = Source(headings=(wordy[0].label,))
    others = tuple(look.label for look in wordy[1:4])
    return {
        "description": Proposed(
            "description", source, sure=False, reasons=(reason,), alternatives=others
        )
    }


def _category_by_account(
    columns: Mapping[str, Proposed], looks: Sequence[Look]
) -> dict[str, Proposed]:
    """Where no column has cost categories, the accounts of the ledger may tell them."""
    account = columns.get("ledger_code")
    if "cost_category" in columns or account is None:
        return {}
    look = _look(looks, account.source)
    if look is None or not look.filled or len(look.distinct) > 100:
        return {}
    reason: Reason = (
        N_("no column has cost categories; the accounts may tell them ({count} different)"),
        {"count": len(look.distinct)},
    )
    return {
        "cost_category": Proposed("cost_category", account.source, sure=False, reasons=(reason,))
    }
