"""The chapter on evidence: counts, missing items by name, and nothing where nothing is kept."""

from __future__ import annotations

from dataclasses import replace

from reporting.chapters.cover import cover
from reporting.chapters.evidence import provenance
from reporting.chapters.expenditure import expenditure_list
from reporting.chapters.kind import report_kind
from reporting.chapters.papers import papers
from reporting.documents import partner_report_html, project_report_html
from reporting.extract import claim_of_partner
from reporting.scribe import Scribe
from schemas.claim import Claim, EvidenceCounts, PartnerEvidence
from tests.unit.reporting.samples import Sample, three_partners

DIGEST = "ab12cd34" + "0" * 56


def handed_in(made: Sample) -> Claim:
    """The sample, its first partner with evidence for all items but one."""
    first, *_ = made.claim.partners
    own = [item for item in made.claim.items if item.partner == first.partner]
    entry = PartnerEvidence(
        partner=first.partner,
        files=len(own) - 1,
        items=len(own),
        items_with=len(own) - 1,
        items_missing=1,
        missing=[own[-1].item_id],
    )
    items = [
        item.model_copy(update={"evidence": [DIGEST]}) if item in own[:-1] else item
        for item in made.claim.items
    ]
    return made.claim.model_copy(update={"items": items, "evidence": EvidenceCounts.of([entry])})


def test_where_no_evidence_is_kept_one_sentence_says_who_has_it() -> None:
    made = three_partners()
    scribe = Scribe(made.claim, made.setting())
    assert papers(scribe) is None
    assert provenance(scribe).sentences == (
        "The evidence behind the items is kept by the partners, not here.",
    )
    assert "evidence, and the first" not in expenditure_list(scribe).lead


def test_the_chapter_counts_names_what_is_missing_and_who_keeps_papers_itself() -> None:
    made = three_partners()
    claim = handed_in(made)
    chapter = papers(Scribe(claim, made.setting()))
    assert chapter is not None
    (entry,) = claim.evidence.partners
    assert chapter.lead == f"{entry.items_with} of {entry.items} items have their evidence."
    told = " ".join(chapter.sentences)
    assert f"{entry.partner}, missing: {entry.missing[0]}." in told
    others = {item.partner for item in claim.items} - {entry.partner}
    assert others
    assert all(name in told.split("kept by the partner itself")[1] for name in others)
    assert provenance(Scribe(claim, made.setting())).sentences == ()


def test_a_partner_reads_of_its_own_papers_only() -> None:
    made = three_partners()
    claim = handed_in(made)
    (entry,) = claim.evidence.partners
    other = next(p.partner for p in claim.partners if p.partner != entry.partner)
    assert claim_of_partner(claim, other).evidence == EvidenceCounts()
    assert claim_of_partner(claim, entry.partner).evidence == claim.evidence
    page = partner_report_html(claim, entry.partner, made.setting())
    assert "1 · ab12cd34" in page
    assert entry.missing[0] in page
    assert "1 · ab12cd34" not in partner_report_html(claim, other, made.setting())
    assert DIGEST[:8] not in project_report_html(claim, made.setting())


def test_the_cover_masks_the_account_and_states_the_vat_number() -> None:
    made = three_partners()
    partners = [
        partner.model_copy(
            update={"vat_id": "DE136695976", "iban": "DE89370400440532013000", "bic": "DEUTDEFF"}
        )
        for partner in made.project.partners
    ]
    made = replace(made, project=made.project.model_copy(update={"partners": partners}))
    scribe = Scribe(made.claim, made.setting())
    kind = report_kind(scribe.setting, made.claim.period)
    facts = dict(cover(scribe, kind).facts)
    assert facts["Bank account"] == "DE…3000, DEUTDEFF"
    assert facts["VAT number"] == "DE136695976"
    assert "370400" not in project_report_html(made.claim, made.setting())
