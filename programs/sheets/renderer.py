"""The renderer: a process of its own that turns print HTML into PDF and PDF into PNG.

It is alone in importing WeasyPrint and pdfium, and knows no Django. A process apart can be stopped
when it takes too long or too much memory, and is replaced after so many renders, so that a web
worker stays as small as it was. It reads requests from standard input and writes replies to standard
output, each a length (4 bytes, big-endian) and as many bytes: a letter for what to do or how it went,
then the content. Started by `programs.sheets.renderer_pool`, with the font folder as its one argument.
"""

from __future__ import annotations

import io
import os
import resource
import sys
from functools import cache
from pathlib import Path
from typing import BinaryIO

from PIL import Image
from pypdfium2 import PdfDocument
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from programs.sheets.fonts import Face, sheet_faces
from programs.sheets.frames import FAILED, PDF, PNG, RENDERED, read_frame, write_frame
from programs.sheets.svg_cache import SvgCache

MAX_MEMORY = 1536 * 1024 * 1024
OTHER_SCRIPTS = ((0x0590, 0x08FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))
"""Hebrew and Arabic letters and their presentation forms (Unicode 16, Blocks.txt)."""


class SheetFetcher(URLFetcher):
    """Opens pictures that are in the page itself and our own font files, and nothing else.

    No network, no redirect, no other file: what a person typed can never make the server fetch.
    """

    def __init__(self, faces: tuple[Face, ...] = ()) -> None:
        super().__init__(allow_redirects=False)
        self.font_urls = {face.url for face in faces}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Fetch a `data:` picture or one of our fonts. Raises `ValueError` for all else."""
        if not url.startswith("data:image/svg+xml;base64,") and url not in self.font_urls:
            raise ValueError("Sheets fetch nothing from outside.")
        return super().fetch(url, headers)


@cache
def _styles(folder: Path, others: bool) -> tuple[CSS, FontConfiguration, SheetFetcher]:
    """The font faces as a stylesheet, loaded once; those of other scripts only where they occur."""
    fonts = FontConfiguration()
    faces = tuple(sheet_faces(folder, others=others))
    fetcher = SheetFetcher(faces)
    text = "\n".join(
        f"@font-face {{ font-family: '{face.family}'; font-weight: {face.weight}; src: url('{face.url}'); }}"
        for face in faces
    )
    return CSS(string=text, font_config=fonts, url_fetcher=fetcher), fonts, fetcher


def render_pdf(html: str, folder: Path) -> bytes:
    """The page as a PDF/UA-1 file; the same page always gives the same bytes."""
    others = any(low <= ord(sign) <= high for sign in set(html) for low, high in OTHER_SCRIPTS)
    faces, fonts, fetcher = _styles(folder, others)
    pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=[faces], font_config=fonts, pdf_variant="pdf/ua-1", cache=SvgCache()
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


def answer(request: bytes, folder: Path) -> bytes:
    """The reply to one request: what was rendered, or the kind of failure."""
    task, content = request[:1], request[1:]
    try:
        if task == PDF:
            return RENDERED + render_pdf(content.decode(), folder)
        if task == PNG:
            place, pdf = content.split(b"\n", 1)
            page, dpi = map(int, place.split())
            return RENDERED + render_png(pdf, page, dpi)
    except Exception as error:  # noqa: BLE001 (whatever went wrong, the worker must hear of it)
        return FAILED + f"{type(error).__name__}: {error}".encode()
    return FAILED + b"unknown task"


def serve(requests: BinaryIO, replies: BinaryIO, folder: Path) -> None:
    """Answer requests until there are no more."""
    while (request := read_frame(requests)) is not None:
        write_frame(replies, answer(request, folder))


def main() -> None:
    """Serve standard input; whatever a library prints goes to standard error."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, replies, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
