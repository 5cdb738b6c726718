"""`manage.py draw_sheets docs/sheets`: a picture of each layout, paper and look."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from programs.models import Program
from programs.sheets.pdf import render_png, sheet_pdf
from programs.sheets.samples import Sample, samples
from programs.sheets.sheet import Sheet, build_sheet

DPI = 60


class Command(BaseCommand):
    """Draws the first pages of sample sheets as PNG files."""

    help = "Draw every layout, paper and look of the sheets as PNG, for docs/sheets/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Write the files; those that are there already are overwritten."""
        folder.mkdir(parents=True, exist_ok=True)
        drawn = 0
        for sample in samples():
            pdf = sheet_pdf(sample_sheet(sample))
            for page in sample.pages:
                path = folder / f"{sample.name}-{page + 1}.png"
                path.write_bytes(render_png(pdf, page, DPI))
                drawn += 1
        self.stdout.write(f"Drew {drawn} pictures in {folder}.")


def sample_sheet(sample: Sample) -> Sheet:
    """The sheet of the sample's program; the day on it is fixed, so that pictures stay the same."""
    program = Program.objects.with_items().get(slug=sample.program)
    return build_sheet(
        program.title,
        program.schedule_label,
        program.plans,
        url=f"https://backfit.example{program.get_absolute_url()}",
        revision=program.revision,
        changed=date(2026, 11, 22),
        options=sample.options,
        sessions=[program.sessions_a_week_of_each_day] * len(program.plans),
    )
