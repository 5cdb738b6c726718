"""`manage.py draw_figures docs/figures.png`: the figures of all exercises beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.template.loader import render_to_string

from exercises.models import Exercise
from exercises.pictures import figure_data, printed_strip
from programs.sheets.pdf import render_pdf, render_png
from programs.sheets.pictures import data_url

DPI = 108


class Command(BaseCommand):
    """Draws the contact sheet on which every figure is looked at beside its neighbours."""

    help = "Draw the figures of all published exercises on one sheet, as PNG."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Write the file; one that is there already is overwritten."""
        drawn = [exercise for exercise in Exercise.objects.published() if exercise.pictures]
        figures = [(e.name, data_url(printed_strip(figure_data(e), "colour", 4))) for e in drawn]
        html = render_to_string("print/figures.html", {"figures": figures})
        file.write_bytes(render_png(render_pdf(html), 0, DPI))
        self.stdout.write(f"Drew {len(drawn)} figures in {file}.")
