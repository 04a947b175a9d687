"""A page made for paper as a PDF, when WeasyPrint and its libraries are there; without them the print view serves."""

import logging
import os
import re
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse

logger = logging.getLogger(__name__)
# Subsets of fonts carry the time at which they were made, unless this says another: the same page is the same file.
FONT_TIME = "1577836800"  # 1 January 2020, in seconds
LONG_TEXT, LONG_WORD = re.compile(r">[^<>]{25,}<"), re.compile(r"[^\s<>&]{24}(?=[^\s<>&])")


def can_make_pdf() -> bool:
    """Whether the library is installed; whether its own libraries are is only known when it is used."""
    return find_spec("weasyprint") is not None


def make_pdf(html: str, *, base_url: str) -> bytes | None:
    """The PDF of a rendered page, or None when it cannot be made here. The same page gives the same bytes.

    Reads only own static files.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except (ImportError, OSError) as fault:
        logger.warning("no PDF: %s", fault)
        return None

    os.environ.setdefault("SOURCE_DATE_EPOCH", FONT_TIME)

    class StaticFetcher(URLFetcher):
        def fetch(self, url, headers=None):
            return URLFetcherResponse(url, *_read_static(url))

    return HTML(string=divide_long_words(html), base_url=base_url, url_fetcher=StaticFetcher()).write_pdf()


def divide_long_words(html: str) -> str:
    """The page with places where words longer than any in a dictionary may be broken.

    Otherwise such a word pushes other columns of a wide table off the paper, and WeasyPrint tries its whole rest on
    every line: 8 s for 10,000 letters.
    """
    return LONG_TEXT.sub(lambda text: LONG_WORD.sub(r"\g<0><wbr>", text.group()), html)


def answer_pdf(data: bytes, *, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _read_static(url: str) -> tuple[bytes, dict[str, str]]:
    """Content and type of an own static file, whether collected or not. Anything else is refused."""
    path = unquote(urlsplit(url).path)
    if urlsplit(url).scheme not in ("http", "https") or not path.startswith(settings.STATIC_URL):
        raise ValueError(f"not a static file: {url}")
    name = path.removeprefix(settings.STATIC_URL)
    found = finders.find(name)
    if found:
        data = Path(found).read_bytes()
    else:
        with staticfiles_storage.open(name) as file:
            data = file.read()
    return data, {"Content-Type": _type_of(name)}


def _type_of(name: str) -> str:
    return {"css": "text/css", "woff2": "font/woff2", "svg": "image/svg+xml"}.get(
        name.rsplit(".", 1)[-1], "image/png"
    )
