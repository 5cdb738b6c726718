"""`manage.py make_population`: a realistic large database for load tests."""

from __future__ import annotations

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from backfit.operations.population import DOMAIN, MAX_OCCURRENCES, Population, PopulationSize


class Command(BaseCommand):
    """Adds people to what is there; run it on a database for load tests, never on the site's own."""

    help = (
        "Add people with workouts, schedules, and sessions that were done. Load the content first."
        f" Their addresses end in @{DOMAIN}; nobody can sign in as one of them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--users", type=int, required=True)
        parser.add_argument("--workouts-per-user", type=int, default=5)
        parser.add_argument("--sessions-per-workout", type=int, default=20)
        parser.add_argument("--no-sets", action="store_true", help="write no sets of the sessions")
        parser.add_argument("--seed", type=int, default=0, help="the same gives the same histories")

    def handle(self, *args: Any, **options: Any) -> None:
        size = PopulationSize(
            options["users"],
            options["workouts_per_user"],
            options["sessions_per_workout"],
            sets=not options["no_sets"],
            seed=options["seed"],
        )
        if min(size.users, size.workouts, size.sessions) < 0 or size.sessions > MAX_OCCURRENCES:
            raise CommandError(
                f"At most {MAX_OCCURRENCES} sessions per workout, and nothing below 0."
            )
        population = Population(size, timezone.now())
        if not population.days:
            raise CommandError("There are no programs to copy: run load_content first.")
        start = monotonic()
        for there in population.write():
            if there % 10_000 == 0:
                self.stdout.write(f"{there:,} people after {monotonic() - start:.0f} s")
        population.finish()
        self._tell(population, monotonic() - start)

    def _tell(self, population: Population, seconds: float) -> None:
        size = population.size
        sessions = size.users * size.workouts * size.sessions
        self.stdout.write(
            f"Made {size.users:,} people, {size.users * size.workouts:,} workouts, {sessions:,} planned"
            f" sessions and {population.sets_written:,} sets in {seconds:.1f} s."
        )
        if connection.vendor != "postgresql":
            return
        for rows, _ in population.tables:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_total_relation_size(%s), count(*) FROM " + f'"{rows.table}"',  # noqa: S608
                    [rows.table],
                )
                taken, count = cursor.fetchone()
            each = taken / max(count, 1)
            self.stdout.write(
                f"  {rows.table:24} {count:12,} rows {taken / 1e6:9.1f} MB {each:6.0f} B a row"
            )
