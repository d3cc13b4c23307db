"""The PDF itself: the same bytes, nothing fetched, tags, bookmarks, metadata, data inside."""

import gc
import io
import json
import logging
import os
import subprocess
import sys
from datetime import date

import pikepdf
import pytest

from reporting.documents import partner_report, project_report
from reporting.rendering import Assets, EmbeddedFile, ForeignAddress, render_pdf
from reporting.workbooks import expenditure_csv
from schemas.claim import Claim
from tests.unit.reporting.printed import pages_of, partner_pdf, project_pdf, sample
from tests.unit.reporting.samples import three_partners
from tests.unit.reporting.test_chapters import items

DAY = date(2018, 3, 20)


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def page(body):
    return f'<!doctype html><html lang="en"><head><title>t</title></head><body>{body}</body></html>'


# --- the same bytes ----------------------------------------------------------------------------


def test_the_same_claim_makes_the_same_bytes():
    made = sample(3)
    assert project_report(made.claim, made.setting()) == project_pdf(3)
    assert partner_report(made.claim, "WFS", made.setting()) == partner_pdf("WFS")


def test_another_process_in_another_place_makes_the_same_bytes(root):
    script = (
        "import hashlib; from tests.unit.reporting.printed import partner_pdf;"
        "print(hashlib.sha256(partner_pdf('TGZ')).hexdigest())"
    )
    digests = set()
    for zone, seed in (("UTC", "1"), ("Pacific/Auckland", "2")):
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=root,
            env=os.environ | {"TZ": zone, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_rendering_leaves_the_process_as_it_was(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    render_pdf(page("x"), DAY)
    assert os.environ["SOURCE_DATE_EPOCH"] == "1"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    render_pdf(page("x"), DAY)
    assert "SOURCE_DATE_EPOCH" not in os.environ
    assert gc.isenabled()


# --- nothing fetched ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attack",
    [
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="file:///etc/passwd">',
        '<img src="app:/../pyproject.toml">',
        '<img src="data:image/svg+xml,<svg/>">',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="http://127.0.0.1:9/x">',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:9/x.png"/></svg>',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        "<style>@import url(http://127.0.0.1:9/x.css);</style>",
        "<style>body { background: url(http://127.0.0.1:9/x.png) }</style>",
        "<style>@font-face { font-family: x; src: url(http://127.0.0.1:9/x.ttf) }</style>",
    ],
)
def test_an_address_that_is_no_asset_stops_the_rendering(attack):
    with pytest.raises(ForeignAddress):
        render_pdf(page(attack), DAY)


@pytest.mark.parametrize(
    "attack",
    [
        '<link rel="attachment" href="file:///etc/passwd">',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="file:///etc/passwd#x"/></svg>',
    ],
)
def test_markup_attaches_and_uses_nothing(attack):
    assert render_pdf(page(attack), DAY) == render_pdf(page(attack.replace("etc", "x")), DAY)
    with opened(render_pdf(page(attack), DAY)) as pdf:
        assert not pdf.attachments


def test_assets_are_answered_from_memory():
    assert Assets().fetch("app:/emblem.svg").read().startswith(b"<svg")


@pytest.mark.parametrize("partners", [3, 12])
def test_rendering_has_nothing_to_say(partners, caplog):
    made = sample(partners)
    with caplog.at_level(logging.WARNING):
        project_report(made.claim, made.setting("de"))
        partner_report(made.claim, made.claim.partners[0].partner, made.setting("de"))
    assert [record.getMessage() for record in caplog.records] == []


# --- structure ---------------------------------------------------------------------------------


def bookmarks(pdf):
    with opened(pdf).open_outline() as outline:
        return [str(entry.title) for entry in outline.root]


def test_bookmarks_lead_to_every_chapter():
    assert bookmarks(project_pdf(3)) == [
        "1 At a glance",
        "2 Contents",
        "3 Declaration",
        "4 Financial statement",
        "5 Funding and payment claim",
        "6 Activities and results",
        "7 Findings",
        "8 Checks run",
        "9 Reconciliation",
        "10 To be confirmed",
        "11 Provenance",
    ]
    assert bookmarks(partner_pdf("WFS")) == [
        "1 At a glance",
        "2 Declaration",
        "3 Financial statement",
        "4 Funding",
        "5 Activities",
        "6 Findings",
        "7 List of expenditure",
        "8 Reconciliation",
        "9 Provenance",
    ]


def test_metadata_say_title_author_language_and_day():
    with opened(project_pdf(3)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "InnoCoopPolSax: Project report 2 and payment claim"
        assert str(pdf.docinfo["/Author"]) == "Wirtschaftsförderung Sachsen GmbH"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20180320"
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        metadata = pdf.Root.Metadata.read_bytes().decode()
    assert 'pdfaid:part="3" pdfaid:conformance="A"' in metadata
    assert 'pdfuaid:part="1"' in metadata


def test_fonts_are_those_of_the_house_alone():
    families = set()
    for pdf in (project_pdf(3), project_pdf(12), partner_pdf("WFS")):
        with opened(pdf) as held:
            for sheet in held.pages:
                families |= {
                    str(font.BaseFont).split("+")[1] for font in sheet.Resources.Font.values()
                }
    assert families == {
        "Fira-Sans",
        "Fira-Sans-Medium",
        "Fira-Sans-Bold",
        "Fira-Code",
        "EB-Garamond",
    }


def elements(pdf):
    """Kinds of structure elements, with those of figures that no text describes."""
    kinds, mute, waiting = set(), 0, [pdf.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting += list(element)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            kinds.add(str(element.S))
            mute += str(element.S) == "/Figure" and not str(element.get("/Alt", ""))
            waiting.append(element.get("/K", pikepdf.Array()))
    return kinds, mute


def test_tags_name_headings_tables_and_lists_and_every_picture_has_words():
    for made in (project_pdf(3), partner_pdf("WFS")):
        with opened(made) as pdf:
            kinds, mute = elements(pdf)
        assert {"/H1", "/H2", "/P", "/Table", "/Caption", "/TH", "/TD", "/L", "/Figure"} <= kinds
        assert mute == 0


def test_the_data_travel_inside_each_listed_once():
    made = sample(3)
    with opened(project_pdf(3)) as pdf:
        assert sorted(str(entry.F) for entry in pdf.Root.AF) == ["claim.json", "expenditure.csv"]
        assert {str(entry.AFRelationship) for entry in pdf.Root.AF} == {"/Data"}
        held = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    assert Claim.model_validate(json.loads(held["claim.json"])) == made.claim
    assert held["expenditure.csv"] == expenditure_csv(made.claim)


def test_a_partner_report_carries_nothing_of_the_others():
    with opened(partner_pdf("TGZ")) as pdf:
        held = b"".join(file.get_file().read_bytes() for file in pdf.attachments.values())
    text = held.decode() + " ".join(pages_of(partner_pdf("TGZ")))
    for foreign in ("WFS-0", "KARR/", "Ideenwerk", "Wynagrodzenia", "27861.68", "27,861.68"):
        assert foreign not in text
    assert "TGZ-005" in text


def test_embedded_files_bear_the_day_of_the_claim():
    made = render_pdf(page("x"), DAY, [EmbeddedFile("a.txt", "a", b"content")])
    with opened(made) as pdf:
        parameters = pdf.attachments["a.txt"].get_file().obj.Params
        assert str(parameters.CreationDate) == "D:20180320120000Z"


# --- pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("partners", [3, 12])
def test_at_a_glance_fits_one_page(partners):
    pages = pages_of(project_pdf(partners))
    assert "1 At a glance" in pages[1]
    assert "Points of attention" in pages[1]
    assert "2 Contents" in pages[2]


def test_cover_bears_no_head_and_every_other_page_does():
    pages = pages_of(project_pdf(3))
    fingerprint = sample(3).claim.provenance.fingerprint
    short = " ".join(fingerprint[place : place + 4] for place in range(0, 16, 4))
    assert short not in pages[0]
    for number, text in enumerate(pages[1:], start=2):
        assert f"page {number} of {len(pages)}" in text
        assert short in text
        assert "version 1, draft" in text
        assert "INTERREG_2014 2026-11-24" in text


def test_missing_partners_are_said_on_page_1():
    assert "Partners missing: CRR." in pages_of(project_pdf(12))[0]


@pytest.mark.parametrize("number", [1, 16, 17, 120])
def test_each_page_of_the_list_fits_its_sheet(number):
    made, claim = items(number)
    long = claim.items[0].model_copy(
        update={
            "description": "Übersetzung und Druck " * 40,
            "supplier_name": "Druckerei " * 20,
            "invoice_number": "R" * 60,
            "item_id": "N" * 60,
            "currency": "PLN",
            "rate": "4.174912",
            "rate_month": "2018-01",
            "amount_declared": -123_456_789_00,
        }
    )
    claim = claim.model_copy(update={"items": [long] * number})
    with opened(partner_report(claim, "WFS", made.setting())) as pdf:
        wide = sum(float(sheet.MediaBox[2]) > float(sheet.MediaBox[3]) for sheet in pdf.pages)
    assert wide == 1 + (max(number - 16, 0) + 18) // 19


def test_absurd_texts_do_not_hang_the_renderer():
    made = three_partners()
    item = made.claim.items[0].model_copy(
        update={"description": "W" * 5_000_000, "supplier_name": "e" + "\u0301" * 100_000}
    )
    claim = made.claim.model_copy(update={"items": [item] * 20})
    assert len(partner_report(claim, "WFS", made.setting())) > 10_000
