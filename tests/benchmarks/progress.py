"""How long the pages of progress take: `python -m tests.benchmarks.progress`.

One person with 5,000 sessions and 60,000 sets, in the database of `DATABASE_URL` or else in one of its
own; times are those of the processor for the whole request in this process, the median of several rounds.
What PostgreSQL itself takes is not in them; what SQLite takes is.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING, Any

from tests.benchmarks import site

if TYPE_CHECKING:
    from django.test import Client

    from backfit.accounts.models import User

SESSIONS, EXERCISES, SETS, ROUNDS = 5000, 4, 3, 7
SPANS = ("", "?weeks=52", "?weeks=all")
EMAIL = "sportsman@benchmark.example"

Row = dict[str, Any]


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/benchmark.sqlite3")
        site.prepare()
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        show(measure())


def show(rows: list[Row]) -> None:
    """Print what was found."""
    print(f"Progress: {SESSIONS:,} sessions, {SESSIONS * EXERCISES * SETS:,} sets, processor time")
    for row in rows:
        print(f"{row['processor']:6.0f} ms  {row['queries']:3} queries  {row['name']}")


def measure() -> list[Row]:
    """The overview and the page of one exercise for each span, and a workout with its suggestions."""
    from django.test import Client
    from django.utils import timezone

    from backfit.accounts.models import User
    from programs.models import Workout

    User.objects.filter(email=EMAIL).delete()
    user = User.objects.create_user(EMAIL)
    slug = write_history(user, timezone.now().date())
    client = Client()
    client.force_login(user)
    pages = {
        f"{name} {span}".strip(): f"/workouts/progress/{part}{span}"
        for name, part in (("overview", ""), ("exercise", f"{slug}/"))
        for span in SPANS
    }
    pages["workout with suggestions"] = Workout.objects.get(owner=user).get_absolute_url()
    return [{"name": name, **times(client, address)} for name, address in pages.items()]


def write_history(user: User, today: date) -> str:
    """A session a day, a little heavier every quarter; the slug of an exercise that was done."""
    from programs.models import Program, SessionSum, SetLog, WorkoutLog

    workout = Program.objects.with_items().get(slug="upper-back").copy_for(user)
    items = list(workout.items.select_related("exercise"))[:EXERCISES]
    logs = WorkoutLog.objects.bulk_create(
        WorkoutLog(owner=user, workout=workout, title=workout.title, date=today - timedelta(days=n))
        for n in range(SESSIONS)
    )
    SetLog.objects.bulk_create(
        (
            SetLog(
                log=log,
                item=item,
                exercise=item.exercise,
                name=item.exercise.name,
                words=item.prescription_label,
                position=position,
                number=number,
                reps=8 + (day + number) % 5,
                load_kg=Decimal(20) + Decimal("2.5") * ((SESSIONS - day) // 90 % 20),
            )
            for day, log in enumerate(logs)
            for position, item in enumerate(items)
            for number in range(1, SETS + 1)
        ),
        batch_size=1000,
    )
    SessionSum.objects.refresh(log.pk for log in logs)
    return items[0].exercise.slug


def times(client: Client, address: str) -> Row:
    """The median processor time of a page in milliseconds, and how many queries it takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = []
    for _ in range(ROUNDS):
        start = process_time()
        assert client.get(address).status_code == 200
        found.append(process_time() - start)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return {"processor": median(found) * 1000, "queries": len(queries)}


if __name__ == "__main__":
    main()
