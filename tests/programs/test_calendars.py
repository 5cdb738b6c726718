"""Calendar files, read back by other libraries than the one that wrote them."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import cycle
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import vobject
from django.test import Client
from django.utils.http import http_date
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains

from backfit.accounts.models import User
from exercises.weekdays import WEEKDAYS
from programs.calendars import WeeklyRecurrence
from programs.models import Program, Workout, WorkoutShare
from tests.factories import ScheduleFactory

WHEN = "start=2026-12-01&time=18:30&days=MO,TH&tz=Europe/Berlin&weeks=6&duration=45&reminder=15"


def fetch(client: Client, slug: str, query: str = WHEN) -> bytes:
    return bytes(client.get(f"/programs/{slug}/calendar.ics?{query}").content)


def occurrences(ics: bytes) -> list[tuple[str, str]]:
    """Start in local time and title of each event in ten years, in order."""
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(ics)).between(
        date(2026, 1, 1), date(2036, 1, 1)
    )
    found = [(f"{event.start:%Y-%m-%d %H:%M %Z}", str(event["SUMMARY"])) for event in events]
    return sorted(found)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["lower-back", "upper-back", "muscle-growth", "wide-back"])
def test_each_program_is_read_alike_by_two_other_parsers(client: Client, slug: str) -> None:
    program = Program.objects.with_items().get(slug=slug)
    ics = fetch(client, slug)
    expected = [f"2026-12-{day:02} 18:30 CET" for day in (3, 7, 10, 14, 17, 21, 24, 28, 31)] + [
        f"2027-01-{day:02} 18:30 CET" for day in (4, 7, 11)
    ]
    assert occurrences(ics) == [(start, program.title) for start in expected]

    event = vobject.readOne(ics.decode()).vevent
    found = [f"{start:%Y-%m-%d %H:%M}" for start in event.rruleset]
    assert found == [start[:16] for start in expected]
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=45)
    for item in program.plans[0].plan_items():
        assert f"{item.exercise.name}: {item.prescription_label}" in event.description.value


@pytest.mark.django_db
def test_file_keeps_the_rules_that_clients_trip_over(client: Client) -> None:
    response = client.get(f"/programs/upper-back/calendar.ics?{WHEN}")
    ics = response.content
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert not response.cookies
    lines = ics.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in (b"METHOD:PUBLISH", b"VERSION:2.0", b"CALSCALE:GREGORIAN", b"TRIGGER:-PT15M"):
        assert line in lines
    assert b"BEGIN:VTIMEZONE" in lines
    assert b"RDATE" not in ics
    assert [line.decode() for line in lines if line.startswith(b"RRULE:FREQ=WEEKLY")] == [
        "RRULE:FREQ=WEEKLY;COUNT=12;BYDAY=MO,TH;WKST=MO"
    ]


@pytest.mark.django_db
def test_wall_clock_time_stays_over_the_change_of_clocks(client: Client) -> None:
    ics = fetch(
        client, "upper-back", "start=2027-03-22&time=18:00&days=MO&weeks=2&tz=Europe/Berlin"
    )
    assert [start for start, _ in occurrences(ics)] == [
        "2027-03-22 18:00 CET",
        "2027-03-29 18:00 CEST",
    ]


@pytest.mark.django_db
def test_event_keeps_its_uid_whatever_the_times(client: Client) -> None:
    uids = {
        str(vobject.readOne(fetch(client, "upper-back", query).decode()).vevent.uid.value)
        for query in (WHEN, WHEN.replace("18:30", "07:00"), "")
    }
    assert len(uids) == 1


@pytest.mark.django_db
def test_changed_workout_counts_its_sequence_up(owner_client: Client, workout: Workout) -> None:
    address = f"/workouts/{workout.uuid}/calendar.ics"
    before = vobject.readOne(owner_client.get(address).content.decode()).vevent
    workout.bump_revision()
    after = vobject.readOne(owner_client.get(address).content.decode()).vevent
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) == int(before.sequence.value) + 1


@pytest.mark.django_db
def test_same_calendar_is_304_and_head_has_no_body(client: Client) -> None:
    address = f"/programs/upper-back/calendar.ics?{WHEN}"
    first = client.get(address)
    assert client.get(address).content == first.content
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    by_date = client.get(address, headers={"If-Modified-Since": http_date(4e9)})
    assert by_date.content == first.content  # what is in it depends on more than one row's change


@pytest.mark.django_db
def test_two_days_take_turns_over_three_weekdays(client: Client) -> None:
    ics = fetch(client, "two-day-back", "start=2026-12-02&days=MO,WE,FR&weeks=4&tz=UTC")
    titles = [title.rsplit(", ", 1)[1][:5] for _, title in occurrences(ics)]
    assert titles == ["Day A", "Day B"] * 6
    events = list(icalendar.Calendar.from_ical(ics).walk("VEVENT"))
    assert len({str(event["UID"]) for event in events}) == len(events) == 4


@given(
    weekdays=st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True),
    first_day=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    weeks=st.integers(1, 12),
    count=st.integers(1, 4),
    every=st.integers(1, 3),
)
def test_rules_of_a_rotation_cover_each_session_once(
    weekdays: list[str], first_day: date, weeks: int, count: int, every: int
) -> None:
    times = WeeklyRecurrence(
        first_day,
        time(18),
        "UTC",
        tuple(weekdays),
        WeeklyRecurrence.last_of(first_day, weeks),
        45,
        every_weeks=every,
    )
    turns = dict(zip(times.dates(), cycle(range(count)), strict=False))
    from dateutil.rrule import rrulestr

    seen: dict[date, int] = {}
    for plan, rules in enumerate(times.rotate(count)):
        for rule in rules:
            parts = {
                k: ",".join(v) if isinstance(v, list) else v for k, v in rule.recurrence().items()
            }
            text = ";".join(f"{key}={value}" for key, value in parts.items())
            days = [each.date() for each in rrulestr(text, dtstart=rule.start)]
            assert days == list(rule.dates)
            assert not seen.keys() & set(days)
            seen |= dict.fromkeys(days, plan)
    assert seen == turns
    assert every > 1 or len(turns) == weeks * len(weekdays)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("start=2026-02-30", "start"),
        ("start=yesterday", "start"),
        ("start=0001-01-01", "start"),
        ("start=9999-12-31", "start"),
        ("time=25:00", "time"),
        ("time=", "time"),
        ("days=XX", "days"),
        ("days=", "days"),
        ("tz=Mars/Olympus", "tz"),
        ("tz=../../etc/passwd", "tz"),
        ("tz=" + "A" * 5000, "tz"),
        ("weeks=0", "weeks"),
        ("weeks=-3", "weeks"),
        ("weeks=999999999999999999999", "weeks"),
        ("weeks=1.5", "weeks"),
        ("duration=0", "duration"),
        ("reminder=-1", "reminder"),
        ("reminder=<script>alert(1)</script>", "reminder"),
        ("tz=💪", "tz"),
    ],
)
def test_bad_parameter_is_named_in_a_400(client: Client, query: str, name: str) -> None:
    response = client.get(f"/programs/upper-back/calendar.ics?{query}")
    assertContains(response, f"<li>{name} (", status_code=400)
    assert b"<script>alert" not in response.content


@pytest.mark.django_db
def test_what_was_typed_is_kept_beside_the_error(client: Client) -> None:
    response = client.get("/programs/upper-back/calendar.ics?start=2026-12-01&time=99:99&weeks=7")
    form: Any = response.context["form"]
    assert form["start"].value() == "2026-12-01"
    assert form["time"].value() == "99:99"
    assert form["weeks"].value() == "7"


@pytest.mark.django_db
def test_office_breaks_come_at_each_time_asked_for_without_an_account(client: Client) -> None:
    query = "start=2026-12-07&weeks=1&tz=Europe/Berlin&time=10:30,15:00"
    found = occurrences(fetch(client, "office-break", query))
    days = range(7, 12)
    assert [start for start, _title in found] == [
        f"2026-12-{day:02} {clock} CET" for day in days for clock in ("10:30", "15:00")
    ]
    assert [title for _start, title in found][:4] == [
        "Break: Shoulder rolls",
        "Break: Seated trunk twist",
        "Break: Seated side bend",
        "Break: Seated cat-cow",
    ]
    assert occurrences(fetch(client, "office-break", query.split("&time", maxsplit=1)[0])) == found
    assertContains(client.get("/programs/office-break/"), 'value="10:30, 15:00"')
    links = client.get(f"/programs/office-break/calendar/?{query}")
    assertContains(links, "10 sessions at 10:30 and 15:00")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "clocks"),
    [("office-break", "10:30,99:00"), ("office-break", ","), ("upper-back", "10:30,15:00")],
)
def test_times_that_make_no_sense_are_told(client: Client, slug: str, clocks: str) -> None:
    response = client.get(f"/programs/{slug}/calendar.ics?time={clocks}")
    assert response.status_code == 400
    assertContains(response, "time (", status_code=400)


HOSTILE = "Back, neck; a\\nb: “c”"


@pytest.mark.parametrize("name", ["NAME", "X-WR-CALNAME", "SUMMARY", "DESCRIPTION"])
def test_every_text_of_every_calendar_is_escaped(
    client: Client, owner: User, owner_client: Client, name: str
) -> None:
    """RFC 5545, 3.3.11: a comma, a semicolon and a backslash in a text have a backslash before them."""
    schedule = ScheduleFactory(workout__owner=owner, workout__title=HOSTILE)
    schedule.workout.notes = HOSTILE
    schedule.workout.save()
    shared = WorkoutShare.objects.make_for(schedule.workout).get_absolute_url()
    page = schedule.workout.get_absolute_url()
    files = [
        owner_client.get(f"{page}calendar.ics"),
        owner_client.get(f"{page}calendar.ics?weeks=2"),
        owner_client.get(f"{page}schedule/{schedule.uid}/2026-12-07.ics"),
        client.get(f"{shared}calendar.ics"),
    ]
    escaped = r"Back\, neck\; a\\nb: “c”"
    for file in files:
        lines = file.content.decode().replace("\r\n ", "").split("\r\n")
        found = [line for line in lines if line.startswith(f"{name}:") and "neck" in line]
        assert found, name
        assert all(escaped in line for line in found), found
