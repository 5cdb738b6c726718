"""A workout's changes are stored as codes, and what older releases stored as sentences becomes codes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from programs.builder.editor import WorkoutEditor, changes_since
from programs.models import Workout, WorkoutItem
from programs.models.changes import SENTENCES, ChangeCode, describe_change, dose_values
from tests.pseudo_language import CODE, installed

migration = import_module("programs.migrations.0004_change_codes")

DOSES = [
    WorkoutItem(sets=3, reps_min=8, reps_max=12),
    WorkoutItem(sets=1, reps_min=1, reps_max=1, each_side=True),
    WorkoutItem(total_min=30, total_max=40),
    WorkoutItem(total_min=30, total_max=30),
    WorkoutItem(hold_seconds=3, reps_min=10, reps_max=10),
    WorkoutItem(hold_seconds=180, reps_min=1, reps_max=1, sets=2),
    WorkoutItem(hold_seconds=20, reps_min=2, reps_max=3, sets=4, each_side=True),
    WorkoutItem(duration_seconds=90),
    WorkoutItem(duration_seconds=240, sets=3),
]
CHANGES: list[tuple[str, dict[str, Any]]] = [
    (ChangeCode.ADDED, {"exercise": "Plank to push-up", "section": "warm_up"}),
    (ChangeCode.DUPLICATED, {"exercise": "Plank", "section": "cool_down"}),
    (ChangeCode.REMOVED, {"exercise": "Plank"}),
    (ChangeCode.RESTORED, {"exercise": "Plank in Main", "section": "main"}),
    (ChangeCode.MOVED, {"exercise": "Plank", "position": 2, "total": 14, "section": "main"}),
    (ChangeCode.JOINED, {"exercise": "Plank", "other": "Push-up and row"}),
    (ChangeCode.LEFT, {"exercise": "Plank"}),
    (ChangeCode.SWAPPED, {"old": "Plank", "exercise": "Push-up for two"}),
    (ChangeCode.DETAILS, {}),
    *[(ChangeCode.DOSED, {"exercise": "Plank", "dose": dose_values(item)}) for item in DOSES],
]


OF_PHASES = {
    ChangeCode.IN_PHASE: ({"exercise": "Plank", "number": 2}, "Plank is done in phase 2"),
    ChangeCode.IN_ALL_PHASES: ({"exercise": "Plank"}, "Plank is done in every phase"),
    ChangeCode.PHASE: (
        {"number": 2, "name": "Hinge", "day": "2026-12-07"},
        "Phase 2: Hinge begins on Monday 7 December 2026",
    ),
    ChangeCode.PHASE_UNDONE: ({}, "Took back the last change of phase"),
    ChangeCode.PHASES_START: (
        {"day": "2026-12-07"},
        "The phases begin on Monday 7 December 2026",
    ),
}
"""Younger than the codes themselves: no stored sentence becomes one of these."""


def test_every_code_has_its_sentence() -> None:
    assert set(SENTENCES) == set(ChangeCode) == {code for code, _ in CHANGES} | set(OF_PHASES)
    for code, (values, sentence) in OF_PHASES.items():
        assert describe_change(code, values) == sentence


@pytest.mark.parametrize(("code", "values"), CHANGES)
def test_older_sentence_becomes_the_code_that_says_the_same(
    code: str, values: dict[str, Any]
) -> None:
    text = describe_change(code, values).replace("\u2060", "")  # older releases had no word joiner
    old = {"revision": 3, "text": text, "undo": {"index": 1}}
    new = migration.converted(old)
    assert new["revision"] == 3
    assert new["undo"] == {"index": 1}
    assert describe_change(new["code"], new["values"]).replace("\u2060", "") == text
    assert new["code"] == code
    assert new["values"].keys() == values.keys()


def test_added_at_a_place_is_added_too() -> None:
    new = migration.converted({"revision": 2, "text": "Added Plank in Cool-down"})
    assert new["values"] == {"exercise": "Plank", "section": "cool_down"}


def test_sentence_that_no_code_says_stays_as_it_is(workout: Workout) -> None:
    old = {"revision": 9, "text": "Something else: entirely"}
    assert migration.converted(old) == old
    workout.changes = [old]
    assert changes_since(workout, 8) == ["Something else: entirely"]


def test_change_is_described_in_the_language_of_whoever_reads(
    workout: Workout, tmp_path: Path
) -> None:
    editor = WorkoutEditor(workout)
    first = editor.items[0]
    editor.remove(first.pk)
    with installed(tmp_path), translation.override(CODE):
        found = changes_since(workout, workout.revision - 1)
    assert found == [f"⟦Removed {first.exercise.name}⟧"]
