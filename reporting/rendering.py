"""From a document to PDF/A-3a and PDF/UA-1 bytes: the same bytes for the same document.

WeasyPrint lays out; it may load nothing but the assets listed here. The clock is never read: dates
come from the claim, and ``SOURCE_DATE_EPOCH`` keeps the fonts from carrying the time of rendering.
"""

from __future__ import annotations

import gc
import io
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reporting.fonts import FONTS, font_file
from reporting.pdf_metadata import describe, list_attachments_once

_ONE_AT_A_TIME = threading.Lock()
"""``SOURCE_DATE_EPOCH`` belongs to the whole process."""


class ForeignAddress(RuntimeError):
    """A document asked for something that is none of its own assets: our mistake, or an attack."""


@dataclass(frozen=True)
class EmbeddedFile:
    """A file that travels inside the PDF."""

    name: str
    description: str
    content: bytes


class Assets(URLFetcher):  # type: ignore[misc]  # WeasyPrint comes without types
    """Answers the listed addresses from memory, notes and refuses every other one."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Give an asset.

        Raises:
            FatalURLFetchingError: the address is none of ours. Inside an inline SVG WeasyPrint
                swallows it, which is why ``refused`` is looked at after rendering as well.
        """
        del headers
        body = _assets().get(url)
        if body is None:
            self.refused.append(url)
            raise FatalURLFetchingError(f"not an asset of this report: {url}")
        kind = "image/svg+xml" if url.endswith(".svg") else "font/ttf"
        return URLFetcherResponse(url, body, {"Content-Type": kind})


@cache
def _assets() -> dict[str, bytes]:
    """Every address a document may use, with its content."""
    emblem = files("report_templates").joinpath("assets/emblem.svg").read_bytes()
    fonts = {address: font_file(family, weight) for address, (family, weight) in FONTS.items()}
    return {"app:/emblem.svg": emblem} | fonts


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    """The style sheet and its fonts, read once: that takes as long as a short document."""
    fonts = FontConfiguration()
    source = files("report_templates").joinpath("report.css").read_text("utf-8")
    return CSS(string=source, font_config=fonts, url_fetcher=Assets(), base_url="app:/"), fonts


def render_pdf(html: str, day: date, embedded: Sequence[EmbeddedFile] = ()) -> bytes:
    """Lay out a document.

    Args:
        html: the whole document; its addresses must be assets.
        day: stands as the date of the document and of what is embedded.
        embedded: files to carry along.

    Returns:
        A PDF with tags, bookmarks, metadata and attachments.

    Raises:
        ForeignAddress: the document asked for something else than an asset.
    """
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    attachments = [
        Attachment(
            file_obj=io.BytesIO(file.content),
            name=file.name,
            description=file.description,
            created=noon,
            modified=noon,
            relationship="Data",
        )
        for file in embedded
    ]
    assets = Assets()
    with _ONE_AT_A_TIME, _epoch(noon), _uncollected():
        style, fonts = _style()
        try:
            source = HTML(string=html, base_url="app:/", url_fetcher=assets)
            document: Any = source.render(font_config=fonts, stylesheets=[style])
            document.metadata.attachments = attachments
            describe(document.metadata)
            pdf = document.write_pdf(pdf_variant="pdf/a-3a", finisher=list_attachments_once)
        except FatalURLFetchingError as error:
            raise ForeignAddress(str(error)) from None
    if assets.refused:
        raise ForeignAddress(f"not an asset of this report: {assets.refused[0]}")
    return bytes(pdf)


@contextmanager
def _epoch(noon: datetime) -> Iterator[None]:
    """Set ``SOURCE_DATE_EPOCH`` for one rendering."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = str(int(noon.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the collection of cyclic garbage until the document is done.

    Laying out makes hundreds of thousands of objects that all live to the end; looking through them
    again and again took a sixth of the time. Printed lists are bounded, and so is the memory.
    """
    active = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if active:
            gc.enable()
