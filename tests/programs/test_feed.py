"""The live feed: what is in it, and how it answers."""

from __future__ import annotations

import gzip
import logging
import re
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
import vobject
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains
from pytest_django.fixtures import DjangoAssertNumQueries

from backfit.accounts.models import User
from backfit.operations.log_format import AccessLogger, redact_secrets
from exercises import content_version
from programs import migrations
from programs.calendars import Event, ical_writer, timezones
from programs.calendars.ical_writer import IcsFragment
from programs.calendars.user_agents import client_name
from programs.feeds import build
from programs.feeds.build import window_start
from programs.models import (
    CalendarFeed,
    OccurrenceOverride,
    OfficeBreaks,
    Schedule,
    SetLog,
    Workout,
    WorkoutLog,
)
from programs.models.set_log import SYNCED_COLUMNS
from tests.factories import (
    SetLogFactory,
    WorkoutFactory,
    WorkoutItemFactory,
    WorkoutLogFactory,
)
from tests.programs.feeds import events, feed_of, plan, read

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 12, 7)


@pytest.fixture
def schedule(workout: Workout) -> Schedule:
    return plan(workout)


@pytest.fixture
def feed(schedule: Schedule) -> CalendarFeed:
    return feed_of(schedule.workout)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets what time it is for the feed."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def only(feed: CalendarFeed) -> Any:
    (event,) = events(read(feed))
    return event


def test_event_says_what_and_when_and_where(feed: CalendarFeed, schedule: Schedule) -> None:
    ics, event = read(feed).decode(), only(feed)
    workout = schedule.workout
    assert event["UID"] == f"{schedule.uid}@127.0.0.1"
    assert event["SUMMARY"] == workout.title
    assert "1. Pull-up: 30–\u206040 reps in total" in event["DESCRIPTION"]
    assert event["URL"] == f"http://127.0.0.1:8000/workouts/{workout.uuid}/start/"
    assert (event["STATUS"], event["TRANSP"], event["COLOR"]) == ("CONFIRMED", "OPAQUE", "teal")
    assert event["IMAGE"].startswith("http://127.0.0.1:8000/exercises/pull-up/")
    assert "DTSTART;TZID=Europe/Berlin:20261203T183000\r\n" in ics
    assert "TRIGGER:-PT15M\r\n" in ics
    assert "RRULE:FREQ=WEEKLY;COUNT=104;BYDAY=MO,TH;WKST=MO\r\n" in ics
    for line in (
        "METHOD:PUBLISH",
        "NAME:Backfit",
        "X-WR-CALNAME:Backfit",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "CATEGORIES:Workout",
    ):
        assert f"{line}\r\n" in ics
    assert f"SOURCE;VALUE=URI:{feed.address}" in ics.replace("\r\n ", "")
    assert "RDATE" not in ics


def test_moved_session_is_an_override_and_skipped_one_an_exception(
    feed: CalendarFeed, schedule: Schedule
) -> None:
    schedule.override_occurrence(MONDAY, day=date(2026, 12, 8), clock=time(7))
    schedule.override_occurrence(date(2026, 12, 10), skipped=True)
    ics = read(feed).decode()
    assert "EXDATE;TZID=Europe/Berlin:20261210T183000\r\n" in ics
    series, moved = events(ics.encode())
    assert "RECURRENCE-ID;TZID=Europe/Berlin:20261207T183000\r\n" in ics
    assert f"{moved.start:%Y-%m-%d %H:%M} {moved.duration}" == "2026-12-08 07:00 0:45:00"
    assert moved["UID"] == series["UID"]
    assert moved["SEQUENCE"] == series["SEQUENCE"] == 2


def test_done_session_says_so_and_rings_no_more(feed: CalendarFeed, schedule: Schedule) -> None:
    schedule.override_occurrence(MONDAY, done_at=datetime(2026, 12, 7, 20, tzinfo=UTC))
    series, done = events(read(feed))
    assert done["SUMMARY"] == f"Done: {schedule.workout.title}"
    assert done["STATUS"] == "CONFIRMED"
    assert [str(each) for each in done["CATEGORIES"].cats] == ["Workout", "Done"]
    assert done.walk("VALARM") == []
    assert len(series.walk("VALARM")) == 1


