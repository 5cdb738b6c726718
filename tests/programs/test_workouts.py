"""My Workouts: seen, changed and deleted by their owner alone."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertRedirects

from backfit.models import User
from programs.models import Workout
from tests.factories import WorkoutFactory, WorkoutItemFactory

pytestmark = pytest.mark.django_db
PAGES = ["", "edit/", "delete/", "calendar.ics", "sheet.pdf"]


def form_of(client: Client, workout: Workout) -> dict[str, Any]:
    """The edit form as a browser would send it back, untouched."""
    editor = client.get(f"{workout.get_absolute_url()}edit/").context["editor"]
    forms = [editor.form, editor.items.management_form, *editor.items]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = value
    return data


@pytest.mark.parametrize("page", PAGES)
def test_workout_is_a_404_for_everybody_else(
    client: Client, other_client: Client, editor_client: Client, workout: Workout, page: str
) -> None:
    address = workout.get_absolute_url() + page
    for stranger in (client, other_client, editor_client):
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


def test_list_takes_the_same_queries_for_one_and_for_many(
    owner: User,
    owner_client: Client,
    workout: Workout,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(3):
        owner_client.get("/workouts/")
    WorkoutFactory.create_batch(30, owner=owner)
    with django_assert_num_queries(3):
        owner_client.get("/workouts/")


def test_workout_takes_the_same_queries_however_long(
    owner_client: Client, workout: Workout, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        with django_assert_num_queries(8):
            owner_client.get(workout.get_absolute_url())
        WorkoutItemFactory.create_batch(30, workout=workout)


def test_rename_change_and_remove_in_one_form(owner_client: Client, workout: Workout) -> None:
    _first, _second, _third, _fourth = workout.plan_items()
    data = form_of(owner_client, workout) | {
        "title": "My pulling day",
        "items-1-reps_min": "6",
        "items-1-reps_max": "8",
        "items-1-load_kg": "42.5",
        "items-3-DELETE": "on",
    }
    response = owner_client.post(f"{workout.get_absolute_url()}edit/", data)
    assertRedirects(response, workout.get_absolute_url())
    changed = Workout.objects.with_items().get(pk=workout.pk)
    assert changed.title == "My pulling day"
    assert changed.revision == workout.revision + 1
    assert [f"{i.words} {i.details}" for i in changed.plan_items()] == [
        "30–40 reps in total rest 90 s",
        "3 sets of 6–8 reps at 42.5 kg, rest 2 min",
        "3 sets of 8–12 reps rest 90 s",
    ]


def test_kind_of_prescription_can_change(owner_client: Client, workout: Workout) -> None:
    data = form_of(owner_client, workout) | {
        "items-1-sets": "",
        "items-1-reps_min": "",
        "items-1-reps_max": "",
        "items-1-duration_seconds": "45",
    }
    owner_client.post(f"{workout.get_absolute_url()}edit/", data)
    assert workout.items.get(pk=data["items-1-id"]).words == "45 s"


def test_error_names_the_field_and_keeps_what_was_typed(
    owner_client: Client, workout: Workout
) -> None:
    data = form_of(owner_client, workout) | {"title": "New name", "items-1-reps_max": "6"}
    response = owner_client.post(f"{workout.get_absolute_url()}edit/", data)
    assertContains(response, "The highest reps (6) is below the lowest (8).", status_code=422)
    assertContains(response, 'value="New name"', status_code=422)
    workout.refresh_from_db()
    assert workout.title == "Upper back program"
    assert workout.revision == 1


def test_saving_without_a_change_counts_no_revision(owner_client: Client, workout: Workout) -> None:
    owner_client.post(f"{workout.get_absolute_url()}edit/", form_of(owner_client, workout))
    workout.refresh_from_db()
    assert workout.revision == 1


def test_second_tab_does_not_overwrite_the_first(owner_client: Client, workout: Workout) -> None:
    data = form_of(owner_client, workout)
    address = f"{workout.get_absolute_url()}edit/"
    owner_client.post(address, data | {"title": "First"})
    response = owner_client.post(address, data | {"title": "Second"})
    assertContains(response, "changed elsewhere", status_code=422)
    assertContains(response, 'value="Second"', status_code=422)
    workout.refresh_from_db()
    assert workout.title == "First"


def test_items_of_another_persons_workout_cannot_be_reached(
    owner_client: Client, workout: Workout, other: User
) -> None:
    theirs = WorkoutItemFactory(workout__owner=other)
    data = form_of(owner_client, workout) | {"items-0-id": str(theirs.pk), "items-0-sets": "9"}
    owner_client.post(f"{workout.get_absolute_url()}edit/", data)
    owner_client.post(f"{workout.get_absolute_url()}edit/", data | {"items-0-DELETE": "on"})
    theirs.refresh_from_db()
    assert theirs.words == "3 sets of 8–12 reps"


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"title": "nul\0"},
        {"notes": "x" * 2001},
        {"items-0-total_min": "-1"},
        {"items-0-total_min": "9" * 40},
        {"items-0-total_max": "many"},
        {"items-0-load_kg": "NaN"},
        {"items-0-load_kg": "1e400"},
        {"items-0-tempo": "<b>"},
        {"items-0-id": "abc"},
        {"items-TOTAL_FORMS": "x"},
        {"items-TOTAL_FORMS": "99999"},
        {"revision": "💪"},
        {"revision": ""},
    ],
)
def test_bad_input_is_a_422_and_changes_nothing(
    owner_client: Client, workout: Workout, change: dict[str, str]
) -> None:
    before = [item.plan_values() for item in workout.plan_items()]
    data = form_of(owner_client, workout) | change
    response = owner_client.post(f"{workout.get_absolute_url()}edit/", data)
    assert response.status_code == 422
    workout = Workout.objects.with_items().get(pk=workout.pk)
    assert [item.plan_values() for item in workout.plan_items()] == before


def test_delete_says_what_is_lost_and_then_deletes(owner_client: Client, workout: Workout) -> None:
    address = f"{workout.get_absolute_url()}delete/"
    assertContains(owner_client.get(address), "with its 4 exercises, your notes")
    assert Workout.objects.exists()
    assertRedirects(owner_client.post(address), "/workouts/")
    assert not Workout.objects.exists()


def test_hostile_text_is_shown_as_text(owner: User, owner_client: Client) -> None:
    workout = WorkoutFactory(owner=owner, title="<script>alert(1)</script>", notes="<img src=x>")
    for page in ("", "edit/", "delete/"):
        response = owner_client.get(workout.get_absolute_url() + page)
        assert b"<script>alert" not in response.content
        assert b"<img src=x>" not in response.content
