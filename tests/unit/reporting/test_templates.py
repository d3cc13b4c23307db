"""Data stays data: in every field, in every template, in both languages."""

import re
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from jinja2 import UndefinedError

from reporting.documents import partner_report_html, project_report_html
from reporting.pages import environment
from reporting.setting import Setting
from schemas.claim import Claim
from tests.unit.reporting.samples import three_partners

MARKER = "<&\"'>{{7*7}}\u202e"
SHOWN = "<&\"'>{{7*7}}‹U+202E›"

# What must stay as it is, because the claim would not be one otherwise.
_FIXED = {"schema", "status", "severity", "level", "currency", "confidence", "language", "version"}
_NOT_TEXT = re.compile(r"-?[\d.]*|\d{4}-\d{2}(-\d{2}.*)?")


def marked(value, key=""):
    """The same data with the marker at the end of every text."""
    if isinstance(value, dict):
        return {name: marked(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [marked(inner, key) for inner in value]
    if not isinstance(value, str) or key in _FIXED or _NOT_TEXT.fullmatch(value):
        return value
    if key in ("id", "role", "legal_status", "kind", "counts", "type") or len(value) == 64:
        return value
    return value + MARKER


class Reader(HTMLParser):
    """What a browser would see: elements, attributes, text."""

    def __init__(self, html):
        super().__init__()
        self.tags = set()
        self.attributes = set()
        self.text = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.text += [value for name, value in attrs if name == "content"]

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def hostile():
    made = three_partners()
    raw = marked(made.claim.model_dump(mode="json", by_alias=True))
    raw["fund_reductions"] = made.claim.model_dump(mode="json")["fund_reductions"]
    for partner in raw["partners"]:
        for category in partner["categories"]:
            category["flat_rate_of"] = category["flat_rate_of"].removesuffix(MARKER)
    claim = Claim.model_validate(raw)
    return claim, Setting(hostile_project(made.project), made.family, made.rules, "en")


def hostile_project(project):
    """The project with the marker in every text that a report shows."""
    programme = marked(project.programme.model_dump())
    return project.model_copy(
        update={
            "acronym": project.acronym + MARKER,
            "title": marked(project.title),
            "programme": project.programme.model_copy(update=programme),
            "indicators": [
                indicator.model_copy(
                    update={"title": marked(indicator.title), "unit": indicator.unit + MARKER}
                )
                for indicator in project.indicators
            ],
            "certificates": [
                certificate.model_copy(
                    update={
                        "partner": certificate.partner + MARKER,
                        "by": certificate.by + MARKER,
                    }
                )
                for certificate in project.certificates
            ],
        }
    )


@pytest.fixture(scope="module")
def pages(hostile):
    claim, setting = hostile
    partner = claim.partners[0].partner
    return project_report_html(claim, setting), partner_report_html(claim, partner, setting)


def test_a_marker_in_every_field_appears_as_it_was_typed(pages):
    for html in pages:
        assert SHOWN in "".join(Reader(html).text)
        assert "<&" not in html.replace("<!doctype", "")
        assert "{{" not in html.replace("{{7", "")
        assert "\u202e" not in html
        assert ">49<" not in html


def test_data_brings_no_element_and_no_attribute(pages):
    made = three_partners()
    plain = (
        project_report_html(made.claim, made.setting()),
        partner_report_html(made.claim, "WFS", made.setting()),
    )
    for clean, evil in zip(plain, pages, strict=True):
        assert Reader(evil).tags == Reader(clean).tags
        assert Reader(evil).attributes == Reader(clean).attributes


@pytest.mark.parametrize(
    "field",
    [
        "Moderation und Dokumentation",  # description
        "Ideenwerk Görlitz GbR",  # supplier
        "2017-0281",  # invoice number
        "WFS-015",  # item
        "wfs_kosten.xlsx",  # file
        "Freistaat Sachsen",  # source of a contribution
        "without the recoverable VAT 6,000.00 EUR is eligible.",  # message
        "Declare the amount without the VAT that the tax office returns.",  # remedy
        "Reg.\u00a0(EU) No\u00a01303/2013, Art.\u00a069(3)(c)",  # legal basis
        "Wirtschaftsförderung Sachsen GmbH",  # partner
        "InnoCoopPolSax",  # acronym
        "eurocent 0.1.0",  # software
    ],
)
def test_fields_of_the_partner_report_are_shown_with_their_marker(pages, field):
    text = "".join(Reader(pages[1]).text)
    assert re.search(re.escape(field) + r"[^‹]{0,120}" + re.escape(SHOWN), text)


def test_no_template_leaves_a_name_unescaped():
    sources = files("report_templates")
    names = environment("en").list_templates(extensions=["html"])
    assert len(names) >= 10
    for name in names:
        assert not re.search(r"\|\s*safe|autoescape|Markup", sources.joinpath(name).read_text())


@pytest.mark.parametrize("name", ["a.html", "a.html.j2", "a.txt", "a.svg"])
def test_everything_is_escaped_whatever_the_file_is_called(name):
    made = environment("en").overlay()
    template = made.from_string("{{ text }}")
    template.name = name
    assert template.render(text="<&\"'") == "&lt;&amp;&#34;&#39;"


def test_a_name_that_does_not_exist_is_an_error():
    with pytest.raises(UndefinedError):
        environment("en").from_string("{{ documnet.title }}").render(document=object())


def test_german_documents_write_amounts_and_days_the_german_way():
    made = three_partners()
    html = project_report_html(made.claim, made.setting("de"))
    assert '<html lang="de">' in html
    assert "114.890,60" in html
    assert "31.12.2017" in html
    assert "Gemeinsames Sekretariat" in html
    assert "114,890.60" not in html
