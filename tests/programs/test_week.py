"""My Workouts: plan sessions, see the week and the month, move, skip and mark sessions done."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from programs.models import OccurrenceState, Program, Schedule, Workout
from programs.models.schedule import MAX_ACTIVE
from tests.factories import ScheduleFactory, WorkoutFactory, WorkoutItemFactory

NOW = datetime(2026, 12, 14, 20, tzinfo=UTC)  # Monday evening in Berlin
MONDAY, THURSDAY = date(2026, 12, 14), date(2026, 12, 17)
PLAN: dict[str, Any] = {
    "starts_on": "2026-12-14",
    "time": "18:30",
    "time_zone": "Australia/Adelaide",
    "weekdays": ["MO", "TH"],
    "every_weeks": "1",
    "weeks": "6",
    "duration": "50",
    "reminder": "15",
}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def schedule(workout: Workout) -> Schedule:
    """Mondays and Thursdays at 18:00 in Berlin."""
    return ScheduleFactory(workout=workout)


def address(schedule: Schedule, day: date, verb: str = "") -> str:
    return f"/workouts/schedule/{schedule.uid}/{day}/{verb}"


def shown(client: Client, query: str = "") -> list[str]:
    """The sessions that My Workouts shows, in words."""
    agenda = client.get(f"/workouts/{query}").context["agenda"]
    return [
        " ".join([f"{each.day:%a %d} {each.starts_at:%H:%M}", *each.changes])
        for day in agenda.days
        for each in day.sessions
    ]


def two_days(owner: User) -> list[Workout]:
    Program.objects.with_items().get(slug="two-day-back").copy_for(owner)
    return list(Workout.objects.filter(owner=owner).order_by("source_day__position"))


# --- Plan -------------------------------------------------------------------------------------------


def test_form_plans_what_was_asked_for(owner_client: Client, workout: Workout) -> None:
    page = f"{workout.get_absolute_url()}schedule/"
    assertContains(owner_client.get(page), 'name="weeks" value="8"')
    assertRedirects(owner_client.post(page, PLAN), "/workouts/?date=2026-12-14")
    schedule = Schedule.objects.get()
    assert schedule.workout == workout
    assert schedule.rule() == {
        "starts_on": MONDAY,
        "time": time(18, 30),
        "time_zone": "Australia/Adelaide",
        "weekdays": ["MO", "TH"],
        "every_weeks": 1,
        "ends_on": date(2027, 1, 24),
        "duration": 50,
        "reminder": 15,
        "week_start": "MO",
    }
    assert shown(owner_client, "?date=2026-12-14") == ["Mon 14 18:30", "Thu 17 18:30"]
    assertContains(owner_client.get(page), "Every Monday and Thursday at 18:30")


def test_last_day_instead_of_weeks_and_no_reminder(owner_client: Client, workout: Workout) -> None:
    data = PLAN | {"weeks": "", "ends_on": "2026-12-31", "reminder": ""}
    owner_client.post(f"{workout.get_absolute_url()}schedule/", data)
    schedule = Schedule.objects.get()
    assert (schedule.ends_on, schedule.reminder) == (date(2026, 12, 31), None)


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"starts_on": "14.12.2026"}, "starts_on", "write it as YYYY-MM-DD"),
        ({"starts_on": "1999-12-31"}, "starts_on", "between 2000 and 2100"),
        ({"starts_on": ""}, "starts_on", "Choose a day."),
        ({"time": "25:00"}, "time", "write it as HH:MM"),
        ({"time": ""}, "time", "Choose a time."),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "“Mars/Olympus” is not a time zone"),
        ({"weekdays": []}, "weekdays", "Choose at least one weekday."),
        ({"weekdays": ["XX"]}, "weekdays", "“XX” is not a weekday"),
        ({"every_weeks": "0"}, "every_weeks", "a whole number from 1 to 12"),
        ({"weeks": "105"}, "weeks", "a whole number from 1 to 104"),
        ({"weeks": ""}, "weeks", "for how many weeks, or until which day"),
        ({"ends_on": "2027-01-31"}, "ends_on", "not both"),
        ({"weeks": "", "ends_on": "2026-12-13"}, "ends_on", "before the first"),
        ({"weeks": "", "ends_on": "2029-01-01"}, "ends_on", "at most 104 weeks"),
        ({"weeks": "", "ends_on": "2026-12-14", "weekdays": ["FR"]}, "weekdays", "None of these"),
        ({"duration": "four"}, "duration", "a whole number from 5 to 480"),
        ({"reminder": "-1"}, "reminder", "a whole number from 0 to 10080"),
        ({"reminder": "9" * 50}, "reminder", "a whole number from 0 to 10080"),
        ({"time_zone": "nul\0"}, "time_zone", "Null characters"),
    ],
)
def test_error_names_the_field_and_keeps_what_was_typed(
    owner_client: Client, workout: Workout, changes: dict[str, Any], field: str, told: str
) -> None:
    response = owner_client.post(f"{workout.get_absolute_url()}schedule/", PLAN | changes)
    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert told in form.errors[field][0]
    assertContains(response, f"<li>{form[field].label}: ", status_code=422)
    assert {name: form[name].value() for name in PLAN} == PLAN | {
        name: value for name, value in changes.items() if name in PLAN
    }
    assert not Schedule.objects.exists()


def test_zone_that_was_typed_is_not_replaced_by_the_browsers(
    owner_client: Client, workout: Workout
) -> None:
    page = f"{workout.get_absolute_url()}schedule/"
    assertContains(owner_client.get(page), "data-time-zone")
    response = owner_client.post(page, PLAN | {"time_zone": "UTC", "time": ""})
    assertNotContains(response, "data-time-zone", status_code=422)


def test_fifty_running_schedules_are_the_most(owner_client: Client, schedule: Schedule) -> None:
    ScheduleFactory.create_batch(MAX_ACTIVE - 1, workout=schedule.workout)
    page = f"{schedule.workout.get_absolute_url()}schedule/"
    response = owner_client.post(page, PLAN)
    assertContains(response, "You have 50 schedules that still run", status_code=422)
    schedule.cancel(NOW)
    assert owner_client.post(page, PLAN).status_code == 302


def test_days_of_a_program_take_turns(owner: User, owner_client: Client) -> None:
    first, second = two_days(owner)
    page = f"{second.get_absolute_url()}schedule/"
    assertContains(owner_client.get(page), f"Take turns with {first.title}")
    data = PLAN | {"weekdays": ["MO", "WE", "FR"], "weeks": "2", "rotate": "on"}
    owner_client.post(page, data)
    planned = {
        day: schedule.workout
        for schedule in Schedule.objects.all()
        for day in schedule.times().dates()
    }
    assert [planned[day] for day in sorted(planned)] == [
        second,
        first,
        second,
        first,
        second,
        first,
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"weeks": "", "ends_on": "2026-12-14"}, "fewer sessions than the 2 workouts"),
        ({"every_weeks": "12", "weekdays": ["MO"], "weeks": "100"}, "come back too rarely"),
    ],
)
def test_turns_that_make_no_sense_are_refused(
    owner: User, owner_client: Client, changes: dict[str, Any], told: str
) -> None:
    workout = two_days(owner)[0]
    data = PLAN | {"rotate": "on"} | changes
    response = owner_client.post(f"{workout.get_absolute_url()}schedule/", data)
    assertContains(response, told, status_code=422)
    assert not Schedule.objects.exists()


def test_turns_are_taken_with_ones_own_copies_alone(owner: User, other: User) -> None:
    first, second = two_days(owner)
    two_days(other)
    newer = second.source_day.copy_for(owner)
    assert first.partners() == [newer]
    assert newer.partners() == [first]
    second.delete()
    newer.delete()
    assert first.partners() == []


# --- Change and call off ------------------------------------------------------------------------------


def form_of(client: Client, page: str) -> dict[str, Any]:
    """The form as a browser would send it back, untouched."""
    form = client.get(page).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values["time"] = f"{values['time']:%H:%M}"
    return {name: value for name, value in values.items() if value is not None}


def test_change_begins_with_the_next_session(owner_client: Client, schedule: Schedule) -> None:
    schedule.occurrence_on(MONDAY).mark_done(NOW)
    page = f"/workouts/schedule/{schedule.uid}/edit/"
    data = form_of(owner_client, page)
    assert data["starts_on"] == THURSDAY
    assertContains(owner_client.get(page), "Thursday 17 December 2026 and all later ones")
    back = f"{schedule.workout.get_absolute_url()}schedule/"
    assertRedirects(owner_client.post(page, data | {"time": "07:00"}), back)
    assert shown(owner_client) == ["Mon 14 18:00 done", "Thu 17 07:00"]


def test_change_of_the_whole_schedule(owner_client: Client, schedule: Schedule) -> None:
    page = f"/workouts/schedule/{schedule.uid}/edit/?all=1"
    data = form_of(owner_client, page)
    assert data["starts_on"] == date(2026, 12, 7)
    owner_client.post(page, data | {"time": "07:00"})
    assert shown(owner_client, "?date=2026-12-07") == ["Mon 07 07:00", "Thu 10 07:00"]
    assert Schedule.objects.count() == 1


def test_saving_a_schedule_untouched_changes_nothing(
    owner_client: Client, schedule: Schedule
) -> None:
    page = f"/workouts/schedule/{schedule.uid}/edit/"
    assert owner_client.post(page, form_of(owner_client, page)).status_code == 302
    assert Schedule.objects.get().revision == 1


def test_change_that_would_lose_what_is_done_is_refused(
    owner_client: Client, schedule: Schedule
) -> None:
    schedule.occurrence_on(MONDAY).mark_done(NOW)
    page = f"/workouts/schedule/{schedule.uid}/edit/?all=1"
    data = form_of(owner_client, page) | {"weekdays": ["TU"]}
    response = owner_client.post(page, data)
    assertContains(response, "Some sessions that you marked done", status_code=422)
    assertContains(response, "Every Monday and Thursday at 18:00", status_code=422)
    assert shown(owner_client) == ["Mon 14 18:00 done", "Thu 17 18:00"]


def test_change_that_reaches_back_is_told_at_its_field(
    owner_client: Client, schedule: Schedule
) -> None:
    page = f"/workouts/schedule/{schedule.uid}/edit/"
    data = form_of(owner_client, page) | {"starts_on": "2026-12-10"}
    response = owner_client.post(page, data)
    assert response.context["form"].errors["starts_on"] == [
        "The session of Thursday 10 December 2026 comes before: choose a later day."
    ]


def test_calling_off_says_what_and_keeps_what_is_past(
    owner_client: Client, schedule: Schedule
) -> None:
    schedule.occurrence_on(MONDAY).mark_done(NOW)
    page = f"/workouts/schedule/{schedule.uid}/cancel/"
    assertContains(owner_client.get(page), "Call off 13 sessions?")
    assert Schedule.objects.get().ends_on == date(2027, 1, 31)
    owner_client.post(page)
    assert shown(owner_client, "?view=month") == [
        "Mon 07 18:00", "Thu 10 18:00", "Mon 14 18:00 done",
    ]  # fmt: skip
    assertContains(owner_client.get(page), "Nothing left to call off")


def test_cancelled_schedule_is_nowhere(owner_client: Client, schedule: Schedule) -> None:
    schedule.cancel(NOW)
    assert shown(owner_client) == []
    assert owner_client.get(address(schedule, MONDAY)).status_code == 404
    assert owner_client.get(f"/workouts/schedule/{schedule.uid}/edit/").status_code == 404


# --- Week and month -----------------------------------------------------------------------------------


def test_week_begins_on_monday_and_marks_today(owner_client: Client, schedule: Schedule) -> None:
    response = owner_client.get("/workouts/")
    agenda = response.context["agenda"]
    assert [day.date for day in agenda.days] == [MONDAY + timedelta(days=n) for n in range(7)]
    assert [day.date for day in agenda.days if day.is_today] == [MONDAY]
    assertContains(response, "Today, Monday 14 December")
    assertContains(response, "?view=week&amp;date=2026-12-13")
    assertContains(response, "?view=week&amp;date=2026-12-21")


def test_month_fills_up_its_weeks(owner_client: Client, schedule: Schedule) -> None:
    response = owner_client.get("/workouts/?view=month&date=2027-02-10")
    agenda = response.context["agenda"]
    assert (agenda.first, agenda.last) == (date(2027, 2, 1), date(2027, 2, 28))
    assert len(agenda.days) == 28
    agenda = owner_client.get("/workouts/?view=month&date=2027-01-31").context["agenda"]
    assert (agenda.days[0].date, agenda.days[-1].date) == (date(2026, 12, 28), date(2027, 1, 31))
    assert [day.date for day in agenda.days if day.is_outside] == [
        date(2026, 12, day) for day in (28, 29, 30, 31)
    ]
    assert agenda.session_count == 8
    assertNotContains(response, "Today, ")


def test_today_is_that_of_the_newest_schedules_zone(owner_client: Client, workout: Workout) -> None:
    assertContains(owner_client.get("/workouts/"), "Today, Monday 14 December")
    ScheduleFactory(workout=workout, time_zone="Australia/Adelaide", weekdays=["TU"])
    response = owner_client.get("/workouts/")
    assertContains(response, "Today, Tuesday 15 December")
    assertContains(response, "today is that of Australia/Adelaide")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("view=year", "view: “year” is not a view: write week or month."),
        ("date=tomorrow", "date: This is not a date: write it as YYYY-MM-DD."),
        ("date=9999-12-31", "date: Choose a date between 2000 and 2100."),
    ],
)
def test_senseless_address_is_a_400_that_says_what(
    owner_client: Client, query: str, told: str
) -> None:
    assertContains(owner_client.get(f"/workouts/?{query}"), told, status_code=400)


@pytest.mark.parametrize("day", ["2000-01-01", "2100-12-31"])
def test_first_and_last_date_can_be_shown(owner_client: Client, workout: Workout, day: str) -> None:
    assert owner_client.get(f"/workouts/?view=month&date={day}").status_code == 200


def test_others_sessions_are_not_shown(other_client: Client, schedule: Schedule) -> None:
    assert shown(other_client, "?view=month") == []


def test_overlap_is_told_once_for_two_schedules(owner_client: Client, schedule: Schedule) -> None:
    ScheduleFactory(workout=WorkoutFactory(owner=schedule.workout.owner), time=time(18, 30))
    told = "(Monday 14 December, 18:00–&#8288;18:45) overlaps"
    assertContains(owner_client.get("/workouts/"), told, count=1)
    assertContains(owner_client.get("/workouts/"), "They overlap 1 more time in this week.")
    assertNotContains(owner_client.get("/workouts/?date=2026-12-07"), "overlaps")


@pytest.mark.parametrize("page", ["/workouts/", "/workouts/?view=month", "/"])
def test_pages_take_the_same_queries_at_1_and_50_workouts(
    owner: User,
    owner_client: Client,
    schedule: Schedule,
    page: str,
    django_assert_max_num_queries: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    schedule.occurrence_on(THURSDAY).skip()
    with django_assert_max_num_queries(20) as captured:
        owner_client.get(page)
    for workout in WorkoutFactory.create_batch(49, owner=owner):
        WorkoutItemFactory(workout=workout)
        ScheduleFactory(workout=workout).occurrence_on(MONDAY).skip()
    with django_assert_num_queries(len(captured)):
        owner_client.get(page)
    if page != "/":
        assert len(captured) <= 10


def test_schedule_page_takes_the_same_queries_for_one_and_many(
    owner_client: Client,
    schedule: Schedule,
    django_assert_max_num_queries: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    page = f"{schedule.workout.get_absolute_url()}schedule/"
    with django_assert_max_num_queries(25) as captured:
        owner_client.get(page)
    ScheduleFactory.create_batch(30, workout=schedule.workout)
    with django_assert_num_queries(len(captured)):
        owner_client.get(page)


# --- One session --------------------------------------------------------------------------------------


def test_session_moves_alone(owner_client: Client, schedule: Schedule) -> None:
    data = {"date": "2026-12-19", "time": "09:15", "scope": "one"}
    response = owner_client.post(address(schedule, THURSDAY, "move/"), data)
    assertRedirects(response, "/workouts/?date=2026-12-19")
    assert shown(owner_client) == ["Mon 14 18:00", "Sat 19 09:15 moved"]
    assert shown(owner_client, "?date=2026-12-21") == ["Mon 21 18:00", "Thu 24 18:00"]


def test_session_moves_with_all_later_ones(owner_client: Client, schedule: Schedule) -> None:
    data = {"date": "2026-12-18", "time": "09:15", "scope": "later"}
    owner_client.post(address(schedule, THURSDAY, "move/"), data)
    assert shown(owner_client) == ["Mon 14 18:00", "Fri 18 09:15"]
    assert shown(owner_client, "?date=2026-12-21") == ["Mon 21 09:15", "Fri 25 09:15"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"date": "2026-12-32", "time": "09:15", "scope": "one"}, "write it as YYYY-MM-DD"),
        ({"date": "2026-12-18", "time": "9", "scope": "one"}, "write it as HH:MM"),
        ({"date": "2026-12-18", "time": "09:15", "scope": "most"}, "Say which."),
        ({"date": "2026-12-21", "time": "09:15", "scope": "later"}, "within the week from Monday"),
        ({"date": "2026-12-14", "time": "09:15", "scope": "later"}, "every Monday already"),
        ({}, "Choose a day."),
    ],
)
def test_wrong_move_says_why_and_keeps_what_was_typed(
    owner_client: Client, schedule: Schedule, data: dict[str, str], told: str
) -> None:
    response = owner_client.post(address(schedule, THURSDAY, "move/"), data)
    assertContains(response, told, status_code=422)
    form = response.context["move_form"]
    assert {name: form[name].value() for name in data} == data
    assert shown(owner_client) == ["Mon 14 18:00", "Thu 17 18:00"]


def test_session_is_skipped_and_that_is_taken_back(
    owner_client: Client, schedule: Schedule
) -> None:
    owner_client.post(address(schedule, MONDAY, "skip/"), {"scope": "one"})
    assert shown(owner_client) == ["Mon 14 18:00 skipped", "Thu 17 18:00"]
    assertContains(owner_client.get(address(schedule, MONDAY)), "Do not skip")
    owner_client.post(address(schedule, MONDAY, "take-back/"), {"change": "skipped"})
    assert shown(owner_client) == ["Mon 14 18:00", "Thu 17 18:00"]


def test_session_and_all_later_ones_are_called_off(
    owner_client: Client, schedule: Schedule
) -> None:
    owner_client.post(address(schedule, THURSDAY, "skip/"), {"scope": "later"})
    assert shown(owner_client, "?date=2026-12-17") == ["Mon 14 18:00"]
    assert shown(owner_client, "?date=2026-12-21") == []


def test_skip_must_say_which_sessions(owner_client: Client, schedule: Schedule) -> None:
    response = owner_client.post(address(schedule, THURSDAY, "skip/"))
    assertContains(response, "Say which sessions.", status_code=422)
    assert shown(owner_client) == ["Mon 14 18:00", "Thu 17 18:00"]


def test_session_is_done_and_not_done_after_all(owner_client: Client, schedule: Schedule) -> None:
    owner_client.post(address(schedule, MONDAY, "done/"))
    assert shown(owner_client) == ["Mon 14 18:00 done", "Thu 17 18:00"]
    assert schedule.overrides.get().done_at == NOW
    owner_client.post(address(schedule, MONDAY, "take-back/"), {"change": "done"})
    assert shown(owner_client) == ["Mon 14 18:00", "Thu 17 18:00"]


def test_later_session_cannot_be_done_yet(owner_client: Client, schedule: Schedule) -> None:
    assertNotContains(owner_client.get(address(schedule, THURSDAY)), "Mark done")
    response = owner_client.post(address(schedule, THURSDAY, "done/"), follow=True)
    assertContains(response, "you can mark it done from that day on")
    assert shown(owner_client) == ["Mon 14 18:00", "Thu 17 18:00"]


def test_what_is_done_cannot_be_called_off_or_moved_with_later_ones(
    owner_client: Client, schedule: Schedule
) -> None:
    schedule.occurrence_on(MONDAY).mark_done(NOW)
    first = date(2026, 12, 7)
    told = "The session of Monday 14 December 2026 is done already"
    response = owner_client.post(address(schedule, first, "skip/"), {"scope": "later"})
    assertContains(response, told, status_code=422)
    data = {"date": "2026-12-08", "time": "18:00", "scope": "later"}
    response = owner_client.post(address(schedule, first, "move/"), data)
    assertContains(response, told, status_code=422)


@pytest.mark.parametrize("change", ["", "moved", "nonsense"])
def test_taking_back_what_is_not_so_changes_nothing(
    owner_client: Client, schedule: Schedule, change: str
) -> None:
    schedule.occurrence_on(MONDAY).skip()
    owner_client.post(address(schedule, MONDAY, "take-back/"), {"change": change})
    assert shown(owner_client) == ["Mon 14 18:00 skipped", "Thu 17 18:00"]
    assert Schedule.objects.get().revision == 2


@pytest.mark.parametrize("day", ["2026-12-15", "2026-02-30", "2025-12-15"])
def test_there_is_no_page_of_a_session_that_is_not_planned(
    owner_client: Client, schedule: Schedule, day: str
) -> None:
    assert owner_client.get(f"/workouts/schedule/{schedule.uid}/{day}/").status_code == 404


@pytest.mark.parametrize("verb", ["move/", "skip/", "done/", "take-back/"])
def test_nobody_else_changes_a_session(
    client: Client, other_client: Client, editor_client: Client, schedule: Schedule, verb: str
) -> None:
    schedule.occurrence_on(MONDAY).skip()
    data = {
        "scope": "one",
        "date": "2026-12-15",
        "time": "07:00",
        "change": OccurrenceState.SKIPPED,
    }
    for stranger, status in ((client, 302), (other_client, 404), (editor_client, 404)):
        assert stranger.post(address(schedule, MONDAY, verb), data).status_code == status
    assert Schedule.objects.get().revision == 2


def test_hostile_title_is_shown_as_text(owner: User, owner_client: Client) -> None:
    workout = WorkoutFactory(owner=owner, title="<script>alert(1)</script>")
    schedule = ScheduleFactory(workout=workout)
    for page in (
        "/workouts/",
        f"{workout.get_absolute_url()}schedule/",
        address(schedule, MONDAY),
        f"/workouts/schedule/{schedule.uid}/edit/",
        f"/workouts/schedule/{schedule.uid}/cancel/",
    ):
        assert b"<script>alert" not in owner_client.get(page).content


# --- As the person's settings say -------------------------------------------------------------------


def test_week_begins_on_the_day_that_settings_say(
    owner_client: Client, owner: User, schedule: Schedule
) -> None:
    def days(query: str) -> tuple[date, date]:
        agenda = owner_client.get(f"/workouts/?{query}").context["agenda"]
        return agenda.days[0].date, agenda.days[-1].date

    assert days("date=2026-12-13") == (date(2026, 12, 7), date(2026, 12, 13))
    assert days("view=month&date=2026-12-13") == (date(2026, 11, 30), date(2027, 1, 3))
    owner.week_start = "SU"
    owner.save()
    assert days("date=2026-12-13") == (date(2026, 12, 13), date(2026, 12, 19))
    assert days("view=month&date=2026-12-13") == (date(2026, 11, 29), date(2027, 1, 2))
    assert shown(owner_client, "?date=2026-12-13") == ["Mon 14 18:00", "Thu 17 18:00"]


def test_zone_of_settings_says_when_the_day_begins(
    owner_client: Client, owner: User, schedule: Schedule
) -> None:
    assert owner_client.get("/workouts/").context["agenda"].today == MONDAY
    owner.time_zone = "Asia/Tokyo"
    owner.save()
    agenda = owner_client.get("/workouts/").context["agenda"]
    assert (agenda.today, agenda.zone) == (MONDAY + timedelta(days=1), "Asia/Tokyo")
    page = owner_client.get(f"{schedule.workout.get_absolute_url()}schedule/")
    assertContains(page, 'value="Asia/Tokyo"')


def test_person_is_greeted_by_name(owner_client: Client, client: Client) -> None:
    assertContains(owner_client.get("/"), "Hello, Olga.")
    assertNotContains(client.get("/"), "Hello,")