@pytest.fixture
def done(schedule: Schedule) -> WorkoutLog:
    """The first exercise of the schedule's workout, done the day before the first planned session."""
    item = schedule.workout.plan_items()[0]
    item.sets, item.reps_min, item.reps_max = 3, 8, 12
    item.total_min = item.total_max = item.hold_seconds = item.duration_seconds = None
    item.save()
    log = WorkoutLogFactory(workout=schedule.workout, date=date(2026, 12, 2))
    for number in (1, 2, 3):
        SetLogFactory(
            log=log, item=item, exercise=item.exercise, number=number, reps=12, load_kg=40
        )
    return log


def test_next_session_alone_tells_last_time_and_today(
    client: Client, feed: CalendarFeed, schedule: Schedule, done: WorkoutLog, now: Any
) -> None:
    now(datetime(2026, 12, 2, 12, tzinfo=UTC))
    series, following = events(read(feed))
    text = "Last time 12, 12, 12 at 40\xa0kg. Today 3 × 8 at 42.5\xa0kg."
    assert text in following["DESCRIPTION"]
    assert text not in series["DESCRIPTION"]
    assert following["RECURRENCE-ID"].dt.date() == date(2026, 12, 3)
    assert following["DTSTART"].dt == following["RECURRENCE-ID"].dt
    for name in ("UID", "SEQUENCE", "SUMMARY", "URL"):
        assert following[name] == series[name]
    assert following["LAST-MODIFIED"].dt >= series["LAST-MODIFIED"].dt
    now(datetime(2026, 12, 3, 18, 15, 1, tzinfo=UTC))  # 19:15:01 in Berlin: it is over
    _series, following = events(read(feed))
    assert following["RECURRENCE-ID"].dt.date() == MONDAY
    schedule.override_occurrence(MONDAY, skipped=True)
    _series, following = events(read(feed))
    assert following["RECURRENCE-ID"].dt.date() == date(2026, 12, 10)


def test_what_is_done_changes_the_feed_and_its_tag(
    client: Client, feed: CalendarFeed, schedule: Schedule, done: WorkoutLog, now: Any
) -> None:
    now(datetime(2026, 12, 2, 12, tzinfo=UTC))
    before = client.get(feed.get_absolute_url())
    tag = {"If-None-Match": before["ETag"]}
    assert client.get(feed.get_absolute_url(), headers=tag).status_code == 304
    done.rewrite(
        [SetLog(**{**_written(each), "reps": 10}) for each in done.sets.all()], timezone.now()
    )
    after = client.get(feed.get_absolute_url(), headers=tag)
    assert after.status_code == 200
    following = vobject.readOne(after.content.decode()).vevent_list[1]
    assert "Last time 10, 10, 10 at 40\xa0kg." in following.description.value
    done.delete_and_reopen(timezone.now())
    only(feed)


def _written(done: SetLog) -> dict[str, Any]:
    return {name: getattr(done, name) for name in ("uuid", *SYNCED_COLUMNS)}


def test_downloads_tell_of_the_next_session_too(
    owner_client: Client, schedule: Schedule, done: WorkoutLog, now: Any
) -> None:
    now(datetime(2026, 12, 2, 12, tzinfo=UTC))
    base = schedule.workout.get_absolute_url()
    for path in ("calendar.ics", f"schedule/{schedule.uid}/2026-12-03.ics"):
        response = owner_client.get(f"{base}{path}")
        assert response.status_code == 200, path
        texts = [each["DESCRIPTION"] for each in events(response.content)]
        assert ["Last time" in each for each in texts].count(True) == 1
    for name in ("why", "hurt", "Why"):
        assert name not in texts[-1]


def test_this_and_later_is_a_series_that_names_the_one_it_follows(
    feed: CalendarFeed, schedule: Schedule
) -> None:
    later = schedule.change_from(MONDAY, time=time(7))
    first, second = events(read(feed))
    assert first["RRULE"]["COUNT"] == [1]
    assert second["UID"] == f"{later.uid}@127.0.0.1"
    assert second["RELATED-TO"] == first["UID"] != second["UID"]
    assert "RELATED-TO" not in first


