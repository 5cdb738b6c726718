"""The rules of progress, each with what goes wrong elsewhere and the right value."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from programs.progress import (
    DoneSet,
    Dose,
    ExerciseSession,
    ExerciseUse,
    Load,
    LoadSteps,
    Measure,
    PlannedSession,
    Suggestion,
    Variant,
    Week,
    adherence,
    balance_sentence,
    estimated_max,
    find_bests,
    hard_sets,
    lines_of,
    measures_of,
    next_step,
    streak_of,
)
from programs.progress.series import value_of

MONDAY = date(2026, 9, 7)
WEEK = timedelta(days=7)
ROW = Dose("sets", sets=3, reps_min=8, reps_max=12)


def kg(number: str | float) -> Decimal:
    return Decimal(str(number))


def sets(*reps: int, load: str = "", help_kg: str = "", **values: object) -> tuple[DoneSet, ...]:
    return tuple(
        DoneSet(
            number=number,
            reps=count,
            load=kg(load) if load else None,
            assistance=kg(help_kg) if help_kg else None,
            **values,
        )
        for number, count in enumerate(reps, start=1)
    )


def session(
    week: int, done: tuple[DoneSet, ...], dose: str = "3 sets of 8–12 reps"
) -> ExerciseSession:
    return ExerciseSession(MONDAY + week * WEEK, done, dose)


# Three exercises worked out by hand.


def test_barbell_row_by_hand() -> None:
    """40 kg: 10, 9, 8 → 27 reps, 1,080 kg; 40 × (1 + 10 ÷ 30) = 53.33 kg once. Then 42.5 kg × 8, 8, 8."""
    first = session(0, sets(10, 9, 8, load="40"))
    second = session(1, sets(8, 8, 8, load="42.5"))
    assert measures_of([first, second]) == [
        *(Measure.LOAD, Measure.REPS, Measure.VOLUME, Measure.TOTAL, Measure.ESTIMATE)
    ]
    assert value_of(first, Measure.VOLUME) == 1080
    assert value_of(second, Measure.VOLUME) == 1020
    estimate = value_of(first, Measure.ESTIMATE)
    assert estimate is not None
    assert round(estimate, 2) == kg("53.33")
    [line] = lines_of([first, second], Measure.LOAD)
    assert [point.value for point in line] == [40, kg("42.5")]
    assert [(best.done.load, best.is_first) for best in find_bests([first, second])] == [
        (40, True),
        (kg("42.5"), False),
    ]


def test_side_plank_by_hand() -> None:
    """Left 20 and 25 s, right 22 s: longest 25 s, 67 s under hold; next week the right side alone is better."""
    first = session(
        0,
        (
            DoneSet(1, "left", seconds=20),
            DoneSet(2, "left", seconds=25),
            DoneSet(1, "right", seconds=22),
        ),
    )
    second = session(1, (DoneSet(1, "left", seconds=25), DoneSet(1, "right", seconds=24)))
    assert measures_of([first]) == [Measure.HOLD, Measure.TIME]
    assert value_of(first, Measure.HOLD) == 25
    assert value_of(first, Measure.TIME) == 67
    bests = find_bests([first, second])
    assert [(best.done.side, best.done.seconds, best.is_first) for best in bests] == [
        *(("left", 25, True), ("right", 22, True), ("right", 24, False))
    ]


def test_pull_up_by_hand() -> None:
    """8 with 20 kg of help, 8 with 15 kg, then 5 without, then 6: each is better than the one before."""
    done = [
        session(0, sets(8, help_kg="20")),
        session(1, sets(8, help_kg="15")),
        session(2, sets(5)),
        session(3, sets(6)),
    ]
    assert measures_of(done) == [Measure.ASSISTANCE, Measure.REPS, Measure.TOTAL]
    assert [best.is_first for best in find_bests(done)] == [True, False, False, False]
    assert value_of(done[1], Measure.ASSISTANCE) == 15


# What is drawn.


def test_work_with_the_own_body_is_not_nought() -> None:
    done = session(0, sets(15, 12))
    assert Measure.VOLUME not in measures_of([done])
    assert value_of(done, Measure.TOTAL) == 27


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (DoneSet(reps=1, load=kg(100)), 100),
        (DoneSet(reps=12, load=kg(60)), 84),
        (DoneSet(reps=13, load=kg(60)), None),
        (DoneSet(reps=191, load=kg(20)), None),
        (DoneSet(reps=10), None),
        (DoneSet(reps=5, assistance=kg(20)), None),
        (DoneSet(reps=3, seconds=10, load=kg(20)), None),
    ],
)
def test_estimate_is_for_loaded_sets_of_up_to_twelve(done: DoneSet, expected: int | None) -> None:
    assert estimated_max(done) == expected


def test_changed_prescription_and_gap_break_the_line() -> None:
    done = [
        session(0, sets(10, load="40")),
        session(1, sets(10, load="40")),
        session(2, sets(5, load="50"), "5 sets of 5 reps"),
        session(3, sets(5, load="50"), "5 sets of 5 reps"),
        session(5, sets(5, load="45"), "5 sets of 5 reps"),
    ]
    assert [len(line) for line in lines_of(done, Measure.LOAD)] == [2, 2, 1]


def test_warm_up_is_neither_drawn_nor_a_best() -> None:
    done = session(0, (*sets(3, load="90", kind="warm-up"), *sets(5, load="60")))
    assert value_of(done, Measure.LOAD) == 60
    assert [best.done.load for best in find_bests([done])] == [60]


# Bests.


@pytest.mark.parametrize(
    ("before", "after", "is_best"),
    [
        (sets(10, load="40"), sets(10, load="40"), False),
        (sets(10, load="40"), sets(11, load="40"), True),
        (sets(10, load="40"), sets(1, load="42.5"), True),
        (sets(5, load="60"), sets(191, load="20"), False),
        (sets(10, load="20.412"), sets(10, load="20"), False),
        (sets(8, help_kg="20"), sets(8, help_kg="30"), False),
        (sets(8, help_kg="20"), sets(6, help_kg="10"), True),
        (sets(8), sets(0), False),
    ],
    ids=str,
)
def test_best_is_strictly_more(
    before: tuple[DoneSet, ...], after: tuple[DoneSet, ...], is_best: bool
) -> None:
    found = find_bests([session(0, before), session(1, after)])
    assert [best.is_first for best in found] == ([True, False] if is_best else [True])


def test_one_set_is_one_best() -> None:
    done = [session(0, sets(10, load="40")), session(1, sets(11, 12, 12, load="45"))]
    assert [best.done.reps for best in find_bests(done)] == [10, 12]


def test_seconds_are_not_compared_with_repetitions() -> None:
    held = session(1, (DoneSet(seconds=30),))
    assert [best.is_first for best in find_bests([session(0, sets(12)), held])] == [True, True]


def test_deletion_corrects_the_bests() -> None:
    done = [session(n, sets(n + 8, load="40")) for n in range(3)]
    assert [best.done.reps for best in find_bests([done[0], done[2]])] == [8, 10]


# Balance.


def test_hard_sets_count_whole_and_half() -> None:
    row = ExerciseUse(3, frozenset({"middle-back", "lats"}), frozenset({"biceps"}))
    assert hard_sets([row, row]) == {"middle-back": 6, "lats": 6, "biceps": 3}


def test_uneven_opposites_are_said_once() -> None:
    loads = [
        Load("lats", "Lats", kg(4)),
        Load("upper-back", "Upper back", kg(11)),
        Load("core", "Core", kg(0)),
        Load("lower-back", "Lower back", kg(14)),
    ]
    assert balance_sentence(loads) == (
        "More than twice as many sets go to the upper back as to the lats: swap one exercise, so that"
        " neither falls behind."
    )
    assert (
        balance_sentence([Load("lats", "Lats", kg(6)), Load("upper-back", "Upper back", kg(11))])
        == ""
    )


# Adherence and streaks.


def test_moved_and_called_off_sessions_are_not_missed() -> None:
    planned = [
        PlannedSession(MONDAY, is_done=True),
        PlannedSession(MONDAY + WEEK, is_done=True, is_moved=True),
        PlannedSession(MONDAY + 2 * WEEK, is_called_off=True),
        PlannedSession(MONDAY + 3 * WEEK),
        PlannedSession(MONDAY + 4 * WEEK),
    ]
    found = adherence(planned, 2, today=MONDAY + 4 * WEEK)
    assert (found.kept, found.planned, found.moved, found.missed) == (2, 3, 1, 1)
    assert (found.called_off, found.extra) == (1, 2)


MET, MISSED, CALLED_OFF = Week(3, 0, 3), Week(3, 0, 2), Week(3, 3, 0)


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        ([], (0, 0)),
        ([MET, MET, Week()], (2, 0)),
        ([MET, MET, Week(3, 0, 1)], (2, 0)),
        ([MET, MET, MET], (3, 0)),
        ([MET, MISSED, MET, MET], (2, 0)),
        ([MET, CALLED_OFF, CALLED_OFF, MET, Week()], (2, 2)),
        ([CALLED_OFF, MET, Week()], (1, 0)),
        ([Week(3, 1, 2), MET], (2, 0)),
        ([Week(0, 0, 1), Week(0, 0, 2)], (2, 0)),
        ([MET, Week(), MET], (2, 1)),
    ],
    ids=str,
)
def test_weeks_that_met_the_plan_make_the_row(weeks: list[Week], expected: tuple[int, int]) -> None:
    found = streak_of(weeks)
    assert (found.weeks, found.paused) == expected


# Next time.


def suggest(
    *done: ExerciseSession,
    dose: Dose = ROW,
    days: int = 3,
    steps: LoadSteps | None = None,
    **more: object,
) -> Suggestion:
    today = done[-1].day + timedelta(days=days)
    found = next_step(dose, done, today, steps or LoadSteps(), **more)
    assert found is not None
    return found


def test_nothing_done_is_no_suggestion() -> None:
    assert next_step(ROW, [], MONDAY, LoadSteps()) is None
    warm_up = session(0, sets(10, load="20", kind="warm-up"))
    assert next_step(ROW, [warm_up], MONDAY, LoadSteps()) is None


@pytest.mark.parametrize(
    ("reps", "load", "expected"),
    [
        ((12, 12, 12), "40", ("42.5", 8)),
        ((12, 12, 11), "40", ("40", 12)),
        ((10, 9, 8), "42.5", ("42.5", 9)),
        ((12, 12), "40", ("40", 12)),
        ((10, 9), "40", ("40", 9)),
        ((14, 13, 12), "0.5", ("3.0", 8)),
    ],
)
def test_load_goes_up_when_all_sets_reach_the_top(
    reps: tuple[int, ...], load: str, expected: tuple[str, int]
) -> None:
    found = suggest(session(0, sets(*reps, load=load)))
    assert (found.load, found.reps) == (kg(expected[0]), expected[1])


def test_lighter_sets_are_no_success_with_the_heavier_load() -> None:
    done = (*sets(12, load="40"), *sets(12, 12, load="35"))
    found = suggest(session(0, done))
    assert found.load == 40
    assert found.why == "Not all sets had this load: do all of them with it first."


@pytest.mark.parametrize(
    ("steps", "load", "expected"),
    [
        (LoadSteps(), "40", "42.5"),
        (LoadSteps("lb"), "20.412", "22.680"),
        (LoadSteps(loads=(kg(5), kg(10), kg(16))), "10", "16"),
        (LoadSteps(step=kg("1.0")), "40", "41.000"),
        (LoadSteps(step=kg("2.268")), "20.412", "22.680"),
    ],
)
def test_step_is_one_that_the_person_owns_and_never_rounds_to_nothing(
    steps: LoadSteps, load: str, expected: str
) -> None:
    assert suggest(session(0, sets(12, 12, 12, load=load)), steps=steps).load == kg(expected)


def test_heaviest_dumbbell_leads_to_more_repetitions() -> None:
    found = suggest(session(0, sets(12, 12, 12, load="10")), steps=LoadSteps(loads=(kg(5), kg(10))))
    assert (found.load, found.reps) == (kg(10), 13)
    top = suggest(session(0, sets(20, 20, 20, load="10")), steps=LoadSteps(loads=(kg(10),)))
    assert (top.load, top.reps) == (kg(10), 20)


def test_help_gets_less_and_never_a_load() -> None:
    found = suggest(session(0, sets(12, 12, 12, help_kg="20")))
    assert found.load is None
    assert found.text == "Today 3 × 8 with 17.5\xa0kg of help"


def test_next_band_is_the_next_of_theirs() -> None:
    steps = LoadSteps(bands=("Yellow", "green", "Black"))
    assert suggest(session(0, sets(12, 12, 12, band="Green")), steps=steps).band == "Black"
    assert suggest(session(0, sets(12, 12, 12, band="purple")), steps=steps).band == "purple"


def test_harder_variant_when_there_is_no_load() -> None:
    found = suggest(session(0, sets(12, 12, 12)), harder=Variant("pull-up", "Pull-up"))
    assert found.why == "All of it is done. Ready for more? Try Pull-up."


def test_three_misses_take_a_tenth_off() -> None:
    done = [session(n, sets(8, 7, 6, load="60")) for n in range(3)]
    found = suggest(*done)
    assert (found.load, found.reps) == (kg("52.5"), 8)
    assert suggest(*done[:2]).load == 60
    assert suggest(done[0], session(1, sets(8, 7, 6, load="62.5")), done[2]).load == 60


@pytest.mark.parametrize(
    ("days", "expected"), [(13, "42.5"), (14, "40"), (27, "40"), (28, "35.0"), (200, "35.0")]
)
def test_nothing_goes_up_after_a_break(days: int, expected: str) -> None:
    assert suggest(session(0, sets(12, 12, 12, load="40")), days=days).load == kg(expected)


def test_nothing_goes_up_after_it_was_left_out() -> None:
    done = session(0, sets(12, 12, 12, load="40"))
    assert suggest(done, left_out_on=done.day + timedelta(days=2)).load == 40
    assert suggest(done, left_out_on=done.day - timedelta(days=2)).load == kg("42.5")


@pytest.mark.parametrize(
    ("done", "easier", "expected", "why"),
    [
        (sets(12, 12, 12, load="40"), None, ("35.0", 8), "begin lighter"),
        (sets(12, load="40"), None, ("35.0", 8), "begin lighter"),
        (sets(10, 10, 9), Variant("wall", "Wall press"), (None, 9), "do Wall press instead"),
        (sets(10, 10, 9), None, (None, 9), "no more than before"),
    ],
    ids=str,
)
def test_what_hurt_is_done_with_less_or_no_more(
    done: tuple[DoneSet, ...],
    easier: Variant | None,
    expected: tuple[str | None, int],
    why: str,
) -> None:
    last = session(0, done)
    found = suggest(last, hurt_on=last.day, easier=easier, harder=Variant("x", "Harder"))
    assert (found.load, found.reps) == (expected[0] and kg(expected[0]), expected[1])
    assert why in found.why


def test_what_hurt_and_was_done_since_goes_on() -> None:
    last = session(1, sets(12, 12, 12, load="40"))
    assert suggest(last, hurt_on=last.day - WEEK).load == kg("42.5")


@pytest.mark.parametrize("days", [3, 14])
def test_no_more_than_before_is_no_repetition_more(days: int) -> None:
    done = session(0, sets(10, 9, load="40"))
    found = suggest(done, days=days)
    assert (found.load, found.reps) == (kg(40), 9)


def test_total_is_done_in_fewer_sets_first() -> None:
    dose = Dose("total", total_min=30, total_max=40)
    assert "You needed 5 sets" in suggest(session(0, sets(8, 8, 8, 8, 8)), dose=dose).why
    easy = suggest(session(0, sets(14, 13, 13)), dose=dose, harder=Variant("x", "Wide pull-up"))
    assert "Wide pull-up" in easy.why
    assert "whole number" in suggest(session(0, sets(14, 13)), dose=dose).why


@pytest.mark.parametrize(
    ("dose", "done", "expected"),
    [
        (Dose("hold", sets=1, seconds=20), DoneSet(seconds=20), (None, 22)),
        (Dose("hold", sets=1, seconds=20), DoneSet(seconds=18), (None, 20)),
        (
            Dose("hold", sets=1, seconds=5, reps_min=6, reps_max=6),
            DoneSet(reps=6, seconds=5),
            (6, 6),
        ),
        (
            Dose("hold", sets=1, seconds=10, reps_min=6, reps_max=6),
            DoneSet(reps=6, seconds=10),
            (7, 10),
        ),
        (Dose("hold", sets=1, seconds=30), DoneSet(seconds=60), (None, 60)),
        (Dose("hold", sets=1, seconds=30, is_strength=False), DoneSet(seconds=45), (None, 30)),
        (Dose("time", sets=1, seconds=45), DoneSet(seconds=45), (None, 50)),
        (Dose("time", sets=1, seconds=45, is_strength=False), DoneSet(seconds=45), (None, 45)),
    ],
    ids=str,
)
def test_holds_and_times_grow_by_seconds(
    dose: Dose, done: DoneSet, expected: tuple[int | None, int]
) -> None:
    found = suggest(session(0, (done,)), dose=dose)
    assert (found.reps, found.seconds) == expected


def test_suggestion_says_what_and_why() -> None:
    found = suggest(session(0, sets(10, 9, 8, load="42.5")))
    assert found.text == "Today 3 × 9 at 42.5\xa0kg"
    assert found.why == "Go up when all 3 sets reach 12."
