"""The admin as editors use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertRedirects

from exercises.models import Exercise, Status
from programs.content.catalogue import ProgramLoader
from programs.models import Program, ProgramDay
from tests.factories import ExerciseFactory, ProgramFactory
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
    assert day.plan_items()[1].prescription_label == "3 sets of 8–10 reps"
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
    assert exercise.prescription_label == "5 sets of 5 reps"


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


def test_program_without_exercises_is_never_public(group_editor_client: Client) -> None:
    empty = ProgramFactory(status=Status.DRAFT)
    data = {"action": "publish", "_selected_action": [empty.pk]}
    response = group_editor_client.post("/admin/programs/program/", data, follow=True)
    assertContains(response, f"{empty.title}: A program without exercises stays a draft.")
    page = change_page(empty)
    data = form_of(group_editor_client.get(page)) | {"status": "published", "days-0-notes": "Soon."}
    group_editor_client.post(page, data)
    empty.refresh_from_db()
    assert empty.is_draft
    assert empty.plans[0].notes == "Soon."


def test_reordered_items_are_kept_and_told_in_the_history(
    group_editor_client: Client, program: Program
) -> None:
    page = change_page(program)
    data = form_of(group_editor_client.get(page))
    turned = {f"days-0-items-{n}-position": str(3 - n) for n in range(4)}
    assertRedirects(group_editor_client.post(page, data | turned), "/admin/programs/program/")
    names = [item.exercise.name for item in program.plans[0].plan_items()]
    again = Program.objects.with_items().get(pk=program.pk).plans[0].plan_items()
    assert [item.exercise.name for item in again] == names[::-1]
    newest = group_editor_client.get(page.replace("change", "history")).context["changes"][0]
    assert [difference.label for difference in newest.differences] == ["Day 1"]
    assert newest.record.history_user.email == "gwen@example.org"


def test_next_release_updates_the_day_that_an_untouched_save_numbered_anew(
    group_editor_client: Client, program: Program, tmp_path: Path
) -> None:
    page = change_page(program)
    group_editor_client.post(page, form_of(group_editor_client.get(page)))
    ProgramDay.objects.filter(program=program).update(position=7)
    shelf = ProgramLoader()
    text = (shelf.folder / f"{program.slug}.toml").read_text("utf-8")
    (tmp_path / f"{program.slug}.toml").write_text(
        text.replace("goal = ", "goal = 'X' #", 1), "utf-8"
    )
    shelf.folder = tmp_path
    (before,) = program.plans
    assert shelf.load().updated == [f"program {program.slug}"]
    (after,) = Program.objects.with_items().get(pk=program.pk).plans
    assert (after.pk, len(after.plan_items())) == (before.pk, 4)
