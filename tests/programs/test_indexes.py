"""What is asked most often is found by an index, however many people there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from backfit.accounts.models import User
from exercises.models import Exercise
from programs.models import CalendarFeed, Program, Schedule, Workout, WorkoutShare
from programs.models.feed import digest_of
from tests.factories import UserFactory

MONDAY = date(2026, 12, 7)
NOW = datetime(2026, 12, 7, tzinfo=UTC)
ANY = QuerySet[Any, Any]

# The tables that grow with the number of people; content stays small enough to read whole.
GROWING = {
    "backfit_user",
    "programs_workout",
    "programs_workoutitem",
    "programs_schedule",
    "programs_occurrenceoverride",
    "programs_calendarfeed",
    "programs_workoutshare",
    "django_session",
}

HOT: dict[str, Callable[[User], ANY]] = {
    "My Workouts": lambda user: Workout.objects.owned_by(user).for_list(),
    "a week's schedules": lambda user: (
        Schedule.objects.owned_by(user)
        .active()
        .overlapping(MONDAY, MONDAY + timedelta(days=6))
        .select_related("workout")
    ),
    "the newest zone": lambda user: Schedule.objects.owned_by(user).order_by("-created_at", "-pk"),
    "sessions that differ": lambda user: Schedule.overrides.rel.related_model.objects.filter(
        schedule__in=[1, 2, 3]
    ),
    "items of a workout": lambda user: Workout.items.rel.related_model.objects.filter(
        workout__in=[1, 2, 3]
    ),
    "feed by token": lambda user: CalendarFeed.objects.filter(token_digest=digest_of("secret")),
    "shared by token": lambda user: WorkoutShare.objects.filter(token_digest=digest_of("secret")),
    "workout by address": lambda user: Workout.objects.owned_by(user).filter(
        uuid="00000000-0000-4000-8000-000000000000"
    ),
    "a guest's workouts": lambda user: Workout.objects.of_guest("key"),
    "person by address": lambda user: User.objects.known_as("A@example.org"),
    "exercise by address": lambda user: Exercise.objects.filter(slug="bird-dog"),
    "program by address": lambda user: Program.objects.filter(slug="upper-back"),
}


@pytest.fixture
def small_tables_count(db: None) -> None:
    """PostgreSQL reads small tables whole unless it is told not to; SQLite never minds the size."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


@pytest.mark.usefixtures("small_tables_count")
@pytest.mark.parametrize("name", HOT)
def test_nothing_reads_a_growing_table_whole(name: str) -> None:
    plan = HOT[name](UserFactory()).explain()
    assert read_whole(plan) == set(), plan
    assert "INDEX" in plan.upper() or "PRIMARY KEY" in plan.upper(), plan


@pytest.mark.usefixtures("small_tables_count")
def test_a_query_without_an_index_would_be_noticed() -> None:
    plan = Workout.objects.filter(title="No index for this").explain()
    assert read_whole(plan) == {"programs_workout"}


def read_whole(plan: str) -> set[str]:
    """The growing tables that a plan reads row by row."""
    if connection.vendor == "postgresql":
        found = re.findall(r"Seq Scan on (\w+)", plan)
    else:
        found = re.findall(r"\bSCAN (\w+)(?! USING)", plan)
    return set(found) & GROWING
