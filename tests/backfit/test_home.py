"""Home: where it is today; for a signed-in person their next session, week and last result first."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from backfit.accounts.models import User
from exercises.models import Exercise
from programs.agenda.home import home_week_of
from programs.models import BackDiary, Schedule, Workout
from tests.factories import ScheduleFactory, SetLogFactory, WorkoutLogFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 14, 9, tzinfo=UTC)  # Monday morning in Berlin
MONDAY, THURSDAY = date(2026, 12, 14), date(2026, 12, 17)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def schedule(workout: Workout) -> Schedule:
    """Mondays and Thursdays at 18:00 in Berlin."""
    return ScheduleFactory(workout=workout)


def test_next_session_week_and_last_result_come_before_the_goals(
    owner_client: Client, schedule: Schedule
) -> None:
    SetLogFactory(log=WorkoutLogFactory(workout=schedule.workout, date=date(2026, 12, 10)))
    page = owner_client.get("/").content.decode()
    parts = [
        '<h1 id="next">Today, 18:00</h1>',
        f"/workouts/schedule/{schedule.uid}/2026-12-14/start/",
        f"/workouts/schedule/{schedule.uid}/2026-12-14/skip/",
        'class="dots"',
        "0 of 2 sessions done",
        "Last time",
        "Your workouts",
        "Where is it today?",
        "choose your goal",
    ]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_session_of_another_day_is_named_with_its_day(
    owner_client: Client, schedule: Schedule
) -> None:
    schedule.occurrence_on(MONDAY).mark_done(NOW)
    page = owner_client.get("/")
    assertContains(page, "Thursday 17 December, 18:00</h1>")
    assertContains(page, "1 of 2 sessions done")
    assertNotContains(page, "Mark done")


def test_skipped_session_is_not_next(owner: User, schedule: Schedule) -> None:
    schedule.occurrence_on(MONDAY).skip()
    week = home_week_of(owner, NOW)
    assert week.next is not None
    assert week.next.day == THURSDAY
    assert (week.done, week.planned) == (0, 1)


def test_moved_session_is_where_it_was_moved_to(owner: User, schedule: Schedule) -> None:
    schedule.occurrence_on(MONDAY).move(date(2026, 12, 15), schedule.time)
    week = home_week_of(owner, NOW)
    assert [dot.date.day for dot in week.dots if dot.is_planned] == [15, 17]


def test_second_session_of_today_is_told(owner_client: Client, schedule: Schedule) -> None:
    ScheduleFactory(workout=schedule.workout, time="20:15")
    assertContains(owner_client.get("/"), "also today, 20:15")


def test_session_without_a_plan_counts_as_done(owner: User, schedule: Schedule) -> None:
    WorkoutLogFactory(workout=schedule.workout, date=date(2026, 12, 14) - timedelta(days=7))
    schedule.end_before(MONDAY, NOW)
    WorkoutLogFactory(workout=schedule.workout, date=MONDAY)
    week = home_week_of(owner, NOW)
    assert (week.next, week.done, week.planned, week.weeks_in_a_row) == (None, 1, 1, 1)
    assert [dot.is_done for dot in week.dots] == [True, *[False] * 6]


def test_week_begins_when_the_person_says(owner: User, schedule: Schedule) -> None:
    owner.week_start = "SU"
    assert home_week_of(owner, NOW).dots[0].date == date(2026, 12, 13)


def test_weeks_in_a_row_are_those_of_the_progress_page(
    owner: User, owner_client: Client, schedule: Schedule
) -> None:
    """A week of which one of two planned sessions was missed ends the row on both pages."""
    ScheduleFactory(
        workout=schedule.workout, starts_on=MONDAY - timedelta(days=14), weekdays=["MO", "TH"]
    )
    WorkoutLogFactory(workout=schedule.workout, date=MONDAY - timedelta(days=14))
    assert home_week_of(owner, NOW).weeks_in_a_row == 0


def test_home_draws_what_is_done_most_and_the_back_by_consent(
    owner: User, owner_client: Client, schedule: Schedule
) -> None:
    exercise = Exercise.objects.get(slug="deadlift")
    for days, load in ((20, 40), (13, 45), (6, 50)):
        day = MONDAY - timedelta(days=days)
        log = WorkoutLogFactory(workout=schedule.workout, date=day)
        SetLogFactory(log=log, exercise=exercise, reps=8, load_kg=load)
    page = owner_client.get("/")
    day = "24 November"
    assertContains(page, f"Deadlift. Heaviest load: from 40\xa0kg on {day} to 50\xa0kg.")
    assertNotContains(page, "How the back felt")
    diary = BackDiary.objects.begin(owner, NOW)
    diary.write(MONDAY - timedelta(days=20), before=6)
    diary.write(MONDAY - timedelta(days=6), before=3)
    page = owner_client.get("/")
    assertContains(page, "From 6 to 3 of 10")
    assert page.content.count(b"chart-mark") == 3, "days with training stand beside the curve"
    BackDiary.objects.erase(owner)
    assertNotContains(owner_client.get("/"), "How the back felt")


def test_others_sessions_are_not_shown(other_client: Client, schedule: Schedule) -> None:
    WorkoutLogFactory(workout=schedule.workout, date=MONDAY)
    page = other_client.get("/")
    assertContains(page, '<h1 id="where">Where is it today?</h1>')
    assertNotContains(page, schedule.workout.title + "</a> ·")
    assertNotContains(page, "Last time")


def test_home_without_an_account_asks_where_it_is(client: Client) -> None:
    page = client.get("/")
    assertContains(page, '<h1 id="where">Where is it today?</h1>')
    assertContains(page, "No account needed.")
    assert len(gzip.compress(page.content)) < 20_000
