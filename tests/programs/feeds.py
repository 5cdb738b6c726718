"""Schedules for the tests of the feed, and calendars as their sessions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import icalendar
from django.test import Client

from exercises.weekdays import WEEKDAYS
from programs.models import CalendarFeed, Schedule, Workout

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "UTC",
]
Session = tuple[int, int, str]
"""Start and end in seconds of UTC, and the title."""


def plan(workout: Workout, **values: Any) -> Schedule:
    """A saved schedule: Mondays and Thursdays at 18:30 in Berlin from December 2026 on."""
    usual: dict[str, Any] = {
        "starts_on": date(2026, 12, 1),
        "ends_on": date(2027, 11, 30),
        "time": time(18, 30),
        "time_zone": "Europe/Berlin",
        "weekdays": ["MO", "TH"],
        "duration": 45,
        "reminder": 15,
    }
    return Schedule.objects.create(workout=workout, **usual | values)


def plan_anyhow(workout: Workout, number: int, year: date) -> Schedule:
    """A schedule that looks as if chance had made it, with moved, skipped and done sessions."""
    chance = Random(number)
    first = year + timedelta(days=chance.randrange(60))
    schedule = plan(
        workout,
        starts_on=first,
        ends_on=first + timedelta(days=chance.randrange(40, 300)),
        time=time(chance.choice([0, 2, 6, 12, 18, 23]), chance.choice([0, 15, 30])),
        time_zone=ZONES[number % len(ZONES)],
        weekdays=sorted(chance.sample(WEEKDAYS, chance.randint(1, 4)), key=WEEKDAYS.index),
        every_weeks=chance.randint(1, 3),
        duration=chance.choice([20, 45, 90]),
    )
    days = schedule.times().dates()
    for day in chance.sample(days, min(4, len(days))):
        way = chance.randrange(4)
        if way == 0:
            schedule.override_occurrence(day, skipped=True)
        elif way == 1:
            schedule.override_occurrence(day, done_at=datetime(2026, 12, 1, tzinfo=UTC))
        else:
            there = day + timedelta(days=chance.randrange(3))
            schedule.override_occurrence(day, day=there, clock=time(chance.randrange(24), 5))
    return schedule


def feed_of(workout: Workout) -> CalendarFeed:
    """The owner's feed."""
    return CalendarFeed.objects.make_for(workout.owner)


def read(feed: CalendarFeed) -> bytes:
    """The feed as a calendar app gets it that takes no compression."""
    response = Client().get(feed.get_absolute_url())
    assert response.status_code == 200
    return bytes(response.content)


def events(ics: bytes) -> list[Any]:
    """The VEVENTs of a calendar."""
    return list(icalendar.Calendar.from_ical(ics).walk("VEVENT"))
