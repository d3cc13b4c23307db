"""The index finds other projects' claims of an invoice, and holds nothing that could be read."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from ledger.home import Home
from ledger.invoice_index import seal
from ledger.ledger import Ledger
from ledger.records import StoredRun
from ledger.tables import indexed_run, invoice_key
from schemas.claim import Claim
from tests.unit.ledger.samples import PROJECT, a_claim, an_item

OURS = "ours"
KEYS = {"FV/1/2017", "FV/2/2017"}


def keys_of(claim: Claim) -> Collection[str]:
    return {item.invoice_number for item in claim.items}


def record(
    ledger: Ledger, made_of: str, *numbers: int, project: str = PROJECT, period: int = 1
) -> StoredRun:
    items = [an_item(number) for number in numbers]
    return ledger.record_run(a_claim(made_of, period, project=project, items=items), "out")


def found(ledger: Ledger, keys: Collection[str] = KEYS) -> dict[str, list[list[str]]]:
    ledger.index_invoices(1, keys_of)
    return {
        project: [sorted(keys_of(claim)) for claim in claims]
        for project, claims in ledger.claims_with(1, keys, but=OURS).items()
    }


def test_another_projects_claims_are_found_by_an_invoice_and_given_whole(ledger: Ledger) -> None:
    record(ledger, "first", 1)
    record(ledger, "second", 3, period=2)
    record(ledger, "unrelated", 3, project="eccop")
    assert found(ledger) == {PROJECT: [["FV/1/2017"], ["FV/3/2017"]]}


def test_the_projects_own_claims_are_not(ledger: Ledger) -> None:
    record(ledger, "first", 1, project=OURS)
    assert found(ledger) == {}
    assert found(ledger, set()) == {}


def test_a_run_that_was_superseded_does_not_count(ledger: Ledger) -> None:
    first = record(ledger, "first", 1)
    record(ledger, "corrected", 3)
    assert found(ledger) == {}
    ledger.request_again(first)
    assert found(ledger) == {PROJECT: [["FV/1/2017"]]}


def test_the_signed_claim_counts_and_not_a_later_draft(ledger: Ledger) -> None:
    signed = record(ledger, "first", 1)
    ledger.approve(PROJECT, 1, "Lead", seen_digest=signed.claim_sha256)
    record(ledger, "draft", 3)
    assert found(ledger) == {PROJECT: [["FV/1/2017"]]}


def test_runs_are_indexed_once_and_anew_for_another_form_of_keys(ledger: Ledger) -> None:
    record(ledger, "first", 1, 2)
    for _ in range(3):
        ledger.index_invoices(1, keys_of)
    assert counts(ledger) == (1, 2)
    assert ledger.claims_with(2, KEYS, but=OURS) == {}
    ledger.index_invoices(2, keys_of)
    assert counts(ledger) == (2, 4)
    assert set(ledger.claims_with(2, KEYS, but=OURS)) == {PROJECT}


def test_more_keys_than_one_question_holds_are_looked_up(ledger: Ledger) -> None:
    record(ledger, "first", 1)
    many = {str(number) for number in range(30_000)} | KEYS
    assert set(found(ledger, many)) == {PROJECT}


def test_nothing_about_an_invoice_can_be_read_out_of_the_index(ledger: Ledger) -> None:
    record(ledger, "first", 1)
    ledger.index_invoices(1, keys_of)
    with ledger._database.reading() as connection:
        rows = repr([connection.execute(select(t)).all() for t in (indexed_run, invoice_key)])
    item = an_item()
    for word in (item.supplier_name, item.supplier_vat_id, item.invoice_number, item.partner):
        assert word not in rows
    assert PROJECT not in rows


def test_a_key_cannot_be_guessed_without_the_installations_secret(home: Home) -> None:
    assert seal(["FV/1"], home.pseudonym_key()) != seal(["FV/1"], b"another secret")
    assert seal(["b", "a", "b"], b"secret") == sorted(
        seal(["a"], b"secret") + seal(["b"], b"secret")
    )


def counts(ledger: Ledger) -> tuple[int, ...]:
    with ledger._database.reading() as connection:
        return tuple(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (indexed_run, invoice_key)
        )
