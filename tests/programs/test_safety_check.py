"""The safety check of one's own workout: advice for what was ticked, kept nowhere."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from backfit.accounts.models import User
from exercises.models import Condition, Exercise
from programs.models import Workout
from tests.factories import ScheduleFactory, WorkoutFactory, WorkoutItemFactory


@pytest.fixture
def workout(owner: User) -> Workout:
    """Two exercises that pregnancy speaks against, and one that it does not."""
    workout = WorkoutFactory(owner=owner)
    for slug in ("bent-over-barbell-row", "deadlift", "bird-dog"):
        WorkoutItemFactory(workout=workout, exercise=Exercise.objects.get(slug=slug))
    return workout


def check(client: Client, workout: Workout, *conditions: str, **data: Any) -> HttpResponse:
    """The page after ticking conditions; `do` presses a button too."""
    address = reverse("programs:workout-check", args=[workout.uuid])
    workout.refresh_from_db()
    data = {"revision": workout.revision, "condition": conditions} | data
    return client.post(address, data)


def names(workout: Workout) -> list[str]:
    return [item.exercise.name for item in workout.items.all()]


def test_ticked_condition_names_the_exercise_the_reason_and_what_to_do(
    owner_client: Client, workout: Workout
) -> None:
    reason = (
        f"is better left out for now. Pregnancy: {Condition.objects.get(slug='pregnancy').reason}"
    )
    response = check(owner_client, workout, "pregnancy")
    row, deadlift = response.context["tips"]
    assert row.advice.sentence == f"Bent-over barbell row {reason}"
    assert deadlift.advice.sentence == f"Deadlift {reason}"
    assertContains(response, 'value="pregnancy" checked')
    assertContains(response, "Swap for Banded row")
    assertContains(response, "Leave out Deadlift")
    assertContains(response, "Talk to your midwife or doctor", count=2)  # here and at the question


def test_swap_keeps_the_ticks_and_ends_the_advice(owner_client: Client, workout: Workout) -> None:
    row, _ = check(owner_client, workout, "pregnancy").context["tips"]
    response = check(owner_client, workout, "pregnancy", do=row.command)
    assertContains(response, "Swapped Bent-over barbell row for Banded row.")
    assertContains(response, 'value="pregnancy" checked')
    assert [word.items[0].exercise.name for word in response.context["tips"]] == ["Deadlift"]
    assert names(workout) == ["Banded row", "Deadlift", "Bird-dog"]


def test_exercise_is_left_out_with_one_tap(owner_client: Client, workout: Workout) -> None:
    order = f"remove.{workout.items.first().pk}"
    assertContains(
        check(owner_client, workout, "pregnancy", do=order), "Removed Bent-over barbell row."
    )
    assert names(workout) == ["Deadlift", "Bird-dog"]


def test_answers_are_kept_nowhere(
    owner_client: Client, workout: Workout, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = check(owner_client, workout, "pregnancy")
    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)
    assert response.status_code == 200  # no redirect that would carry them in an address
    assert "no-store" in response["Cache-Control"]
    assert not any("pregnan" in str(session.get_decoded()) for session in Session.objects.all())
    assert not any("pregnan" in cookie.value for cookie in response.cookies.values())
    ours = [r.getMessage() for r in caplog.records if r.name != "django.db.backends"]
    assert not any("pregnan" in message for message in ours)
    check(owner_client, workout, "pregnancy", do=f"remove.{workout.items.first().pk}")
    workout.refresh_from_db()
    assert "pregnan" not in str(workout.changes) + str(workout.dismissed)


def test_reasons_to_see_a_doctor_have_no_name_and_are_never_sent(
    owner_client: Client, workout: Workout
) -> None:
    page = owner_client.get(reverse("programs:workout-check", args=[workout.uuid]))
    assertContains(page, '<input type="checkbox" id="fever" autocomplete="off">', html=True)
    assertContains(page, 'name="condition" value="pregnancy"')
    assert check(owner_client, workout, "fever", "nonsense").context["ticked"] == {}


def test_nothing_ticked_is_nothing_to_change(owner_client: Client, workout: Workout) -> None:
    assertContains(check(owner_client, workout), "there is nothing to change")


@pytest.mark.parametrize("order", ["remove.0", "swap.1.nothing", "up.1", "dismiss.x", "x", ""])
def test_senseless_wish_changes_nothing(owner_client: Client, workout: Workout, order: str) -> None:
    assert check(owner_client, workout, "pregnancy", do=order).status_code == 422
    assert len(names(workout)) == 3


def test_wish_from_an_old_page_is_refused(owner_client: Client, workout: Workout) -> None:
    order = f"remove.{workout.items.first().pk}"
    response = check(owner_client, workout, "pregnancy", do=order, revision="0")
    assert response.status_code == 409
    assert "This workout was changed meanwhile" in response.content.decode()
    assert len(names(workout)) == 3


def test_programs_check_has_nothing_to_send(db: None, client: Client) -> None:
    page = client.get("/programs/upper-back/check/")
    assertNotContains(page, 'method="post" action="#coach"')
    assertNotContains(page, 'name="condition"')


def test_nobody_checks_anothers_workout(other_client: Client, workout: Workout) -> None:
    assert check(other_client, workout, do=f"remove.{workout.items.first().pk}").status_code == 404
    assert workout.items.count() == 3


def test_safety_check_is_offered_before_the_first_strength_program_is_planned(
    owner: User, owner_client: Client, workout: Workout
) -> None:
    page = f"/workouts/{workout.uuid}/schedule/"
    check = f'<a href="/workouts/{workout.uuid}/check/">safety check</a>'
    assertContains(owner_client.get(page), check, count=1, html=True)
    stretches = WorkoutFactory(owner=owner)
    WorkoutItemFactory(workout=stretches, exercise=Exercise.objects.get(slug="childs-pose"))
    assertNotContains(owner_client.get(f"/workouts/{stretches.uuid}/schedule/"), "safety check")
    ScheduleFactory(workout=stretches)
    assertNotContains(owner_client.get(page), "safety check")
