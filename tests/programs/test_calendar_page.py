"""A person's calendar page: the feed's address, downloads of what is scheduled, office breaks."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
import recurring_ical_events
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from programs.models import CalendarFeed, OfficeBreaks, Workout
from tests.factories import WorkoutFactory
from tests.programs.feeds import events, plan, read

pytestmark = pytest.mark.django_db
PAGE = "/workouts/calendar/"
MONDAY = date(2026, 12, 7)


def press(client: Client, do: str, holds: str = "sessions") -> None:
    assertRedirects(client.post(PAGE, {"do": do, "holds": holds}), PAGE)


def test_address_is_made_on_demand_and_shown_to_its_owner_alone(
    owner: User, owner_client: Client, other_client: Client
) -> None:
    assertContains(owner_client.get(PAGE), "Make my calendar address")
    assert not CalendarFeed.objects.exists()
    press(owner_client, "make")
    feed = CalendarFeed.objects.get(owner=owner)
    press(owner_client, "make")
    assert CalendarFeed.objects.get(owner=owner).token == feed.token
    page = owner_client.get(PAGE)
    assertContains(page, f"http://127.0.0.1:8000/calendar/{feed.token}/backfit.ics")
    assertContains(page, f"webcal://127.0.0.1:8000/calendar/{feed.token}/backfit.ics")
    assert "no-store" in page["Cache-Control"]
    assertNotContains(other_client.get(PAGE), feed.token)


def test_rotating_and_revoking_work_at_once(owner: User, owner_client: Client) -> None:
    feed = CalendarFeed.objects.make_for(owner)
    press(owner_client, "rotate")
    assert Client().get(feed.get_absolute_url()).status_code == 404
    fresh = CalendarFeed.objects.get(owner=owner)
    assert Client().get(fresh.get_absolute_url()).status_code == 200
    press(owner_client, "revoke")
    assert Client().get(fresh.get_absolute_url()).status_code == 404
    press(owner_client, "rotate")
    assert not CalendarFeed.objects.exists()


def test_nothing_else_can_be_asked_and_nobody_else_can_ask(
    owner: User, owner_client: Client, other_client: Client, client: Client
) -> None:
    feed = CalendarFeed.objects.make_for(owner)
    assert owner_client.post(PAGE, {"do": "explode", "holds": "sessions"}).status_code == 400
    press(other_client, "revoke")
    assert client.post(PAGE, {"do": "revoke"}).status_code == 302
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
    assert CalendarFeed.objects.get(owner=owner).token == feed.token
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(owner)
    assert guarded.post(PAGE, {"do": "revoke", "holds": "sessions"}).status_code == 403


def test_page_says_which_app_read_the_feed_last(owner: User, owner_client: Client) -> None:
    feed = CalendarFeed.objects.make_for(owner)
    assertContains(owner_client.get(PAGE), "No calendar app has read it yet")
    feed.note_fetch("Google Calendar", datetime(2026, 11, 1, 8, 5, tzinfo=UTC))
    page = owner_client.get(PAGE)
    assertContains(page, "<strong>Google Calendar</strong>")
    assertContains(page, "1 November 2026, 08:05 UTC")


def test_page_tells_which_sessions_overlap(
    owner_client: Client, workout: Workout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 12, 1, tzinfo=UTC))
    plan(workout, ends_on=date(2026, 12, 3))
    later = plan(workout, time=time(19), ends_on=date(2026, 12, 3))
    assertContains(owner_client.get(PAGE), "Thursday 3 December, 18:30")
    later.override_occurrence(date(2026, 12, 3), skipped=True)
    assertNotContains(owner_client.get(PAGE), "Sessions that overlap")


def test_workout_downloads_what_is_scheduled_with_the_uids_of_the_feed(
    owner_client: Client, other_client: Client, workout: Workout
) -> None:
    address = f"/workouts/{workout.uuid}/calendar.ics"
    unscheduled = events(owner_client.get(address).content)
    assert [str(event["UID"]) for event in unscheduled] == [f"{workout.uuid}-1-1@127.0.0.1"]
    schedules = [plan(workout), plan(workout, time=time(7))]
    schedules[0].override_occurrence(MONDAY, skipped=True)
    plan(WorkoutFactory(owner=workout.owner))
    response = owner_client.get(address)
    downloaded = events(response.content)
    assert {str(event["UID"]) for event in downloaded} == {f"{s.uid}@127.0.0.1" for s in schedules}
    assert response["Content-Disposition"].startswith("attachment")
    in_feed = {str(e["UID"]): e for e in events(read(CalendarFeed.objects.make_for(workout.owner)))}
    for event in downloaded:
        assert event.to_ical() == in_feed[str(event["UID"])].to_ical()
    assert owner_client.get(f"{address}?fbclid=1").content == response.content
    asked = events(owner_client.get(f"{address}?time=12:00").content)
    assert [str(event["UID"]) for event in asked] == [f"{workout.uuid}-1-1@127.0.0.1"]
    assert other_client.get(address).status_code == 404


def test_one_session_downloads_as_that_day_of_its_series(
    owner_client: Client, other_client: Client, workout: Workout
) -> None:
    schedule = plan(workout)
    schedule.override_occurrence(MONDAY, day=date(2026, 12, 8))
    schedule.override_occurrence(date(2026, 12, 10), skipped=True)

    def address(day: str) -> str:
        return f"/workouts/{workout.uuid}/schedule/{schedule.uid}/{day}.ics"

    response = owner_client.get(address("2026-12-07"))
    (event,) = events(response.content)
    assert event["UID"] == f"{schedule.uid}@127.0.0.1"
    assert f"{event.start:%Y-%m-%d %H:%M}" == "2026-12-08 18:30"
    assert b"RECURRENCE-ID;TZID=Europe/Berlin:20261207T183000" in response.content
    assert "RRULE" not in event
    for day in ("2026-12-08", "2026-12-10", "yesterday"):
        assert owner_client.get(address(day)).status_code == 404
    assert other_client.get(address("2026-12-07")).status_code == 404
    assert Client().get(address("2026-12-07")).status_code == 302


BREAKS: dict[str, Any] = {
    "weekdays": ["MO", "TU", "WE", "TH", "FR"],
    "begins": "09:00",
    "ends": "17:00",
    "every": "120",
    "reminder": "0",
    "starts_on": "2026-12-07",
    "ends_on": "2026-12-18",
    "time_zone": "Europe/Berlin",
}
BREAKS_PAGE = "/workouts/calendar/office-breaks/"


def test_office_breaks_take_turns_through_the_working_day(
    owner: User, owner_client: Client
) -> None:
    assertRedirects(owner_client.post(BREAKS_PAGE, BREAKS), PAGE)
    found = events(read(CalendarFeed.objects.make_for(owner)))
    assert {str(event["TRANSP"]) for event in found} == {"TRANSPARENT"}
    assert {f"{event.start:%H:%M}" for event in found} == {"11:00", "13:00", "15:00"}
    assert sum(event["RRULE"]["COUNT"][0] for event in found) == 2 * 5 * 3
    monday = [event for event in found if "MO" in event["RRULE"]["BYDAY"]]
    assert [str(event["SUMMARY"]) for event in sorted(monday, key=lambda e: e.start)] == [
        "Break: Shoulder rolls",
        "Break: Seated trunk twist",
        "Break: Seated side bend",
    ]
    assert {str(event["SUMMARY"]) for event in found} >= {"Break: Seated cat-cow"}
    assert len({str(event["UID"]) for event in found}) == len(found)
    assert "10 in one direction" in monday[0]["DESCRIPTION"]


FIXED = {**BREAKS, "times": "15:00, 10:30"}


@pytest.mark.parametrize("without", [(), ("begins", "ends", "every")])
def test_office_breaks_have_fixed_times(
    owner: User, owner_client: Client, without: tuple[str, ...]
) -> None:
    assertContains(owner_client.get(BREAKS_PAGE), 'value="10:30, 15:00"')
    sent = {name: value for name, value in FIXED.items() if name not in without}
    assertRedirects(owner_client.post(BREAKS_PAGE, sent), PAGE)
    feed = icalendar.Calendar.from_ical(read(CalendarFeed.objects.make_for(owner)))
    friday = recurring_ical_events.of(feed).at(date(2026, 12, 11))
    assert sorted(f"{event.start:%H:%M}–{event.end:%H:%M}" for event in friday) == [
        "10:30–10:40",
        "15:00–15:10",
    ]
    assert recurring_ical_events.of(feed).at(date(2026, 12, 12)) == []
    assertContains(owner_client.get(PAGE), "At fixed times")
    owner_client.post(BREAKS_PAGE, BREAKS | {"times": ""})
    again = events(read(CalendarFeed.objects.get()))
    assert {f"{event.start:%H:%M}" for event in again} == {"11:00", "13:00", "15:00"}


def test_feed_is_added_to_google_and_outlook_by_a_link(owner: User, owner_client: Client) -> None:
    feed = CalendarFeed.objects.make_for(owner)
    page = unescape(owner_client.get(PAGE).content.decode())
    found = re.findall(r'href="([^"]*)"[^>]*>Add to (Google|Outlook)<', page)
    links = {name: urlsplit(address) for address, name in found}
    google, outlook = links["Google"], links["Outlook"]
    assert google.hostname == "calendar.google.com"
    assert parse_qs(google.query)["cid"] == [feed.webcal_address]
    assert outlook.hostname == "outlook.live.com"
    assert parse_qs(outlook.query)["url"] == [feed.address]


def test_office_breaks_can_have_a_feed_of_their_own(
    owner: User, owner_client: Client, workout: Workout
) -> None:
    plan(workout)
    owner_client.post(BREAKS_PAGE, BREAKS)
    both = CalendarFeed.objects.make_for(owner)
    together = len(events(read(both)))
    owner_client.post(BREAKS_PAGE, BREAKS | {"own_feed": "on"})
    press(owner_client, "make", "breaks")
    own = CalendarFeed.objects.get(owner=owner, holds="breaks")
    assert len(events(read(both))) == 1
    assert len(events(read(own))) == together - 1
    assert b"NAME:Backfit: office breaks" in read(own)
    assertContains(owner_client.get(PAGE), own.token)


def test_changed_breaks_keep_their_uids_and_count_up(owner: User, owner_client: Client) -> None:
    owner_client.post(BREAKS_PAGE, BREAKS)
    feed = CalendarFeed.objects.make_for(owner)
    before = {str(e["UID"]): e["SEQUENCE"] for e in events(read(feed))}
    owner_client.post(BREAKS_PAGE, BREAKS | {"begins": "09:30"})
    after = {str(e["UID"]): e["SEQUENCE"] for e in events(read(feed))}
    assert before.keys() == after.keys()
    assert {after[uid] - before[uid] for uid in before} == {1}
    owner_client.post(BREAKS_PAGE, {"stop": "1"})
    assert not OfficeBreaks.objects.exists()
    assert events(read(feed)) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends": "10:00"}, "ends"),
        ({"times": "10.30"}, "times"),
        ({"times": "10:30, 25:00"}, "times"),
        ({"times": ", ".join(f"{hour:02}:00" for hour in range(13))}, "times"),
        ({"ends_on": "2026-12-01"}, "__all__"),
        ({"ends_on": "2036-12-01"}, "ends_on"),
        ({"starts_on": "0126-03-01", "ends_on": "0127-03-01"}, "starts_on"),
        ({"starts_on": "2101-01-01", "ends_on": "2101-03-01"}, "starts_on"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": ["XX"]}, "weekdays"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"every": "1"}, "every"),
        ({"begins": "25:00"}, "begins"),
    ],
)
def test_senseless_breaks_are_told_and_not_saved(
    owner_client: Client, change: dict[str, Any], field: str
) -> None:
    response = owner_client.post(BREAKS_PAGE, BREAKS | change)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not OfficeBreaks.objects.exists()
