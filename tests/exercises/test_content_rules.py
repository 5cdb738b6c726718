"""Rules between entries of the curated content: the check names the file and the rule that it breaks."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePath
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from exercises.content.catalogue import ConditionLoader, ExerciseLoader
from exercises.content.rules import CONDITIONS, exercise_problems
from programs.content.catalogue import ProgramLoader
from programs.content.rules import program_problems

pytestmark = pytest.mark.django_db

FOLDERS: dict[str, Any] = {"exercises": ExerciseLoader, "programs": ProgramLoader}
BROKEN = {
    "harder variant of a lower level": (
        PurePath("exercises/deadlift.toml"),
        "harder = []",
        'harder = ["bird-dog"]',
        "harder: “bird-dog” begins at a lower level (beginner).",
    ),
    "easier variant of a higher level": (
        PurePath("exercises/bird-dog.toml"),
        'easier = ["cat-cow"]',
        'easier = ["deadlift"]',
        "easier: “deadlift” begins at a higher level (intermediate).",
    ),
    "bench": (
        PurePath("exercises/barbell-pullover.toml"),
        'equipment = ["barbell", "bench"]',
        'equipment = ["barbell"]',
        "equipment: the text names “bench”, and “bench” is not listed.",
    ),
    "box": (
        PurePath("exercises/pull-up.toml"),
        "a firm step",
        "a firm box",
        "equipment: the text names “box”, and “plyo-box” is not listed.",
    ),
    "chair": (
        PurePath("exercises/sit-to-stand.toml"),
        'equipment = ["chair"]',
        "equipment = []",
        "equipment: the text names “chair”, and “chair” is not listed.",
    ),
    "wall-mounted bar": (
        PurePath("exercises/band-pull-apart.toml"),
        'cues = ["',
        'cues = ["Face the wall-mounted bar", "',
        "equipment: the text names “wall-mounted”, and “pull-up-bar” is not listed.",
    ),
    "trait without its condition": (
        PurePath("exercises/childs-pose.toml"),
        ', "eye-pressure"',
        "",
        "contraindications: “eye-pressure” is missing, for the trait “head-down”.",
    ),
    "band of latex": (
        PurePath("exercises/banded-row.toml"),
        ', "latex-allergy"',
        "",
        "contraindications: “latex-allergy” is missing, for the trait “latex-band”.",
    ),
    "heavy load by its effort": (
        PurePath("exercises/suspended-row.toml"),
        "effort = [5, 7]",
        "effort = [5, 8]",
        "contraindications: “hernia” is missing, for the trait “heavy-load”.",
    ),
    "position that is no trait": (
        PurePath("exercises/pelvic-tilt.toml"),
        'traits = ["supine"]',
        "traits = []",
        "traits: the first step names the position, and “supine” is not listed.",
    ),
    "unknown trait": (
        PurePath("exercises/pelvic-tilt.toml"),
        'traits = ["supine"]',
        'traits = ["upside-down"]',
        "traits.0: Input should be",
    ),
    "beginner's program with an intermediate exercise": (
        PurePath("programs/home-back-strength.toml"),
        'note = "Begin with the prone Y-T-W, arms only"\n',
        "",
        "items: a beginner’s program has “superman”, which begins at intermediate",
    ),
    "beginner's program whose exercise is no longer optional": (
        PurePath("programs/home-back-strength.toml"),
        'note = "Optional"',
        'note = "Slowly"',
        "items: a beginner’s program has “fitball-bridge”, which begins at intermediate",
    ),
}


@pytest.mark.parametrize("breach", BROKEN)
def test_check_names_the_file_and_the_rule_it_breaks(
    breach: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, old, new, sentence = BROKEN[breach]
    text = (FOLDERS[name.parts[0]].folder / name.name).read_text("utf-8")
    assert old in text
    told = complaint(name, text.replace(old, new), tmp_path, monkeypatch)
    assert f"{name.name}: {sentence}" in told


def test_exercise_without_a_source_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ExerciseLoader.folder / "lunge.toml").read_text("utf-8")
    name, text = PurePath("exercises/lunge.toml"), text.partition("[[sources]]")[0]
    told = complaint(name, text, tmp_path, monkeypatch)
    assert told == "lunge.toml: sources: at least one is needed."


def complaint(name: PurePath, text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the check says of the content with `text` in the place of one file."""
    loader = FOLDERS[name.parts[0]]
    shutil.copytree(loader.folder, folder / "content")
    (folder / "content" / name.name).write_text(text, "utf-8")
    monkeypatch.setattr(loader, "folder", folder / "content")
    with pytest.raises(CommandError) as caught:
        call_command("load_content", check=True)
    return str(caught.value)


def test_all_breaches_are_told_at_once() -> None:
    entries = [
        entry.model_copy(update={"sources": (), "contraindications": ()})
        for entry in ExerciseLoader().entries()
        if entry.slug in ("cobra", "face-pull")
    ]
    problems = exercise_problems(entries)
    assert (
        "cobra.toml: contraindications: “stenosis” is missing, for the trait “arching”." in problems
    )
    assert "face-pull.toml: sources: at least one is needed." in problems


def test_shipped_content_keeps_all_rules() -> None:
    exercises = ExerciseLoader().entries()
    assert exercise_problems(exercises) == []
    assert program_problems(ProgramLoader().entries(), exercises) == []


def test_a_roman_chair_is_no_chair_to_sit_on() -> None:
    (entry,) = [each for each in ExerciseLoader().entries() if each.slug == "hyperextension"]
    assert "Roman chair" in entry.summary
    assert not [problem for problem in exercise_problems([entry]) if "chair" in problem]


def test_traits_ask_for_conditions_that_there_are() -> None:
    known = {entry.slug for entry in ConditionLoader().entries()}
    assert {slug for slugs in CONDITIONS.values() for slug in slugs} <= known


def test_every_entry_tells_when_it_was_last_checked() -> None:
    loaders = (ConditionLoader(), ExerciseLoader(), ProgramLoader())
    assert not [e.slug for loader in loaders for e in loader.entries() if e.checked_on is None]
