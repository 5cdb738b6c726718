"""Rows as calendar events: schedules, the days of a program, office breaks → plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from exercises.formats import whole_ranges
from exercises.units import Unit
from programs.calendars import Event, EventOverride, RecurrenceRule, WeeklyRecurrence
from programs.calendars.breaks import plan_breaks
from programs.models.occurrence import Occurrence, local_start
from programs.models.office_breaks import OFFICE_PROGRAM, OfficeBreaks
from programs.models.plan import Plan
from programs.models.program import ProgramDay
from programs.models.schedule import Schedule
from programs.models.schedule_queryset import ScheduleQuerySet
from programs.models.workout import WorkoutItem
from programs.phases import NumberedPhase, PhaseTimeline

CANCELLED_DAYS = timedelta(days=30)
"""For how long calendars show that a schedule was cancelled, so that they drop it."""


def in_calendars(schedules: ScheduleQuerySet, now: datetime) -> ScheduleQuerySet:
    """Those that calendars show, by first day, with workouts: active ones, and those cancelled lately."""
    shown = Q(cancelled_at__isnull=True) | Q(cancelled_at__gt=now - CANCELLED_DAYS)
    return schedules.filter(shown).select_related("workout").order_by("starts_on", "pk")


def with_texts(schedules: ScheduleQuerySet) -> ScheduleQuerySet:
    """With all that a calendar entry says: sessions that differ, exercises, what it follows."""
    items = Prefetch("workout__items", WorkoutItem.objects.select_related("exercise"))
    return schedules.select_related("workout", "follows").prefetch_related("overrides", items)


def site_host() -> str:
    """The host that completes UIDs: of SITE_URL, so that they never change with the request."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def absolute_url(thing: Any) -> str:
    """The address of a row's page with the site's own: it stays the same whoever asks."""
    return f"{settings.SITE_URL}{thing.get_absolute_url()}"


@dataclass(frozen=True)
class NextSession:
    """The session that comes next of all that a person planned, whose text tells what to do today.

    `remarks` say of each item, by its key, what was done last and what to do now; they are of `changed`.
    """

    schedule: int
    original: date
    ends_at: datetime
    remarks: Mapping[int, str]
    changed: datetime

    def day_of(self, schedule: Schedule) -> date | None:
        """The day that the schedule's rule gives it; None when it is of another, or has nothing to tell."""
        return self.original if self.schedule == schedule.pk and self.remarks else None

    @property
    def key(self) -> str:
        """Names its text."""
        values = (self.original, sorted(self.remarks.items()), self.changed)
        return sha256(repr(values).encode()).hexdigest()[:16]


def description(plan: Plan, url: str, unit: Unit, remarks: Mapping[int, str] | None = None) -> str:
    """The session as text for a calendar entry: exercises with what is remarked, notes, where to find it."""
    remarks = remarks or {}
    lines = [
        "\n".join([line, remarks[item.pk]] if item.pk in remarks else [line])
        for item, line in zip(plan.plan_items(), plan.lines(unit), strict=True)
    ]
    parts = ["\n".join(lines), whole_ranges(plan.notes), url]
    return "\n\n".join(part for part in parts if part)


def plan_events(
    plans: Sequence[Plan],
    times: WeeklyRecurrence,
    *,
    uid: str,
    url: str,
    unit: Unit = "kg",
    timeline: PhaseTimeline | None = None,
) -> list[Event]:
    """Plans that take turns over the sessions of `times`, an event for each rule they need.

    With a `timeline` each phase has events of its own, and the plans that are held in it take turns.
    """
    if timeline is None:
        return list(_turns(dict(enumerate(plans, start=1)), times, "", uid, url, unit))
    events: list[Event] = []
    held: Counter[int] = Counter()
    for phase, there in timeline.spans(times):
        held[phase.number] += 1
        again = f"-{held[phase.number]}" if held[phase.number] > 1 else ""
        turns = _in_phase(plans, phase)
        events += _turns(turns, there, f"-{phase.number}{again}", uid, url, unit)
    return events


def _in_phase(plans: Sequence[Plan], phase: NumberedPhase) -> dict[int, Plan]:
    """The plans that are held in a phase as they are then, by their number among all."""
    there = {number: plan.in_phase(phase) for number, plan in enumerate(plans, start=1)}
    return {number: plan for number, plan in there.items() if plan.plan_items()}


