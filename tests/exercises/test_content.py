"""Curated content: sound, loaded once, and never over what editors wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from exercises.content.catalogue import LOADERS as CATALOGUE
from exercises.content.catalogue import ExerciseLoader
from exercises.content.loader import slugs
from exercises.content.products import LOADERS as PRODUCTS
from exercises.models import Exercise, Status
from exercises.models.exercise import Level
from programs.content.catalogue import LOADERS as PROGRAMS
from programs.models import Program, ProgramDay, ProgramItem

pytestmark = pytest.mark.django_db
SOURCE = {
    "lower-back": [
        ("Behind-the-neck lat pulldown", "3 sets of 8–\u206012 reps", "Lats", "Cable machine"),
        ("Lat pulldown", "3 sets of 8–\u206012 reps", "Lats", "Cable machine"),
        (
            "Smith machine bent-over row",
            "3 sets of 8–\u206012 reps",
            "Middle back",
            "Smith machine",
        ),
        ("Lying barbell row", "3 sets of 8–\u206012 reps", "Middle back", "Barbell, bench"),
    ],
    "upper-back": [
        ("Pull-up", "30–\u206040 reps in total", "Lats", "Bodyweight (pull-up bar)"),
        ("Bent-over barbell row", "3 sets of 8–\u206012 reps", "Middle back", "Barbell"),
        ("Behind-the-neck lat pulldown", "3 sets of 8–\u206012 reps", "Lats", "Cable machine"),
        (
            "Banded speed box squat",
            "3 sets of 8–\u206012 reps",
            "Quadriceps",
            "Barbell, resistance bands, power rack, plyo box",
        ),
    ],
    "muscle-growth": [
        ("Smith machine bent-over row", "3 sets of 6–\u20608 reps", "Middle back", "Smith machine"),
        ("Deadlift", "5 sets of 4–\u20608 reps", "Quadriceps · Lower back · Glutes", "Barbell"),
        ("Wide-grip pull-up", "3 sets of 8–\u206012 reps", "Lats", "Bodyweight (pull-up bar)"),
        ("Behind-the-neck lat pulldown", "3 sets of 8–\u206012 reps", "Lats", "Cable machine"),
    ],
    "wide-back": [
        ("Barbell pullover", "3 sets of 8–\u206012 reps", "Lats · Chest", "Barbell, bench"),
        ("Pull-up", "30–\u206040 reps in total", "Lats", "Bodyweight (pull-up bar)"),
        ("Barbell pullover", "3 sets of 8–\u206012 reps", "Lats · Chest", "Barbell, bench"),
        ("Bent-over barbell row", "3 sets of 8–\u206012 reps", "Middle back", "Barbell"),
        ("Lying barbell row", "3 sets of 8–\u206012 reps", "Middle back", "Barbell, bench"),
    ],
}


@pytest.mark.parametrize("slug", SOURCE)
def test_program_holds_exactly_what_its_source_says(slug: str) -> None:
    (day,) = Program.objects.with_items().get(slug=slug).plans
    rows = [
        (
            i.exercise.name,
            i.prescription_label,
            i.exercise.body_parts_label,
            i.exercise.equipment_label,
        )
        for i in day.plan_items()
    ]
    assert rows == SOURCE[slug]


DESCRIBED = {
    "neck-mobility": "chin-tuck upper-trapezius-stretch neck-nods neck-flexion neck-rotation "
    "neck-extension shoulder-shrug wrist-held-neck-stretch",
    "office-break": "shoulder-rolls seated-trunk-twist seated-side-bend seated-cat-cow",
    "home-back-strength": "bird-dog glute-bridge side-plank superman lunge pendulum "
    "fitball-back-extension fitball-bridge hyperextension childs-pose",
    "stretch-and-decompress": "dead-hang cobra prayer-stretch childs-pose double-knee-to-chest",
}


def items_of(slug: str) -> dict[str, ProgramItem]:
    (day,) = Program.objects.with_items().get(slug=slug).plans
    return {item.exercise.slug: item for item in day.plan_items()}


@pytest.mark.parametrize("slug", DESCRIBED)
def test_program_holds_the_exercises_its_source_describes(slug: str) -> None:
    assert list(items_of(slug)) == DESCRIBED[slug].split()


def test_neck_is_held_for_three_seconds_ten_times_and_shrugged_ten_times() -> None:
    neck = items_of("neck-mobility")
    assert neck.pop("shoulder-shrug").prescription_label == "1 set of 10 reps"
    assert {(item.hold_seconds, item.reps_min, item.reps_max) for item in neck.values()} == {
        (3, 10, 10)
    }


def test_hang_lasts_thirty_seconds_and_stretches_ten_to_twenty() -> None:
    stretches = items_of("stretch-and-decompress")
    assert stretches.pop("dead-hang").duration_seconds == 30
    assert all(10 <= item.hold_seconds <= 20 for item in stretches.values())


@pytest.mark.parametrize(
    "shelf", [*CATALOGUE, *PRODUCTS, *PROGRAMS], ids=lambda shelf: shelf.model.__name__
)
def test_every_row_reads_back_as_its_entry(shelf: Any) -> None:
    # As the digest sees them: what only the check reads is in no row.
    rows = {row.slug: shelf.read(row).model_dump() for row in shelf.rows()}
    assert rows == {entry.slug: entry.model_dump() for entry in shelf.entries()}


def test_every_exercise_can_be_followed() -> None:
    for exercise in Exercise.objects.published():
        assert len(exercise.steps) >= 3, exercise
        assert exercise.breathing, exercise
        assert exercise.cues, exercise
        assert exercise.mistakes, exercise
        assert exercise.contraindications.exists(), exercise


def test_every_exercise_has_a_full_anatomical_record() -> None:
    for exercise in Exercise.objects.published().with_details():
        named = {*exercise.primary_muscles.all(), *exercise.secondary_muscles.all()}
        explained = {m for action in exercise.joints.all() for m in action.muscles.all()}
        assert named, exercise
        assert named <= explained, (exercise, named - explained)
        assert exercise.stabilisers.exists(), exercise


NO_STEP = "behind-the-neck-lat-pulldown"
"""Nothing leads on to it: to the front it loads the lats as much, and spares the shoulders."""


def test_what_is_no_exercise_for_beginners_names_an_easier_one() -> None:
    level = Level.values.index
    for exercise in Exercise.objects.published().with_details():
        easier, harder = exercise.easier.all(), exercise.harder.all()
        assert easier or exercise.level_min == Level.BEGINNER or exercise.slug == NO_STEP, exercise
        for variant in harder:
            assert level(variant.level_min) >= level(exercise.level_min), (exercise, variant)


def test_double_knee_to_chest_carries_the_record_of_its_source() -> None:
    exercise = Exercise.objects.with_details().get(slug="double-knee-to-chest")
    assert (exercise.mode, exercise.mechanics, exercise.bodyweight) == ("static", "compound", True)
    assert (exercise.level_label, exercise.effort_label) == (
        "Beginner to advanced",
        "4–\u20607 of 10",
    )
    assert exercise.cues[:2] == ["Do not force the range", "Chest open, shoulders relaxed"]
    assert "Breathe freely" in exercise.cues
    assert {each.group: slugs(each.muscles.all()) for each in exercise.stabilisers.all()} == {
        "Arms": ("biceps-brachii",),
        "Abdominals": ("abdominals",),
        "Shoulder joint": ("latissimus-dorsi", "rear-deltoid", "rotator-cuff", "teres-major"),
        "Shoulder girdle": ("lower-trapezius", "rhomboids", "serratus-anterior"),
    }
    assert [
        (str(each), each.role, slugs(each.muscles.all())) for each in exercise.joints.all()
    ] == [
        ("Lumbar spine: flexed", "stretched", ("lower-erector-spinae", "quadratus-lumborum")),
        ("Hip: flexed", "stretched", ("gluteus-maximus", "hamstring-group")),
    ]


def test_loading_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = list(Program.objects.values("slug", "updated_at"))
    call_command("load_content")
    assert " 0 new, 0 updated," in capsys.readouterr().out
    assert list(Program.objects.values("slug", "updated_at")) == before


def test_loading_keeps_what_editors_changed(capsys: pytest.CaptureFixture[str]) -> None:
    Exercise.objects.filter(slug="deadlift").update(summary="Ours now.")
    ProgramDay.objects.get(program__slug="lower-back").items.first().delete()
    call_command("load_content")
    assert Exercise.objects.get(slug="deadlift").summary == "Ours now."
    assert ProgramDay.objects.get(program__slug="lower-back").items.count() == 3
    told = capsys.readouterr().out
    assert "Kept the editors' version of exercise deadlift." in told
    assert "Kept the editors' version of program lower-back." in told


def test_loading_updates_what_nobody_edited(tmp_path: Path) -> None:
    shelf = ExerciseLoader()
    text = (shelf.folder / "superman.toml").read_text("utf-8")
    (tmp_path / "superman.toml").write_text(text.replace('name = "', 'name = "New '), "utf-8")
    shelf.folder = tmp_path
    assert shelf.load().updated == ["exercise superman"]
    assert Exercise.objects.get(slug="superman").name.startswith("New ")


def test_unpublished_by_an_editor_stays_unpublished() -> None:
    Exercise.objects.filter(slug="superman").update(status=Status.DRAFT)
    call_command("load_content", verbosity=0)
    assert Exercise.objects.get(slug="superman").is_draft


def test_check_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Program.objects.all().delete()
    call_command("load_content", check=True)
    assert "Checked the content: 75 new" in capsys.readouterr().out
    assert not Program.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("name =", "nickname =", "nickname"),
        ('body_part = "', 'body_part = "no-', "there is no body part"),
        ("effort = [", "effort = [99, ", "effort"),
        ("[prescription]", "[prescription]\ntotal = 30", "do not go together"),
        ('kind = "strength"', 'kind = "dance"', "kind"),
        ("steps = [", "steps = [[", "broken.toml"),
    ],
)
def test_wrong_entry_is_refused_by_name(
    tmp_path: Path, old: str, new: str, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ExerciseLoader.folder / "superman.toml").read_text("utf-8")
    text = text.replace('name = "Superman', 'name = "Broken', 1).replace(old, new, 1)
    (tmp_path / "broken.toml").write_text(text, "utf-8")
    monkeypatch.setattr(ExerciseLoader, "folder", tmp_path)
    before = Exercise.objects.count()
    with pytest.raises(CommandError, match=complaint) as caught:
        call_command("load_content")
    assert "broken" in str(caught.value)
    assert Exercise.objects.count() == before
