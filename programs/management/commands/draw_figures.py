"""`manage.py draw_figures docs/figures.png`: the figures of all exercises beside each other."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.template.loader import render_to_string
from PIL import Image, ImageChops
from pypdfium2 import PdfDocument

from exercises.figures.build import PERSONS, PersonName
from exercises.models import Exercise
from exercises.pictures import figure_data, printed_strip
from programs.sheets.pdf import render_pdf, render_png
from programs.sheets.pictures import data_url

DPI = 108
AT_ONCE = 8  # exercises in one PDF: few enough for the time that rendering may take
MARGIN = 34  # below the last figure


class Command(BaseCommand):
    """Draws the contact sheet on which every figure is looked at beside its neighbours."""

    help = "Draw the figures of all published exercises on one sheet, as PNG."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Write the file; one that is there already is overwritten."""
        drawn = [exercise for exercise in Exercise.objects.published() if exercise.pictures]
        groups = [drawn[start : start + AT_ONCE] for start in range(0, len(drawn), AT_ONCE)]
        pages = [page for group in groups for page in _pages(group)]
        _stacked(pages).save(file, "PNG", optimize=True)
        self.stdout.write(f"Drew {len(drawn)} figures in {file}.")


def _strip(exercise: Exercise, person: PersonName) -> str:
    return data_url(printed_strip(figure_data(exercise), "colour", 4, person))


def _pages(exercises: list[Exercise]) -> list[Image.Image]:
    """The figures of some exercises, each page without its empty end."""
    figures = [(e.name, [_strip(e, person) for person in PERSONS]) for e in exercises]
    pdf = render_pdf(render_to_string("print/figures.html", {"figures": figures}))
    with closing(PdfDocument(pdf)) as document:
        numbers = range(len(document))
    pages = [Image.open(BytesIO(render_png(pdf, number, DPI))).convert("RGB") for number in numbers]
    return [_trimmed(page) for page in pages]


def _trimmed(page: Image.Image) -> Image.Image:
    drawn = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    bottom = drawn[3] if drawn else page.height
    return page.crop((0, 0, page.width, bottom))


def _stacked(pages: list[Image.Image]) -> Image.Image:
    """All pages one below the other."""
    height = sum(page.height for page in pages) + MARGIN
    whole = Image.new("RGB", (pages[0].width, height), "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole.quantize(64)
