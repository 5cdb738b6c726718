"""Who the pages are measured with: one with 50 workouts, and one whose feed has 200 schedules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backfit.accounts.models import User
    from programs.models import Workout

WORKOUTS, SCHEDULES = 50, 200
TRAINING_PLANS = 2
"""Schedules of a person with 50 workouts: two a week each."""


@dataclass(frozen=True)
class People:
    """What requests need to be theirs."""

    cookie: str
    feed: str


def busy_people() -> People:
    """Make them, with what they own; anew each time, so that a database that is there will do."""
    from django.test import Client

    from backfit.accounts.models import User
    from programs.models import CalendarFeed

    User.objects.filter(email__endswith="@benchmark.example").delete()
    trainer = User.objects.create_user("trainer@benchmark.example")
    _plan(_workouts(trainer, WORKOUTS), TRAINING_PLANS)
    planner = User.objects.create_user("planner@benchmark.example")
    _plan(_workouts(planner, 1), SCHEDULES)
    client = Client()
    client.force_login(trainer)
    cookie = f"Cookie: sessionid={client.cookies['sessionid'].value}"
    return People(cookie, CalendarFeed.objects.make_for(planner).get_absolute_url())


def _workouts(owner: User, count: int) -> list[Workout]:
    """Copies of the curated programs."""
    from programs.models import Program

    days = [day for program in Program.objects.with_items() for day in program.plans]
    return [days[number % len(days)].copy_for(owner) for number in range(count)]


def _plan(workouts: list[Workout], count: int) -> None:
    """Schedules over the workouts, that run for 43 weeks from now on."""
    from django.utils import timezone

    from programs.models import Schedule

    today = timezone.now().date()
    Schedule.objects.bulk_create(
        Schedule(
            workout=workouts[number % len(workouts)],
            starts_on=today,
            ends_on=today + timedelta(days=300),
            time=time(number % 24),
            time_zone="Europe/Berlin",
            weekdays=["MO", "TH"],
        )
        for number in range(count)
    )


def my_workouts_queries() -> list[int]:
    """How many queries My Workouts takes of this person: at first, and when looked at again."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from backfit.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email="trainer@benchmark.example"))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/workouts/").status_code == 200
        counts.append(len(queries))
    return counts
