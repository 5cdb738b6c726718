"""Processor time of pages that no cache holds: `python -m tests.benchmarks.pages`.

Whole requests in this process, through all middleware, with the settings of production and a database of
its own: the mean of many requests after a warm-up, and how many queries one takes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from itertools import cycle
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

WARM_UP, REQUESTS = 20, 200
CATALOGUE = 900
"""Published exercises of the larger catalogue, in which a click in the builder is measured again."""
AIMS = {"home": 12.0, "My Workouts, 50 workouts": 8.0}


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/benchmark.sqlite3")
        os.environ |= {"DEBUG": "0", "STATIC_ROOT": f"{folder}/static"}
        from tests.benchmarks import site

        site.prepare()
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        print(f"Processor time of {REQUESTS} requests each, nothing from the page cache")
        for row in measure():
            print(words(row))


def measure() -> list[dict[str, Any]]:
    """A row for each page: name, milliseconds and queries. Turns the page cache off."""
    from django.conf import settings
    from django.test import Client

    from backfit.accounts.models import User
    from programs.models import Workout
    from tests.benchmarks.people import busy_people

    settings.PAGE_CACHE_SECONDS = 0
    busy_people()
    trainer = User.objects.get(email="trainer@benchmark.example")
    anybody, person = Client(), Client()
    person.force_login(trainer)
    builder = Workout.objects.owned_by(trainer).order_by("pk")[0].get_absolute_url() + "edit/"
    rows = [
        measured("home", lambda: anybody.get("/")),
        measured("home, signed in", lambda: person.get("/")),
        measured("program", lambda: anybody.get("/programs/upper-back/")),
        measured("My Workouts, 50 workouts", lambda: person.get("/workouts/")),
        measured("a click in the builder", clicks(person, builder)),
    ]
    fill_catalogue()
    return [
        *rows,
        measured(f"the same, {CATALOGUE} exercises", clicks(person, builder)),
    ]


def clicks(client: Any, address: str) -> Callable[[], Any]:
    """Clicks in the builder, as htmx sends them: its second exercise moves up and down again."""
    page = client.get(address).content.decode()
    revision = int(re.findall(r'name="revision" value="(\d+)"', page)[0])
    item = re.findall(r'value="up\.(\d+)"', page)[1]
    steps = enumerate(cycle(["up", "down"]))

    def click() -> Any:
        number, step = next(steps)
        data = {"revision": revision + number, "do": f"{step}.{item}"}
        return client.post(address, data, headers={"HX-Request": "true"})

    return click


def fill_catalogue() -> None:
    """Copies of the curated exercises, until there are as many as the larger catalogue has."""
    from exercises.models import Exercise

    originals = list(Exercise.objects.published().prefetch_related("primary_muscles", "equipment"))
    for number in range(CATALOGUE - len(originals)):
        original = originals[number % len(originals)]
        muscles, equipment = original.primary_muscles.all(), original.equipment.all()
        copy = Exercise.objects.get(pk=original.pk)
        copy.pk, copy.slug = None, f"{original.slug}-{number}"
        copy.name = f"{original.name} {number}"
        copy._state.adding = True
        copy.save()
        copy.primary_muscles.set(muscles)
        copy.equipment.set(equipment)


def measured(name: str, ask: Callable[[], Any]) -> dict[str, Any]:
    """Ask many times; fails when a page does."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(WARM_UP):
        response = ask()
        assert response.status_code == 200, (name, response.status_code)
    with CaptureQueriesContext(connection) as captured:
        ask()
    queries = len(captured)
    start = process_time()
    for _ in range(REQUESTS):
        ask()
    spent = (process_time() - start) * 1000 / REQUESTS
    return {"name": name, "milliseconds": spent, "queries": queries}


def words(row: dict[str, Any]) -> str:
    """A row as text."""
    aim = f"  (aim: at most {AIMS[row['name']]:.0f} ms)" if row["name"] in AIMS else ""
    return f"{row['milliseconds']:7.1f} ms  {row['queries']:3} queries  {row['name']}{aim}"


if __name__ == "__main__":
    main()
