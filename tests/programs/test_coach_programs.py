"""The coach on real rows: the curated programs, and the queries it takes to load a workout for it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backfit.accounts.models import User
from exercises.models import Condition, Exercise
from exercises.weekdays import WEEKDAYS
from programs.coach import check_week, check_workout, training_day
from programs.models import Program, ProgramDay, Workout
from programs.models.coach_facts import exercise_facts, workout_facts
from tests.factories import ExerciseFactory, WorkoutFactory, WorkoutItemFactory
from tests.programs.coaching import only

pytestmark = pytest.mark.django_db

# What the rules say about each program, as it is. The four programs of the source have no warm-up
# of their own (their notes ask for one), and say themselves where they go past a limit on purpose.
EXPECTED = {
    "lower-back": {"no-warm-up": 1, "upper-back-count": 1},
    "upper-back": {"no-warm-up": 1, "uneven-back": 1},
    "muscle-growth": {"no-warm-up": 1},
    "wide-back": {"no-warm-up": 1, "isolation-first": 2, "upper-back-count": 1},
    "neck-mobility": {"stretch-short": 2},
    "office-break": {},
    "first-days": {},
    "home-back-strength": {"no-warm-up": 1, "isolation-first": 1},
    "stretch-and-decompress": {},
    "two-day-back": {},
    "pain-to-strength": {},
    "walk-back": {},
    "desk-neck": {},
    "band-and-ball": {},
    "first-pull-up": {},
}
GOALS = {"two-day-back": ["growth", "endurance"], "muscle-growth": ["growth"]}


def days_of(slug: str) -> list[ProgramDay]:
    return Program.objects.for_coach().get(slug=slug).plans


def phases_of(slug: str) -> list[list[ProgramDay]]:
    """The days of each phase; of a program without phases, its days."""
    program = Program.objects.for_coach().get(slug=slug)
    return [program.plans_in(phase) for phase in program.numbered_phases()] or [program.plans]


def test_every_curated_program_is_expected_here() -> None:
    assert set(Program.objects.values_list("slug", flat=True)) == set(EXPECTED)


@pytest.mark.parametrize("slug", EXPECTED)
def test_coach_says_this_about_the_program(slug: str) -> None:
    for days in phases_of(slug):
        goals = GOALS.get(slug, [None] * len(days))
        advice = [
            one
            for day, goal in zip(days, goals, strict=True)
            for one in check_workout(workout_facts(day, goal))
        ]
        assert Counter(str(one.code) for one in advice) == EXPECTED[slug]


@pytest.mark.parametrize("slug", EXPECTED)
def test_suggested_days_leave_time_to_recover(slug: str) -> None:
    monday = date(2026, 4, 6)
    weekdays = Program.objects.get(slug=slug).weekdays
    days = [
        monday + timedelta(weeks=week, days=WEEKDAYS.index(name))
        for week in range(4)
        for name in weekdays
    ]
    for plans in phases_of(slug):
        workouts = [workout_facts(day) for day in plans]
        sessions = [training_day(workouts[n % len(workouts)], day, n) for n, day in enumerate(days)]
        assert check_week(sessions) == []


def test_swaps_for_a_home_come_from_the_catalogue() -> None:
    (day,) = days_of("lower-back")
    candidates = [exercise_facts(e) for e in Exercise.objects.published().for_coach()]
    kit = {"resistance-bands", "suspension-trainer"}
    advice = check_workout(workout_facts(day), kit=kit, candidates=candidates)
    assert [one.fix.label for one in only("equipment-missing", advice)] == [
        "Swap for Banded pulldown",
        "Swap for Banded pulldown",
        "Swap for Banded row",
        "Swap for Banded row",
    ]
    assert [one.fix.label for one in only("no-warm-up", advice)] == [
        "Add Shoulder rolls as a warm-up"
    ]


def test_condition_speaks_with_its_own_reason() -> None:
    (day,) = days_of("muscle-growth")
    disc = Condition.objects.get(slug="disc-sciatica")
    advice = check_workout(workout_facts(day, health=True), conditions={disc.slug: disc.reason})
    told = [one.sentence for one in only("contraindicated", advice)]
    assert told == [
        f"{name} is better left out for now. Slipped disc or sciatica: {disc.reason}"
        for name in ("Smith machine bent-over row", "Deadlift")
    ]


def test_workout_is_loaded_for_the_coach_in_the_same_queries_at_1_and_30_items(
    owner: User,
) -> None:
    def queries(count: int) -> int:
        workout = WorkoutFactory(owner=owner)
        for _ in range(count):
            exercise = ExerciseFactory()
            exercise.contraindications.add(Condition.objects.get(slug="pregnancy"))
            WorkoutItemFactory(workout=workout, exercise=exercise)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            loaded = Workout.objects.owned_by(owner).for_safety_check().get(pk=workout.pk)
            check_workout(
                workout_facts(loaded, health=True), kit=set(), conditions={"pregnancy": "Not now."}
            )
        return len(captured)

    assert queries(1) == queries(30)


def test_candidates_take_the_same_queries_however_many() -> None:
    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            found = [exercise_facts(e) for e in Exercise.objects.for_coach()[:count]]
        assert len(found) == count
        return len(captured)

    assert queries(1) == queries(30)


def test_coach_reads_the_rows_as_they_are(workout: Workout) -> None:
    loaded = workout_facts(Workout.objects.for_safety_check().get(pk=workout.pk), "growth")
    pull_up = loaded.items[0]
    assert (loaded.title, loaded.goal, len(loaded.items)) == ("Upper back program", "growth", 4)
    assert pull_up.id == workout.plan_items()[0].pk
    assert (pull_up.name, pull_up.dose, pull_up.sets) == ("Pull-up", "total", 4)
    assert pull_up.exercise.regions == ("upper_back",)
    assert pull_up.exercise.muscles == {"latissimus-dorsi", "teres-major"}
    assert [thing.slug for thing in pull_up.exercise.equipment] == ["pull-up-bar"]
