"""Schedules: which days they give, how many, and what changes when a session or the rule does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import WEEKLY, rrule
from dateutil.tz import resolve_imaginary
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.weekdays import WEEKDAYS
from programs.calendars import WeeklyRecurrence
from programs.models import Occurrence, OccurrenceOverride, OccurrenceState, Schedule, Workout
from programs.models.occurrence import local_start, occurrences_of, overlaps
from tests.factories import ScheduleFactory, UserFactory, WorkoutFactory

ZONES = [
    "Europe/Berlin",  # north
    "America/New_York",
    "Australia/Adelaide",  # south, half-hour
    "America/Santiago",  # south, changes at midnight
    "Australia/Lord_Howe",  # changes by half an hour
    "Asia/Kolkata",  # half-hour, never changes
    "America/Phoenix",  # never changes
    "UTC",
]
NOW = datetime(2026, 12, 14, 20, tzinfo=UTC)
MONDAY, THURSDAY = date(2026, 12, 14), date(2026, 12, 17)


@pytest.fixture
def schedule(db: None) -> Schedule:
    return ScheduleFactory()


def fresh(schedule: Schedule) -> Schedule:
    return Schedule.objects.with_overrides().get(pk=schedule.pk)


def starts(schedule: Schedule, first: date, last: date) -> list[str]:
    """The sessions from first to last in words, with how they differ."""
    return [
        " ".join([f"{each.start:%a %d %b %H:%M}", *each.changes])
        for each in fresh(schedule).occurrences(first, last)
    ]


schedules = st.builds(
    lambda first, span, **values: Schedule(
        workout=Workout(), starts_on=first, ends_on=first + timedelta(days=span), **values
    ),
    first=st.dates(date(2024, 1, 1), date(2035, 1, 1)),
    span=st.integers(0, 500),
    time=st.times().map(lambda clock: clock.replace(microsecond=0, fold=0)),
    time_zone=st.sampled_from(ZONES),
    weekdays=st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True),
    every_weeks=st.integers(1, 12),
    duration=st.just(45),
)


def by_dateutil(schedule: Schedule) -> list[datetime]:
    """The same sessions by dateutil's rrule and its own way over gaps, in UTC."""
    rule = rrule(
        WEEKLY,
        dtstart=datetime.combine(schedule.starts_on, schedule.time),
        interval=schedule.every_weeks,
        byweekday=[WEEKDAYS.index(day) for day in schedule.weekdays],
        wkst=0,
        until=datetime.combine(schedule.ends_on, time.max),
    )
    zone = ZoneInfo(schedule.time_zone)
    return [resolve_imaginary(each.replace(tzinfo=zone)).astimezone(UTC) for each in rule]


@settings(max_examples=300)
@given(schedules)
def test_sessions_are_those_of_dateutil(schedule: Schedule) -> None:
    found = [Occurrence(schedule, day).span[0] for day in schedule.times().dates()]
    assert found == by_dateutil(schedule)


