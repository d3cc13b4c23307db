"""Nothing is lost between a partner's file and the typed rows: neither a row nor a cent.

``make campaign`` holds it over 10,000 generated extracts (EXTRACTS=...); without it a hundred.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from intake import csv_tables
from intake.delivery import FileRead, read_file
from intake.grids import Grid
from schemas.costs import COSTS as TABLE
from schemas.money import LARGEST_CENTS
from tests.unit.intake.extracts import COSTS, context, sheet

EXTRACTS = int(os.environ.get("EXTRACTS", "100"))
CENTS = st.integers(-LARGEST_CENTS, LARGEST_CENTS)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)


@dataclass(frozen=True)
class Writing:
    """How a partner writes numbers."""

    grouping: str
    decimal: str
    negative: str

    def write(self, cents: int) -> str:
        whole = f"{abs(cents) // 100:,}".replace(",", self.grouping)
        text = f"{whole}{self.decimal}{abs(cents) % 100:02d}"
        return self.negative.replace("n", text) if cents < 0 else text


WRITINGS = st.one_of(
    st.builds(
        Writing,
        grouping=st.sampled_from(["", ".", " ", "'", "\N{NO-BREAK SPACE}"]),
        decimal=st.just(","),
        negative=st.sampled_from(["-n", "n-", "(n)", "\N{MINUS SIGN}n"]),
    ),
    st.builds(
        Writing,
        grouping=st.sampled_from(["", ",", " ", "'"]),
        decimal=st.just("."),
        negative=st.sampled_from(["-n", "n-", "(n)", "- n"]),
    ),
)


def read(content: str | bytes, name: str = "costs.csv") -> FileRead:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_file(path, context())


def declared(result: FileRead) -> list[int]:
    (table,) = result.tables
    return [int(cents) for cents in table.frame["amount_declared_cents"]]


def with_amounts(cents: list[int], writing: Writing) -> str:
    rows = [f"A{n}\tstaff\tx\tEUR\t{writing.write(c)}" for n, c in enumerate(cents)]
    return "\n".join((COSTS.replace(",", "\t"), *rows))


@settings(max_examples=EXTRACTS)
@given(st.lists(CENTS, min_size=1, max_size=30), WRITINGS, WRITINGS)
def test_the_same_amounts_in_two_writings_are_the_same_cents(
    cents: list[int], one: Writing, other: Writing
) -> None:
    first, second = read(with_amounts(cents, one)), read(with_amounts(cents, other))
    assert declared(first) == declared(second) == cents
    assert first.tables[0].sum_declared == second.tables[0].sum_declared == {"EUR": sum(cents)}


@settings(max_examples=25)
@given(st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=30))
def test_a_workbook_of_real_numbers_has_the_same_cents(cents: list[int]) -> None:
    rows = [[f"A{n}", "staff", "x", "EUR", c / 100] for n, c in enumerate(cents)]
    assert declared(read(sheet(COSTS.split(","), *rows), "costs.xlsx")) == cents


_LINES = {
    "blank": ",,,,",
    "total": "Summe,,,,5",
    "headings": COSTS,
    "note": "Drawn up by Anna Nowak,,,,",
}
GOOD = st.tuples(st.just("good"), CENTS)
BAD = st.sampled_from(["12,5o", "", "1E5", "NaN", "1.2.3"]).map(lambda text: ("bad", text))
OTHERS = st.sampled_from(["blank", "total", "short", "long", "headings", "note"]).map(
    lambda k: (k, "")
)


@settings(max_examples=EXTRACTS)
@given(st.lists(st.one_of(GOOD, BAD, OTHERS), min_size=1, max_size=40))
def test_every_row_is_used_unreadable_or_skipped(story: list[tuple[str, int | str]]) -> None:
    written = Writing("", ".", "-n")
    lines, good, unreadable, expected = [COSTS], [], 0, []
    for number, (kind, value) in enumerate(story):
        if kind == "good" and isinstance(value, int):
            good.append(value)
            lines.append(f"A{number},staff,x,EUR,{written.write(value)}")
        elif kind == "bad":
            unreadable += 1
            lines.append(f'A{number},staff,x,EUR,"{value}"')
            expected.append(number + 2)
        elif kind == "short":
            unreadable += 1
            lines.append(f"A{number},staff")
            expected.append(number + 2)
        elif kind == "long":
            unreadable += 1
            lines.append(f"A{number},staff,x,y,EUR,1")
            expected.append(number + 2)
        else:
            lines.append(_LINES[kind])
    result = read("\n".join(lines))
    (table,) = result.tables
    assert declared(result) == good
    assert table.unreadable_rows == unreadable
    assert table.rows == len(good) + unreadable
    # Every row that was left out is named, at its place.
    told = {f.row for f in result.findings if f.severity == "reject"}
    assert told == set(expected)
    skipped = {f.row for f in result.findings if f.code in ("ROW-03", "ROW-06", "ROW-07")}
    assert len(skipped) == sum(kind in ("total", "headings", "note") for kind, _ in story)


QUOTED = st.text(st.sampled_from(list('ab ,;"\n\r')), max_size=8)


@given(
    st.lists(st.tuples(QUOTED, QUOTED), min_size=1, max_size=12),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_the_quick_reader_gives_what_the_careful_one_gives(
    cells: list[tuple[str, str]], end: str
) -> None:
    lines = ["item_id;description", *(";".join(pair) for pair in cells)]
    text = end.join(lines)
    quick, careful = csv_tables._alike(text, ";"), csv_tables._one_by_one(text, ";", '"')
    if quick is not None:
        assert isinstance(careful, Grid)
        assert [[cell.strip() for cell in row] for row in quick.rows] == [
            [cell.strip() for cell in row] for row in careful.rows
        ]
        assert list(quick.numbers) == list(careful.numbers)


@given(st.lists(NAMES, min_size=1, max_size=20))
def test_words_come_through_unchanged(names: list[str]) -> None:
    heading = f"{COSTS},supplier_name"
    quoted = ['"{}"'.format(name.replace('"', '""')) for name in names]
    rows = [f"A{n},staff,x,EUR,1,{name}" for n, name in enumerate(quoted)]
    (table,) = read("\n".join((heading, *rows))).tables
    assert table.frame["supplier_name"].tolist() == [name.strip() for name in names]
    TABLE.frame_schema.validate(table.frame, lazy=True)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    result = read(content)
    assert result.refused
    assert all(finding.kind for finding in result.findings)


CELLS = st.text(st.sampled_from(list("0123456789.,-' ()%€EURabcSumme;:/")), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=30, max_size=30), min_size=1, max_size=8))
def test_any_cells_give_a_valid_table(rows: list[list[str]]) -> None:
    heading = "\t".join(column.extract for column in TABLE.columns[:30])
    result = read("\n".join((heading, *("\t".join(row) for row in rows))))
    (table,) = result.tables
    TABLE.frame_schema.validate(table.frame, lazy=True)
    assert table.rows == len(table.frame) + table.unreadable_rows
