"""Column mappings in the ledger: the newest of a layout counts, and can be withdrawn."""

from ledger.ledger import Ledger
from schemas.mapping import ColumnMapping
from tests.unit.ledger.samples import PROJECT, a_mapping


def kept(ledger: Ledger, partner: str = "KARR") -> list[ColumnMapping]:
    return ledger.mappings(PROJECT, partner)


def test_a_mapping_comes_back_with_who_saved_it_and_when(ledger: Ledger) -> None:
    assert kept(ledger) == []
    assert ledger.keep_mapping(a_mapping(), "Anna Nowak")
    (found,) = kept(ledger)
    assert found.saved_by == "Anna Nowak"
    assert found.saved_on is not None
    assert found.digest == a_mapping().digest
    assert found.columns == a_mapping().columns
    assert kept(ledger, "WFS") == []
    assert ledger.mappings("another-project", "KARR") == []


def test_the_newest_mapping_of_a_layout_counts_and_the_same_is_not_doubled(ledger: Ledger) -> None:
    assert ledger.keep_mapping(a_mapping(), "A")
    assert not ledger.keep_mapping(a_mapping(), "B")
    assert ledger.keep_mapping(a_mapping(amount="Netto"), "B")
    (found,) = kept(ledger)
    assert (found.saved_by, found.columns["amount_declared"].headings) == ("B", ("Netto",))
    assert ledger.keep_mapping(a_mapping(), "A"), "the first one counts again"
    assert [mapping.saved_by for mapping in kept(ledger)] == ["A"]


def test_a_partner_may_have_two_layouts(ledger: Ledger) -> None:
    ledger.keep_mapping(a_mapping(), "A")
    ledger.keep_mapping(a_mapping("KARR", "Kwota", "Uwagi"), "A")
    assert [mapping.headings[-1] for mapping in kept(ledger)] == ["Uwagi", "Netto"]


def test_a_withdrawn_mapping_counts_no_more_until_it_is_saved_again(ledger: Ledger) -> None:
    ledger.keep_mapping(a_mapping(), "A")
    ledger.keep_mapping(a_mapping("KARR", "Kwota", "Uwagi"), "A")
    ledger.forget_mapping(a_mapping(), "B")
    assert [mapping.headings[-1] for mapping in kept(ledger)] == ["Uwagi"]
    assert ledger.keep_mapping(a_mapping(), "A")
    assert len(kept(ledger)) == 2