def _turns(
    plans: Mapping[int, Plan],
    times: WeeklyRecurrence,
    suffix: str,
    uid: str,
    url: str,
    unit: Unit,
) -> Iterator[Event]:
    """The events of plans that take turns, by their numbers; `suffix` ends each UID."""
    for (number, plan), rules in zip(plans.items(), times.rotate(len(plans)), strict=True):
        for turn, rule in enumerate(rules, start=1):
            yield Event(
                uid=f"{uid}-{number}-{turn}{suffix}",
                title=getattr(plan, "full_title", plan.title),
                description=description(plan, url, unit),
                url=url,
                rule=rule,
                changed=plan.updated_at,
                sequence=plan.revision - 1,
                changes=clock_changes(rule),
                image=_picture(plan),
            )


def schedule_events(
    schedule: Schedule,
    *,
    since: date | None = None,
    unit: Unit = "kg",
    upcoming: NextSession | None = None,
) -> Iterator[Event]:
    """A schedule with its sessions that differ: one event, or one for each phase of its workout.

    Nothing of what has no session left to show. Load its sessions, its workout's items and `follows`
    first. Sessions that differ and lie before `since` are left out, and the rule then starts after
    them. The `upcoming` one, if it is of this schedule, has a text of its own.

    A phase that is repeated later is one event still: the sessions of others between are its exceptions.
    """
    sessions = _sessions(schedule, since)
    timeline = schedule.workout.timeline
    if timeline is None:
        event = _series(schedule, sessions, unit, upcoming)
        follows = str(schedule.follows.uid) if schedule.follows else None
        yield from [replace(event, follows=follows)] if event else []
        return
    numbers = {each.original_date: timeline.phase_on(each.original_date) for each in sessions}
    follows = _last_series(schedule.follows, timeline) if schedule.follows else None
    for phase in timeline.numbered:
        own = [n for n, each in enumerate(sessions) if numbers[each.original_date] == phase.number]
        span = sessions[own[0] : own[-1] + 1] if own else []
        others = {day for day, number in numbers.items() if number != phase.number}
        event = _series(schedule, span, unit, upcoming, others)
        if event:
            yield replace(event, uid=f"{schedule.uid}-{phase.number}", follows=follows)
            follows = None


def _last_series(schedule: Schedule, timeline: PhaseTimeline) -> str | None:
    """The UID of the event that holds the last session of a schedule in phases."""
    held = [day for day in schedule.times().dates() if timeline.is_held_on(day)]
    return f"{schedule.uid}-{timeline.phase_on(held[-1])}" if held else None


def _series(
    schedule: Schedule,
    sessions: Sequence[Occurrence],
    unit: Unit,
    upcoming: NextSession | None,
    others: Collection[date] = (),
) -> Event | None:
    """An event of these sessions, which the rule gives one after another, but for those on `others`.

    None when all of them are left out.
    """
    workout = schedule.workout
    dropped = {
        each.original_date
        for each in sessions
        if each.is_skipped
        or each.original_date in others
        or not (each.is_done or workout.is_held_on(each.original_date))
    }
    if len(dropped) == len(sessions):
        return None
    days = tuple(each.original_date for each in sessions)
    rule = RecurrenceRule(schedule.times(), days, schedule.every_weeks)
    plan = workout.on(next(d for d in rule.dates if d not in others))
    url = f"{settings.SITE_URL}{workout.get_start_url()}"
    shown = [] if schedule.cancelled_at else sessions
    held = [each for each in shown if each.original_date not in dropped]
    return Event(
        uid=str(schedule.uid),
        title=workout.title,
        description=description(plan, url, unit),
        url=url,
        rule=rule,
        changed=max(schedule.updated_at, workout.updated_at),
        sequence=schedule.revision + workout.revision - 2,
        changes=tuple(_changes(held, plan, url, unit, upcoming)),
        skipped=tuple(each.original_date for each in shown if each.original_date in dropped),
        cancelled=schedule.cancelled_at is not None,
        image=_picture(plan),
    )


def _changes(
    sessions: Iterable[Occurrence],
    plan: Plan,
    url: str,
    unit: Unit,
    upcoming: NextSession | None,
) -> Iterator[EventOverride]:
    """The sessions that differ from their rule in time or text, as they are now."""
    for session in sessions:
        day = session.original_date
        if upcoming and day == upcoming.day_of(session.schedule):
            yield _with_remarks(session, url, unit, upcoming)
        elif session.is_moved or session.is_done or _clock_change(session.schedule.times(), day):
            yield _with_own_phase(session, plan, url, unit)


