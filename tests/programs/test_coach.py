"""The coach on one workout: each rule speaks when it should, keeps quiet when not, and its fix fixes."""

from __future__ import annotations

import tomllib
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import exercises.content
from exercises.models import BodyPart, Exercise, PrescriptionKind
from exercises.models.owned_equipment import EVERYWHERE
from programs.coach import (
    Advice,
    Code,
    WorkoutFacts,
    check_workout,
    dose_rules,
    equipment_needed,
    suggest_swaps,
    suitability,
    types,
    volume_by_region,
    workout_rules,
)
from programs.coach.advice import SOURCES
from programs.models import Section
from tests.programs.coaching import (
    BANDED,
    CAT_COW,
    CHILD,
    DEADLIFT,
    LATS,
    LOWER,
    NECK_STRETCH,
    PULL_UP,
    PULLDOWN,
    PULLOVER,
    ROLLS,
    ROW,
    SUPERMAN,
    apply,
    exercise,
    item,
    only,
    workout,
)

EVERYTHING = [PULL_UP, PULLDOWN, BANDED, PULLOVER, ROW, SUPERMAN, DEADLIFT, ROLLS, CAT_COW,
              NECK_STRETCH, CHILD]  # fmt: skip


def advice_on(plan: WorkoutFacts, code: Code, **person: object) -> list[Advice]:
    return only(code, check_workout(plan, candidates=EVERYTHING, **person))


def sentences(plan: WorkoutFacts, code: Code, **person: object) -> list[str]:
    return [advice.sentence for advice in advice_on(plan, code, **person)]


def order(plan: WorkoutFacts) -> list[str]:
    return [each.name for each in plan.items]


# --- how it is put together ----------------------------------------------------------------------


def test_strength_without_warm_up_gets_one_for_the_region_it_works() -> None:
    (advice,) = advice_on(workout(PULL_UP, ROW), Code.NO_WARM_UP)
    assert advice.sentence.startswith("Pull-up is strength work, and nothing before it warms you")
    assert (advice.scope, advice.items) == ("workout", (1,))
    assert advice.fix.label == "Add Shoulder rolls as a warm-up"
    better = apply(advice.fix, workout(PULL_UP, ROW), EVERYTHING)
    assert order(better) == ["Shoulder rolls", "Pull-up", "Row"]
    assert [i.name for i in better.section("warm_up")] == ["Shoulder rolls"]
    assert sentences(better, Code.NO_WARM_UP) == []
    (lower,) = advice_on(workout(SUPERMAN), Code.NO_WARM_UP)
    assert lower.fix.exercise == "seated-cat-cow"
    (mostly_lower,) = advice_on(workout(PULL_UP, SUPERMAN, DEADLIFT), Code.NO_WARM_UP)
    assert mostly_lower.fix.exercise == "seated-cat-cow"


def test_added_warm_up_is_one_the_person_can_do() -> None:
    (advice,) = advice_on(workout(SUPERMAN), Code.NO_WARM_UP, conditions={"disc": "It hurts."})
    assert advice.fix.exercise == "shoulder-rolls"
    (advice,) = check_workout(workout(SUPERMAN))
    assert advice.fix is None


@pytest.mark.parametrize(
    "plan",
    [
        workout(item(SUPERMAN, "warm_up"), PULL_UP),
        workout(ROLLS, PULL_UP),
        workout(CHILD, NECK_STRETCH),
        workout(),
    ],
    ids=["warm-up section", "mobility first", "no strength", "empty"],
)
def test_warm_up_is_no_matter(plan: WorkoutFacts) -> None:
    assert sentences(plan, Code.NO_WARM_UP) == []


def test_isolation_moves_behind_the_last_compound_exercise() -> None:
    plan = workout(item(ROLLS, "warm_up"), PULLOVER, PULL_UP, ROW, CHILD)
    (advice,) = advice_on(plan, Code.ISOLATION_FIRST)
    assert advice.sentence.startswith("Pullover works one joint and comes before Pull-up and Row.")
    assert (advice.scope, advice.items) == ("items", (2,))
    assert advice.fix.label == "Move it after Row"
    assert order(apply(advice.fix, plan)) == [
        "Shoulder rolls", "Pull-up", "Row", "Pullover", "Child's pose"
    ]  # fmt: skip


