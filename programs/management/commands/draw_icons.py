"""`manage.py draw_icons`: the icons of the installed site, drawn from the mark `static/img/icon.svg`."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.safestring import mark_safe
from PIL import Image, ImageDraw

from programs.sheets.pdf import render_pdf, render_png

IMAGES = settings.BASE_DIR / "static" / "img"
SIZES = {"icon-192": 192, "icon-512": 512}
MASKABLE = "icon-maskable-512"
SAFE = 0.7
"""How much of a maskable icon the mark takes: launchers cut off all but the inner 80 %."""
CORNER = 6 / 24
"""The radius of the mark's corners, of its width."""
FINER = 4
PAGE = """<html lang="en"><title>Backfit</title><style>
@page {{ size: 100px; margin: 0; background: {ground} }} body {{ margin: 0 }}
svg {{ display: block; position: absolute; inset: {inset}px; width: {size}px; height: {size}px }}</style>{svg}</html>"""


class Command(BaseCommand):
    """Draws the icons as PNG, in two sizes and as one that launchers may cut to a shape of theirs."""

    help = "Draw the icons of the installed site from static/img/icon.svg."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=IMAGES)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Write the files; those that are there already are overwritten."""
        svg = (IMAGES / "icon.svg").read_text()
        for name, size in SIZES.items():
            _save(_rounded(draw(svg, 1, size)), folder / f"{name}.png")
        _save(draw(svg, SAFE, 512), folder / f"{MASKABLE}.png")


def draw(svg: str, share: float, size: int) -> Image.Image:
    """The mark on its own ground, to the edges; it takes that share of the width."""
    ground = re.search(r'<rect[^>]* fill="(#\w+)"', svg)
    assert ground, "The mark has a ground."  # noqa: S101 (a file of ours)
    square = svg.replace(' rx="6"', "")
    values = {"ground": ground[1], "inset": 50 * (1 - share), "size": 100 * share}
    html = PAGE.format(svg=mark_safe(square), **values)
    png = render_png(render_pdf(html), 0, round(size * 96 / 100) * FINER)
    return Image.open(BytesIO(png)).convert("RGB").resize((size, size), Image.Resampling.LANCZOS)


def _save(image: Image.Image, file: Path) -> None:
    """Two colours and what lies between them need no more than 32."""
    image.quantize(32, Image.Quantize.FASTOCTREE).save(file, "PNG", optimize=True)


def _rounded(image: Image.Image) -> Image.Image:
    size = image.width * FINER
    mask = Image.new("L", (size, size), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size - 1, size - 1), round(CORNER * size), 255)
    image.putalpha(mask.resize(image.size, Image.Resampling.LANCZOS))
    return image
