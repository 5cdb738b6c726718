"""A person's own week and time zone, and the clock change, in every calendar that we give."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains

from backfit.accounts.models import User
from programs.calendars.recurrence import WeeklyRecurrence
from programs.models import OfficeBreaks, Schedule, Workout
from tests.factories import ProgramFactory, ScheduleFactory
from tests.programs.feeds import events, feed_of, read

pytestmark = pytest.mark.django_db

PLAN: dict[str, Any] = {
    "weekdays": ["SU", "MO"],
    "starts_on": "2026-12-06",
    "time": "18:00",
    "duration": "45",
    "every_weeks": "2",
    "weeks": "8",
    "time_zone": "America/New_York",
}
SUNDAY = date(2026, 12, 6)


def days_of(ics: bytes) -> list[date]:
    """The days of all sessions in a calendar, as an engine that is not ours finds them."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(ics))
    return sorted(
        each["DTSTART"].dt.date() for each in found.between((2026, 11, 1), (2028, 12, 31))
    )


# --- The week -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("week_start", "days"), [("SU", [6, 7, 20, 21]), ("MO", [6, 14, 20, 28])])
def test_every_two_weeks_counts_the_weeks_of_the_person(
    owner: User, owner_client: Client, workout: Workout, week_start: str, days: list[int]
) -> None:
    User.objects.filter(pk=owner.pk).update(week_start=week_start)
    owner_client.post(f"{workout.get_absolute_url()}schedule/", PLAN)
    schedule = Schedule.objects.get()
    told = schedule.times().dates()
    assert [day.day for day in told[:4]] == days
    ics = read(feed_of(workout))
    assert f"WKST={week_start}".encode() in ics
    assert days_of(ics) == told


def test_schedule_keeps_its_week_when_the_person_chooses_another(
    owner: User, owner_client: Client, workout: Workout
) -> None:
    owner_client.post(f"{workout.get_absolute_url()}schedule/", PLAN)
    before = Schedule.objects.get().times().dates()
    User.objects.filter(pk=owner.pk).update(week_start="SU")
    page = f"/workouts/schedule/{Schedule.objects.get().uid}/edit/"
    owner_client.post(page, PLAN | {"time": "07:00"})
    assert Schedule.objects.get().time == time(7)
    assert Schedule.objects.get().times().dates() == before


def test_week_of_a_day_begins_on_its_first_day() -> None:
    times = WeeklyRecurrence(SUNDAY, time(18), "UTC", ("SU",), SUNDAY, 45, week_start="SU")
    assert times.week_of(SUNDAY) == SUNDAY
    assert times.week_of(SUNDAY + timedelta(days=6)) == SUNDAY
    assert times.week_of(SUNDAY - timedelta(days=1)) == SUNDAY - timedelta(days=7)


def test_all_later_sessions_move_within_the_persons_week(workout: Workout) -> None:
    schedule = ScheduleFactory(
        workout=workout, weekdays=["SU", "MO"], starts_on=SUNDAY, every_weeks=2, week_start="SU"
    )
    schedule.move_from(SUNDAY, SUNDAY + timedelta(days=6), time(18))
    assert [day.day for day in Schedule.objects.get().times().dates()[:3]] == [7, 12, 21]


# --- The time zone ------------------------------------------------------------------------------------