def test_isolation_after_compound_or_in_one_superset_is_well_placed() -> None:
    assert sentences(workout(PULL_UP, PULLOVER), Code.ISOLATION_FIRST) == []
    pair = [item(PULLOVER, superset=1), item(PULL_UP, superset=1)]
    assert sentences(workout(*pair), Code.ISOLATION_FIRST) == []
    (advice,) = advice_on(workout(*pair, ROW), Code.ISOLATION_FIRST)
    assert "comes before Row." in advice.sentence
    assert advice.fix is None, "moving it alone would tear the superset apart"


def test_isolation_moves_behind_the_whole_superset() -> None:
    plan = workout(PULLOVER, item(ROW, superset=1), item(NECK_STRETCH, superset=1), CHILD)
    (advice,) = advice_on(plan, Code.ISOLATION_FIRST)
    assert order(apply(advice.fix, plan)) == ["Row", "Neck stretch", "Pullover", "Child's pose"]


def test_four_upper_back_exercises_are_one_too_many() -> None:
    plan = workout(PULL_UP, ROW, PULLDOWN, SUPERMAN, PULLOVER)
    (advice,) = advice_on(plan, Code.UPPER_BACK_COUNT)
    assert advice.sentence.startswith("Pull-up, Row, Pulldown and Pullover: 4 exercises are a lot")
    assert advice.items == (1, 2, 3, 5)
    better = apply(advice.fix, plan)
    assert order(better) == ["Pull-up", "Row", "Pulldown", "Superman"]
    assert sentences(better, Code.UPPER_BACK_COUNT) == []


def test_load_of_one_region_is_more_than_twice_that_of_another() -> None:
    plan = workout(PULL_UP, item(PULLDOWN, sets=4), ROW, SUPERMAN)
    (advice,) = advice_on(plan, Code.UNEVEN_BACK)
    assert advice.sentence.startswith("The upper back gets 7 sets and the middle back 3.")
    assert (advice.items, advice.about) == ((1, 2, 3), ("upper_back", "middle_back"))
    assert advice.fix.label == "Do 4 sets of Row"
    again = apply(advice.fix, plan)
    (advice,) = advice_on(again, Code.UNEVEN_BACK)
    assert advice.fix.label == "Do 4 sets of Superman"
    assert sentences(apply(advice.fix, again), Code.UNEVEN_BACK) == []


def test_twice_the_sets_and_a_single_region_are_even_enough() -> None:
    assert sentences(workout(PULL_UP, PULLDOWN, ROW), Code.UNEVEN_BACK) == []
    assert sentences(workout(PULL_UP, PULLDOWN, PULLOVER), Code.UNEVEN_BACK) == []
    stretches = [item(CHILD, sets=9), item(SUPERMAN, "warm_up", sets=9)]
    assert sentences(workout(*stretches, PULL_UP, ROW), Code.UNEVEN_BACK) == []


def test_volume_counts_a_set_once_for_each_region() -> None:
    plan = workout(PULL_UP, item(DEADLIFT, sets=5), SUPERMAN)
    assert volume_by_region(plan.items) == {"upper_back": 3, "hips": 5, "lower_back": 8}


def test_equipment_needed_is_told_once_in_order_of_use() -> None:
    plan = workout(SUPERMAN, ROW, DEADLIFT, PULL_UP)
    assert [thing.name for thing in equipment_needed(plan.items)] == ["Mat", "Barbell", "Bar"]


# --- how much ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goal", "reps", "better"),
    [
        ("growth", (4, 8), None),
        ("growth", (12, 12), None),
        ("growth", (10, 15), (10, 12)),
        ("growth", (15, 20), (8, 12)),
        ("endurance", (15, 20), None),
        ("endurance", (16, 16), None),
        ("endurance", (12, 20), (15, 20)),
        ("endurance", (15, 25), (15, 20)),
        (None, (25, 30), None),
    ],
)
def test_repetitions_fit_the_goal(goal, reps, better) -> None:
    plan = workout(item(ROW, reps_min=reps[0], reps_max=reps[1]), goal=goal)
    columns = [advice.fix.columns for advice in advice_on(plan, Code.REPS_AND_GOAL)]
    assert columns == ([{"reps_min": better[0], "reps_max": better[1]}] if better else [])


def test_goal_is_told_in_the_sentence_and_concerns_work_alone() -> None:
    warm_up = item(SUPERMAN, "warm_up", reps_max=15)
    plan = workout(warm_up, item(ROW, reps_max=15), item(PULL_UP, dose="total", reps_max=None))
    growth = WorkoutFacts(plan.title, plan.items, "growth")
    assert sentences(growth, Code.REPS_AND_GOAL) == [
        "Row: 8–\u206015 repetitions do not fit growth. Choose a load or a variant with which you can do"
        " no more than 12."
    ]


