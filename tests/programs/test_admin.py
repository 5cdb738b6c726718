"""The admin as editors use it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertRedirects

from exercises.models import Exercise, Status
from programs.models import Program
from tests.factories import ExerciseFactory
from tests.forms import form_of

pytestmark = pytest.mark.django_db


def change_page(program: Program) -> str:
    return f"/admin/programs/program/{program.pk}/change/"


def test_public_and_people_do_not_get_in(client: Client, owner_client: Client) -> None:
    for visitor in (client, owner_client):
        assert visitor.get("/admin/").status_code == 302


def test_editor_saves_a_program_and_its_revision_counts(
    editor_client: Client, program: Program
) -> None:
    page = change_page(program)
    data = form_of(editor_client.get(page)) | {"days-0-items-1-reps_max": "10"}
    assertRedirects(editor_client.post(page, data), "/admin/programs/program/")
    (day,) = Program.objects.with_items().get(pk=program.pk).plans
    assert day.plan_items()[1].words == "3 sets of 8–10 reps"
    assert day.revision == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reps_min": "8", "reps_max": "6"}, "The highest reps (6) is below the lowest (8)."),
        ({"sets": "0"}, "The sets must be at least 1."),
        ({"total_min": "30", "total_max": "40"}, "do not go together"),
    ],
)
def test_senseless_prescription_is_told_in_words(
    editor_client: Client, program: Program, change: dict[str, str], message: str
) -> None:
    page = change_page(program)
    changed = {f"days-0-items-1-{name}": value for name, value in change.items()}
    response = editor_client.post(page, form_of(editor_client.get(page)) | changed)
    assertContains(response, message)
    assert program.plans[0].revision == 1


def test_exercise_can_be_edited_and_opened_on_the_site(editor_client: Client) -> None:
    exercise = Exercise.objects.get(slug="deadlift")
    page = f"/admin/exercises/exercise/{exercise.pk}/change/"
    response = editor_client.get(page)
    assertContains(response, "View on site")
    data = form_of(response) | {"steps": "First.\n\n  Second. \n", "reps_min": "5", "reps_max": "5"}
    response = editor_client.post(page, data)
    assert response.context is None, response.context["adminform"].form.errors
    assertRedirects(response, "/admin/exercises/exercise/")
    exercise.refresh_from_db()
    assert exercise.steps == ["First.", "Second."]
    assert exercise.words == "5 sets of 5 reps"


def test_publishing_in_bulk_shows_to_the_public(client: Client, editor_client: Client) -> None:
    drafts = ExerciseFactory.create_batch(3, status=Status.DRAFT)
    editor_client.post(
        "/admin/exercises/exercise/",
        {"action": "publish", "_selected_action": [draft.pk for draft in drafts]},
    )
    for draft in drafts:
        assert client.get(draft.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/exercises/exercise/?q=lat&status=published&kind=strength",
        "/admin/exercises/exercise/add/",
        "/admin/exercises/muscle/",
        "/admin/exercises/bodypart/",
        "/admin/exercises/equipment/",
        "/admin/exercises/condition/",
        "/admin/programs/program/?q=back",
        "/admin/programs/program/add/",
        "/admin/backfit/user/",
        "/admin/autocomplete/?app_label=programs&model_name=programitem&field_name=exercise&term=pull",
    ],
)
def test_every_list_and_form_opens(editor_client: Client, address: str) -> None:
    assert editor_client.get(address).status_code == 200


def test_exercise_list_takes_the_same_queries_for_few_and_for_many(
    editor_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = "/admin/exercises/exercise/"
    editor_client.get(address)
    with django_assert_num_queries(7):
        editor_client.get(f"{address}?q=Deadlift")
    ExerciseFactory.create_batch(60)
    with django_assert_num_queries(7):
        editor_client.get(address)
