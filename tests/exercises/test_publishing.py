"""What an exercise needs before the public sees it, by whatever way it is published."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from exercises.content.catalogue import ExerciseLoader
from exercises.content.loader import ContentError
from exercises.models import Condition, Exercise, Muscle, Status
from programs.models import Program
from tests.exercises.test_admin import confirm, dry_run
from tests.factories import ExerciseFactory
from tests.forms import form_of

pytestmark = pytest.mark.django_db

LIST = "/admin/exercises/exercise/"

NEEDS = {
    "steps": "A published exercise needs steps",
    "cues": "A published exercise needs cues",
    "contraindications": "A published exercise needs an answer about contraindications",
}


def unfinished(**values: Any) -> Exercise:
    """A draft that has all that the public needs but what is given."""
    draft = ExerciseFactory(status=Status.DRAFT, name="Unfinished", slug="unfinished", **values)
    draft.primary_muscles.set(Muscle.objects.filter(slug="latissimus-dorsi"))
    return draft


LACKING = pytest.mark.parametrize(
    ("column", "values"),
    [
        ("steps", {"steps": []}),
        ("cues", {"cues": []}),
        ("contraindications", {"no_contraindications": False}),
    ],
)


@LACKING
def test_exercise_is_published_in_its_form_only_with_all_that_the_public_needs(
    group_editor_client: Client, column: str, values: dict[str, Any]
) -> None:
    draft = unfinished(**values)
    page = f"{LIST}{draft.pk}/change/"
    data = form_of(group_editor_client.get(page)) | {"status": "published", "summary": "Typed."}
    response = group_editor_client.post(page, data)
    form = response.context["adminform"].form
    assert list(form.errors) == [column]
    assertContains(response, NEEDS[column])
    assertContains(response, "Typed.")
    kept = group_editor_client.post(page, data | {"status": "draft"})
    assertRedirects(kept, LIST)


@LACKING
def test_exercise_is_published_in_bulk_only_with_all_that_the_public_needs(
    group_editor_client: Client, column: str, values: dict[str, Any]
) -> None:
    draft, whole = unfinished(**values), ExerciseFactory(status=Status.DRAFT)
    data = {"action": "publish", "_selected_action": [draft.pk, whole.pk]}
    response = group_editor_client.post(LIST, data, follow=True)
    assertContains(response, f"Unfinished stays a draft: {NEEDS[column]}")
    assertContains(response, "Published. Changed: 1.")
    assert Exercise.objects.get(pk=draft.pk).is_draft
    assert not Exercise.objects.get(pk=whole.pk).is_draft


@pytest.mark.parametrize("column", NEEDS)
def test_exercise_is_imported_as_published_only_with_all_that_the_public_needs(
    group_editor_client: Client, column: str
) -> None:
    unfinished()
    values = {
        "steps": "Move.",
        "cues": "Steady.",
        "contraindications": "",
        "no_contraindications": "1",
    }
    values |= {column: ""} if column != "contraindications" else {"no_contraindications": "0"}
    heads = ["slug", "status", *values]
    text = f"{','.join(heads)}\nunfinished,published,{','.join(values.values())}\n"
    response = dry_run(group_editor_client, "exercises", "exercise", "csv", text.encode())
    assertContains(response, NEEDS[column])


@pytest.mark.parametrize("column", NEEDS)
def test_shipped_exercise_is_loaded_only_with_all_that_the_public_needs(
    tmp_path: Path, column: str
) -> None:
    entry = (ExerciseLoader.folder / "dead-hang.toml").read_text("utf-8")
    path = tmp_path / "dead-hang.toml"
    path.write_text(re.sub(rf"^{column} = \[[^]]*\]", f"{column} = []", entry, flags=re.M), "utf-8")
    with pytest.raises(ContentError, match=rf"dead-hang.toml: {column}: {NEEDS[column]}"):
        ExerciseLoader().parse(path)
    path.write_text(f'status = "draft"\n{path.read_text("utf-8")}', "utf-8")
    assert ExerciseLoader().parse(path).status == "draft"


def test_two_answers_about_contraindications_that_differ_are_refused(
    group_editor_client: Client,
) -> None:
    draft = unfinished()
    condition = Condition.objects.get(slug="flare-up")
    page = f"{LIST}{draft.pk}/change/"
    data = form_of(group_editor_client.get(page)) | {"contraindications": [condition.pk]}
    response = group_editor_client.post(page, data)
    assertContains(response, "Contraindications are chosen, so this cannot be ticked.")
    data.pop("no_contraindications")
    assertRedirects(group_editor_client.post(page, data | {"status": "published"}), LIST)


def test_imported_programs_go_behind_all_others_in_their_order(
    group_editor_client: Client,
) -> None:
    last = max(Program.objects.values_list("order", flat=True))
    text = "slug,title,goal,summary,weekdays\nx,Xs,G,S,MO\ny,Ys,G,S,MO\n"
    answer = dry_run(group_editor_client, "programs", "program", "csv", text.encode())
    confirm(group_editor_client, "programs", "program", answer)
    made = Program.objects.filter(slug__in=["x", "y"]).order_by("slug")
    assert [each.order for each in made] == [last + 1, last + 2]
