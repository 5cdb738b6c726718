"""Which phase a day is in, whatever was repeated, stepped back from or gone on to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.phases import MAX_WEEKS, Phase, PhaseTimeline, numbered, phase_on

START = date(2026, 12, 2)
"""A Wednesday: weeks are counted from it, not from Monday."""
PHASES = (Phase("Control", 4), Phase("Hinge", 3), Phase("Load", 5))
TIMELINE = PhaseTimeline(PHASES, START)


def weeks_later(weeks: int, days: int = 0) -> date:
    return START + timedelta(weeks=weeks, days=days)


@pytest.mark.parametrize(
    ("day", "number", "label"),
    [
        (START - timedelta(days=40), 1, "Week 1 of 12 · Phase 1: Control"),
        (START, 1, "Week 1 of 12 · Phase 1: Control"),
        (weeks_later(0, 6), 1, "Week 1 of 12 · Phase 1: Control"),
        (weeks_later(3, 6), 1, "Week 4 of 12 · Phase 1: Control"),
        (weeks_later(4), 2, "Week 5 of 12 · Phase 2: Hinge"),
        (weeks_later(7), 3, "Week 8 of 12 · Phase 3: Load"),
        (weeks_later(11, 6), 3, "Week 12 of 12 · Phase 3: Load"),
        (weeks_later(30), 3, "Week 31 · Phase 3: Load"),
    ],
)
def test_each_day_is_in_the_phase_of_its_week(day: date, number: int, label: str) -> None:
    assert phase_on(day, START, PHASES) == number
    assert TIMELINE.position_on(day).label == label


def test_phases_are_told_with_their_weeks() -> None:
    phases = numbered([Phase("Control", 4), Phase("Hinge", 1), Phase("Load", None)])
    assert [each.heading for each in phases] == [
        "Weeks 1–\u20604: Control",
        "Week 5: Hinge",
        "From week 6 on: Load",
    ]
    endless = PhaseTimeline(tuple(each.phase for each in phases), START)
    assert endless.position_on(weeks_later(9)).label == "Week 10 · Phase 3: Load"


def test_repeat_begins_the_phase_again_with_the_next_week_once() -> None:
    today = weeks_later(5, 2)
    repeated = TIMELINE.repeat(today)
    assert repeated.repeat(today) == repeated
    assert [repeated.phase_on(weeks_later(week)) for week in range(11)] == [1] * 4 + [2] * 5 + [
        3,
        3,
    ]


def test_step_back_and_go_on_begin_a_phase_today_and_leave_the_past() -> None:
    today = weeks_later(5, 2)
    back = TIMELINE.step_back(today)
    assert back.phase_on(today - timedelta(days=1)) == 2
    assert back.position_on(today).label == "Week 1 of 12 · Phase 1: Control"
    on = TIMELINE.go_on(today)
    assert on.phase_on(today - timedelta(days=1)) == 2
    assert on.position_on(today).label == "Week 8 of 12 · Phase 3: Load"
    with pytest.raises(ValueError, match="no phase 4"):
        on.go_on(today)
    with pytest.raises(ValueError, match="no phase 0"):
        back.step_back(today)


def test_before_the_first_day_moves_begin_with_it() -> None:
    early = START - timedelta(days=9)
    assert TIMELINE.go_on(early).phase_on(START) == 2
    assert TIMELINE.repeat(early).phase_on(weeks_later(4)) == 1


def test_last_move_can_be_taken_back_until_the_next_day() -> None:
    today = weeks_later(5)
    assert TIMELINE.go_on(today).undo(today) == TIMELINE
    assert TIMELINE.repeat(today).undo(weeks_later(5, 6)) == TIMELINE
    with pytest.raises(ValueError, match="no move"):
        TIMELINE.go_on(today).undo(today + timedelta(days=1))


days = st.integers(-30, 7 * MAX_WEEKS).map(lambda number: START + timedelta(days=number))
phases = st.lists(st.integers(1, 6), min_size=2, max_size=8).map(
    lambda weeks: tuple(Phase(str(n), each) for n, each in enumerate(weeks))
)
moves = st.lists(st.tuples(st.sampled_from(["repeat", "step_back", "go_on"]), days), max_size=6)


@given(phases, moves, days)
def test_a_move_changes_no_day_before_it(
    phases: tuple[Phase, ...], moves: list[tuple[str, date]], day: date
) -> None:
    timeline = PhaseTimeline(phases, START)
    for verb, today in sorted(moves, key=lambda move: move[1]):
        before = timeline
        try:
            timeline = getattr(before, verb)(today)
        except ValueError:
            assert before.phase_on(max(today, START)) in (1, len(phases))
            continue
        now, was = timeline.phase_on(max(today, START)), before.phase_on(max(today, START))
        assert now - was == {"repeat": 0, "step_back": -1, "go_on": 1}[verb]
        if day < max(today, START):
            assert timeline.phase_on(day) == before.phase_on(day)
    week = timeline.position_on(day)
    assert week.phase.number == timeline.phase_on(day)
    assert week.phase.first <= week.week
    assert [move.day for move in timeline.moves] == sorted({move.day for move in timeline.moves})


@given(phases, days)
def test_phases_never_go_back_by_themselves(phases: tuple[Phase, ...], day: date) -> None:
    timeline = PhaseTimeline(phases, START)
    assert 0 <= timeline.phase_on(day + timedelta(days=7)) - timeline.phase_on(day) <= 1