def _with_own_phase(session: Occurrence, plan: Plan, url: str, unit: Unit) -> EventOverride:
    """One session as it is now; moved into another phase than its series is in, with that one's doses."""
    change, there = occurrence_change(session), session.schedule.workout.on(session.day)
    if there.phase == plan.phase:
        return change
    return replace(change, description=description(there, url, unit))


def occurrence_change(session: Occurrence) -> EventOverride:
    """One session as it is now."""
    start, end = _distinct_times(session.start, session.end)
    return EventOverride(session.original_date, start, end, done=session.is_done)


def _with_remarks(
    session: Occurrence, url: str, unit: Unit, upcoming: NextSession
) -> EventOverride:
    """The session that comes next, with what was done last time and what to do today."""
    plan = session.schedule.workout.on(session.day)
    text = description(plan, url, unit, upcoming.remarks)
    return replace(occurrence_change(session), description=text, changed=upcoming.changed)


def _distinct_times(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """Start and end of an `EventOverride`, from instants in the zone of the rule."""
    if end.fold:
        return start.astimezone(UTC), end.astimezone(UTC)
    return start.replace(tzinfo=None), end.replace(tzinfo=None)


def clock_changes(rule: RecurrenceRule) -> tuple[EventOverride, ...]:
    """The rule's sessions during which the clock changes, or whose start it leaves out.

    Programs disagree about such a session when the rule alone gives it, so it is written by itself.
    """
    return tuple(change for day in rule.dates if (change := _clock_change(rule.times, day)))


def _clock_change(times: WeeklyRecurrence, day: date) -> EventOverride | None:
    start = local_start(day, times.time, times.time_zone)
    end = (start.astimezone(UTC) + timedelta(minutes=times.minutes)).astimezone(start.tzinfo)
    by_rule = datetime.combine(day, times.time)
    real = _distinct_times(start, end)
    is_by_rule = real == (by_rule, by_rule + timedelta(minutes=times.minutes))
    return None if is_by_rule else EventOverride(day, *real)


def _sessions(schedule: Schedule, since: date | None) -> list[Occurrence]:
    """All sessions in the order of their rule, without those that `since` leaves out."""
    changes = {each.original_date: each for each in schedule.overrides.all()}
    sessions = [Occurrence(schedule, day, changes.get(day)) for day in schedule.times().dates()]
    if since is None or not any(each.change and each.day < since for each in sessions):
        return sessions
    # A session moved from before `since` to a day after it is still to come: it stays.
    shown = [n for n, each in enumerate(sessions) if max(each.day, each.original_date) >= since]
    return sessions[shown[0] :] if shown else []


def break_events(breaks: OfficeBreaks, day: ProgramDay) -> Iterator[Event]:
    """A person's office breaks, with the movements of the office program."""
    url = f"{settings.SITE_URL}{reverse('programs:program-detail', args=[OFFICE_PROGRAM])}"
    for event in turn_events(
        day, breaks.recurrence(), breaks.clocks(), uid=str(breaks.uid), url=url
    ):
        yield replace(
            event,
            changed=max(breaks.updated_at, day.updated_at),
            sequence=breaks.revision + day.revision - 2,
        )


def turn_events(
    plan: Plan, times: WeeklyRecurrence, clocks: list[time], *, uid: str, url: str
) -> Iterator[Event]:
    """Breaks at each of `clocks`: short, never busy, each with one movement of the plan in turn."""
    items = plan.plan_items()
    if not items:
        return
    for each in plan_breaks(times, clocks, len(items)):
        item = items[each.movement]
        yield Event(
            uid=f"{uid}-{each.slot + 1}-{each.movement + 1}",
            title=_("Break: %(exercise)s") % {"exercise": item.exercise.name},
            description=f"{item.line()}\n\n{url}",
            url=url,
            rule=each.rule,
            changed=plan.updated_at,
            sequence=plan.revision - 1,
            changes=clock_changes(each.rule),
            category=_("Office break"),
            busy=False,
        )


def _picture(plan: Plan) -> str | None:
    """The address of the first exercise's picture."""
    pictures = next((item.exercise.pictures for item in plan.plan_items()), None)
    return f"{settings.SITE_URL}{pictures.still}" if pictures else None
