"""A person's calendar feed: the version of what it is made from, and its content.

Each schedule is written once and cached, so that a change writes one of them anew and not all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache as compute_once
from hashlib import sha256
from importlib.metadata import version as package_version
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import get_language

from exercises import content_version
from exercises.figure_choice import active_figure, figures_by
from exercises.people import figure_of, unit_of
from exercises.units import Unit
from programs.calendars import CalendarMeta, Event
from programs.calendars.ical_writer import IcsFragment, assemble, write_event
from programs.feeds.events import (
    CANCELLED_DAYS,
    NextSession,
    break_events,
    in_calendars,
    schedule_events,
    site_host,
    with_texts,
)
from programs.models import CalendarFeed, OfficeBreaks, Schedule, WorkoutItem
from programs.models.office_breaks import office_day
from programs.models.program import ProgramDay

logger = logging.getLogger(__name__)

FRAGMENT_SECONDS = 7 * 24 * 3600
HISTORY_MONTHS = 3
"""For how many whole months a feed shows what was done, moved and skipped."""
SOURCES = [
    "programs/calendars/*.py",
    "programs/feeds/*.py",
    "programs/logs/next_time.py",
    "programs/models/*.py",
    "programs/phases.py",
    "programs/progress/*.py",
    "exercises/models/prescription.py",
    "exercises/formats.py",
    "exercises/units.py",
    "exercises/weekdays.py",
    "backfit/formats/*/*.py",
    "locale/*/LC_MESSAGES/*.mo",
]
"""The code and the messages that decide what a calendar says."""
PACKAGES = ["icalendar", "tzdata"]
"""The libraries that do: the zone data is that of `tzdata` (`backfit.settings`)."""

Row = TypeVar("Row", Schedule, OfficeBreaks)


@dataclass(frozen=True)
class BuiltFeed:
    """A feed as iCalendar text. From `expires_at` on, time alone has changed what is in it."""

    content: bytes
    expires_at: datetime


# --- Versions -------------------------------------------------------------------------------------


@compute_once
def writer_version() -> str:
    """A digest of the code, the messages, the library and the zone data that a calendar's bytes come from."""
    digest = sha256(" ".join(map(package_version, PACKAGES)).encode())
    for path in sorted(path for each in SOURCES for path in settings.BASE_DIR.glob(each)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def feed_version(feed: CalendarFeed) -> str:
    """A digest of all that decides the feed's content, but for time; load the feed by its token.

    Empty when the version of the public content is not known: then nothing is known to be current.
    """
    content = content_version.current()
    if content is None:
        return ""
    owner = feed.owner
    reader = (owner.plans_version, owner.units, owner.figure, get_language(), feed.address)
    parts = (*reader, content, writer_version())
    return sha256(repr(parts).encode()).hexdigest()


# --- The feed -------------------------------------------------------------------------------------


def build_feed(feed: CalendarFeed, now: datetime, upcoming: NextSession | None = None) -> BuiltFeed:
    """The feed as it is now. A row of which no event can be made is left out and logged."""
    schedules: list[Schedule] = []
    if feed.holds == CalendarFeed.Holds.SESSIONS:
        schedules += in_calendars(Schedule.objects.filter(workout__owner=feed.owner_id), now)
    own_feed = feed.holds == CalendarFeed.Holds.BREAKS
    breaks = OfficeBreaks.objects.filter(owner=feed.owner_id, own_feed=own_feed)
    since = window_start(now.date())
    with figures_by(lambda: figure_of(feed.owner)):
        fragments = [
            *schedule_fragments(
                schedules, since=since, unit=unit_of(feed.owner), upcoming=upcoming
            ),
            *break_fragments(breaks),
        ]
    about = CalendarMeta(
        name=str(feed.get_holds_display()),
        url=f"{settings.SITE_URL}{reverse('programs:feed-settings')}",
        source=feed.address,
    )
    leaving = [each.cancelled_at + CANCELLED_DAYS for each in schedules if each.cancelled_at]
    over = [upcoming.ends_at] if upcoming else []
    return BuiltFeed(assemble(about, fragments), min([_next_month(now.date()), *leaving, *over]))


def window_start(today: date) -> date:
    """The first of the month, `HISTORY_MONTHS` months ago: it moves monthly, so bytes do not daily."""
    months = today.year * 12 + today.month - 1 - HISTORY_MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _next_month(today: date) -> datetime:
    """When `window_start` moves next."""
    first = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return datetime.combine(first, time(), UTC)


# --- Its parts ------------------------------------------------------------------------------------


def schedule_fragments(
    schedules: Sequence[Schedule],
    *,
    since: date,
    unit: Unit = "kg",
    upcoming: NextSession | None = None,
) -> list[IcsFragment]:
    """The schedules, loaded `in_calendars`, as calendar text (a constant number of queries)."""
    items = WorkoutItem.objects.filter(workout__in={row.workout_id for row in schedules})
    changed = dict(
        items.values("workout").values_list("workout", Max("exercise__updated_at")).order_by()
    )
    return _cached_fragments(
        {
            f"{since}-{unit}-{_schedule_key(row, changed.get(row.workout_id), upcoming)}": row
            for row in schedules
        },
        _load_schedules,
        lambda schedule: schedule_events(schedule, since=since, unit=unit, upcoming=upcoming),
    )


def break_fragments(breaks: Iterable[OfficeBreaks]) -> list[IcsFragment]:
    """A person's office breaks as calendar text; nothing while the office program is unpublished."""
    rows = list(breaks)
    day = office_day() if rows else None
    if day is None:
        return []
    key = _day_key(day)
    return _cached_fragments(
        {f"{row.uid}-{_microseconds(row.updated_at)}-{key}": row for row in rows},
        lambda missing: missing,
        lambda row: break_events(row, day),
    )


def _schedule_key(
    schedule: Schedule, exercises_changed: datetime | None, upcoming: NextSession | None
) -> str:
    """Names the schedule as it is now: everything that its text comes from has its part in it."""
    workout = schedule.workout
    moments = [schedule.updated_at, workout.updated_at, exercises_changed]
    stamps = "-".join(_microseconds(moment) for moment in moments if moment)
    text = upcoming.key if upcoming and upcoming.day_of(schedule) else ""
    return f"{schedule.uid}-{schedule.revision}-{workout.revision}-{stamps}-{text}"


def _day_key(day: ProgramDay) -> str:
    exercises = [item.exercise.updated_at for item in day.plan_items()]
    return f"{day.pk}-{_microseconds(max([day.updated_at, *exercises]))}"


def _microseconds(moment: datetime) -> str:
    return f"{moment.timestamp():.6f}"


def _load_schedules(schedules: dict[str, Schedule]) -> dict[str, Schedule]:
    """The same schedules with their sessions and the items of their workouts."""
    full = with_texts(Schedule.objects.all()).in_bulk([row.pk for row in schedules.values()])
    return {key: full[row.pk] for key, row in schedules.items() if row.pk in full}


def _cached_fragments(
    rows: dict[str, Row],
    load: Callable[[dict[str, Row]], dict[str, Row]],
    events: Callable[[Row], Iterable[Event | None]],
) -> list[IcsFragment]:
    """The fragments of all rows in order: from the cache, else loaded, written and cached."""
    prefix = f"calendar-{writer_version()}-{get_language()}-{active_figure()}-{site_host()}"
    names = {key: f"{prefix}-{key}" for key in rows}
    found = cache.get_many(names.values())
    missing = {key: row for key, row in rows.items() if names[key] not in found}
    if missing:
        written = {names[key]: write_row(row, events) for key, row in load(missing).items()}
        fresh = {name: fragments for name, fragments in written.items() if fragments}
        cache.set_many(fresh, FRAGMENT_SECONDS)
        found |= fresh
    return [IcsFragment(*part) for name in names.values() for part in found.get(name, [])]


def write_row(row: Row, events: Callable[[Row], Iterable[Event | None]]) -> list[IcsFragment]:
    """The row's events as text; nothing when that fails, for whatever reason, so that the others show."""
    try:
        return [write_event(event, host=site_host()) for event in events(row) if event]
    except Exception:
        logger.exception("%s %s is left out of the calendar", type(row).__name__, row.uid)
        return []
