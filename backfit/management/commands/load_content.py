"""`manage.py load_content`: bring the curated content into the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from exercises.content.catalogue import LOADERS as CATALOGUE
from exercises.content.catalogue import ExerciseLoader
from exercises.content.loader import ContentError, Report
from exercises.content.products import LOADERS as PRODUCTS
from exercises.content.rules import exercise_problems
from exercises.models.translated import as_written
from programs.content.catalogue import LOADERS as PROGRAMS
from programs.content.catalogue import ProgramLoader
from programs.content.rules import program_problems


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
            self._check_rules()
            with transaction.atomic(), as_written():
                for shelf in [*CATALOGUE, *PRODUCTS, *PROGRAMS]:
                    report.add(shelf.load())
                if options["check"]:
                    transaction.set_rollback(True)
        except ContentError as error:
            raise CommandError(str(error)) from error
        self._tell(report, checked=options["check"])

    def _check_rules(self) -> None:
        """Raises `ContentError` with a line for each breach of the rules between entries."""
        exercises = ExerciseLoader().entries()
        programs = ProgramLoader().entries()
        problems = [*exercise_problems(exercises), *program_problems(programs, exercises)]
        if problems:
            raise ContentError("\n".join(problems))

    def _tell(self, report: Report, *, checked: bool) -> None:
        for name in report.kept:
            self.stdout.write(f"Kept the editors' version of {name}.")
        if report.stale:
            self.stdout.write(
                f"{len(report.stale)} translations are older than their English texts"
                " (manage.py check_translations names them)."
            )
        if report.translated:
            self.stdout.write(f"{len(report.translated)} translations are new.")
        verb = "Checked" if checked else "Loaded"
        self.stdout.write(
            f"{verb} the content: {len(report.created)} new, {len(report.updated)} updated,"
            f" {len(report.unchanged)} unchanged, {len(report.kept)} kept as edited."
        )
