"""Every word of a document can be translated."""

import re
from importlib.resources import files

import pytest
from babel.messages.extract import extract_from_dir

from reporting.pages import environment

TEMPLATES = environment("en").list_templates(extensions=["html"])


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_word_stands_in_a_template_by_itself(name):
    source = files("report_templates").joinpath(name).read_text("utf-8")
    text = re.sub(
        r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!doctype html>|<[^>]*>", " ", source, flags=re.DOTALL
    )
    assert not re.findall(r"[^\W\d_]{2,}", text)


def test_the_words_of_templates_and_chapters_are_found(root):
    found = {
        message if isinstance(message, str) else message[0]
        for room in ("reporting", "report_templates")
        for _, _, message, _, _ in extract_from_dir(
            root / room,
            method_map=[("**.py", "python"), ("**.html", "jinja2")],
            keywords={"N_": None, "plural": (1, 2), "_": None},
        )
    }
    assert {
        "List of expenditure",  # named in Python
        "How to read this report",  # named in a template
        "List of expenditure, page {number} of {total}",  # with values
        "{count} point is to be confirmed.",  # with a plural
    } <= found