@pytest.fixture
def nepali(monkeypatch: pytest.MonkeyPatch, owner: User) -> Client:
    """Somebody in Kathmandu, where it is Tuesday already while it is Monday in UTC."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 12, 7, 20, tzinfo=UTC))
    User.objects.filter(pk=owner.pk).update(time_zone="Asia/Kathmandu")
    client = Client()
    client.force_login(owner)
    return client


def test_files_and_forms_begin_with_the_persons_zone_and_day(
    nepali: Client, workout: Workout
) -> None:
    own = workout.get_absolute_url()
    for address in ("/programs/lower-back/calendar.ics", f"{own}calendar.ics"):
        response = nepali.get(address)
        first = min(event["DTSTART"].dt for event in events(response.content))
        assert str(first.tzinfo) == "Asia/Kathmandu"
        assert (f"{first:%H:%M}", first.date() >= date(2026, 12, 8)) == ("18:00", True)
        assert "private" in response["Cache-Control"]
    for address in ("/programs/lower-back/", own):
        assertContains(nepali.get(address), 'name="tz" value="Asia/Kathmandu"')
        assertContains(nepali.get(address), 'name="start" value="2026-12-08"')
    page = nepali.get("/workouts/calendar/office-breaks/")
    assertContains(page, 'name="time_zone" value="Asia/Kathmandu"')
    assertContains(page, 'name="starts_on" value="2026-12-08"')
    page = nepali.get(f"{own}schedule/")
    assertContains(page, 'name="time_zone" value="Asia/Kathmandu"')
    assertContains(page, 'name="starts_on" value="2026-12-08"')


def test_public_file_stays_the_same_for_everybody_else(client: Client) -> None:
    response = client.get("/programs/lower-back/calendar.ics")
    assert "public" in response["Cache-Control"]
    assert {str(event["DTSTART"].dt.utcoffset()) for event in events(response.content)} == {
        "0:00:00"
    }


def test_zone_that_is_asked_for_counts(nepali: Client) -> None:
    response = nepali.get("/programs/lower-back/calendar.ics?tz=Europe/Berlin")
    assert {str(e["DTSTART"].dt.tzinfo) for e in events(response.content)} == {"Europe/Berlin"}


# --- The clock change ---------------------------------------------------------------------------------

LATE = "start=2026-12-01&time=23:30&days=SA,SU,TH&weeks=104&duration=45&tz=Asia/Beirut"


def assert_all_last(ics: bytes, minutes: int) -> None:
    """Every session lasts that long, whoever looks."""
    calendar = icalendar.Calendar.from_ical(ics)
    found = recurring_ical_events.of(calendar).between((2026, 11, 1), (2029, 1, 1))
    assert len(found) > 90
    lengths = {
        each["DTEND"].dt.astimezone(UTC) - each["DTSTART"].dt.astimezone(UTC) for each in found
    }
    assert lengths == {timedelta(minutes=minutes)}
    assert b"RECURRENCE-ID" in ics


def test_session_at_the_clock_change_is_told_by_itself(
    client: Client, owner_client: Client, workout: Workout
) -> None:
    assert_all_last(client.get(f"/programs/office-break/calendar.ics?{LATE}").content, 45)
    assert_all_last(client.get(f"/programs/two-day-back/calendar.ics?{LATE}").content, 45)
    address = f"{workout.get_absolute_url()}calendar.ics"
    assert_all_last(owner_client.get(f"{address}?{LATE}").content, 45)


def test_office_break_at_the_clock_change_is_told_by_itself(
    owner: User, owner_client: Client, workout: Workout
) -> None:
    OfficeBreaks(
        owner=owner,
        starts_on=date(2026, 12, 1),
        ends_on=date(2028, 11, 1),
        begins=time(0, 55),
        ends=time(9),
        weekdays=["SU"],
        time_zone="Europe/Berlin",
        every=120,
    ).save_change()
    OfficeBreaks.objects.update(begins=time(0, 58))
    assert_all_last(read(feed_of(workout)), 10)


# --- Programs without days, and dates without bounds --------------------------------------------------


def test_draft_without_days_opens_everywhere(editor_client: Client) -> None:
    draft = ProgramFactory(slug="bare", status="draft")
    for page in ("", "check/", "calendar/", "calendar.ics", "sheet/", "muscles.svg"):
        assert editor_client.get(f"{draft.get_absolute_url()}{page}").status_code == 200, page
    response = editor_client.post(f"{draft.get_absolute_url()}add/", follow=True)
    assertContains(response, "has no day yet")
    assert not Workout.objects.exists()


@pytest.mark.parametrize("field", ["starts_on", "ends_on"])
def test_breaks_in_another_age_are_refused(owner_client: Client, field: str) -> None:
    data = {"weekdays": "MO", "begins": "09:00", "ends": "17:00", "every": "120", "reminder": "0"}
    data |= {"starts_on": "2026-03-01", "ends_on": "2027-03-01", "time_zone": "Europe/Berlin"}
    for year in ("0126", "9999"):
        sent = data | {field: f"{year}-03-01"}
        response = owner_client.post("/workouts/calendar/office-breaks/", sent)
        assert response.status_code == 422, sent
    assert not OfficeBreaks.objects.exists()
