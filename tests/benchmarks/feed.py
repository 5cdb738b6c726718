"""How long a large feed takes: `python -m tests.benchmarks.feed`.

One person with 200 schedules and 2,000 sessions that differ, in a database of its own; times are
those of the whole request in this process, the median of several rounds.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import time, timedelta
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programs.models import Workout

SCHEDULES, CHANGES, ROUNDS = 200, 10, 7


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/benchmark.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backfit.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        setup_test_environment()
        call_command("migrate", verbosity=0)
        call_command("load_content", verbosity=0)
        measure()


def measure() -> None:
    """Time each kind of answer."""
    from django.core.cache import cache
    from django.test import Client

    from programs.models import CalendarFeed

    workout, change = large_calendar()
    feed, client = CalendarFeed.objects.make_for(workout.owner), Client()

    def read(**headers: str) -> int:
        response = client.get(feed.get_absolute_url(), headers=headers)
        return len(response.content)

    gzip = {"Accept-Encoding": "gzip"}
    print(f"feed: {SCHEDULES} schedules, {SCHEDULES * CHANGES} sessions that differ,")
    print(f"      {read() / 1e6:.1f} MB, {read(**gzip) / 1e3:.0f} kB compressed")
    show("nothing kept, all written anew", read, before=cache.clear)
    show("after one change", read, before=change)
    show("after one change, compressed", lambda: read(**gzip), before=change)
    tag = client.get(feed.get_absolute_url())["ETag"]
    show("nothing changed: 304", lambda: read(**{"If-None-Match": tag}))


def large_calendar() -> tuple[Workout, Callable[[], None]]:
    """A workout with many schedules, and what changes one of them."""
    from django.utils import timezone

    from programs.models import OccurrenceOverride, Program
    from tests.factories import UserFactory
    from tests.programs.feeds import plan

    workout = Program.objects.with_items().get(slug="upper-back").copy_for(UserFactory())
    first = timezone.now().date()
    rows = [
        plan(workout, starts_on=first, ends_on=first + timedelta(days=300), time=time(n % 24))
        for n in range(SCHEDULES)
    ]
    OccurrenceOverride.objects.bulk_create(
        OccurrenceOverride(schedule=row, original_date=day, time=time(5, 5))
        for row in rows
        for day in row.times().dates()[:CHANGES]
    )
    return workout, rows[0].count_change


def show(what: str, action: Callable[[], int], before: Callable[[], None] | None = None) -> None:
    """Print the median time of an action."""
    times = []
    for _ in range(ROUNDS):
        if before:
            before()
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    print(f"  {what:32} {median(times) * 1000:7.1f} ms")


if __name__ == "__main__":
    main()
