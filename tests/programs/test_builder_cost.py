"""What one click in the builder costs: the same for a long workout and for a large catalogue."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backfit.accounts.models import User
from exercises.models import BodyPart, Equipment, Exercise, KitItem
from programs.builder.candidates import MAX_SWAPS, find_candidates
from programs.builder.page import load_exercises
from programs.coach import check_workout, suggest_swaps
from programs.models import Workout
from programs.models.coach_facts import exercise_facts, workout_facts
from tests.factories import ExerciseFactory, WorkoutFactory, WorkoutItemFactory
from tests.programs.editor_helpers import dose, fresh

pytestmark = pytest.mark.django_db

KITS: dict[str, set[str] | None] = {
    "unknown": None,
    "nothing": set(),
    "dumbbells": {"dumbbells"},
    "bands": {"resistance-bands", "suspension-trainer"},
    "bar": {"barbell", "bench"},
}


def grow_catalogue(count: int) -> None:
    """More published exercises, each with the muscles and the equipment of one of ours."""
    ours = list(Exercise.objects.published().prefetch_related("primary_muscles", "equipment"))
    lats = BodyPart.objects.get(slug="lats")
    new = Exercise.objects.bulk_create(
        ExerciseFactory.build(
            name=f"Copy {n}", slug=f"copy-{n}", kind=ours[n % len(ours)].kind, body_part=lats
        )
        for n in range(count)
    )
    for relation in ("primary_muscles", "equipment"):
        through = getattr(Exercise, relation).through
        column = through._meta.get_fields()[2].attname
        through.objects.bulk_create(
            through(exercise_id=exercise.pk, **{column: other.pk})
            for n, exercise in enumerate(new)
            for other in getattr(ours[n % len(ours)], relation).all()
        )


def long_workout(owner: User, count: int) -> Workout:
    """A workout of that many exercises, strength work that our kits are not enough for included."""
    workout = WorkoutFactory(owner=owner)
    slugs = ["deadlift", "pull-up", "bird-dog", "superman"]
    for position in range(count):
        exercise = Exercise.objects.get(slug=slugs[position % len(slugs)])
        WorkoutItemFactory(workout=workout, exercise=exercise, position=position)
    return workout


def click(client: Client, workout: Workout, do: str, **fields: Any) -> tuple[int, int]:
    """Queries, savepoints aside, and exercises loaded, of one click as htmx sends it."""
    data = {"do": do, "revision": fresh(workout).revision, **fields}
    loaded = []

    def count(**kwargs: Any) -> None:
        loaded.append(kwargs["instance"])

    post_init.connect(count, sender=Exercise)
    try:
        with CaptureQueriesContext(connection) as queries:
            address = f"{workout.get_absolute_url()}edit/"
            response = client.post(address, data, headers={"HX-Request": "true"})
    finally:
        post_init.disconnect(count, sender=Exercise)
    assert response.status_code == 200
    asked = [each for each in queries if "SAVEPOINT" not in each["sql"]]
    return len(asked), len(loaded)


COMMANDS = ["down", "duplicate", "remove", "open", "swap", "add", "save"]


def cost(client: Client, workout: Workout, verb: str) -> tuple[int, int]:
    """What a command about the workout's first exercise costs."""
    first = fresh(workout).plan_items()[0]
    if verb == "save":
        return click(client, workout, "save", **dose(first, client, line="2x5"))
    argument = {"add": "shoulder-rolls", "swap": f"{first.pk}.pull-up"}.get(verb, str(first.pk))
    return click(client, workout, f"{verb}.{argument}")


@pytest.mark.parametrize("verb", COMMANDS)
def test_click_takes_at_most_20_queries_at_1_and_30_exercises(
    owner: User, owner_client: Client, verb: str
) -> None:
    KitItem.objects.create(user=owner, equipment=Equipment.objects.get(slug="dumbbells"))
    counts = [cost(owner_client, long_workout(owner, count), verb)[0] for count in (1, 4, 30)]
    assert max(counts) <= 20
    assert counts[1] == counts[2]


@pytest.mark.parametrize("verb", COMMANDS)
def test_click_costs_the_same_however_large_the_catalogue(
    owner: User, owner_client: Client, verb: str
) -> None:
    KitItem.objects.create(user=owner, equipment=Equipment.objects.get(slug="dumbbells"))
    small = cost(owner_client, long_workout(owner, 4), verb)
    grow_catalogue(300)
    queries, loaded = cost(owner_client, long_workout(owner, 4), verb)
    assert queries == small[0]
    assert loaded <= 4 * MAX_SWAPS + 10


@pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
def test_the_few_candidates_lead_to_the_same_advice_as_all_exercises_would(kit: Any) -> None:
    everything = [exercise_facts(each) for each in Exercise.objects.published().for_coach()]
    exercises = list(Exercise.objects.published())
    for start in range(0, len(exercises), 6):
        made = WorkoutFactory()
        for position, exercise in enumerate(exercises[start : start + 6]):
            WorkoutItemFactory(workout=made, exercise=exercise, position=position)
        workout = Workout.objects.for_editor().get(pk=made.pk)
        opened = load_exercises(workout)[0]
        facts = workout_facts(workout)
        few = find_candidates(workout, facts, kit=kit, open_items=[opened])
        assert check_workout(facts, kit=kit, candidates=few) == check_workout(
            facts, kit=kit, candidates=everything
        )
        used = {item.exercise.slug for item in facts.items}
        others = [each for each in everything if each.slug not in used]
        swaps = suggest_swaps(facts.items[0], few, kit)[:MAX_SWAPS]
        assert swaps == suggest_swaps(facts.items[0], others, kit)[:MAX_SWAPS]
        assert used.isdisjoint(each.slug for each in few)