@given(schedules, st.dates(date(2024, 1, 1), date(2036, 1, 1)), st.integers(0, 60))
def test_days_between_are_a_part_of_all_days(schedule: Schedule, first: date, span: int) -> None:
    last = first + timedelta(days=span)
    times = schedule.times()
    part = [day for day in times.dates() if first <= day <= last]
    assert times.dates_between(first, last) == part
    assert all((first + timedelta(days=n) in times) == (first + timedelta(days=n) in part)
               for n in range(span + 1))  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "day", "clock", "found"),
    [
        ("Europe/Berlin", "2027-03-28", "02:30", "2027-03-28 03:30 +0200"),
        ("America/New_York", "2027-03-14", "02:00", "2027-03-14 03:00 -0400"),
        ("Australia/Adelaide", "2027-10-03", "02:15", "2027-10-03 03:15 +1030"),
        ("America/Santiago", "2027-09-05", "00:20", "2027-09-05 01:20 -0300"),
        ("Australia/Lord_Howe", "2027-10-03", "02:10", "2027-10-03 02:40 +1100"),
        ("Asia/Kolkata", "2027-03-28", "02:30", "2027-03-28 02:30 +0530"),
        ("Europe/Berlin", "2027-10-31", "02:30", "2027-10-31 02:30 +0200"),
        ("Europe/Berlin", "2027-10-31", "18:00", "2027-10-31 18:00 +0100"),
    ],
)
def test_wall_clock_stays_and_a_missing_time_moves_on_by_the_gap(
    zone: str, day: str, clock: str, found: str
) -> None:
    start = local_start(date.fromisoformat(day), time.fromisoformat(clock), zone)
    assert f"{start:%Y-%m-%d %H:%M %z}" == found


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": ["XX"]}, "weekdays"),
        ({"ends_on": date(2026, 12, 6)}, "ends_on"),
        ({"ends_on": date(2028, 12, 4)}, "ends_on"),
        ({"ends_on": date(2026, 12, 9), "weekdays": ["FR"]}, "weekdays"),
        ({"every_weeks": 13}, "every_weeks"),
        ({"duration": 4}, "duration"),
        ({"reminder": 10081}, "reminder"),
    ],
)
@pytest.mark.django_db
def test_senseless_rule_is_refused_by_field(changes: dict[str, object], field: str) -> None:
    schedule = ScheduleFactory.build(workout=WorkoutFactory(), **changes)
    with pytest.raises(ValidationError) as raised:
        schedule.full_clean()
    assert field in raised.value.message_dict


@pytest.mark.parametrize(
    ("weekdays", "every", "words"),
    [
        (["MO"], 1, "Every Monday"),
        (["TH", "MO"], 1, "Every Monday and Thursday"),
        (["MO", "WE", "FR"], 2, "Every 2 weeks on Monday, Wednesday and Friday"),
        (list(WEEKDAYS), 1, "Every day"),
        (list(WEEKDAYS), 3, "Every 3 weeks on every day"),
    ],
)
def test_recurrence_is_named(weekdays: list[str], every: int, words: str) -> None:
    assert Schedule(weekdays=weekdays, every_weeks=every).recurrence_label == words


# --- One session ------------------------------------------------------------------------------------


def test_moved_session_is_on_its_new_day_alone(schedule: Schedule) -> None:
    schedule.occurrence_on(MONDAY).move(date(2026, 12, 15), time(7, 30))
    assert starts(schedule, MONDAY, THURSDAY) == ["Tue 15 Dec 07:30 moved", "Thu 17 Dec 18:00"]
    assert schedule.revision == 2


def test_session_moved_far_away_is_found_there_and_not_here(schedule: Schedule) -> None:
    schedule.occurrence_on(MONDAY).move(date(2027, 5, 3), time(18))
    assert starts(schedule, MONDAY, MONDAY) == []
    assert starts(schedule, date(2027, 5, 3), date(2027, 5, 9)) == ["Mon 03 May 18:00 moved"]
    there = Schedule.objects.overlapping(date(2027, 5, 3), date(2027, 5, 9))
    assert list(there) == [schedule]
    assert not Schedule.objects.overlapping(date(2027, 5, 4), date(2027, 5, 9)).exists()


def test_moving_back_leaves_no_difference(schedule: Schedule) -> None:
    schedule.occurrence_on(MONDAY).move(THURSDAY, time(20))
    schedule.occurrence_on(MONDAY).move(MONDAY, time(18))
    assert not OccurrenceOverride.objects.exists()
    assert schedule.revision == 3


def test_done_keeps_the_move_and_can_be_taken_back_by_itself(schedule: Schedule) -> None:
    schedule.occurrence_on(THURSDAY).move(MONDAY, time(20))
    schedule.occurrence_on(THURSDAY).mark_done(NOW)
    assert starts(schedule, MONDAY, THURSDAY)[1:] == ["Mon 14 Dec 20:00 moved done"]
    schedule.occurrence_on(THURSDAY).undo(OccurrenceState.DONE)
    assert starts(schedule, MONDAY, THURSDAY)[1:] == ["Mon 14 Dec 20:00 moved"]
    schedule.occurrence_on(THURSDAY).undo(OccurrenceState.MOVED)
    assert starts(schedule, MONDAY, THURSDAY) == ["Mon 14 Dec 18:00", "Thu 17 Dec 18:00"]


