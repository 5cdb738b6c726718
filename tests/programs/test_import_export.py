"""Workouts as files: what is exported and imported is the same; what is wrong is told with its place."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertRedirects

from backfit.accounts.models import User
from exercises.models import Exercise
from programs.models import Program, Workout, WorkoutItem
from tests.factories import WorkoutFactory, WorkoutItemFactory

pytestmark = pytest.mark.django_db


def send(client: Client, content: bytes | str | dict[str, Any]) -> HttpResponse:
    data = json.dumps(content) if isinstance(content, dict) else content
    raw = data.encode() if isinstance(data, str) else data
    return client.post("/workouts/import/", {"file": SimpleUploadedFile("w.json", raw)})


def file_of(*items: dict[str, Any], **workout: Any) -> dict[str, Any]:
    plan = {"title": "Mine", "items": list(items)} | workout
    return {"format": "backfit-workouts", "version": 1, "workouts": [plan]}


def test_every_program_round_trips_exactly(
    owner: User, owner_client: Client, other_client: Client
) -> None:
    for program in Program.objects.published().with_items():
        program.copy_for(owner)
    workout = WorkoutFactory(owner=owner, title="All – “kinds”", notes="Two\nlines", goal="growth")
    kinds = [
        {"sets": 3, "load_kg": "42.50", "superset": 1, "rest_seconds": 0},
        {"sets": None, "reps_min": None, "reps_max": None, "total_min": 30, "total_max": 40},
        {"hold_seconds": 3, "each_side": True, "note": "=SUM(1)", "superset": 1},
        {"reps_min": None, "reps_max": None, "duration_seconds": 45, "tempo": "3-1-1-0"},
    ]
    for values in kinds:
        WorkoutItemFactory(workout=workout, **values)
    exported = owner_client.get("/workouts/export.json").content
    send(other_client, exported)
    assert other_client.get("/workouts/export.json").content == exported
    assert len(json.loads(exported)["workouts"]) == 17


def test_import_opens_the_workout(owner: User, owner_client: Client) -> None:
    item = {"exercise": "deadlift", "sets": 5, "reps_min": 5, "reps_max": 5, "load_kg": "60"}
    response = send(owner_client, file_of(item))
    workout = Workout.objects.with_items().get(owner=owner)
    assertRedirects(response, workout.get_absolute_url())
    assert workout.lines() == ["1. Deadlift: 5 sets of 5 reps, at 60 kg"]


def test_documented_example_can_be_imported(owner_client: Client) -> None:
    text = (Path(settings.BASE_DIR) / "docs" / "workout-format.md").read_text("utf-8")
    example = text.split("```json\n")[1].split("```")[0]
    send(owner_client, example)
    assert Workout.objects.get().items.count() == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The file is empty."),
        ("{", "This is not JSON from line 1, column 2 on."),
        (b"\xff\xfe", "not a text file in UTF-8 (byte 0)"),
        ("[" * 100_000, "nested too deeply"),
        ("1" * 5000, "a number too long"),
        ("[]", "This is not a file of workouts"),
        ({"format": "backfit-workouts", "version": 2, "workouts": []}, "reads version 1"),
        ({"format": "backfit-workouts", "version": 1}, "workouts: this is missing."),
        ({"format": "backfit-workouts", "version": 1, "workouts": []}, "holds no workout"),
        (file_of(title=""), "workouts[0].title: "),
        (file_of(title="   "), "workouts[0].title: "),
        (file_of(title="nul\0"), "workouts[0].title: "),
        (file_of(notes="x" * 2001), "workouts[0].notes: "),
        (file_of(goal="fame"), "workouts[0].goal: "),
        (file_of(owner=1), "workouts[0].owner: "),
        (file_of({"exercise": "no-such", "sets": 3}), "there is no exercise “no-such”"),
        (file_of({"exercise": "no-such"}), "workouts[0].items[0].exercise: "),
        (file_of({"exercise": "deadlift"}), "workouts[0].items[0].sets: "),
        (file_of({"exercise": "deadlift", "sets": "3"}), "workouts[0].items[0].sets: "),
        (file_of({"exercise": "deadlift", "sets": 3, "reps_min": 9, "reps_max": 8}), "reps_max: "),
        (file_of({"exercise": "deadlift", "sets": 10**30, "reps_min": 1}), "sets: "),
        (
            file_of({"exercise": "deadlift", "sets": 3, "reps_min": 5, "load_kg": "1e3"}),
            "load_kg: ",
        ),
        (
            file_of({"exercise": "deadlift", "sets": 3, "reps_min": 5, "load_kg": "900"}),
            "load_kg: ",
        ),
        (file_of({"exercise": "deadlift", "section": "attic"}), "items[0].section: "),
        (file_of({"exercise": "deadlift", "sets": 3, "reps_min": 5, "note": "\ud800"}), "note: "),
        (
            file_of(*[{"exercise": "deadlift", "sets": 1, "reps_min": 1}] * 201),
            "workouts[0].items: ",
        ),
        (" " * 6_000_001, "larger than 6\u00a0MB"),
    ],
)
def test_wrong_file_is_refused_whole_and_told_where(
    owner_client: Client, content: Any, sentence: str
) -> None:
    assertContains(send(owner_client, content), sentence, status_code=422)
    assert not Workout.objects.exists()


def test_one_wrong_workout_refuses_all(owner_client: Client) -> None:
    good, bad = file_of(), file_of({"exercise": "deadlift"})
    good["workouts"] += bad["workouts"]
    assertContains(send(owner_client, good), "workouts[1].items[0].sets: ", status_code=422)
    assert not Workout.objects.exists()


def test_import_keeps_the_limit(owner: User, owner_client: Client) -> None:
    WorkoutFactory.create_batch(199, owner=owner)
    file = file_of()
    file["workouts"] *= 2
    assertContains(send(owner_client, file), "room for 200 workouts", status_code=422)
    assert Workout.objects.count() == 199


def test_csv_has_a_row_an_exercise_and_no_formula(owner: User, owner_client: Client) -> None:
    workout = WorkoutFactory(owner=owner, title="=HYPERLINK(1)")
    WorkoutItemFactory(workout=workout, exercise__name="Row", note="+1", each_side=True)
    response = owner_client.get("/workouts/export.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert (row["workout"], row["note"], row["name"]) == ("'=HYPERLINK(1)", "'+1", "Row")
    assert (row["dose"], row["each_side"]) == ("3 sets of 8–12 reps each side", "yes")


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_export_holds_ones_own_alone_and_needs_an_account(
    client: Client, owner_client: Client, workout: Workout, other: User, kind: str
) -> None:
    WorkoutFactory(owner=other, title="Not yours")
    content = owner_client.get(f"/workouts/export.{kind}").content.decode()
    assert "Not yours" not in content
    assert workout.title in content
    assertRedirects(
        client.get(f"/workouts/export.{kind}"), f"/accounts/login/?next=/workouts/export.{kind}"
    )


def test_export_takes_the_same_queries_for_many(
    owner: User,
    owner_client: Client,
    workout: Workout,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(2):
        with django_assert_num_queries(6):
            owner_client.get("/workouts/export.json")
        for made in WorkoutFactory.create_batch(49, owner=owner):
            WorkoutItemFactory(workout=made)


def test_guest_imports_into_their_browser(client: Client) -> None:
    send(client, file_of())
    assert Workout.objects.get().owner is None
    assert client.get("/workouts/export.json").status_code == 200


def many_workouts(owner: User, number: int, notes: str = "Notes of a trainer. " * 20) -> None:
    """Workouts of twenty exercises each, with all that can be said of one."""
    exercise = Exercise.objects.get(slug="bird-dog")
    made = Workout.objects.bulk_create(
        Workout(owner=owner, title=f"Workout {n}", notes=notes) for n in range(number)
    )
    said = {"sets": 3, "reps_min": 8, "reps_max": 12, "rest_seconds": 90, "load_kg": "42.5"}
    said |= {"tempo": "3-1-1-0", "note": "slow and even, both shoulders down"}
    WorkoutItem.objects.bulk_create(
        WorkoutItem(workout=workout, exercise=exercise, position=position, **said)
        for workout in made
        for position in range(20)
    )


@pytest.mark.slow
def test_large_export_can_be_imported(
    owner: User, owner_client: Client, other_client: Client
) -> None:
    many_workouts(owner, 200)
    exported = owner_client.get("/workouts/export.json").content
    assert len(exported) > 1_000_000
    assertRedirects(send(other_client, exported), "/workouts/")
    assert other_client.get("/workouts/export.json").content == exported


def test_larger_export_comes_in_parts_that_each_import(
    owner: User, owner_client: Client, other: User, other_client: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr("programs.import_export.MAX_BYTES", 100_000)
    monkeypatch.setattr("programs.views.import_export.MAX_BYTES", 100_000)
    many_workouts(owner, 30, notes="Zeile \u2028 “ß”\n" * 20)
    response = owner_client.get("/workouts/export.json")
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/zip",
        'attachment; filename="workouts.zip"',
    )
    assert owner_client.get("/workouts/export.json").content == response.content
    with ZipFile(io.BytesIO(response.content)) as parts:
        names = parts.namelist()
        assert names[0] == "workouts-1.json"
        assert 1 < len(names) < 6
        for name in names:
            assert parts.getinfo(name).file_size <= 100_000
            assertRedirects(send(other_client, parts.read(name)), "/workouts/")
    told = [set_of.values_list("title", "notes") for set_of in (owner.workouts, other.workouts)]
    assert sorted(told[0]) == sorted(told[1])


def test_no_workouts_are_a_file_too(owner_client: Client) -> None:
    exported = owner_client.get("/workouts/export.json").content
    assert json.loads(exported) == {"format": "backfit-workouts", "version": 1, "workouts": []}


UNPUBLISHED = file_of(
    {"exercise": "wrist-held-neck-stretch", "hold_seconds": 20, "reps_min": 3, "reps_max": 3},
    {"exercise": "bird-dog", "sets": 3, "reps_min": 8, "reps_max": 8},
)


def test_own_exercise_that_was_unpublished_is_kept(owner_client: Client) -> None:
    send(owner_client, UNPUBLISHED)
    Exercise.objects.filter(slug="wrist-held-neck-stretch").update(status="draft")
    exported = owner_client.get("/workouts/export.json").content
    send(owner_client, exported)
    assert [workout.items.count() for workout in Workout.objects.all()] == [2, 2]


@pytest.mark.parametrize("person", ["other_client", "client"])
def test_exercise_that_was_unpublished_is_left_out_and_told(
    person: str, request: pytest.FixtureRequest
) -> None:
    client = request.getfixturevalue(person)
    Exercise.objects.filter(slug="wrist-held-neck-stretch").update(status="draft")
    send(client, UNPUBLISHED)
    workout = Workout.objects.with_items().get()
    assert [item.exercise.slug for item in workout.plan_items()] == ["bird-dog"]
    page = client.get(workout.get_absolute_url())
    told = "An exercise is no longer in the catalogue and was left out: “wrist-held-neck-stretch”."
    assertContains(page, told)


@pytest.mark.parametrize("file", ["calendar.ics", "", "schedule/", "sheet.pdf"])
def test_very_long_workout_is_planned_as_long_as_can_be(owner_client: Client, file: str) -> None:
    send(owner_client, file_of({"exercise": "bird-dog", "sets": 5, "duration_seconds": 7200}))
    workout = Workout.objects.get()
    assert workout.estimated_minutes() > 480
    response = owner_client.get(f"{workout.get_absolute_url()}{file}")
    assert response.status_code == 200
    if file == "calendar.ics":
        assert "DURATION:PT8H" in response.content.decode() or "DTEND" in response.content.decode()
