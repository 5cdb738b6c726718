"""The session that comes next in a person's calendar, with what its text tells of last time and today."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from exercises.people import Visitor
from exercises.units import Unit
from programs.feeds.events import NextSession
from programs.logs.next_time import LOOK_BACK, suggestions_for
from programs.models import DiscardedLog, Occurrence, Schedule, WorkoutItem, WorkoutLog
from programs.progress import Suggestion

DAYS_AHEAD = timedelta(days=62)
"""How far ahead it is looked for: a feed is built anew every month, and finds it in time."""
DAY = timedelta(days=1)
ROW_ERRORS = (LookupError, TypeError, ValueError, OverflowError)
"""What a row with an unknown zone, weekdays of another kind or days beyond the calendar's raises."""


def next_session(user: Visitor, now: datetime, unit: Unit) -> NextSession | None:
    """The next session that nothing was done of yet; None when none is planned for the next time."""
    session = _coming(user, now)
    if session is None:
        return None
    items = WorkoutItem.objects.filter(workout=session.schedule.workout_id)
    items = items.select_related("exercise").prefetch_related("exercise__equipment")
    found = suggestions_for(user, list(items), session.day, unit)
    exercises = {each.exercise_id for each in items}
    changed = _last_change(user, exercises, session.day) if found else None
    return NextSession(
        schedule=session.schedule.pk,
        original=session.original_date,
        ends_at=session.span[1],
        remarks={key: remark(each) for key, each in found.items()},
        changed=changed or session.schedule.updated_at,
    )


def remark(suggestion: Suggestion) -> str:
    """`Last time 12, 12, 12 at 40 kg. Today 3 × 8 at 42.5 kg.` Why is not for calendars to know."""
    return _("Last time %(last)s. %(today)s.") % {
        "last": suggestion.last,
        "today": suggestion.text,
    }


def _coming(user: Visitor, now: datetime) -> Occurrence | None:
    """The first planned session that is not over, done or skipped (two queries)."""
    first, last = now.date() - DAY, now.date() + DAYS_AHEAD
    schedules = Schedule.objects.owned_by(user).active().overlapping(first, last).with_overrides()
    coming = (_coming_of(schedule, first, last, now) for schedule in schedules)
    return min(filter(None, coming), key=lambda each: (each.span, each.schedule.pk), default=None)


def _coming_of(schedule: Schedule, first: date, last: date, now: datetime) -> Occurrence | None:
    """The first one of a schedule; none of a row that no calendar can hold, which the feed reports."""
    try:
        planned = schedule.occurrences(first, last)
        is_open = (each for each in planned if not each.is_done and not each.is_skipped)
        return next((each for each in is_open if each.span[1] > now), None)
    except ROW_ERRORS:
        return None


def _last_change(user: Visitor, exercises: set[int], day: date) -> datetime | None:
    """When a session with these exercises was last written, or any thrown away (two queries)."""
    logs = WorkoutLog.objects.owned_by(user).filter(date__gte=day - LOOK_BACK)
    written = logs.filter(sets__exercise__in=exercises).aggregate(last=Max("updated_at"))["last"]
    gone = DiscardedLog.objects.filter(owner_id=user.pk).aggregate(last=Max("updated_at"))["last"]
    return max((each for each in (written, gone) if each), default=None)
