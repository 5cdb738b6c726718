"""Print HTML to PDF, and PDF to PNG: what a renderer process does.

Only this module and `svg_cache` import WeasyPrint, and only this one imports pdfium. A process of its
own can be stopped when it takes too long or too much memory, and it is replaced after a number of
renders, so that a web worker stays small. Started by `programs.sheets.renderer_pool`; needs no Django.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PIL import Image
from pypdfium2 import PdfDocument
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from programs.sheets.fonts import Face, beyond_family, printable, sheet_faces
from programs.sheets.svg_cache import image_cache


class SheetFetcher(URLFetcher):
    """Opens `data:` pictures of the page and our own font files, and nothing else.

    No network, no redirect, no other file: text that a person typed cannot make the server fetch.
    """

    def __init__(self, faces: tuple[Face, ...] = ()) -> None:
        super().__init__(allow_redirects=False)
        self.font_urls = {face.url for face in faces}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Fetch a `data:` picture or one of our fonts. Raises `ValueError` for all else."""
        if not url.startswith("data:image/svg+xml;base64,") and url not in self.font_urls:
            raise ValueError("Sheets fetch nothing from outside.")
        return super().fetch(url, headers)


MARGIN_BOXES = ("@top-left", "@bottom-left", "@bottom-right")
"""Those that the templates write into; they take no font from the page."""


@lru_cache(maxsize=4)
def _styles(folder: Path, others: frozenset[int]) -> tuple[CSS, FontConfiguration, SheetFetcher]:
    """The font faces as a stylesheet, loaded once; those for characters beyond the family as they occur."""
    fonts = FontConfiguration()
    faces = tuple(sheet_faces(folder, others))
    fetcher = SheetFetcher(faces)
    text = "\n".join(
        f"@font-face {{ font-family: '{face.family}'; font-weight: {face.weight}; src: url('{face.url}'); }}"
        for face in faces
    )
    families = ", ".join(f"'{name}'" for name in dict.fromkeys(face.family for face in faces))
    rule = f"{{ font-family: {families} !important; }}"
    boxes = " ".join(f"{box} {rule}" for box in MARGIN_BOXES)
    text += f"\nhtml {rule}\n@page {{ {boxes} }}"
    return CSS(string=text, font_config=fonts, url_fetcher=fetcher), fonts, fetcher


def render_pdf(html: str, folder: Path) -> bytes:
    """The page as a PDF/UA-1 file; the same page always gives the same bytes."""
    html = printable(html, folder)
    faces, fonts, fetcher = _styles(folder, beyond_family(html, folder))
    pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=[faces], font_config=fonts, pdf_variant="pdf/ua-1", cache=image_cache()
    )
    return pdf


def render_png(pdf: bytes, page: int, dpi: int) -> bytes:
    """One page, counted from 0, as an image."""
    document = PdfDocument(pdf)
    try:
        image = document[page].render(scale=dpi / 72).to_pil()
    finally:
        document.close()
    buffer = io.BytesIO()
    image.convert("P", palette=Image.Palette.ADAPTIVE, colors=96).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


TASKS: dict[str, Callable[..., bytes]] = {"pdf": render_pdf, "png": render_png}


def perform(task: str, *args: object) -> bytes | str:
    """The rendered file, or as text what went wrong."""
    try:
        return TASKS[task](*args)
    except Exception as error:  # noqa: BLE001 (whatever went wrong, the web worker has to know)
        return f"{type(error).__name__}: {error}"
