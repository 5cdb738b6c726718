"""The builder: each button is a post that does one thing, counts it, and never overwrites."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from programs.models import LimitError, Workout
from tests.factories import ExerciseFactory, WorkoutFactory, WorkoutItemFactory
from tests.programs.editor_helpers import dose, fresh, names, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def abc(owner: User) -> Workout:
    """A workout of three exercises: A, B, C."""
    workout = WorkoutFactory(owner=owner, title="Three")
    for position, name in enumerate("ABC"):
        WorkoutItemFactory(workout=workout, position=position, exercise__name=name)
    return workout


def key(workout: Workout, name: str) -> int:
    return int(workout.items.filter(exercise__name=name).latest("pk").pk)


def test_new_workout_opens_its_builder(owner: User, owner_client: Client) -> None:
    response = owner_client.post("/workouts/new/", {"title": "Mine", "goal": "growth"})
    workout = Workout.objects.get()
    assertRedirects(response, f"/workouts/{workout.uuid}/edit/")
    assert (workout.owner, workout.title, workout.goal) == (owner, "Mine", "growth")


def test_new_workout_needs_a_name(owner_client: Client) -> None:
    response = owner_client.post("/workouts/new/", {"title": "", "goal": ""})
    assert response.status_code == 422
    assert not Workout.objects.exists()


def test_get_makes_no_workout(owner_client: Client) -> None:
    owner_client.get("/workouts/new/")
    owner_client.get("/workouts/add/deadlift/")
    assert not Workout.objects.exists()


def test_added_exercise_comes_last_with_its_usual_dose(owner_client: Client, abc: Workout) -> None:
    order(owner_client, abc, "add.deadlift", section="main")
    order(owner_client, abc, "add.shoulder-rolls", section="warm_up")
    assert names(abc) == ["W Shoulder rolls", "A", "B", "C", "Deadlift"]
    added = abc.items.get(exercise__slug="deadlift")
    assert added.prescription_values() == added.exercise.prescription_values()


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["up.B"], ["B", "A", "C"]),
        (["down.B"], ["A", "C", "B"]),
        (["up.A"], ["W A", "B", "C"]),
        (["up.A", "up.A"], ["W A", "B", "C"]),
        (["down.C"], ["A", "B", "C C"]),
        (["down.C", "down.C", "down.C"], ["A", "B", "C C"]),
        (["move.C.main.0"], ["C", "A", "B"]),
        (["move.A.cool_down.0"], ["B", "C", "C A"]),
        (["move.A.main.99"], ["B", "C", "A"]),
        (["join.A", "up.C"], ["C", "A", "B"]),
        (["duplicate.A"], ["A", "A", "B", "C"]),
        (["remove.B"], ["A", "C"]),
        (["remove.B", "undo"], ["A", "B", "C"]),
        (["remove.A", "undo"], ["A", "B", "C"]),
        (["remove.C", "undo"], ["A", "B", "C"]),
    ],
)
def test_orders_change_the_order(
    owner_client: Client, abc: Workout, steps: list[str], expected: list[str]
) -> None:
    for step in steps:
        verb, *rest = step.split(".")
        if rest:
            rest[0] = str(key(abc, rest[0]))
        assert order(owner_client, abc, ".".join([verb, *rest])).status_code == 302
    assert names(abc) == expected
    assert fresh(abc).revision == 1 + len(steps)


def supersets(workout: Workout) -> list[int | None]:
    return [item.superset for item in fresh(workout).plan_items()]


def test_supersets_are_joined_grow_and_are_left(owner_client: Client, abc: Workout) -> None:
    order(owner_client, abc, f"join.{key(abc, 'A')}")
    assert supersets(abc) == [1, 1, None]
    order(owner_client, abc, f"join.{key(abc, 'B')}")
    assert supersets(abc) == [1, 1, 1]
    order(owner_client, abc, f"leave.{key(abc, 'C')}")
    assert supersets(abc) == [1, 1, None]
    order(owner_client, abc, f"leave.{key(abc, 'A')}")
    assert supersets(abc) == [None, None, None]


def test_undo_brings_a_removed_exercise_back_into_its_superset(
    owner_client: Client, abc: Workout
) -> None:
    item = abc.items.get(exercise__name="B")
    item.load_kg, item.note = "42.50", "slowly"
    item.save()
    order(owner_client, abc, f"join.{key(abc, 'A')}")
    before = [i.plan_values() for i in fresh(abc).plan_items()]
    order(owner_client, abc, f"remove.{item.pk}")
    assert supersets(abc) == [None, None]
    assertContains(owner_client.get(f"{abc.get_absolute_url()}edit/"), "Removed B.")
    order(owner_client, abc, "undo")
    assert [i.plan_values() for i in fresh(abc).plan_items()] == before
    assertNotContains(owner_client.get(f"{abc.get_absolute_url()}edit/"), "Removed B.")


def test_swap_keeps_the_dose_and_clears_the_load(owner_client: Client, abc: Workout) -> None:
    item = abc.items.get(exercise__name="A")
    item.load_kg, item.sets = 40, 5
    item.save()
    order(owner_client, abc, f"swap.{item.pk}.pull-up")
    item.refresh_from_db()
    assert (item.exercise.slug, item.load_kg, item.sets) == ("pull-up", None, 5)


def test_quick_line_sets_every_column(owner_client: Client, abc: Workout) -> None:
    item = abc.items.get(exercise__name="B")
    line = "hold 3s x10 each side rest 30 note: breathe"
    order(owner_client, abc, "save", **dose(item, owner_client, line=line))
    item.refresh_from_db()
    assert item.line() == "B: hold 3 s, 10 times each side, rest 30 s, breathe"
    assert names(abc) == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sets": "4", "reps_min": "6", "reps_max": ""}, "4 sets of 6 reps"),
        ({"kind": "total", "total_min": "30", "total_max": "40"}, "30–\u206040 reps in total"),
        ({"kind": "hold", "hold_seconds": "3", "sets": ""}, "hold 3 s, 8–\u206012 times"),
        ({"kind": "time", "duration_seconds": "45", "sets": "2"}, "2 sets of 45 s"),
    ],
)
def test_fields_of_the_chosen_kind_count_when_the_line_is_left(
    owner_client: Client, abc: Workout, fields: dict[str, str], words: str
) -> None:
    item = abc.items.get(exercise__name="A")
    order(owner_client, abc, "save", **dose(item, owner_client, **fields))
    item.refresh_from_db()
    assert item.prescription_label == words


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"line": "3x"}, "“3x” is not understood"),
        ({"reps_max": "6"}, "The highest reps (6) is below the lowest (8)."),
        ({"kind": "time"}, "Fill this in."),
        ({"load_kg": "NaN"}, "Enter a number."),
        ({"sets": "999"}, "The sets can be at most 20."),
        ({"kind": "nonsense"}, "Select a valid choice."),
    ],
)
def test_wrong_dose_is_a_422_that_keeps_what_was_typed(
    owner_client: Client, abc: Workout, fields: dict[str, str], sentence: str
) -> None:
    item = abc.items.get(exercise__name="A")
    typed = dose(item, owner_client, note="my words", **fields)
    response = order(owner_client, abc, f"up.{key(abc, 'C')}", **typed)
    assertContains(response, sentence, status_code=422)
    assertContains(response, 'value="my words"', status_code=422)
    assert names(abc) == ["A", "B", "C"]
    assert fresh(abc).revision == 1


def test_other_buttons_save_what_was_typed_too(owner_client: Client, abc: Workout) -> None:
    item = abc.items.get(exercise__name="A")
    order(
        owner_client, abc, f"down.{key(abc, 'B')}", **dose(item, owner_client, line="30-40 total")
    )
    item.refresh_from_db()
    assert item.prescription_label == "30–\u206040 reps in total"
    assert names(abc) == ["A", "C", "B"]


def test_name_goal_and_notes(owner_client: Client, abc: Workout) -> None:
    typed = {"details-title": "New", "details-goal": "endurance", "details-notes": "Slowly."}
    order(owner_client, abc, "save", open="details", **typed)
    workout = fresh(abc)
    assert (workout.title, workout.goal, workout.notes) == ("New", "endurance", "Slowly.")
    too_long = typed | {"details-notes": "x" * 2001}
    assert order(owner_client, abc, "save", open="details", **too_long).status_code == 422


def test_saving_without_a_change_counts_no_revision(owner_client: Client, abc: Workout) -> None:
    item = abc.items.get(exercise__name="A")
    order(owner_client, abc, "save", **dose(item, owner_client))
    order(owner_client, abc, f"open.{item.pk}")
    assert fresh(abc).revision == 1


@pytest.mark.parametrize(
    "do",
    ["up.999999", "up.x", "up", "remove.", "add.nothing-such", "nonsense", "move.1.attic.0",
     "change.1.owner_id=2", "undo", "swap.1.nothing", "💪", "move", "join.0"],
)  # fmt: skip
def test_senseless_order_is_a_422_and_changes_nothing(
    owner_client: Client, abc: Workout, do: str
) -> None:
    assert order(owner_client, abc, do).status_code == 422
    assert names(abc) == ["A", "B", "C"]
    assert fresh(abc).revision == 1


def test_items_of_another_persons_workout_cannot_be_reached(
    owner_client: Client, abc: Workout, other: User
) -> None:
    theirs = WorkoutItemFactory(workout__owner=other)
    assert order(owner_client, abc, f"remove.{theirs.pk}").status_code == 422
    typed = {"open": str(theirs.pk), "dose-line": "5x5", "dose-kind": "sets"}
    order(owner_client, abc, "save", **typed)
    theirs.refresh_from_db()
    assert theirs.prescription_label == "3 sets of 8–\u206012 reps"


def test_draft_exercise_cannot_be_added(owner_client: Client, abc: Workout) -> None:
    ExerciseFactory(slug="secret", status="draft")
    assert order(owner_client, abc, "add.secret").status_code == 422
    assert owner_client.get("/workouts/add/secret/").status_code == 404


# --- limits ---------------------------------------------------------------------------------------


def test_workout_has_room_for_two_hundred_exercises(owner_client: Client, abc: Workout) -> None:
    WorkoutItemFactory.create_batch(197, workout=abc, exercise=abc.items.first().exercise)
    response = order(owner_client, abc, "add.deadlift")
    assertContains(response, "room for 200 exercises", status_code=422)
    assert abc.items.count() == 200


def test_person_has_room_for_two_hundred_workouts(owner: User, owner_client: Client) -> None:
    WorkoutFactory.create_batch(199, owner=owner)
    owner_client.post("/programs/upper-back/add/")
    assert Workout.objects.count() == 200
    response = owner_client.post("/workouts/new/", {"title": "Too many"})
    assertContains(response, "room for 200 workouts", status_code=422)
    response = owner_client.post("/programs/lower-back/add/", follow=True)
    assertContains(response, "room for 200 workouts")
    assert Workout.objects.count() == 200


def test_limit_holds_in_the_model(owner: User, program: Any) -> None:
    WorkoutFactory.create_batch(200, owner=owner)
    with pytest.raises(LimitError):
        program.copy_for(owner)


# --- search ---------------------------------------------------------------------------------------


def test_search_forgives_a_typo_and_keeps_its_words(owner_client: Client, abc: Workout) -> None:
    response = order(owner_client, abc, "search", q="deadlfit", section="warm_up")
    page = owner_client.get(response.url).context["page"]
    assert page.results[0].slug == "deadlift"
    assert (page.query, page.section) == ("deadlfit", "warm_up")


def test_htmx_gets_the_results_alone(owner_client: Client, abc: Workout) -> None:
    address = f"{abc.get_absolute_url()}edit/"
    response = owner_client.get(address, {"q": "pull-up"}, headers={"HX-Request": "true"})
    assertContains(response, 'value="add.pull-up"')
    assertNotContains(response, "<html")


def test_htmx_gets_the_builder_in_place_of_a_redirect(owner_client: Client, abc: Workout) -> None:
    data = {"do": f"up.{key(abc, 'B')}", "revision": abc.revision}
    address = f"{abc.get_absolute_url()}edit/"
    response = owner_client.post(address, data, headers={"HX-Request": "true"})
    assertContains(response, "Moved B: now 1 of 3 in Main")
    assertNotContains(response, "<html")


def test_preview_tells_what_it_understood_and_saves_nothing(
    owner_client: Client, abc: Workout
) -> None:
    item = abc.items.get(exercise__name="A")
    data = dose(item, owner_client, line="2x45s rest 20") | {"do": "preview", "revision": "1"}
    headers = {"HX-Request": "true", "HX-Trigger": "dose-line-part"}
    response = owner_client.post(f"{abc.get_absolute_url()}edit/", data, headers=headers)
    assertContains(response, "Understood: <strong>2 sets of 45 s, rest 20 s</strong>")
    item.refresh_from_db()
    assert item.prescription_label == "3 sets of 8–\u206012 reps"


# --- from an exercise's page ----------------------------------------------------------------------


def test_exercise_page_leads_to_the_choice_of_a_workout(
    owner_client: Client, abc: Workout, other: User
) -> None:
    WorkoutFactory(owner=other, title="Not yours")
    assertContains(owner_client.get("/exercises/deadlift/"), "/workouts/add/deadlift/")
    response = owner_client.get("/workouts/add/deadlift/")
    assert [each.title for each in response.context["workouts"]] == ["Three"]
    data = {"workout": str(abc.uuid), "section": "cool_down"}
    response = owner_client.post("/workouts/add/deadlift/", data)
    assertRedirects(response, f"/workouts/{abc.uuid}/edit/")
    assert names(abc)[-1] == "C Deadlift"


def test_exercise_starts_a_new_workout(owner_client: Client) -> None:
    owner_client.post("/workouts/add/deadlift/", {"workout": "new", "section": "main"})
    assert names(Workout.objects.get()) == ["Deadlift"]


@pytest.mark.parametrize("chosen", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_exercise_needs_a_workout_of_ones_own(owner_client: Client, chosen: str) -> None:
    data = {"workout": chosen, "section": "main"}
    assert owner_client.post("/workouts/add/deadlift/", data).status_code in (404, 422)
    assert not Workout.objects.exists()


def test_exercise_is_not_added_to_another_persons_workout(
    owner_client: Client, other: User
) -> None:
    theirs = WorkoutFactory(owner=other)
    data = {"workout": str(theirs.uuid), "section": "main"}
    assert owner_client.post("/workouts/add/deadlift/", data).status_code == 404
    assert not theirs.items.exists()


# --- coach ----------------------------------------------------------------------------------------


def advice(client: Client, workout: Workout) -> dict[str, Any]:
    page = client.get(f"{workout.get_absolute_url()}edit/").context["page"]
    return {word.advice.code: word for word in page.coach}


def test_coach_advises_fixes_and_is_dismissed(owner_client: Client, abc: Workout) -> None:
    word = advice(owner_client, abc)["no-warm-up"]
    assert word.advice.sentence.startswith("A is strength work")
    assertContains(owner_client.get(f"{abc.get_absolute_url()}edit/"), word.advice.fix.label)
    order(owner_client, abc, word.command)
    assert "no-warm-up" not in advice(owner_client, abc)
    assert names(abc)[0].startswith("W ")
    order(owner_client, abc, "undo")
    order(owner_client, abc, f"remove.{fresh(abc).plan_items()[0].pk}")
    revision = fresh(abc).revision
    order(owner_client, abc, f"dismiss.{word.advice.key}")
    assert "no-warm-up" not in advice(owner_client, abc)
    assert fresh(abc).revision == revision
    order(owner_client, abc, "recall")
    assert "no-warm-up" in advice(owner_client, abc)


def test_coach_knows_the_goal_and_changes_the_repetitions(
    owner_client: Client, abc: Workout
) -> None:
    Workout.objects.filter(pk=abc.pk).update(goal="endurance")
    word = advice(owner_client, abc)["reps-and-goal"]
    order(owner_client, abc, word.command)
    assert abc.items.get(pk=word.items[0].pk).prescription_label == "3 sets of 15–\u206020 reps"


# --- queries --------------------------------------------------------------------------------------


def test_builder_takes_the_same_queries_however_long(
    owner_client: Client, abc: Workout, django_assert_max_num_queries: Any
) -> None:
    address = f"{abc.get_absolute_url()}edit/"
    owner_client.get(address)
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(30) as queries:
            owner_client.get(address)
        counts.append(len(queries))
        WorkoutItemFactory.create_batch(50, workout=abc)
    assert counts[0] == counts[1]


def test_choice_of_a_workout_takes_the_same_queries_for_many(
    owner: User,
    owner_client: Client,
    abc: Workout,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(2):
        with django_assert_num_queries(4):
            owner_client.get("/workouts/add/deadlift/")
        WorkoutFactory.create_batch(49, owner=owner)


def test_same_post_sent_again_changes_nothing_more(owner_client: Client, abc: Workout) -> None:
    address, item = f"{abc.get_absolute_url()}edit/", key(abc, "A")
    data = {"do": f"duplicate.{item}", "revision": 1}
    for _ in range(2):
        assert owner_client.post(address, data).status_code == 302
    assert names(abc) == ["A", "A", "B", "C"]
    other = {"do": f"duplicate.{item}", "revision": 1, "q": "another page"}
    assert owner_client.post(address, other).status_code == 409


def test_workout_deleted_meanwhile_is_a_404_for_every_command(
    owner_client: Client, abc: Workout
) -> None:
    address, item = f"{abc.get_absolute_url()}edit/", key(abc, "A")
    abc.delete()
    for command in ("save", "preview", "undo", "recall", f"open.{item}", f"remove.{item}"):
        for headers in ({}, {"HX-Request": "true"}):
            data = {"do": command, "revision": 1, "open": item}
            assert owner_client.post(address, data, headers=headers).status_code == 404
