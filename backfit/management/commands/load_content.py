"""`manage.py load_content`: bring the curated content into the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from exercises.content.catalogue import LOADERS as CATALOGUE
from exercises.content.loader import ContentError, Report
from exercises.content.products import LOADERS as PRODUCTS
from programs.content.catalogue import LOADERS as PROGRAMS


class Command(BaseCommand):
    """Load every TOML entry, in one transaction; safe to repeat."""

    help = (
        "Load the curated content: create what is missing, update what nobody edited, keep what"
        " editors changed. With --check, only tell whether the files are sound."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report()
        try:
            with transaction.atomic():
                for shelf in [*CATALOGUE, *PRODUCTS, *PROGRAMS]:
                    report.add(shelf.load())
                if options["check"]:
                    transaction.set_rollback(True)
        except ContentError as error:
            raise CommandError(str(error)) from error
        self._tell(report, checked=options["check"])

    def _tell(self, report: Report, *, checked: bool) -> None:
        for name in report.kept:
            self.stdout.write(f"Kept the editors' version of {name}.")
        verb = "Checked" if checked else "Loaded"
        self.stdout.write(
            f"{verb} the content: {len(report.created)} new, {len(report.updated)} updated,"
            f" {len(report.unchanged)} unchanged, {len(report.kept)} kept as edited."
        )
