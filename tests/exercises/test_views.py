"""The catalogue as people see it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from exercises.models import Exercise, Status
from tests.factories import ExerciseFactory

pytestmark = pytest.mark.django_db


def names(client: Client, query: str) -> list[str]:
    return [exercise.name for exercise in client.get(f"/exercises/?{query}").context["page"]]


def test_catalogue_finds_by_name_alias_and_muscle(client: Client) -> None:
    assert "Deadlift" in names(client, "q=dead+lift")
    assert "Child’s pose" in [n.replace("'", "’") for n in names(client, "q=baby+pose")]
    assert "Pull-up" in names(client, "q=latissimus")
    assert names(client, "q=nothing-like-this") == []


def test_catalogue_filters_together(client: Client) -> None:
    assert set(names(client, "body_part=lats&equipment=pull-up-bar&kind=strength")) == {
        "Pull-up",
        "Wide-grip pull-up",
    }


def test_level_filter_finds_exercises_whose_range_holds_it(client: Client) -> None:
    ExerciseFactory(name="Wide range", level_min="beginner", level_max="advanced")
    ExerciseFactory(name="Only hard", level_min="advanced", level_max="advanced")
    found = names(client, "level=intermediate&q=Wide+range") + names(
        client, "level=intermediate&q=Only+hard"
    )
    assert found == ["Wide range"]


def test_unknown_filter_value_is_named(client: Client) -> None:
    response = client.get("/exercises/?kind=dancing")
    assertContains(response, "dancing", status_code=400)


def test_exercise_page_tells_all(client: Client) -> None:
    exercise = Exercise.objects.with_details().get(slug="double-knee-to-chest")
    response = client.get(exercise.get_absolute_url())
    for text in [
        *exercise.steps,
        *exercise.cues,
        *exercise.mistakes,
        "Beginner and advanced",
        "4–7 of 10",
        "Lumbar spine",
        "Quadratus lumborum",
    ]:
        assertContains(response, text, html=False, msg_prefix=text)


def test_draft_is_hidden_from_the_public_and_shown_to_staff(
    client: Client, owner_client: Client, editor_client: Client
) -> None:
    draft = ExerciseFactory(name="Secret draft", status=Status.DRAFT)
    for public in (client, owner_client):
        assert public.get(draft.get_absolute_url()).status_code == 404
        assertNotContains(public.get("/exercises/?q=Secret"), "Secret draft")
    assertContains(editor_client.get(draft.get_absolute_url()), "Draft: only staff see this")


def test_list_takes_the_same_queries_for_one_and_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(7):
        client.get("/exercises/?q=Deadlift&kind=strength")
    ExerciseFactory.create_batch(40)
    with django_assert_num_queries(7):
        client.get("/exercises/")
