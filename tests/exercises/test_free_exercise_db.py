"""Exercises of the free-exercise-db format become drafts; what cannot be mapped is told, and stops nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.free_exercise_db import CATEGORIES, EQUIPMENT, LEVELS, MUSCLES, map_records
from exercises.models import Equipment, Exercise, Muscle, Status

pytestmark = pytest.mark.django_db

VOCABULARY: dict[str, list[Any]] = {
    "force": ["push", "pull", "static", None],
    "level": ["beginner", "intermediate", "expert"],
    "mechanic": ["compound", "isolation", None],
    "equipment": [
        *["body only", "machine", "kettlebells", "dumbbell", "cable", "barbell", "bands"],
        *["medicine ball", "exercise ball", "e-z curl bar", "foam roll", "other", None],
    ],
    "muscle": [
        *["abdominals", "abductors", "adductors", "biceps", "calves", "chest", "forearms"],
        *["glutes", "hamstrings", "lats", "lower back", "middle back", "neck", "quadriceps"],
        *["shoulders", "traps", "triceps"],
    ],
    "category": [
        *["strength", "stretching", "plyometrics", "strongman", "powerlifting"],
        "olympic weightlifting",
    ],
}


def record(**changes: Any) -> dict[str, Any]:
    """A record of the format, in our own words."""
    own = {
        "id": "Towel_Row",
        "name": "Towel row",
        "force": "pull",
        "level": "beginner",
        "mechanic": "compound",
        "equipment": "body only",
        "primaryMuscles": ["lats"],
        "secondaryMuscles": ["biceps", "lats"],
        "instructions": ["Hold the towel.", "  Lean back\nand row. ", ""],
        "category": "strength",
        "images": ["Towel_Row/0.jpg"],
    }
    return {key: value for key, value in (own | changes).items() if value is not ...}


def numbered(number: int, **changes: Any) -> dict[str, Any]:
    return record(id=f"Row_{number}", name=f"Row {number}", **changes)


def generated(number: int) -> list[dict[str, Any]]:
    """Records that go through the whole vocabulary."""

    def pick(name: str, at: int) -> Any:
        return VOCABULARY[name][at % len(VOCABULARY[name])]

    return [
        numbered(
            at,
            **{
                name: pick(name, at)
                for name in ("force", "level", "mechanic", "equipment", "category")
            },
            primaryMuscles=[pick("muscle", at)],
            secondaryMuscles=[pick("muscle", at + 3), pick("muscle", at + 5)],
        )
        for at in range(number)
    ]


@pytest.fixture
def load(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[Any], list[str]]:
    """Runs the command on a file with the records; returns the lines it wrote."""

    def run(records: Any) -> list[str]:
        path = tmp_path / "exercises.json"
        path.write_text(records if isinstance(records, str) else json.dumps(records), "utf-8")
        call_command("import_exercises", str(path))
        return capsys.readouterr().out.splitlines()

    return run


def test_record_becomes_a_draft(load: Any) -> None:
    assert load([record()]) == ["Read 1 records: 1 new drafts, 0 there already, 0 not imported."]
    row = Exercise.objects.with_details().get(slug="towel-row")
    assert (row.name, row.status, row.kind, row.mode) == (
        "Towel row",
        "draft",
        "strength",
        "dynamic",
    )
    assert (row.mechanics, row.level_label, row.bodyweight) == ("compound", "Beginner", True)
    assert row.steps == ["Hold the towel.", "Lean back and row."]
    assert row.prescription_label == "3 sets of 8–\u206012 reps"
    assert row.body_part.slug == "lats"
    assert [muscle.slug for muscle in row.primary_muscles.all()] == ["latissimus-dorsi"]
    assert [muscle.slug for muscle in row.secondary_muscles.all()] == ["biceps-brachii"]
    row.full_clean()


@pytest.mark.parametrize(
    ("changes", "words", "mode", "kind"),
    [
        ({"category": "stretching", "force": "static"}, "hold 20 s, 3 times", "static", "stretch"),
        ({"category": "stretching", "force": None}, "hold 20 s, 3 times", "static", "stretch"),
        ({"force": "static"}, "3 sets of 30 s", "static", "strength"),
        ({"category": "powerlifting"}, "5 sets of 3–\u20605 reps", "dynamic", "strength"),
        ({"category": "plyometrics"}, "3 sets of 6–\u20608 reps", "dynamic", "strength"),
    ],
)
def test_dose_suits_the_category(
    load: Any, changes: dict[str, Any], words: str, mode: str, kind: str
) -> None:
    load([record(**changes)])
    row = Exercise.objects.get(slug="towel-row")
    assert (row.prescription_label, row.mode, row.kind) == (words, mode, kind)


def test_equipment_that_we_lack_is_left_for_the_editor(load: Any) -> None:
    load([record(equipment="kettlebells"), numbered(2, equipment="exercise ball")])
    row = Exercise.objects.get(slug="towel-row")
    assert (list(row.equipment.all()), row.bodyweight) == ([], False)
    assert row.summary.endswith("The source names the equipment “kettlebells”.")
    ball = Exercise.objects.get(slug="row-2")
    assert [kind.slug for kind in ball.equipment.all()] == ["fitball"]


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (7, "Record 1: is no object."),
        (None, "Record 1: is no object."),
        (["a"], "Record 1: is no object."),
        ({}, "Record 1: name is missing; level is missing;"),
        (record(name=...), "Record 1 “Towel_Row”: name is missing."),
        (record(name="  "), "name is empty."),
        (record(name=5), "Record 1 “5”: name is no text."),
        (record(name="x" * 81), "the name is longer than 80 characters."),
        (record(name="a\0b"), "Record 1 “a?b”: name holds characters that are no text."),
        (record(instructions=["a\0b"]), "instructions.0 holds characters that are no text."),
        (record(instructions="Sit."), "instructions is no list."),
        (record(instructions=[1]), "instructions.0 is no text."),
        (record(id="???", name="***"), "neither id nor name makes an address."),
        (record(level="guru"), "Record 1 “Towel row”: unknown level “guru”."),
        (record(level=None), "level is no text."),
        (record(force="twist"), "unknown force “twist”."),
        (record(mechanic="both"), "unknown mechanic “both”."),
        (record(equipment="rope"), "unknown equipment “rope”."),
        (record(category="dance"), "unknown category “dance”."),
        (record(category="cardio"), "the category “cardio” is no kind of exercise here."),
        (record(primaryMuscles=[]), "no primary muscle."),
        (record(primaryMuscles="lats"), "primaryMuscles is no list."),
        (
            record(primaryMuscles=["wing"], level="guru"),
            "unknown level “guru”; unknown muscle “wing”.",
        ),
        (record(secondaryMuscles=["tail"]), "unknown muscle “tail”."),
    ],
)
def test_what_cannot_be_mapped_is_told_and_stops_nothing(load: Any, broken: Any, line: str) -> None:
    before = Exercise.objects.count()
    told, *more, total = load([broken, numbered(2)])
    assert told.startswith("Record 1")
    assert line in told
    assert more == []
    assert total == "Read 2 records: 1 new drafts, 0 there already, 1 not imported."
    assert Exercise.objects.count() == before + 1


def test_half_a_character_stops_nothing(load: Any) -> None:
    lines = load('[{"name": "\\ud800", "level": "beginner"}, ' + json.dumps(numbered(2)) + "]")
    assert lines[0].startswith("Record 1 “?”: name")
    assert lines[-1].startswith("Read 2 records: 1 new drafts")


def test_duplicates_come_in_once(load: Any) -> None:
    same_id = record(name="Another name")
    same_name = record(id="Another_id", name="TOWEL ROW")
    assert load([record(), same_id, same_name]) == [
        "Record 2 “Another name”: is record 1 again.",
        "Record 3 “TOWEL ROW”: is record 1 again.",
        "Read 3 records: 1 new drafts, 0 there already, 2 not imported.",
    ]


def test_curated_exercises_are_not_touched(load: Any) -> None:
    before = list(Exercise.objects.order_by("pk").values())
    by_slug = record(id="Deadlift", name="Deadlift from blocks")
    by_name = record(id="Barbell_Lift", name="deadlift")
    assert load([by_slug, by_name]) == [
        "Record 1 “Deadlift from blocks”: the catalogue has its own of this address, which stays as it is.",
        "Record 2 “deadlift”: the name is taken by deadlift, which stays as it is.",
        "Read 2 records: 0 new drafts, 0 there already, 2 not imported. Nothing was changed.",
    ]
    assert list(Exercise.objects.order_by("pk").values()) == before


def test_second_run_changes_nothing_and_says_so(load: Any) -> None:
    load([record(), numbered(2)])
    Exercise.objects.filter(slug="towel-row").update(summary="Edited.", status=Status.PUBLISHED)
    before = list(Exercise.objects.order_by("pk").values())
    assert load([record(), numbered(2)]) == [
        "Read 2 records: 0 new drafts, 2 there already, 0 not imported. Nothing was changed."
    ]
    assert list(Exercise.objects.order_by("pk").values()) == before
    assert Exercise.history.filter(slug="towel-row").count() == 1


def test_missing_muscle_of_ours_is_told(load: Any) -> None:
    Muscle.objects.filter(slug="calf-group").delete()
    first, _ = load([record(secondaryMuscles=["calves"])])
    assert first == "Record 1 “Towel row”: the catalogue has no “calf-group”."


def test_nine_hundred_records_take_few_queries(load: Any) -> None:
    before = Exercise.objects.count()
    with CaptureQueriesContext(connection) as queries:
        lines = load(generated(900))
    assert lines == ["Read 900 records: 900 new drafts, 0 there already, 0 not imported."]
    assert Exercise.objects.count() == before + 900
    assert len(queries) < 150
    with CaptureQueriesContext(connection) as again:
        load(generated(900))
    assert len(again) < 10


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "This is no JSON"),
        ("", "This is no JSON"),
        ("[" * 100_000, "This is no JSON"),
        ('{"exercises": []}', "must hold a list"),
    ],
)
def test_file_without_a_list_is_refused(load: Any, text: str, complaint: str) -> None:
    with pytest.raises(CommandError, match=complaint):
        load(text)


def test_missing_file_and_wrong_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_exercises", str(tmp_path / "none.json"))
    (tmp_path / "latin.json").write_bytes('[{"name": "Bär"}]'.encode("latin-1"))
    with pytest.raises(CommandError, match="is no text in UTF-8"):
        call_command("import_exercises", str(tmp_path / "latin.json"))


def test_everything_we_map_to_is_in_the_catalogue() -> None:
    muscles = {slug for slugs in MUSCLES.values() for slug in slugs}
    assert muscles <= set(Muscle.objects.values_list("slug", flat=True))
    assert set(EQUIPMENT.values()) <= set(Equipment.objects.values_list("slug", flat=True))


def test_whole_vocabulary_maps() -> None:
    assert set(MUSCLES) == set(VOCABULARY["muscle"])
    assert set(CATEGORIES) == set(VOCABULARY["category"])
    assert set(LEVELS) == set(VOCABULARY["level"])
    drafts, problems = map_records(generated(200))
    assert (len(drafts), problems) == (200, [])