def test_stretch_is_held_for_ten_seconds_and_as_long_in_all() -> None:
    plan = workout(item(NECK_STRETCH, hold_seconds=3, reps_min=10, reps_max=10))
    (advice,) = advice_on(plan, Code.STRETCH_SHORT)
    assert advice.sentence.startswith("Neck stretch is held for 3 s.")
    assert advice.fix.label == "Hold for 10 s, 3 times"
    assert advice.fix.columns == {"hold_seconds": 10, "reps_min": 3, "reps_max": 3}
    timed = workout(item(CHILD, dose="time", hold_seconds=None, duration_seconds=9))
    (advice,) = advice_on(timed, Code.STRETCH_SHORT)
    assert advice.fix.columns == {"duration_seconds": 10}


def test_long_stretch_and_short_strength_hold_are_fine() -> None:
    strength = item(SUPERMAN, dose="hold", hold_seconds=3, reps_max=10)
    plan = workout(item(CHILD, hold_seconds=10), strength, item(NECK_STRETCH, dose="sets"))
    assert sentences(plan, Code.STRETCH_SHORT) == []


def test_stretches_go_from_the_top_down_within_a_section() -> None:
    plan = workout(item(CHILD, "warm_up"), ROW, item(CHILD, "cool_down"), item(NECK_STRETCH, "cool_down"))  # fmt: skip
    (advice,) = advice_on(plan, Code.STRETCH_ORDER)
    assert advice.sentence.startswith("Child's pose comes before Neck stretch.")
    assert advice.items == (4, 3)
    better = apply(advice.fix, plan)
    assert order(better) == ["Child's pose", "Row", "Neck stretch", "Child's pose"]
    assert sentences(better, Code.STRETCH_ORDER) == []


# --- the person ----------------------------------------------------------------------------------


def test_missing_equipment_is_named_and_swapped_for_what_there_is() -> None:
    plan = workout(PULLDOWN, SUPERMAN)
    (advice,) = advice_on(plan, Code.EQUIPMENT_MISSING, kit={"band", "bar"})
    assert advice.sentence == "Pulldown needs equipment that you do not have: Cable."
    assert advice.fix.label == "Swap for Banded pulldown"
    better = apply(advice.fix, plan, EVERYTHING)
    assert order(better) == ["Banded pulldown", "Superman"]
    assert sentences(better, Code.EQUIPMENT_MISSING, kit={"band", "bar"}) == []


def test_unknown_kit_misses_nothing_and_an_empty_one_all_but_mat_and_chair() -> None:
    plan = workout(PULLDOWN, SUPERMAN, PULL_UP)
    assert sentences(plan, Code.EQUIPMENT_MISSING) == []
    (first, second) = advice_on(plan, Code.EQUIPMENT_MISSING, kit=set())
    assert (first.items, second.items) == ((1,), (3,))
    assert [each.fix.kind for each in (first, second)] == ["remove", "remove"], "nothing else fits"


def test_swap_works_the_same_muscles_in_the_same_kind_nearest_first() -> None:
    both = exercise("Hybrid", LATS, LOWER)
    candidates = [both, PULLOVER, ROW, ROLLS, PULLDOWN, BANDED]
    swaps = suggest_swaps(item(PULL_UP), candidates, kit={"band", "barbell"})
    assert [swap.name for swap in swaps] == ["Banded pulldown", "Pullover", "Hybrid"]


def test_swap_is_not_in_the_workout_yet() -> None:
    plan = workout(PULLDOWN, PULL_UP)
    (advice,) = advice_on(plan, Code.EQUIPMENT_MISSING, kit={"band", "bar"})
    assert advice.fix.exercise == "banded-pulldown"


def test_contraindicated_exercise_is_named_with_the_reason() -> None:
    conditions = {"pregnancy": "Avoid heavy straining."}
    plan = workout(DEADLIFT, ROW)
    (advice,) = advice_on(plan, Code.CONTRAINDICATED, conditions=conditions)
    assert advice.sentence == (
        "Deadlift is better left out for now. Pregnancy: Avoid heavy straining."
    )
    assert advice.fix.kind == "remove"
    assert order(apply(advice.fix, plan)) == ["Row"]
    hinge = exercise("Hip hinge", *DEADLIFT.body_parts)
    (advice,) = only(
        Code.CONTRAINDICATED,
        check_workout(plan, conditions=conditions, candidates=[DEADLIFT, hinge]),
    )
    assert advice.fix.exercise == "hip-hinge"


