"""Rows as calendar events: schedules, the days of a program, office breaks → plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch, Q
from django.urls import reverse

from programs.calendars import Event, EventOverride, RecurrenceRule, WeeklyRecurrence
from programs.calendars.breaks import plan_breaks
from programs.models.occurrence import Occurrence
from programs.models.office_breaks import OFFICE_PROGRAM, OfficeBreaks, movements
from programs.models.plan import Plan
from programs.models.program import ProgramDay
from programs.models.schedule import Schedule
from programs.models.schedule_queryset import ScheduleQuerySet
from programs.models.workout import WorkoutItem

CANCELLED_DAYS = timedelta(days=30)
"""For how long calendars are told that a schedule was cancelled, so that they drop it."""


def in_calendars(schedules: ScheduleQuerySet, now: datetime) -> ScheduleQuerySet:
    """Those that calendars show, by first day, with workouts: active ones, and those cancelled lately."""
    shown = Q(cancelled_at__isnull=True) | Q(cancelled_at__gt=now - CANCELLED_DAYS)
    return schedules.filter(shown).select_related("workout").order_by("starts_on", "pk")


def with_words(schedules: ScheduleQuerySet) -> ScheduleQuerySet:
    """With all that a calendar entry says: sessions that differ, exercises, what it follows."""
    items = Prefetch("workout__items", WorkoutItem.objects.select_related("exercise"))
    return schedules.select_related("workout", "follows").prefetch_related("overrides", items)


def site_host() -> str:
    """The host that completes UIDs: of SITE_URL, so that they never change with the request."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def absolute_url(thing: Any) -> str:
    """The address of a row's page with the site's own: it stays the same whoever asks."""
    return f"{settings.SITE_URL}{thing.get_absolute_url()}"


def description(plan: Plan, url: str) -> str:
    """The session in words for a calendar entry: exercises, notes, where to find it."""
    parts = ["\n".join(plan.lines()), plan.notes, url]
    return "\n\n".join(part for part in parts if part)


def plan_events(
    plans: Sequence[Plan], times: WeeklyRecurrence, *, uid: str, url: str
) -> list[Event]:
    """Plans that take turns over the sessions of `times`, an event for each rule they need."""
    return [
        Event(
            uid=f"{uid}-{number}-{turn}",
            title=getattr(plan, "full_title", plan.title),
            description=description(plan, url),
            url=url,
            rule=rule,
            changed=plan.updated_at,
            sequence=plan.revision - 1,
            image=_picture(plan),
        )
        for number, (plan, rules) in enumerate(
            zip(plans, times.rotate(len(plans)), strict=True), start=1
        )
        for turn, rule in enumerate(rules, start=1)
    ]


def schedule_event(schedule: Schedule, *, since: date | None = None) -> Event | None:
    """A schedule with its sessions that differ; None when no session is left to show.

    Load its sessions, its workout's items and `follows` first. Sessions that differ and lie before
    `since` are left out, and the rule then starts after them.
    """
    sessions = _sessions(schedule, since)
    workout = schedule.workout
    if all(session.is_skipped for session in sessions):
        return None
    rule = RecurrenceRule(
        schedule.times(), tuple(each.original_date for each in sessions), schedule.every_weeks
    )
    url = absolute_url(workout)
    shown = [] if schedule.cancelled_at else sessions
    return Event(
        uid=str(schedule.uid),
        title=workout.title,
        description=description(workout, url),
        url=url,
        rule=rule,
        changed=max(schedule.updated_at, workout.updated_at),
        sequence=schedule.revision + workout.revision - 2,
        changes=tuple(
            occurrence_change(each)
            for each in shown
            if (each.is_moved or each.is_done or _crosses_clock_change(each))
            and not each.is_skipped
        ),
        skipped=tuple(each.original_date for each in shown if each.is_skipped),
        cancelled=schedule.cancelled_at is not None,
        follows=str(schedule.follows.uid) if schedule.follows else None,
        image=_picture(workout),
    )


def occurrence_change(session: Occurrence) -> EventOverride:
    """One session as it is now, in wall-clock time."""
    return EventOverride(
        original=session.original_date,
        start=session.start.replace(tzinfo=None),
        end=session.end.replace(tzinfo=None),
        done=session.is_done,
    )


def _crosses_clock_change(session: Occurrence) -> bool:
    """Whether the clock changes during the session, or leaves its start out.

    Programs disagree about such a session when the rule alone gives it, so it is told by itself.
    """
    start = datetime.combine(session.original_date, session.schedule.time)
    told = (start, start + timedelta(minutes=session.schedule.duration))
    return told != (session.start.replace(tzinfo=None), session.end.replace(tzinfo=None))


def _sessions(schedule: Schedule, since: date | None) -> list[Occurrence]:
    """All sessions in the order of their rule, without those that `since` leaves out."""
    changes = {each.original_date: each for each in schedule.overrides.all()}
    sessions = [Occurrence(schedule, day, changes.get(day)) for day in schedule.times().dates()]
    if since is None or not any(each.change and each.day < since for each in sessions):
        return sessions
    # A session moved from before `since` to a day after it is still to come: it stays.
    kept = [n for n, each in enumerate(sessions) if max(each.day, each.original_date) >= since]
    return sessions[kept[0] :] if kept else []


def break_events(breaks: OfficeBreaks, day: ProgramDay) -> Iterator[Event]:
    """Office breaks: short, never busy, each with one movement of the office program in turn."""
    items = movements(day)
    if not items:
        return
    url = f"{settings.SITE_URL}{reverse('programs:program-detail', args=[OFFICE_PROGRAM])}"
    for each in plan_breaks(breaks.times(), breaks.clocks(), len(items)):
        item = items[each.movement]
        yield Event(
            uid=f"{breaks.uid}-{each.slot + 1}-{each.movement + 1}",
            title=f"Break: {item.exercise.name}",
            description=f"{item.line()}\n\n{url}",
            url=url,
            rule=each.rule,
            changed=max(breaks.updated_at, day.updated_at),
            sequence=breaks.revision + day.revision - 2,
            category="Office break",
            busy=False,
        )


def _picture(plan: Plan) -> str | None:
    """The address of the first exercise's picture."""
    pictures = next((item.exercise.pictures for item in plan.plan_items()), None)
    return f"{settings.SITE_URL}{pictures.still}" if pictures else None
