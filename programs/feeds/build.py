"""What was written of a calendar is kept: a change writes one schedule anew, not all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeVar

from django.core.cache import cache

from programs.calendars import Event
from programs.calendars.ical_writer import IcsFragment, build_version, write_event
from programs.feeds.events import break_events, in_calendars, schedule_event, site_host, with_words
from programs.models.office_breaks import OfficeBreaks, office_day
from programs.models.schedule import Schedule

KEPT_SECONDS = 7 * 24 * 3600
Row = TypeVar("Row")


def written_schedules(owner: int, *, since: date, now: datetime) -> list[IcsFragment]:
    """All of a person's schedules as calendar text, by first day (a constant number of queries)."""
    rows = in_calendars(Schedule.objects.filter(workout__owner_id=owner), now)
    return written(list(rows.select_related("workout").order_by("starts_on", "pk")), since=since)


def written(schedules: list[Schedule], *, since: date) -> list[IcsFragment]:
    """The schedules as calendar text; only those that are not kept are loaded and written.

    Load their workouts first.
    """
    return _kept(
        {f"{since}-{_revisions(schedule)}": schedule for schedule in schedules},
        lambda missing: {
            key: _parts([schedule_event(schedule, since=since)])
            for key, schedule in _loaded(missing).items()
        },
    )


def written_breaks(owner: int, *, own_feed: bool) -> list[IcsFragment]:
    """A person's office breaks as calendar text, if that is the feed they are in."""
    breaks = OfficeBreaks.objects.filter(owner_id=owner, own_feed=own_feed).first()
    day = office_day() if breaks else None
    if breaks is None or day is None:
        return []
    key = f"{breaks.uid}-{_moment(breaks.updated_at)}-{day.pk}-{_moment(day.updated_at)}"
    return _kept({key: breaks}, lambda missing: {key: _parts(break_events(breaks, day))})


def _revisions(schedule: Schedule) -> str:
    """Names the schedule as it is now: all that its text comes from has its part in it."""
    workout = schedule.workout
    return (
        f"{schedule.uid}-{schedule.revision}-{_moment(schedule.updated_at)}"
        f"-{workout.revision}-{_moment(workout.updated_at)}"
    )


def _moment(moment: datetime) -> str:
    return f"{moment.timestamp():.6f}"


def _loaded(schedules: dict[str, Schedule]) -> dict[str, Schedule]:
    """The same schedules with their sessions and the items of their workouts."""
    keys = [schedule.pk for schedule in schedules.values()]
    full = with_words(Schedule.objects.all()).in_bulk(keys)
    return {key: full[schedule.pk] for key, schedule in schedules.items() if schedule.pk in full}


def _parts(events: Iterable[Event | None]) -> list[IcsFragment]:
    return [write_event(event, host=site_host()) for event in events if event]


def _kept(
    rows: dict[str, Row], write: Callable[[dict[str, Row]], dict[str, list[IcsFragment]]]
) -> list[IcsFragment]:
    """The parts of all rows in order: kept ones from the cache, the rest written and kept."""
    names = {key: f"calendar-{build_version()[:16]}-{site_host()}-{key}" for key in rows}
    kept = cache.get_many(names.values())
    missing = {key: row for key, row in rows.items() if names[key] not in kept}
    if missing:
        fresh = {names[key]: parts for key, parts in write(missing).items()}
        cache.set_many(fresh, KEPT_SECONDS)
        kept |= fresh
    return [IcsFragment(*part) for name in names.values() for part in kept.get(name, [])]
