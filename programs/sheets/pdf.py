"""Sheets as files: rendered once for each content, then kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from exercises.jobs.run import is_worker
from programs.sheets import renderer_pool, workers
from programs.sheets.fonts import PACKAGES
from programs.sheets.html import sheet_html
from programs.sheets.render_cache import find, get_or_render, render_slot
from programs.sheets.sheet import Sheet
from programs.sheets.workers import SheetOrder

SOURCES = ("programs/sheets", "templates/print", "exercises/figures")
PREVIEW_DPI = 96
NOBODY = SheetOrder()
LIBRARIES = ("weasyprint", "pydyf", "pypdfium2", "segno", *PACKAGES)


@cache
def recipe() -> str:
    """A digest of all that makes a sheet from its values: our own sources and the libraries."""
    digest = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted((settings.BASE_DIR / folder).rglob("*.*")):
            if path.suffix in {".py", ".html", ".css"}:
                digest.update(path.read_bytes())
    digest.update(" ".join(version(library) for library in LIBRARIES).encode())
    return digest.hexdigest()


def file_digest(sheet: Sheet, kind: str) -> str:
    """A name for the sheet's file of this kind: equal names, equal bytes. Costs no render."""
    name = f"{recipe()} {sheet.digest} {get_language()} {kind}"
    digest = hashlib.sha256(name.encode()).hexdigest()[:32]
    return f"private-{digest}" if sheet.is_private else digest


def file_key(digest: str) -> str:
    """Where the file of this digest is kept; those of private sheets begin with `PRIVATE_PREFIX`."""
    return f"sheet-{digest}"


def sheet_pdf(sheet: Sheet, order: SheetOrder = NOBODY) -> bytes:
    """The sheet as PDF/UA-1. Raises `RenderQueueFullError`, `RenderError`, `RenderTimeoutError`, and where
    there are workers what `workers.ordered` raises."""
    return _kept(sheet, "pdf", order, lambda: render_pdf(sheet_html(sheet)))


def sheet_png(sheet: Sheet, order: SheetOrder = NOBODY) -> bytes:
    """The sheet's first page as an image, 96 dots an inch; raises as `sheet_pdf` does."""
    return _kept(sheet, "png", order, lambda: render_png(sheet_pdf(sheet)))


def _kept(sheet: Sheet, kind: str, order: SheetOrder, make: Callable[[], bytes]) -> bytes:
    """The sheet's file, made here or by a worker."""
    key = file_key(file_digest(sheet, kind))
    if workers.is_left_to_workers():
        return find(key) or workers.ordered(kind, sheet, key, order)
    return get_or_render(key, make)


def page_pdf(html: str, order: SheetOrder = NOBODY) -> bytes:
    """HTML as PDF, not kept but for its way from a worker."""
    if not workers.is_left_to_workers():
        return render_pdf(html)
    key = f"page-{hashlib.sha256(html.encode()).hexdigest()}"
    return find(key) or workers.ordered("html", html, key, order)


def render_pdf(html: str) -> bytes:
    """Print HTML as PDF, when a slot to render is free."""
    with render_slot():
        fonts = Path(settings.VAR_DIR) / "fonts"
        return renderer_pool.run("pdf", html, fonts, **_time())


def render_png(pdf: bytes, page: int = 0, dpi: int = PREVIEW_DPI) -> bytes:
    """A page of a PDF as an image, when a slot to render is free."""
    with render_slot():
        return renderer_pool.run("png", pdf, page, dpi, **_time())


def _time() -> dict[str, float]:
    """How long the renderer may take: longer where no request waits for it."""
    return {"seconds": settings.WORKER_SHEET_SECONDS} if is_worker() else {}