def test_skipped_and_done_exclude_each_other(schedule: Schedule) -> None:
    schedule.occurrence_on(MONDAY).mark_done(NOW)
    schedule.occurrence_on(MONDAY).skip()
    assert starts(schedule, MONDAY, MONDAY) == ["Mon 14 Dec 18:00 skipped"]
    schedule.occurrence_on(MONDAY).mark_done(NOW)
    assert starts(schedule, MONDAY, MONDAY) == ["Mon 14 Dec 18:00 done"]


def test_moving_a_skipped_session_puts_it_on_again(schedule: Schedule) -> None:
    schedule.occurrence_on(MONDAY).skip()
    schedule.occurrence_on(MONDAY).move(MONDAY, time(19))
    assert starts(schedule, MONDAY, MONDAY) == ["Mon 14 Dec 19:00 moved"]


def test_doing_the_same_twice_counts_one_revision(schedule: Schedule) -> None:
    for _ in range(2):
        schedule.occurrence_on(MONDAY).skip()
    assert schedule.revision == 2
    for _ in range(2):
        schedule.occurrence_on(MONDAY).undo(OccurrenceState.SKIPPED)
    assert schedule.revision == 3


def test_session_cannot_be_done_before_its_day_in_its_own_zone(schedule: Schedule) -> None:
    late = datetime(2026, 12, 16, 22, 59, tzinfo=UTC)  # 23:59 in Berlin
    with pytest.raises(ValidationError, match="Thursday 17 December 2026"):
        schedule.occurrence_on(THURSDAY).mark_done(late)
    schedule.occurrence_on(THURSDAY).mark_done(late + timedelta(minutes=1))
    assert starts(schedule, THURSDAY, THURSDAY) == ["Thu 17 Dec 18:00 done"]


def test_there_is_no_session_on_another_day(schedule: Schedule) -> None:
    with pytest.raises(LookupError, match="15 December 2026"):
        schedule.occurrence_on(date(2026, 12, 15))


# --- This and all later -------------------------------------------------------------------------------


def test_change_from_a_session_on_begins_a_schedule_that_follows(schedule: Schedule) -> None:
    schedule.occurrence_on(THURSDAY).move(THURSDAY, time(9))
    later = schedule.change_from(THURSDAY, time=time(7), weekdays=["TU", "TH"])
    assert starts(schedule, date(2026, 12, 7), date(2027, 2, 1)) == [
        "Mon 07 Dec 18:00",
        "Thu 10 Dec 18:00",
        "Mon 14 Dec 18:00",
    ]
    assert starts(later, date(2026, 12, 7), date(2026, 12, 24)) == [
        "Thu 17 Dec 09:00 moved",
        "Tue 22 Dec 07:00",
        "Thu 24 Dec 07:00",
    ]
    assert (later.follows, later.revision) == (schedule, 1)
    assert later.uid != schedule.uid
    assert later.ends_on == date(2027, 1, 31)
    assert fresh(schedule).revision == 3


def test_change_from_the_first_session_changes_the_schedule_itself(schedule: Schedule) -> None:
    assert schedule.change_from(date(2026, 12, 7), time=time(7)) == schedule
    assert starts(schedule, MONDAY, MONDAY) == ["Mon 14 Dec 07:00"]
    assert (Schedule.objects.count(), fresh(schedule).revision) == (1, 2)


def test_later_sessions_cannot_begin_before_earlier_ones(schedule: Schedule) -> None:
    with pytest.raises(ValidationError, match="Monday 14 December 2026 comes before"):
        schedule.change_from(THURSDAY, starts_on=MONDAY)
    assert Schedule.objects.count() == 1
    assert fresh(schedule).ends_on == date(2027, 1, 31)


