"""The coach on what a person plans: in the week, on the schedule's page and in the builder."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from programs.coach import Code
from programs.models import Schedule, Workout
from tests.factories import ExerciseFactory, ScheduleFactory, WorkoutFactory, WorkoutItemFactory

NOW = datetime(2026, 12, 15, 8, tzinfo=UTC)  # Tuesday morning in Berlin
MONDAY, WEDNESDAY = date(2026, 12, 14), date(2026, 12, 16)
OFTEN = "on Monday 14 December, Wednesday 16 December and Friday 18 December"
CLOSE = "on Tuesday 15 December and again on Wednesday 16 December"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def lats(owner: User, title: str) -> Workout:
    """A workout of one exercise for the lats."""
    workout = WorkoutFactory(owner=owner, title=title)
    WorkoutItemFactory(workout=workout)
    return workout


def on(workout: Workout, *weekdays: str, **values: Any) -> Schedule:
    return ScheduleFactory(workout=workout, weekdays=list(weekdays), **values)


@pytest.fixture
def pull(owner: User) -> Workout:
    return lats(owner, "Pull")


@pytest.fixture
def row(owner: User) -> Workout:
    return lats(owner, "Row")


def codes(client: Client, query: str = "") -> list[str]:
    advice = client.get(f"/workouts/{query}").context["agenda"].advice
    return [word.advice.code for word in advice]


def edit(client: Client, workout: Workout, order: str) -> Any:
    workout.refresh_from_db()
    data = {"revision": workout.revision, "do": order}
    return client.post(f"{workout.get_absolute_url()}edit/", data, follow=True)


def test_two_workouts_together_are_once_too_often(
    owner_client: Client, pull: Workout, row: Workout
) -> None:
    on(pull, "MO", "FR")
    assert codes(owner_client) == []
    on(row, "WE")
    for page in (
        "/workouts/",
        f"{pull.get_absolute_url()}schedule/",
        f"{row.get_absolute_url()}edit/",
    ):
        assertContains(owner_client.get(page), OFTEN)
    assert codes(owner_client, "?view=month") == [Code.TRAINED_OFTEN]


def test_advice_is_on_days_to_come(owner_client: Client, pull: Workout, row: Workout) -> None:
    on(pull, "MO", "WE", "FR")
    assert codes(owner_client, "?date=2026-12-07") == []
    assert codes(owner_client, "?date=2026-12-21") == [Code.TRAINED_OFTEN]
    assert codes(owner_client, "?date=2027-02-15") == []


def test_skipped_sessions_and_others_workouts_do_not_count(
    owner_client: Client, other: User, pull: Workout
) -> None:
    schedule = on(pull, "MO", "WE", "FR")
    schedule.occurrence_on(WEDNESDAY).skip()
    on(lats(other, "Theirs"), "WE")
    assert codes(owner_client) == []


def test_advice_on_sessions_that_are_all_done_is_late(owner_client: Client, pull: Workout) -> None:
    schedule = on(pull, "MO", "TU", ends_on=date(2026, 12, 20))
    assert codes(owner_client) == [Code.TRAINED_CLOSE]
    schedule.occurrence_on(date(2026, 12, 15)).mark_done(NOW)
    assert codes(owner_client) == []  # Monday's is past, done or not.
    schedule.occurrence_on(MONDAY).mark_done(NOW)
    assert codes(owner_client) == []


def test_sunday_and_monday_are_close_in_both_weeks_views(
    owner_client: Client, pull: Workout, row: Workout
) -> None:
    on(pull, "SU", ends_on=date(2026, 12, 20))
    on(row, "MO", starts_on=date(2026, 12, 21), ends_on=date(2026, 12, 21))
    assert codes(owner_client, "?date=2026-12-21") == [Code.TRAINED_CLOSE]


def test_planning_tells_at_once(owner_client: Client, pull: Workout, row: Workout) -> None:
    on(pull, "TU")
    page = f"{row.get_absolute_url()}schedule/"
    plan = {"starts_on": "2026-12-15", "time": "18:00", "time_zone": "Europe/Berlin", "weeks": "4"}
    plan |= {"weekdays": "WE", "every_weeks": "1", "duration": "45", "reminder": ""}
    assertRedirects(owner_client.post(page, plan), page)
    assertContains(owner_client.get(page), CLOSE)


@pytest.mark.parametrize("place", ["week", "builder"])
def test_one_tap_moves_the_later_session(
    owner_client: Client, pull: Workout, row: Workout, place: str
) -> None:
    on(pull, "TU", ends_on=date(2026, 12, 20))
    schedule = on(row, "WE", ends_on=date(2026, 12, 20), time=time(7, 15))
    schedule.occurrence_on(date(2026, 12, 9)).skip()
    (word,) = owner_client.get("/workouts/").context["agenda"].advice
    assert word.advice.fix.label == "Move Row to Thursday 17 December"
    if place == "week":
        data = {"date": "2026-12-17", "time": f"{word.moves.clock:%H:%M}", "scope": "one"}
        owner_client.post(f"/workouts/schedule/{schedule.uid}/2026-12-16/move/", data)
    else:
        assertContains(
            owner_client.get(f"{row.get_absolute_url()}edit/"), f'value="{word.command}"'
        )
        assertContains(edit(owner_client, row, word.command), "Moved the session to Thursday 17")
    session = schedule.occurrence_on(WEDNESDAY)
    assert (session.day, session.clock) == (date(2026, 12, 17), time(7, 15))
    assert codes(owner_client) == []


@pytest.mark.parametrize(
    "order",
    [
        "shift",
        "shift.x.y.z",
        "shift.{uid}.2026-12-15.2026-12-17",
        "shift.{uid}.2026-12-16.3000-01-01",
    ],
)
def test_senseless_move_is_refused(owner_client: Client, row: Workout, order: str) -> None:
    schedule = on(row, "WE")
    assert edit(owner_client, row, order.format(uid=schedule.uid)).status_code == 422
    assert schedule.occurrence_on(WEDNESDAY).day == WEDNESDAY


def test_nobody_moves_anothers_session(other: User, owner_client: Client, row: Workout) -> None:
    theirs = on(lats(other, "Theirs"), "WE")
    order = f"shift.{theirs.uid}.2026-12-16.2026-12-17"
    assert edit(owner_client, row, order).status_code == 422
    assert theirs.occurrence_on(WEDNESDAY).day == WEDNESDAY


def test_dismissed_in_the_week_it_is_gone_everywhere(
    owner_client: Client, pull: Workout, row: Workout
) -> None:
    on(pull, "TU")
    on(row, "WE")
    week = owner_client.get("/workouts/")
    assertContains(week, CLOSE)
    (word,) = week.context["agenda"].advice
    data = {"key": word.advice.key, "workout": [pull.uuid, row.uuid], "back": "/workouts/?date=x"}
    response = owner_client.post("/workouts/advice/dismiss/", data)
    assertRedirects(response, "/workouts/?date=x", fetch_redirect_response=False)
    assert codes(owner_client) == []
    assertNotContains(owner_client.get("/workouts/"), CLOSE)
    assertNotContains(owner_client.get(f"{row.get_absolute_url()}schedule/"), CLOSE)
    assertNotContains(owner_client.get(f"{row.get_absolute_url()}edit/"), CLOSE)
    edit(owner_client, row, "recall")
    assert codes(owner_client) == [Code.TRAINED_CLOSE]


def test_dismissed_for_one_workout_the_other_still_tells(
    owner_client: Client, pull: Workout, row: Workout
) -> None:
    on(pull, "TU")
    on(row, "WE")
    (word,) = owner_client.get("/workouts/").context["agenda"].advice
    edit(owner_client, row, f"dismiss.{word.advice.key}")
    assertNotContains(owner_client.get(f"{row.get_absolute_url()}schedule/"), CLOSE)
    assertContains(owner_client.get(f"{pull.get_absolute_url()}edit/"), CLOSE)
    assert codes(owner_client) == [Code.TRAINED_CLOSE]


@pytest.mark.parametrize(
    ("field", "value"), [("key", "no key"), ("workout", "x"), ("back", "https://evil.example/")]
)
def test_senseless_dismissal_leads_to_my_workouts(
    owner_client: Client, row: Workout, field: str, value: str
) -> None:
    data = {"key": "k", "workout": row.uuid, "back": "/"} | {field: value}
    assertRedirects(owner_client.post("/workouts/advice/dismiss/", data), "/workouts/")


def test_nobody_dismisses_for_another(other_client: Client, row: Workout) -> None:
    data = {"key": "k", "workout": row.uuid, "back": "/"}
    other_client.post("/workouts/advice/dismiss/", data)
    row.refresh_from_db()
    assert row.dismissed == []


@pytest.mark.parametrize("page", ["edit/", "schedule/"])
def test_planning_pages_take_the_same_queries_beside_one_and_many(
    owner: User, owner_client: Client, row: Workout, page: str, django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    on(row, "WE")
    on(lats(owner, "Pull"), "TU")
    address = f"{row.get_absolute_url()}{page}"
    owner_client.get(address)
    with django_assert_max_num_queries(40) as captured:
        assertContains(owner_client.get(address), "and again on")
    for number in range(20):
        workout = lats(owner, f"Pull {number}")
        WorkoutItemFactory(workout=workout, exercise=ExerciseFactory())
        on(workout, "TU")
    with django_assert_num_queries(len(captured)):
        owner_client.get(address)
