"""The coach on a week: how often each group of muscles is trained, over all planned sessions."""

from __future__ import annotations

from datetime import date, timedelta

from programs.coach import Code, Fix, TrainingDay, check_week, training_day
from tests.programs.coaching import (
    CHILD,
    DEADLIFT,
    LATS,
    LOWER,
    MIDDLE,
    ROW,
    SUPERMAN,
    item,
    only,
    workout,
)

MONDAY = date(2026, 4, 6)


def session(day: int, *groups, title: str = "Pull") -> TrainingDay:
    """A session so many days after the Monday, with that number as its id."""
    return TrainingDay(day, MONDAY + timedelta(days=day), title, groups or (LATS,))


def test_session_trains_what_gets_at_least_two_sets_of_work() -> None:
    plan = workout(item(SUPERMAN, "warm_up"), item(DEADLIFT, sets=2), item(ROW, sets=1), CHILD)
    done = training_day(plan, MONDAY, 7)
    assert (done.id, done.day, done.title) == (7, MONDAY, "Back")
    assert [group.name for group in done.groups] == ["Glutes", "Lower back"]


def test_three_times_a_week_is_once_too_often() -> None:
    (advice,) = check_week([session(4), session(0), session(2)])
    assert advice.code == Code.TRAINED_OFTEN
    assert advice.sentence.startswith(
        "You train the lats on Monday 6 April, Wednesday 8 April and Friday 10 April. Twice a week"
    )
    assert (advice.scope, advice.items, advice.about) == ("week", (0, 2, 4), ("lats",))


def test_twice_a_week_with_days_between_is_right_for_any_number_of_weeks() -> None:
    assert check_week(session(7 * week + day) for week in range(8) for day in (0, 3)) == []
    assert check_week([]) == []


def test_week_begins_on_monday() -> None:
    assert check_week([session(2), session(6), session(8), session(11)]) == []
    (advice,) = check_week([session(2), session(4), session(6), session(8)])
    assert advice.items == (2, 4, 6)


def test_groups_with_the_same_days_and_weeks_alike_share_one_advice() -> None:
    days = [7 * week + day for week in range(4) for day in (0, 2, 4)]
    (advice,) = check_week([session(day, LATS, MIDDLE) for day in days])
    assert "the lats and the middle back" in advice.sentence
    assert "Friday 10 April, and likewise in 3 more weeks." in advice.sentence
    assert advice.items == tuple(days)


def test_different_groups_on_consecutive_days_do_not_matter() -> None:
    assert check_week([session(0, LATS), session(1, LOWER), session(2, MIDDLE)]) == []


def test_two_sessions_on_one_day_count_as_one() -> None:
    assert check_week([session(0), session(0, title="Pull again"), session(3)]) == []


def test_consecutive_days_are_told_and_the_later_session_moves() -> None:
    sessions = [session(0), session(1, title="Row"), session(2, LOWER)]
    (advice,) = check_week(sessions)
    assert advice.code == Code.TRAINED_CLOSE
    assert advice.sentence.startswith(
        "You train the lats on Monday 6 April and again on Tuesday 7 April. Leave a day"
    )
    assert advice.items == (0, 1)
    assert advice.fix == Fix(
        "move_session", "Move Row to Thursday 9 April", item=1, day=MONDAY + timedelta(days=3)
    )
    sessions[1] = session(3, title="Row")
    assert check_week(sessions) == []


def test_sunday_and_monday_are_consecutive() -> None:
    (advice,) = check_week([session(6), session(7)])
    assert "Sunday 12 April and again on Monday 13 April" in advice.sentence


def test_no_move_is_offered_where_no_day_is_free() -> None:
    daily = only(Code.TRAINED_CLOSE, check_week(session(day) for day in range(7)))
    (advice,) = daily
    assert ", and likewise 5 more times." in advice.sentence
    assert advice.fix is None
    assert advice.items == tuple(range(7))


def test_no_move_is_offered_that_would_crowd_another_week() -> None:
    sessions = [session(5), session(6), session(9), session(12)]
    (advice,) = check_week(sessions)
    assert advice.fix is None


def test_key_is_that_of_the_group_whatever_the_dates() -> None:
    (this,) = check_week([session(0), session(1)])
    (later,) = check_week([session(14), session(15)])
    (other,) = check_week([session(0, LOWER), session(1, LOWER)])
    assert this.key == later.key != other.key