def test_what_is_done_stays_done(schedule: Schedule) -> None:
    schedule.occurrence_on(THURSDAY).mark_done(NOW + timedelta(days=7))
    for change in (
        lambda: schedule.change_from(MONDAY, time=time(7)),
        lambda: schedule.end_before(MONDAY, NOW),
        lambda: schedule.move_from(MONDAY, date(2026, 12, 15), time(18)),
        lambda: schedule.change_all(weekdays=["MO"]),
    ):
        with pytest.raises(ValidationError, match="done"):
            change()
        schedule.refresh_from_db()
    assert starts(schedule, MONDAY, THURSDAY) == ["Mon 14 Dec 18:00", "Thu 17 Dec 18:00 done"]
    assert schedule.next_open(MONDAY) == date(2026, 12, 21)


def test_change_of_all_keeps_single_sessions_that_still_exist(schedule: Schedule) -> None:
    schedule.occurrence_on(MONDAY).mark_done(NOW)
    schedule.occurrence_on(THURSDAY).skip()
    schedule.change_all(weekdays=["MO"], time=time(8))
    assert starts(schedule, MONDAY, date(2026, 12, 21)) == ["Mon 14 Dec 08:00 done", "Mon 21 Dec 08:00"]  # fmt: skip
    assert OccurrenceOverride.objects.count() == 1


def test_weekly_session_and_all_later_move_to_any_day(db: None) -> None:
    schedule = ScheduleFactory(weekdays=["MO"])
    schedule.occurrence_on(date(2026, 12, 21)).skip()
    later = schedule.move_from(MONDAY, date(2026, 12, 23), time(7, 30))
    assert starts(schedule, date(2026, 12, 1), date(2027, 3, 1)) == ["Mon 07 Dec 18:00"]
    assert starts(later, date(2026, 12, 1), date(2027, 1, 6)) == [
        "Wed 23 Dec 07:30",
        "Wed 30 Dec 07:30 skipped",
        "Wed 06 Jan 07:30",
    ]
    assert len(later.times().dates()) == 7