def test_cancelled_schedule_is_told_for_thirty_days_and_then_gone(
    feed: CalendarFeed, schedule: Schedule, now: Any
) -> None:
    moment = datetime(2026, 12, 1, 12, tzinfo=UTC)
    schedule.override_occurrence(MONDAY, skipped=True)
    now(moment)
    schedule.cancel(moment)
    event = only(feed)
    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", 2)
    assert "EXDATE" not in event
    assert event.walk("VALARM") == []
    now(moment + timedelta(days=29))
    assert only(feed)["STATUS"] == "CANCELLED"
    now(moment + timedelta(days=31))
    assert events(read(feed)) == []


def test_schedule_without_a_session_left_is_gone(feed: CalendarFeed, workout: Workout) -> None:
    short = plan(workout, starts_on=MONDAY, ends_on=MONDAY, weekdays=["MO"])
    assert len(events(read(feed))) == 2
    short.override_occurrence(MONDAY, skipped=True)
    assert len(events(read(feed))) == 1


def test_sequence_and_stamp_follow_the_schedule_and_its_workout(
    feed: CalendarFeed, schedule: Schedule
) -> None:
    before = only(feed)
    assert before["SEQUENCE"] == 0
    assert before["DTSTAMP"].dt == schedule.updated_at.replace(microsecond=0)
    schedule.override_occurrence(MONDAY, skipped=True)
    schedule.workout.bump_revision()
    Schedule.objects.update(updated_at=datetime(2030, 1, 1, tzinfo=UTC))
    event = only(feed)
    assert event["UID"] == before["UID"]
    assert event["SEQUENCE"] == 2
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == datetime(2030, 1, 1, tzinfo=UTC)


def test_what_is_past_for_three_months_leaves_with_the_month(
    feed: CalendarFeed, schedule: Schedule, now: Any
) -> None:
    schedule.override_occurrence(MONDAY, done_at=datetime(2026, 12, 7, 20, tzinfo=UTC))
    schedule.override_occurrence(date(2026, 12, 10), day=date(2027, 6, 1))
    now(datetime(2027, 3, 31, tzinfo=UTC))
    whole = read(feed)
    assert [f"{each.start:%Y-%m-%d}" for each in events(whole)] == [
        "2026-12-03",
        "2026-12-07",
        "2027-06-01",
    ]
    # In April the done one is dropped; the one moved into June keeps its place in the rule.
    now(datetime(2027, 4, 1, tzinfo=UTC))
    assert [f"{each.start:%Y-%m-%d}" for each in events(read(feed))] == ["2026-12-10", "2027-06-01"]
    april = read(feed)
    now(datetime(2027, 4, 30, tzinfo=UTC))
    assert read(feed) == april
    now(datetime(2027, 10, 1, tzinfo=UTC))
    (series,) = events(read(feed))
    assert f"{series.start:%Y-%m-%d}" == "2027-07-01"


@pytest.mark.parametrize(
    ("today", "start"),
    [(date(2026, 4, 30), date(2026, 1, 1)), (date(2026, 2, 1), date(2025, 11, 1))],
)
def test_window_starts_with_a_month(today: date, start: date) -> None:
    assert window_start(today) == start


