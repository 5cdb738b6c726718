"""Print HTML to PDF: the one place that knows WeasyPrint."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as django_cache
from django.template.loader import render_to_string
from weasyprint import CSS, HTML, __version__
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from programs.sheets.fonts import FAMILY, WEIGHTS, sheet_font
from programs.sheets.html import sheet_html
from programs.sheets.sheet import Sheet

CACHED_SECONDS = 7 * 24 * 3600


class SheetFetcher(URLFetcher):
    """Opens pictures that are in the page itself and our own font files, and nothing else.

    No network, no redirect, no other file: what a person typed can never make the server fetch.
    """

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Fetch a `data:` picture or one of our fonts. Raises `ValueError` for all else."""
        if not url.startswith("data:image/svg+xml;base64,") and url not in _font_urls():
            raise ValueError("Sheets fetch nothing from outside.")
        return super().fetch(url, headers)


@cache
def _font_urls() -> dict[str, int]:
    """The addresses of our font files, each with its weight."""
    folder = Path(settings.VAR_DIR) / "fonts"
    return {sheet_font(weight, folder).as_uri(): weight for weight in WEIGHTS}


def _font_faces() -> str:
    return "\n".join(
        f"@font-face {{ font-family: '{FAMILY}'; font-weight: {weight}; src: url('{url}'); }}"
        for url, weight in _font_urls().items()
    )



def render_pdf(html: str) -> bytes:
    """The page as a PDF/UA-1 file; the same page always gives the same bytes."""
    fonts = FontConfiguration()
    faces = CSS(
        string=_font_faces(), font_config=fonts, url_fetcher=SheetFetcher(allow_redirects=False)
    )
    pdf: bytes = HTML(string=html, url_fetcher=SheetFetcher(allow_redirects=False)).write_pdf(
        stylesheets=[faces], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return pdf


def sheet_pdf(sheet: Sheet) -> bytes:
    """The sheet as PDF, rendered once for each content and then kept."""
    html = sheet_html(sheet)
    digest = hashlib.sha256(f"{__version__}\n{html}".encode()).hexdigest()
    key = f"sheet-{digest}"
    pdf: bytes | None = django_cache.get(key)
    if pdf is None:
        pdf = render_pdf(html)
        django_cache.set(key, pdf, CACHED_SECONDS)
    return pdf