def test_one_of_several_weekdays_moves_within_its_week(schedule: Schedule) -> None:
    schedule.occurrence_on(THURSDAY).move(date(2026, 12, 18), time(9))
    schedule.occurrence_on(date(2026, 12, 24)).skip()
    later = schedule.move_from(THURSDAY, date(2026, 12, 16), time(19))
    assert starts(schedule, MONDAY, date(2027, 2, 1)) == ["Mon 14 Dec 18:00"]
    assert starts(later, MONDAY, date(2026, 12, 30)) == [
        "Wed 16 Dec 19:00",
        "Mon 21 Dec 19:00",
        "Wed 23 Dec 19:00 skipped",
        "Mon 28 Dec 19:00",
        "Wed 30 Dec 19:00",
    ]
    moved = later.move_from(date(2026, 12, 21), date(2026, 12, 25), time(19))
    assert starts(moved, MONDAY, date(2026, 12, 30)) == [
        "Wed 23 Dec 19:00 skipped",
        "Fri 25 Dec 19:00",
        "Wed 30 Dec 19:00",
    ]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 12, 21), "within the week from Monday 14 December 2026"),
        (date(2026, 12, 14), "every Monday already"),
        (date(2026, 12, 13), "within the week"),
    ],
)
def test_impossible_move_of_all_later_says_why(schedule: Schedule, day: date, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        schedule.move_from(THURSDAY, day, time(18))
    assert Schedule.objects.count() == 1


def test_move_of_all_later_stays_behind_earlier_sessions(db: None) -> None:
    schedule = ScheduleFactory(weekdays=["TU", "TH"])
    with pytest.raises(ValidationError, match="Tuesday 15 December 2026 comes before"):
        schedule.move_from(THURSDAY, MONDAY, time(18))


def test_move_of_all_later_to_another_time_keeps_the_day(schedule: Schedule) -> None:
    later = schedule.move_from(THURSDAY, THURSDAY, time(6))
    assert starts(later, MONDAY, date(2026, 12, 21)) == ["Thu 17 Dec 06:00", "Mon 21 Dec 06:00"]


def test_ending_before_a_session_keeps_the_earlier_ones(schedule: Schedule) -> None:
    schedule.occurrence_on(date(2026, 12, 21)).skip()
    schedule.end_before(THURSDAY, NOW)
    assert starts(schedule, date(2026, 12, 1), date(2027, 2, 1)) == [
        "Mon 07 Dec 18:00",
        "Thu 10 Dec 18:00",
        "Mon 14 Dec 18:00",
    ]
    assert (schedule.ends_on, schedule.cancelled_at) == (MONDAY, None)
    assert not OccurrenceOverride.objects.exists()


def test_ending_before_the_first_session_cancels(schedule: Schedule) -> None:
    schedule.end_before(date(2026, 12, 7), NOW)
    assert schedule.cancelled_at == NOW
    assert not Schedule.objects.active().exists()
    assert schedule.revision == 2


# --- Several ------------------------------------------------------------------------------------------


def test_overlaps_count_across_zones_and_leave_out_skipped_ones(schedule: Schedule) -> None:
    there = ScheduleFactory(time_zone="Asia/Kolkata", time=time(23), weekdays=["MO"])  # 18:30 there
    both = [fresh(schedule), fresh(there)]
    (pair,) = overlaps(occurrences_of(both, MONDAY, MONDAY))
    assert [each.schedule for each in pair] == both
    there.occurrence_on(MONDAY).skip()
    assert overlaps(occurrences_of([fresh(schedule), fresh(there)], MONDAY, MONDAY)) == []


def test_session_that_begins_as_another_ends_overlaps_nothing(schedule: Schedule) -> None:
    after = ScheduleFactory(time=time(18, 45))
    both = [fresh(schedule), fresh(after)]
    assert overlaps(occurrences_of(both, MONDAY, MONDAY)) == []


def test_overlap_in_the_hour_that_comes_twice(db: None) -> None:
    sunday = {"starts_on": date(2027, 10, 31), "ends_on": date(2027, 10, 31), "weekdays": ["SU"]}
    first = ScheduleFactory(time=time(2, 30), duration=45, **sunday)  # ends at 02:15, again
    second = ScheduleFactory(time=time(2, 50), **sunday)
    found = occurrences_of([fresh(first), fresh(second)], date(2027, 10, 31), date(2027, 10, 31))
    assert [(each.schedule.pk, other.schedule.pk) for each, other in overlaps(found)] == [
        (first.pk, second.pk)
    ]


weekly = st.builds(
    WeeklyRecurrence,
    first_day=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    time=st.just(time(18)),
    time_zone=st.just("Europe/Berlin"),
    weekdays=st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(tuple),
    last_day=st.just(date(2027, 6, 1)),
    minutes=st.just(45),
    every_weeks=st.integers(1, 3),
)


@pytest.mark.django_db
@settings(max_examples=25)
@given(weekly, st.integers(2, 3))
def test_workouts_that_take_turns_share_all_sessions_in_order(times: WeeklyRecurrence, count: int) -> None:  # fmt: skip
    workouts = WorkoutFactory.create_batch(count, owner=UserFactory())
    planned = Schedule.objects.plan(workouts, times)
    found = sorted((day, each.workout) for each in planned for day in each.times().dates())
    assert [workout for _, workout in found] == [
        workout for workout, _ in zip(cycle(workouts), found, strict=False)
    ]
    assert [day for day, _ in found] == times.dates()


def test_newest_zone_is_that_of_the_last_made_schedule(schedule: Schedule) -> None:
    owner = schedule.workout.owner
    mine = Schedule.objects.owned_by(owner)
    assert Schedule.objects.none().newest_zone() == "UTC"
    ScheduleFactory(workout=schedule.workout, time_zone="Asia/Kolkata", starts_on=date(2026, 11, 1))
    ScheduleFactory(time_zone="America/Phoenix")
    assert mine.newest_zone() == "Asia/Kolkata"
