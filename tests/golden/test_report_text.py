"""Reports say, page by page, what they said when someone last read them."""

import pytest

from tests.golden.reports import FOLDER, REPORTS, written


def pages(text):
    return [" ".join(page.split()) for page in text.split("--- page ")[1:]]


@pytest.mark.parametrize("name", REPORTS)
def test_each_page_says_what_it_said(name):
    kept = pages((FOLDER / f"{name}.txt").read_text("utf-8"))
    for found, expected in zip(pages(written(name)), kept, strict=True):
        assert found == expected