@pytest.mark.parametrize("refusal", ["gzip;q=0, identity", "gzip; q=0.0", "x-gzip;q=0", "br", ""])
def test_feed_comes_in_an_encoding_that_the_client_accepts(
    client: Client, owner: User, refusal: str
) -> None:
    address = CalendarFeed.objects.make_for(owner).get_absolute_url()
    plain = client.get(address, headers={"Accept-Encoding": refusal})
    assert "Content-Encoding" not in plain
    assert plain.content.startswith(b"BEGIN:VCALENDAR")
    packed = client.get(address, headers={"Accept-Encoding": "br;q=1, gzip"})
    assert packed["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_unchanged_feed_is_304_by_a_strong_tag_of_its_own(
    client: Client, feed: CalendarFeed, schedule: Schedule, encoding: str
) -> None:
    address, accepts = feed.get_absolute_url(), {"Accept-Encoding": encoding}
    first = client.get(address, headers=accepts)
    again = client.get(address, headers=accepts)
    assert first.content == again.content
    assert re.fullmatch(r'"[0-9a-f]{32}(-gzip)?"', first["ETag"])
    assert first.get("Content-Encoding", "identity") == encoding
    assert (encoding == "gzip") == first["ETag"].endswith('-gzip"')
    assert "Accept-Encoding" in first["Vary"]
    body = gzip.decompress(first.content) if encoding == "gzip" else first.content
    assert body == read(feed)
    for condition in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        same = client.get(address, headers=accepts | condition)
        assert (same.status_code, same.content) == (304, b"")
        assert same["ETag"] == first["ETag"]
    schedule.override_occurrence(MONDAY, skipped=True)
    changed = client.get(address, headers=accepts | {"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_head_has_the_headers_and_nothing_else(client: Client, feed: CalendarFeed) -> None:
    got, head = client.get(feed.get_absolute_url()), client.head(feed.get_absolute_url())
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Cache-Control"):
        assert head[name] == got[name]
    assert got["Content-Type"] == "text/calendar; charset=utf-8"
    assert got["Cache-Control"] == "private, no-cache"
    assert got["Referrer-Policy"] == "no-referrer"
    assert "Content-Disposition" not in got
    assert "Cookie" not in got.get("Vary", "")
    assert not got.cookies


def test_last_modified_moves_on_even_when_something_is_deleted(
    client: Client, feed: CalendarFeed, owner: User, now: Any
) -> None:
    now(datetime(2026, 12, 1, tzinfo=UTC))
    extra = WorkoutFactory(owner=owner)
    plan(extra, time=time(6))
    first = client.get(feed.get_absolute_url())
    extra.erase()
    now(datetime(2026, 12, 2, tzinfo=UTC))
    address, since = feed.get_absolute_url(), first["Last-Modified"]
    response = client.get(address, headers={"If-Modified-Since": since})
    assert response.status_code == 200
    assert response["Last-Modified"] == "Wed, 02 Dec 2026 00:00:00 GMT"


def test_304_takes_one_query_and_builds_nothing(
    client: Client,
    feed: CalendarFeed,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    tag = client.get(feed.get_absolute_url())["ETag"]
    monkeypatch.setattr("programs.views.calendars.build_feed", None)
    with django_assert_num_queries(1):
        response = client.get(feed.get_absolute_url(), headers={"If-None-Match": tag})
    assert response.status_code == 304


def test_queries_do_not_grow_with_the_schedules(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    feed = CalendarFeed.objects.make_for(owner)
    counts = []
    for wanted in (1, 30):
        while Schedule.objects.count() < wanted:
            workout = WorkoutFactory(owner=owner)
            WorkoutItemFactory(workout=workout)
            plan(workout).override_occurrence(MONDAY, skipped=True)
        feed.rotate()
        build.cache.clear()
        with django_assert_num_queries(14) as queries:
            read(feed)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def many_schedules(owner: User, schedules: int, changes: int) -> list[Schedule]:
    """Weekly schedules for two years, each with so many moved sessions."""
    workout = WorkoutFactory(owner=owner)
    WorkoutItemFactory(workout=workout)
    first = timezone.now().date()
    rows = [
        plan(workout, starts_on=first, ends_on=first + timedelta(days=300), time=time(n % 24))
        for n in range(schedules)
    ]
    OccurrenceOverride.objects.bulk_create(
        OccurrenceOverride(schedule=row, original_date=day, time=time(5, 5))
        for row in rows
        for day in row.times().dates()[:changes]
    )
    return rows


def test_exercise_that_gets_another_name_has_it_in_the_feed(
    client: Client, feed: CalendarFeed, schedule: Schedule
) -> None:
    before = only(feed)
    exercise = schedule.workout.plan_items()[0].exercise
    exercise.name = "Chin over the bar"
    exercise.save()
    content_version.bump()
    after = only(feed)
    assert "1. Chin over the bar: 30–\u206040 reps in total" in after["DESCRIPTION"]
    assert after["SEQUENCE"] == before["SEQUENCE"]


def test_content_that_changes_elsewhere_leaves_the_tag_as_it_is(
    client: Client, feed: CalendarFeed
) -> None:
    tag = client.get(feed.get_absolute_url())["ETag"]
    content_version.bump()
    assert client.get(feed.get_absolute_url(), headers={"If-None-Match": tag}).status_code == 304


def test_feed_is_served_while_the_content_version_is_unknown(
    client: Client, feed: CalendarFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(feed)
    monkeypatch.setattr(content_version, "current", lambda: None)
    tag = client.get(feed.get_absolute_url())["ETag"]
    assert read(feed) == before
    assert client.get(feed.get_absolute_url(), headers={"If-None-Match": tag}).status_code == 304


def test_new_zone_data_changes_the_tag(
    client: Client, feed: CalendarFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, without_stamp = feed.get_absolute_url(), "BEGIN:VTIMEZONE"
    first = client.get(address)
    assert without_stamp in first.content.decode()
    berlin_without_summer_time = timezones.vtimezone("Africa/Lagos", MONDAY, MONDAY).copy()
    berlin_without_summer_time["TZID"] = "Europe/Berlin"
    releases = {"icalendar": "7.3.0", "tzdata": "2099.1"}
    monkeypatch.setattr(build, "package_version", releases.__getitem__)
    monkeypatch.setattr(ical_writer, "vtimezone", lambda *_: berlin_without_summer_time)
    build.writer_version.cache_clear()
    ical_writer._zone_text.cache_clear()
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    monkeypatch.undo()
    build.writer_version.cache_clear()
    ical_writer._zone_text.cache_clear()
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert client.get(address)["ETag"] == first["ETag"]


BAD_ROWS: dict[str, dict[str, Any]] = {
    "years before calendars": {"starts_on": date(126, 3, 1), "ends_on": date(127, 3, 1)},
    "no such zone": {"time_zone": "Europe/Atlantis"},
    "weekdays of another kind": {"weekdays": 7},
}


@pytest.mark.parametrize("values", BAD_ROWS.values(), ids=BAD_ROWS)
def test_row_that_no_calendar_can_hold_is_left_out_and_logged(
    feed: CalendarFeed,
    schedule: Schedule,
    values: dict[str, Any],
    owner_client: Client,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = read(feed)
    bad = plan(schedule.workout)
    Schedule.objects.filter(pk=bad.pk).update(**values)
    feed.rotate()
    ics = read(feed)
    assert [each["UID"] for each in events(ics)] == [each["UID"] for each in events(before)]
    assert f"Schedule {bad.uid} is left out" in caplog.text
    assert "Traceback" in caplog.text
    file = owner_client.get(f"/workouts/{schedule.workout.uuid}/calendar.ics")
    assert [each["UID"] for each in events(file.content)] == [each["UID"] for each in events(ics)]


def test_breaks_that_no_calendar_can_hold_are_left_out_and_logged(
    feed: CalendarFeed, owner: User, caplog: pytest.LogCaptureFixture
) -> None:
    before = events(read(feed))
    breaks = OfficeBreaks(owner=owner, weekdays=["MO"], every=120, time_zone="Europe/Berlin")
    breaks.starts_on, breaks.ends_on = date(126, 3, 1), date(127, 3, 1)
    breaks.save_change()
    assert events(read(feed)) == before
    assert f"OfficeBreaks {breaks.uid} is left out" in caplog.text


@pytest.mark.slow
def test_one_change_writes_one_schedule_of_two_hundred(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = many_schedules(owner, schedules=200, changes=10)
    feed = feed_of(rows[0].workout)
    seen: list[str] = []
    write = build.write_event

    def count(event: Event, *, host: str) -> IcsFragment:
        seen.append(event.uid)
        return write(event, host=host)

    monkeypatch.setattr(build, "write_event", count)
    before = read(feed)
    assert len(events(before)) == 2200
    assert len(seen) == 200
    seen.clear()
    assert read(feed) == before
    assert seen == []
    rows[7].override_occurrence(rows[7].times().dates()[3], skipped=True)
    assert len(events(read(feed))) == 2199
    assert seen == [str(rows[7].uid)]


def test_wrong_secret_is_404_like_any_other_page(client: Client, feed: CalendarFeed) -> None:
    def body(address: str) -> bytes:
        response = client.get(address)
        assert response.status_code == 404
        return bytes(response.content.replace(address.encode(), b"address"))

    token = feed.token
    for wrong in (token[:-1], token + "A", token.swapcase(), "x"):
        assert body(f"/calendar/{wrong}/backfit.ics") == body("/nothing/")
    assert client.get("/calendar/\u00fc/backfit.ics").status_code == 404
    assert client.get(feed.get_absolute_url()).status_code == 200
    feed.rotate()
    assert client.get(f"/calendar/{token}/backfit.ics").status_code == 404
    assert client.get(feed.get_absolute_url()).status_code == 200
    feed.delete()
    assert client.get(feed.get_absolute_url()).status_code == 404


def test_feed_holds_nothing_of_anybody_else(feed: CalendarFeed, other: User) -> None:
    plan(WorkoutFactory(owner=other, title="Private"))
    assert b"Private" not in read(feed)
    assert events(read(CalendarFeed.objects.make_for(other)))[0]["SUMMARY"] == "Private"


def test_empty_feed_is_still_a_calendar(owner: User) -> None:
    ics = read(CalendarFeed.objects.make_for(owner))
    assert b"BEGIN:VTIMEZONE" in ics
    assert events(ics) == []


def test_reader_is_noted_by_name_and_at_most_every_ten_minutes(
    client: Client, feed: CalendarFeed, now: Any
) -> None:
    def fetch(agent: str, minutes: int) -> tuple[str, datetime]:
        now(datetime(2026, 12, 1, 12, minutes, tzinfo=UTC))
        client.get(feed.get_absolute_url(), headers={"User-Agent": agent})
        feed.refresh_from_db()
        return feed.fetched_by, feed.fetched_at

    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert fetch("Google-Calendar-Importer", 0) == ("Google Calendar", noon)
    assert fetch("curl/8.0", 9) == ("Google Calendar", noon)
    assert fetch("curl/8.0", 10) == ("curl", noon + timedelta(minutes=10))


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Microsoft.Exchange/15.20 (Windows NT 10.0; Win64; x64)", "Outlook"),
        ("iOS/18.1 (22B83) dataaccessd/1.0", "Apple Calendar (iPhone or iPad)"),
        ("macOS/15.1 (24B83) CalendarAgent/988", "Apple Calendar (Mac)"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0",
            "Thunderbird",
        ),
        ("vdirsyncer/0.21.0", "vdirsyncer"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36", "browser"),
        ("<script>", "other"),
        ("", "other"),
    ],
)
def test_reader_has_a_name_that_people_know(agent: str, name: str) -> None:
    assert client_name(agent) == name


@pytest.mark.parametrize("label", ["a web browser", "another program", "Thunderbird"])
def test_reader_that_was_stored_in_english_has_the_same_name_on_the_page(
    owner_client: Client, feed: CalendarFeed, label: str
) -> None:
    values = {"fetched_by": label, "fetched_at": timezone.now()}
    CalendarFeed.objects.filter(pk=feed.pk).update(**values)
    [name] = [
        each.name for each in iter_modules(migrations.__path__) if "localised_lab" in each.name
    ]
    migration = import_module(f"programs.migrations.{name}")
    migration.name_clients_by_code(apps, connection.schema_editor())
    feed.refresh_from_db()
    assert feed.fetched_by == {"a web browser": "browser", "another program": "other"}.get(
        label, label
    )
    page = owner_client.get("/workouts/calendar/")
    assertContains(page, f"<strong>{label}</strong>")


def test_secrets_are_in_no_log(
    client: Client, feed: CalendarFeed, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = next(h for h in logging.getLogger("django").handlers if h.name == "console")
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Not Found: %s", (feed.get_absolute_url(),), None
    )
    assert "Not Found: /calendar/…/backfit.ics" in handler.format(record)
    atoms = AccessLogger.atoms(
        AccessLogger.__new__(AccessLogger), _Response(), _Request(), _environ(feed), timedelta()
    )
    assert feed.token not in str(atoms)
    assert atoms["U"] == "/calendar/…/backfit.ics"
    assert redact_secrets('GET /w/secret/ "x"') == 'GET /w/…/ "x"'


class _Response:
    status, sent, headers = "200 OK", 1, [("Content-Type", "text/calendar")]


class _Request:
    headers = [("REFERER", "http://127.0.0.1/calendar/secret/backfit.ics")]


def _environ(feed: CalendarFeed) -> dict[str, str]:
    address = feed.get_absolute_url()
    return {
        "REQUEST_METHOD": "GET",
        "RAW_URI": address,
        "PATH_INFO": address,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": address,
    }
