"""My Workouts: seen, changed and deleted by their owner alone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertRedirects

from backfit.accounts.models import User
from programs.models import Workout
from tests.factories import WorkoutFactory, WorkoutItemFactory

pytestmark = pytest.mark.django_db
PAGES = ["", "edit/", "check/", "delete/", "calendar.ics", "sheet.pdf"]


@pytest.mark.parametrize("page", PAGES)
def test_workout_is_a_404_for_everybody_else(
    other_client: Client, editor_client: Client, workout: Workout, page: str
) -> None:
    address = workout.get_absolute_url() + page
    for stranger in (other_client, editor_client):
        assert stranger.get(address).status_code == 404
        if page in ("edit/", "delete/"):
            assert stranger.post(address).status_code == 404
    assert Workout.objects.filter(pk=workout.pk).exists()


@pytest.mark.parametrize("page", PAGES)
def test_owner_opens_every_page(owner_client: Client, workout: Workout, page: str) -> None:
    assert owner_client.get(workout.get_absolute_url() + page).status_code == 200


def test_unknown_workout_is_a_404(owner_client: Client) -> None:
    assert owner_client.get(f"/workouts/{uuid4()}/").status_code == 404


def test_list_shows_ones_own_alone(owner_client: Client, workout: Workout, other: User) -> None:
    WorkoutFactory(owner=other, title="Not yours")
    response = owner_client.get("/workouts/")
    assert [each.title for each in response.context["workouts"]] == [workout.title]


def test_list_sends_who_is_not_signed_in_to_sign_in(client: Client) -> None:
    assertRedirects(client.get("/workouts/"), "/accounts/login/?next=/workouts/")


def test_workout_takes_the_same_queries_however_long(
    owner_client: Client, workout: Workout, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        with django_assert_num_queries(11):
            owner_client.get(workout.get_absolute_url())
        WorkoutItemFactory.create_batch(30, workout=workout)


def test_delete_says_what_is_lost_and_then_deletes(owner_client: Client, workout: Workout) -> None:
    address = f"{workout.get_absolute_url()}delete/"
    assertContains(owner_client.get(address), "with its 4 exercises, your notes")
    assert Workout.objects.exists()
    assertRedirects(owner_client.post(address), "/workouts/")
    assert owner_client.get(workout.get_absolute_url()).status_code == 404


def test_hostile_text_is_shown_as_text(owner: User, owner_client: Client) -> None:
    workout = WorkoutFactory(owner=owner, title="<script>alert(1)</script>", notes="<img src=x>")
    for page in ("", "edit/", "delete/"):
        response = owner_client.get(workout.get_absolute_url() + page)
        assert b"<script>alert" not in response.content
        assert b"<img src=x>" not in response.content


def test_safety_check_names_the_exercises_of_this_workout(
    owner_client: Client, workout: Workout
) -> None:
    response = owner_client.get(f"{workout.get_absolute_url()}check/")
    affected = {
        condition.slug: [exercise.name for exercise in condition.affected]
        for condition in response.context["conditions"]
    }
    names = [item.exercise.name for item in workout.plan_items()]
    expected = {
        item.exercise.name
        for item in workout.plan_items()
        if item.exercise.contraindications.filter(slug="pregnancy").exists()
    }
    assert expected
    assert set(affected["pregnancy"]) == expected
    assert all(set(each) <= set(names) for each in affected.values())