def test_condition_against_everything_is_told_once() -> None:
    conditions = {"disc": "It may press on the nerve.", "pregnancy": "Avoid straining."}
    advice = advice_on(workout(CAT_COW, CHILD), Code.CONTRAINDICATED, conditions=conditions)
    assert [(a.scope, a.sentence) for a in advice] == [
        (
            "workout",
            "This speaks against every exercise of the workout for now."
            " Disc: It may press on the nerve.",
        )
    ]


# --- advice as such ------------------------------------------------------------------------------


def test_key_is_the_same_until_the_advice_is_another() -> None:
    short = item(NECK_STRETCH, hold_seconds=3)
    (first,) = advice_on(workout(short), Code.STRETCH_SHORT)
    (same,) = advice_on(workout(short, CHILD, ROW), Code.STRETCH_SHORT)
    (other,) = advice_on(workout(CHILD, short), Code.STRETCH_SHORT)
    assert first.key == same.key != other.key
    assert first.key.startswith("stretch-short-")
    assert len(first.key) <= 30


def test_key_tells_conditions_and_exercises_apart() -> None:
    told = {"pregnancy": "…"}
    one = advice_on(workout(DEADLIFT, ROW), Code.CONTRAINDICATED, conditions=told)
    disc = exercise("Deadlift", contraindications=["disc"])
    two = advice_on(workout(disc, ROW), Code.CONTRAINDICATED, conditions={"disc": "…"})
    assert one[0].items == two[0].items
    assert one[0].key != two[0].key


def test_every_rule_has_a_source_that_a_reader_can_find() -> None:
    folder = Path(exercises.content.__file__).parent / "guides"
    guides = {file.stem: tomllib.loads(file.read_text()) for file in folder.glob("*.toml")}
    published = {s["title"] for guide in guides.values() for s in guide.get("sources", [])}
    assert set(SOURCES) == set(Code)
    for source in SOURCES.values():
        assert guides[source.guide]["title"] == source.title
        assert source.reference in published | {""}
    assert str(SOURCES[Code.UNEVEN_BACK]) == "From our guide “How to build a workout”."


def test_words_of_the_coach_are_those_of_the_models() -> None:
    assert {types.STRENGTH, types.STRETCH, types.MOBILITY} == set(Exercise.Kind.values)
    assert {types.COMPOUND, types.ISOLATION} == set(Exercise.Mechanics.values)
    assert list(types.SECTIONS) == Section.values
    assert PrescriptionKind.values == [types.SETS, types.TOTAL, types.HOLD, types.TIME]
    assert set(dose_rules.FROM_THE_TOP) == set(BodyPart.Region.values)
    assert set(EVERYWHERE) == suitability.EVERYWHERE
    assert set(types.BACK) | workout_rules.ABOVE_THE_WAIST <= set(BodyPart.Region.values)


items = st.builds(
    lambda chosen, section, sets, reps, hold: item(
        chosen, section, sets=sets, reps_min=reps, reps_max=reps, hold_seconds=hold
    ),
    st.sampled_from(EVERYTHING),
    st.sampled_from(types.SECTIONS),
    st.integers(1, 6),
    st.integers(1, 30),
    st.integers(1, 30),
)
sorted_items = st.lists(items, max_size=9).map(
    lambda found: sorted(found, key=lambda i: types.SECTIONS.index(i.section))
)


@given(
    sorted_items,
    st.sampled_from(["growth", "endurance", None]),
    st.none() | st.sets(st.sampled_from(["band", "bar", "barbell", "cable"])),
    st.sampled_from([{}, {"disc": "It hurts."}, {"pregnancy": "Not now."}]),
)
def test_who_takes_up_every_fix_comes_to_an_end(found, goal, kit, conditions) -> None:
    plan = workout(*found, goal=goal)
    for step in count():
        advice = check_workout(plan, kit=kit, conditions=conditions, candidates=EVERYTHING)
        assert len({one.key for one in advice}) == len(advice), "keys tell advice apart"
        fixes = [one.fix for one in advice if one.fix]
        if not fixes:
            break
        assert step < 60, fixes
        plan = apply(fixes[0], plan, EVERYTHING)
