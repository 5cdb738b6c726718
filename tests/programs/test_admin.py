"""The admin as editors use it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertRedirects

from exercises.models import Exercise, Status
from programs.content.catalogue import ProgramLoader
from programs.models import Program, ProgramDay, ProgramItem
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
    data = form_of(editor_client.get(page)) | {"days-0-items-1-dose": "3x8-10 rest 90s"}
    assertRedirects(editor_client.post(page, data), "/admin/programs/program/")
    (day,) = Program.objects.with_items().get(pk=program.pk).plans
    item = day.plan_items()[1]
    assert (item.prescription_label, item.rest_seconds) == ("3 sets of 8–\u206010 reps", 90)
    assert day.revision == 2


@pytest.mark.parametrize("slug", ["lower-back", "two-day-back"])
def test_saving_a_program_takes_few_queries_however_many_items_it_has(
    editor_client: Client, slug: str
) -> None:
    page = change_page(Program.objects.get(slug=slug))
    data = form_of(editor_client.get(page)) | {"days-0-items-1-dose": "3x9", "summary": "New."}
    with CaptureQueriesContext(connection) as queries:
        assertRedirects(
            editor_client.post(page, data),
            "/admin/programs/program/",
            fetch_redirect_response=False,
        )
    assert len(queries) <= 40
    last = int(data["days-0-items-TOTAL_FORMS"]) - 1
    turned = {f"days-0-items-{n}-position": str(last - n) for n in range(last + 1)}
    with CaptureQueriesContext(connection) as queries:
        editor_client.post(page, data | turned)
    assert len(queries) <= 60


@pytest.mark.parametrize(
    ("dose", "message"),
    [
        ("3x8-6", "“3x8-6” runs backwards: 6 is less than 8."),
        ("0x8", "“0x8” cannot be: sets run from 1 to 20."),
        ("3x8 30-40 total", "“30-40 total” is one too many"),
        ("@ 40kg", "“@ 40kg” does not say how much"),
    ],
)
@pytest.mark.parametrize("row", ["stored", "new"])
def test_senseless_dose_is_told_at_its_field_and_stays_as_typed(
    editor_client: Client, program: Program, dose: str, message: str, row: str
) -> None:
    page = change_page(program)
    data = form_of(editor_client.get(page))
    number = 1 if row == "stored" else int(data["days-0-items-TOTAL_FORMS"])
    bird_dog = Exercise.objects.get(slug="bird-dog").pk
    new = {"days-0-items-TOTAL_FORMS": str(number + 1), **item(number, bird_dog, dose)}
    change = new if row == "new" else {f"days-0-items-{number}-dose": dose}
    response = editor_client.post(page, data | change)
    assertContains(response, escape(message))
    assertContains(response, f'name="days-0-items-{number}-dose" value="{dose}"')
    (wrong,) = [
        form.errors
        for day in response.context["inline_admin_formsets"][-1].formset.forms
        for form in day.nested_formsets[0].forms
        if form.errors
    ]
    assert list(wrong) == ["dose"]
    assert program.plans[0].revision == 1


def item(number: int, exercise: int, dose: str) -> dict[str, str]:
    """A row of the first day as its form sends it."""
    values = {"exercise": str(exercise), "section": "main", "dose": dose, "position": str(number)}
    return {f"days-0-items-{number}-{name}": value for name, value in values.items()}


def test_item_without_a_dose_gets_that_of_its_exercise(
    editor_client: Client, program: Program
) -> None:
    page = change_page(program)
    exercise = ExerciseFactory(
        sets=4, reps_min=5, reps_max=6, rest_seconds=120, load_kg=Decimal("22.5")
    )
    data = form_of(editor_client.get(page))
    last = int(data["days-0-items-TOTAL_FORMS"])
    added = {"days-0-items-TOTAL_FORMS": str(last + 1), **item(last, exercise.pk, "")}
    response = editor_client.post(page, data | added | {"_continue": "1"}, follow=True)
    assertContains(response, 'value="4x5-6 @ 22.5kg rest 2min"')
    made = ProgramItem.objects.get(day__program=program, exercise=exercise)
    assert made.prescription_values() == exercise.prescription_values()


def test_saving_a_program_as_it_is_changes_no_dose(editor_client: Client, program: Program) -> None:
    items = ProgramItem.objects.filter(day__program=program).order_by("pk")
    before = [each.plan_values() for each in items.all()]
    editor_client.post(change_page(program), form_of(editor_client.get(change_page(program))))
    assert [each.plan_values() for each in items.all()] == before
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
    assertContains(response, f"{empty.title} stays a draft: It has no exercises yet.")
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
