"""Cached pictures look as WeasyPrint draws them, and sheets are made without its private names."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image, ImageChops, ImageStat

from programs.models import Program
from programs.sheets import renderer, svg_cache
from programs.sheets.html import sheet_html
from programs.sheets.options import SheetOptions
from programs.sheets.sheet import build_sheet
from programs.views.sheet_source import SheetSource

pytestmark = pytest.mark.django_db
FONTS = Path(settings.VAR_DIR) / "fonts"


@pytest.fixture(autouse=True)
def _fresh_probe() -> Iterator[None]:
    probe = svg_cache.has_private_names
    probe.cache_clear()
    yield
    probe.cache_clear()


@pytest.fixture
def html(program: Program) -> str:
    source = SheetSource.of_program(program)
    return sheet_html(
        build_sheet(
            source.title,
            source.subtitle,
            source.plans,
            url="http://testserver",
            revision=1,
            changed=source.changed,
            options=SheetOptions(weeks=2),
        )
    )


def page_of(html: str) -> Image.Image:
    pdf = renderer.render_pdf(html, FONTS)
    return Image.open(io.BytesIO(renderer.render_png(pdf, 0, 60))).convert("RGB")


def test_installed_weasyprint_has_the_names() -> None:
    assert svg_cache.has_private_names()
    assert isinstance(svg_cache.image_cache(), svg_cache.SvgCache)


@pytest.mark.parametrize(
    "lost",
    [
        "weasyprint.images.SVGImage",
        "weasyprint.images.SVGImage.__init__",
        "weasyprint.pdf.stream.Stream.__init__",
        "weasyprint.pdf.stream.Stream.set_alpha",
    ],
)
def test_without_one_of_the_names_pictures_are_not_cached(
    lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if lost.endswith("__init__"):
        monkeypatch.setattr(lost, lambda self: None)
    else:
        monkeypatch.delattr(lost)
        monkeypatch.delattr("weasyprint.pdf.stream.pydyf.Stream.set_alpha", raising=False)
    assert svg_cache.image_cache() == {}
    assert not isinstance(svg_cache.image_cache(), svg_cache.SvgCache)


def test_page_looks_the_same_with_and_without_the_cache(
    html: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    svg_cache._picture.cache_clear()
    drawn, cached = page_of(html), page_of(html)
    assert svg_cache._picture.cache_info().hits
    monkeypatch.setattr(svg_cache, "has_private_names", lambda: False)
    plain = page_of(html)
    for page in (drawn, cached):
        # The picture's 96 colours are chosen anew for each page, and edges are rounded differently.
        difference = ImageChops.difference(page, plain)
        assert max(high for _, high in difference.getextrema()) < 90
        assert max(ImageStat.Stat(difference).mean) < 0.5
