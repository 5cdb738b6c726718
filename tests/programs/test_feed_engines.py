"""Three engines that know nothing of one another expand our feed as the site itself does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
import vobject

from programs.models import Schedule, Workout
from programs.models.occurrence import occurrences_of
from tests.programs.feeds import ZONES, Session, feed_of, plan_anyhow, read

FIRST, LAST = date(2026, 11, 1), date(2027, 10, 31)
"""A year with both changes of clocks in either half of the world."""
COUNT = 42
SCRIPT = Path(__file__).parents[1] / "ical.js" / "read.mjs"


def by_recurring_ical_events(ics: bytes) -> list[Session]:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(ics)).between(
        FIRST, LAST + timedelta(days=400)
    )
    return [
        (int(each.start.timestamp()), int(each.end.timestamp()), str(each["SUMMARY"]))
        for each in found
    ]


def by_ical_js(ics: bytes) -> list[Session]:
    if shutil.which("node") is None or not (SCRIPT.parent / "node_modules").exists():
        why = "ical.js is missing: run `.ci/need node` and `npm ci` in tests/ical.js."
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    done = subprocess.run(  # noqa: S603 (our own script)
        ["node", str(SCRIPT)],  # noqa: S607
        input=ics,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return [(start, end, title) for start, end, title in json.loads(done.stdout)]


def by_vobject(ics: bytes) -> list[Session]:
    """vobject reads, dateutil repeats; which session an override stands for is looked up here."""
    calendar = vobject.readOne(ics.decode())
    series = [each for each in calendar.vevent_list if "recurrence-id" not in each.contents]
    found: dict[tuple[str, datetime], Session] = {}
    for event in series:
        length = event.dtend.value - event.dtstart.value
        for start in event.getrruleset(addRDate=True):
            key = (event.uid.value, start.astimezone(UTC))
            found[key] = _session(start, start + length, event)
    for event in calendar.vevent_list:
        if "recurrence-id" in event.contents:
            key = (event.uid.value, event.recurrence_id.value.astimezone(UTC))
            assert key in found
            found[key] = _session(event.dtstart.value, event.dtend.value, event)
    return list(found.values())


def _session(start: datetime, end: datetime, event: vobject.base.Component) -> Session:
    return int(start.timestamp()), int(end.timestamp()), str(event.summary.value)


@pytest.fixture
def schedules(workout: Workout) -> list[Schedule]:
    return [plan_anyhow(workout, number, FIRST) for number in range(COUNT)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "engine",
    [by_recurring_ical_events, pytest.param(by_ical_js, marks=pytest.mark.node), by_vobject],
)
def test_engine_gives_the_sessions_of_the_site_for_a_whole_year(
    workout: Workout, schedules: list[Schedule], engine: Callable[[bytes], list[Session]]
) -> None:
    planned = occurrences_of(Schedule.objects.with_overrides(), FIRST, LAST + timedelta(days=400))
    expected = [
        (
            int(each.start.timestamp()),
            int(each.end.timestamp()),
            f"Done: {workout.title}" if each.is_done else workout.title,
        )
        for each in planned
        if not each.is_skipped
    ]
    assert len(expected) > 1000
    assert {each.time_zone for each in schedules} == set(ZONES)
    for trait in ("is_moved", "is_skipped", "is_done"):
        assert sum(getattr(each, trait) for each in planned) > 10
    assert sorted(engine(read(feed_of(workout)))) == sorted(expected)
