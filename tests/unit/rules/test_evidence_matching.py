"""Files of evidence find their rows by what rows and files say, and by nothing else."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.evidence_matching import ActivityRow, ItemRow, Matched, match
from schemas.evidence import EvidenceFile


def file(name: str, digest: str = "", *stands_for: str) -> EvidenceFile:
    return EvidenceFile(
        file=name, sha256=digest or name, size=1, kind="pdf", stands_for=list(stands_for)
    )


def proven(found: Matched, number: str) -> tuple[str, ...]:
    return found.proven.get(("item", number), ())


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("Beleg 117.pdf", ItemRow("A1", "Beleg 117")),
        ("beleg_117.PDF", ItemRow("A1", "Beleg-117")),
        ("RE-2018-0117.pdf", ItemRow("A1", "RE/2018/0117")),
        ("scans/Reise/0117.jpg", ItemRow("A1", "0117")),
        ("Beleg 117.pdf", ItemRow("A1", "Ordner 3/Beleg 117")),
        ("Beleg 117.pdf", ItemRow("A1", r"C:\Belege\Beleg 117.pdf")),
        ("ＢＥＬＥＧ １１７.png", ItemRow("A1", "Beleg 117")),
        ("Beleg 117 (2).pdf", ItemRow("A1", "Beleg 117")),
        ("Beleg 117 Seite 2.pdf", ItemRow("A1", "Beleg 117")),
        ("Dowód 5 - strona 1.tif", ItemRow("A1", "Dowód 5")),
        ("b.pdf", ItemRow("A1", "a.pdf; b.pdf")),
        ("A1.pdf", ItemRow("A1")),
        ("FV 12-2024.pdf", ItemRow("A1", "", "FV/12/2024", "Firma")),
    ],
)
def test_file_is_found_however_it_is_spelt(name: str, row: ItemRow) -> None:
    assert proven(match([file(name)], [row]), "A1") == (name,)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("117.pdf", ItemRow("A1", "0117")),
        ("117.pdf", ItemRow("A1", "RE/2018/117")),
        ("Beleg 11.pdf", ItemRow("A1", "Beleg 117")),
        ("Beleg 117-2.pdf", ItemRow("A1", "Beleg 117")),
        ("scan.pdf", ItemRow("A1", "", "")),
    ],
)
def test_near_is_not_found(name: str, row: ItemRow) -> None:
    found = match([file(name)], [row])
    assert (found.proven, found.unmatched) == ({}, (name,))


def test_one_file_proves_several_rows_and_one_row_has_several_files() -> None:
    rows = [ItemRow("A1", "Reise 3"), ItemRow("A2", "Reise 3; Ticket")]
    found = match([file("Reise 3.pdf", "r"), file("Ticket.png", "t")], rows)
    assert (proven(found, "A1"), proven(found, "A2")) == (("r",), ("r", "t"))
    assert found.missing("Reise 3; Ticket", ("item", "A2")) == ()


def test_missing_reference_of_several_is_named() -> None:
    found = match([file("a.pdf")], [ItemRow("A1", "a.pdf; b.pdf")])
    assert found.missing("a.pdf; b.pdf", ("item", "A1")) == ("b.pdf",)


def test_reference_goes_before_number_and_list_before_both() -> None:
    rows = [ItemRow("A1", "A2"), ItemRow("A2", "x")]
    assert match([file("A2.pdf")], rows).proven.keys() == {("item", "A1")}
    listed = match([file("A2.pdf", "d", "x")], rows)
    assert listed.proven == {("item", "A2"): ("d",)}
    by_item = match([file("scan0001.pdf", "d", "A1")], rows)
    assert by_item.proven == {("item", "A1"): ("d",)}
    assert by_item.missing("A2", ("item", "A1")) == ()


def test_list_that_names_nothing_known_is_told() -> None:
    found = match([file("scan.pdf", "d", "A9")], [ItemRow("A1", "x")])
    assert (found.unknown, found.unmatched) == ({"scan.pdf": "A9"}, ())


def test_invoice_number_of_two_suppliers_decides_nothing() -> None:
    rows = [ItemRow("A1", "", "17", "Muster"), ItemRow("A2", "", "17", "Beispiel")]
    found = match([file("17.pdf")], rows)
    assert (found.proven, found.ambiguous) == ({}, {"17.pdf": "A1, A2"})
    same = match([file("17.pdf")], [ItemRow("A1", "", "17", "M"), ItemRow("A2", "", "17", "m ")])
    assert same.proven.keys() == {("item", "A1"), ("item", "A2")}


def test_activities_and_payments_have_their_papers() -> None:
    found = match(
        [file("Lista E2.pdf", "l"), file("Kontoauszug 07_2025.pdf", "k")],
        [ItemRow("A1", "x", payment_proof_ref="Kontoauszug 07/2025")],
        [ActivityRow("E2", "Lista E2; Agenda")],
    )
    assert found.proven == {("activity", "E2"): ("l",), ("payment", "A1"): ("k",)}
    assert found.missing("Lista E2; Agenda", ("activity", "E2")) == ("Agenda",)


NAMES = st.sampled_from(["a", "A.pdf", "a (2).png", "b/a", "17", "017", "RE/17", "b; a", "A1", ""])


@given(
    st.lists(st.tuples(NAMES, st.sampled_from("pqr"), st.lists(NAMES, max_size=2)), max_size=6),
    st.lists(st.tuples(NAMES, NAMES, st.sampled_from(["s", "t"])), max_size=6),
    st.randoms(use_true_random=False),
)
def test_order_of_files_and_rows_does_not_matter(
    files: list[tuple[str, str, list[str]]],
    rows: list[tuple[str, str, str]],
    shuffled: random.Random,
) -> None:
    handed = [file(name, digest, *refs) for name, digest, refs in files]
    items = [ItemRow(f"A{n}", *values) for n, values in enumerate(rows)]
    first = match(handed, items)
    shuffled.shuffle(handed)
    shuffled.shuffle(items)
    again = match(handed, items)
    assert (again.proven, again.unmatched, again.ambiguous, again.found) == (
        first.proven,
        first.unmatched,
        first.ambiguous,
        first.found,
    )


def test_a_thousand_files_find_ten_thousand_rows_within_a_second() -> None:
    rows = [ItemRow(f"X-{n}", f"Beleg {n % 1000:04d}", f"RE/{n}", "s") for n in range(10_000)]
    files = [file(f"Beleg_{n:04d}.pdf", f"{n:064d}") for n in range(1000)]
    start = time.process_time()
    found = match(files, rows)
    assert time.process_time() - start < 1
    assert len(found.proven) == 10_000
